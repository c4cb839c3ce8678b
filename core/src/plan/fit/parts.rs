use super::request::FitRequest;
use crate::model::{PodAddresses, Role};
use crate::net::Family;
use crate::plan::node_blocks::suitable_mask;
use crate::plan::{CloudSubnet, PodSettings};

/// A prefix that a new cluster needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Part {
    pub name: String,
    pub cluster: String,
    pub role: Role,
    pub family: Family,
    pub length: u8,
    pub node_mask: Option<u8>,
    /// Whether it gets a block of twice its size.
    pub has_room: bool,
    /// What is asked, for a message: "200 nodes with blocks of /24".
    pub reason: String,
}

impl Part {
    /// The length of the block that it takes, with room to grow or without.
    pub fn slot_length(&self, has_room: bool) -> u8 {
        self.length.saturating_sub(u8::from(has_room))
    }
}

/// The parts of all `clusters`, in one or more ways. The later ways need less.
pub(super) fn alternatives(
    family: Family,
    pods: &PodSettings,
    request: &FitRequest,
    clusters: &[String],
) -> Vec<Vec<Part>> {
    let masks: &[u8] = match family {
        Family::V4 => &[0],
        // Subnets of /64 are what hosts expect; a plan that has less still holds clusters.
        Family::V6 => &[64, 80, 96, 112],
    };
    let all_of = |&mask: &u8| {
        let parts = clusters.iter().flat_map(|cluster| match family {
            Family::V4 => parts_v4(cluster, pods, request),
            Family::V6 => parts_v6(cluster, mask, pods, request),
        });
        parts.collect()
    };
    masks.iter().map(all_of).collect()
}

fn parts_v4(cluster: &str, pods: &PodSettings, request: &FitRequest) -> Vec<Part> {
    let family = Family::V4;
    let part = |role, bits, reason| part(cluster, role, family, bits, reason);
    let nodes = u128::from(request.nodes);
    let subnet = pods.cloud.and_then(|cloud| CloudSubnet::of(cloud, family));
    let kept = subnet.map_or(2, CloudSubnet::kept);
    let least_bits = subnet.map_or(3, |subnet| family.bits() - subnet.narrowest);
    let mut parts = Vec::new();
    if pods.addresses == PodAddresses::NodeBlocks {
        parts.push(part(Role::Nodes, bits(nodes + kept).max(least_bits), format!("room for {nodes} nodes")));
        let mask = suitable_mask(pods.cloud, pods.max_pods);
        let reason = format!("a /{mask} for {} pods on each of {nodes} nodes", pods.max_pods);
        let mut blocks = part(Role::Pods, bits(nodes) + (family.bits() - mask), reason);
        blocks.node_mask = Some(mask);
        parts.push(blocks);
    } else {
        let each = pods.subnet_addresses_per_node();
        let reason = format!("room for {nodes} nodes with {each} addresses each");
        parts.push(part(Role::Nodes, bits(nodes.saturating_mul(each) + kept).max(least_bits), reason));
    }
    let services = u128::from(request.services);
    parts.push(part(Role::Services, bits(services + 2).max(4), format!("room for {services} Services")));
    let balanced = u128::from(request.load_balancers);
    if balanced > 0 {
        let reason = format!("room for {balanced} addresses of load balancers");
        parts.push(part(Role::LoadBalancers, bits(balanced), reason));
    }
    parts
}

fn parts_v6(cluster: &str, mask: u8, pods: &PodSettings, request: &FitRequest) -> Vec<Part> {
    let family = Family::V6;
    let part = |role, bits, reason| part(cluster, role, family, bits, reason);
    let nodes = u128::from(request.nodes);
    let host_bits = family.bits() - mask;
    let mut parts = vec![part(Role::Nodes, host_bits, format!("a subnet for {nodes} nodes"))];
    if pods.addresses == PodAddresses::NodeBlocks {
        let reason = format!("a /{mask} for the pods on each of {nodes} nodes");
        let mut blocks = part(Role::Pods, bits(nodes) + host_bits, reason);
        blocks.node_mask = Some(mask);
        parts.push(blocks);
    }
    // kube-apiserver takes at most 20 bits.
    let services = u128::from(request.services);
    parts.push(part(
        Role::Services,
        bits(services + 1).clamp(16, 20),
        format!("room for {services} Services"),
    ));
    if request.load_balancers > 0 {
        let reason = format!("room for {} addresses of load balancers", request.load_balancers);
        parts.push(part(Role::LoadBalancers, bits(u128::from(request.load_balancers)).max(16), reason));
    }
    parts
}

/// A part of 2 to the power of `bits` addresses. What a request may ask is bounded, so that each family has as many.
fn part(cluster: &str, role: Role, family: Family, bits: u8, reason: String) -> Part {
    Part {
        name: format!("{cluster}-{}", role.name()),
        cluster: cluster.to_owned(),
        role,
        family,
        length: family.bits().saturating_sub(bits),
        node_mask: None,
        has_room: false,
        reason,
    }
}

/// The bits that tell `count` things apart.
fn bits(count: u128) -> u8 {
    (128 - count.saturating_sub(1).leading_zeros()) as u8
}
