use super::connection_set::ConnectionSet;
use super::posture::in_order;
use super::row::{Direction, connections};
use super::stranger::Stranger;
use super::tiers::{Decided, Tiers};
use super::verdict::{Asked, Condition, Outcome};
use crate::k8s::{ContainerPort, Peer, PeerKind, Pod, PodSelection, Policy, Resources, Rule, Tier};
use crate::net::AddressRange;
use std::net::IpAddr;

/// Asks the policies about one pair.
pub(super) struct Judge<'a> {
    pub resources: &'a Resources,
}

impl<'a> Judge<'a> {
    /// All connections, cut by what decides about them in one direction. Where a match depends on something, both
    /// answers are worked out; what they agree on is certain.
    pub fn direction(&self, subject: Asked, other: Asked, direction: Direction) -> Vec<Decided> {
        let Asked::Pod(index) = subject else {
            let all = ConnectionSet::all();
            return vec![Decided { connections: all, outcome: Outcome::Allow, because: None }];
        };
        let Some(pod) = self.resources.pods.get(index) else { return Vec::new() };
        let mut conditions = Vec::new();
        let strict = self.world(pod, other, direction, None, &mut conditions);
        conditions.sort_unstable();
        conditions.dedup();
        let mut decided = strict;
        for condition in conditions {
            let other_world = self.world(pod, other, direction, Some(condition), &mut Vec::new());
            decided = merged(&decided, &other_world, condition);
        }
        decided
    }

    /// The decisions if matches under `assumed` hold and those under other conditions do not. Conditions that are
    /// met on the way are added to `conditions`.
    fn world(
        &self,
        pod: &Pod,
        other: Asked,
        direction: Direction,
        assumed: Option<Condition>,
        conditions: &mut Vec<Condition>,
    ) -> Vec<Decided> {
        let mut holds = |found: Match| match found {
            Match::Yes => true,
            Match::No => false,
            Match::If(condition) => {
                conditions.push(condition);
                assumed == Some(condition)
            }
            Match::Mostly(condition) => {
                conditions.push(condition);
                assumed != Some(condition)
            }
        };
        // Names of ports are those of the pod that is reached.
        let names: &[ContainerPort] = match (direction, other) {
            (Direction::Ingress, _) => &pod.ports,
            (Direction::Egress, Asked::Pod(other)) => {
                self.resources.pods.get(other).map_or(&[], |other| &other.ports)
            }
            (Direction::Egress, _) => &[],
        };
        let policies = &self.resources.policies;
        let mut order = in_order(policies, direction);
        if assumed == Some(Condition::EqualPriority) {
            order.reverse();
            order.sort_by_key(|&index| policies.get(index).map(|policy| (policy.tier, policy.order)));
        }
        let about: Vec<(usize, &Policy)> = order
            .into_iter()
            .filter_map(|index| Some((index, policies.get(index)?)))
            .filter(|(_, policy)| holds(self.selects(&policy.subject, pod)))
            .collect();
        let mut tiers = Tiers::new();
        for tier in about.chunk_by(|(_, a), (_, b)| a.tier == b.tier) {
            for &(index, policy) in tier {
                for (number, rule) in direction.rules(policy).unwrap_or_default().iter().enumerate() {
                    let is_subject = rule.subject.as_ref().is_none_or(|it| holds(self.selects(it, pod)));
                    if is_subject && holds(self.matches_peers(rule, other)) {
                        let matched = connections(rule.ports.as_deref(), Some(names));
                        tiers.rule(index, number, rule, &matched);
                    }
                }
            }
            let isolating: Vec<usize> =
                tier.iter().filter(|(_, policy)| policy.isolates).map(|(index, _)| *index).collect();
            tiers.end_tier(&isolating);
        }
        if has_ties(&about) {
            conditions.push(Condition::EqualPriority);
        }
        tiers.finish()
    }

    /// Whether `selection` is about `pod`. A pod in its node's network is the node to most plugins.
    fn selects(&self, selection: &PodSelection, pod: &Pod) -> Match {
        match (self.resources.selects(selection, pod), pod.host_network) {
            (Some(false), _) => Match::No,
            (Some(true), false) => Match::Yes,
            (_, true) => Match::If(Condition::HostNetwork),
            (None, false) if self.resources.assumes(selection, pod) => Match::Mostly(Condition::PodAddresses),
            (None, false) => Match::If(Condition::PodAddresses),
        }
    }

    fn matches_peers(&self, rule: &Rule, other: Asked) -> Match {
        let Some(peers) = &rule.peers else {
            return if rule.is_partial { Match::Mostly(Condition::Requests) } else { Match::Yes };
        };
        let mut best = Match::No;
        for peer in peers {
            match self.matches_peer(peer, other) {
                Match::Yes if rule.is_partial => return Match::Mostly(Condition::Requests),
                Match::Yes => return Match::Yes,
                Match::No => {}
                conditional => best = conditional,
            }
        }
        best
    }

    fn matches_peer(&self, peer: &Peer, other: Asked) -> Match {
        match (&peer.kind, other) {
            (PeerKind::Pods(selection), Asked::Pod(pod)) => {
                self.resources.pods.get(pod).map_or(Match::No, |pod| self.selects(selection, pod))
            }
            (PeerKind::Pods(selection), Asked::Unknown) => {
                yes_if(Stranger::IngressController.is_selected(selection, self.resources))
            }
            (PeerKind::Pods(_), Asked::Address(_)) => Match::No,
            (
                PeerKind::Block { .. } | PeerKind::Networks(_) | PeerKind::Outside(_),
                Asked::Address(address),
            ) => yes_if(in_block(&peer.kind, address)),
            (PeerKind::Outside(_), _) => Match::No,
            (PeerKind::Block { .. } | PeerKind::Networks(_), Asked::Pod(pod)) => {
                // Where the addresses are known and lie elsewhere, no plugin matches them.
                let addresses = self.resources.pods.get(pod).map_or(&[][..], |pod| &pod.addresses);
                let elsewhere =
                    !addresses.is_empty() && !addresses.iter().any(|&address| in_block(&peer.kind, address));
                if elsewhere { Match::No } else { Match::If(Condition::BlockAgainstPods) }
            }
            (PeerKind::Block { .. } | PeerKind::Networks(_), Asked::Unknown) => {
                Match::If(Condition::BlockAgainstPods)
            }
            (PeerKind::IngressController, other) => yes_if(other == Asked::Unknown),
            (PeerKind::World, other) => yes_if(matches!(other, Asked::Address(_))),
            (PeerKind::Nodes(_), Asked::Address(_)) => Match::If(Condition::Nodes),
            (PeerKind::Domains(_), Asked::Address(_)) => Match::If(Condition::Names),
            (PeerKind::Nodes(_) | PeerKind::Domains(_), _) => Match::No,
        }
    }
}

/// Whether a selector or peer is about an end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Match {
    Yes,
    No,
    /// Only under a condition, which is taken not to hold.
    If(Condition),
    /// Only under a condition, which is taken to hold.
    Mostly(Condition),
}

fn yes_if(holds: bool) -> Match {
    if holds { Match::Yes } else { Match::No }
}

fn in_block(peer: &PeerKind, address: IpAddr) -> bool {
    let holds = |cidr: &crate::net::Cidr| AddressRange::from(*cidr).contains_address(address);
    match peer {
        PeerKind::Outside(addresses) => addresses.contains(address),
        PeerKind::Block { cidr, except } => holds(cidr) && !except.iter().any(holds),
        PeerKind::Networks(cidrs) => cidrs.iter().any(holds),
        _ => false,
    }
}

/// Whether two policies of a tier with an order have the same number.
fn has_ties(order: &[(usize, &Policy)]) -> bool {
    order.windows(2).any(|pair| match pair {
        [(_, a), (_, b)] => {
            let is_ordered = matches!(a.tier, Tier::Admin | Tier::Baseline);
            is_ordered && (a.tier, a.order) == (b.tier, b.order)
        }
        _ => false,
    })
}

/// What two worlds say: where they agree the first's reason stands, where not it depends on what they differ in, and
/// the reason is that of the world in which the match holds.
fn merged(strict: &[Decided], other: &[Decided], condition: Condition) -> Vec<Decided> {
    let mut merged = Vec::new();
    for a in strict {
        for b in other {
            let connections = a.connections.intersection(&b.connections);
            if connections.is_empty() {
                continue;
            }
            let (outcome, because) = if a.outcome == b.outcome || matches!(a.outcome, Outcome::Depends(_)) {
                (a.outcome, a.because.clone())
            } else {
                (Outcome::Depends(condition), b.because.clone())
            };
            match merged.iter_mut().find(|it: &&mut Decided| it.outcome == outcome && it.because == because) {
                Some(same) => same.connections = same.connections.union(&connections),
                None => merged.push(Decided { connections, outcome, because }),
            }
        }
    }
    merged
}
