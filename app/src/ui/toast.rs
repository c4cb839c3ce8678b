//! Short messages at the foot of the page. They leave by themselves; nothing that matters is said only here.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

const SHOWN_MS: u32 = 5_000;

/// A message.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Toast {
    key: u32,
    text: String,
    is_error: bool,
}

/// The messages that are shown now.
#[derive(Clone, Copy, Debug)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Default for Toasts {
    fn default() -> Self {
        Self { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }
}

impl Toasts {
    /// Says something.
    pub fn say(self, text: impl Into<String>) {
        self.push(text.into(), false);
    }

    /// Says that something did not work, and why.
    pub fn warn(self, text: impl Into<String>) {
        self.push(text.into(), true);
    }

    fn push(self, text: String, is_error: bool) {
        self.next.update_value(|next| *next = next.wrapping_add(1));
        let key = self.next.get_value();
        self.shown.update(|shown| {
            // The same words again restart their time instead of piling up.
            shown.retain(|toast| toast.text != text);
            shown.push(Toast { key, text, is_error });
        });
        Timeout::new(SHOWN_MS, move || self.dismiss(key)).forget();
    }

    fn dismiss(self, key: u32) {
        self.shown.try_update(|shown| shown.retain(|toast| toast.key != key));
    }
}

/// Shows the messages, and has a screen reader say them.
#[component]
pub fn ToastList(toasts: Toasts) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.key let:toast>
                <p class="toast" class:toast-error=toast.is_error>{toast.text}</p>
            </For>
        </div>
    }
}
