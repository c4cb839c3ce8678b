//! Which node or group of the picture stands for which entry of the address plan.

use super::{Snapshot, Subject};
use crate::model::{Known, PlanEntry};
use crate::net::AddressRange;
use std::collections::HashSet;

impl Snapshot {
    /// The group or node that stands for the entry at `index` of the plan, and the view that shows it: it has the
    /// entry's addresses, says them, or is called like it. Groups come first, for they hold what has the addresses.
    pub fn subject_of_entry(&self, index: usize) -> Option<(usize, Subject)> {
        let entry = self.model.plan.get(index)?;
        let groups = self.model.groups.iter().filter(|group| Said::new(&group.id, &group.text).names(entry));
        let groups: HashSet<&str> = groups.map(|group| group.id.as_str()).collect();
        let things = self.model.things.iter();
        let things = things.filter(|thing| {
            Said { addresses: &thing.addresses, ..Said::new(&thing.id, &thing.text) }.names(entry)
        });
        let things: HashSet<&str> = things.map(|thing| thing.id.as_str()).collect();
        self.views.iter().enumerate().find_map(|(view, shown)| {
            let graph = &shown.chart.graph;
            let group = graph.groups.iter().find(|group| groups.contains(group.id.as_str()));
            let node = || graph.nodes.iter().find(|node| things.contains(node.id.as_str()));
            let group = group.map(|group| Subject::Group(group.id.clone()));
            let subject = group.or_else(|| node().map(|node| Subject::Node(node.id.clone())))?;
            Some((view, subject))
        })
    }

    /// The first entry of the plan that `subject` stands for.
    pub fn entry_of_subject(&self, subject: &Subject) -> Option<usize> {
        let said = match subject {
            Subject::Node(id) => {
                let thing = self.model.thing(id)?;
                Said { addresses: &thing.addresses, ..Said::new(&thing.id, &thing.text) }
            }
            Subject::Group(id) => {
                let group = self.model.group(id)?;
                Said::new(&group.id, &group.text)
            }
            Subject::Link(_) => return None,
        };
        self.model.plan.iter().position(|entry| said.names(entry))
    }
}

/// By what a node or group names an entry of the plan.
struct Said<'a> {
    id: &'a str,
    text: &'a str,
    /// The addresses that the facts give it.
    addresses: &'a [Known<AddressRange>],
    /// The words of its text that are addresses, written as the plan would write them.
    words: Vec<AddressRange>,
}

impl<'a> Said<'a> {
    fn new(id: &'a str, text: &'a str) -> Self {
        let canonical = |word| {
            let read = AddressRange::read(word).ok()?;
            (read.value.to_string() == word).then_some(read.value)
        };
        Self { id, text, addresses: &[], words: text.split_whitespace().filter_map(canonical).collect() }
    }

    fn names(&self, entry: &PlanEntry) -> bool {
        self.addresses.iter().any(|known| known.value.same_addresses(&entry.range))
            || self.words.contains(&entry.range)
            || (!entry.name.is_empty()
                && (self.id == entry.name || self.text.eq_ignore_ascii_case(&entry.name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESIGN: &str = "---\nnetplat:\n  addresses:\n    - { cidr: 10.0.0.0/8, name: corp }\n    - { cidr: 10.1.0.0/16, name: lab }\n    \
        - { cidr: 10.2.0.0/16, name: yard }\n  nodes:\n    gate: { addresses: [10.2.0.0/16] }\n---\nflowchart LR\n  subgraph Lab\n    web\n  end\n  \
        gate --> web\n  all[All of 10.0.0.0/8] --> gate\n";

    #[test]
    fn an_entry_is_drawn_by_what_has_says_or_bears_it() {
        let snapshot = Snapshot::new(DESIGN);
        let drawn: Vec<_> = (0..4).map(|index| snapshot.subject_of_entry(index)).collect();
        let subjects =
            [Subject::Node("all".into()), Subject::Group("Lab".into()), Subject::Node("gate".into())];
        let expected: Vec<_> =
            subjects.iter().cloned().map(|subject| Some((0, subject))).chain([None]).collect();
        assert_eq!(drawn, expected);
        let entries: Vec<_> = subjects.iter().map(|subject| snapshot.entry_of_subject(subject)).collect();
        assert_eq!(entries, [Some(0), Some(1), Some(2)]);
    }
}
