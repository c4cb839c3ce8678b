//! The text as kept in the browser across reloads and crashes.
//!
//! The text is kept before it is read, together with a mark that it is being read. A page that ends while reading
//! leaves the mark: the next visit then offers the text instead of reading it at once, or it would end again.

use crate::platform::storage;
use leptos::prelude::{GetValue, SetValue, StoredValue};

const TEXT: &str = "netplat.text";
const READING: &str = "netplat.reading";
/// What the text's file is called.
const FILE: &str = "netplat.file";
/// The text as it was opened or saved last.
const SAVED: &str = "netplat.saved";
/// A saved text beyond this is not kept beside the text itself: browsers give a page some five million characters.
const MAX_SAVED: usize = 500_000;
/// Set by the crash panel, `app/page/crash.js`.
const STOPPED: &str = "netplat.stopped";

/// Whether and how the text is kept.
#[derive(Clone, Copy, Debug)]
pub struct Draft {
    /// None for a page that must not touch the user's draft, such as an embedded picture.
    warned: Option<StoredValue<bool>>,
    marked: StoredValue<bool>,
}

/// What an earlier visit left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Recovered {
    /// Nothing.
    Nothing,
    /// A text that was read well.
    Text(String),
    /// A text during whose reading the page ended.
    Suspect(String),
}

/// Looks for the text of an earlier visit.
pub fn recover() -> Recovered {
    let ended = storage::load(READING).is_some() || storage::load(STOPPED).is_some();
    storage::forget(STOPPED);
    storage::forget(READING);
    match storage::load(TEXT) {
        None => Recovered::Nothing,
        Some(text) if text.is_empty() => Recovered::Nothing,
        Some(text) if ended => Recovered::Suspect(text),
        Some(text) => Recovered::Text(text),
    }
}

impl Draft {
    /// Keeps the text.
    pub fn kept() -> Self {
        Self { warned: Some(StoredValue::new(false)), marked: StoredValue::new(false) }
    }

    /// Keeps nothing.
    pub fn none() -> Self {
        Self { warned: None, marked: StoredValue::new(false) }
    }

    /// Keeps `text`, which is about to be read.
    ///
    /// # Errors
    /// When the browser does not keep it; whether this is the first time, so that the user is told once.
    pub fn reading(self, text: &str) -> Result<(), bool> {
        let Some(warned) = self.warned else { return Ok(()) };
        if storage::save(TEXT, text).is_err() && !Self::save_instead_of_saved(text) {
            let first = !warned.get_value();
            warned.set_value(true);
            return Err(first);
        }
        warned.set_value(false);
        if !self.marked.get_value() {
            self.marked.set_value(storage::save(READING, "1").is_ok());
        }
        Ok(())
    }

    /// Keeps `text` in the room of the saved one, which matters less.
    fn save_instead_of_saved(text: &str) -> bool {
        let had_saved = storage::load(SAVED).is_some();
        storage::forget(SAVED);
        had_saved && storage::save(TEXT, text).is_ok()
    }

    /// Keeps what the text's file is called, and the text as it stands there.
    pub fn opened_or_saved(self, name: Option<&str>, text: Option<&str>) {
        if self.warned.is_none() {
            return;
        }
        let keep = |key: &str, value: Option<&str>| match value {
            // A browser that does not keep it loses a convenience; the text itself is what is warned about.
            Some(value) => drop(storage::save(key, value)),
            None => storage::forget(key),
        };
        keep(FILE, name);
        keep(SAVED, text.filter(|text| text.len() <= MAX_SAVED));
    }

    /// What [`Draft::opened_or_saved`] kept: the name and the text.
    pub fn origin(self) -> (Option<String>, Option<String>) {
        if self.warned.is_none() {
            return (None, None);
        }
        (storage::load(FILE), storage::load(SAVED))
    }

    /// Notes that the text was read and shown without harm.
    pub fn read(self) {
        if self.marked.get_value() {
            storage::forget(READING);
            self.marked.set_value(false);
        }
    }
}
