//! What the checks' tests share: a small document in, findings as text out.

use crate::diagnostic::{Problem, Rule};
use crate::document::Document;
use crate::mermaid::{self, Flowchart};
use std::sync::Arc;

/// Holds the findings of one rule in `document` against `expect`: a line each, "severity `place` message".
#[track_caller]
pub(super) fn check(rule: &'static Rule, document: &str, expect: &str) {
    let lines: Vec<_> = found(rule, document).iter().map(|problem| line(document, problem)).collect();
    assert_eq!(lines.join("\n"), expect, "{document}");
}

/// The document after the first fix of the rule's first finding.
#[track_caller]
pub(super) fn fixed(rule: &'static Rule, document: &str) -> String {
    let problems = found(rule, document);
    let fix = problems.first().and_then(|problem| problem.fixes.first()).expect("a fix");
    fix.edit.apply(document).expect("the fix fits")
}

/// A document with an address plan: each line of `entries` is one in flow style.
pub(super) fn plan(entries: &str) -> String {
    design("", entries)
}

/// The same with more facts, each on a line of its own: `cluster: { cni: cilium }`.
pub(super) fn design(facts: &str, entries: &str) -> String {
    let items: String = entries.lines().map(|entry| format!("    - {{ {entry} }}\n")).collect();
    let facts: String = facts.lines().map(|fact| format!("  {fact}\n")).collect();
    format!("---\nnetplat:\n{facts}  addresses:\n{items}---\nflowchart LR\n  web\n")
}

/// What `text` says, to look at.
pub(super) fn with_model(text: &str, look: impl FnOnce(&crate::model::Model)) {
    let (model, _) = crate::model::build(text, &Document::read(text), &[]);
    look(&model);
}

pub(super) fn found(rule: &'static Rule, text: &str) -> Vec<Problem> {
    let document = Document::read(text);
    let charts: Vec<Arc<Flowchart>> = document
        .flowcharts()
        .map(|block| document.chart_span(block))
        .map(|span| Arc::new(mermaid::read(span.slice(text), span.start as usize)))
        .collect();
    let (model, _) = crate::model::build(text, &document, &charts);
    let problems = super::run(text, &document, &charts, &model);
    problems.into_iter().filter(|problem| problem.rule == rule).collect()
}

fn line(document: &str, problem: &Problem) -> String {
    let severity = problem.severity.name();
    format!("{severity} `{}` {}", problem.span.slice(document), problem.message)
}
