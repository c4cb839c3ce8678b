use super::Subject;
use super::cluster::{Cluster, Found};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Pod, Policy};
use std::collections::BTreeSet;

/// A policy whose selector selects none of the pods that the document shows.
pub static RULE: Rule = Rule {
    code: "PO003",
    name: "policy-selects-nothing",
    severity: Severity::Warning,
    why: "A policy that selects no pod protects nothing and allows nothing. Most often a label was renamed in the \
          workload and not in the policy.",
    source: "Kubernetes: Network Policies, the `podSelector`",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    problems.extend(find(&subject.cluster).into_iter().map(|(_, problem)| problem));
}

pub(super) fn find(cluster: &Cluster<'_>) -> Vec<Found> {
    let shown = &cluster.shown;
    let mut found = Vec::new();
    let mut judged = BTreeSet::new();
    // An object of Cilium's may be read as several policies.
    let policies = cluster.resources.policies.iter().filter(|policy| judged.insert(policy.object));
    for policy in policies {
        // Workloads of a namespace of which none is shown may stand in another document.
        let pods = policy.namespace.as_deref().and_then(|namespace| shown.all_pods(namespace));
        let is_selected = |pod: &&Pod| cluster.resources.assumes(&policy.subject, pod);
        if pods.is_some_and(|pods| !pods.iter().any(is_selected)) {
            found.push((policy.object, problem(cluster, policy)));
        }
    }
    found
}

fn problem(cluster: &Cluster<'_>, policy: &Policy) -> Problem {
    let selectors = ["podSelector", "endpointSelector", "selector"];
    let object = cluster.objects.get(policy.object);
    let selector =
        object.and_then(|object| selectors.iter().find_map(|selector| object.at(&["spec", selector])));
    let span = selector.map_or(policy.span, |selector| selector.span);
    let namespace = policy.namespace.as_deref().unwrap_or_default();
    let message = format!("{policy} selects `{}`, and no pod of `{namespace}` is that", policy.subject.pods);
    Problem::new(&RULE, span, message)
        .with_severity(cluster.shown.severity(namespace, &policy.subject.pods))
        .with_help("compare the labels with those of the workload's pod template")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(namespace: &str, label: &str) -> String {
        format!(
            "```yaml\napiVersion: v1\nkind: Pod\nmetadata: {{ name: web, namespace: {namespace}, labels: {{ app: web }} }}\n\
             spec: {{ containers: [{{ name: web, image: web }}] }}\n---\n\
             apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: web, namespace: shop }}\n\
             spec:\n  podSelector: {{ matchLabels: {{ app: {label} }} }}\n```\n"
        )
    }

    #[test]
    fn a_selector_without_a_pod_is_reported() {
        let expect = "warning `{ matchLabels: { app: wbe } }` NetworkPolicy shop/web selects `app=wbe`, and no pod of `shop` is that";
        check(&RULE, &page("shop", "wbe"), expect);
        check(&RULE, &page("shop", "web"), "");
    }

    #[test]
    fn a_namespace_of_which_no_pod_is_shown_is_not_judged() {
        check(&RULE, &page("bank", "wbe"), "");
    }
}
