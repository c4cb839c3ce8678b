//! What was found, entry by entry: taken or left with the keyboard or the pointer, however many there are.

use super::choice::Choice;
use super::reading::{Findings, Importing};
use crate::address_plan::sight::Sight;
use crate::platform::{focus, frames};
use leptos::prelude::*;
use netplat_core::diagnostic::Severity;
use netplat_core::import::{MAX_ENTRIES, Proposed};
use netplat_core::model::{Evidence, NewEntry};
use std::sync::Arc;
use web_sys::KeyboardEvent;

/// The height of a row.
const ROW_PX: f64 = 46.0;
/// Problems that are listed; further ones are counted.
const MOST_PROBLEMS: usize = 200;
/// What is said of an entry that the plan has.
const KNOWN: &str = "in the plan already";
/// From so many on, adding is announced to take a while.
const MANY: usize = 20_000;

/// The list, what could not be read, and the buttons.
#[component]
pub fn Found(importing: Importing, findings: Arc<Findings>) -> impl IntoView {
    let choice = importing.choice;
    let total = findings.proposal.entries.len();
    let unkept = findings.proposal.further_entries;
    let add = move || match choice.with(Choice::count) {
        1 => "Add 1 entry".to_owned(),
        count => format!("Add {count} entries"),
    };
    let rows = if total == 0 {
        view! { <p class="panel-empty">"No addresses were found in it."</p> }.into_any()
    } else {
        view! { <Rows importing findings=Arc::clone(&findings) /> }.into_any()
    };
    view! {
        {rows}
        <Unread findings />
        <Show when=move || { unkept > 0 }>
            <p class="note">{format!("{unkept} more were left out: a plan has at most {MAX_ENTRIES} entries.")}</p>
        </Show>
        <Show when=move || { choice.with(Choice::count) >= MANY }>
            <p class="note">"So many entries take a while, here and at each later change of the text."</p>
        </Show>
        <div class="dialog-actions">
            <button
                type="button"
                class="button primary"
                disabled=move || choice.with(|choice| choice.count() == 0)
                on:click=move |_| importing.accept()
            >
                {add}
            </button>
            <button type="button" class="button" disabled=total == 0 on:click=move |_| choice.update(Choice::toggle_all)>
                {move || if choice.with(Choice::is_all) { "Take none" } else { "Take all" }}
            </button>
            <button type="button" class="button quiet" on:click=move |_| importing.restart()>
                "Another text"
            </button>
        </div>
    }
}

/// The entries in sight.
#[component]
fn Rows(importing: Importing, findings: Arc<Findings>) -> impl IntoView {
    let sight = Sight::new(ROW_PX, 0.0);
    let here = RwSignal::new(0_usize);
    let total = findings.proposal.entries.len();
    let rows = Memo::new(move |_| {
        let in_sight = sight.rows(total);
        in_sight.filter_map(|index| Row::of(&findings, index)).collect::<Vec<_>>()
    });
    // Where the keys are wanted next.
    frames::before_paint(|| focus::on_first(".import-found"));
    view! {
        <div
            class="import-found"
            node_ref=sight.pane
            role="listbox"
            aria-label="Found"
            aria-multiselectable="true"
            aria-activedescendant=move || row_id(here.get())
            tabindex="0"
            on:scroll=move |_| sight.follow()
            on:keydown=move |event| pressed(importing, here, sight, total, &event)
        >
            <div class="import-rows" role="presentation" style:height=format!("{}px", total as f64 * ROW_PX)>
                <For each=move || rows.get() key=|row| row.index let:row>
                    <RowView importing here total row />
                </For>
            </div>
        </div>
    }
}

/// What a row shows.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Row {
    index: usize,
    range: String,
    name: String,
    role: String,
    /// Why the role is taken for it, where it stands, and what stands around it.
    about: String,
    /// Why it is not taken unasked.
    doubt: Option<&'static str>,
}

impl Row {
    fn of(findings: &Findings, index: usize) -> Option<Self> {
        let found = findings.proposal.entries.get(index)?;
        let line = findings.lines.line(found.place.start as usize) + 1;
        Some(Self {
            index,
            range: found.entry.range.to_string(),
            name: found.entry.name.clone(),
            role: found.role().name().to_owned(),
            about: about(found, line),
            doubt: if findings.known.get(index) == Some(&true) { Some(KNOWN) } else { found.doubt },
        })
    }
}

fn about(found: &Proposed, line: u32) -> String {
    let guess = match &found.role_by {
        Evidence::Inferred { clue, .. } => format!("guessed: {clue} · "),
        Evidence::Declared(_) => String::new(),
    };
    let NewEntry { cluster, zone, owner, note, .. } = &found.entry;
    let extra = [("cluster", cluster), ("zone", zone), ("owner", owner), ("note", note)];
    let extra = extra.into_iter().filter_map(|(key, said)| Some(format!(" · {key} {}", said.as_ref()?)));
    let words = Some(found.words.trim()).filter(|words| !words.is_empty());
    let words = words.map(|words| format!(" · “{words}”")).unwrap_or_default();
    format!("{guess}line {line}{}{words}", extra.collect::<String>())
}

#[component]
fn RowView(importing: Importing, here: RwSignal<usize>, total: usize, row: Row) -> impl IntoView {
    let Row { index, range, name, role, about, doubt } = row;
    let is_taken = move || importing.choice.with(|choice| choice.is_taken(index));
    let toggle = move |_| {
        here.set(index);
        importing.choice.update(|choice| choice.toggle(index));
    };
    view! {
        <div
            role="option"
            class="import-row"
            class:here=move || here.get() == index
            id=row_id(index)
            aria-selected=move || is_taken().to_string()
            aria-setsize=total.to_string()
            aria-posinset=(index + 1).to_string()
            style:top=format!("{}px", index as f64 * ROW_PX)
            on:click=toggle
        >
            <span class="import-tick" aria-hidden="true">{move || if is_taken() { "✓" } else { "" }}</span>
            <code>{range}</code>
            <span class="import-name">{name}</span>
            <span class="import-role">{role}</span>
            <span class="import-about" title=about.clone()>
                {doubt.map(|doubt| view! { <strong>{format!("⚠ {doubt} · ")}</strong> })}
                {about.clone()}
            </span>
        </div>
    }
}

/// The keys of the list, after the ARIA pattern of a list with many choices; Enter adds what is taken.
fn pressed(importing: Importing, here: RwSignal<usize>, sight: Sight, total: usize, event: &KeyboardEvent) {
    let (at, last) = (here.get_untracked(), total.saturating_sub(1));
    let go = |to: usize| {
        here.set(to.min(last));
        sight.bring(to.min(last));
    };
    let is_chord = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "a" if is_chord => importing.choice.update(Choice::toggle_all),
        _ if is_chord || event.alt_key() => return,
        "ArrowDown" => go(at + 1),
        "ArrowUp" => go(at.saturating_sub(1)),
        "PageDown" => go(at + sight.screenful()),
        "PageUp" => go(at.saturating_sub(sight.screenful())),
        "Home" => go(0),
        "End" => go(last),
        " " => importing.choice.update(|choice| choice.toggle(at)),
        "Enter" => importing.accept(),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// What was not taken over, with its line.
#[component]
fn Unread(findings: Arc<Findings>) -> impl IntoView {
    let proposal = &findings.proposal;
    let is_wrong = |severity: Severity| severity >= Severity::Warning;
    let wrong = proposal.problems.iter().filter(|problem| is_wrong(problem.severity)).count();
    let wrong = wrong + proposal.further_problems;
    let lines: Vec<String> = (proposal.problems.iter().take(MOST_PROBLEMS))
        .map(|problem| {
            let line = findings.lines.line(problem.span.start as usize) + 1;
            format!("line {line}: {}", problem.message)
        })
        .collect();
    let more = proposal.problems.len() - lines.len() + proposal.further_problems;
    let sum = match wrong {
        0 => format!("Remarks: {}", lines.len()),
        1 => "1 line was not taken over".to_owned(),
        wrong => format!("{wrong} lines were not taken over"),
    };
    (!lines.is_empty()).then(|| {
        view! {
            <details class="import-unread" open={wrong > 0}>
                <summary>{sum}</summary>
                <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                {(more > 0).then(|| view! { <p>{format!("and {more} more")}</p> })}
            </details>
        }
    })
}

fn row_id(index: usize) -> String {
    format!("import-{index}")
}
