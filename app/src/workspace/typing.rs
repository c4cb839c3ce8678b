//! Typing in a document so large that drawing it takes longer than a key: the text is taken at once, everything else
//! follows when the typing pauses. Until then the last picture stays.

use gloo::timers::callback::Timeout;
use leptos::prelude::{LocalStorage, SetValue, StoredValue, UpdateValue, WithValue};
use std::sync::Arc;

/// How long no key must come, in milliseconds.
const PAUSE_MS: u32 = 150;

/// The text that the typing led to, if it was not read yet. A handle.
#[derive(Clone, Copy, Debug)]
pub struct Typing(StoredValue<Option<Waiting>, LocalStorage>);

#[derive(Debug)]
struct Waiting {
    text: Arc<str>,
    /// Rings when the pause has lasted; dropped by the next key.
    _alarm: Timeout,
}

impl Typing {
    /// Nothing waits.
    pub fn none() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// Has `text` wait for a pause, after which `read` is called.
    pub fn wait(self, text: Arc<str>, read: impl FnOnce() + 'static) {
        self.0.set_value(Some(Waiting { text, _alarm: Timeout::new(PAUSE_MS, read) }));
    }

    /// Whether a text waits.
    pub fn is_waiting(self) -> bool {
        self.0.with_value(Option::is_some)
    }

    /// The text that waits.
    pub fn text(self) -> Option<Arc<str>> {
        self.0.with_value(|waiting| waiting.as_ref().map(|waiting| Arc::clone(&waiting.text)))
    }

    /// Ends the waiting.
    pub fn take(self) -> Option<Arc<str>> {
        self.0.try_update_value(Option::take).flatten().map(|waiting| waiting.text)
    }
}
