//! Where the keys go.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Gives the focus to the first element that `selector` fits; nothing happens when none does.
pub fn on_first(selector: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        // Focus fails only on what is not in the page.
        let _ = element.focus();
    }
}
