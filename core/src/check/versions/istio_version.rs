use super::step::{Step, steps};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};

/// An object of Istio's of a version before v1.
pub static RULE: Rule = Rule {
    code: "VE015",
    name: "old-istio-version",
    severity: Severity::Info,
    why: "These kinds have been v1 since Istio 1.22, with the same fields. The older versions are kept for now and may be dropped by a \
          release to come.",
    source: "Istio 1.22, change notes: promotion of networking, security and telemetry APIs to v1",
};

/// What has no v1, EnvoyFilter and ProxyConfig among it, stays.
static STEPS: &[Step] = &[
    Step {
        from: &["networking.istio.io/v1alpha3", "networking.istio.io/v1beta1"],
        kinds: &[
            "DestinationRule",
            "Gateway",
            "ServiceEntry",
            "Sidecar",
            "VirtualService",
            "WorkloadEntry",
            "WorkloadGroup",
        ],
        to: "networking.istio.io/v1",
        removed_in: None,
    },
    Step {
        from: &["security.istio.io/v1beta1"],
        kinds: &["AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"],
        to: "security.istio.io/v1",
        removed_in: None,
    },
    Step {
        from: &["telemetry.istio.io/v1alpha1"],
        kinds: &["Telemetry"],
        to: "telemetry.istio.io/v1",
        removed_in: None,
    },
];

pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (object, step) in steps(subject, STEPS) {
        let problem = step.problem(&RULE, subject, object);
        problems.push(step.with_fix(problem, subject, object, Some(Vec::new()), true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    #[test]
    fn kinds_that_have_a_v1_are_brought_to_it() {
        let object = |version: &str, kind: &str| {
            format!(
                "```yaml\napiVersion: networking.istio.io/{version} # c\nkind: {kind}\nmetadata: {{ name: a }}\nspec: {{}}\n```\n"
            )
        };
        assert_eq!(fixed(&RULE, &object("v1alpha3", "VirtualService")), object("v1", "VirtualService"));
        check(&RULE, &object("v1alpha3", "EnvoyFilter"), "");
    }
}
