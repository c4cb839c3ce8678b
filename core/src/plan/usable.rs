use super::cloud_subnet::CloudSubnet;
use crate::model::{Cloud, EntrySource, ObjectEntry, PlanEntry, Role};
use crate::net::{AddressCount, Family};

/// How many addresses of `entry` can be given out, in the network of `cloud`.
///
/// A subnet of a cloud loses what the cloud keeps ([`CloudSubnet`]). Elsewhere an IPv4 prefix loses its network and
/// broadcast address when it has others, and a prefix of Services loses the first one in IPv6 as well (the allocator
/// of kube-apiserver). A start–stop range loses nothing, nor does a pool of load balancers, unless it says so. A
/// plugin that gives out addresses itself leaves out what it leaves out.
///
/// ```
/// use netplat_core::{document::Document, model::{self, Cloud}, plan::usable};
/// let text = "| Subnet | CIDR |\n|---|---|\n| a | 10.0.0.0/24 |\n";
/// let (model, _) = model::build(text, &Document::read(text), &[]);
/// assert_eq!(usable(&model.plan[0], None).to_string(), "254");
/// assert_eq!(usable(&model.plan[0], Some(Cloud::Aws)).to_string(), "251");
/// ```
pub fn usable(entry: &PlanEntry, cloud: Option<Cloud>) -> AddressCount {
    entry.range.count().less(left_out(entry, cloud))
}

fn left_out(entry: &PlanEntry, cloud: Option<Cloud>) -> u128 {
    let family = entry.range.family();
    let Some(length) = entry.range.prefix() else { return left_out_of_range(entry) };
    // There is no room for network and broadcast in /31, which RFC 3021 gives to links between two ends, nor in /32.
    let network_and_broadcast = if family == Family::V4 && length < 31 { 2 } else { 0 };
    if let EntrySource::Object(object) = &entry.source {
        match object.kind {
            ObjectEntry::CalicoPool { .. }
            | ObjectEntry::CiliumLoadBalancerPool { gives_first_and_last: true } => {
                return 0;
            }
            // Cilium gives out all of a prefix of one or two addresses, whatever it is told.
            ObjectEntry::CiliumLoadBalancerPool { gives_first_and_last: false } => {
                return if length + 1 < family.bits() { 2 } else { 0 };
            }
            // The network, the gateway, which is the first address after it, and IPv4's broadcast.
            ObjectEntry::HostLocal if length + 1 < family.bits() => {
                return if family == Family::V4 { 3 } else { 2 };
            }
            ObjectEntry::Whereabouts => return left_out_by_whereabouts(entry, length),
            _ => {}
        }
    }
    match (entry.role.value, family) {
        (Role::LoadBalancers, _) => 0,
        (Role::Services, Family::V6) => 1,
        (Role::Subnet | Role::Nodes | Role::Unknown, _) => {
            let subnet = cloud.and_then(|cloud| CloudSubnet::of(cloud, family));
            subnet.map_or(network_and_broadcast, CloudSubnet::kept)
        }
        _ => network_and_broadcast,
    }
}

fn left_out_of_range(entry: &PlanEntry) -> u128 {
    match &entry.source {
        EntrySource::Object(object) if object.kind == ObjectEntry::Whereabouts => ending_in_zero(entry),
        _ => 0,
    }
}

/// Whereabouts leaves out the network and the last address, and in IPv4 each address that ends in `.0`.
fn left_out_by_whereabouts(entry: &PlanEntry, length: u8) -> u128 {
    match entry.range.family() {
        family if length + 1 >= family.bits() => 0,
        Family::V6 => 2,
        Family::V4 if length <= 24 => ending_in_zero(entry) + 1,
        Family::V4 => 2,
    }
}

/// How many IPv4 addresses of the entry end in `.0`.
fn ending_in_zero(entry: &PlanEntry) -> u128 {
    let (family, first, last) = entry.range.numbers();
    let until = |number: u128| number.div_ceil(256);
    if family == Family::V4 { until(last + 1) - until(first) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ObjectSource;
    use crate::net::AddressRange;
    use crate::plan::tree::tests::entry;

    fn planned(range: &str, role: Role) -> PlanEntry {
        let mut entry = entry(AddressRange::read(range).expect(range).value);
        entry.role.value = role;
        entry
    }

    #[test]
    fn usable_addresses_depend_on_family_and_role() {
        for (range, role, expect) in [
            ("10.0.0.0/24", Role::Subnet, "254"),
            ("10.0.0.0/31", Role::Subnet, "2"),
            ("10.0.0.0/32", Role::Subnet, "1"),
            ("10.0.0.0/24", Role::LoadBalancers, "256"),
            ("10.0.0.10-10.0.0.19", Role::Nodes, "10"),
            ("fd00::/112", Role::Services, "65535"),
            ("::/0", Role::Unknown, "340282366920938463463374607431768211456"),
            ("::/0", Role::Services, "340282366920938463463374607431768211455"),
        ] {
            assert_eq!(usable(&planned(range, role), None).to_string(), expect, "{range}");
        }
    }

    #[test]
    fn a_cloud_keeps_addresses_of_its_subnets_alone() {
        for (cloud, range, role, expect) in [
            (Cloud::Aws, "10.0.0.0/28", Role::Subnet, 11),
            (Cloud::Aws, "10.0.0.0/24", Role::Nodes, 251),
            (Cloud::Aws, "10.0.0.0/16", Role::Vpc, 65_534),
            (Cloud::Aws, "10.0.0.0/30", Role::Subnet, 0),
            (Cloud::Aws, "fd00::/64", Role::Subnet, (1 << 64) - 5),
            (Cloud::Azure, "10.0.0.0/29", Role::Subnet, 3),
            (Cloud::Gcp, "10.0.0.0/29", Role::Subnet, 4),
            (Cloud::Gcp, "10.0.0.0/24", Role::Services, 254),
            (Cloud::Oci, "10.0.0.0/30", Role::Subnet, 1),
            (Cloud::None, "10.0.0.0/24", Role::Subnet, 254),
        ] {
            let said = usable(&planned(range, role), Some(cloud)).get();
            assert_eq!(said, Some(expect), "{cloud:?} {range}");
        }
    }

    #[test]
    fn plugins_leave_out_what_they_leave_out() {
        let object = |range: &str, kind| {
            let source = ObjectSource { object: 0, kind, places: Vec::new() };
            PlanEntry { source: EntrySource::Object(source), ..planned(range, Role::Attachment) }
        };
        let careful = ObjectEntry::CiliumLoadBalancerPool { gives_first_and_last: false };
        for (range, kind, expect) in [
            ("10.0.0.0/24", careful, 254),
            ("10.0.0.0/31", careful, 2),
            ("fd00::/120", careful, 254),
            ("10.0.0.0/24", ObjectEntry::CiliumLoadBalancerPool { gives_first_and_last: true }, 256),
            ("10.0.0.0/24", ObjectEntry::HostLocal, 253),
            ("fd00::/120", ObjectEntry::HostLocal, 254),
            ("10.0.0.0/24", ObjectEntry::Whereabouts, 254),
            ("10.0.0.0/22", ObjectEntry::Whereabouts, 1019),
            ("10.0.0.128/25", ObjectEntry::Whereabouts, 126),
            ("10.0.0.250-10.0.1.5", ObjectEntry::Whereabouts, 11),
            ("10.0.0.0/26", ObjectEntry::CalicoPool { block_size: None }, 64),
        ] {
            assert_eq!(usable(&object(range, kind), None).get(), Some(expect), "{range} {kind:?}");
        }
    }
}
