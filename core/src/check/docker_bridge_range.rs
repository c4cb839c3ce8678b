use super::Design;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{PlanEntry, Role};
use crate::net::Family;
use std::net::{IpAddr, Ipv4Addr};

/// A network has the addresses of Docker's default bridge.
pub static RULE: Rule = Rule {
    code: "AP024",
    name: "docker-bridge-range",
    severity: Severity::Info,
    why: "Hosts with Docker give 172.17.0.0/16 to the bridge docker0. What else has these addresses cannot be reached \
          from such a host: the packets end at its bridge.",
    source: "Docker documentation, \"Bridge network driver\"; Amazon EKS troubleshooting, \"172.17.0.0/16\"",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for entry in subject.model.plan.iter().filter(|entry| takes_bridge(entry)) {
        let message =
            format!("{} shares addresses with 172.17.0.0/16, the bridge of hosts with Docker", shown(entry));
        let help = "choose other addresses, or set `bip` in the daemon.json of the hosts with Docker";
        problems.push(Problem::new(&RULE, entry.range_span, message).with_help(help));
    }
}

/// Whether hosts, pods or Services may get addresses of the bridge. A wider network may leave them out.
fn takes_bridge(entry: &PlanEntry) -> bool {
    let (family, first, last) = entry.range.numbers();
    let number = |octets: [u8; 4]| u128::from(u32::from_be_bytes(octets));
    let (bridge_first, bridge_last) = (number([172, 17, 0, 0]), number([172, 17, 255, 255]));
    let has_hosts = matches!(
        entry.role.value,
        Role::Nodes | Role::Pods | Role::Services | Role::Subnet | Role::Vpn | Role::LoadBalancers
    );
    // 172.16.0.0/12 as a whole is a site's space, not a network with hosts in it.
    let is_network = entry.range.contains_address(IpAddr::V4(Ipv4Addr::new(172, 17, 0, 1)))
        || (bridge_first <= first && last <= bridge_last);
    family == Family::V4 && has_hosts && is_network && entry.range.prefix().is_none_or(|length| length >= 14)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, plan};

    #[test]
    fn nodes_on_the_bridge_are_worth_knowing() {
        check(
            &RULE,
            &plan(
                "cidr: 172.17.4.0/24, name: nodes, role: nodes\ncidr: 172.16.0.0/12, role: site\ncidr: 172.18.0.0/16, role: pods",
            ),
            "info `172.17.4.0/24` nodes (172.17.4.0/24) shares addresses with 172.17.0.0/16, the bridge of hosts with Docker",
        );
    }
}
