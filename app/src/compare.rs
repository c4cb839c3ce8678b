//! What changed since another version of the design: the saved one, a file, or a pasted text.

use crate::designer::file_actions;
use crate::late;
use crate::page::Page;
use crate::platform::{clipboard, files};
use crate::text_pane::TextRequest;
use leptos::prelude::*;
use netplat_core::diff::{self, Changes, Side, StatementChange, Way};
use netplat_core::document::MAX_BYTES;
use netplat_core::import::manifests;
use netplat_core::reach::ChangeKind;
use netplat_core::session::Session;
use netplat_core::text::Span;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// Rows of a part beyond this are in the copied text only.
const SHOWN_ROWS: usize = 200;

late::part! {
    in reach;
    /// The dialog's content.
    pub fn late_compare(page: Page) -> AnyView {
        view! { <Compare page /> }.into_any()
    }
}

/// The version that the design is held against.
#[derive(Clone, PartialEq, Eq)]
struct Before {
    name: String,
    text: Arc<str>,
}

#[component]
fn Compare(page: Page) -> impl IntoView {
    let workspace = page.workspace;
    let saved =
        move || workspace.saved_text().map(|text| Before { name: "the saved version".to_owned(), text });
    let before = RwSignal::new(untrack(saved));
    let is_pasting = RwSignal::new(before.with_untracked(Option::is_none));
    let changes = Memo::new(move |_| before.get().map(|before| Arc::new(changed(page, &before.text))));
    let choose_file = move |_| {
        files::pick(file_actions::ACCEPT, move |file| {
            spawn_local(async move {
                match files::read(&file, MAX_BYTES).await {
                    Ok(file) => {
                        is_pasting.set(false);
                        before.set(Some(Before { name: file.name, text: file.text.into() }));
                    }
                    Err(reason) => page.toasts.warn(reason),
                }
            });
        });
    };
    let paste = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        let pasted = Before { name: "the pasted version".to_owned(), text: text.into() };
        before.set((!pasted.text.trim().is_empty()).then_some(pasted));
    };
    let copy = move |_| {
        let Some(changes) = changes.get_untracked() else { return };
        spawn_local(async move {
            if clipboard::copy(&changes.to_markdown()).await {
                page.toasts.say("The changes are on the clipboard, as Markdown.");
            } else {
                page.toasts.warn("The browser did not allow it.");
            }
        });
    };
    view! {
        <p>
            {move || match before.get() {
                Some(before) => format!("What this design means that {} does not, and the other way round.", before.name),
                None => "Hold this design against another version of it.".to_owned(),
            }}
        </p>
        <div class="compare-with">
            <button
                type="button"
                class="button"
                disabled=move || saved().is_none()
                on:click=move |_| {
                    is_pasting.set(false);
                    before.set(saved());
                }
            >
                "The saved version"
            </button>
            <button type="button" class="button" on:click=choose_file>"A file…"</button>
            <button
                type="button"
                class="button"
                aria-expanded=move || is_pasting.get().to_string()
                on:click=move |_| is_pasting.update(|pasting| *pasting = !*pasting)
            >
                "A pasted version"
            </button>
            <button
                type="button"
                class="button"
                disabled=move || changes.with(|changes| changes.as_ref().is_none_or(|changes| changes.is_empty()))
                on:click=copy
            >
                "Copy as Markdown"
            </button>
        </div>
        <Show when=move || is_pasting.get()>
            <textarea
                class="field compare-paste"
                aria-label="Another version of the design"
                placeholder="Paste the other version here"
                spellcheck="false"
                on:input=paste
            ></textarea>
        </Show>
        <div role="status">
            {move || changes.get().map(|changes| view! { <Changed page changes /> })}
        </div>
    }
}

/// What changed since `before`.
fn changed(page: Page, before: &str) -> Changes {
    let is_manifests = manifests::holds_objects(before);
    let fences = is_manifests.then(|| {
        let source = manifests::Source::new("manifests.yaml", before.as_bytes().to_vec());
        manifests::import("", vec![source]).fences
    });
    let mut old = Session::unchecked(fences.as_deref().unwrap_or(before));
    if let Some(checks) = page.workspace.checks() {
        old.check(checks);
    }
    let old = old.snapshot();
    let side = if is_manifests { Side::of_manifests(old) } else { Side::of(old) };
    page.workspace.peek(|new| diff::compare(&side, &Side::of(new)))
}

#[component]
fn Changed(page: Page, changes: Arc<Changes>) -> impl IntoView {
    if changes.is_empty() {
        return view! { <p class="panel-empty">"Nothing that the design means has changed."</p> }.into_any();
    }
    let reach = &changes.reachability;
    let workloads =
        reach.workloads.iter().map(|it| Row::new(mark(it.change), it.change.name(), &it.name, ""));
    let pairs = reach.pairs.iter().map(|pair| {
        let what = format!("{} → {}", pair.from, pair.to);
        Row::new(mark_of(pair.change), pair.change.name(), &what, &pair.connections())
    });
    let findings = changes.findings.iter().map(|finding| {
        let mut row = Row::new(mark(finding.change), finding.change.name(), finding.code, &finding.message);
        row.line = finding.line.filter(|_| finding.change == Way::New);
        row
    });
    let parts = [
        ("Workloads", workloads.collect::<Vec<_>>()),
        ("Who may talk to whom", pairs.collect()),
        ("Hosts and routes", statements(&changes.routes)),
        ("Addresses", statements(&changes.prefixes)),
        ("Drawn", statements(&changes.drawn)),
        ("Findings", findings.collect()),
    ];
    let parts = parts.into_iter().filter(|(_, rows)| !rows.is_empty());
    parts.map(|(title, rows)| view! { <Part page title rows /> }).collect_view().into_any()
}

/// A change as it is shown.
#[derive(Clone)]
struct Row {
    mark: &'static str,
    change: &'static str,
    what: String,
    said: String,
    /// Where the new version says so.
    line: Option<u32>,
}

impl Row {
    fn new(mark: &'static str, change: &'static str, what: &str, said: &str) -> Self {
        Self { mark, change, what: what.to_owned(), said: said.to_owned(), line: None }
    }
}

fn statements(changes: &[StatementChange]) -> Vec<Row> {
    let row = |change: &StatementChange| {
        let row = Row::new(mark(change.change), change.change.name(), &change.name, &change.said());
        Row { line: change.new_line, ..row }
    };
    changes.iter().map(row).collect()
}

fn mark(way: Way) -> &'static str {
    match way {
        Way::New => "+",
        Way::Gone => "−",
        Way::Changed => "±",
    }
}

fn mark_of(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Gained | ChangeKind::Widened => "+",
        ChangeKind::Lost | ChangeKind::Narrowed => "−",
        ChangeKind::Shifted => "±",
    }
}

#[component]
fn Part(page: Page, title: &'static str, rows: Vec<Row>) -> impl IntoView {
    let more = rows.len().saturating_sub(SHOWN_ROWS);
    let heading = format!("{title} ({})", rows.len());
    let row = move |row: Row| {
        let place = row.line.map(|line| view! { <LineButton page line /> });
        view! {
            <li class="compare-row">
                <span class="compare-mark" aria-hidden="true">{row.mark}</span>
                <span class="compare-change">{row.change}</span>
                <span class="compare-what">{row.what}</span>
                <span class="compare-said">{row.said}</span>
                {place}
            </li>
        }
    };
    view! {
        <section class="compare-part">
            <h3>{heading}</h3>
            <ul>{rows.into_iter().take(SHOWN_ROWS).map(row).collect_view()}</ul>
            {(more > 0).then(|| view! { <p class="note">{format!("and {more} more: the Markdown has them all.")}</p> })}
        </section>
    }
}

/// Shows a line of the text.
#[component]
fn LineButton(page: Page, line: u32) -> impl IntoView {
    let show = move |_| {
        let start = page.workspace.peek(|snapshot| snapshot.lines.start(line - 1)).unwrap_or_default();
        page.compare.set(false);
        page.text_requests.send(&TextRequest::Show(Span::at(start)));
    };
    view! {
        <button type="button" class="link-button" on:click=show>
            {format!("line {line}")}
        </button>
    }
}
