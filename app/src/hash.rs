//! Designs in the page's address.

/// What the address holds after `#`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Linked {
    /// No design.
    Nothing,
    /// A design's text.
    Design(String),
    /// Something that should be a design and is none: why, as a sentence.
    Broken(String),
}

/// Reads the address. What it holds is a stranger's: it is read as text and nothing else.
pub fn linked() -> Linked {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    let fragment = hash.strip_prefix('#').unwrap_or_default();
    if !fragment.starts_with("pako:") && !fragment.starts_with("base64:") {
        return Linked::Nothing;
    }
    match netplat_core::share::from_fragment(fragment) {
        Ok(text) => Linked::Design(text),
        Err(error) => Linked::Broken(format!("The design was not opened: {error}.")),
    }
}

/// Takes the design out of the address, without a step in the browser's history.
pub fn clear() {
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    let (path, search) = (location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    if let Ok(history) = window.history() {
        // Refused only when called thousands of times.
        let _ = history.replace_state_with_url(
            &wasm_bindgen::JsValue::NULL,
            "",
            Some(&format!("{path}{search}")),
        );
    }
}

/// The address of `page` (relative to this one) with a design in it.
pub fn share_link(text: &str, page: &str) -> String {
    let here = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let base = web_sys::Url::new_with_base(page, &here).map(|url| url.href()).unwrap_or_default();
    let base = base.split(['#', '?']).next().unwrap_or_default();
    format!("{base}#{}", netplat_core::share::to_fragment(text))
}
