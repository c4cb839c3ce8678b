//! Files: opening, saving, fetching the page's own.

use gloo::events::EventListener;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, HtmlInputElement, Response, Url};

/// A file's name and text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextFile {
    /// As the system says it, without folders.
    pub name: String,
    /// Its content. Bytes that are no UTF-8 have become replacement characters.
    pub text: String,
}

/// Lets the user choose a file, and hands it to `then`.
pub fn pick(accept: &str, then: impl FnOnce(File) + 'static) {
    pick_with(
        |input| input.set_accept(accept),
        |files| {
            if let Some(file) = files.into_iter().next() {
                then(file);
            }
        },
    );
}

/// Lets the user choose with an input that `prepare` makes ready, and hands what was chosen to `then`.
pub fn pick_with(prepare: impl FnOnce(&HtmlInputElement), then: impl FnOnce(Vec<File>) + 'static) {
    let made = document().and_then(|document| document.create_element("input").ok());
    let Some(input) = made.and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) else { return };
    input.set_type("file");
    prepare(&input);
    let chosen = input.clone();
    let listener = EventListener::once(&input, "change", move |_| {
        let files = chosen.files();
        let count = files.as_ref().map_or(0, |files| files.length());
        then((0..count).filter_map(|index| files.as_ref()?.get(index)).collect());
    });
    // Nobody tells when a user closes the dialog without a choice; the listener goes with the element.
    listener.forget();
    input.click();
}

/// Reads a file of at most `max_bytes`.
///
/// # Errors
/// A sentence for the user.
pub async fn read(file: &File, max_bytes: usize) -> Result<TextFile, String> {
    let name = file.name();
    if file.size() > max_bytes as f64 {
        return Err(format!("{name} is larger than {} MB.", max_bytes / (1024 * 1024)));
    }
    match JsFuture::from(file.text()).await {
        Ok(text) => Ok(TextFile { name, text: text.as_string().unwrap_or_default() }),
        Err(_) => Err(format!("{name} could not be read.")),
    }
}

/// Reads the bytes of a file of at most `max_bytes`.
///
/// # Errors
/// A sentence for the user.
pub async fn read_bytes(file: &File, max_bytes: usize) -> Result<Vec<u8>, String> {
    let name = file.name();
    if file.size() > max_bytes as f64 {
        return Err(format!("{name} is larger than {} MB.", max_bytes / (1024 * 1024)));
    }
    let buffer =
        JsFuture::from(file.array_buffer()).await.map_err(|_| format!("{name} could not be read."))?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Hands `bytes` to the user as a download.
pub fn download(name: &str, mime: &str, bytes: &[u8]) {
    if let Some(blob) = blob(mime, bytes) {
        download_blob(name, &blob);
    }
}

/// As [`download`], of what the browser made.
pub fn download_blob(name: &str, blob: &Blob) {
    let Ok(url) = Url::create_object_url_with_blob(blob) else { return };
    let made = document().and_then(|document| document.create_element("a").ok());
    if let Some(anchor) = made.and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok()) {
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
    }
    // The download reads the address a little later.
    gloo::timers::callback::Timeout::new(10_000, move || drop(Url::revoke_object_url(&url))).forget();
}

/// Bytes with a type.
pub fn blob(mime: &str, bytes: &[u8]) -> Option<Blob> {
    let parts = Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()
}

/// How saving ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Saved {
    /// In the file of this name, chosen by the user.
    InFile(String),
    /// As a download, for a browser that cannot write files.
    Downloaded,
    /// The user changed their mind.
    Cancelled,
}

/// Saves `text`: in a file that the user chooses where the browser can, else as a download.
///
/// # Errors
/// A sentence for the user, when the file could not be written.
pub async fn save(name: &str, text: &str) -> Result<Saved, String> {
    let Some(picker) = method(&window_value(), "showSaveFilePicker") else {
        download(name, "text/plain", text.as_bytes());
        return Ok(Saved::Downloaded);
    };
    let options = Object::new();
    let failed = |_| format!("{name} could not be written.");
    Reflect::set(&options, &"suggestedName".into(), &name.into()).map_err(failed)?;
    let Ok(handle) = call(&picker, &window_value(), &[options.into()]).await else {
        return Ok(Saved::Cancelled);
    };
    write(&handle, text).await.map_err(failed)?;
    let chosen = Reflect::get(&handle, &"name".into()).ok().and_then(|value| value.as_string());
    Ok(Saved::InFile(chosen.unwrap_or_else(|| name.to_owned())))
}

async fn write(handle: &JsValue, text: &str) -> Result<(), JsValue> {
    let open = method(handle, "createWritable").ok_or(JsValue::NULL)?;
    let stream = call(&open, handle, &[]).await?;
    let write = method(&stream, "write").ok_or(JsValue::NULL)?;
    call(&write, &stream, &[text.into()]).await?;
    let close = method(&stream, "close").ok_or(JsValue::NULL)?;
    call(&close, &stream, &[]).await?;
    Ok(())
}

/// Fetches a text of this page's own origin.
///
/// # Errors
/// A sentence for the user.
pub async fn fetch_text(address: &str) -> Result<String, String> {
    let window = web_sys::window().ok_or("There is no window.")?;
    let unreachable = |_| format!("{address} could not be fetched.");
    let response = JsFuture::from(window.fetch_with_str(address)).await.map_err(unreachable)?;
    let response: Response = response.dyn_into().map_err(unreachable)?;
    if !response.ok() {
        return Err(format!("{address} could not be fetched: the server answered {}.", response.status()));
    }
    let text = JsFuture::from(response.text().map_err(unreachable)?).await.map_err(unreachable)?;
    Ok(text.as_string().unwrap_or_default())
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

fn window_value() -> JsValue {
    web_sys::window().map_or(JsValue::NULL, JsValue::from)
}

fn method(target: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(target, &name.into()).ok()?.dyn_into().ok()
}

async fn call(function: &Function, this: &JsValue, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let answer = function.apply(this, &arguments.iter().collect::<Array>())?;
    JsFuture::from(Promise::resolve(&answer)).await
}
