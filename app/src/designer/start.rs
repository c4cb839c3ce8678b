//! Which text the page begins with: the address's, else the last visit's, else none.

use crate::hash::{self, Linked};
use crate::page::Page;
use crate::platform::clipboard;
use crate::platform::files;
use crate::platform::listen::listen_on_window;
use crate::workspace::{Recovered, recover};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// How the page begins.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// The text to show.
    pub text: String,
    /// Something to tell the user.
    notice: Option<String>,
    /// A text of the last visit that ended the page.
    suspect: Option<String>,
    /// A text of the last visit that a link replaces, so that undo brings it back.
    linked: Option<String>,
}

/// Finds the text.
pub fn find() -> Start {
    let mut start = Start::default();
    match recover() {
        Recovered::Nothing => {}
        Recovered::Text(text) => start.text = text,
        Recovered::Suspect(text) => start.suspect = Some(text),
    }
    match hash::linked() {
        Linked::Nothing => {}
        Linked::Design(text) => start.linked = Some(text),
        Linked::Broken(sentence) => start.notice = Some(sentence),
    }
    start
}

/// Does what remains once the page is there: opens a linked design, tells notices, offers a suspect text.
pub fn follow(page: Page, start: Start) {
    if let Some(text) = start.linked {
        open_linked(page, &text);
    }
    if let Some(sentence) = start.notice {
        page.toasts.warn(sentence);
    }
    if let Some(text) = start.suspect {
        page.suspect.set(Some(text));
    }
    listen_on_window("hashchange", move |_| match hash::linked() {
        Linked::Nothing => {}
        Linked::Design(text) => open_linked(page, &text),
        Linked::Broken(sentence) => page.toasts.warn(sentence),
    });
}

fn open_linked(page: Page, text: &str) {
    // The address is cleared: from here on the text is the user's, and a reload must not bring the link's back.
    hash::clear();
    if *page.workspace.text() != *text {
        page.workspace.open(text, None);
    }
}

/// Offers the text during whose reading the page ended.
#[component]
pub fn SuspectNotice() -> impl IntoView {
    let page = Page::here();
    let text = move || page.suspect.get_untracked().unwrap_or_default();
    let open = move |_| {
        let text = text();
        page.suspect.set(None);
        page.workspace.open(&text, None);
    };
    let copy = move |_| {
        let text = text();
        spawn_local(async move {
            if clipboard::copy(&text).await {
                page.toasts.say("Copied.");
            } else {
                page.toasts.warn("The browser did not allow it.");
            }
        });
    };
    view! {
        <Show when=move || page.suspect.with(Option::is_some)>
            <section class="notice" role="alert">
                <p>"The page ended while it was reading your text. The text is still here."</p>
                <div class="notice-actions">
                    <button type="button" class="button primary" on:click=open>"Open it again"</button>
                    <button type="button" class="button" on:click=copy>"Copy it"</button>
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| files::download("design.md", "text/plain", text().as_bytes())
                    >
                        "Download it"
                    </button>
                    <button type="button" class="button quiet" on:click=move |_| page.suspect.set(None)>
                        "Discard it"
                    </button>
                </div>
            </section>
        </Show>
    }
}
