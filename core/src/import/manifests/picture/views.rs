//! Which views there are. What is small is one view. Of what is larger the first view shows each namespace as one
//! node with counts, and each namespace has a view of its own, with what it is linked to.

use super::chart::{Chart, Group};
use super::inventory::{End, Inventory, Line, Sort};
use super::items::unique;
use super::{Picture, View};
use crate::import::manifests::distinct::Distinct;
use crate::import::manifests::words::heading;
use std::collections::{BTreeMap, BTreeSet};

/// A view of more nodes than this is hard to read.
const MAX_NODES: usize = 48;
/// More neighbours than this are shown by their namespaces.
const MAX_NEIGHBOURS: usize = 12;

/// Cuts what is drawn into views.
pub(super) fn draw(inventory: &Inventory) -> Picture {
    if inventory.items.is_empty() {
        return Picture::default();
    }
    let mut views = Views::new(inventory);
    if inventory.items.len() <= MAX_NODES {
        views.whole();
    } else {
        views.overview();
        for namespace in 0..inventory.namespaces.len() {
            views.namespace(namespace);
        }
    }
    Picture { views: views.views, folded: views.folded, undrawn: inventory.undrawn }
}

struct Views<'a> {
    inventory: &'a Inventory,
    groups: Vec<Group>,
    /// The id of the node that stands for all of each namespace.
    folded_ids: Vec<String>,
    members: BTreeMap<usize, Vec<usize>>,
    views: Vec<View>,
    folded: BTreeSet<String>,
}

/// What something is shown as in a view.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    Item(usize),
    Group(usize),
    /// All of a namespace as one node.
    Folded(usize),
}

impl<'a> Views<'a> {
    fn new(inventory: &'a Inventory) -> Self {
        let mut taken = Distinct::default();
        for item in &inventory.items {
            taken.reserve(&item.id);
        }
        let mut id = |start: &str, name: &str| unique(format!("{start}_{name}"), &mut taken);
        let names = &inventory.namespaces;
        let title = |name: &str| format!("Namespace {name}");
        let groups =
            names.iter().map(|name| Group { id: id("namespace", name), title: title(name) }).collect();
        let folded_ids = names.iter().map(|name| id("all_of", name)).collect();
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, item) in inventory.items.iter().enumerate() {
            if let Some(namespace) = item.namespace {
                members.entry(namespace).or_default().push(index);
            }
        }
        Self { inventory, groups, folded_ids, members, views: Vec::new(), folded: BTreeSet::new() }
    }

    /// Everything.
    fn whole(&mut self) {
        let all: BTreeSet<usize> = (0..self.inventory.items.len()).collect();
        let shown = |end| match end {
            End::Item(item) => Some(Shown::Item(item)),
            End::Namespace(namespace) => Some(Shown::Group(namespace)),
        };
        let mut chart = Chart::default();
        self.groups.iter().for_each(|group| chart.group(group.clone()));
        self.add_view("Overview".to_owned(), chart, &all, |line| Some((shown(line.from)?, shown(line.to)?)));
    }

    /// Every namespace as one node.
    fn overview(&mut self) {
        let shown = |end| match self.inventory.namespace(end) {
            Some(namespace) => Some(Shown::Folded(namespace)),
            None => match end {
                End::Item(item) => Some(Shown::Item(item)),
                End::Namespace(_) => None,
            },
        };
        let alone = self.inventory.items.iter().enumerate().filter(|(_, item)| item.namespace.is_none());
        let alone: BTreeSet<usize> = alone.map(|(index, _)| index).collect();
        let mut chart = Chart::default();
        for namespace in 0..self.groups.len() {
            self.folded_node(namespace, &mut chart);
        }
        self.add_view("Overview".to_owned(), chart, &alone, |line| {
            Some((shown(line.from)?, shown(line.to)?))
        });
    }

    /// A namespace with what it is linked to, in several views where it is large.
    fn namespace(&mut self, namespace: usize) {
        let Some(members) = self.members.get(&namespace) else { return };
        let name = self.inventory.namespaces.get(namespace).map_or("", String::as_str);
        let parts = self.parts(members);
        for (index, part) in parts.iter().enumerate() {
            let number =
                if parts.len() > 1 { format!(" ({} of {})", index + 1, parts.len()) } else { String::new() };
            self.part(namespace, part, heading(&format!("Namespace {name}{number}")));
        }
    }

    fn part(&mut self, namespace: usize, part: &BTreeSet<usize>, heading: String) {
        let inventory = self.inventory;
        let is_here = |end: End| match end {
            End::Item(item) => part.contains(&item),
            End::Namespace(other) => other == namespace,
        };
        let mut neighbours = BTreeSet::new();
        for line in inventory.lines.iter().filter(|line| is_here(line.from) != is_here(line.to)) {
            for end in [line.from, line.to] {
                if let End::Item(item) = end
                    && !part.contains(&item)
                {
                    neighbours.insert(item);
                }
            }
        }
        let are_folded = neighbours.len() > MAX_NEIGHBOURS;
        let shown = |end: End| match end {
            End::Item(item) if part.contains(&item) => Some(Shown::Item(item)),
            End::Item(item) if !neighbours.contains(&item) => None,
            End::Item(item) => match inventory.namespace(end).filter(|_| are_folded) {
                Some(other) if other != namespace => Some(Shown::Folded(other)),
                // Of a namespace in several parts the others are shown there.
                Some(_) => None,
                None => Some(Shown::Item(item)),
            },
            End::Namespace(other) if are_folded && other != namespace => Some(Shown::Folded(other)),
            End::Namespace(other) => Some(Shown::Group(other)),
        };
        let mut chart = Chart::default();
        let mut items = part.clone();
        let mut folded = BTreeSet::new();
        for line in inventory.lines.iter().filter(|line| is_here(line.from) || is_here(line.to)) {
            for end in [line.from, line.to] {
                match shown(end) {
                    Some(Shown::Item(item)) => _ = items.insert(item),
                    Some(Shown::Folded(other)) => _ = folded.insert(other),
                    Some(Shown::Group(other)) => {
                        if let Some(group) = self.groups.get(other) {
                            chart.group(group.clone());
                        }
                    }
                    None => {}
                }
            }
        }
        folded.iter().for_each(|&other| self.folded_node(other, &mut chart));
        let touching = |line: &Line| is_here(line.from) || is_here(line.to);
        self.add_view(heading, chart, &items, |line| {
            Some((shown(line.from)?, shown(line.to)?)).filter(|_| touching(line))
        });
    }

    /// Adds the view with `items`, and the lines of which both ends are shown.
    fn add_view(
        &mut self,
        heading: String,
        mut chart: Chart,
        items: &BTreeSet<usize>,
        shown: impl Fn(&Line) -> Option<(Shown, Shown)>,
    ) {
        for item in items.iter().filter_map(|&index| self.inventory.items.get(index)) {
            let group = item.namespace.and_then(|namespace| self.groups.get(namespace)).cloned();
            chart.node(group, &item.id, &item.text, item.shape);
        }
        for ((from, to), label) in self.lines(shown) {
            chart.link(self.id(from), self.id(to), &label);
        }
        self.views.push(View { heading, chart: chart.finish() });
    }

    /// The lines between what is shown, in order; several of a folded namespace as one line with counts.
    fn lines(&self, shown: impl Fn(&Line) -> Option<(Shown, Shown)>) -> Vec<((Shown, Shown), String)> {
        let mut order = Vec::new();
        let mut counts: BTreeMap<(Shown, Shown), (String, usize, usize)> = BTreeMap::new();
        for line in &self.inventory.lines {
            let Some((from, to)) = shown(line).filter(|(from, to)| from != to) else { continue };
            let (label, flows, routes) = counts.entry((from, to)).or_insert_with(|| {
                order.push((from, to));
                Default::default()
            });
            label.clone_from(&line.label);
            *if line.is_flow { flows } else { routes } += 1;
        }
        let is_folded = |end: &Shown| matches!(end, Shown::Folded(_));
        let labelled = |pair: (Shown, Shown)| {
            let (label, flows, routes) = counts.remove(&pair).unwrap_or_default();
            let is_one = flows + routes == 1;
            if is_one || !is_folded(&pair.0) && !is_folded(&pair.1) {
                return (pair, label);
            }
            let parts = [(routes, "route"), (flows, "flow")];
            let parts: Vec<String> = parts
                .iter()
                .filter(|(number, _)| *number > 0)
                .map(|(number, word)| counted(*number, word))
                .collect();
            (pair, parts.join(", "))
        };
        order.into_iter().map(labelled).collect()
    }

    /// The node that stands for all of a namespace.
    fn folded_node(&mut self, namespace: usize, chart: &mut Chart) {
        let Some(id) = self.folded_ids.get(namespace) else { return };
        let mut text = self.inventory.namespaces.get(namespace).cloned().unwrap_or_default();
        let members = self.members.get(&namespace).map(Vec::as_slice).unwrap_or_default();
        for sort in Sort::ALL {
            let is_sort =
                |&&index: &&usize| self.inventory.items.get(index).is_some_and(|item| item.sort == sort);
            match members.iter().filter(is_sort).count() {
                0 => {}
                number => {
                    text.push('\n');
                    text.push_str(&counted(number, sort.word()));
                }
            }
        }
        chart.node(None, id, &text, "subroutine");
        self.folded.insert(id.clone());
    }

    fn id(&self, shown: Shown) -> &str {
        match shown {
            Shown::Item(index) => self.inventory.items.get(index).map_or("", |item| &item.id),
            Shown::Group(index) => self.groups.get(index).map_or("", |group| &group.id),
            Shown::Folded(index) => self.folded_ids.get(index).map_or("", String::as_str),
        }
    }

    /// The members of a namespace in parts that can be read; what is linked with each other stays together.
    fn parts(&self, members: &[usize]) -> Vec<BTreeSet<usize>> {
        let mut parts: Vec<BTreeSet<usize>> = Vec::new();
        for component in self.components(members) {
            match parts.last_mut().filter(|part| part.len() + component.len() <= MAX_NODES) {
                Some(part) => part.extend(component),
                None => parts.push(component),
            }
        }
        parts
    }

    /// The members that are linked with each other, in order of the first of each.
    fn components(&self, members: &[usize]) -> Vec<BTreeSet<usize>> {
        let inside: BTreeSet<usize> = members.iter().copied().collect();
        let mut beside: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for line in &self.inventory.lines {
            if let (End::Item(from), End::Item(to)) = (line.from, line.to)
                && inside.contains(&from)
                && inside.contains(&to)
            {
                beside.entry(from).or_default().push(to);
                beside.entry(to).or_default().push(from);
            }
        }
        let mut seen = BTreeSet::new();
        let mut components = Vec::new();
        for &member in members {
            let mut component = BTreeSet::new();
            let mut open = vec![member];
            while let Some(next) = open.pop() {
                if seen.insert(next) {
                    component.insert(next);
                    open.extend(beside.get(&next).into_iter().flatten());
                }
            }
            if !component.is_empty() {
                components.push(component);
            }
        }
        components
    }
}

/// `3 routes`
fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}
