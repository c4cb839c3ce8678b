use super::{Side, Way};
use crate::diagnostic::{Problem, Severity};
use serde::Serialize;
use std::collections::BTreeMap;

/// A problem that is new, or gone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finding {
    /// Which of the two.
    pub change: Way,
    /// `AP001`
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Its line in the version that has it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// The problems that only one of the versions has; the new ones first. Two are the same when rule and message are,
/// wherever they stand.
pub(super) fn compare(old: &Side<'_>, new: &Side<'_>) -> Vec<Finding> {
    let mut found = without(new, old, Way::New);
    found.extend(without(old, new, Way::Gone));
    found
}

/// The problems of `side` that `other` does not have, or not as often.
fn without(side: &Side<'_>, other: &Side<'_>, change: Way) -> Vec<Finding> {
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for problem in other.problems {
        *known.entry(key(problem)).or_default() += 1;
    }
    let mut found = Vec::new();
    for problem in side.problems {
        if let Some(count) = known.get_mut(&key(problem)).filter(|count| **count > 0) {
            *count -= 1;
            continue;
        }
        found.push(Finding {
            change,
            code: problem.rule.code,
            severity: problem.severity,
            message: problem.message.clone(),
            line: side.line(problem.span.start),
        });
    }
    found
}

fn key(problem: &Problem) -> (&'static str, &str) {
    (problem.rule.code, &problem.message)
}
