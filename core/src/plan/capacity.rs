//! How many nodes, pods, Services and load balancers a cluster's addresses are enough for, and what ends first.

mod limits;
mod members;

use super::demand::Demand;
use super::growth::{Lasting, lasting};
use super::pods::{MaxPodsBy, PodSettings};
use super::tree::AddressPlan;
use crate::model::{Model, PodAddresses};
use crate::net::Family;
use limits::Limits;
use members::Members;

/// What a cluster's part of the plan is enough for.
#[derive(Clone, PartialEq, Debug)]
pub struct ClusterCapacity {
    /// The cluster's name; none for the only one, or for what says of no cluster that it belongs to it.
    pub cluster: Option<String>,
    /// The most nodes; none when no address of the plan bounds them.
    pub nodes: Option<u128>,
    /// The most pods on a node.
    pub per_node: PerNode,
    /// The most pods: those of the most nodes.
    pub pods: Option<u128>,
    /// What the design asks.
    pub demand: Demand,
    /// By how many per cent it grows in a year, as the facts say.
    pub growth: Option<u32>,
    /// All that bounds it, what ends first before the others: the one that is used most, or, where the design asks
    /// nothing, the one that allows least.
    pub limits: Vec<Limit>,
}

/// The most pods on a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PerNode {
    /// How many.
    pub pods: u128,
    /// Whether the node's block of addresses sets it, rather than the node's own setting.
    pub is_by_block: bool,
    /// What sets the node's own.
    pub by: MaxPodsBy,
}

/// Something that bounds a cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limit {
    /// What.
    pub kind: LimitKind,
    /// The most that it allows.
    pub most: u128,
    /// How many of them the design has, where it says so.
    pub used: Option<u128>,
    /// The entries of the plan that it rests on.
    pub entries: Vec<usize>,
}

/// What bounds a cluster.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LimitKind {
    /// The blocks of the pod prefixes, one for each node: the node mask.
    NodeBlocks(Family),
    /// The blocks of a pool from which each node takes as many as its pods need.
    PoolBlocks(Family),
    /// The addresses of the nodes' subnets.
    NodeAddresses(Family),
    /// The addresses of subnets from which pods get theirs.
    PodAddresses(Family),
    /// The addresses of Services.
    Services(Family),
    /// The addresses of load balancers.
    LoadBalancers(Family),
    /// The most nodes that Kubernetes is tested with.
    TestedNodes,
    /// The most pods that Kubernetes is tested with.
    TestedPods,
}

/// What a limit counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unit {
    /// Nodes.
    Nodes,
    /// Pods.
    Pods,
    /// Services.
    Services,
    /// Addresses of load balancers.
    LoadBalancers,
}

impl LimitKind {
    /// What it counts.
    pub fn unit(self) -> Unit {
        match self {
            Self::NodeBlocks(_)
            | Self::PoolBlocks(_)
            | Self::NodeAddresses(_)
            | Self::PodAddresses(_)
            | Self::TestedNodes => Unit::Nodes,
            Self::TestedPods => Unit::Pods,
            Self::Services(_) => Unit::Services,
            Self::LoadBalancers(_) => Unit::LoadBalancers,
        }
    }

    /// What it is, for a reader: "the node mask (IPv4)".
    pub fn in_words(self) -> String {
        match self {
            Self::NodeBlocks(family) => format!("the node mask of the pod prefix ({family})"),
            Self::PoolBlocks(family) => format!("the blocks of the pod pool ({family})"),
            Self::NodeAddresses(family) => format!("the nodes' subnet ({family})"),
            Self::PodAddresses(family) => format!("the subnet of nodes and pods ({family})"),
            Self::Services(family) => format!("the Service prefix ({family})"),
            Self::LoadBalancers(family) => format!("the load balancers' pool ({family})"),
            Self::TestedNodes => "what Kubernetes is tested with".to_owned(),
            Self::TestedPods => "the pods that Kubernetes is tested with".to_owned(),
        }
    }

    /// A word for programs: `node-blocks`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NodeBlocks(_) => "node-blocks",
            Self::PoolBlocks(_) => "pool-blocks",
            Self::NodeAddresses(_) => "node-addresses",
            Self::PodAddresses(_) => "pod-addresses",
            Self::Services(_) => "services",
            Self::LoadBalancers(_) => "load-balancers",
            Self::TestedNodes => "tested-nodes",
            Self::TestedPods => "tested-pods",
        }
    }

    /// The family of its addresses.
    pub fn family(self) -> Option<Family> {
        match self {
            Self::NodeBlocks(family)
            | Self::PoolBlocks(family)
            | Self::NodeAddresses(family)
            | Self::PodAddresses(family)
            | Self::Services(family)
            | Self::LoadBalancers(family) => Some(family),
            Self::TestedNodes | Self::TestedPods => None,
        }
    }
}

impl Unit {
    /// In the plural: "nodes".
    pub fn name(self) -> &'static str {
        match self {
            Self::Nodes => "nodes",
            Self::Pods => "pods",
            Self::Services => "services",
            Self::LoadBalancers => "load-balancers",
        }
    }
}

impl Limit {
    /// How long it lasts when what the design has grows by `per_cent` a year; none where the design says nothing of it.
    pub fn lasts(&self, per_cent: u32) -> Option<Lasting> {
        Some(lasting(self.used?, self.most, per_cent))
    }
}

impl ClusterCapacity {
    /// What ends first.
    pub fn first_limit(&self) -> Option<&Limit> {
        self.limits.first()
    }

    /// How long the cluster lasts at a growth of `per_cent` a year: as long as what ends first.
    pub fn lasts(&self, per_cent: u32) -> Option<Lasting> {
        self.limits.iter().filter_map(|limit| limit.lasts(per_cent)).min()
    }
}

/// What each cluster of `model` is enough for: those that the facts name in their order, then those that only entries
/// name. A cluster without an entry for nodes, pods, Services or load balancers is left out.
///
/// ```
/// use netplat_core::{document::Document, model, plan::{AddressPlan, capacities}};
/// let text = "| Name | CIDR |\n|---|---|\n| pods | 10.244.0.0/16 |\n| nodes | 10.0.0.0/25 |\n";
/// let (model, _) = model::build(text, &Document::read(text), &[]);
/// let cluster = &capacities(&model, &AddressPlan::of(&model))[0];
/// assert_eq!((cluster.nodes, cluster.pods), (Some(126), Some(126 * 110)));
/// assert_eq!(cluster.first_limit().map(|limit| limit.kind.name()), Some("node-addresses"));
/// ```
pub fn capacities(model: &Model, plan: &AddressPlan) -> Vec<ClusterCapacity> {
    let all = Members::of_all(model, plan);
    let is_only_one = all.len() == 1;
    all.iter().map(|members| capacity(model, plan, members, is_only_one)).collect()
}

fn capacity(model: &Model, plan: &AddressPlan, members: &Members, is_only_one: bool) -> ClusterCapacity {
    let name = members.name.as_deref();
    let cluster = model.cluster(name);
    let mut pods =
        PodSettings::of(cluster, members.cloud(plan).or_else(|| Some(cluster?.cloud.as_ref()?.value)));
    // A pod prefix with a node mask is dealt out in blocks, whatever the cloud does by itself.
    if !pods.is_addresses_declared && members.has_node_mask(model) {
        pods.addresses = PodAddresses::NodeBlocks;
    }
    let demand = Demand::of(model, name, is_only_one);
    let mut limits = Limits { entries: &model.plan, plan, pods: &pods, demand: &demand, found: Vec::new() };
    let per_node = limits.per_node(members);
    limits.of_nodes(members);
    let most_nodes = |limits: &[Limit]| {
        limits.iter().filter(|it| it.kind.unit() == Unit::Nodes).map(|limit| limit.most).min()
    };
    let nodes = most_nodes(&limits.found);
    limits.of_services(members);
    limits.of_kubernetes(per_node);
    let limits = limits.sorted();
    ClusterCapacity {
        cluster: members.name.clone(),
        nodes,
        per_node,
        pods: nodes.map(|nodes| nodes.saturating_mul(per_node.pods)),
        demand,
        growth: cluster.and_then(|it| it.growth.as_ref()).map(|known| known.value),
        limits,
    }
}

#[cfg(test)]
mod tests;
