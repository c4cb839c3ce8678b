use super::pods::PodSettings;
use crate::model::{Cloud, PlanEntry, Role};
use crate::net::Family;

/// How a pod prefix is dealt out to cluster nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NodeBlocks {
    /// The length of each node's block.
    pub mask: u8,
    /// Whether the document says so; otherwise it is what the cluster does by itself.
    pub declared: bool,
    /// The most nodes: 2^(mask − prefix). None when a block is wider than the prefix.
    pub nodes: Option<u128>,
    /// The addresses of one block.
    pub addresses_per_node: u128,
}

/// How the pod prefix `entry` is dealt out in a cluster with these `pods`; nothing for other roles and for ranges that
/// are no prefix.
///
/// What the entry does not say is what GKE and AKS do, or else kube-controller-manager's default: /24 for IPv4, /64 for
/// IPv6.
pub fn node_blocks(entry: &PlanEntry, pods: &PodSettings) -> Option<NodeBlocks> {
    if entry.role.value != Role::Pods {
        return None;
    }
    let prefix = entry.range.cidr()?;
    let mask = entry.node_mask.unwrap_or_else(|| default_mask(prefix.family(), pods));
    let host_bits = prefix.family().bits().checked_sub(mask)?;
    Some(NodeBlocks {
        mask,
        declared: entry.node_mask.is_some(),
        nodes: mask.checked_sub(prefix.length()).map(power),
        addresses_per_node: power(host_bits),
    })
}

fn default_mask(family: Family, pods: &PodSettings) -> u8 {
    match (family, pods.cloud) {
        (Family::V4, Some(Cloud::Gcp)) => gke_mask(pods.max_pods),
        (Family::V4, _) => 24,
        (Family::V6, Some(Cloud::Gcp)) => 112,
        (Family::V6, _) => 64,
    }
}

/// The length of the block that suits this many pods on a node: twice as many addresses, since addresses of pods that
/// ended are not given out again at once; 16 at least.
pub(super) fn suitable_mask(cloud: Option<Cloud>, max_pods: u32) -> u8 {
    match cloud {
        Some(Cloud::Gcp) => gke_mask(max_pods),
        Some(Cloud::Azure) => 24,
        _ => 32 - (max_pods.clamp(8, 1 << 16) * 2).next_power_of_two().trailing_zeros() as u8,
    }
}

/// The length of the block that a node of GKE takes.
///
/// Source: GKE, "Maximum Pods per node": at least two addresses for each pod, and more than that above 110.
pub fn gke_mask(max_pods: u32) -> u8 {
    match max_pods {
        0..=8 => 28,
        9..=16 => 27,
        17..=32 => 26,
        33..=64 => 25,
        65..=110 => 24,
        _ => 23,
    }
}

/// Two to the power of `exponent`, 2^128 − 1 at most.
fn power(exponent: u8) -> u128 {
    1u128.checked_shl(u32::from(exponent)).unwrap_or(u128::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::AddressRange;
    use crate::plan::tree::tests::entry;

    fn pods(range: &str) -> PlanEntry {
        let mut entry = entry(AddressRange::read(range).expect(range).value);
        entry.role.value = Role::Pods;
        entry
    }

    #[test]
    fn a_pod_prefix_holds_a_power_of_two_of_nodes() {
        let settings = PodSettings::of(None, None);
        let mut entry = pods("10.244.0.0/16");
        let blocks = node_blocks(&entry, &settings).expect("pods");
        assert_eq!(
            (blocks.mask, blocks.nodes, blocks.addresses_per_node, blocks.declared),
            (24, Some(256), 256, false)
        );
        entry.node_mask = Some(12);
        assert_eq!(node_blocks(&entry, &settings).and_then(|blocks| blocks.nodes), None);
        assert_eq!(node_blocks(&pods("fd00::/48"), &settings).and_then(|blocks| blocks.nodes), Some(65_536));
        entry.node_mask = Some(33);
        assert_eq!(node_blocks(&entry, &settings), None);
        entry.role.value = Role::Services;
        assert_eq!(node_blocks(&entry, &settings), None);
    }

    #[test]
    fn gke_sizes_the_blocks_by_the_most_pods() {
        let mut settings = PodSettings::of(None, Some(Cloud::Gcp));
        for (pods_per_node, mask, nodes) in [(8, 28, 4096), (32, 26, 1024), (110, 24, 256), (111, 23, 128)] {
            settings.max_pods = pods_per_node;
            let blocks = node_blocks(&pods("10.0.0.0/16"), &settings).expect("pods");
            assert_eq!((blocks.mask, blocks.nodes), (mask, Some(nodes)), "{pods_per_node}");
        }
    }
}
