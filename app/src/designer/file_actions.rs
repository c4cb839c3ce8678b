//! Documents from and to files, the clipboard and drops.

use crate::manifests::{is_manifest_file, looks_like_manifests};
use crate::page::Page;
use crate::platform::entries::{self, Offered};
use crate::platform::files::{self, Saved};
use netplat_core::document::MAX_BYTES;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, Event, File};

/// What a design may stand in.
pub const ACCEPT: &str = ".md,.mmd,.mermaid,.markdown,.txt,text/markdown,text/plain";
/// That, and manifests.
const ACCEPT_ALL: &str = ".md,.mmd,.mermaid,.markdown,.txt,.yaml,.yml,.json,.zip,text/markdown,text/plain";

/// Lets the user choose a file and opens it.
pub fn open(page: Page) {
    files::pick(ACCEPT_ALL, move |file| open_file(page, file));
}

/// Opens what was dropped on the page.
pub fn drop_file(page: Page, event: &Event) {
    let Some(transfer) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) else { return };
    let files = transfer.files();
    let count = files.as_ref().map_or(0, |files| files.length());
    if count == 0 {
        return;
    }
    event.prevent_default();
    // One file may be a folder, which its name does not say.
    let offered = entries::dropped(&transfer);
    let file = files.and_then(|files| files.get(0)).filter(|_| count == 1 && !entries::has_folder(&offered));
    match file {
        Some(file) => open_file(page, file),
        None => page.manifests.read(offered),
    }
}

/// Opens the text on the clipboard.
pub fn paste(page: Page) {
    let Some(window) = web_sys::window() else { return };
    spawn_local(async move {
        let text = JsFuture::from(window.navigator().clipboard().read_text()).await;
        match text.ok().and_then(|text| text.as_string()) {
            Some(text) if text.trim().is_empty() => page.toasts.warn("There is no text on the clipboard."),
            Some(text) if looks_like_manifests(&text) => page.manifests.read_text(text),
            Some(text) => page.workspace.open(&text, None),
            None => {
                page.toasts.warn("The browser did not allow it: press Ctrl+V in the text.");
                crate::commands::run(page, "text-pane");
            }
        }
    });
}

/// Saves the text in a file.
pub fn save(page: Page) {
    let workspace = page.workspace;
    let text = workspace.text();
    let name = file_name(page, &text);
    spawn_local(async move {
        match files::save(&name, &text).await {
            Ok(Saved::InFile(name)) => {
                page.toasts.say(format!("Saved {name}."));
                workspace.mark_saved(Some(name));
            }
            Ok(Saved::Downloaded) => workspace.mark_saved(None),
            Ok(Saved::Cancelled) => {}
            Err(sentence) => page.toasts.warn(sentence),
        }
    });
}

fn open_file(page: Page, file: File) {
    if is_manifest_file(&file.name()) {
        return page.manifests.read(vec![Offered::File(file)]);
    }
    spawn_local(async move {
        match files::read(&file, MAX_BYTES).await {
            Ok(file) => page.workspace.open(&file.text, Some(file.name)),
            Err(sentence) => page.toasts.warn(sentence),
        }
    });
}

/// The name under which the document would be saved.
pub fn file_name(page: Page, text: &str) -> String {
    use leptos::prelude::GetUntracked;
    if let Some(name) = page.workspace.file_name.get_untracked() {
        return name;
    }
    let is_markdown = page.workspace.peek(|snapshot| snapshot.document.blocks.len() > 1) || text.is_empty();
    let extension = if is_markdown { "md" } else { "mmd" };
    format!("{}.{extension}", stem(page))
}

/// The document's title as the start of a file's name.
pub fn stem(page: Page) -> String {
    let title = page.workspace.peek(|snapshot| snapshot.model.title.clone()).unwrap_or_default();
    let words: Vec<String> = title
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() { "design".to_owned() } else { words.join("-") }
}
