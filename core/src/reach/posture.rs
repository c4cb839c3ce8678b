use super::connection_table::{ConnectionId, ConnectionTable};
use super::ends::{End, Ends};
use super::row::{Direction, Row, RowMaker};
use crate::k8s::{Policy, Ports, Resources};
use std::collections::HashMap;

/// What every class of pods may do in one direction. Classes that the same policies select share a row.
#[derive(Clone, Debug)]
pub(super) struct Postures {
    /// The row of each class; none where no policy selects it, so that everything may pass.
    of_class: Vec<Option<usize>>,
    rows: Vec<Row>,
}

impl Postures {
    /// Asks all policies. A row for each combination of policies that select something.
    pub fn new(
        resources: &Resources,
        ends: &Ends,
        direction: Direction,
        table: &mut ConnectionTable,
    ) -> Self {
        let ordered = in_order(&resources.policies, direction);
        let mut selecting: Vec<Vec<u32>> = vec![Vec::new(); ends.pods.len()];
        for (number, policy) in ordered.iter().enumerate() {
            let Some(policy) = resources.policies.get(*policy) else { continue };
            for &end in ends.selected(&policy.subject) {
                if let Some(of_class) = selecting.get_mut(end) {
                    of_class.push(number as u32);
                }
            }
        }
        let mut postures = Self { of_class: Vec::with_capacity(selecting.len()), rows: Vec::new() };
        let mut known: HashMap<(Vec<u32>, usize, Vec<bool>), usize> = HashMap::new();
        for (class, numbers) in selecting.into_iter().enumerate() {
            if numbers.is_empty() {
                postures.of_class.push(None);
                continue;
            }
            let policy = |&number: &u32| resources.policies.get(*ordered.get(number as usize)?);
            let policies: Vec<&Policy> = numbers.iter().filter_map(policy).collect();
            // Only what comes in depends on the pod's own named ports.
            let by_name =
                direction == Direction::Ingress && policies.iter().any(|policy| names_ports(policy));
            let names = if by_name { ends.names_of.get(class).copied().unwrap_or_default() } else { 0 };
            // A rule may be about some of the policy's pods only.
            let narrowed = policies.iter().flat_map(|policy| direction.rules(policy).unwrap_or_default());
            let narrowed = narrowed.filter_map(|rule| rule.subject.as_ref());
            let narrowed = narrowed.map(|selection| ends.is_selected(selection, class)).collect();
            let row = *known.entry((numbers, names, narrowed)).or_insert_with(|| {
                postures.rows.push(RowMaker { ends, table }.row(&policies, direction, class));
                postures.rows.len() - 1
            });
            postures.of_class.push(Some(row));
        }
        postures
    }

    /// What may pass between a class of pods and another end.
    pub fn connections(&self, class: End, other: End) -> ConnectionId {
        let row = self.of_class.get(class).copied().flatten().and_then(|row| self.rows.get(row));
        row.and_then(|row| row.get(other)).copied().unwrap_or(ConnectionTable::ALL)
    }

    /// Whether any policy is about this class.
    pub fn is_selected(&self, class: End) -> bool {
        self.of_class.get(class).is_some_and(Option::is_some)
    }
}

/// The policies that are about `direction`, by their indices, in the order in which they are asked: by tier, then by
/// order. Equal ones are asked in the order of their names, as Calico does; for others that order is undefined.
pub(super) fn in_order(policies: &[Policy], direction: Direction) -> Vec<usize> {
    let mut ordered: Vec<(usize, &Policy)> =
        policies.iter().enumerate().filter(|(_, policy)| direction.rules(policy).is_some()).collect();
    ordered.sort_by_key(|(_, policy)| (policy.tier, policy.order, &policy.name));
    ordered.into_iter().map(|(index, _)| index).collect()
}

fn names_ports(policy: &Policy) -> bool {
    let rules = policy.ingress.iter().chain(&policy.egress).flatten();
    rules.flat_map(|rule| rule.ports.iter().flatten()).any(|port| matches!(port.ports, Ports::Named(_)))
}
