//! Which node or group of the picture stands for which entry of the address plan.

use super::{Snapshot, Subject};
use crate::model::PlanEntry;

impl Snapshot {
    /// The group or node that stands for the entry at `index` of the plan, and the view that shows it: it has the
    /// entry's addresses, says them, or is called like it. Groups come first, for they hold what has the addresses.
    pub fn subject_of_entry(&self, index: usize) -> Option<(usize, Subject)> {
        let entry = self.model.plan.get(index)?;
        self.views.iter().enumerate().find_map(|(view, shown)| {
            let graph = &shown.chart.graph;
            let groups = graph.groups.iter().map(|group| Subject::Group(group.id.clone()));
            let nodes = graph.nodes.iter().map(|node| Subject::Node(node.id.clone()));
            let mut subjects = groups.chain(nodes);
            subjects.find(|subject| self.is_drawn_as(entry, subject)).map(|subject| (view, subject))
        })
    }

    /// The first entry of the plan that `subject` stands for.
    pub fn entry_of_subject(&self, subject: &Subject) -> Option<usize> {
        self.model.plan.iter().position(|entry| self.is_drawn_as(entry, subject))
    }

    fn is_drawn_as(&self, entry: &PlanEntry, subject: &Subject) -> bool {
        let says = |text: &str| {
            let range = entry.range.to_string();
            text.eq_ignore_ascii_case(&entry.name) || text.split_whitespace().any(|word| word == range)
        };
        match subject {
            Subject::Node(id) => self.model.thing(id).is_some_and(|thing| {
                let has = thing.addresses.iter().any(|known| known.value.same_addresses(&entry.range));
                has || says(&thing.text) || thing.id == entry.name
            }),
            Subject::Group(id) => {
                self.model.group(id).is_some_and(|group| says(&group.text) || group.id == entry.name)
            }
            Subject::Link(_) => false,
        }
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
