use crate::document::{BlockKind, Document};
use crate::text::Span;
use crate::yaml::{self, Node};

/// A NetworkPolicy in one of the document's ` ```yaml ` fences, as far as the checks need it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct WrittenPolicy {
    /// `metadata.namespace`.
    pub(super) namespace: Option<String>,
    /// Whether it selects every pod of its namespace and allows nothing to come in.
    pub(super) denies_all_ingress: bool,
    /// The fence.
    pub(super) span: Span,
}

impl WrittenPolicy {
    /// Those of all fences that are valid YAML, in order. Other fences are left to whoever reads them.
    pub(super) fn all(text: &str, document: &Document) -> Vec<Self> {
        let fences = document.blocks.iter().filter(|block| block.kind == BlockKind::Yaml);
        fences.flat_map(|block| read(block.content.slice(text), block.content)).collect()
    }
}

fn read(yaml: &str, span: Span) -> Vec<WrittenPolicy> {
    // Most fences hold something else; this spares parsing them at each keystroke.
    if !yaml.contains("NetworkPolicy") {
        return Vec::new();
    }
    let read = yaml::read(yaml, span.start as usize);
    if !read.problems.is_empty() {
        return Vec::new();
    }
    let is_policy = |object: &&Node| object.get("kind").and_then(Node::text) == Some("NetworkPolicy");
    read.documents.iter().filter(is_policy).map(|policy| summary(policy, span)).collect()
}

fn summary(policy: &Node, span: Span) -> WrittenPolicy {
    let denies_all_ingress = policy.get("spec").is_some_and(|spec| {
        // Without `policyTypes` a policy is always about ingress; no rule means that nothing is allowed.
        let types = spec.get("policyTypes").filter(|types| !types.is_null());
        let about_ingress =
            types.is_none_or(|types| types.items().iter().any(|kind| kind.text() == Some("Ingress")));
        let is_empty =
            |key: &str| spec.get(key).is_none_or(|node| node.entries().is_empty() && node.items().is_empty());
        about_ingress && is_empty("podSelector") && is_empty("ingress")
    });
    let namespace =
        policy.get("metadata").and_then(|metadata| metadata.get("namespace")).and_then(Node::text);
    WrittenPolicy { namespace: namespace.map(str::to_owned), denies_all_ingress, span }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(spec: &str, denies: bool) {
        let yaml = format!(
            "kind: ConfigMap\n---\nkind: NetworkPolicy\nmetadata: {{ name: a, namespace: shop }}\nspec: {spec}\n"
        );
        let policies = read(&yaml, Span::default());
        assert_eq!(policies.len(), 1, "{yaml}");
        assert_eq!(
            (policies[0].namespace.as_deref(), policies[0].denies_all_ingress),
            (Some("shop"), denies),
            "{spec}"
        );
    }

    #[test]
    fn a_default_deny_selects_all_and_allows_nothing() {
        check("{ podSelector: {}, policyTypes: [Ingress, Egress] }", true);
        check("{ podSelector: {} }", true);
        check("{ podSelector: {}, ingress: [] }", true);
        check("{ podSelector: {}, ingress: [{}] }", false);
        check("{ podSelector: {}, policyTypes: [Egress] }", false);
        check("{ podSelector: { matchLabels: { app: web } } }", false);
    }

    #[test]
    fn what_is_no_yaml_has_no_policies() {
        assert_eq!(read("kind: NetworkPolicy\n  spec: [", Span::default()), []);
        assert_eq!(read("{{ if .NetworkPolicy }}", Span::default()), []);
    }
}
