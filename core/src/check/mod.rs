//! The rules: one file each, named for what is wrong. A check looks at a [`Model`] and reports problems.

use crate::diagnostic::{Problem, Rule};
use crate::document::Document;
use crate::mermaid::Flowchart;
use crate::model::Model;
use std::sync::Arc;

/// What a check may look at.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The text, for slicing spans.
    pub text: &'a str,
    /// Its blocks.
    pub document: &'a Document,
    /// The views' charts, in order.
    pub charts: &'a [Arc<Flowchart>],
    /// What they say.
    pub model: &'a Model,
}

/// One rule with its check.
#[derive(Debug)]
pub struct Check {
    /// What it looks for.
    pub rule: &'static Rule,
    /// Adds what it finds to the list.
    pub run: fn(&Subject<'_>, &mut Vec<Problem>),
}

/// Every check, in the order of their codes.
pub static CHECKS: &[Check] = &[];
