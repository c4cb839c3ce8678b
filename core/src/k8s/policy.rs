use super::selection::{Addresses, PodSelection};
use super::selector::Selector;
use super::tier::{Order, Tier};
use crate::net::{Cidr, Protocol};
use crate::text::Span;

/// A policy of any kind: NetworkPolicy, AdminNetworkPolicy, BaselineAdminNetworkPolicy, ClusterNetworkPolicy, those of
/// Calico, and a part of one of Cilium: what it allows or what it denies, in one direction.
#[derive(Clone, PartialEq, Debug)]
pub struct Policy {
    /// The index of the object that it was read from.
    pub object: usize,
    /// Where it stands.
    pub span: Span,
    /// Its kind.
    pub kind: String,
    /// Its namespace; none for one of the whole cluster.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// When it is asked.
    pub tier: Tier,
    /// When it is asked among those of its tier; equal ones in the order of their names.
    pub order: Order,
    /// Whether it denies what no policy of its tier decides.
    pub isolates: bool,
    /// The pods that it is about.
    pub subject: PodSelection,
    /// What may come in; none where the policy says nothing about that.
    pub ingress: Option<Vec<Rule>>,
    /// What may go out; none where the policy says nothing about that.
    pub egress: Option<Vec<Rule>>,
}

/// What a rule does with what it matches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// It may pass; nothing else is asked.
    Allow,
    /// It may not; nothing else is asked.
    Deny,
    /// The rest of the tier is skipped.
    Pass,
}

/// One rule of a policy.
#[derive(Clone, PartialEq, Debug)]
pub struct Rule {
    /// Where it stands.
    pub span: Span,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// What it does.
    pub action: Action,
    /// Which of the policy's pods it is about; none for all of them.
    pub subject: Option<PodSelection>,
    /// The other ends, any of them; none for everything.
    pub peers: Option<Vec<Peer>>,
    /// The ports, any of them; none for all.
    pub ports: Option<Vec<PortMatch>>,
    /// Whether it is about some requests only, by what they say: paths, methods, names.
    pub is_partial: bool,
}

/// The other end of a rule.
#[derive(Clone, PartialEq, Debug)]
pub struct Peer {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: PeerKind,
}

/// What the other end of a rule is.
#[derive(Clone, PartialEq, Debug)]
pub enum PeerKind {
    /// Pods.
    Pods(PodSelection),
    /// Addresses: those of the prefix without the exceptions, which lie within it.
    Block {
        /// The prefix.
        cidr: Cidr,
        /// What is left out.
        except: Vec<Cidr>,
    },
    /// Addresses: those of all these prefixes.
    Networks(Vec<Cidr>),
    /// Addresses outside of the cluster: some of them.
    Outside(Addresses),
    /// All addresses outside of the cluster.
    World,
    /// The proxies that bring in what Ingresses and routes lead to.
    IngressController,
    /// Nodes by their labels.
    Nodes(Selector),
    /// What these names resolve to, `*.` before a name for all below it.
    Domains(Vec<String>),
}

/// Ports that a rule is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PortMatch {
    /// Of which protocol; none for any that has a port of that name.
    pub protocol: Option<Protocol>,
    /// Which ports.
    pub ports: Ports,
}

/// Ports of one protocol.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ports {
    /// All of them.
    All,
    /// From the first to the last, both included.
    Range(u16, u16),
    /// What the pod that is reached calls so.
    Named(String),
}

impl std::fmt::Display for Policy {
    /// Kind, namespace and name: `NetworkPolicy shop/web`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(formatter, "{} {namespace}/{}", self.kind, self.name),
            None => write!(formatter, "{} {}", self.kind, self.name),
        }
    }
}
