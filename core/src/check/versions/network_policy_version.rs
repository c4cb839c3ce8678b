use super::step::{Step, steps};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};

/// A NetworkPolicy of a version that no cluster takes any more.
pub static RULE: Rule = Rule {
    code: "VE005",
    name: "removed-network-policy-version",
    severity: Severity::Error,
    why: "The API server refuses the object, so what it is to isolate stays open to everyone.",
    source: "Kubernetes, \"Deprecated API Migration Guide\", v1.16: NetworkPolicy",
};

static STEPS: &[Step] = &[Step {
    from: &["extensions/v1beta1"],
    kinds: &["NetworkPolicy"],
    to: "networking.k8s.io/v1",
    removed_in: Some((1, 16)),
}];

pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (object, step) in steps(subject, STEPS) {
        let problem = step.problem(&RULE, subject, object).with_help("only the version changes");
        problems.push(step.with_fix(problem, subject, object, Some(Vec::new()), true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::fixed;

    #[test]
    fn only_the_version_changes() {
        let policy = |version: &str| {
            format!(
                "```yaml\nkind: NetworkPolicy\napiVersion: '{version}' # c\nmetadata: {{ name: a }}\nspec: {{ podSelector: {{}} }}\n```\n"
            )
        };
        assert_eq!(fixed(&RULE, &policy("extensions/v1beta1")), policy("networking.k8s.io/v1"));
    }
}
