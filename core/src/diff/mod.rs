//! Two versions of a design held against each other: who may talk to whom, hosts and routes, addresses, what is drawn,
//! and what the checks find.
//!
//! Only what a version means is compared: moved lines, other spacing and other words in prose are no change. Nothing is
//! judged; that something may pass that could not before is said, not called wrong.
//!
//! ```
//! use netplat_core::{diff, session::Snapshot};
//! let old = Snapshot::new("flowchart LR\n  web --> db[(Orders)]\n");
//! let new = Snapshot::new("flowchart LR\n  web -->|TCP 5432| db[(Orders)]\n");
//! let changes = diff::compare(&diff::Side::of(&old), &diff::Side::of(&new));
//! assert_eq!(changes.to_string(), "drawn\n  changed  web → Orders: ports 5432/TCP\n");
//! ```

mod drawing;
mod findings;
mod markdown;
mod prefixes;
mod reachability;
mod routes;
mod statement;
mod text;

pub use findings::Finding;
pub use reachability::{ReachChange, Reachability, WorkloadChange};
pub use statement::{FieldChange, StatementChange};

use crate::diagnostic::Problem;
use crate::k8s::Resources;
use crate::model::Model;
use crate::session::Snapshot;
use crate::text::LineIndex;
use serde::Serialize;

/// One version of a design.
#[derive(Debug)]
pub struct Side<'a> {
    /// What its Kubernetes objects say.
    pub resources: &'a Resources,
    /// What it says.
    pub model: &'a Model,
    /// Whether it has pictures; bare manifests have none to compare.
    pub is_drawn: bool,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// Its lines, for saying where things stand; none where it stands in several files.
    pub lines: Option<&'a LineIndex>,
}

impl<'a> Side<'a> {
    /// A page.
    pub fn of(snapshot: &'a Snapshot) -> Self {
        Self {
            resources: snapshot.model.objects.resources(),
            model: &snapshot.model,
            is_drawn: true,
            problems: &snapshot.problems,
            lines: Some(&snapshot.lines),
        }
    }

    /// Manifests that were read as the fences of a page, whose lines are nobody's.
    pub fn of_manifests(snapshot: &'a Snapshot) -> Self {
        Self { is_drawn: false, lines: None, ..Self::of(snapshot) }
    }

    /// The line of a place, from 1.
    fn line(&self, at: u32) -> Option<u32> {
        self.lines.map(|lines| lines.line(at as usize) + 1)
    }
}

/// Whether something came, went, or is another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// It is new.
    New,
    /// It is gone.
    Gone,
    /// It is there in both, and says something else.
    Changed,
}

impl Way {
    /// As it is written: `new`.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Changed => "changed",
        }
    }
}

/// What changed from one version to the next. Lists are in a fixed order: by names, or as the texts have them.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Changes {
    /// Who may talk to whom.
    pub reachability: Reachability,
    /// Hosts and paths, and where they lead.
    pub routes: Vec<StatementChange>,
    /// Entries of the address plan.
    pub prefixes: Vec<StatementChange>,
    /// Nodes and links of the pictures.
    pub drawn: Vec<StatementChange>,
    /// Problems.
    pub findings: Vec<Finding>,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.reachability.is_empty()
            && [&self.routes, &self.prefixes, &self.drawn].iter().all(|list| list.is_empty())
            && self.findings.is_empty()
    }

    /// As a comment on a pull request: a summary, then a table for each part; long ones folded.
    pub fn to_markdown(&self) -> String {
        markdown::write(self)
    }
}

impl std::fmt::Display for Changes {
    /// A line for each change, by part; empty where nothing changed.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        text::write(self, formatter)
    }
}

/// What changed from `old` to `new`. The work is about that of reading both, and of the changes themselves.
pub fn compare(old: &Side<'_>, new: &Side<'_>) -> Changes {
    Changes {
        reachability: reachability::compare(old, new),
        routes: statement::compare(old, new, routes::statements),
        prefixes: statement::compare(old, new, prefixes::statements),
        drawn: if old.is_drawn && new.is_drawn {
            statement::compare(old, new, drawing::statements)
        } else {
            Vec::new()
        },
        findings: findings::compare(old, new),
    }
}

#[cfg(test)]
mod tests;
