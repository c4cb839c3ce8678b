//! The address plan in the forms of other programs.

use super::preview;
use crate::designer::file_actions::stem;
use crate::page::Page;
use crate::platform::{clipboard, files};
use leptos::prelude::*;
use netplat_core::export::File;
use netplat_core::export::addresses::Form;
use netplat_core::model::Model;
use wasm_bindgen_futures::spawn_local;

/// A choice of the form, and the files that it makes.
#[component]
pub fn Addresses(page: Page) -> impl IntoView {
    let has_plan =
        Memo::new(move |_| page.workspace.with_settled(|snapshot| !snapshot.model.plan.is_empty()));
    view! {
        <Show when=move || has_plan.get()>
            <Chosen page />
        </Show>
    }
}

#[component]
fn Chosen(page: Page) -> impl IntoView {
    let form = RwSignal::new(Form::Csv);
    let made =
        Memo::new(move |_| page.workspace.with_settled(|snapshot| Made::of(&snapshot.model, form.get())));
    let choose = move |event| {
        if let Some(chosen) = Form::named(&event_target_value(&event)) {
            form.set(chosen);
        }
    };
    view! {
        <section class="export export-plan">
            <h2>"Address plan"</h2>
            <select class="select" aria-label="Form of the address plan" on:change=choose>
                {Form::ALL.map(|form| view! { <option value=form.name()>{form.title()}</option> }).collect_view()}
            </select>
            <Show when=move || made.with(|made| made.files.is_empty())>
                <p class="export-sum">"The plan has nothing that goes into this form."</p>
            </Show>
            <Show when=move || made.with(|made| !made.left_out.is_empty())>
                <details class="export-left-out">
                    <summary>{move || made.with(|made| format!("Left out: {}", made.left_out.len()))}</summary>
                    <ul>{move || made.with(|made| made.left_out.iter().map(|word| view! { <li>{word.clone()}</li> }).collect_view())}</ul>
                </details>
            </Show>
            {move || made.get().files.into_iter().map(|file| view! { <FileView page file /> }).collect_view()}
        </section>
    }
}

#[component]
fn FileView(page: Page, file: File) -> impl IntoView {
    let File { path, text } = file;
    let shown = preview(&text);
    // Downloads know no folders.
    let name = format!("{}-{}", stem(page), path.replace('/', "-"));
    let (copied, copied_path) = (text.clone(), path.clone());
    let download = move |_| files::download(&name, "text/plain", text.as_bytes());
    let copy = move |_| {
        let (text, path) = (copied.clone(), copied_path.clone());
        spawn_local(async move {
            if clipboard::copy(&text).await {
                page.toasts.say(format!("{path} is on the clipboard."));
            } else {
                page.toasts.warn("The browser did not allow it; download the file instead.");
            }
        });
    };
    view! {
        <div class="export-file">
            <h3>{path.clone()}</h3>
            <div class="export-actions">
                <button type="button" class="button small" aria-label=format!("Download {path}") on:click=download>"Download"</button>
                <button type="button" class="button small" aria-label=format!("Copy {path}") on:click=copy>"Copy"</button>
            </div>
            <pre class="export-preview" tabindex="0" role="region" aria-label=format!("Preview of {path}")>{shown}</pre>
        </div>
    }
}

/// What a form makes of the plan.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Made {
    files: Vec<File>,
    left_out: Vec<String>,
}

impl Made {
    fn of(model: &Model, form: Form) -> Self {
        let mut problems = Vec::new();
        let files = form.files(model, &mut problems);
        let left_out = problems.into_iter().map(|problem| problem.message);
        match files {
            Ok(files) => Self { files, left_out: left_out.collect() },
            Err(error) => Self { files: Vec::new(), left_out: left_out.chain([error.to_string()]).collect() },
        }
    }
}
