use crate::document::{BlockKind, Document};
use crate::text::Span;
use serde::Deserialize;
use std::collections::BTreeMap;

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
    let objects: Vec<Object> = serde_saphyr::from_multiple(yaml).unwrap_or_default();
    let policies = objects.into_iter().filter(|object| object.kind.as_deref() == Some("NetworkPolicy"));
    policies.map(|policy| policy.summary(span)).collect()
}

#[derive(Deserialize)]
struct Object {
    kind: Option<String>,
    metadata: Option<Metadata>,
    spec: Option<Spec>,
}

#[derive(Deserialize)]
struct Metadata {
    namespace: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    pod_selector: Option<BTreeMap<String, serde::de::IgnoredAny>>,
    policy_types: Option<Vec<String>>,
    ingress: Option<Vec<serde::de::IgnoredAny>>,
}

impl Object {
    fn summary(self, span: Span) -> WrittenPolicy {
        let denies_all_ingress = self.spec.is_some_and(|spec| {
            // Without `policyTypes` a policy is always about ingress; no rule means that nothing is allowed.
            let about_ingress =
                spec.policy_types.is_none_or(|types| types.iter().any(|kind| kind == "Ingress"));
            about_ingress
                && spec.pod_selector.is_none_or(|selector| selector.is_empty())
                && spec.ingress.is_none_or(|rules| rules.is_empty())
        });
        WrittenPolicy {
            namespace: self.metadata.and_then(|metadata| metadata.namespace),
            denies_all_ingress,
            span,
        }
    }
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
