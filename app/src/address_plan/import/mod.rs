//! Foreign tables, exports and pages into the plan: a text is given, read with its progress in sight, shown as it was
//! understood, and added entry by entry or as a whole. What it means is the core's; see [`netplat_core::import`].

mod choice;
mod columns;
mod found;
mod reading;

pub use reading::Importing;

use crate::platform::{clipboard, files, focus, frames};
use crate::ui::dialog::Dialog;
use columns::Reading;
use found::Found;
use leptos::prelude::*;
use reading::Stage;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, Event};

const ACCEPT: &str = ".csv,.tsv,.json,.md,.txt,text/*,application/json";

/// The dialog.
#[component]
pub fn ImportDialog(importing: Importing) -> impl IntoView {
    // Each import begins anew, and what was read is not kept.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = importing.open.get();
        if was_open == Some(true) && !is_open {
            importing.restart();
        }
        is_open
    });
    let shown = move || match importing.stage.get() {
        Stage::Asking => view! { <Asking importing /> }.into_any(),
        Stage::Reading => view! { <Progress importing /> }.into_any(),
        Stage::Found(findings) => view! {
            <Reading importing findings=findings.clone() />
            <Found importing findings />
        }
        .into_any(),
        Stage::Adding(count) => {
            view! { <p role="status">{format!("Adding {count} entries to the plan…")}</p> }.into_any()
        }
    };
    view! {
        <Dialog open=importing.open title="Import addresses" class="wide">
            {shown}
            <Show when=move || importing.complaint.with(Option::is_some)>
                <p class="dialog-complaint" role="alert">{move || importing.complaint.get()}</p>
            </Show>
        </Dialog>
    }
}

/// How far reading is, and a way to stop it.
#[component]
fn Progress(importing: Importing) -> impl IntoView {
    let percent = move || {
        let (progress, _) = importing.progress.get();
        progress.read as f64 / progress.total.max(1) as f64 * 100.0
    };
    let found = move || importing.progress.with(|(_, found)| *found);
    frames::before_paint(|| focus::on_first(".import-stop"));
    view! {
        <label class="import-progress">
            <span>{move || format!("Reading: {:.0} %, {} found", percent(), found())}</span>
            <progress max="100" prop:value=percent></progress>
        </label>
        <div class="dialog-actions">
            <button type="button" class="button import-stop" on:click=move |_| importing.restart()>"Stop"</button>
        </div>
    }
}

/// Where a text can come from.
#[component]
fn Asking(importing: Importing) -> impl IntoView {
    let written = RwSignal::new(String::new());
    let pasted = move |event: Event| {
        if let Some(text) = clipboard::pasted(&event).filter(|_| written.with_untracked(String::is_empty)) {
            event.prevent_default();
            event.stop_propagation();
            importing.take_text(&text);
        }
    };
    frames::before_paint(|| focus::on_first(".import-choose"));
    view! {
        <p>
            "CSV or TSV with any headings, exports of NetBox, of visualsubnetcalc or of "
            <code>"aws ec2 describe-subnets"</code>
            ", a list, a Markdown page, or any text with prefixes in it. You see what was found before anything is added."
        </p>
        <div class="dialog-actions">
            <button
                type="button"
                class="button primary import-choose"
                on:click=move |_| files::pick(ACCEPT, move |file| importing.take_file(file))
            >
                "Choose a file"
            </button>
            <span class="note">"or drop one here"</span>
        </div>
        <label class="import-text">
            <span>"Or paste a text"</span>
            <textarea
                class="field"
                rows="6"
                spellcheck="false"
                prop:value=move || written.get()
                on:input=move |event| written.set(event_target_value(&event))
                on:paste=move |event| pasted(event.into())
            ></textarea>
        </label>
        <div class="dialog-actions">
            <button
                type="button"
                class="button"
                disabled=move || written.with(|text| text.trim().is_empty())
                on:click=move |_| importing.take_text(&written.get_untracked())
            >
                "Read the text"
            </button>
        </div>
    }
}

/// Takes what is dropped on the sheet, before the page opens it as a design.
pub fn dropped(importing: Importing, event: &DragEvent) {
    let Some(transfer) = event.data_transfer() else { return };
    event.prevent_default();
    event.stop_propagation();
    if let Some(file) = transfer.files().and_then(|files| files.get(0)) {
        importing.take_file(file);
    } else if let Ok(text) = transfer.get_data("text/plain")
        && !text.trim().is_empty()
    {
        importing.take_text(&text);
    }
}

/// Takes what is pasted on the sheet, unless a field has use for it: one of a single line has none for several.
pub fn pasted(importing: Importing, event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let goes_to = target.map(|target| target.local_name()).unwrap_or_default();
    let Some(text) = clipboard::pasted(event) else { return };
    if goes_to == "textarea" || goes_to == "input" && !text.trim().contains('\n') {
        return;
    }
    event.prevent_default();
    importing.take_text(&text);
}
