use crate::k8s::{Object, Objects};
use crate::text::Span;

/// A NetworkPolicy in one of the document's ` ```yaml ` fences, as far as the checks need it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct WrittenPolicy {
    /// `metadata.namespace`.
    pub(super) namespace: Option<String>,
    /// Whether it selects every pod of its namespace and allows nothing to come in.
    pub(super) denies_all_ingress: bool,
    /// All of it.
    pub(super) span: Span,
}

impl WrittenPolicy {
    /// Those of all fences that could be read, in order.
    pub(super) fn all(objects: &Objects) -> Vec<Self> {
        let is_policy = |object: &&Object| object.kind == "NetworkPolicy" && object.is_whole;
        objects.objects.iter().filter(is_policy).map(summary).collect()
    }
}

fn summary(policy: &Object) -> WrittenPolicy {
    let denies_all_ingress = policy.tree.get("spec").is_some_and(|spec| {
        // Without `policyTypes` a policy is always about ingress; no rule means that nothing is allowed.
        let types = spec.get("policyTypes").filter(|types| !types.is_null());
        let about_ingress =
            types.is_none_or(|types| types.items().iter().any(|kind| kind.text() == Some("Ingress")));
        let is_empty =
            |key: &str| spec.get(key).is_none_or(|node| node.entries().is_empty() && node.items().is_empty());
        about_ingress && is_empty("podSelector") && is_empty("ingress")
    });
    WrittenPolicy { namespace: policy.namespace.clone(), denies_all_ingress, span: policy.span }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s::read_manifest;

    fn check(spec: &str, denies: bool) {
        let yaml = format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: a, namespace: shop }}\nspec: {spec}\n"
        );
        let policies = WrittenPolicy::all(&read_manifest(&yaml));
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
}
