use super::unprotected_workloads::is_all_protected;
use super::{Design, Subject};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{GroupKind, GroupThing, Model, Thing, ThingKind};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A namespace with workloads in which everything may talk to everything.
pub static RULE: Rule = Rule {
    code: "PO001",
    name: "namespace-without-default-deny",
    severity: Severity::Warning,
    why: "Pods that no policy selects accept connections from everywhere, so each arrow that is not drawn exists all \
          the same. A default deny makes the drawn flows the only ones.",
    source: "Kubernetes documentation, \"Network Policies: Default deny all ingress traffic\"",
};

/// Namespaces whose workloads serve the whole cluster, and which nobody isolates this way.
pub(super) const SYSTEM: &[&str] = &["kube-system", "kube-public", "kube-node-lease"];

/// In a page without Kubernetes objects.
pub(super) fn check_drawing(design: &Design<'_>, problems: &mut Vec<Problem>) {
    if design.model.objects.objects.is_empty() {
        judge(design, |_| false, problems);
    }
}

/// In a page with Kubernetes objects: policies may select each of a namespace's pods one by one.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    if !subject.model.objects.objects.is_empty() {
        judge(subject, |namespace| is_all_protected(&subject.cluster, namespace), problems);
    }
}

/// A namespace is fine when a policy of the document's YAML, or one that is drawn, denies by default in it.
fn judge(subject: &Design<'_>, is_all_protected: impl Fn(&str) -> bool, problems: &mut Vec<Problem>) {
    let model = subject.model;
    let policies_matter = !subject.written_policies.is_empty() || subject.drawn_policies().next().is_some();
    let Some(denied) = denied_in_drawing(subject) else { return };
    for (name, namespace) in namespaces(model) {
        if SYSTEM.contains(&name) || is_denied_in_yaml(subject, name) || denied.contains(name) {
            continue;
        }
        if is_all_protected(name) {
            continue;
        }
        let message =
            format!("namespace {name} has no default deny: its pods accept connections from everywhere");
        let problem = Problem::new(&RULE, namespace.span, message).with_help(
            "write a NetworkPolicy that selects all of its pods, or draw a policy node with the text \"Default deny\" in it; the exported \
             manifests have one for each namespace that has no objects here",
        );
        // A sketch that shows no policies at all may have left them out.
        let sketch = !namespace.declared && !policies_matter;
        problems.push(if sketch { problem.with_severity(Severity::Info) } else { problem });
    }
}

/// The namespaces that this rule judges.
pub(super) fn drawn_namespaces(model: &Model) -> BTreeSet<&str> {
    namespaces(model).into_keys().collect()
}

struct Namespace {
    span: Span,
    declared: bool,
}

/// The namespaces that have workloads, by name.
fn namespaces(model: &Model) -> BTreeMap<&str, Namespace> {
    let mut found: BTreeMap<&str, Namespace> = BTreeMap::new();
    for thing in model.things.iter().filter(|thing| is_workload(thing.kind.value)) {
        let Some(namespace) = &thing.namespace else { continue };
        if found.contains_key(namespace.value.as_str()) {
            continue;
        }
        let group = group_of(model, &namespace.value);
        let span = group.map_or(thing.fact.unwrap_or(thing.span), |group| group.span);
        let declared =
            namespace.evidence.is_declared() || group.is_some_and(|group| group.kind.evidence.is_declared());
        found.insert(&namespace.value, Namespace { span, declared });
    }
    found
}

fn group_of<'a>(model: &'a Model, name: &str) -> Option<&'a GroupThing> {
    model.groups.iter().find(|group| group.kind.value == GroupKind::Namespace && group.name == name)
}

fn is_workload(kind: ThingKind) -> bool {
    matches!(
        kind,
        ThingKind::Deployment
            | ThingKind::StatefulSet
            | ThingKind::DaemonSet
            | ThingKind::Job
            | ThingKind::CronJob
            | ThingKind::Pod
            | ThingKind::Database
            | ThingKind::Cache
            | ThingKind::Queue
            | ThingKind::Service
    )
}

/// A policy without a namespace is a template that is applied wherever it is needed.
fn is_denied_in_yaml(subject: &Design<'_>, name: &str) -> bool {
    subject.written_policies.iter().any(|policy| {
        policy.denies_all_ingress && policy.namespace.as_deref().is_none_or(|namespace| namespace == name)
    })
}

/// The namespaces that drawn policies deny by default. A policy that speaks of denying counts for the namespace that
/// it stands in and for those that it is linked to, or to something in them. Nothing is returned when one stands in
/// no namespace and is linked to nothing: it counts for all.
fn denied_in_drawing<'a>(subject: &Design<'a>) -> Option<BTreeSet<&'a str>> {
    let denying: Vec<_> = subject.drawn_policies().filter(|policy| speaks_of_denying(policy)).collect();
    let mut targets: BTreeMap<&str, Vec<&'a str>> =
        denying.iter().map(|policy| (policy.id.as_str(), Vec::new())).collect();
    for link in &subject.model.links {
        for (policy, target) in [(&link.from, &link.to), (&link.to, &link.from)] {
            if let Some(targets) = targets.get_mut(policy.as_str()) {
                targets.push(target);
            }
        }
    }
    let mut denied = BTreeSet::new();
    for policy in denying {
        let own = policy.namespace.as_ref().map(|namespace| namespace.value.as_str());
        let targets = targets.get(policy.id.as_str()).map_or(&[] as &[_], Vec::as_slice);
        if own.is_none() && targets.is_empty() {
            return None;
        }
        denied.extend(own);
        denied.extend(targets.iter().filter_map(|target| namespace_at(subject, target)));
    }
    Some(denied)
}

/// The namespace that the thing with this id lives in, or that the group with this id is.
fn namespace_at<'a>(subject: &Design<'a>, id: &str) -> Option<&'a str> {
    match subject.thing(id) {
        Some(thing) => thing.namespace.as_ref().map(|namespace| namespace.value.as_str()),
        None => {
            let group = subject.model.group(id)?;
            (group.kind.value == GroupKind::Namespace).then_some(group.name.as_str())
        }
    }
}

fn speaks_of_denying(policy: &Thing) -> bool {
    let text = policy.text.to_ascii_lowercase();
    let id = policy.id.to_ascii_lowercase();
    ["deny", "denied", "isolat", "zero trust", "zero-trust"]
        .iter()
        .any(|word| text.contains(word) || id.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_sketched_namespace_is_worth_knowing() {
        check(
            &RULE,
            "flowchart LR\nsubgraph shop [Namespace shop]\n  web[Web shop] --> db[(Orders)]\nend\n",
            "info `subgraph shop [Namespace shop]` namespace shop has no default deny: its pods accept connections from everywhere",
        );
    }

    #[test]
    fn a_declared_namespace_is_a_warning() {
        check(
            &RULE,
            "---\nnetplat:\n  nodes:\n    web: { kind: Deployment, namespace: shop }\n---\nflowchart LR\n  web[Web shop]\n",
            "warning `web: { kind: Deployment, namespace: shop }` namespace shop has no default deny: its pods accept connections from everywhere",
        );
    }

    #[test]
    fn a_drawn_or_written_default_deny_is_enough() {
        let namespace = "flowchart LR\nsubgraph shop [Namespace shop]\n  web[Web shop] --> db[(Orders)]\n";
        check(&RULE, &format!("{namespace}  deny[Default deny policy]\nend\n"), "");
        check(&RULE, &format!("{namespace}end\ndeny[Default deny policy] -.-> shop\n"), "");
        check(&RULE, &format!("{namespace}end\ndeny[Default deny policy] -.-> db\n"), "");
        let fence = "```yaml\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny }\nspec: { podSelector: {} }\n```\n";
        check(&RULE, &format!("```mermaid\n{namespace}end\n```\n{fence}"), "");
    }

    #[test]
    fn a_policy_for_another_namespace_is_not_enough() {
        check(
            &RULE,
            "flowchart LR\nsubgraph shop [Namespace shop]\n  web[Web shop]\nend\nsubgraph blog [Namespace blog]\n  deny[Default deny policy]\n  posts[Posts]\nend\n",
            "warning `subgraph shop [Namespace shop]` namespace shop has no default deny: its pods accept connections from everywhere",
        );
    }
}
