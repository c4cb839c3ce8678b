//! One request followed: two fields, and the steps with the text that decides each. What it passes lights up in the
//! picture while the panel shows.

use crate::page::{Page, Pane};
use crate::text_pane::TextRequest;
use leptos::prelude::*;
use netplat_core::session::Snapshot;
use netplat_core::text::Span;
use netplat_core::trace::{Outcome, Passed, Request, Suggestions, follow};
use std::sync::Arc;

/// What comes of the fields' texts.
#[derive(Clone, PartialEq, Debug)]
enum Answer {
    /// There is nothing to follow yet.
    Nothing,
    /// A field says something that is not known.
    Unknown(String),
    /// The steps, and what of the picture they are about.
    Steps { rows: Vec<Row>, outcome: Outcome, passed: Arc<Passed> },
}

/// A step as it is shown.
#[derive(Clone, PartialEq, Debug)]
struct Row {
    title: &'static str,
    outcome: Outcome,
    text: String,
    change: Option<String>,
    /// Places with their lines.
    places: Vec<(Span, u32, String)>,
}

/// The panel.
#[component]
pub fn Trace() -> impl IntoView {
    let page = Page::here();
    let (from, to) = (page.trace_from, page.trace_to);
    let answer = Memo::new(move |_| {
        let (from, to) = (from.get(), to.get());
        page.workspace.with_settled(|snapshot| answer(snapshot, &from, &to))
    });
    let suggestions =
        Memo::new(move |_| page.workspace.with_settled(|snapshot| Suggestions::new(&snapshot.model)));
    Effect::new(move |_| {
        page.workspace.followed.set(match answer.get() {
            Answer::Steps { passed, .. } => Some(passed),
            Answer::Nothing | Answer::Unknown(_) => None,
        });
    });
    on_cleanup(move || {
        page.workspace.followed.try_set(None);
    });
    view! {
        <form class="trace-form" on:submit=|event| event.prevent_default()>
            <Field label="From" list="trace-starts" hint="internet, shop/web, 10.0.0.5" text=from
                options=Signal::derive(move || suggestions.get().from) />
            <Field label="To" list="trace-targets" hint="https://shop.example.com/, web.shop, shop/web:8080" text=to
                options=Signal::derive(move || suggestions.get().to) />
        </form>
        <div aria-live="polite">
            {move || match answer.get() {
                Answer::Nothing => view! {
                    <p class="panel-empty">
                        "Say where a request starts and what it asks for. Each step says which text decides it; the \
                        first one that fails says what to change."
                    </p>
                }.into_any(),
                Answer::Unknown(why) => view! { <p class="panel-empty">{why}</p> }.into_any(),
                Answer::Steps { rows, outcome, .. } => view! {
                    <p class=format!("trace-outcome {}", class(outcome))>{in_words(outcome)}</p>
                    <ol class="trace-steps">
                        {rows.into_iter().enumerate().map(|(index, row)| step(page, index + 1, row)).collect_view()}
                    </ol>
                }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Field(
    label: &'static str,
    list: &'static str,
    hint: &'static str,
    text: RwSignal<String>,
    options: Signal<Vec<String>>,
) -> impl IntoView {
    view! {
        <label>
            <span>{label}</span>
            <input
                type="text"
                class="field"
                list=list
                placeholder=hint
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
        </label>
        <datalist id=list>
            {move || options.get().into_iter().map(|option| view! { <option value=option></option> }).collect_view()}
        </datalist>
    }
}

fn answer(snapshot: &Snapshot, from: &str, to: &str) -> Answer {
    if from.trim().is_empty() || to.trim().is_empty() {
        return Answer::Nothing;
    }
    let model = &snapshot.model;
    let request = match Request::read(model, from, to) {
        Ok(request) => request,
        Err(why) => return Answer::Unknown(why),
    };
    let trace = follow(model, &request);
    let passed = Arc::new(Passed::new(model, &request, &trace));
    let outcome = trace.outcome();
    let line = |span: Span| snapshot.lines.line(span.start as usize) + 1;
    let rows = trace.steps.into_iter().map(|step| Row {
        title: step.stage.title(),
        outcome: step.outcome,
        text: step.text,
        change: step.change,
        places: step.places.into_iter().map(|place| (place.span, line(place.span), place.what)).collect(),
    });
    Answer::Steps { rows: rows.collect(), outcome, passed }
}

fn step(page: Page, number: usize, row: Row) -> impl IntoView {
    let jump = move |(span, line, what): (Span, u32, String)| {
        view! {
            <li>
                <button
                    type="button"
                    class="link-button"
                    on:click=move |_| {
                        page.panes.text_folded.set(false);
                        page.panes.narrow.set(Pane::Text);
                        page.text_requests.send(&TextRequest::Reveal(span));
                    }
                >
                    {format!("{what}, line {line}")}
                </button>
            </li>
        }
    };
    let sign = match row.outcome {
        Outcome::Passes => "✓",
        Outcome::Assumed => "~",
        Outcome::Depends => "?",
        Outcome::Fails => "✕",
    };
    view! {
        <li class=format!("trace-step {}", class(row.outcome))>
            <p class="trace-title">
                <span class="trace-sign" aria-hidden="true">{sign}</span>
                <strong>{format!("{number}. {}", row.title)}</strong>
                <span class="trace-word">{row.outcome.word()}</span>
            </p>
            <p>{row.text}</p>
            {row.change.map(|change| view! { <p class="trace-change">"To change: "{change}</p> })}
            <ul class="trace-places">{row.places.into_iter().map(jump).collect_view()}</ul>
        </li>
    }
}

fn class(outcome: Outcome) -> &'static str {
    outcome.word()
}

fn in_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passes => "The request is answered.",
        Outcome::Assumed => "The request is answered, as far as the text says.",
        Outcome::Depends => "It depends.",
        Outcome::Fails => "The request is not answered.",
    }
}
