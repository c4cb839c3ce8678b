use super::Design;
use super::plan_view::ClusterPlan;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{PlanEntry, PodAddresses, Role};
use crate::net::Family;
use crate::plan::{node_blocks, usable};

/// More nodes are planned than there are blocks or addresses for.
pub static RULE: Rule = Rule {
    code: "AP012",
    name: "nodes-do-not-fit",
    severity: Severity::Error,
    why: "Each node takes one block of the pod addresses and one address of the node subnets. A node that gets none \
          stays NotReady, and the pod addresses of a running cluster can hardly be changed.",
    source: "kube-controller-manager --allocate-node-cidrs, --node-cidr-mask-size",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for cluster in &subject.view.clusters {
        let Some(planned) = cluster.facts.and_then(|facts| facts.nodes.as_ref()) else { continue };
        for family in [Family::V4, Family::V6] {
            let limits = [blocks(cluster, family), addresses(cluster, family)];
            for (room, of, entry) in limits.into_iter().flatten() {
                if u128::from(planned.value) > room {
                    let message = format!(
                        "{} nodes are planned; the {family} addresses have {room} {of}",
                        planned.value
                    );
                    problems.push(
                        Problem::new(&RULE, planned.evidence.span(), message)
                            .with_related(entry.range_span, format!("{} is here", entry.range)),
                    );
                }
            }
        }
    }
}

/// The blocks for nodes in the pod addresses, with the first entry that has some.
fn blocks<'a>(cluster: &ClusterPlan<'a>, family: Family) -> Option<(u128, &'static str, &'a PlanEntry)> {
    let settings = cluster.pods();
    // Calico's blocks are not bound to nodes one by one.
    if settings.addresses != PodAddresses::NodeBlocks || settings.is_calico {
        return None;
    }
    let pods: Vec<_> = cluster.of(Role::Pods).filter(|entry| entry.range.family() == family).collect();
    let each = pods.iter().filter_map(|entry| node_blocks(entry, &settings)?.nodes);
    let room = each.fold(0u128, u128::saturating_add);
    pods.first().map(|first| (room, "blocks for nodes", *first)).filter(|(room, ..)| *room > 0)
}

fn addresses<'a>(cluster: &ClusterPlan<'a>, family: Family) -> Option<(u128, &'static str, &'a PlanEntry)> {
    let nodes: Vec<_> = cluster.of(Role::Nodes).filter(|entry| entry.range.family() == family).collect();
    let room = nodes
        .iter()
        .fold(0u128, |room, entry| room.saturating_add(usable(entry, cluster.cloud()).saturating()));
    nodes.first().map(|first| (room, "addresses for nodes", *first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design};

    #[test]
    fn blocks_and_addresses_bound_the_nodes() {
        check(
            &RULE,
            &design(
                "cluster: { nodes: 300 }",
                "cidr: 10.244.0.0/16, role: pods\ncidr: 10.0.0.0/24, role: nodes\ncidr: 10.0.1.0/24, role: nodes",
            ),
            "error `300` 300 nodes are planned; the IPv4 addresses have 256 blocks for nodes",
        );
        check(
            &RULE,
            &design(
                "cluster: { nodes: 255 }",
                "cidr: 10.244.0.0/16, role: pods\ncidr: 10.0.0.0/24, role: nodes",
            ),
            "error `255` 255 nodes are planned; the IPv4 addresses have 254 addresses for nodes",
        );
    }
}
