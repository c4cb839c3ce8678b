//! What is selected: what it is and why, and what the document says about it.

use crate::page::Page;
use leptos::prelude::*;

/// The panel.
#[component]
pub fn Inspector() -> impl IntoView {
    let page = Page::here();
    let chosen = move || {
        page.workspace.selection.with(|selection| selection.primary().map(|target| target.id().to_owned()))
    };
    view! {
        <Show
            when=move || chosen().is_some()
            fallback=|| view! { <p class="panel-empty">"Select something in the picture or in the text."</p> }
        >
            <h2>{chosen}</h2>
        </Show>
    }
}
