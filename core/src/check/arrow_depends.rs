use super::Subject;
use super::arrow::Arrow;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::drawn::Answer;
use crate::reach::Outcome;

/// An arrow of which the policies alone do not say whether it may pass.
pub static RULE: Rule = Rule {
    code: "DR003",
    name: "arrow-depends",
    severity: Severity::Info,
    why: "Whether this arrow may pass hangs on something that no manifest says: on the network plugin, on what a name \
          resolves to, on what a request says. Where it must work everywhere, a rule that names its peer is safer.",
    source: "Kubernetes documentation, \"Network Policies\": behaviour of ipBlock selectors",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for arrow in Arrow::all(subject, |answer| matches!(answer, Answer::Depends(_))) {
        let Answer::Depends(condition) = &arrow.flow.answer else { continue };
        let reasons = arrow.reasons(|outcome| matches!(outcome, Outcome::Depends(_)));
        problems.push(arrow.problem(&RULE, &format!("depends on {condition}"), &reasons));
    }
}
