use super::Subject;
use super::colliding_ranges::must_be_apart;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{PlanEntry, Role};

/// Two entries of the plan share addresses although neither lies within the other.
pub static RULE: Rule = Rule {
    code: "AP001",
    name: "overlapping-prefixes",
    severity: Severity::Error,
    why: "An address that belongs to two networks has two routes: traffic for one of them goes astray, and the \
          networks cannot be joined later without renumbering.",
    source: "RFC 4632 section 5 (longest match), RFC 1918 section 4",
};

/// Prefixes nest, and nesting is a plan. What is reported is the same prefix twice, and ranges that cross.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let entries = &subject.model.plan;
    for (index, entry) in entries.iter().enumerate() {
        let same = subject.plan.node(index).and_then(|node| node.same_as).and_then(|same| entries.get(same));
        if let Some(first) =
            same.filter(|first| !must_be_apart(first, entry) && !has_rule_of_its_own(subject, first, entry))
        {
            problems.push(same_addresses(first, entry));
        }
    }
    for overlap in subject.plan.overlaps() {
        if let (Some(a), Some(b)) = (entries.get(overlap.a), entries.get(overlap.b))
            && !must_be_apart(a, b)
            && !has_rule_of_its_own(subject, a, b)
        {
            problems.push(crossing(a, b));
        }
    }
}

fn same_addresses(first: &PlanEntry, entry: &PlanEntry) -> Problem {
    let message = format!("{} has the same addresses as {}: {}", entry.name, first.name, first.range);
    let problem = Problem::new(&RULE, entry.range_span, message)
        .with_related(first.range_span, format!("{} is here", first.name));
    milder_across_clusters(problem, first, entry)
}

fn crossing(a: &PlanEntry, b: &PlanEntry) -> Problem {
    let shared = a.range.intersection(&b.range).map(|range| range.to_string()).unwrap_or_default();
    let message = format!("{} ({}) and {} ({}) both have {shared}", a.name, a.range, b.name, b.range);
    let problem =
        Problem::new(&RULE, b.range_span, message).with_related(a.range_span, format!("{} is here", a.name));
    milder_across_clusters(problem, a, b)
}

/// Pools of load balancers; and pods and Services of two clusters: Service addresses never leave their cluster, and whether pods meet follows from
/// the mesh, which has a rule of its own.
fn has_rule_of_its_own(subject: &Subject<'_>, a: &PlanEntry, b: &PlanEntry) -> bool {
    if a.role.value == Role::LoadBalancers && b.role.value == Role::LoadBalancers {
        return true;
    }
    let (Some(one), Some(other)) = (&a.cluster, &b.cluster) else { return false };
    let in_mesh = |cluster: &str| subject.view.is_in_mesh(cluster);
    one != other
        && match (a.role.value, b.role.value) {
            (Role::Services, Role::Services) => true,
            (Role::Pods, Role::Pods) => in_mesh(one) && in_mesh(other),
            _ => false,
        }
}

/// Clusters that never meet may use the same addresses.
pub(super) fn milder_across_clusters(problem: Problem, a: &PlanEntry, b: &PlanEntry) -> Problem {
    match (&a.cluster, &b.cluster) {
        (Some(a), Some(b)) if a != b => problem.with_severity(Severity::Info).with_help(format!(
            "{a} and {b} can only be joined (ClusterMesh, one Istio network, a VPN) once one of them is renumbered"
        )),
        _ => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design, plan};

    #[test]
    fn the_same_prefix_twice_is_an_error() {
        check(
            &RULE,
            &plan("cidr: 10.0.0.0/16, name: a\ncidr: 10.0.0.0/16, name: b"),
            "error `10.0.0.0/16` b has the same addresses as a: 10.0.0.0/16",
        );
    }

    #[test]
    fn ranges_that_cross_are_an_error() {
        check(
            &RULE,
            &plan("range: 10.0.0.10-10.0.0.60, name: pool\nrange: 10.0.0.50-10.0.0.90, name: static"),
            "error `10.0.0.50-10.0.0.90` pool (10.0.0.10-10.0.0.60) and static (10.0.0.50-10.0.0.90) both have 10.0.0.50-10.0.0.60",
        );
    }

    #[test]
    fn services_of_two_clusters_and_pods_behind_gateways_may_be_the_same() {
        let twice = |role: &str| {
            format!(
                "cidr: 10.0.0.0/16, name: a, cluster: east, role: {role}\ncidr: 10.0.0.0/16, name: b, cluster: west, role: {role}"
            )
        };
        check(&RULE, &plan(&twice("services")), "");
        let facts = "clusters: { east: { mesh: istio-multi-network }, west: { mesh: istio-multi-network } }";
        check(&RULE, &design(facts, &twice("pods")), "");
        check(&RULE, &plan(&twice("pods")), "info `10.0.0.0/16` b has the same addresses as a: 10.0.0.0/16");
    }

    #[test]
    fn nesting_is_a_plan_and_families_never_meet() {
        check(
            &RULE,
            &plan("cidr: 10.0.0.0/8, name: site\ncidr: 10.1.0.0/16, name: vpc\ncidr: fd00::/8, name: six"),
            "",
        );
    }

    #[test]
    fn clusters_that_do_not_meet_may_share_addresses() {
        check(
            &RULE,
            &plan("cidr: 10.0.0.0/16, name: a, cluster: east\ncidr: 10.0.0.0/16, name: b, cluster: west"),
            "info `10.0.0.0/16` b has the same addresses as a: 10.0.0.0/16",
        );
    }
}
