use super::Subject;
use super::allow_arrow::{MOST_MENDED, with_policies};
use super::arrow::Arrow;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::drawn::Answer;
use crate::reach::Outcome;

/// An arrow between things whose policies let nothing pass.
pub static RULE: Rule = Rule {
    code: "DR001",
    name: "blocked-arrow",
    severity: Severity::Error,
    why: "The drawing shows traffic that the policies on the same page do not let pass. One of the two is wrong: the \
          arrow, or the policy.",
    source: "Kubernetes documentation, \"Network Policies\": a connection needs the source's egress and the destination's ingress",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (number, arrow) in Arrow::all(subject, |answer| *answer == Answer::Blocked).enumerate() {
        let reasons = arrow.reasons(|outcome| outcome == Outcome::Deny);
        let problem = arrow.problem(&RULE, "is blocked", &reasons);
        let ports = arrow.flow.witness.asked.as_ref();
        problems.push(if number < MOST_MENDED { with_policies(&arrow, ports, problem) } else { problem });
    }
}

#[cfg(test)]
#[path = "drawing_tests.rs"]
mod tests;
