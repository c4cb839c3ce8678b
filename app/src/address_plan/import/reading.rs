//! A foreign text on its way to the plan: read in steps between which the page answers, then shown, then added.

use super::choice::Choice;
use crate::address_plan::desk::Desk;
use crate::platform::{files, focus, frames};
use leptos::prelude::*;
use netplat_core::document::MAX_BYTES;
use netplat_core::edit::Plan;
use netplat_core::edit::address_plan::{AddedAll, NewEntry, add_all, known};
use netplat_core::import::{Progress, Proposal, Reader, Recognised, decode, recognise};
use netplat_core::text::LineIndex;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// How long the page reads on before it looks after the user: less than a frame.
const BUDGET_MS: f64 = 10.0;
/// What is read before the time is asked for again.
const STEP_BYTES: usize = 32 * 1024;

/// How far an import is.
#[derive(Clone, Debug)]
pub enum Stage {
    /// There is no text yet.
    Asking,
    /// The text is read; [`Importing::progress`] says how far.
    Reading,
    /// It is read.
    Found(Arc<Findings>),
    /// What was taken is put into the plan.
    Adding(usize),
}

/// What was read, and what came of it.
#[derive(Debug)]
pub struct Findings {
    /// The foreign text.
    pub text: Arc<str>,
    /// What it was read as.
    pub recognised: Recognised,
    /// What was found.
    pub proposal: Proposal,
    /// For each entry whether the plan had it when the text was read.
    pub known: Vec<bool>,
    /// The lines of the foreign text.
    pub lines: LineIndex,
}

/// The import of the sheet. A handle: copies are the same import.
#[derive(Clone, Copy)]
pub struct Importing {
    /// The sheet.
    pub desk: Desk,
    /// Whether its dialog shows.
    pub open: RwSignal<bool>,
    /// How far it is.
    pub stage: RwSignal<Stage>,
    /// How far reading is, and how many entries were found by then.
    pub progress: RwSignal<(Progress, usize)>,
    /// What is taken of the findings.
    pub choice: RwSignal<Choice>,
    /// What went wrong, in words.
    pub complaint: RwSignal<Option<String>>,
    /// Counts the readings: one that finds another began since ends by itself.
    reading: StoredValue<u32>,
}

impl Importing {
    /// The import of a sheet.
    pub fn new(desk: Desk) -> Self {
        Self {
            desk,
            open: desk.page.address_import,
            stage: RwSignal::new(Stage::Asking),
            progress: RwSignal::new((Progress { read: 0, total: 0 }, 0)),
            choice: RwSignal::new(Choice::default()),
            complaint: RwSignal::new(None),
            reading: StoredValue::new(0),
        }
    }

    /// Asks for a text again; what was being read is given up.
    pub fn restart(self) {
        self.next_reading();
        self.complaint.set(None);
        self.stage.set(Stage::Asking);
    }

    /// Reads a file.
    pub fn take_file(self, file: File) {
        let reading = self.begin(file.size() as usize);
        spawn_local(async move {
            let bytes = files::read_bytes(&file, MAX_BYTES).await;
            if !self.is_current(reading) {
                return;
            }
            match bytes {
                Ok(bytes) if is_archive(&bytes) => self.fail(NO_TEXT),
                Ok(bytes) => {
                    let text: Arc<str> = decode(&bytes).into();
                    drop(bytes);
                    frames::pause().await;
                    let recognised = recognise(&text);
                    self.read(reading, text, recognised).await;
                }
                Err(sentence) => self.fail(&sentence),
            }
        });
    }

    fn fail(self, sentence: &str) {
        self.restart();
        self.complaint.set(Some(sentence.to_owned()));
    }

    /// Reads a text that was pasted or dropped.
    pub fn take_text(self, text: &str) {
        let text: Arc<str> = text.into();
        let recognised = recognise(&text);
        self.read_as(text, recognised);
    }

    /// Reads a text as `recognised` says.
    pub fn read_as(self, text: Arc<str>, recognised: Recognised) {
        let reading = self.begin(text.len());
        spawn_local(self.read(reading, text, recognised));
    }

    /// Puts what is taken into the plan, by one step that can be undone.
    pub fn accept(self) {
        let Stage::Found(findings) = self.stage.get_untracked() else { return };
        let count = self.choice.with_untracked(Choice::count);
        if count == 0 {
            self.complaint.set(Some("Nothing is chosen: Space takes an entry.".to_owned()));
            return;
        }
        self.stage.set(Stage::Adding(count));
        spawn_local(async move {
            // A large plan takes a moment, which is said first.
            frames::pause().await;
            self.add(findings);
        });
    }

    fn add(self, findings: Arc<Findings>) {
        let taken = self.choice.with_untracked(|choice| {
            let entries = findings.proposal.entries.iter().enumerate();
            entries
                .filter(|(index, _)| choice.is_taken(*index))
                .map(|(_, found)| found.into())
                .collect::<Vec<NewEntry>>()
        });
        let workspace = self.desk.page.workspace;
        workspace.catch_up();
        match workspace.peek(|snapshot| add_all(snapshot, &taken)) {
            Ok(AddedAll { edit, left_out }) => {
                workspace.carry_out(Ok(Plan::from(edit)));
                self.desk.page.toasts.say(said(taken.len() - left_out, left_out));
                self.open.set(false);
                // The dialog gives the focus back first.
                frames::before_paint(|| focus::on_first(".plan-table"));
            }
            Err(refusal) => {
                self.complaint.set(Some(refusal.to_string()));
                self.stage.set(Stage::Found(findings));
            }
        }
    }

    fn begin(self, total: usize) -> u32 {
        self.complaint.set(None);
        self.open.set(true);
        self.progress.set((Progress { read: 0, total }, 0));
        self.stage.set(Stage::Reading);
        self.next_reading()
    }

    async fn read(self, reading: u32, text: Arc<str>, recognised: Recognised) {
        // The progress is seen before the first step, which may be the only one.
        frames::pause().await;
        let mut reader = Reader::new(&text, recognised.clone());
        loop {
            if !self.is_current(reading) {
                return;
            }
            let progress = step(&mut reader);
            if progress.is_done() {
                break;
            }
            self.progress.set((progress, reader.found()));
            frames::pause().await;
        }
        let proposal = reader.finish();
        frames::pause().await;
        if !self.is_current(reading) {
            return;
        }
        let lines = LineIndex::new(&text);
        let found = proposal.entries.iter().map(|found| &found.entry);
        let known = self.desk.page.workspace.peek(|snapshot| known(&snapshot.model.plan, found));
        self.choice.set(Choice::of(&proposal.entries, &known));
        self.stage.set(Stage::Found(Arc::new(Findings { text, recognised, proposal, known, lines })));
    }

    fn next_reading(self) -> u32 {
        self.reading.update_value(|reading| *reading = reading.wrapping_add(1));
        self.reading.get_value()
    }

    /// Whether no other reading began since; false as well when the sheet is gone.
    fn is_current(self, reading: u32) -> bool {
        self.reading.try_get_value() == Some(reading)
    }
}

/// What is said of a file that holds no text.
const NO_TEXT: &str = "This is a workbook or an archive, not a text: save it as CSV, and choose that file.";

/// Whether a file is what spreadsheets write by themselves: a zip archive, or the older compound file.
fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// Reads on for [`BUDGET_MS`].
fn step(reader: &mut Reader<'_>) -> Progress {
    let until = frames::now_ms() + BUDGET_MS;
    loop {
        let progress = reader.step(STEP_BYTES);
        if progress.is_done() || frames::now_ms() >= until {
            return progress;
        }
    }
}

/// What adding came to, in words.
fn said(added: usize, left_out: usize) -> String {
    let entries = |count: usize| if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
    match (added, left_out) {
        (added, 0) => format!("Added {} to the plan.", entries(added)),
        (0, _) => "The plan has all of them already.".to_owned(),
        (added, left_out) => format!("Added {}; the plan had {left_out} already.", entries(added)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workbooks_are_told_from_texts() {
        assert!(is_archive(b"PK\x03\x04\x14\x00"));
        assert!(!is_archive(b"Prefix,Name\n"));
        assert!(!is_archive(b""));
    }

    #[test]
    fn what_the_plan_had_already_is_said() {
        assert_eq!(said(1, 0), "Added 1 entry to the plan.");
        assert_eq!(said(12, 3), "Added 12 entries; the plan had 3 already.");
        assert_eq!(said(0, 3), "The plan has all of them already.");
    }
}
