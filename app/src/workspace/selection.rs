//! What is selected: view state, never part of the document.

use netplat_core::mermaid::Graph;
use netplat_core::session::{Snapshot, Subject as Target};

/// Everything that is selected, in the order in which it was added.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection(Vec<Target>);

impl Selection {
    /// One thing.
    pub fn one(target: Target) -> Self {
        Self(vec![target])
    }

    /// What the ids name in a view; ids that name nothing are left out.
    pub fn of_ids(snapshot: &Snapshot, view: usize, ids: &[String]) -> Self {
        let Some(view) = snapshot.views.get(view) else { return Self::default() };
        Self(ids.iter().filter_map(|id| named(&view.chart.graph, id)).collect())
    }

    /// Many things.
    pub fn of(targets: impl IntoIterator<Item = Target>) -> Self {
        let mut this = Self::default();
        for target in targets {
            this.add(target);
        }
        this
    }

    /// Adds one unless it is there.
    pub fn add(&mut self, target: Target) {
        if !self.0.contains(&target) {
            self.0.push(target);
        }
    }

    /// Adds one, or takes it out when it is there.
    pub fn toggle(&mut self, target: Target) {
        match self.0.iter().position(|other| *other == target) {
            Some(at) => drop(self.0.remove(at)),
            None => self.0.push(target),
        }
    }

    /// Whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The targets, in order.
    pub fn targets(&self) -> &[Target] {
        &self.0
    }

    /// The one that panels tell about: the last that was added.
    pub fn primary(&self) -> Option<&Target> {
        self.0.last()
    }
}

/// What `id` names in `graph`: a node before a group before a link.
fn named(graph: &Graph, id: &str) -> Option<Target> {
    if graph.node(id).is_some() {
        Some(Target::Node(id.to_owned()))
    } else if graph.group(id).is_some() {
        Some(Target::Group(id.to_owned()))
    } else {
        graph.links.iter().any(|link| link.id == id).then(|| Target::Link(id.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toggling_twice_leaves_the_selection_as_it_was() {
        let mut selection = Selection::one(Target::Node("a".to_owned()));
        selection.toggle(Target::Link("L_a_b_0".to_owned()));
        selection.toggle(Target::Link("L_a_b_0".to_owned()));
        assert_eq!(selection, Selection::one(Target::Node("a".to_owned())));
    }
}
