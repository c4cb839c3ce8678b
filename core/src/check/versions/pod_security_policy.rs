use super::step::{Step, steps};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};

/// A PodSecurityPolicy, a kind that is gone.
pub static RULE: Rule = Rule {
    code: "VE007",
    name: "removed-pod-security-policy",
    severity: Severity::Error,
    why: "Kubernetes has had no PodSecurityPolicy since 1.25: the API server refuses the object, and nothing holds pods to what \
          it says.",
    source: "Kubernetes, \"Deprecated API Migration Guide\", v1.25: PodSecurityPolicy; \"Pod Security Admission\"",
};

static STEPS: &[Step] = &[Step {
    from: &["policy/v1beta1", "extensions/v1beta1"],
    kinds: &["PodSecurityPolicy"],
    to: "",
    removed_in: Some((1, 25)),
}];

/// There is no fix: which namespaces were meant stands in role bindings.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (object, step) in steps(subject, STEPS) {
        problems.push(step.problem(&RULE, subject, object).with_help(
            "label the namespaces `pod-security.kubernetes.io/enforce: baseline` or `restricted`; what the levels cannot say is \
             for an admission policy",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn the_kind_is_gone() {
        check(
            &RULE,
            "```yaml\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: { name: strict }\nspec: {}\n```\n",
            "error `policy/v1beta1` PodSecurityPolicy strict is written for policy/v1beta1, which Kubernetes 1.25 removed",
        );
    }
}
