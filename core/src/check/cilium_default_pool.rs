use super::Design;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{Cloud, Role};
use crate::net::{AddressRange, Cidr, Family};

/// Cilium's default pod addresses swallow the nodes.
pub static RULE: Rule = Rule {
    code: "AP028",
    name: "cilium-default-pool",
    severity: Severity::Warning,
    why: "Unless told otherwise, Cilium takes pod addresses from 10.0.0.0/8. Nodes or Services in the same range are \
          not reached from pods that share their addresses.",
    source: "Cilium documentation, \"Cluster Scope\" IPAM (clusterPoolIPv4PodCIDRList, default 10.0.0.0/8)",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let default = "10.0.0.0/8".parse::<Cidr>().map(AddressRange::from);
    let Ok(default) = default else { return };
    for cluster in subject.view.clusters.iter().filter(|cluster| cluster.runs("cilium")) {
        // Managed clusters come with another IPAM mode.
        let is_managed = cluster.cloud().is_some_and(|cloud| cloud != Cloud::None);
        let plans_pods = cluster.of(Role::Pods).any(|entry| entry.range.family() == Family::V4);
        if is_managed || plans_pods {
            continue;
        }
        let mut inside = [Role::Nodes, Role::Services].into_iter().flat_map(|role| cluster.of(role));
        if let Some(entry) = inside.find(|entry| default.contains(&entry.range)) {
            let message = format!(
                "{} lies in 10.0.0.0/8, where Cilium puts pods when the plan gives it no pod addresses",
                shown(entry)
            );
            let help =
                "add a pod prefix to the plan, and set it as `ipam.operator.clusterPoolIPv4PodCIDRList`";
            problems.push(Problem::new(&RULE, entry.range_span, message).with_help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design};

    #[test]
    fn nodes_in_the_default_pool_are_reported_until_pods_are_planned() {
        let facts = "cluster: { cni: cilium }";
        check(
            &RULE,
            &design(facts, "cidr: 10.1.0.0/24, name: nodes, role: nodes"),
            "warning `10.1.0.0/24` nodes (10.1.0.0/24) lies in 10.0.0.0/8, where Cilium puts pods when the plan gives it no pod addresses",
        );
        check(&RULE, &design(facts, "cidr: 10.1.0.0/24, role: nodes\ncidr: 10.2.0.0/16, role: pods"), "");
        check(&RULE, &design("cluster: { cni: calico }", "cidr: 10.1.0.0/24, role: nodes"), "");
    }
}
