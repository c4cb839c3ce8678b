//! The custom element `<netplat-text>` as seen from here; `app/editor/element.js` says what each part does.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// The element.
    #[wasm_bindgen(extends = web_sys::HtmlElement)]
    #[derive(Clone, Debug)]
    pub type TextElement;

    #[wasm_bindgen(method, setter)]
    pub fn set_text(this: &TextElement, text: &str);
    #[wasm_bindgen(method)]
    pub fn splice(this: &TextElement, splices: &Array);
    #[wasm_bindgen(method, setter)]
    pub fn set_diagnostics(this: &TextElement, list: &Array);
    #[wasm_bindgen(method, setter)]
    pub fn set_marked(this: &TextElement, list: &Array);
    #[wasm_bindgen(method)]
    pub fn reveal(this: &TextElement, from: u32, to: u32, focus: bool);
    #[wasm_bindgen(method)]
    pub fn find(this: &TextElement);
    #[wasm_bindgen(method, js_name = focus)]
    pub fn focus_editor(this: &TextElement);

    #[wasm_bindgen(js_namespace = customElements, js_name = whenDefined)]
    fn when_defined(name: &str) -> Promise;
}

const NAME: &str = "netplat-text";

/// Makes an element once the editor's module has come.
pub async fn create(label: &str) -> Result<TextElement, JsValue> {
    JsFuture::from(when_defined(NAME)).await?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let element = document.create_element(NAME)?;
    element.set_attribute("label", label)?;
    // The class is not a global of the page, so there is nothing to check it against.
    Ok(element.unchecked_into())
}

/// Has the element ask `complete` for completions at an offset.
pub fn set_complete(element: &TextElement, complete: impl Fn(u32, bool) -> JsValue + 'static) {
    let callback = Closure::<dyn Fn(u32, bool) -> JsValue>::new(complete);
    // The property is a setter of the element's own class.
    let _ = Reflect::set(element, &"complete".into(), callback.as_ref());
    // The element lives as long as the page.
    callback.forget();
}
