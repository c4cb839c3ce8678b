use super::rewrite::Rewrite;
use super::step::{Step, steps};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::text::Edit;
use crate::yaml::Node;

/// A Gateway API object of a version before v1.
pub static RULE: Rule = Rule {
    code: "VE004",
    name: "old-gateway-api-version",
    severity: Severity::Warning,
    why: "Versions before v1 are served for a few releases only, and a bundle of definitions that has dropped one refuses \
          the object. v1 has the same fields with the same meaning.",
    source: "Gateway API, \"API versions\" and release notes of 1.0, 1.1, 1.4, 1.5 and 1.6",
};

const V1: &str = "gateway.networking.k8s.io/v1";
const OLD: &[&str] = &[
    "gateway.networking.k8s.io/v1alpha2",
    "gateway.networking.k8s.io/v1alpha3",
    "gateway.networking.k8s.io/v1beta1",
];

/// What is v1 in every release that is in use, what has become so since, and what is not.
static STEPS: &[Step] = &[
    Step {
        from: OLD,
        kinds: &["GatewayClass", "Gateway", "HTTPRoute", "GRPCRoute"],
        to: V1,
        removed_in: None,
    },
    Step {
        from: OLD,
        kinds: &["TLSRoute", "TCPRoute", "UDPRoute", "BackendTLSPolicy"],
        to: V1,
        removed_in: None,
    },
    Step {
        from: &["gateway.networking.k8s.io/v1alpha2"],
        kinds: &["ReferenceGrant", "ReferencePolicy"],
        to: "gateway.networking.k8s.io/v1beta1",
        removed_in: None,
    },
];

/// Of kinds that became v1 lately the cluster may have older definitions: those fixes are to be looked at.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (object, step) in steps(subject, STEPS) {
        let problem = step.problem(&RULE, subject, object);
        let is_recent = step.kinds.contains(&"TLSRoute");
        let help = if is_recent {
            format!("write {}, if the definitions of the Gateway API in the cluster have it", step.to)
        } else {
            format!("write {}", step.to)
        };
        let changes = changes(subject, object);
        problems.push(step.with_fix(problem.with_help(help), subject, object, changes, !is_recent));
    }
}

fn changes(subject: &Subject<'_>, object: &Object) -> Option<Vec<Edit>> {
    let has = |key: &str| object.at(&["spec", key]).is_some();
    match object.kind.as_str() {
        // Its first version named what it is about and how in another way.
        "BackendTLSPolicy" if has("targetRef") || has("tls") => None,
        // Host names are required since v1.
        "TLSRoute" if object.at(&["spec", "hostnames"]).map_or(&[][..], Node::items).is_empty() => None,
        "ReferencePolicy" => Some(vec![Rewrite::new(subject, object).set(&["kind"], "ReferenceGrant")?]),
        _ => Some(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed, found};

    fn route(version: &str, kind: &str, spec: &str) -> String {
        format!(
            "```yaml\napiVersion: \"gateway.networking.k8s.io/{version}\"\nkind: {kind}\nmetadata: {{ name: web }}\nspec: {spec}\n```\n"
        )
    }

    #[test]
    fn the_version_alone_is_written() {
        let old = route("v1beta1", "HTTPRoute", "{ parentRefs: [{ name: edge }] } # c");
        assert_eq!(fixed(&RULE, &old), route("v1", "HTTPRoute", "{ parentRefs: [{ name: edge }] } # c"));
        let old = route("v1alpha2", "ReferencePolicy", "{ from: [], to: [] }");
        assert_eq!(fixed(&RULE, &old), route("v1beta1", "ReferenceGrant", "{ from: [], to: [] }"));
        check(&RULE, &route("v1beta1", "ReferenceGrant", "{}"), "");
    }

    #[test]
    fn what_changed_its_fields_has_no_fix_and_what_is_recent_none_that_is_safe() {
        let fixes = |text: &str| -> Vec<bool> {
            found(&RULE, text).iter().flat_map(|problem| &problem.fixes).map(|fix| fix.safe).collect()
        };
        assert_eq!(fixes(&route("v1alpha2", "TCPRoute", "{ rules: [] }")), [false]);
        assert!(fixes(&route("v1alpha2", "TLSRoute", "{ rules: [] }")).is_empty());
        assert!(fixes(&route("v1alpha2", "BackendTLSPolicy", "{ targetRef: {} }")).is_empty());
    }
}
