use super::desk::{Desk, connections};
use crate::platform::{clipboard, files};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::{Menu, MenuItem};
use leptos::prelude::*;
use netplat_core::reach::table;
use wasm_bindgen_futures::spawn_local;

/// Filters, what comes out, and what the signs mean.
#[component]
pub fn Toolbar(desk: Desk) -> impl IntoView {
    let has_port = move || desk.port.with(|port| !port.trim().is_empty());
    let is_wrong = move || has_port() && desk.port.with(|port| connections(port).is_none());
    view! {
        <div class="matrix-tools" role="toolbar" aria-label="Who may talk to whom">
            <input
                class="field"
                type="search"
                aria-label="Filter by namespace or name"
                placeholder="Filter: namespace or name"
                on:input=move |event| desk.filter.set(event_target_value(&event))
            />
            <input
                class="field"
                type="search"
                aria-label="Filter by port"
                aria-invalid=move || is_wrong().then_some("true")
                placeholder="Port: 443, UDP 53"
                on:input=move |event| desk.port.set(event_target_value(&event))
            />
            <Menu label="Download" items=Callback::new(move |()| exports(desk)) />
            <span class="matrix-legend">"● everything  ◐ some  · nothing"</span>
            <span class="matrix-spring"></span>
            <button
                type="button"
                class="icon-button"
                aria-label="Close who may talk to whom"
                title="Close who may talk to whom"
                on:click=move |_| desk.page.matrix.set(false)
            >
                <Glyph icon=Icon::Close />
            </button>
        </div>
    }
}

/// All pairs that may talk, as `netplat reach` writes them. What is filtered out is in them.
fn exports(desk: Desk) -> Vec<MenuItem> {
    let csv: fn(&[table::Line]) -> String = |lines| table::csv(lines.iter().map(table::Line::cells));
    let markdown: fn(&[table::Line]) -> String =
        |lines| table::markdown(lines.iter().map(table::Line::cells));
    let json: fn(&[table::Line]) -> String = table::json;
    let save =
        |title: &str, name: &'static str, mime: &'static str, write: fn(&[table::Line]) -> String| MenuItem {
            title: title.to_owned(),
            detail: name.to_owned(),
            enabled: true,
            run: Callback::new(move |()| {
                let text = write(&desk.asked.get_untracked().reach.table());
                files::download(name, mime, text.as_bytes());
            }),
        };
    let copy = MenuItem {
        title: "Copy as Markdown".to_owned(),
        detail: "for a review".to_owned(),
        enabled: true,
        run: Callback::new(move |()| {
            let text = markdown(&desk.asked.get_untracked().reach.table());
            spawn_local(async move {
                if !clipboard::copy(&text).await {
                    desk.page.toasts.warn("The browser did not let the text be copied.");
                }
            });
        }),
    };
    vec![
        save("CSV", "reach.csv", "text/csv", csv),
        save("Markdown", "reach.md", "text/markdown", markdown),
        save("JSON", "reach.json", "application/json", json),
        copy,
    ]
}
