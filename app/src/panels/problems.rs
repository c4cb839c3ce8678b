//! What is wrong, the worst first; a click shows the place in text and picture.

use crate::page::Page;
use crate::text_pane::TextRequest;
use crate::workspace::Selection;
use leptos::prelude::*;
use netplat_core::diagnostic::{Fix, Problem, Severity};
use netplat_core::session::Snapshot;
use netplat_core::text::{LineIndex, Span};

/// Rows beyond this wait for a click: a page of thousands helps nobody and costs every keystroke.
const FIRST_ROWS: usize = 200;

/// The panel.
#[component]
pub fn Problems() -> impl IntoView {
    let page = Page::here();
    let limit = RwSignal::new(FIRST_ROWS);
    let rows = Memo::new(move |_| page.workspace.with_settled(|snapshot| rows(snapshot, limit.get())));
    let total = Memo::new(move |_| page.workspace.with_settled(|snapshot| snapshot.problems.len()));
    view! {
        <Show
            when=move || { total.get() > 0 }
            fallback=|| view! { <p class="panel-empty">"No problems. Netplat checks while you type."</p> }
        >
            <ol class="problems">
                <For each=move || rows.get() key=|row| row.clone() let:row>
                    <ProblemRow page row />
                </For>
            </ol>
            <Show when=move || { total.get() > limit.get() }>
                <button type="button" class="button" on:click=move |_| limit.update(|limit| *limit *= 5)>
                    {move || format!("Show more of {}", total.get())}
                </button>
            </Show>
        </Show>
    }
}

/// What a row shows. Rows that are equal stay as they are in the page.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Row {
    severity: Severity,
    message: String,
    help: Option<String>,
    line: u32,
    span: Span,
    code: &'static str,
    name: &'static str,
    why: &'static str,
    source: &'static str,
    /// Titles, each with whether it may be applied unseen.
    fixes: Vec<(String, bool)>,
    related: Vec<(Span, String)>,
    /// Tells equal problems at one place apart.
    twin: usize,
}

fn rows(snapshot: &Snapshot, limit: usize) -> Vec<Row> {
    let mut sorted: Vec<&Problem> = snapshot.problems.iter().collect();
    sorted.sort_by_key(|problem| (std::cmp::Reverse(problem.severity), problem.span));
    let mut rows: Vec<Row> = Vec::with_capacity(sorted.len().min(limit));
    for problem in sorted.into_iter().take(limit) {
        let mut row = row(problem, &snapshot.lines);
        if let Some(last) = rows.last()
            && (Row { twin: 0, ..last.clone() }) == row
        {
            row.twin = last.twin + 1;
        }
        rows.push(row);
    }
    rows
}

fn row(problem: &Problem, lines: &LineIndex) -> Row {
    Row {
        severity: problem.severity,
        message: problem.message.clone(),
        help: problem.help.clone(),
        line: lines.line(problem.span.start as usize) + 1,
        span: problem.span,
        code: problem.rule.code,
        name: problem.rule.name,
        why: problem.rule.why,
        source: problem.rule.source,
        fixes: problem.fixes.iter().map(|fix| (fix.title.clone(), fix.safe)).collect(),
        related: problem.related.iter().map(|related| (related.span, related.message.clone())).collect(),
        twin: 0,
    }
}

#[component]
fn ProblemRow(page: Page, row: Row) -> impl IntoView {
    let (word, class) = match row.severity {
        Severity::Error => ("Error", "problem error"),
        Severity::Warning => ("Warning", "problem warning"),
        Severity::Info => ("Note", "problem info"),
    };
    let span = row.span;
    let key = StoredValue::new(row.clone());
    let apply = move |title: String| {
        let edit = page.workspace.peek(|snapshot| key.with_value(|row| find_fix(snapshot, row, &title)));
        match edit {
            Some(fix) => page.workspace.apply(&fix.edit),
            None => page.toasts.warn("The text has changed since; the problem is no longer there."),
        }
    };
    let fix_button = move |(title, safe): (String, bool)| {
        let name = title.clone();
        let hint =
            if safe { "Keeps what is meant" } else { "Look at the change: it may not be what you mean" };
        view! {
            <button type="button" class="button small" title=hint on:click=move |_| apply(name.clone())>
                {title}
            </button>
        }
    };
    let related_button = move |(span, message): (Span, String)| {
        view! {
            <li>
                <button type="button" class="link-button" on:click=move |_| show(page, span)>{message}</button>
            </li>
        }
    };
    view! {
        <li class=class>
            <button type="button" class="problem-head" on:click=move |_| show(page, span)>
                <span class="problem-mark" aria-hidden="true"></span>
                <span class="problem-message">
                    <span class="visually-hidden">{word} ": "</span>
                    {row.message}
                </span>
                <span class="problem-line">"line " {row.line}</span>
            </button>
            {row.help.map(|help| view! { <p class="problem-help">{help}</p> })}
            {(!row.related.is_empty())
                .then(|| view! { <ul class="problem-related">{row.related.into_iter().map(related_button).collect_view()}</ul> })}
            {(!row.fixes.is_empty())
                .then(|| view! { <div class="problem-fixes">{row.fixes.into_iter().map(fix_button).collect_view()}</div> })}
            <details class="problem-why">
                <summary>
                    {row.code} " " {row.name}
                </summary>
                <p>{row.why}</p>
                <p class="source">"Source: " {row.source}</p>
            </details>
        </li>
    }
}

/// The fix of this title, of the problem that the row was made from.
fn find_fix(snapshot: &Snapshot, row: &Row, title: &str) -> Option<Fix> {
    let mut same = snapshot.problems.iter().filter(|problem| {
        problem.rule.code == row.code && problem.span == row.span && problem.message == row.message
    });
    same.nth(row.twin)?.fixes.iter().find(|fix| fix.title == title).cloned()
}

/// Shows a place in the text, and what stands there in the picture.
fn show(page: Page, span: Span) {
    let workspace = page.workspace;
    let found = workspace.peek(|snapshot| snapshot.subject_at(span.start as usize));
    if let Some((view, subject)) = found {
        workspace.view.set(view);
        workspace.selection.set(Selection::one(subject));
    }
    page.text_requests.send(&TextRequest::Reveal(span));
}
