//! The plan as a table: which entries show, in which order, under what.

use super::tree::AddressPlan;
use super::usable::usable;
use crate::model::PlanEntry;
use crate::net::AddressRange;
use std::cmp::Ordering;
use std::net::IpAddr;

/// What a table of the plan can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SortBy {
    /// The order of the addresses.
    #[default]
    Addresses,
    /// The order of the text.
    Text,
    /// The name, letter by letter.
    Name,
    /// What it is for.
    Role,
    /// The number of addresses.
    Size,
    /// The number of addresses that can be given out.
    Usable,
    /// The share of the addresses that entries inside take.
    Used,
    /// The cluster.
    Cluster,
}

/// A row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlanRow {
    /// The entry, as an index into the entries that the plan was made from.
    pub entry: usize,
    /// How many rows it lies under.
    pub depth: usize,
    /// Whether entries lie inside it.
    pub has_children: bool,
    /// Whether they are folded away.
    pub is_folded: bool,
    /// Whether it is there for what lies inside it only: the filter does not speak of it.
    pub is_context: bool,
}

/// How a table of the plan is looked at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PlanView {
    /// What entries with the same parent are sorted by.
    pub sort: SortBy,
    /// Whether the largest, latest or last comes first.
    pub is_descending: bool,
    /// Which entries show.
    pub filter: PlanFilter,
}

impl PlanView {
    /// The rows. `is_folded` is asked for entries that hold others; while a filter is set nothing is folded, or a hit
    /// could not be seen.
    pub fn rows(
        &self,
        entries: &[PlanEntry],
        plan: &AddressPlan,
        is_folded: impl Fn(usize) -> bool,
    ) -> Vec<PlanRow> {
        let shown = self.filter.shown(entries, plan);
        let mut rows = Vec::new();
        let mut open = vec![Level { siblings: self.sorted(entries, plan, plan.roots().collect()), next: 0 }];
        while let Some(level) = open.last_mut() {
            let Some(&entry) = level.siblings.get(level.next) else {
                open.pop();
                continue;
            };
            level.next += 1;
            let Some(how) = shown.get(entry).copied().flatten() else { continue };
            let children = plan.node(entry).map_or(&[][..], |node| node.children.as_slice());
            let has_children = !children.is_empty();
            let is_folded = has_children && self.filter.is_empty() && is_folded(entry);
            let is_context = how == Shown::ForItsChildren;
            rows.push(PlanRow { entry, depth: open.len() - 1, has_children, is_folded, is_context });
            if has_children && !is_folded {
                open.push(Level { siblings: self.sorted(entries, plan, children.to_vec()), next: 0 });
            }
        }
        rows
    }

    fn sorted(&self, entries: &[PlanEntry], plan: &AddressPlan, mut siblings: Vec<usize>) -> Vec<usize> {
        // Siblings come in the order of their addresses, and sorting is stable.
        if self.sort == SortBy::Used {
            let mut shares: Vec<(f64, usize)> =
                siblings.iter().map(|&index| (plan.usage(index).share(), index)).collect();
            shares.sort_by(|(a, _), (b, _)| self.directed(a.total_cmp(b)));
            return shares.into_iter().map(|(_, index)| index).collect();
        }
        let place = |index: usize| entries.get(index);
        siblings.sort_by(|&a, &b| match (place(a), place(b)) {
            (Some(one), Some(other)) => self.directed(self.compare(plan, (a, one), (b, other))),
            _ => Ordering::Equal,
        });
        siblings
    }

    fn compare(
        &self,
        plan: &AddressPlan,
        (a, one): (usize, &PlanEntry),
        (b, other): (usize, &PlanEntry),
    ) -> Ordering {
        match self.sort {
            SortBy::Addresses => {
                let start = |entry: &PlanEntry| {
                    let (family, first, _) = entry.range.numbers();
                    (family, first)
                };
                start(one).cmp(&start(other))
            }
            SortBy::Text => a.cmp(&b),
            SortBy::Name => one.name.to_lowercase().cmp(&other.name.to_lowercase()),
            SortBy::Role => one.role.value.cmp(&other.role.value),
            SortBy::Size | SortBy::Used => one.range.count().cmp(&other.range.count()),
            SortBy::Usable => usable(one, plan.cloud(a)).cmp(&usable(other, plan.cloud(b))),
            SortBy::Cluster => one.cluster.cmp(&other.cluster),
        }
    }

    fn directed(&self, ordering: Ordering) -> Ordering {
        if self.is_descending { ordering.reverse() } else { ordering }
    }
}

/// Entries with the same parent, and how far they were gone through.
struct Level {
    siblings: Vec<usize>,
    next: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    ForItself,
    ForItsChildren,
}

/// Which entries of a plan are looked for: all words must fit.
///
/// An address fits what holds it, a prefix or range fits what lies in it or around it, any other word fits entries
/// that have it in a name, role, cluster or note.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PlanFilter {
    words: Vec<Word>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Word {
    Address(IpAddr),
    Range(AddressRange),
    Text(String),
}

impl PlanFilter {
    /// Reads what was typed into a search field; anything is a filter.
    pub fn read(text: &str) -> Self {
        let word = |word: &str| match AddressRange::read(word).map(|written| written.value) {
            Ok(range) if range.first() == range.last() && range.prefix().is_none() => {
                Word::Address(range.first())
            }
            Ok(range) => Word::Range(range),
            Err(_) => Word::Text(word.to_lowercase()),
        };
        Self { words: text.split_whitespace().map(word).collect() }
    }

    /// Whether everything shows.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether the filter speaks of `entry`.
    pub fn fits(&self, entry: &PlanEntry) -> bool {
        self.words.iter().all(|word| match word {
            Word::Address(address) => entry.range.contains_address(*address),
            Word::Range(range) => entry.range.contains(range) || range.contains(&entry.range),
            Word::Text(text) => says(entry, text),
        })
    }

    /// For each entry whether and why it shows.
    fn shown(&self, entries: &[PlanEntry], plan: &AddressPlan) -> Vec<Option<Shown>> {
        let mut shown = vec![None; entries.len()];
        for (index, entry) in entries.iter().enumerate() {
            if !self.fits(entry) {
                continue;
            }
            if let Some(own) = shown.get_mut(index) {
                *own = Some(Shown::ForItself);
            }
            // Whatever is around an entry that shows is there already with all that is around it.
            let mut around = plan.node(index).and_then(|node| node.parent);
            while let Some(above) = around {
                match shown.get_mut(above) {
                    Some(slot @ None) => *slot = Some(Shown::ForItsChildren),
                    _ => break,
                }
                around = plan.node(above).and_then(|node| node.parent);
            }
        }
        shown
    }
}

fn says(entry: &PlanEntry, word: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(word);
    let texts = [entry.cluster.as_deref(), entry.note.as_deref()];
    has(&entry.name)
        || entry.role.value.name().contains(word)
        || texts.into_iter().flatten().any(has)
        || entry.range.to_string().contains(word)
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::entry;
    use super::*;

    fn entries() -> Vec<PlanEntry> {
        let named = [
            ("10.0.0.0/8", "site"),
            ("10.2.0.0/16", "zebra"),
            ("10.1.0.0/16", "apple"),
            ("10.1.4.0/24", "lab"),
            ("fd00::/48", "six"),
        ];
        let read = |(range, name): (&str, &str)| PlanEntry {
            name: name.to_owned(),
            ..entry(AddressRange::read(range).expect("a range").value)
        };
        named.map(read).to_vec()
    }

    /// The names, indented, those only there for others in parentheses.
    fn shown(view: &PlanView, is_folded: impl Fn(usize) -> bool) -> String {
        let entries = entries();
        let plan = AddressPlan::new(&entries);
        let line = |row: &PlanRow| {
            let name = &entries[row.entry].name;
            let name = if row.is_context { format!("({name})") } else { name.clone() };
            let mark = if row.is_folded { " …" } else { "" };
            format!("{}{name}{mark}\n", "  ".repeat(row.depth))
        };
        view.rows(&entries, &plan, is_folded).iter().map(line).collect()
    }

    #[test]
    fn siblings_are_sorted_under_their_parent() {
        let by = |sort, is_descending| PlanView { sort, is_descending, ..PlanView::default() };
        let unfolded = |_| false;
        assert_eq!(shown(&by(SortBy::Addresses, false), unfolded), "site\n  apple\n    lab\n  zebra\nsix\n");
        assert_eq!(shown(&by(SortBy::Name, true), unfolded), "six\nsite\n  zebra\n  apple\n    lab\n");
        assert_eq!(shown(&by(SortBy::Text, false), unfolded), "site\n  zebra\n  apple\n    lab\nsix\n");
        assert_eq!(shown(&by(SortBy::Used, true), unfolded), "site\n  apple\n    lab\n  zebra\nsix\n");
    }

    #[test]
    fn what_is_folded_hides_what_lies_inside() {
        assert_eq!(shown(&PlanView::default(), |entry| entry == 2), "site\n  apple …\n  zebra\nsix\n");
    }

    #[test]
    fn a_filter_keeps_what_is_around_a_hit() {
        let for_text =
            |text: &str| shown(&PlanView { filter: PlanFilter::read(text), ..PlanView::default() }, |_| true);
        assert_eq!(for_text("LAB"), "(site)\n  (apple)\n    lab\n");
        assert_eq!(for_text("10.1.4.7"), "site\n  apple\n    lab\n");
        assert_eq!(for_text("10.1.0.0/16"), "site\n  apple\n    lab\n");
        assert_eq!(for_text("10.1.0.0/16 apple"), "(site)\n  apple\n");
        assert_eq!(for_text("nowhere"), "");
    }
}
