//! Kubernetes manifests from files, folders, archives and the clipboard: the core makes a design of them, a dialog says
//! what it found and asks where it goes.

mod reading;

use crate::late;
use crate::page::Page;
use crate::platform::entries::{self, Offered};
use crate::workspace::Origin;
use leptos::prelude::*;
use netplat_core::import::manifests::{Imported, add};
use reading::Reading;
use std::sync::Arc;

/// The import's dialog, and what it is to read.
#[derive(Clone, Copy, Debug)]
pub struct Manifests {
    /// Whether it shows.
    pub open: RwSignal<bool>,
    given: StoredValue<Option<Given>, LocalStorage>,
}

/// What is to be read.
#[derive(Clone, Debug)]
enum Given {
    /// Files and folders.
    Offered(Vec<Offered>),
    /// A text that was pasted, which may be the page's own by now.
    Text(String),
}

impl Default for Manifests {
    fn default() -> Self {
        Self { open: RwSignal::new(false), given: StoredValue::new_local(None) }
    }
}

impl Manifests {
    /// Reads files and folders.
    pub fn read(self, offered: Vec<Offered>) {
        self.show(Given::Offered(offered));
    }

    /// Reads a text.
    pub fn read_text(self, text: String) {
        self.show(Given::Text(text));
    }

    fn show(self, given: Given) {
        self.given.set_value(Some(given));
        self.open.set(false);
        self.open.set(true);
    }
}

/// Whether a file of this name is imported rather than opened.
pub fn is_manifest_file(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".yaml", ".yml", ".json", ".zip"].iter().any(|end| name.ends_with(end))
}

/// Whether a text looks like manifests at the first glance: whether it is, its import finds out.
pub fn looks_like_manifests(text: &str) -> bool {
    let begins = |line: &str, key: &str| line.trim_start_matches(['{', '"', ' ', '\t']).starts_with(key);
    let has = |key: &str| text.lines().take(400).any(|line| begins(line, key));
    !text.contains("```") && has("apiVersion") && has("kind")
}

/// Makes a design of manifests that are pasted into a page on which nothing stood.
pub fn watch(page: Page) {
    page.workspace.on_change(move |change| {
        if matches!(change.origin, Origin::Editor) && change.before.trim().is_empty() {
            let text = page.workspace.text();
            if looks_like_manifests(&text) {
                page.manifests.read_text(text.to_string());
            }
        }
    });
}

/// Lets the user choose a folder.
pub fn choose_folder(page: Page) {
    entries::pick_folder(move |offered| page.manifests.read(offered));
}

late::part! {
    in export;
    /// The dialog's content.
    pub fn late_manifests(page: Page) -> AnyView {
        view! { <Import page /> }.into_any()
    }
}

#[component]
fn Import(page: Page) -> impl IntoView {
    let reading = Reading::begin(page, page.manifests.given.try_update_value(Option::take).flatten());
    let shown = move || match reading.imported.get() {
        None => view! { <p role="status">{move || reading.progress.get()}</p> }.into_any(),
        Some(imported) => {
            let is_open = reading.is_open.get_untracked();
            view! { <Result page imported is_open /> }.into_any()
        }
    };
    view! { {shown} }
}

/// Notes beyond this are counted.
const SHOWN_NOTES: usize = 300;

#[component]
fn Result(page: Page, imported: Arc<Imported>, is_open: bool) -> impl IntoView {
    let summary = &imported.summary;
    let sentences: Vec<_> =
        summary.sentences().into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect();
    let notes: Vec<_> =
        summary.notes.iter().take(SHOWN_NOTES).map(|note| view! { <li>{note.to_string()}</li> }).collect();
    let more = summary.notes.len().saturating_sub(SHOWN_NOTES);
    let is_empty = summary.files == 0;
    let close = move || page.manifests.open.set(false);
    let text = Arc::clone(&imported);
    let replace = move |_| {
        page.workspace.open(&text.text, None);
        close();
    };
    let fences = imported;
    let append = move |_| {
        page.workspace.catch_up();
        let edit = add(&page.workspace.text(), &fences.fences);
        page.workspace.apply(&edit);
        page.toasts.say("The manifests stand at the end of the text.");
        close();
    };
    let actions = if is_open || is_empty {
        view! {
            <button type="button" class="button primary" on:click=move |_| close()>"Close"</button>
        }
        .into_any()
    } else {
        view! {
            <button type="button" class="button primary" on:click=replace>"New design"</button>
            <button type="button" class="button" on:click=append>"Add to this design"</button>
        }
        .into_any()
    };
    view! {
        <div role="status">{sentences}</div>
        {(!notes.is_empty()).then(|| view! {
            <details>
                <summary>"What was not understood or left out, file by file"</summary>
                <ul class="import-notes">{notes}</ul>
                {(more > 0).then(|| view! { <p>{format!("and {more} more")}</p> })}
            </details>
        })}
        <div class="dialog-actions">{actions}</div>
    }
}
