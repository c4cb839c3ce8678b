use super::cluster::{Cluster, Found};
use super::subject::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{NAMESPACE_NAME, Namespaces, Operator, Peer, PeerKind, Pod, PodSelection};
use std::collections::BTreeMap;

/// The other end of a rule, that no pod which is shown is.
pub static RULE: Rule = Rule {
    code: "PO034",
    name: "peer-selects-nothing",
    severity: Severity::Warning,
    why: "A rule for pods that are not there lets nothing pass, or keeps nothing from passing. Most often a label was \
          renamed in the workload and not in the policy.",
    source: "Kubernetes API: NetworkPolicyPeer, `podSelector`",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    problems.extend(find(&subject.cluster).into_iter().map(|(_, problem)| problem));
}

pub(super) fn find(cluster: &Cluster<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    // Many rules are for the same pods.
    let mut empty: BTreeMap<&PodSelection, bool> = BTreeMap::new();
    for policy in &cluster.resources.policies {
        let rules = policy.ingress.iter().chain(&policy.egress).flatten();
        for peer in rules.flat_map(|rule| rule.peers.iter().flatten()) {
            let PeerKind::Pods(selection) = &peer.kind else { continue };
            if *empty.entry(selection).or_insert_with(|| is_empty(cluster, selection)) {
                found.push((policy.object, problem(cluster, peer, selection)));
            }
        }
    }
    // Cilium's rules may be read into more than one policy.
    found.dedup();
    found
}

/// Whether no pod is selected in a namespace all of whose pods are shown.
fn is_empty(cluster: &Cluster<'_>, selection: &PodSelection) -> bool {
    let pods = namespace(selection).and_then(|namespace| cluster.shown.all_pods(namespace));
    let is_selected = |pod: &&Pod| cluster.resources.assumes(selection, pod);
    !selection.pods.is_everything() && pods.is_some_and(|pods| !pods.iter().any(is_selected))
}

fn problem(cluster: &Cluster<'_>, peer: &Peer, selection: &PodSelection) -> Problem {
    let namespace = namespace(selection).unwrap_or_default();
    Problem::new(&RULE, peer.span, format!("no pod of `{namespace}` is `{}`", selection.pods))
        .with_severity(cluster.shown.severity(namespace, &selection.pods))
        .with_help("compare the labels with those of the workload's pod template")
}

/// The one namespace that is meant.
fn namespace(selection: &PodSelection) -> Option<&str> {
    match &selection.namespaces {
        Namespaces::Named(name) => Some(name),
        Namespaces::Matching(selector) => {
            let by_name = selector.requirements().iter().find(|it| it.key == NAMESPACE_NAME)?;
            match &by_name.operator {
                Operator::In(names) if names.len() == 1 => names.first().map(String::as_str),
                _ => None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_peer_is_looked_for_where_pods_are_shown() {
        let page = |peer: &str| {
            format!(
                "```yaml\napiVersion: v1\nkind: Pod\nmetadata: {{ name: web, namespace: shop, labels: {{ app: web }} }}\n\
                 spec: {{ containers: [{{ name: web, image: web }}] }}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n\
                 metadata: {{ name: p, namespace: shop }}\nspec: {{ podSelector: {{}}, ingress: [{{ from: [{peer}] }}] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("{ podSelector: { matchLabels: { app: wbe } } }"),
            "warning `{ podSelector: { matchLabels: { app: wbe } } }` no pod of `shop` is `app=wbe`",
        );
        let elsewhere = |name: &str| {
            format!(
                "{{ namespaceSelector: {{ matchLabels: {{ kubernetes.io/metadata.name: {name} }} }}, podSelector: {{ matchLabels: {{ app: a }} }} }}"
            )
        };
        check(
            &RULE,
            &page(&elsewhere("shop")),
            &format!("warning `{}` no pod of `shop` is `app=a`", elsewhere("shop")),
        );
        check(&RULE, &page(&elsewhere("bank")), "");
        check(&RULE, &page("{ podSelector: { matchLabels: { app: web } } }"), "");
        check(&RULE, &page("{ namespaceSelector: {}, podSelector: { matchLabels: { app: a } } }"), "");
    }
}
