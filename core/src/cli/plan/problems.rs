use crate::diagnostic::{Problem, Severity};
use crate::model::facts::NOT_DRAWN;
use crate::text::Span;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct ProblemReport<'a> {
    code: &'static str,
    severity: Severity,
    message: &'a str,
    line: u32,
}

/// Those about addresses, and those about facts and YAML, which may keep an entry out of the plan.
pub(super) fn of<'a>(problems: &'a [Problem], line: &impl Fn(Span) -> u32) -> Vec<ProblemReport<'a>> {
    let about_plan = |problem: &&Problem| {
        let code = problem.rule.code;
        ["AP", "NP", "YA"].iter().any(|group| code.starts_with(group)) && code != NOT_DRAWN.code
    };
    let report = |problem: &'a Problem| ProblemReport {
        code: problem.rule.code,
        severity: problem.severity,
        message: &problem.message,
        line: line(problem.span),
    };
    problems.iter().filter(about_plan).map(report).collect()
}

impl ProblemReport<'_> {
    pub fn is_finding(&self) -> bool {
        self.severity >= Severity::Warning
    }
}

impl std::fmt::Display for ProblemReport<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let severity = self.severity.name();
        write!(formatter, "{}: {severity}[{}]: {}", self.line, self.code, self.message)
    }
}
