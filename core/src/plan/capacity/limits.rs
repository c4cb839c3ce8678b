use super::members::Members;
use super::{Limit, LimitKind, PerNode, Unit};
use crate::model::{Cloud, EntrySource, ObjectEntry, PlanEntry, PodAddresses, Role};
use crate::net::Family;
use crate::plan::demand::Demand;
use crate::plan::{AddressPlan, PodSettings, node_blocks, usable};
use std::cmp::Ordering;

/// The most nodes and pods that a cluster is tested with. Source: Kubernetes, "Considerations for large clusters".
const TESTED_NODES: u128 = 5_000;
const TESTED_PODS: u128 = 150_000;

const FAMILIES: [Family; 2] = [Family::V4, Family::V6];

/// The limits of one cluster, as they are found.
pub(super) struct Limits<'a> {
    pub entries: &'a [PlanEntry],
    pub plan: &'a AddressPlan,
    pub pods: &'a PodSettings,
    pub demand: &'a Demand,
    pub found: Vec<Limit>,
}

impl Limits<'_> {
    /// The most pods on a node: its own setting, unless its block has fewer addresses.
    pub fn per_node(&self, members: &Members) -> PerNode {
        let setting = u128::from(self.pods.max_pods);
        let blocks = members.pods.iter().filter_map(|&index| {
            let entry = self.entries.get(index).filter(|entry| self.pool_block(entry).is_none())?;
            let blocks = node_blocks(entry, self.pods)?;
            // The network and the node's own end of it are no pod's.
            let left_out = if entry.range.family() == Family::V4 { 2 } else { 0 };
            Some(blocks.addresses_per_node.saturating_sub(left_out))
        });
        let is_dealt = self.pods.addresses == PodAddresses::NodeBlocks;
        let smallest = blocks.min().filter(|&smallest| is_dealt && smallest < setting);
        PerNode {
            pods: smallest.unwrap_or(setting),
            is_by_block: smallest.is_some(),
            by: self.pods.max_pods_by,
        }
    }

    /// What bounds the nodes.
    pub fn of_nodes(&mut self, members: &Members) {
        let used = self.demand.nodes;
        for family in FAMILIES {
            let nodes = self.in_family(&members.nodes, family);
            let pods = self.in_family(&members.pods, family);
            if self.pods.addresses == PodAddresses::NodeBlocks {
                let (pools, mut prefixes): (Vec<usize>, Vec<usize>) =
                    pods.into_iter().partition(|&index| self.block_of(index).is_some());
                // A start and stop is not dealt out in blocks.
                prefixes.retain(|&index| self.plan.range(index).is_some_and(|range| range.cidr().is_some()));
                self.add(LimitKind::NodeBlocks(family), self.node_blocks(&prefixes), used, prefixes);
                self.add(LimitKind::PoolBlocks(family), self.pool_nodes(&pools), used, pools);
                self.add(LimitKind::NodeAddresses(family), self.addresses(&nodes), used, nodes);
                continue;
            }
            let each = self.pods.subnet_addresses_per_node().max(1);
            if !pods.is_empty() {
                // Pods have subnets of their own; nodes stand in others.
                let most = self.addresses(&pods) / each.saturating_sub(1).max(1);
                self.add(LimitKind::PodAddresses(family), most, used, pods);
                self.add(LimitKind::NodeAddresses(family), self.addresses(&nodes), used, nodes);
                continue;
            }
            let subnets = if nodes.is_empty() { self.in_family(&members.subnets, family) } else { nodes };
            // AKS replaces nodes one by one: the new one comes before the old one goes.
            let surge = u128::from(self.pods.cloud == Some(Cloud::Azure));
            let most = (self.addresses(&subnets) / each).saturating_sub(surge);
            self.add(LimitKind::PodAddresses(family), most, used, subnets);
        }
    }

    /// What bounds the Services and load balancers.
    pub fn of_services(&mut self, members: &Members) {
        for family in FAMILIES {
            let services = self.in_family(&members.services, family);
            let most = self.addresses(&services);
            self.add(LimitKind::Services(family), most, Some(self.demand.services), services);
            let pools = self.in_family(&members.load_balancers, family);
            let most = self.addresses(&pools);
            self.add(LimitKind::LoadBalancers(family), most, Some(self.demand.load_balancers), pools);
        }
    }

    /// What Kubernetes itself is good for.
    pub fn of_kubernetes(&mut self, per_node: PerNode) {
        let nodes = self.demand.nodes;
        let pods = nodes.map(|nodes| nodes.saturating_mul(per_node.pods));
        let limit = |kind, most, used| Limit { kind, most, used, entries: Vec::new() };
        self.found.push(limit(LimitKind::TestedNodes, TESTED_NODES, nodes));
        self.found.push(limit(LimitKind::TestedPods, TESTED_PODS, pods));
    }

    /// The limits, what ends first before the others.
    pub fn sorted(mut self) -> Vec<Limit> {
        let share = |limit: &Limit| limit.used.unwrap_or(0) as f64 / limit.most.max(1) as f64;
        let asks_nothing = self.demand.nodes.is_none();
        self.found.sort_by(|a, b| {
            let nodes_first = if asks_nothing {
                (a.kind.unit() != Unit::Nodes).cmp(&(b.kind.unit() != Unit::Nodes))
            } else {
                Ordering::Equal
            };
            nodes_first
                .then_with(|| share(b).total_cmp(&share(a)))
                .then_with(|| (a.most, a.kind).cmp(&(b.most, b.kind)))
        });
        self.found
    }

    fn add(&mut self, kind: LimitKind, most: u128, used: Option<u128>, entries: Vec<usize>) {
        if !entries.is_empty() {
            self.found.push(Limit { kind, most, used, entries });
        }
    }

    fn in_family(&self, all: &[usize], family: Family) -> Vec<usize> {
        let is_in = |index: &usize| self.plan.range(*index).is_some_and(|range| range.family() == family);
        all.iter().copied().filter(is_in).collect()
    }

    /// The addresses that can be given out. What other entries inside take is gone, but for pods and Services: it was
    /// dealt out of them.
    fn addresses(&self, indices: &[usize]) -> u128 {
        let own = |&index: &usize| {
            let entry = self.entries.get(index)?;
            let is_dealt_out = matches!(entry.role.value, Role::Pods | Role::Services);
            let inside =
                self.plan.node(index).filter(|_| !is_dealt_out).map_or(&[][..], |node| &node.children);
            let taken = inside.iter().filter_map(|&child| Some(self.plan.range(child)?.count().saturating()));
            let taken = taken.fold(0, u128::saturating_add);
            Some(usable(entry, self.plan.cloud(index)).less(taken).saturating())
        };
        indices.iter().filter_map(own).fold(0, u128::saturating_add)
    }

    fn node_blocks(&self, indices: &[usize]) -> u128 {
        let blocks =
            indices.iter().filter_map(|&index| node_blocks(self.entries.get(index)?, self.pods)?.nodes);
        blocks.fold(0, u128::saturating_add)
    }

    /// The nodes that blocks of pools are enough for, when each runs as many pods as it may.
    fn pool_nodes(&self, indices: &[usize]) -> u128 {
        let mut nodes = 0u128;
        for &index in indices {
            let Some((range, block)) = self.plan.range(index).zip(self.block_of(index)) else { continue };
            let size = 1u128
                .checked_shl(u32::from(range.family().bits().saturating_sub(block)))
                .unwrap_or(u128::MAX);
            let blocks = range.count().saturating() / size;
            nodes = nodes.saturating_add(blocks / u128::from(self.pods.max_pods).div_ceil(size).max(1));
        }
        nodes
    }

    fn block_of(&self, index: usize) -> Option<u8> {
        self.pool_block(self.entries.get(index)?)
    }

    /// The length of the blocks that nodes take of the pool that `entry` is; none where each has one block.
    fn pool_block(&self, entry: &PlanEntry) -> Option<u8> {
        let default = match entry.range.family() {
            Family::V4 => 26,
            Family::V6 => 122,
        };
        match &entry.source {
            EntrySource::Object(object) => match object.kind {
                ObjectEntry::CalicoPool { block_size } => Some(block_size.unwrap_or(default)),
                _ => None,
            },
            _ if self.pods.is_calico && entry.node_mask.is_none() => Some(default),
            _ => None,
        }
    }
}
