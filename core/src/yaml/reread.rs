//! YAML that is read again and again while it is edited: what stands clear of the change is moved, not read.

use super::node::{Node, Style, Value};
use super::reader::{MAX_DEPTH, Yaml, read_marked, read_plain, shift_in_place};
use super::scalar::ScalarStyle;
use crate::text::Span;
use std::ops::Range;

/// A text's tree, with what is needed to read its next version.
///
/// A change is read by itself, with the items or keys around it whole, and takes the place of what stood there: YAML is
/// read from top to bottom, and where an item of a list or a key of a mapping begins a line, what is read next depends on
/// nothing but the lists and mappings that are open there. Anchors, several documents and whatever cannot be read depend
/// on more: such a text is read anew.
///
/// ```
/// use netplat_core::yaml::{self, Reread};
/// let mut reread = Reread::default();
/// for text in ["web: { kind: Job }\n", "web: { kind: Jobs }\n"] {
///     reread.read(text, 0);
///     assert_eq!(*reread.yaml(), yaml::read(text, 0));
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Reread {
    text: String,
    base: usize,
    yaml: Yaml,
    /// Whether parts of it can be read by themselves.
    is_plain: bool,
}

/// Which part of a tree is as it was: all that ends at or before `before`, and all that began at or behind `after` and
/// is now `moved_by` bytes further on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kept {
    /// A byte of the document, before and after the change.
    pub before: u32,
    /// A byte of the document before the change.
    pub after: u32,
    /// Further on; further up when it is negative.
    pub moved_by: i64,
}

impl Kept {
    const ALL: Self = Self { before: u32::MAX, after: u32::MAX, moved_by: 0 };
    const NOTHING: Self = Self { before: 0, after: u32::MAX, moved_by: 0 };
}

impl Reread {
    /// Reads `text`, which starts at byte `base` of the document. The tree is the one that [`super::read`] gives.
    pub fn read(&mut self, text: &str, base: usize) -> Kept {
        if (text, base) == (self.text.as_str(), self.base) {
            return Kept::ALL;
        }
        let kept = self.graft(text, base).unwrap_or_else(|| {
            let (yaml, is_marked) = read_marked(text, base);
            self.is_plain = !is_marked && yaml.problems.is_empty() && yaml.documents.len() == 1;
            self.yaml = yaml;
            self.base = base;
            Kept::NOTHING
        });
        text.clone_into(&mut self.text);
        kept
    }

    /// What the text says.
    pub fn yaml(&self) -> &Yaml {
        &self.yaml
    }

    /// Puts what changed into the tree; nothing where that cannot be done, and the tree is as it was.
    fn graft(&mut self, text: &str, base: usize) -> Option<Kept> {
        if !self.is_plain || base != self.base {
            return None;
        }
        let root = self.yaml.documents.first_mut()?;
        let change = Change::between(&self.text, text);
        let place = Place::around(&self.text, base, root, &change)?;
        let by = i64::try_from(text.len()).ok()? - i64::try_from(self.text.len()).ok()?;
        let to = usize::try_from(i64::try_from(place.lines.end).ok()? + by).ok()?;
        let lines = text.get(place.lines.start..to)?;
        if is_beyond_parts(lines) {
            return None;
        }
        let read = read_plain(lines, base + place.lines.start)?;
        let is_too_deep = place.path.len() + depth(&read) >= MAX_DEPTH;
        if is_too_deep || ends_in_nothing(&read) || !place.fits(root, &read, base) {
            return None;
        }
        replace(root, &place.path, &place.children, read, by);
        let at = |byte: usize| Span::at(base + byte).start;
        Some(Kept { before: at(place.lines.start), after: at(place.lines.end), moved_by: by })
    }
}

/// Whether it may begin or end a document, or has a key behind `?`, whose value, if it has none, the parser places by what
/// follows.
fn is_beyond_parts(lines: &str) -> bool {
    let is_mark = |line: &str| line.starts_with("---") || line.starts_with("...") || line.starts_with('%');
    lines.split('\n').any(is_mark) || lines.contains("? ") || lines.contains("?\n") || lines.contains("?\r")
}

/// The bytes of the old text that another text has others for.
struct Change {
    start: usize,
    end: usize,
}

impl Change {
    fn between(old: &str, new: &str) -> Self {
        let (old, new) = (old.as_bytes(), new.as_bytes());
        let same = |pair: &(&u8, &u8)| pair.0 == pair.1;
        let start = old.iter().zip(new).take_while(same).count();
        let (old_rest, new_rest) = (&old[start..], &new[start..]);
        let kept = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
        Self { start, end: old.len() - kept }
    }
}

/// Where in a tree a change is, by whole children of one list or mapping.
struct Place {
    /// From the root, the child to go to.
    path: Vec<usize>,
    /// The children that are read again.
    children: Range<usize>,
    /// Their lines.
    lines: Range<usize>,
    /// The column at which each of them begins.
    column: usize,
}

/// What is shorter is not looked into further: reading it again costs less.
const SHORT: usize = 1_000;

/// Children beside the change that may be read again with it, for want of one that begins a line.
const MOST_BESIDE: usize = 8;

impl Place {
    /// The place of `change` in `root`, which was read from `text`.
    fn around(text: &str, base: usize, root: &Node, change: &Change) -> Option<Self> {
        let (mut node, mut path, mut limit) = (root, Vec::new(), text.len());
        loop {
            let children = Children::of(node)?;
            // The last child that begins before the change.
            let inside = children.number_before(base + change.start).checked_sub(1)?;
            let child = children.node(inside)?;
            let next = children.beginning(text, base, inside + 1);
            let end = next.as_ref().map_or(limit, |next| next.line);
            let is_bounded = (next.is_some() || inside + 1 == children.len()) && change.end < end;
            // A change before its first byte may make something else of it.
            let is_inside = base + change.start > child.span.start as usize;
            if is_bounded && is_inside && child.span.len() > SHORT && Children::of(child).is_some() {
                path.push(inside);
                (node, limit) = (child, end);
            } else {
                let (children, lines, column) = children.around(text, base, inside, change, limit)?;
                return Some(Self { path, children, lines, column });
            }
        }
    }

    /// Whether `read`, read by itself, is of the kind of the list or mapping that it goes into, at its column, and brings no
    /// key that stands there already.
    fn fits(&self, root: &Node, read: &Node, base: usize) -> bool {
        let Some(into) = self.path.iter().try_fold(root, |node, &index| Children::of(node)?.node(index))
        else {
            return false;
        };
        let at_column = read.span.start as usize == base + self.lines.start + self.column;
        match (&into.value, &read.value) {
            (Value::Sequence(_), Value::Sequence(new)) => at_column && new.style == Style::Block,
            (Value::Mapping(old), Value::Mapping(new)) => {
                let stays = |index: usize| !self.children.contains(&index);
                let mut others = old.entries.iter().enumerate().filter(|(index, _)| stays(*index));
                let is_new = |key: &str| new.entry(key).is_some();
                at_column && new.style == Style::Block && !others.any(|(_, entry)| is_new(&entry.key))
            }
            _ => false,
        }
    }
}

/// Where a child begins its line.
struct Beginning {
    line: usize,
    column: usize,
}

/// The children of a list or mapping that is written by indentation.
enum Children<'a> {
    Items(&'a [Node]),
    Entries(&'a [super::node::Entry]),
}

impl<'a> Children<'a> {
    fn of(node: &'a Node) -> Option<Self> {
        match &node.value {
            Value::Sequence(list) if list.style == Style::Block => Some(Self::Items(&list.items)),
            Value::Mapping(mapping) if mapping.style == Style::Block => Some(Self::Entries(&mapping.entries)),
            _ => None,
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Items(items) => items.len(),
            Self::Entries(entries) => entries.len(),
        }
    }

    fn node(&self, index: usize) -> Option<&'a Node> {
        match self {
            Self::Items(items) => items.get(index),
            Self::Entries(entries) => entries.get(index).map(|entry| &entry.value),
        }
    }

    /// How many begin before byte `at` of the document.
    fn number_before(&self, at: usize) -> usize {
        match self {
            Self::Items(items) => items.partition_point(|item| (item.span.start as usize) < at),
            Self::Entries(entries) => entries.partition_point(|entry| (entry.key_span.start as usize) < at),
        }
    }

    /// The children around `change`, their lines and their column, if each of them begins a line. The one at `inside` is the
    /// last that begins before the change, and the lines of the last child end at `limit`.
    fn around(
        &self,
        text: &str,
        base: usize,
        inside: usize,
        change: &Change,
        limit: usize,
    ) -> Option<(Range<usize>, Range<usize>, usize)> {
        let beginning = |index: usize| Some((index, self.beginning(text, base, index)?));
        let first = (inside.saturating_sub(MOST_BESIDE)..=inside).rev().find_map(beginning)?;
        let (first, Beginning { line, column }) = first;
        // The break before the line of the next one is behind the change, too.
        let is_clear = |(_, next): &(usize, Beginning)| next.line > change.end && next.column == column;
        let behind = self.number_before(base + change.end + 1).max(inside + 1);
        let most = self.len().min(behind + MOST_BESIDE);
        let is_end_clear = limit == text.len() || change.end < limit;
        match (behind..most).filter_map(beginning).find(is_clear) {
            Some((next, Beginning { line: end, .. })) => Some((first..next, line..end, column)),
            None if most == self.len() && is_end_clear => Some((first..self.len(), line..limit, column)),
            None => None,
        }
    }

    /// The beginning of the line that the child at `index` begins, after its dash if it is an item; none where it begins none.
    fn beginning(&self, text: &str, base: usize, index: usize) -> Option<Beginning> {
        let start = match self {
            Self::Items(items) => items.get(index)?.span.start,
            Self::Entries(entries) => entries.get(index)?.key_span.start,
        };
        let start = (start as usize).checked_sub(base)?;
        let before = text.get(..start)?;
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        let before = before.get(line..)?;
        let column = before.len() - before.trim_start_matches(' ').len();
        let rest = before.get(column..)?;
        let begins = match self {
            Self::Items(_) => rest
                .strip_prefix('-')
                .is_some_and(|rest| !rest.is_empty() && rest.trim_matches(' ').is_empty()),
            Self::Entries(_) => rest.is_empty(),
        };
        begins.then_some(Beginning { line, column })
    }
}

/// Puts the children of `read` in place of those at `children` of the node at `path`, and moves what stands behind them.
fn replace(node: &mut Node, path: &[usize], children: &Range<usize>, read: Node, by: i64) {
    match (path.split_first(), &mut node.value) {
        (Some((&index, rest)), Value::Sequence(list)) => {
            list.items.iter_mut().skip(index + 1).for_each(|item| shift_in_place(item, by));
            if let Some(item) = list.items.get_mut(index) {
                replace(item, rest, children, read, by);
            }
        }
        (Some((&index, rest)), Value::Mapping(mapping)) => {
            mapping.entries.iter_mut().skip(index + 1).for_each(|entry| entry.shift(by));
            if let Some(entry) = mapping.entries.get_mut(index) {
                replace(&mut entry.value, rest, children, read, by);
            }
        }
        (None, Value::Sequence(list)) => {
            list.items.iter_mut().skip(children.end).for_each(|item| shift_in_place(item, by));
            if let Value::Sequence(new) = read.value {
                list.items.splice(children.clone(), new.items);
            }
        }
        (None, Value::Mapping(mapping)) => {
            mapping.entries.iter_mut().skip(children.end).for_each(|entry| entry.shift(by));
            if let Value::Mapping(new) = read.value {
                mapping.entries.splice(children.clone(), new.entries);
            }
        }
        (_, Value::Scalar(_)) => {}
    }
    // It ends with its last child.
    let end = match &node.value {
        Value::Sequence(list) => list.items.last().map(|item| item.span.end),
        Value::Mapping(mapping) => {
            mapping.entries.last().map(|entry| entry.key_span.end.max(entry.value.span.end))
        }
        Value::Scalar(_) => None,
    };
    node.span.end = end.unwrap_or(node.span.end);
}

/// Whether it ends with a `|` that has no lines: the parser places their absence by what follows.
fn ends_in_nothing(node: &Node) -> bool {
    match &node.value {
        Value::Scalar(scalar) => scalar.style == ScalarStyle::Block && scalar.text.trim().is_empty(),
        Value::Sequence(list) => list.items.last().is_some_and(ends_in_nothing),
        Value::Mapping(mapping) => mapping.entries.last().is_some_and(|entry| ends_in_nothing(&entry.value)),
    }
}

/// How deep lists and mappings nest.
fn depth(node: &Node) -> usize {
    match &node.value {
        Value::Scalar(_) => 0,
        Value::Sequence(list) => 1 + list.items.iter().map(depth).max().unwrap_or_default(),
        Value::Mapping(mapping) => {
            1 + mapping.entries.iter().map(|entry| depth(&entry.value)).max().unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::read;
    use proptest::prelude::*;

    /// Facts with lists and mappings that are long enough to be read in parts.
    fn facts(indent: &str) -> String {
        let items: String = (0..40)
            .map(|number| match number % 4 {
                0 => format!("{indent}- {{ cidr: 10.0.{number}.0/24, name: \"n{number}\" }}\n"),
                1 => format!("{indent}- cidr: 10.0.{number}.0/24 # why\n{indent}  name: |\n{indent}    two\n{indent}    lines\n\n"),
                2 => format!("{indent}- cidr: fd00::/64\n\n{indent}  tags:\n{indent}  - a\n{indent}  - b\n"),
                _ => format!("{indent}- plain words\n{indent}  go on\n"),
            })
            .collect();
        format!(
            "title: x\nnetplat:\n  version: 1\n  cluster: {{ cni: cilium }}\n  addresses:\n{items}  nodes:\n{}    web: {{ kind: Job }}\nend: 1\n",
            (0..40)
                .map(|number| format!("    n{number}:\n      kind: Pod\n      ports: [ 80, 443 ]\n"))
                .collect::<String>()
        )
    }

    #[test]
    fn a_letter_in_an_item_moves_what_stands_around_it() {
        let text = facts("    ");
        let at = text.find("n20").expect("an item");
        let mut reread = Reread::default();
        assert_eq!(reread.read(&text, 4), Kept::NOTHING);
        let longer = [&text[..at], "x", &text[at..]].concat();
        let kept = reread.read(&longer, 4);
        assert_eq!(*reread.yaml(), read(&longer, 4));
        assert!((kept.before as usize..kept.after as usize).contains(&(at + 4)));
        assert!(kept.after - kept.before < 120 && kept.moved_by == 1, "{kept:?}");
        assert_eq!(reread.read(&longer, 4), Kept::ALL);
    }

    /// What changes put into a text: what begins, ends and confuses lists and mappings.
    const PIECES: &[&str] = &[
        "",
        "",
        "x",
        " ",
        "\n",
        "\n\n",
        "- ",
        "\n    - y\n",
        "\n  - z",
        "\n- w",
        "\n    n3: 1\n",
        "\n  key: v\n",
        "key:\n",
        ": ",
        "# c\n",
        "|\n",
        ">-\n",
        "'",
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        "&a ",
        "*a",
        "!!str ",
        "---\n",
        "...\n",
        "\n---\n",
        "%",
        "\t",
        "? ",
        "\r\n",
        "é",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

        #[test]
        fn what_is_read_again_is_what_reading_anew_gives(
            is_flush in any::<bool>(),
            changes in prop::collection::vec(
                (any::<prop::sample::Index>(), prop_oneof![3 => 0usize..2, 1 => 0usize..9, 1 => 0usize..200], prop::sample::select(PIECES), any::<bool>()),
                1..8,
            ),
        ) {
            let mut text = facts(if is_flush { "  " } else { "    " });
            let mut reread = Reread::default();
            reread.read(&text, 4);
            for (at, length, insert, undo) in changes {
                let before = text.clone();
                let floor = |mut at: usize| {
                    while !text.is_char_boundary(at) {
                        at -= 1;
                    }
                    at
                };
                let start = floor(at.index(text.len() + 1));
                let end = floor((start + length).min(text.len())).max(start);
                text.replace_range(start..end, insert);
                reread.read(&text, 4);
                prop_assert_eq!(reread.yaml(), &read(&text, 4), "{:?} for {:?}", insert, &before[start..end]);
                if undo {
                    text = before;
                    reread.read(&text, 4);
                    prop_assert_eq!(reread.yaml(), &read(&text, 4));
                }
            }
        }
    }
}
