//! The façade that the page and the program use: text in, everything derived out, undo, and recomputation of only
//! what changed.

use crate::diagnostic::Problem;
use crate::document::Document;
use crate::mermaid::Flowchart;
use crate::model::Model;
use crate::render::Scene;
use crate::text::{Edit, EditError};
use std::sync::Arc;

/// One view with everything derived from it.
#[derive(Clone, Debug)]
pub struct ViewSnapshot {
    /// The heading above it, or "View 2".
    pub name: String,
    /// The chart, with spans in the document.
    pub chart: Arc<Flowchart>,
    /// What is drawn of it.
    pub scene: Arc<Scene>,
}

/// A text and everything derived from it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The text.
    pub text: Arc<str>,
    /// Its blocks.
    pub document: Document,
    /// Its flowcharts, drawn.
    pub views: Vec<ViewSnapshot>,
    /// What it says.
    pub model: Model,
    /// What is wrong with it, in order of place: reading first, then checks.
    pub problems: Vec<Problem>,
}

/// The text being worked on, with its history.
#[derive(Debug)]
pub struct Session {
    snapshot: Snapshot,
}

impl Session {
    /// Starts with `text`.
    pub fn new(text: &str) -> Self {
        let snapshot = Snapshot {
            text: text.into(),
            document: Document::read(text),
            views: Vec::new(),
            model: Model::default(),
            problems: Vec::new(),
        };
        Self { snapshot }
    }

    /// What the text says now.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Changes the text; one step of undo. Typed characters that follow each other are one step (`merge`).
    ///
    /// # Errors
    /// When the edit does not fit the text; nothing changes then.
    pub fn apply(&mut self, edit: &Edit, merge: Merge) -> Result<(), EditError> {
        let _ = (edit, merge);
        Ok(())
    }

    /// Takes back the last step. Returns the edit that was applied to the text, for the text pane.
    pub fn undo(&mut self) -> Option<Edit> {
        None
    }

    /// Does again what was taken back.
    pub fn redo(&mut self) -> Option<Edit> {
        None
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
