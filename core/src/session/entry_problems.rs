//! What is wrong with each entry of the address plan, found once for all who show entries.

use super::Snapshot;
use crate::diagnostic::Problem;
use crate::model::PlanEntry;
use crate::text::Span;
use std::collections::BTreeMap;

impl Snapshot {
    /// The worst of the problems that stand in the entry at `index` of the plan; of equally bad ones the first.
    pub fn problem_of_entry(&self, index: usize) -> Option<&Problem> {
        let worst = self.worst_of_entries.get_or_init(|| worst_of_entries(&self.model.plan, &self.problems));
        self.problems.get((*worst.get(index)?)?)
    }
}

/// For each entry the index of its worst problem. Entries that come from one row or object share all problems; apart
/// from that no entry stands inside another.
fn worst_of_entries(entries: &[PlanEntry], problems: &[Problem]) -> Vec<Option<usize>> {
    let mut worst: BTreeMap<Span, Option<usize>> = entries.iter().map(|entry| (entry.span, None)).collect();
    for (index, problem) in problems.iter().enumerate() {
        let up_to_its_start = ..=Span::new(problem.span.start as usize, u32::MAX as usize);
        let Some((place, known)) = worst.range_mut(up_to_its_start).next_back() else { continue };
        let is_worse =
            known.and_then(|known| problems.get(known)).is_none_or(|it| it.severity < problem.severity);
        if place.contains(problem.span) && is_worse {
            *known = Some(index);
        }
    }
    entries.iter().map(|entry| worst.get(&entry.span).copied().flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entry_has_the_worst_of_its_own_problems() {
        let text = "---\nnetplat:\n  addresses:\n    - { cidr: 10.0.0.0/24, name: a }\n    - { cidr: 10.0.1.1/24, name: b, role: pod }\n\
                    ---\n\n| Name | CIDR |\n|---|---|\n| both | 10.3.0.9/24, fd00::1/64 |\n| c | 10.4.0.0/24 |\n";
        let snapshot = Snapshot::new(text);
        let in_entry = |entry: &PlanEntry| {
            let inside = snapshot.problems.iter().filter(|problem| entry.span.contains(problem.span));
            inside.map(|problem| problem.severity).max()
        };
        let expected: Vec<_> = snapshot.model.plan.iter().map(in_entry).collect();
        assert_eq!(expected.iter().filter(|worst| worst.is_some()).count(), 3);
        let found: Vec<_> = (0..expected.len())
            .map(|index| snapshot.problem_of_entry(index).map(|problem| problem.severity))
            .collect();
        assert_eq!(found, expected);
    }
}
