//! The rules: one file each, named for what is wrong. A check looks at what a document says and reports problems;
//! it changes nothing. Where a program can mend a problem, the problem carries the edit.
//!
//! Precision comes first: a chart pasted from a wiki declares nothing, so what is only guessed about it is reported
//! as worth knowing at most, and once.

mod subject;
mod walk;
mod written_policy;

mod colliding_ranges;
mod dns_egress_forgotten;
mod duplicate_node_text;
mod flannel_ignores_policies;
mod misspelt_link_end;
mod namespace_without_default_deny;
mod node_blocks_too_few;
mod outside_reaches_data_store;
mod overlapping_prefixes;
mod policy_selects_nothing;
mod prefix_outside_parent;
mod route_without_tls;
mod unmatched_port_name;

#[cfg(test)]
mod fixture;

use crate::diagnostic::{Problem, Rule};
use crate::document::Document;
use crate::mermaid::Flowchart;
use crate::model::Model;
use std::sync::Arc;
pub use subject::Subject;

/// One rule with its check.
#[derive(Debug)]
pub struct Check {
    /// What it looks for.
    pub rule: &'static Rule,
    /// Adds what it finds to the list.
    pub run: fn(&Subject<'_>, &mut Vec<Problem>),
}

/// Every check, in the order of their codes.
pub static CHECKS: &[Check] = &[
    Check { rule: &overlapping_prefixes::RULE, run: overlapping_prefixes::check },
    Check { rule: &prefix_outside_parent::RULE, run: prefix_outside_parent::check },
    Check { rule: &colliding_ranges::RULE, run: colliding_ranges::check },
    Check { rule: &node_blocks_too_few::RULE, run: node_blocks_too_few::check },
    Check { rule: &misspelt_link_end::RULE, run: misspelt_link_end::check },
    Check { rule: &duplicate_node_text::RULE, run: duplicate_node_text::check },
    Check { rule: &outside_reaches_data_store::RULE, run: outside_reaches_data_store::check },
    Check { rule: &route_without_tls::RULE, run: route_without_tls::check },
    Check { rule: &namespace_without_default_deny::RULE, run: namespace_without_default_deny::check },
    Check { rule: &flannel_ignores_policies::RULE, run: flannel_ignores_policies::check },
    Check { rule: &policy_selects_nothing::RULE, run: policy_selects_nothing::check },
    Check { rule: &unmatched_port_name::RULE, run: unmatched_port_name::check },
    Check { rule: &dns_egress_forgotten::RULE, run: dns_egress_forgotten::check },
];

/// Every rule that a design can be found to break: those of the checks, and those that reading itself reports.
/// Each has a page under `docs/rules/`.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let checks = CHECKS.iter().map(|check| check.rule);
    checks
        .chain(crate::yaml::RULES.iter().copied())
        .chain(crate::k8s::RULES.iter().copied())
        .chain(crate::model::RULES.iter().copied())
        .chain(crate::mermaid::RULES.iter().copied())
}

/// Runs every check. Problems are in the order of their places.
pub fn run(text: &str, document: &Document, charts: &[Arc<Flowchart>], model: &Model) -> Vec<Problem> {
    let subject = Subject::new(text, document, charts, model);
    let mut problems = Vec::new();
    for check in CHECKS {
        (check.run)(&subject, &mut problems);
    }
    problems.extend(subject.object_problems);
    problems.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.rule.code));
    problems
}
