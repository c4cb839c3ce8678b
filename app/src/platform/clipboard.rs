//! The clipboard.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, Event};

/// Puts `text` on the clipboard. The answer is whether the browser allowed it; it asks for a click or key press.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

/// The text that a paste event brings; none when it brings something else.
pub fn pasted(event: &Event) -> Option<String> {
    let transfer: DataTransfer = Reflect::get(event, &"clipboardData".into()).ok()?.dyn_into().ok()?;
    transfer.get_data("text/plain").ok().filter(|text| !text.trim().is_empty())
}
