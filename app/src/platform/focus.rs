//! Where the keys go.

use super::frames;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Gives the focus to the first element that `selector` fits; nothing happens when none does.
pub fn on_first(selector: &str) {
    give(selector);
}

/// As [`on_first`], for what may come with a part of the page that is still loading. Gives up after some seconds: by
/// then the user has gone elsewhere.
pub fn on_first_to_come(selector: &'static str) {
    const MOST_FRAMES: u32 = 300;
    fn look(selector: &'static str, frames: u32) {
        frames::after_paint(move || {
            if !give(selector) && frames > 0 {
                look(selector, frames - 1);
            }
        });
    }
    look(selector, MOST_FRAMES);
}

/// Whether there is such an element.
fn give(selector: &str) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.query_selector(selector).ok().flatten());
    let element = found.and_then(|found| found.dyn_into::<HtmlElement>().ok());
    // Focus fails only on what is not in the page.
    element.is_some_and(|element| element.focus().is_ok())
}
