use super::Design;
use super::overlapping_prefixes::milder_across_clusters;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{PlanEntry, Role};

/// Pods, services and nodes, or others that must be apart, share addresses.
pub static RULE: Rule = Rule {
    code: "AP006",
    name: "colliding-ranges",
    severity: Severity::Error,
    why: "A cluster routes pod, service and node addresses in different ways. Where two of them share addresses, some \
          pods cannot reach some services or nodes, and which ones depends on what was given out.",
    source: "Kubernetes documentation, \"Cluster Networking\": non-overlapping addresses for pods, services and nodes",
};

/// Each entry is held against those around it, and against those that it crosses.
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let entries = &subject.model.plan;
    for (index, entry) in entries.iter().enumerate() {
        let same = subject.plan.node(index).and_then(|node| node.same_as);
        // A plan of ranges can nest deeper than prefixes do; the nearest collision is what counts.
        let around = same.into_iter().chain(subject.plan.ancestors(index)).take(256);
        let collision =
            around.filter_map(|other| entries.get(other)).find(|other| must_be_apart(other, entry));
        if let Some(outer) = collision {
            problems.push(swallowed(outer, entry));
        }
    }
    for overlap in subject.plan.overlaps() {
        if let (Some(a), Some(b)) = (entries.get(overlap.a), entries.get(overlap.b))
            && must_be_apart(a, b)
        {
            problems.push(partial(a, b));
        }
    }
}

/// Whether what the two are for forbids that they share addresses.
pub(super) fn must_be_apart(a: &PlanEntry, b: &PlanEntry) -> bool {
    use Role::{Attachment, LoadBalancers, Nodes, Pods, Services, Site, Subnet, Vpc, Vpn};
    let (outer, inner) = (a.role.value, b.role.value);
    let either = |one: Role, others: &[Role]| {
        (outer == one && others.contains(&inner)) || (inner == one && others.contains(&outer))
    };
    either(Pods, &[Services, Nodes, LoadBalancers, Attachment, Vpn])
        || either(Services, &[Nodes, LoadBalancers, Attachment, Vpn])
        || either(Vpn, &[Nodes, Attachment])
        // A subnet or VPC inside the pods' or services' addresses cannot be reached from a pod.
        || (matches!(outer, Pods | Services) && matches!(inner, Subnet | Vpc | Site) && !a.range.same_addresses(&b.range))
}

fn swallowed(outer: &PlanEntry, inner: &PlanEntry) -> Problem {
    let (outer_role, inner_role) = (words(outer.role.value), words(inner.role.value));
    let message = if outer.range.same_addresses(&inner.range) {
        format!(
            "{inner_role} ({}) and {outer_role} ({}) have the same addresses: {}",
            inner.name, outer.name, outer.range
        )
    } else {
        format!(
            "{inner_role} ({}, {}) lie within {outer_role} ({}, {})",
            inner.name, inner.range, outer.name, outer.range
        )
    };
    let problem = Problem::new(&RULE, inner.range_span, message)
        .with_related(outer.range_span, format!("{} is here", outer.name))
        .with_help("give them prefixes that share no address");
    milder_across_clusters(problem, outer, inner)
}

fn partial(a: &PlanEntry, b: &PlanEntry) -> Problem {
    let shared = a.range.intersection(&b.range).map(|range| range.to_string()).unwrap_or_default();
    let (a_role, b_role) = (words(a.role.value), words(b.role.value));
    let message = format!(
        "{b_role} ({}, {}) and {a_role} ({}, {}) both have {shared}",
        b.name, b.range, a.name, a.range
    );
    let problem = Problem::new(&RULE, b.range_span, message)
        .with_severity(Severity::Warning)
        .with_related(a.range_span, format!("{} is here", a.name));
    milder_across_clusters(problem, a, b)
}

fn words(role: Role) -> &'static str {
    match role {
        Role::Site => "a site",
        Role::Vpc => "a VPC",
        Role::Subnet => "a subnet",
        Role::Nodes => "nodes",
        Role::Pods => "pods",
        Role::Services => "services",
        Role::LoadBalancers => "load balancers",
        Role::Attachment => "an attached network",
        Role::Vpn => "a VPN",
        Role::Reserved => "a reserved range",
        Role::Unknown => "a range",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, plan};

    #[test]
    fn pods_within_nodes_collide() {
        check(
            &RULE,
            &plan(
                "cidr: 10.0.0.0/8, name: machines, role: nodes\ncidr: 10.244.0.0/16, name: pod network, role: pods",
            ),
            "error `10.244.0.0/16` pods (pod network, 10.244.0.0/16) lie within nodes (machines, 10.0.0.0/8)",
        );
    }

    #[test]
    fn a_range_that_crosses_is_a_warning() {
        check(
            &RULE,
            &plan("cidr: 10.0.0.0/24, name: p, role: pods\nrange: 10.0.0.200-10.0.1.20, name: v, role: vpn"),
            "warning `10.0.0.200-10.0.1.20` a VPN (v, 10.0.0.200-10.0.1.20) and pods (p, 10.0.0.0/24) both have 10.0.0.200-10.0.0.255",
        );
    }

    #[test]
    fn what_lies_in_a_common_vpc_does_not_collide() {
        check(
            &RULE,
            &plan(
                "cidr: 10.0.0.0/8, role: vpc\ncidr: 10.0.0.0/16, role: nodes\ncidr: 10.1.0.0/16, role: pods\n\
                 cidr: 10.2.0.0/16, role: services\nrange: 10.0.9.1-10.0.9.9, role: load-balancers",
            ),
            "",
        );
    }
}
