use super::step::{Step, steps};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::yaml::Node;

/// A PodDisruptionBudget of a version that no cluster takes any more.
pub static RULE: Rule = Rule {
    code: "VE009",
    name: "removed-disruption-budget-version",
    severity: Severity::Error,
    why: "The API server refuses the object, so a node that is drained takes as many pods along as stand on it.",
    source: "Kubernetes, \"Deprecated API Migration Guide\", v1.25: PodDisruptionBudget",
};

static STEPS: &[Step] = &[Step {
    from: &["policy/v1beta1"],
    kinds: &["PodDisruptionBudget"],
    to: "policy/v1",
    removed_in: Some((1, 25)),
}];

/// An empty selector meant no pod and now means all: that fix is to be looked at.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (object, step) in steps(subject, STEPS) {
        let problem = step.problem(&RULE, subject, object);
        let selects = object.at(&["spec", "selector"]).is_some_and(|selector| {
            let is_filled = |key| {
                selector.get(key).is_some_and(|it: &Node| !it.entries().is_empty() || !it.items().is_empty())
            };
            is_filled("matchLabels") || is_filled("matchExpressions")
        });
        let problem = if selects {
            problem
        } else {
            problem.with_help("mind the selector: an empty one meant no pod, and in policy/v1 means every pod of the namespace")
        };
        problems.push(step.with_fix(problem, subject, object, Some(Vec::new()), selects));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::found;

    #[test]
    fn the_fix_is_safe_unless_the_selector_is_empty() {
        let safe = |selector: &str| {
            let text = format!(
                "```yaml\napiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {{ name: a }}\nspec: {{ minAvailable: 1, selector: {selector} }}\n```\n"
            );
            found(&RULE, &text)
                .iter()
                .flat_map(|problem| &problem.fixes)
                .map(|fix| fix.safe)
                .collect::<Vec<_>>()
        };
        assert_eq!((safe("{ matchLabels: { app: web } }"), safe("{}")), (vec![true], vec![false]));
    }
}
