//! Time: frames, and the moment after one is painted.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

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
