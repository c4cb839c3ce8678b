use super::Subject;
use super::written_in::entry_within;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{NAMESPACE_NAME, Namespaces, Operator, PeerKind, Policy, Selector};
use crate::text::{Edit, Span};
use std::collections::BTreeSet;

/// A policy names a namespace by a label that the namespace does not have.
pub static RULE: Rule = Rule {
    code: "PO007",
    name: "namespace-without-label",
    severity: Severity::Warning,
    why: "Namespaces are selected by their labels, not by their names. Each has the label \
          `kubernetes.io/metadata.name`; `name` and the like only exist where somebody wrote them. A selector that no \
          namespace has matches nothing.",
    source: "Kubernetes documentation, \"Network Policies: Targeting a Namespace by its name\" (since 1.22)",
};

/// Keys by which the name of a namespace is meant.
const NAMES: &[&str] =
    &["name", "namespace", "ns", "metadata.name", "kubernetes.io/name", "app.kubernetes.io/name"];

/// Namespaces that every cluster has.
const ALWAYS: &[&str] = &["default", "kube-system", "kube-public", "kube-node-lease"];

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let is_namespace = |object: &&crate::k8s::Object| object.group().is_empty() && object.kind == "Namespace";
    let objects = subject.model.objects.objects.iter().filter(is_namespace);
    let declared: BTreeSet<&str> = objects.map(|object| object.name.as_str()).collect();
    for policy in &subject.resources.policies {
        let rules = policy.ingress.iter().chain(&policy.egress).flatten();
        let peers = rules.flat_map(|rule| rule.peers.iter().flatten());
        let of_peers = peers.filter_map(|peer| match &peer.kind {
            PeerKind::Pods(pods) => Some((&pods.namespaces, peer.span)),
            _ => None,
        });
        for (namespaces, place) in of_peers.chain([(&policy.subject.namespaces, policy.span)]) {
            let Namespaces::Matching(selector) = namespaces else { continue };
            let Some((key, name)) = by_name(selector) else { continue };
            let is_known = subject.resources.namespaces.contains_key(name) || ALWAYS.contains(&name);
            let matches = |labels| selector.matches(labels);
            if is_known && !subject.resources.namespaces.values().any(matches) {
                problems.extend(problem(subject, policy, place, (key, name), declared.contains(name)));
            }
        }
    }
}

/// The key and the name by which `selector` means a namespace.
fn by_name(selector: &Selector) -> Option<(&str, &str)> {
    selector.requirements().iter().find_map(|requirement| match &requirement.operator {
        Operator::In(values) if NAMES.contains(&requirement.key.as_str()) => match values.as_slice() {
            [name] => Some((requirement.key.as_str(), name.as_str())),
            _ => None,
        },
        _ => None,
    })
}

fn problem(
    subject: &Subject<'_>,
    policy: &Policy,
    place: Span,
    (key, name): (&str, &str),
    is_declared: bool,
) -> Option<Problem> {
    let object = subject.object(policy.object)?;
    let entry =
        entry_within(&object.tree, place, &mut |entry| entry.key == key && entry.value.text() == Some(name));
    let span = entry.map_or(place, |entry| entry.span());
    let message =
        format!("{policy} selects the namespace `{name}` by the label `{key}`, which it does not have");
    // The labels of a namespace that is not shown are not known.
    let severity = if is_declared { Severity::Warning } else { Severity::Info };
    let problem = Problem::new(&RULE, span, message).with_severity(severity);
    Some(match entry {
        Some(entry) => problem.with_fix(
            format!("Write {NAMESPACE_NAME}"),
            Edit::replace(entry.key_span, NAMESPACE_NAME),
            is_declared,
        ),
        None => problem.with_help(format!("select by `{NAMESPACE_NAME}: {name}`")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    fn page(label: &str, namespace: &str) -> String {
        format!(
            "```yaml\napiVersion: v1\nkind: Namespace\nmetadata: {{ name: shop{label} }}\n---\n\
             apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: web, namespace: bank }}\n\
             spec: {{ podSelector: {{}}, ingress: [{{ from: [{{ namespaceSelector: {{ matchLabels: {{ name: {namespace} }} }} }}] }}] }}\n```\n"
        )
    }

    #[test]
    fn a_namespace_is_not_selected_by_a_label_that_it_does_not_have() {
        check(
            &RULE,
            &page("", "shop"),
            "warning `name: shop` NetworkPolicy bank/web selects the namespace `shop` by the label `name`, which it does not have",
        );
        assert!(
            fixed(&RULE, &page("", "shop")).contains("matchLabels: { kubernetes.io/metadata.name: shop }")
        );
        check(
            &RULE,
            &page("", "kube-system"),
            "info `name: kube-system` NetworkPolicy bank/web selects the namespace `kube-system` by the label `name`, which it does not have",
        );
        check(&RULE, &page(", labels: { name: shop }", "shop"), "");
        check(&RULE, &page("", "elsewhere"), "");
    }
}
