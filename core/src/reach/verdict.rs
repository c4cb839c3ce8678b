use super::connection_set::ConnectionSet;
use super::judge::Judge;
use super::row::Direction;
use crate::k8s::{Action, Resources};
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
    /// Which addresses the pods have.
    PodAddresses,
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
            Self::PodAddresses => "which addresses the pods have",
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
    /// No policy that is about the pod in this direction decides, if any is: what is left may pass.
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
