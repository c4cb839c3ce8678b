use crate::model::{PlanEntry, Role};
use crate::net::{AddressCount, Family};

/// How a pod prefix is dealt out to cluster nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NodeBlocks {
    /// The length of each node's block.
    pub mask: u8,
    /// Whether the document says so; otherwise it is the controller's default.
    pub declared: bool,
    /// The most nodes: 2^(mask − prefix). None when a block is wider than the prefix.
    pub nodes: Option<u128>,
    /// The addresses of one block.
    pub addresses_per_node: u128,
}

/// How the pod prefix `entry` is dealt out; nothing for other roles and for ranges that are no prefix.
/// kube-controller-manager's defaults are /24 for IPv4 and /64 for IPv6.
pub fn node_blocks(entry: &PlanEntry) -> Option<NodeBlocks> {
    if entry.role.value != Role::Pods {
        return None;
    }
    let prefix = entry.range.cidr()?;
    let bits = prefix.family().bits();
    let default = match prefix.family() {
        Family::V4 => 24,
        Family::V6 => 64,
    };
    let mask = entry.node_mask.unwrap_or(default);
    let power = |exponent: u8| 1u128.checked_shl(u32::from(exponent)).unwrap_or(u128::MAX);
    let host_bits = bits.checked_sub(mask)?;
    Some(NodeBlocks {
        mask,
        declared: entry.node_mask.is_some(),
        nodes: mask.checked_sub(prefix.length()).map(power),
        addresses_per_node: power(host_bits),
    })
}

/// The addresses that can be given out. An IPv4 prefix loses its network and broadcast address when it has others;
/// a service prefix loses the first in IPv6 as well; a pool of load balancers and a start–stop range lose none.
pub fn usable(entry: &PlanEntry) -> u128 {
    let all = entry.range.count();
    let left_out = match (entry.range.prefix(), entry.range.family(), entry.role.value) {
        (None, _, _) | (_, _, Role::LoadBalancers) => 0,
        (Some(31..), Family::V4, _) => 0,
        (Some(_), Family::V4, _) => 2,
        (Some(_), Family::V6, Role::Services) => 1,
        (Some(_), Family::V6, _) => 0,
    };
    AddressCount::saturating(all) - left_out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::AddressRange;

    fn entry(range: &str, role: Role) -> PlanEntry {
        let mut entry = super::super::tree::tests::entry(AddressRange::read(range).expect(range).value);
        entry.role.value = role;
        entry
    }

    #[test]
    fn a_pod_prefix_holds_a_power_of_two_of_nodes() {
        let mut pods = entry("10.244.0.0/16", Role::Pods);
        let blocks = node_blocks(&pods).expect("pods");
        assert_eq!(
            (blocks.mask, blocks.nodes, blocks.addresses_per_node, blocks.declared),
            (24, Some(256), 256, false)
        );
        pods.node_mask = Some(12);
        assert_eq!(node_blocks(&pods).and_then(|blocks| blocks.nodes), None);
        assert_eq!(
            node_blocks(&entry("fd00::/48", Role::Pods)).and_then(|blocks| blocks.nodes),
            Some(65_536)
        );
        assert_eq!(node_blocks(&entry("10.96.0.0/16", Role::Services)), None);
        pods.node_mask = Some(33);
        assert_eq!(node_blocks(&pods), None);
    }

    #[test]
    fn usable_addresses_depend_on_family_and_role() {
        for (range, role, expect) in [
            ("10.0.0.0/24", Role::Subnet, 254),
            ("10.0.0.0/31", Role::Subnet, 2),
            ("10.0.0.0/24", Role::LoadBalancers, 256),
            ("10.0.0.10-10.0.0.19", Role::Nodes, 10),
            ("fd00::/112", Role::Services, 65_535),
            ("::/0", Role::Unknown, u128::MAX),
        ] {
            assert_eq!(usable(&entry(range, role)), expect, "{range}");
        }
    }
}
