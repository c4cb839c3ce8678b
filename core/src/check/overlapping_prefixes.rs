use super::Design;
use super::colliding_ranges::must_be_apart;
use super::move_to_free::MoveToFree;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{EntrySource, ObjectEntry, PlanEntry, Role};
use std::collections::BTreeMap;

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
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let mut moves = MoveToFree::new(subject);
    repeated(subject, &mut moves, problems);
    let entries = &subject.model.plan;
    for overlap in subject.plan.overlaps() {
        if let (Some(a), Some(b)) = (entries.get(overlap.a), entries.get(overlap.b))
            && !must_be_apart(a, b)
            && !has_rule_of_its_own(subject, a, b)
        {
            // Of two that cross one at most is written as a prefix.
            let problem = moves.offer(crossing(a, b), overlap.b);
            problems.push(moves.offer(problem, overlap.a));
        }
    }
}

/// Entries with the very same addresses. Each is held against the first one of all and against the first one of its own
/// sort: what the plan says and what an object says may be one thing, and two objects still are two.
fn repeated(subject: &Design<'_>, moves: &mut MoveToFree<'_>, problems: &mut Vec<Problem>) {
    let entries = &subject.model.plan;
    let mut first_of_sort: BTreeMap<(usize, bool), &PlanEntry> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        let same = subject.plan.node(index).and_then(|node| node.same_as);
        let sort = (same.unwrap_or(index), is_object(entry));
        let of_sort = first_of_sort.get(&sort).copied();
        first_of_sort.entry(sort).or_insert(entry);
        let mut others = same.and_then(|same| entries.get(same)).into_iter().chain(of_sort);
        let conflict = others.find(|first| {
            !must_be_apart(first, entry)
                && !has_rule_of_its_own(subject, first, entry)
                && !says_the_same(first, entry)
        });
        if let Some(first) = conflict {
            problems.push(moves.offer(same_addresses(first, entry), index));
        }
    }
}

/// Whether two entries with the same addresses are one thing that is said twice: the plan's words and the object that
/// puts them into effect, or kubeadm's configuration and the pool that its network plugin takes the pods' from.
fn says_the_same(a: &PlanEntry, b: &PlanEntry) -> bool {
    let is_kubeadm = |entry: &PlanEntry| matches!(&entry.source, EntrySource::Object(object) if object.kind == ObjectEntry::Kubeadm);
    let are_two_sorts = is_object(a) != is_object(b) || is_kubeadm(a) != is_kubeadm(b);
    let (role, other) = (a.role.value, b.role.value);
    let same_role = role == other || role == Role::Unknown || other == Role::Unknown;
    // Objects never name their cluster.
    let same_cluster = a.cluster.is_none() || b.cluster.is_none() || a.cluster == b.cluster;
    are_two_sorts && same_role && same_cluster
}

fn is_object(entry: &PlanEntry) -> bool {
    matches!(entry.source, EntrySource::Object(_))
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
fn has_rule_of_its_own(subject: &Design<'_>, a: &PlanEntry, b: &PlanEntry) -> bool {
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
    use crate::check::fixture::{check, design, fixed, plan};

    /// A row of a table, and objects in a fence.
    fn page(row: &str, objects: &str) -> String {
        format!("| Name | CIDR |\n|---|---|\n{row}\n\n```yaml\n{objects}```\n")
    }

    const KUBEADM: &str = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking: { podSubnet: 10.244.0.0/16 }\n";
    const POOL: &str = "apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: main }\nspec: { cidr: 10.244.0.0/16 }\n";

    #[test]
    fn a_plan_and_the_object_that_puts_it_into_effect_say_one_thing() {
        check(&RULE, &page("| Pods | 10.244.0.0/16 |", &format!("{KUBEADM}---\n{POOL}")), "");
        check(&RULE, &page("| Cluster | 10.244.0.0/16 |", POOL), "");
    }

    #[test]
    fn two_objects_or_another_role_are_two_things() {
        let second = POOL.replace("main", "second");
        check(
            &RULE,
            &page("| Pods | 10.244.0.0/16 |", &format!("{POOL}---\n{second}")),
            "error `10.244.0.0/16` second has the same addresses as main: 10.244.0.0/16",
        );
        check(
            &RULE,
            &page("| Offices, site | 10.244.0.0/16 |", POOL),
            "error `10.244.0.0/16` main has the same addresses as Offices, site: 10.244.0.0/16",
        );
    }

    #[test]
    fn the_fix_moves_the_second_one_to_free_addresses() {
        let entries = "cidr: 10.0.0.0/16, name: a\ncidr: '10.0.0.0/16', name: b\ncidr: 10.1.0.0/16, name: c";
        let moved = entries.replace("'10.0.0.0/16'", "'10.2.0.0/16'");
        assert_eq!(fixed(&RULE, &plan(entries)), plan(&moved));
        let table = page("| a | 10.0.0.0/24 |\n| b | 10.0.0.0/24 |", "");
        assert_eq!(fixed(&RULE, &table), table.replace("| b | 10.0.0.0/24 |", "| b | 10.0.1.0/24 |"));
    }

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
