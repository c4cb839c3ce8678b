use super::Design;
use super::plan_view::{ClusterPlan, shown};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{PlanEntry, Role};
use crate::net::Family;

/// Pods, Services and nodes of a cluster differ in their address families.
pub static RULE: Rule = Rule {
    code: "AP008",
    name: "dual-stack-mismatch",
    severity: Severity::Warning,
    why: "A Service forwards to pods of its own family, and a pod gets addresses of the families that its node has. A \
          family that only one of them has is not reached. The first of two service prefixes sets the default family \
          of Services, and one family has one prefix.",
    source: "Kubernetes documentation, \"IPv4/IPv6 dual-stack\"; kube-apiserver --service-cluster-ip-range (at most two \
             prefixes, one for each family)",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for cluster in &subject.view.clusters {
        let (pods, services) = (cluster.declared(Role::Pods), cluster.declared(Role::Services));
        repeated(cluster, &services, problems);
        problems.extend(missing("Services", &services, "pods", &pods));
        // Plans often leave the nodes' other family to the network that they stand in.
        let nodes = missing("pods", &pods, "nodes", &cluster.declared(Role::Nodes));
        problems.extend(nodes.into_iter().map(|problem| problem.with_severity(Severity::Info)));
        order(&pods, &services, problems);
    }
}

/// A second service prefix of one family. Since 1.33 ServiceCIDR objects may add more.
fn repeated(cluster: &ClusterPlan<'_>, services: &[&PlanEntry], problems: &mut Vec<Problem>) {
    let severity = match cluster.kubernetes() {
        Some(version) if version < (1, 33) => Severity::Warning,
        _ => Severity::Info,
    };
    for family in [Family::V4, Family::V6] {
        let mut same = services.iter().filter(|entry| entry.range.family() == family);
        let Some(first) = same.next() else { continue };
        for second in same {
            let message = format!(
                "{} is another {family} prefix for Services; the API server takes one, ServiceCIDR objects (1.33) add more",
                shown(second)
            );
            problems.push(
                Problem::new(&RULE, second.range_span, message)
                    .with_severity(severity)
                    .with_related(first.range_span, format!("{} is the first", shown(first))),
            );
        }
    }
}

/// A family that `entries` have and `others`, of which some are said, lack.
fn missing(what: &str, entries: &[&PlanEntry], who: &str, others: &[&PlanEntry]) -> Vec<Problem> {
    let Some(other) = others.first() else { return Vec::new() };
    let of_family = |entry: &PlanEntry, family| entry.range.family() == family;
    let lacked = [Family::V4, Family::V6]
        .into_iter()
        .filter(|&family| !others.iter().any(|other| of_family(other, family)));
    let found = lacked.filter_map(|family| {
        let entry = entries.iter().find(|entry| of_family(entry, family))?;
        let message = format!("{what} have {family} ({}), {who} do not", shown(entry));
        let problem = Problem::new(&RULE, entry.range_span, message);
        Some(problem.with_related(other.range_span, format!("{} is for {who}", shown(other))))
    });
    found.collect()
}

/// Both have two families, and begin with another one.
fn order(pods: &[&PlanEntry], services: &[&PlanEntry], problems: &mut Vec<Problem>) {
    let is_dual = |entries: &[&PlanEntry]| {
        entries
            .first()
            .is_some_and(|first| entries.iter().any(|entry| entry.range.family() != first.range.family()))
    };
    if let (Some(pod), Some(service)) = (pods.first(), services.first())
        && is_dual(pods)
        && is_dual(services)
        && pod.range.family() != service.range.family()
    {
        let message = format!(
            "Services are {} by default, as their first prefix is; the pods' first is {}",
            service.range.family(),
            pod.range.family()
        );
        problems.push(
            Problem::new(&RULE, service.range_span, message)
                .with_severity(Severity::Info)
                .with_related(pod.range_span, format!("{} is the pods' first", shown(pod))),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design, plan};

    #[test]
    fn a_family_without_pods_behind_it_is_a_warning() {
        check(
            &RULE,
            &plan(
                "cidr: 10.244.0.0/16, role: pods\ncidr: 10.96.0.0/16, role: services\ncidr: fd00:1::/112, name: six, role: services",
            ),
            "warning `fd00:1::/112` Services have IPv6 (six (fd00:1::/112)), pods do not",
        );
    }

    #[test]
    fn a_second_prefix_of_a_family_and_another_order_are_said() {
        check(
            &RULE,
            &design(
                "cluster: { kubernetes: \"1.32\" }",
                "cidr: 10.96.0.0/16, name: a, role: services\ncidr: 10.97.0.0/16, name: b, role: services",
            ),
            "warning `10.97.0.0/16` b (10.97.0.0/16) is another IPv4 prefix for Services; the API server takes one, ServiceCIDR objects (1.33) add more",
        );
        check(
            &RULE,
            &plan(
                "cidr: 10.244.0.0/16, role: pods\ncidr: fd00::/48, role: pods\ncidr: fd01::/112, role: services\ncidr: 10.96.0.0/16, role: services",
            ),
            "info `fd01::/112` Services are IPv6 by default, as their first prefix is; the pods' first is IPv4",
        );
    }

    #[test]
    fn families_that_agree_are_fine() {
        check(
            &RULE,
            &plan(
                "cidr: 10.244.0.0/16, role: pods\ncidr: fd00::/48, role: pods\ncidr: 10.96.0.0/16, role: services",
            ),
            "",
        );
    }
}
