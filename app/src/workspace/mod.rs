//! The one owner of the session. Everything that the page shows is read from its snapshot; everything that changes
//! the text goes through here, so that it is kept, undone and shown alike wherever it came from.
//!
//! Two signals say that something changed. [`Workspace::with`] tracks each edit at once: the picture follows a
//! keystroke within the frame. [`Workspace::with_settled`] tracks them once they are on the screen: panels and
//! squiggles come after what the user looks at.

mod draft;
mod lens;
mod selection;
mod typing;

pub use draft::{Draft, Recovered, recover};
pub use lens::Seen;
pub use netplat_core::session::Subject as Target;
pub use selection::Selection;

use crate::platform::frames;
use crate::platform::listen::{listen_first, listen_on_window};
use crate::platform::mailbox::Mailbox;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use netplat_core::edit::{Plan, Planned};
use netplat_core::session::{Checks, Merge, Session, Snapshot};
use netplat_core::text::{Edit, EditError};
use netplat_core::trace::Passed;
use std::sync::Arc;
use typing::Typing;
use wasm_bindgen::JsCast;

const NOT_KEPT: &str =
    "This browser's storage is full or forbidden: save the text to a file, it is not kept across reloads.";

/// A change of the text that was applied.
#[derive(Clone, Debug)]
pub struct Change {
    /// The text before it, in which the edit's places count.
    pub before: Arc<str>,
    /// What changed; none when the whole text was exchanged for another.
    pub edit: Option<Edit>,
    /// Who changed it.
    pub origin: Origin,
}

/// Who changed the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// The text editor, which shows the change already.
    Editor,
    /// Anything else.
    Page,
}

/// The document being worked on. A handle: copies are the same document.
#[derive(Clone, Copy, Debug)]
pub struct Workspace {
    session: StoredValue<Session, LocalStorage>,
    revision: RwSignal<u64>,
    settled: RwSignal<u64>,
    changes: Mailbox<Change>,
    /// The chosen view: index into [`Snapshot::views`]. Use [`Workspace::shown_view`] to read it.
    pub view: RwSignal<usize>,
    /// What is selected.
    pub selection: RwSignal<Selection>,
    /// What a request that is being followed passes.
    pub followed: RwSignal<Option<Arc<Passed>>>,
    /// What the lens shows; all else is faded.
    pub lens: RwSignal<Option<Arc<Seen>>>,
    /// What the document is called when it is saved.
    pub file_name: RwSignal<Option<String>>,
    saved: RwSignal<Option<Arc<str>>>,
    typing: Typing,
    /// The rules, once their code has come.
    checks: StoredValue<Option<Checks>>,
    draft: Draft,
    toasts: Toasts,
}

impl Workspace {
    /// Starts with `text`, which is kept as the draft from now on when `draft` says so.
    pub fn new(text: &str, draft: Draft, toasts: Toasts) -> Self {
        if draft.reading(text).is_err() {
            toasts.warn(NOT_KEPT);
        }
        let session = Session::unchecked(text);
        let (file_name, saved) = draft.origin();
        draft.read();
        // Whoever leaves the page between a key and its frame has not seen it fail.
        listen_on_window("pagehide", move |_| draft.read());
        let workspace = Self {
            session: StoredValue::new_local(session),
            revision: RwSignal::new(1),
            settled: RwSignal::new(1),
            changes: Mailbox::default(),
            view: RwSignal::new(0),
            selection: RwSignal::new(Selection::default()),
            followed: RwSignal::new(None),
            lens: RwSignal::new(None),
            file_name: RwSignal::new(file_name),
            saved: RwSignal::new(saved.map(Arc::from)),
            typing: Typing::none(),
            checks: StoredValue::new(None),
            draft,
            toasts,
        };
        // Whatever else the user does counts in a document that is read to its end.
        listen_first("pointerdown", move |_| workspace.catch_up());
        listen_first("keydown", move |event| {
            if !is_typing(event) {
                workspace.catch_up();
            }
        });
        workspace
    }

    /// Reads the snapshot; runs again at once after each change.
    pub fn with<R>(self, read: impl FnOnce(&Snapshot) -> R) -> R {
        self.revision.track();
        self.peek(read)
    }

    /// Reads the snapshot; runs again once a change is on the screen.
    pub fn with_settled<R>(self, read: impl FnOnce(&Snapshot) -> R) -> R {
        self.settled.track();
        self.peek(read)
    }

    /// Reads the snapshot as it is now.
    pub fn peek<R>(self, read: impl FnOnce(&Snapshot) -> R) -> R {
        self.session.with_value(|session| read(session.snapshot()))
    }

    /// Whether there is a step to take back; tracked.
    pub fn can_undo(self) -> bool {
        self.revision.track();
        self.session.with_value(Session::can_undo)
    }

    /// Whether there is a step to do again; tracked.
    pub fn can_redo(self) -> bool {
        self.revision.track();
        self.session.with_value(Session::can_redo)
    }

    /// Counts the changes; tracked.
    pub fn revision(self) -> u64 {
        self.revision.get()
    }

    /// The view that the picture shows, however many the text has by now; tracked.
    pub fn shown_view(self) -> usize {
        let chosen = self.view.get();
        self.with(|snapshot| chosen.min(snapshot.views.len().saturating_sub(1)))
    }

    /// The view that the picture shows, untracked.
    pub fn current_view(self) -> usize {
        let chosen = self.view.get_untracked();
        self.peek(|snapshot| chosen.min(snapshot.views.len().saturating_sub(1)))
    }

    /// Calls `listener` after each change.
    pub fn on_change(self, listener: impl Fn(&Change) + 'static) {
        self.changes.listen(listener);
    }

    /// Takes over what the user typed in the editor. A large document is read, checked and drawn once the typing pauses.
    pub fn type_in(self, edit: &Edit) {
        if !self.session.with_value(Session::is_large) {
            return self.change(edit, Merge::WithTyping, Origin::Editor);
        }
        match edit.apply(&self.text()) {
            Ok(after) => {
                self.keep(&after);
                self.typing.wait(after.into(), move || self.catch_up());
            }
            Err(error) => self.refuse(error),
        }
    }

    /// Whether something was typed that is not read yet: places in the text are not those of the snapshot.
    pub fn is_behind(self) -> bool {
        self.typing.is_waiting()
    }

    /// Reads what was typed, if it was not read yet.
    pub fn catch_up(self) {
        if let Some(text) = self.typing.take() {
            self.change(&Edit::between(&self.text(), &text), Merge::WithTyping, Origin::Editor);
        }
    }

    /// Applies an edit as a step of its own.
    pub fn apply(self, edit: &Edit) {
        self.change(edit, Merge::Never, Origin::Page);
    }

    /// Carries out what a command planned, or tells the user why it refused. Returns whether it was carried out.
    pub fn carry_out(self, planned: Planned) -> bool {
        match planned {
            Ok(Plan { edit, select }) => {
                if !edit.is_empty() {
                    self.apply(&edit);
                }
                if !select.is_empty() {
                    let view = self.current_view();
                    let selection = self.peek(|snapshot| Selection::of_ids(snapshot, view, &select));
                    self.selection.set(selection);
                }
                true
            }
            Err(refusal) => {
                self.toasts.warn(refusal.to_string());
                false
            }
        }
    }

    /// Tells the user what could not be done.
    pub fn warn(self, sentence: &str) {
        self.toasts.warn(sentence);
    }

    /// Plans a command against the snapshot as it is, and carries it out.
    pub fn command(self, plan: impl FnOnce(&Snapshot) -> Planned) -> bool {
        self.catch_up();
        self.carry_out(self.peek(plan))
    }

    /// Takes back the last step.
    pub fn undo(self) {
        self.step(Session::undo);
    }

    /// Does again what was taken back.
    pub fn redo(self) {
        self.step(Session::redo);
    }

    /// Exchanges the document for another. What was there can be had back by undo.
    pub fn open(self, text: &str, name: Option<String>) {
        self.catch_up();
        let before = self.text();
        let whole = netplat_core::text::Span::new(0, before.len());
        self.keep(text);
        let edit = Edit::replace(whole, text);
        let applied = self.session.try_update_value(|session| session.apply(&edit, Merge::Never));
        if let Some(Err(error)) = applied {
            return self.refuse(error);
        }
        self.draft.opened_or_saved(name.as_deref(), Some(text));
        self.file_name.set(name);
        self.saved.set(Some(text.into()));
        self.view.set(0);
        self.selection.set(Selection::default());
        self.announce(Change { before, edit: None, origin: Origin::Page });
    }

    /// The text, as the user has typed it so far.
    pub fn text(self) -> Arc<str> {
        self.typing.text().unwrap_or_else(|| self.peek(|snapshot| Arc::clone(&snapshot.text)))
    }

    /// Remembers that the text is in a file.
    pub fn mark_saved(self, name: Option<String>) {
        if name.is_some() {
            self.file_name.set(name);
        }
        let text = self.text();
        self.draft.opened_or_saved(self.file_name.get_untracked().as_deref(), Some(&text));
        self.saved.set(Some(text));
    }

    /// The text as it was opened or saved last; tracked.
    pub fn saved_text(self) -> Option<Arc<str>> {
        self.saved.get()
    }

    /// The rules, once their code has come.
    pub fn checks(self) -> Option<Checks> {
        self.checks.get_value()
    }

    /// Whether the text differs from what was opened or saved; tracked, after the change is on the screen.
    pub fn is_changed(self) -> bool {
        self.with_settled(|snapshot| {
            self.saved.with(|saved| saved.as_ref().is_some_and(|saved| *saved != snapshot.text))
        })
    }

    /// The document's title: of its front matter, else the file's name.
    pub fn title(self) -> String {
        let title = self.with_settled(|snapshot| snapshot.model.title.clone());
        title.or_else(|| self.file_name.get()).unwrap_or_else(|| "Untitled design".to_owned())
    }

    fn change(self, edit: &Edit, merge: Merge, origin: Origin) {
        let before = self.text();
        // Kept before anything reads it: should reading it end the page, the text is still there.
        match edit.apply(&before) {
            Ok(after) => self.keep(&after),
            Err(error) => return self.refuse(error),
        }
        let applied = self.session.try_update_value(|session| session.apply(edit, merge));
        if let Some(Err(error)) = applied {
            return self.refuse(error);
        }
        self.announce(Change { before, edit: Some(edit.clone()), origin });
    }

    fn step(self, step: fn(&mut Session) -> Option<Edit>) {
        self.catch_up();
        let before = self.text();
        if let Some(edit) = self.session.try_update_value(step).flatten() {
            self.keep(&self.text());
            self.announce(Change { before, edit: Some(edit), origin: Origin::Page });
        }
    }

    fn keep(self, text: &str) {
        if self.draft.reading(text).is_err_and(|first| first) {
            self.toasts.warn(NOT_KEPT);
        }
    }

    fn refuse(self, error: EditError) {
        self.toasts.warn(format!("The change does not fit the text: {error}."));
    }

    /// Has the text checked from now on, each change once it is on the screen.
    pub fn check_with(self, checks: Checks) {
        self.checks.set_value(Some(checks));
        self.check();
        self.settled.notify();
    }

    fn check(self) {
        if let Some(checks) = self.checks.get_value() {
            self.session.update_value(|session| session.check(checks));
        }
    }

    fn announce(self, change: Change) {
        self.changes.send(&change);
        self.revision.update(|revision| *revision += 1);
        let current = self.revision.get_untracked();
        frames::after_paint(move || {
            // Later changes settle by themselves.
            if self.revision.try_get_untracked() == Some(current) {
                self.check();
                self.settled.set(current);
                self.draft.read();
            }
        });
    }
}

/// Whether a key goes into the text: it is pressed in the editor, and no command of the page.
fn is_typing(event: &web_sys::Event) -> bool {
    let editor = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let is_command =
        event.dyn_ref::<web_sys::KeyboardEvent>().is_some_and(|key| key.ctrl_key() || key.meta_key());
    editor.is_some_and(|element| element.local_name() == "netplat-text") && !is_command
}
