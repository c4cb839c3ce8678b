//! The façade that the page and the program use: text in, everything derived out, undo, and recomputation of only
//! what changed. It draws nothing and decides nothing about networks.
//!
//! ```
//! use netplat_core::session::{Merge, Session};
//! use netplat_core::text::Edit;
//! let mut session = Session::new("flowchart LR\n  web --> db\n");
//! session.apply(&Edit::insert(25, "[(Orders)]"), Merge::Never)?;
//! assert_eq!(session.snapshot().views[0].chart.graph.nodes[1].label.text, "Orders");
//! session.undo();
//! assert_eq!(&*session.snapshot().text, "flowchart LR\n  web --> db\n");
//! # Ok::<(), netplat_core::text::EditError>(())
//! ```

mod complete;
mod complete_facts;
mod derive;
mod drawn_entries;
mod entry_problems;
mod history;
mod judged_links;
mod place;

pub use complete::{Completion, CompletionKind, Completions};
pub use place::Subject;

use crate::check;
use crate::diagnostic::Problem;
use crate::document::Document;
use crate::mermaid::Flowchart;
use crate::model::Model;
use crate::render::{Drawing, Scene};
use crate::text::{Edit, EditError, LineIndex, Span};
use derive::Carried;
use history::History;
use std::sync::{Arc, OnceLock};

/// One view with everything derived from it.
#[derive(Clone, Debug)]
pub struct ViewSnapshot {
    /// The heading above it, or "View 2".
    pub name: String,
    /// The text that the chart is read from; with the file's front matter when the file is a chart.
    pub content: Span,
    /// The chart, with spans in the document.
    pub chart: Arc<Flowchart>,
    /// What is drawn of it.
    pub scene: Arc<Scene>,
    /// The scene with what its places rest on, for drawing it again.
    drawing: Arc<Drawing>,
}

/// A text and everything derived from it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The text.
    pub text: Arc<str>,
    /// Its lines.
    pub lines: LineIndex,
    /// Its blocks.
    pub document: Document,
    /// Its flowcharts, drawn.
    pub views: Vec<ViewSnapshot>,
    /// What it says.
    pub model: Arc<Model>,
    /// What is wrong with its facts and addresses, as reading the model found it.
    found: Arc<[Problem]>,
    /// What is wrong with it: what reading found in order of place, then what the checks found in order of place.
    pub problems: Vec<Problem>,
    /// For each entry of the plan the index of its worst problem, once somebody asks.
    worst_of_entries: OnceLock<Vec<Option<usize>>>,
}

impl Snapshot {
    /// Everything that `text` says.
    pub fn new(text: &str) -> Self {
        let mut snapshot = derive::derive(text.into(), None, &mut Carried::default());
        snapshot.check(check::run);
        snapshot
    }

    /// Adds to what reading found what `checks` find.
    fn check(&mut self, checks: Checks) {
        let charts: Vec<Arc<Flowchart>> = self.views.iter().map(|view| Arc::clone(&view.chart)).collect();
        let mut problems = derive::found_in_reading(self);
        problems.extend(checks(&self.text, &self.document, &charts, &self.model));
        self.problems = problems;
        self.worst_of_entries = OnceLock::new();
    }
}

/// The rules as a value: [`check::run`], or nothing yet. A page shows its picture before their code has come.
pub type Checks = fn(&str, &Document, &[Arc<Flowchart>], &Model) -> Vec<Problem>;

/// The text being worked on, with its history.
#[derive(Debug)]
pub struct Session {
    snapshot: Snapshot,
    carried: Carried,
    history: History,
    /// Run after each change; none for a session that is checked when it is asked to.
    checks: Option<Checks>,
}

impl Session {
    /// Starts with `text`, which is checked after each change.
    pub fn new(text: &str) -> Self {
        let mut session = Self::unchecked(text);
        session.checks = Some(check::run);
        session.snapshot.check(check::run);
        session
    }

    /// Starts with `text`. Its problems are those that reading finds until [`Session::check`] is called, and again
    /// after each change: so that a change can be shown before it is judged.
    pub fn unchecked(text: &str) -> Self {
        let mut carried = Carried::default();
        let snapshot = derive::derive(text.into(), None, &mut carried);
        Self { snapshot, carried, history: History::default(), checks: None }
    }

    /// Checks the text as it is now.
    pub fn check(&mut self, checks: Checks) {
        self.snapshot.check(checks);
    }

    /// What the text says now.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Changes the text; one step of undo. Typed characters that follow each other are one step (`merge`), line by
    /// line.
    ///
    /// # Errors
    /// When the edit does not fit the text; nothing changes then.
    pub fn apply(&mut self, edit: &Edit, merge: Merge) -> Result<(), EditError> {
        let after = edit.apply(&self.snapshot.text)?;
        if edit.is_empty() {
            return Ok(());
        }
        let backward = edit.inverse(&self.snapshot.text)?;
        match merge {
            Merge::Never => self.history.push(edit.clone(), backward),
            Merge::WithTyping => self.history.push_typing(edit.clone(), backward),
        }
        self.show(&after);
        Ok(())
    }

    /// Takes back the last step. Returns the edit that was applied to the text, for the text pane.
    pub fn undo(&mut self) -> Option<Edit> {
        let edit = self.history.undo()?;
        self.show(&edit.apply(&self.snapshot.text).ok()?);
        Some(edit)
    }

    /// Does again what was taken back. Returns the edit that was applied to the text.
    pub fn redo(&mut self) -> Option<Edit> {
        let edit = self.history.redo()?;
        self.show(&edit.apply(&self.snapshot.text).ok()?);
        Some(edit)
    }

    /// Whether deriving everything from the text takes longer than a key may: whoever takes keys should then wait for a
    /// pause in them.
    pub fn is_large(&self) -> bool {
        const MOST_PARTS: usize = 2_000;
        const MOST_BYTES: usize = 300_000;
        let parts = |view: &ViewSnapshot| view.chart.graph.nodes.len() + view.chart.graph.links.len();
        self.snapshot.views.iter().map(parts).sum::<usize>() > MOST_PARTS
            || self.snapshot.views.iter().any(|view| view.content.len() > MOST_BYTES)
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    /// Whether there is a step to do again.
    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    fn show(&mut self, text: &str) {
        self.snapshot = derive::derive(text.into(), Some(&self.snapshot), &mut self.carried);
        if let Some(checks) = self.checks {
            self.snapshot.check(checks);
        }
    }
}

/// Whether an edit joins the step before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Merge {
    /// A step of its own.
    Never,
    /// Part of the typing just before, if it continues it.
    WithTyping,
}
