use super::Design;
use crate::diagnostic::{Problem, Rule, Severity};

/// A cluster larger than Kubernetes is tested with.
pub static RULE: Rule = Rule {
    code: "AP013",
    name: "cluster-beyond-limits",
    severity: Severity::Warning,
    why: "Kubernetes is tested up to 5,000 nodes and 150,000 pods in a cluster. Beyond that its components have not \
          been seen to keep up.",
    source: "Kubernetes documentation, \"Considerations for large clusters\"",
};

const MOST_NODES: u64 = 5_000;
const MOST_PODS: u64 = 150_000;

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for facts in subject.model.clusters.iter() {
        let Some(nodes) = &facts.nodes else { continue };
        let place = nodes.evidence.span();
        if nodes.value > MOST_NODES {
            let message = format!("{} nodes are planned; clusters are tested to {MOST_NODES}", nodes.value);
            problems.push(Problem::new(&RULE, place, message));
        } else if let Some(max_pods) = &facts.max_pods
            && nodes.value.saturating_mul(u64::from(max_pods.value)) > MOST_PODS
        {
            let pods = nodes.value.saturating_mul(u64::from(max_pods.value));
            let message = format!(
                "{} nodes of {} pods are {pods} pods when full; clusters are tested to {MOST_PODS}",
                nodes.value, max_pods.value
            );
            problems.push(
                Problem::new(&RULE, place, message)
                    .with_severity(Severity::Info)
                    .with_related(max_pods.evidence.span(), format!("`maxPods` is {}", max_pods.value)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, design};

    #[test]
    fn tested_sizes_bound_nodes_and_pods() {
        let with = |facts: &str| design(facts, "cidr: 10.0.0.0/8, role: site");
        check(
            &RULE,
            &with("cluster: { nodes: 6000 }"),
            "warning `6000` 6000 nodes are planned; clusters are tested to 5000",
        );
        check(
            &RULE,
            &with("cluster: { nodes: 1000, maxPods: 250 }"),
            "info `1000` 1000 nodes of 250 pods are 250000 pods when full; clusters are tested to 150000",
        );
        check(&RULE, &with("cluster: { nodes: 5000 }"), "");
    }
}
