//! What a pod may do in one direction, against every other end at once: the tiers in their order, over numbered sets.

use super::connection_set::ConnectionSet;
use super::connection_table::{ConnectionId, ConnectionTable};
use super::ends::{End, Ends};
use crate::k8s::{Action, ContainerPort, Policy, PortMatch, Ports, Rule};
use crate::net::Protocol;

/// Which way a connection is looked at, from the pod that a policy is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Direction {
    /// What comes in.
    Ingress,
    /// What goes out.
    Egress,
}

impl Direction {
    /// The rules of `policy` in this direction; none where it says nothing about it.
    pub fn rules(self, policy: &Policy) -> Option<&[Rule]> {
        match self {
            Self::Ingress => policy.ingress.as_deref(),
            Self::Egress => policy.egress.as_deref(),
        }
    }
}

/// For each end, what may pass between it and the pods that share a posture.
pub(super) type Row = Vec<ConnectionId>;

/// Works out rows.
pub(super) struct RowMaker<'a> {
    pub ends: &'a Ends,
    pub table: &'a mut ConnectionTable,
}

/// What no rule has decided yet, what rules of this tier passed on to the next, and what may pass, for each end.
struct State {
    open: Row,
    passed: Row,
    allowed: Row,
}

impl RowMaker<'_> {
    /// What `policies`, in the order in which they are asked, let pods do that have the named ports of `subject`.
    pub fn row(&mut self, policies: &[&Policy], direction: Direction, subject: End) -> Row {
        let all = |id: ConnectionId| vec![id; self.ends.len()];
        let mut state = State {
            open: all(ConnectionTable::ALL),
            passed: all(ConnectionTable::NONE),
            allowed: all(ConnectionTable::NONE),
        };
        for tier in policies.chunk_by(|a, b| a.tier == b.tier) {
            for policy in tier {
                self.policy(policy, direction, subject, &mut state);
            }
            let denies_the_rest = tier.iter().any(|policy| policy.isolates);
            for (open, passed) in state.open.iter_mut().zip(&mut state.passed) {
                *open = if denies_the_rest { *passed } else { self.table.union(*open, *passed) };
                *passed = ConnectionTable::NONE;
            }
        }
        // What is left may pass.
        let both = state.allowed.iter().zip(&state.open);
        both.map(|(allowed, open)| self.table.union(*allowed, *open)).collect()
    }

    /// Asks the rules of a policy, of which the first that matches decides.
    fn policy(&mut self, policy: &Policy, direction: Direction, subject: End, state: &mut State) {
        for rule in direction.rules(policy).unwrap_or_default() {
            if rule.subject.as_ref().is_some_and(|selection| !self.ends.is_selected(selection, subject)) {
                continue;
            }
            self.for_matches(rule, direction, subject, |table, end, connections| {
                let Some(open) = state.open.get_mut(end).filter(|open| **open != ConnectionTable::NONE)
                else {
                    return;
                };
                let decided = table.intersection(*open, connections);
                *open = table.without(*open, connections);
                let into = match rule.action {
                    Action::Allow => state.allowed.get_mut(end),
                    Action::Pass => state.passed.get_mut(end),
                    Action::Deny => None,
                };
                if let Some(into) = into {
                    *into = table.union(*into, decided);
                }
            });
        }
    }

    /// Calls `each` with every end that `rule` is about, and the connections that it is about there.
    fn for_matches(
        &mut self,
        rule: &Rule,
        direction: Direction,
        subject: End,
        mut each: impl FnMut(&mut ConnectionTable, End, ConnectionId),
    ) {
        let ends = self.ends;
        let table = &mut *self.table;
        let ports = rule.ports.as_deref();
        let plain = table.id(connections(ports, None));
        let has_names = ports.unwrap_or_default().iter().any(|port| matches!(port.ports, Ports::Named(_)));
        // Names are those of the pod that is reached.
        let resolved = (has_names && direction == Direction::Ingress)
            .then(|| table.id(connections(ports, Some(ends.port_names(subject)))));
        let mut at = |end: End| {
            let connections = match resolved {
                Some(resolved) => resolved,
                None if has_names && !ends.port_names(end).is_empty() => {
                    table.id(connections(ports, Some(ends.port_names(end))))
                }
                None => plain,
            };
            if connections != ConnectionTable::NONE {
                each(&mut *table, end, connections);
            }
        };
        match &rule.peers {
            None => (0..ends.len()).for_each(at),
            Some(peers) => peers.iter().for_each(|peer| ends.for_peer(peer, &mut at)),
        }
    }
}

/// The connections that `ports` are about on a pod with these named ports. Without ports: all.
pub(super) fn connections(ports: Option<&[PortMatch]>, names: Option<&[ContainerPort]>) -> ConnectionSet {
    let Some(ports) = ports else { return ConnectionSet::all() };
    ports.iter().fold(ConnectionSet::default(), |all, port| all.union(&port_connections(port, names)))
}

fn port_connections(port: &PortMatch, names: Option<&[ContainerPort]>) -> ConnectionSet {
    let each = |first: u16, last: u16| {
        let protocols =
            Protocol::ALL.into_iter().filter(|&it| port.protocol.is_none_or(|protocol| protocol == it));
        protocols.fold(ConnectionSet::default(), |all, it| all.union(&ConnectionSet::ports(it, first, last)))
    };
    match &port.ports {
        Ports::All => each(1, u16::MAX),
        Ports::Range(first, last) => each(*first, *last),
        Ports::Named(name) => names
            .unwrap_or_default()
            .iter()
            .filter(|known| known.name.as_deref() == Some(name))
            .filter(|known| port.protocol.is_none_or(|protocol| protocol == known.protocol))
            .fold(ConnectionSet::default(), |all, known| {
                all.union(&ConnectionSet::ports(known.protocol, known.port, known.port))
            }),
    }
}
