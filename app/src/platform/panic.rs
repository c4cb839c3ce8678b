//! What a panic leaves behind: its message on the console. The page's `crash.js` sees the program end and shows the
//! text; nothing that runs here could be relied on.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(message: &str);
}

/// Has panics write where they happened to the console.
pub fn install() {
    std::panic::set_hook(Box::new(|info| console_error(&info.to_string())));
}
