use super::Design;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::Role;
use crate::net::Family;

/// A pool hands out the network or broadcast address of its subnet.
pub static RULE: Rule = Rule {
    code: "AP030",
    name: "pool-holds-subnet-edges",
    severity: Severity::Warning,
    why: "Hosts of an IPv4 subnet take its first address for the network and its last for all of them, and answer \
          neither. A Service that gets one is not reached from the subnet.",
    source: "RFC 922 section 7, RFC 1122 section 3.2.1.3; Cilium documentation, \"LB IPAM\" (allowFirstLastIPs)",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let entries = &subject.model.plan;
    for (index, pool) in entries.iter().enumerate() {
        if pool.role.value != Role::LoadBalancers || pool.range.family() == Family::V6 {
            continue;
        }
        let Some(parent) = subject.plan.node(index).and_then(|node| node.parent) else { continue };
        let Some(subnet) = entries.get(parent) else { continue };
        let is_subnet = matches!(subnet.role.value, Role::Subnet | Role::Nodes)
            && subnet.range.prefix().is_some_and(|length| length < 31);
        let edges = [("network", subnet.range.first()), ("broadcast", subnet.range.last())];
        let Some((kind, edge)) =
            edges.into_iter().find(|(_, edge)| is_subnet && pool.range.contains_address(*edge))
        else {
            continue;
        };
        let message = format!("{} hands out {edge}, the {kind} address of {}", shown(pool), shown(subnet));
        problems.push(
            Problem::new(&RULE, pool.range_span, message)
                .with_related(subnet.range_span, format!("{} is here", shown(subnet)))
                .with_help("leave the address out of the pool, or set `allowFirstLastIPs: No` where the pool is a prefix"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, plan};

    #[test]
    fn the_last_quarter_of_a_subnet_holds_its_broadcast_address() {
        let subnet = "cidr: 10.0.0.0/24, name: lan, role: subnet\n";
        check(
            &RULE,
            &plan(&format!("{subnet}cidr: 10.0.0.192/26, name: vips, role: load-balancers")),
            "warning `10.0.0.192/26` vips (10.0.0.192/26) hands out 10.0.0.255, the broadcast address of lan (10.0.0.0/24)",
        );
        check(&RULE, &plan(&format!("{subnet}range: 10.0.0.200-10.0.0.254, role: load-balancers")), "");
    }
}
