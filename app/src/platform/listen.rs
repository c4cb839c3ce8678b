//! Listeners that end with the component that set them.

use gloo::events::{EventListener, EventListenerOptions};
use leptos::prelude::{StoredValue, UpdateValue, on_cleanup};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
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

/// Calls `handler` on each event of the page before any other listener hears it.
pub fn listen_first(name: &'static str, handler: impl FnMut(&Event) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let options = EventListenerOptions::run_in_capture_phase();
    let kept = StoredValue::new_local(Some(EventListener::new_with_options(&window, name, options, handler)));
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

/// Calls `handler` when the size of `element` changes, until the current owner is cleaned up.
pub fn on_resize(element: &web_sys::Element, handler: impl FnMut() + 'static) {
    let callback = Closure::<dyn FnMut()>::new(handler);
    let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) else { return };
    observer.observe(element);
    let kept = StoredValue::new_local(Some((observer, callback)));
    on_cleanup(move || {
        kept.try_update_value(|kept| {
            if let Some((observer, _callback)) = kept.take() {
                observer.disconnect();
            }
        });
    });
}
