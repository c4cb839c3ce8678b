use super::Design;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{PlanField, PodAddresses, Role};
use crate::net::Family;
use crate::plan::node_blocks;

/// A node starts more pods than its block has addresses.
pub static RULE: Rule = Rule {
    code: "AP011",
    name: "pods-exceed-node-block",
    severity: Severity::Warning,
    why: "A node's pods get their addresses from the node's block. The kubelet starts up to `maxPods` (110 unless set); \
          those beyond the block's addresses wait for one without end.",
    source: "kubelet --max-pods, kube-controller-manager --node-cidr-mask-size",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for cluster in &subject.view.clusters {
        let facts = cluster.facts;
        let settings = cluster.pods();
        if settings.addresses != PodAddresses::NodeBlocks {
            continue;
        }
        let said = facts.and_then(|facts| facts.max_pods.as_ref());
        let pods = settings.max_pods;
        for entry in cluster.of(Role::Pods) {
            let Some(blocks) = node_blocks(entry, &settings).filter(|blocks| blocks.nodes.is_some()) else {
                continue;
            };
            // Two defaults agree with each other; Calico takes more blocks as a node needs them.
            let is_said = blocks.declared || (said.is_some() && !settings.is_calico);
            // The network and the broadcast address of a block are commonly left out in IPv4.
            let left_out = if entry.range.family() == Family::V4 && blocks.mask < 31 { 2 } else { 0 };
            let addresses = blocks.addresses_per_node - left_out;
            if !is_said || addresses >= u128::from(pods) {
                continue;
            }
            let by_default = if said.is_some() { "" } else { ", the default" };
            let message = format!(
                "{} gives a node /{}, {addresses} addresses for pods; the kubelet starts up to {pods}{by_default}",
                shown(entry),
                blocks.mask
            );
            let place = entry.place_of(PlanField::NodeMask).unwrap_or(entry.range_span);
            let mut problem = Problem::new(&RULE, place, message)
                .with_help(format!("set `maxPods` to {addresses} or less, or give nodes a wider block"));
            if let Some(said) = said {
                problem = problem.with_related(said.evidence.span(), format!("`maxPods` is {pods}"));
            }
            problems.push(problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design, plan};

    #[test]
    fn a_block_smaller_than_the_kubelets_pods_is_a_warning() {
        check(
            &RULE,
            &plan("cidr: 10.244.0.0/16, name: pods, role: pods, nodeMask: 26"),
            "warning `26` pods (10.244.0.0/16) gives a node /26, 62 addresses for pods; the kubelet starts up to 110, the default",
        );
    }

    #[test]
    fn a_limit_that_is_said_counts() {
        let entries = "cidr: 10.244.0.0/16, name: pods, role: pods";
        check(
            &RULE,
            &design("cluster: { maxPods: 300 }", entries),
            "warning `10.244.0.0/16` pods (10.244.0.0/16) gives a node /24, 254 addresses for pods; the kubelet starts up to 300",
        );
        check(&RULE, &design("cluster: { maxPods: 250 }", entries), "");
        check(&RULE, &plan("cidr: fd00::/48, role: pods"), "");
    }
}
