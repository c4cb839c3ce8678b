//! Time: frames, and the moment after one is painted.

use gloo::timers::callback::Timeout;
use js_sys::{Date, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;

/// Runs `work` before the next frame is painted.
pub fn before_paint(work: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let callback = Closure::once_into_js(work);
    // Fails only in a window that is closing.
    let _ = window.request_animation_frame(callback.unchecked_ref());
}

/// Runs `work` once the next frame is on the screen, so that it delays nothing that the user waits for.
pub fn after_paint(work: impl FnOnce() + 'static) {
    before_paint(move || {
        Timeout::new(0, work).forget();
    });
}

/// Lets the browser paint, and answer the user, before the caller goes on. Goes on in a hidden tab as well.
pub async fn pause() {
    let promise = Promise::new(&mut |resolve, _| {
        Timeout::new(0, move || {
            // A promise's own function refuses nothing.
            let _ = resolve.call0(&JsValue::NULL);
        })
        .forget();
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
}

/// Milliseconds since some moment, to tell how long something takes.
pub fn now_ms() -> f64 {
    Date::now()
}
