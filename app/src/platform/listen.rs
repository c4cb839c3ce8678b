//! Listeners that end with the component that set them.

use gloo::events::{EventListener, EventListenerOptions};
use leptos::prelude::{StoredValue, UpdateValue, on_cleanup};
use web_sys::{Event, EventTarget};

/// Calls `handler` on each event until the current owner is cleaned up. The handler may prevent the default.
pub fn listen(target: &EventTarget, name: &'static str, handler: impl FnMut(&Event) + 'static) {
    let options = EventListenerOptions::enable_prevent_default();
    let listener = EventListener::new_with_options(target, name, options, handler);
    let kept = StoredValue::new_local(Some(listener));
    on_cleanup(move || {
        kept.try_update_value(Option::take);
    });
}

/// As [`listen`], on the window.
pub fn listen_on_window(name: &'static str, handler: impl FnMut(&Event) + 'static) {
    if let Some(window) = web_sys::window() {
        listen(&window, name, handler);
    }
}
