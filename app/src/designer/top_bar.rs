//! The bar on top: the document's name, its actions, and what the whole page can do.

use crate::commands::{self, Section};
use crate::page::{Page, Panel};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::{Menu, MenuItem};
use leptos::prelude::*;

/// The bar.
#[component]
pub fn TopBar() -> impl IntoView {
    let page = Page::here();
    let button = move |id: &'static str, name: &'static str, icon: Icon| {
        view! {
            <button
                type="button"
                class="icon-button"
                aria-label=name
                title=commands::tooltip(id)
                aria-disabled=move || (!commands::is_enabled(page, id)).to_string()
                on:click=move |_| commands::run(page, id)
            >
                <Glyph icon />
            </button>
        }
    };
    let section = move |section: Section| Callback::new(move |()| untrack(|| commands::menu(page, section)));
    let everything = Callback::new(move |()| {
        let sections = [Section::File, Section::Edit, Section::View, Section::Help];
        untrack(|| {
            sections.into_iter().flat_map(|section| commands::menu(page, section)).collect::<Vec<MenuItem>>()
        })
    });
    view! {
        <header class="top-bar">
            <a class="brand" href="./" title="Netplat" aria-label="Netplat">
                <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
                    <rect width="32" height="32" rx="7"></rect>
                    <path d="M10.5 22.5v-11l11 9v-11"></path>
                    <circle cx="10.5" cy="23" r="3"></circle>
                    <circle cx="21.5" cy="9" r="3"></circle>
                </svg>
            </a>
            <h1 class="document-title">
                <span>{move || page.workspace.title()}</span>
                <Show when=move || page.workspace.is_changed()>
                    <span class="unsaved" title="Changed since it was opened or saved">"edited"</span>
                </Show>
            </h1>
            <div class="wide-only bar-group">
                <Menu label="File" items=section(Section::File) />
                <Menu label="View" items=section(Section::View) />
            </div>
            <div class="bar-group">
                {button("undo", "Undo", Icon::Undo)} {button("redo", "Redo", Icon::Redo)}
            </div>
            <div class="wide-only bar-group">
                <button type="button" class="button quiet" title=commands::tooltip("open") on:click=move |_| commands::run(page, "open")>
                    <Glyph icon=Icon::Open />
                    "Open"
                </button>
                <button type="button" class="button quiet" title=commands::tooltip("save") on:click=move |_| commands::run(page, "save")>
                    <Glyph icon=Icon::Save />
                    "Save"
                </button>
                <button type="button" class="button quiet" on:click=move |_| commands::run(page, "share")>
                    <Glyph icon=Icon::Share />
                    "Share"
                </button>
                <button type="button" class="button primary" title=commands::tooltip("export") on:click=move |_| page.show_panel(Panel::Export)>
                    <Glyph icon=Icon::Export />
                    "Export"
                </button>
            </div>
            <div class="wide-only bar-group">
                {button("theme", "Change between light and dark", Icon::Theme)} {button("help", "Help", Icon::Help)}
            </div>
            <div class="narrow-only bar-group">
                <Menu label="Menu" icon=Icon::Menu items=everything />
            </div>
        </header>
    }
}
