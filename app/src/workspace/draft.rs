//! The text as kept in the browser across reloads and crashes.
//!
//! The text is kept before it is read, together with a mark that it is being read. A page that ends while reading
//! leaves the mark: the next visit then offers the text instead of reading it at once, or it would end again.

use crate::platform::storage;
use leptos::prelude::{GetValue, SetValue, StoredValue};

const TEXT: &str = "netplat.text";
const READING: &str = "netplat.reading";
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
        if storage::save(TEXT, text).is_err() {
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

    /// Notes that the text was read and shown without harm.
    pub fn read(self) {
        if self.marked.get_value() {
            storage::forget(READING);
            self.marked.set_value(false);
        }
    }
}
