use super::Subject;
use super::allow_arrow::{MOST_MENDED, with_policies};
use super::arrow::Arrow;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::drawn::Answer;
use crate::reach::Outcome;

/// An arrow of whose ports the policies let only some pass, or only to some of what it points at.
pub static RULE: Rule = Rule {
    code: "DR002",
    name: "partly-blocked-arrow",
    severity: Severity::Warning,
    why: "The arrow names ports, or ends, that the policies on the same page do not let pass. What works at first fails \
          where the missing port is used.",
    source: "Kubernetes documentation, \"Network Policies\": ports of a rule",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let arrows = Arrow::all(subject, |answer| matches!(answer, Answer::Partly { .. }));
    for (number, arrow) in arrows.enumerate() {
        let Answer::Partly { missing } = &arrow.flow.answer else { continue };
        let reasons = arrow.reasons(|outcome| outcome == Outcome::Deny);
        let said = format!("is blocked on {missing}");
        let problem = arrow.problem(&RULE, &said, &reasons);
        problems.push(if number < MOST_MENDED {
            with_policies(&arrow, Some(missing), problem)
        } else {
            problem
        });
    }
}
