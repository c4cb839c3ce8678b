//! The one problem type: what is wrong, where, why, and what would mend it.

use crate::text::{Edit, Span};
use serde::Serialize;

/// How much a problem matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; a deliberate design may have it.
    Info,
    /// Likely wrong.
    Warning,
    /// Will not work, or cannot be read.
    Error,
}

impl Severity {
    /// As it is written: `warning`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a check looks for. Each rule is a `static` beside its check and has a page at `docs/rules/CODE.md`.
#[derive(PartialEq, Eq, Debug)]
pub struct Rule {
    /// Stable and unique: `AP001`.
    pub code: &'static str,
    /// What is wrong, in kebab case, so that "allow NAME" reads well: `overlapping-prefixes`.
    pub name: &'static str,
    /// The severity unless the case at hand is milder or worse.
    pub severity: Severity,
    /// Why it matters, in a sentence or two.
    pub why: &'static str,
    /// The specification, KEP or document that the rule rests on.
    pub source: &'static str,
}

/// A change that mends a problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, as a button says it: "Write 10.0.0.0/8".
    pub title: String,
    /// The change of the document's text.
    pub edit: Edit,
    /// Whether it can be applied without being looked at: it keeps the meaning that the author had in mind.
    pub safe: bool,
}

/// Another place that belongs to a problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// Something wrong at a place of the document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How much this case matters.
    pub severity: Severity,
    /// Where, in bytes of the whole document.
    pub span: Span,
    /// What is wrong, with the names and numbers of this case.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that take part.
    pub related: Vec<Related>,
    /// Changes that would mend it, the best first.
    pub fixes: Vec<Fix>,
}

impl Problem {
    /// A problem of `rule` with the rule's own severity and nothing else.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            span,
            message: message.into(),
            help: None,
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// The same problem with all of its places `by` bytes further on, or further up when `by` is negative.
    #[must_use]
    pub fn moved(&self, by: i64) -> Self {
        let mut moved = self.clone();
        moved.span = moved.span.moved(by);
        for related in &mut moved.related {
            related.span = related.span.moved(by);
        }
        for fix in &mut moved.fixes {
            fix.edit = fix.edit.moved(by);
        }
        moved
    }

    /// The same problem with another severity.
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same problem with advice.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same problem with another place that takes part.
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: message.into() });
        self
    }

    /// The same problem with one more fix.
    pub fn with_fix(mut self, title: impl Into<String>, edit: Edit, safe: bool) -> Self {
        self.fixes.push(Fix { title: title.into(), edit, safe });
        self
    }
}
