use super::connection_set::ConnectionSet;
use super::posture::in_order;
use super::row::{Direction, connections};
use crate::k8s::{Action, Peer, PeerKind, Pod, PodSelection, Policy, Resources, Rule, Tier};
use crate::net::AddressRange;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// What holds between two ends: all ports, cut where another rule decides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// The parts. Together they are all connections, and no two share one.
    pub parts: Vec<Part>,
}

/// Connections that the same rules decide.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Which connections.
    pub connections: ConnectionSet,
    /// Whether they may pass.
    pub outcome: Outcome,
    /// What decides in the source's egress; nothing where the source is no pod.
    pub egress: Option<Chain>,
    /// What decides in the destination's ingress; nothing where the destination is no pod.
    pub ingress: Option<Chain>,
}

/// Whether something may pass.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// It may.
    Allow,
    /// It may not.
    Deny,
    /// It may or may not.
    Depends(Condition),
}

/// What an answer depends on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Condition {
    /// Whether the network plugin holds prefixes against the addresses of pods: iptables does, Cilium does not.
    BlockAgainstPods,
    /// Whether the network plugin tells a pod in its node's network from the node.
    HostNetwork,
    /// Which addresses the nodes have.
    Nodes,
    /// What names resolve to.
    Names,
    /// What a request says: its path, its method, its name.
    Requests,
    /// Which of two policies of equal priority is asked first.
    EqualPriority,
}

impl std::fmt::Display for Condition {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::BlockAgainstPods => {
                "whether the network plugin holds prefixes against the addresses of pods"
            }
            Self::HostNetwork => "whether the network plugin tells a pod in its node's network from the node",
            Self::Nodes => "which addresses the nodes have",
            Self::Names => "what names resolve to",
            Self::Requests => "what a request says",
            Self::EqualPriority => "which of two policies of equal priority is asked first",
        })
    }
}

/// The rules that decide in one direction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chain {
    /// Rules that pass the decision on to the next tier, in the order in which they are asked.
    pub passed: Vec<Because>,
    /// What decides in the end.
    pub because: Because,
}

/// What decides in one direction. Policies and rules are given by their indices.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Because {
    /// No policy is about the pod in this direction, or none that is decides: everything may pass.
    Default,
    /// A rule decides.
    Rule {
        /// In [`Resources::policies`].
        policy: usize,
        /// Among the policy's rules of this direction.
        rule: usize,
        /// What the rule does.
        action: Action,
    },
    /// These policies are about the pod, and none of their rules allows it.
    NoRule {
        /// In [`Resources::policies`].
        policies: Vec<usize>,
    },
}

/// An end as a verdict is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    /// A pod, by its index in [`Resources::pods`].
    Pod(usize),
    /// An address outside of the cluster.
    Address(IpAddr),
    /// A pod of a namespace that the input does not show.
    Unknown,
}

/// What holds between two ends, and why. Looks at every policy; for one pair, not for all.
pub fn verdict(resources: &Resources, from: Asked, to: Asked) -> Verdict {
    let judge = Judge { resources };
    let egress = judge.direction(from, to, Direction::Egress);
    let ingress = judge.direction(to, from, Direction::Ingress);
    let mut parts = Vec::new();
    for out in &egress {
        for into in &ingress {
            let connections = out.connections.intersection(&into.connections);
            if !connections.is_empty() {
                let outcome = both(out.outcome, into.outcome);
                let (egress, ingress) = (out.because.clone(), into.because.clone());
                parts.push(Part { connections, outcome, egress, ingress });
            }
        }
    }
    parts.sort_by(|a, b| (a.outcome, &a.connections).cmp(&(b.outcome, &b.connections)));
    Verdict { parts }
}

impl Verdict {
    /// The connections with one outcome.
    pub fn connections(&self, is_meant: impl Fn(Outcome) -> bool) -> ConnectionSet {
        let parts = self.parts.iter().filter(|part| is_meant(part.outcome));
        parts.fold(ConnectionSet::default(), |all, part| all.union(&part.connections))
    }
}

/// Both directions must allow.
fn both(a: Outcome, b: Outcome) -> Outcome {
    match (a, b) {
        (Outcome::Deny, _) | (_, Outcome::Deny) => Outcome::Deny,
        (Outcome::Depends(condition), _) | (_, Outcome::Depends(condition)) => Outcome::Depends(condition),
        (Outcome::Allow, Outcome::Allow) => Outcome::Allow,
    }
}

/// What is decided in one direction about some connections.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Decided {
    connections: ConnectionSet,
    outcome: Outcome,
    because: Option<Chain>,
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

struct Judge<'a> {
    resources: &'a Resources,
}

impl<'a> Judge<'a> {
    /// All connections, cut by what decides about them in one direction. Where a match depends on something, both
    /// answers are worked out; what they agree on is certain.
    fn direction(&self, subject: Asked, other: Asked, direction: Direction) -> Vec<Decided> {
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
        let policies = &self.resources.policies;
        let mut order = in_order(policies, direction);
        if assumed == Some(Condition::EqualPriority) {
            order.reverse();
            order.sort_by_key(|&index| policies.get(index).map(|policy| policy.tier));
        }
        let about: Vec<(usize, &Policy)> = order
            .into_iter()
            .filter_map(|index| Some((index, policies.get(index)?)))
            .filter(|(_, policy)| holds(self.selects(&policy.subject, pod)))
            .collect();
        let isolates = |policy: &Policy| policy.tier == Tier::Namespace && policy.isolates;
        let namespaced = about.iter().filter(|(_, policy)| isolates(policy)).map(|(index, _)| *index);
        let mut tiers = Tiers { namespaced: namespaced.collect(), ..Tiers::default() };
        for &(index, policy) in &about {
            for (number, rule) in direction.rules(policy).unwrap_or_default().iter().enumerate() {
                if holds(self.matches_peers(rule, other)) {
                    let names = match (direction, other) {
                        (Direction::Ingress, _) => &pod.ports,
                        (Direction::Egress, Asked::Pod(other)) => {
                            self.resources.pods.get(other).map_or(&pod.ports, |other| &other.ports)
                        }
                        (Direction::Egress, _) => const { &Vec::new() },
                    };
                    tiers.rule(
                        policy.tier,
                        index,
                        number,
                        rule,
                        &connections(rule.ports.as_deref(), Some(names)),
                    );
                }
            }
        }
        if has_ties(&about) {
            conditions.push(Condition::EqualPriority);
        }
        tiers.finish()
    }

    /// Whether `selection` is about `pod`. A pod in its node's network is the node to most plugins.
    fn selects(&self, selection: &PodSelection, pod: &Pod) -> Match {
        let is_selected = self.resources.selects_namespace(&selection.namespaces, &pod.namespace)
            && selection.pods.matches(&pod.labels);
        match (is_selected, pod.host_network) {
            (false, _) => Match::No,
            (true, false) => Match::Yes,
            (true, true) => Match::If(Condition::HostNetwork),
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
            (PeerKind::Pods(selection), Asked::Unknown) => yes_if(selection_of_unknown(selection)),
            (PeerKind::Pods(_), Asked::Address(_)) => Match::No,
            (PeerKind::Block { .. } | PeerKind::Networks(_), Asked::Address(address)) => {
                yes_if(in_block(&peer.kind, address))
            }
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
            (PeerKind::World, other) => yes_if(matches!(other, Asked::Address(_))),
            (PeerKind::Nodes(_), Asked::Address(_)) => Match::If(Condition::Nodes),
            (PeerKind::Domains(_), Asked::Address(_)) => Match::If(Condition::Names),
            (PeerKind::Nodes(_) | PeerKind::Domains(_), _) => Match::No,
        }
    }
}

fn yes_if(holds: bool) -> Match {
    if holds { Match::Yes } else { Match::No }
}

fn selection_of_unknown(selection: &PodSelection) -> bool {
    let nothing = BTreeMap::new();
    matches!(&selection.namespaces, crate::k8s::Namespaces::Matching(namespaces) if namespaces.matches(&nothing))
        && selection.pods.matches(&nothing)
}

fn in_block(peer: &PeerKind, address: IpAddr) -> bool {
    let holds = |cidr: &crate::net::Cidr| AddressRange::from(*cidr).contains_address(address);
    match peer {
        PeerKind::Block { cidr, except } => holds(cidr) && !except.iter().any(holds),
        PeerKind::Networks(cidrs) => cidrs.iter().any(holds),
        _ => false,
    }
}

/// Whether two policies of a tier with an order have the same number.
fn has_ties(order: &[(usize, &Policy)]) -> bool {
    order.windows(2).any(|pair| match pair {
        [(_, a), (_, b)] => a.tier == b.tier && matches!(a.tier, Tier::Admin(_) | Tier::Baseline(_)),
        _ => false,
    })
}

/// The tiers as they are gone through, for one pair.
#[derive(Default)]
struct Tiers {
    decided: Vec<Decided>,
    /// What an ordered tier has decided or passed on: none of its further rules is asked about it.
    settled: BTreeMap<u8, ConnectionSet>,
    /// What ordered tiers have decided for good.
    closed: ConnectionSet,
    /// The policies of the namespaces' tier that deny the rest.
    namespaced: Vec<usize>,
    /// What rules of that tier allow so far.
    added: ConnectionSet,
    /// What rules of ordered tiers have passed on, and whether the tier was the baseline.
    passed: Vec<(ConnectionSet, bool, Because)>,
}

impl Tiers {
    fn rule(&mut self, tier: Tier, policy: usize, number: usize, rule: &Rule, matched: &ConnectionSet) {
        let because = Because::Rule { policy, rule: number, action: rule.action };
        let is_open = matched.without(&self.closed);
        let (connections, outcome) = match tier {
            // Where none denies the rest, nothing has to be allowed.
            Tier::Namespace if self.namespaced.is_empty() => return,
            Tier::Namespace => {
                let connections = is_open.without(&self.added);
                self.added = self.added.union(&connections);
                (connections, Outcome::Allow)
            }
            // A NetworkPolicy that selects the pod decides everything: the baseline is not asked.
            Tier::Baseline(_) if !self.namespaced.is_empty() => return,
            Tier::Deny | Tier::Admin(_) | Tier::Baseline(_) => {
                let settled = self.settled.entry(u8::from(matches!(tier, Tier::Baseline(_)))).or_default();
                let connections = is_open.without(settled);
                *settled = settled.union(&connections);
                match rule.action {
                    Action::Pass => {
                        if !connections.is_empty() {
                            self.passed.push((connections, matches!(tier, Tier::Baseline(_)), because));
                        }
                        return;
                    }
                    Action::Allow => (connections, Outcome::Allow),
                    Action::Deny => (connections, Outcome::Deny),
                }
            }
        };
        if tier != Tier::Namespace {
            self.closed = self.closed.union(&connections);
        }
        self.decide(connections, outcome, because, tier);
    }

    /// Notes a decision, cut by what was passed on to the tier that makes it.
    fn decide(&mut self, mut connections: ConnectionSet, outcome: Outcome, because: Because, tier: Tier) {
        let is_passed_to = |baseline: &bool| match tier {
            Tier::Deny | Tier::Admin(_) => false,
            Tier::Namespace => true,
            Tier::Baseline(_) => !baseline,
        };
        for (passed, baseline, by) in &self.passed {
            let part = connections.intersection(passed);
            if is_passed_to(baseline) && !part.is_empty() {
                connections = connections.without(&part);
                let chain = Chain { passed: vec![by.clone()], because: because.clone() };
                self.decided.push(Decided { connections: part, outcome, because: Some(chain) });
            }
        }
        if !connections.is_empty() {
            let chain = Chain { passed: Vec::new(), because };
            self.decided.push(Decided { connections, outcome, because: Some(chain) });
        }
    }

    /// What no rule decides is denied where a NetworkPolicy selects the pod, else allowed.
    fn finish(mut self) -> Vec<Decided> {
        let rest = ConnectionSet::all().without(&self.closed).without(&self.added);
        if !rest.is_empty() {
            let (outcome, because) = if self.namespaced.is_empty() {
                (Outcome::Allow, Because::Default)
            } else {
                (Outcome::Deny, Because::NoRule { policies: std::mem::take(&mut self.namespaced) })
            };
            self.decide(rest, outcome, because, Tier::Namespace);
        }
        self.decided
    }
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
