use super::Design;
use super::move_to_free::MoveToFree;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{Mesh, PlanEntry, Role};
use crate::net::Family;

/// Pods of clusters that reach each other directly share addresses.
pub static RULE: Rule = Rule {
    code: "AP034",
    name: "mesh-clusters-overlap",
    severity: Severity::Error,
    why: "In a Cilium ClusterMesh, and in an Istio mesh of one network, pods of all clusters reach each other by their \
          addresses. Where two clusters have the same, packets go to the wrong pod, or nowhere. An Istio mesh of \
          several networks goes through gateways and does not mind.",
    source: "Cilium documentation, \"Setting up Cluster Mesh\" (prerequisites); Istio documentation, \"Deployment \
             models\", network models",
};

/// A pod range that has been passed, with the cluster that it belongs to.
#[derive(Clone, Copy)]
struct Passed<'a> {
    entry: &'a PlanEntry,
    cluster: &'a str,
    last: u128,
}

/// Goes through the pod ranges by first address. Of those passed, the two of different clusters that reach farthest
/// are enough to know whether the next one meets another cluster's.
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let mut ranges: Vec<(Family, u128, Passed<'_>)> = Vec::new();
    for cluster in &subject.view.clusters {
        let mesh = cluster.facts.and_then(|facts| facts.mesh.as_ref()).map(|mesh| mesh.value);
        let (Some(Mesh::ClusterMesh | Mesh::IstioOneNetwork), Some(name)) = (mesh, cluster.name) else {
            continue;
        };
        for entry in cluster.of(Role::Pods) {
            let (family, first, last) = entry.range.numbers();
            ranges.push((family, first, Passed { entry, cluster: name, last }));
        }
    }
    ranges.sort_by_key(|(family, first, passed)| (*family, *first, passed.entry.range_span.start));
    let mut moves = MoveToFree::new(subject);
    let mut farthest: Option<(Family, Passed<'_>)> = None;
    let mut second: Option<Passed<'_>> = None;
    for (family, first, passed) in ranges {
        if farthest.is_some_and(|(of, _)| of != family) {
            (farthest, second) = (None, None);
        }
        let far = farthest.map(|(_, far)| far);
        let other = [far, second].into_iter().flatten().find(|it| it.cluster != passed.cluster);
        if let Some(other) = other.filter(|other| other.last >= first) {
            problems.push(moves.offer_entry(problem(&passed, &other), passed.entry));
        }
        match far {
            Some(far) if far.last >= passed.last => {
                if far.cluster != passed.cluster && second.is_none_or(|it| it.last < passed.last) {
                    second = Some(passed);
                }
            }
            _ => {
                if let Some(far) = far.filter(|far| far.cluster != passed.cluster) {
                    second = Some(far);
                }
                farthest = Some((family, passed));
            }
        }
    }
}

fn problem(one: &Passed<'_>, other: &Passed<'_>) -> Problem {
    let common = one.entry.range.intersection(&other.entry.range);
    let common = common.map(|range| range.to_string()).unwrap_or_default();
    let message = format!(
        "pods of {} and of {} in one mesh share {common}: {} and {}",
        other.cluster,
        one.cluster,
        shown(other.entry),
        shown(one.entry)
    );
    Problem::new(&RULE, one.entry.range_span, message)
        .with_related(other.entry.range_span, format!("{} is here", shown(other.entry)))
        .with_help("give each cluster pod addresses of its own, or join the clusters as several networks")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design};

    const ENTRIES: &str = "cidr: 10.0.0.0/14, name: e, role: pods, cluster: east\ncidr: 10.1.0.0/16, name: w, role: pods, cluster: west";

    #[test]
    fn clusters_of_one_mesh_need_pods_apart() {
        check(
            &RULE,
            &design("clusters: { east: { mesh: cluster-mesh }, west: { mesh: cluster-mesh } }", ENTRIES),
            "error `10.1.0.0/16` pods of east and of west in one mesh share 10.1.0.0-10.1.255.255: e (10.0.0.0/14) and w (10.1.0.0/16)",
        );
    }

    #[test]
    fn gateways_and_clusters_that_do_not_meet_do_not_mind() {
        let facts = "clusters: { east: { mesh: istio-multi-network }, west: { mesh: istio-multi-network } }";
        check(&RULE, &design(facts, ENTRIES), "");
        check(&RULE, &design("", ENTRIES), "");
    }

    #[test]
    fn a_third_cluster_behind_two_ranges_of_one_is_found() {
        let facts = "clusters: { a: { mesh: cluster-mesh }, b: { mesh: cluster-mesh } }";
        let entries = "cidr: 10.0.0.0/14, name: x, role: pods, cluster: a\ncidr: 10.0.0.0/8, name: y, role: pods, cluster: b\n\
                       cidr: 10.9.0.0/16, name: z, role: pods, cluster: b\ncidr: 10.10.0.0/16, name: q, role: pods, cluster: a";
        check(
            &RULE,
            &design(facts, entries),
            "error `10.0.0.0/8` pods of a and of b in one mesh share 10.0.0.0-10.3.255.255: x (10.0.0.0/14) and y (10.0.0.0/8)\n\
             error `10.10.0.0/16` pods of b and of a in one mesh share 10.10.0.0-10.10.255.255: y (10.0.0.0/8) and q (10.10.0.0/16)",
        );
    }
}
