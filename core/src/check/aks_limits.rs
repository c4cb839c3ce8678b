use super::Design;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{Cloud, Role};
use crate::net::Family;

/// A cluster is beyond what AKS creates.
pub static RULE: Rule = Rule {
    code: "AP023",
    name: "aks-limits",
    severity: Severity::Error,
    why: "AKS runs up to 250 pods on a node, and takes only service prefixes smaller than a /12. Both are set when the \
          cluster or its node pool is created.",
    source: "Azure Kubernetes Service documentation, \"Quotas, virtual machine size restrictions, and region \
             availability\" and \"Plan IP addresses for your cluster\"",
};

const MOST_PODS: u32 = 250;
const WIDEST_REFUSED: u8 = 12;

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for cluster in subject.view.clusters.iter().filter(|cluster| cluster.cloud() == Some(Cloud::Azure)) {
        let said = cluster.facts.and_then(|facts| facts.max_pods.as_ref());
        if let Some(pods) = said.filter(|pods| pods.value > MOST_PODS) {
            let message = format!("`maxPods` is {}; AKS runs up to {MOST_PODS} pods on a node", pods.value);
            let problem = Problem::new(&RULE, pods.evidence.span(), message);
            // Clusters that `clusters:` does not describe share what stands under `cluster:`.
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        for entry in cluster.declared(Role::Services) {
            // AP009 reports what is wider: no cluster takes that.
            if entry.range.family() == Family::V4 && entry.range.prefix() == Some(WIDEST_REFUSED) {
                let message = format!("{} is a /12; AKS takes Services from /13 on", shown(entry));
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
    fn pods_on_a_node_and_service_addresses_have_their_most() {
        let entries = "cidr: 10.16.0.0/12, name: svc, role: services";
        check(
            &RULE,
            &design("cluster: { cloud: azure, maxPods: 251 }", entries),
            "error `251` `maxPods` is 251; AKS runs up to 250 pods on a node\n\
             error `10.16.0.0/12` svc (10.16.0.0/12) is a /12; AKS takes Services from /13 on",
        );
        check(&RULE, &design("cluster: { cloud: aws, maxPods: 300 }", entries), "");
        check(
            &RULE,
            &design("cluster: { cloud: azure, maxPods: 250 }", "cidr: 10.16.0.0/13, role: services"),
            "",
        );
    }
}
