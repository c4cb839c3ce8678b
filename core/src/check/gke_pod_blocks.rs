use super::Design;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{Cloud, PlanField, Role};
use crate::net::Family;
use crate::plan::gke_mask;

/// A GKE cluster whose pods per node and node blocks do not agree.
pub static RULE: Rule = Rule {
    code: "AP021",
    name: "gke-pod-blocks",
    severity: Severity::Error,
    why: "GKE gives a node a block with at least twice the addresses of its most pods: /28 for 8 pods, /27 for 16, /26 \
          for 32, /25 for 64, /24 for 110, /23 for 256. The pod range divided by the block is the most nodes.",
    source: "Google Kubernetes Engine documentation, \"Configure maximum Pods per node\"",
};

/// The most pods that a node of GKE runs.
const MOST_PODS: u32 = 256;

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for cluster in subject.view.clusters.iter().filter(|cluster| cluster.cloud() == Some(Cloud::Gcp)) {
        let Some(facts) = cluster.facts else { continue };
        let max_pods = cluster.pods().max_pods;
        if let Some(said) = facts.max_pods.as_ref().filter(|said| said.value > MOST_PODS) {
            let message = format!("a node of GKE runs up to {MOST_PODS} pods, not {max_pods}");
            problems.push(Problem::new(&RULE, said.evidence.span(), message));
            continue;
        }
        let block = gke_mask(max_pods);
        let pods = cluster.of(Role::Pods).filter(|entry| entry.range.family() == Family::V4);
        for entry in pods {
            if let Some(mask) = entry.node_mask.filter(|&mask| mask != block) {
                let place = entry.place_of(PlanField::NodeMask).unwrap_or(entry.range_span);
                let message = format!(
                    "{} says /{mask} for a node; GKE gives /{block} to nodes of {max_pods} pods",
                    shown(entry)
                );
                problems.push(Problem::new(&RULE, place, message).with_severity(Severity::Warning));
            } else if let Some(length) = entry.range.prefix().filter(|&length| length > block) {
                let message = format!(
                    "{} is a /{length}; GKE gives /{block} to nodes of {max_pods} pods, so that none fits",
                    shown(entry)
                );
                problems.push(Problem::new(&RULE, entry.range_span, message));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design};

    #[test]
    fn blocks_follow_from_the_pods_of_a_node() {
        check(
            &RULE,
            &design(
                "cluster: { cloud: gcp, maxPods: 32 }",
                "cidr: 10.4.0.0/14, name: pods, role: pods, nodeMask: 24",
            ),
            "warning `24` pods (10.4.0.0/14) says /24 for a node; GKE gives /26 to nodes of 32 pods",
        );
        check(
            &RULE,
            &design("cluster: { cloud: gcp, maxPods: 300 }", "cidr: 10.4.0.0/14, role: pods"),
            "error `300` a node of GKE runs up to 256 pods, not 300",
        );
        check(&RULE, &design("cluster: { cloud: gcp }", "cidr: 10.4.0.0/14, role: pods"), "");
    }
}
