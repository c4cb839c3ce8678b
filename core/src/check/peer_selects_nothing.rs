use super::cluster::{Cluster, Found};
use super::subject::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{NAMESPACE_NAME, Namespaces, Operator, Peer, PeerKind, Pod, PodSelection, Policy};
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
    let shown = cluster.resources.pods_by_namespace();
    let mut found = Vec::new();
    for policy in &cluster.resources.policies {
        let rules = policy.ingress.iter().chain(&policy.egress).flatten();
        for peer in rules.flat_map(|rule| rule.peers.iter().flatten()) {
            found.extend(problem(cluster, policy, peer, &shown));
        }
    }
    // Cilium's rules may be read into more than one policy.
    found.dedup();
    found
}

/// Workloads of a namespace of which none is shown may stand in another document.
fn problem(
    cluster: &Cluster<'_>,
    policy: &Policy,
    peer: &Peer,
    shown: &BTreeMap<&str, Vec<&Pod>>,
) -> Option<Found> {
    let PeerKind::Pods(selection) = &peer.kind else { return None };
    let namespace = namespace(selection)?;
    let mut pods = shown.get(namespace)?.iter();
    if selection.pods.is_everything() || pods.any(|pod| cluster.resources.assumes(selection, pod)) {
        return None;
    }
    let message = format!("no pod of `{namespace}` is `{}`", selection.pods);
    let problem = Problem::new(&RULE, peer.span, message)
        .with_help("compare the labels with those of the workload's pod template");
    Some((policy.object, problem))
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
