//! The reason beside the chosen cell, in plain words, with the way to the text that decides.

use super::desk::Desk;
use super::grid::in_words;
use crate::text_pane::TextRequest;
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use netplat_core::drawn::{Reason, reasons};
use netplat_core::reach::{Asked, Direction, Entry, Outcome, Part, verdict};
use netplat_core::text::Span;

/// Outside addresses that are listed one by one.
const MOST_RANGES: usize = 24;

/// The panel; nothing until a cell is asked about.
#[component]
pub fn Explanation(desk: Desk) -> impl IntoView {
    let said = Memo::new(move |_| {
        let (from, to) = desk.chosen.get().filter(|_| desk.explains.get())?;
        Some(explain(desk, from, to))
    });
    view! {
        <Show when=move || said.with(Option::is_some)>
            <aside class="matrix-why" aria-label="Why" aria-live="polite">
                {move || said.get().map(|said| view! { <Said desk said /> })}
            </aside>
        </Show>
    }
}

/// What is said of a cell.
#[derive(Clone, PartialEq, Debug)]
struct Explained {
    title: String,
    sum: String,
    parts: Vec<ExplainedPart>,
    /// The namespaces that can be unfolded to see more.
    folded: Vec<Entry>,
}

/// Connections that are decided alike.
#[derive(Clone, PartialEq, Debug)]
struct ExplainedPart {
    outcome: String,
    reasons: Vec<Reason>,
}

fn explain(desk: Desk, from: Entry, to: Entry) -> Explained {
    let square = desk.square.get();
    let asked = desk.asked.get();
    let sum = in_words(&square.matrix.cell(&asked.reach, from, to));
    let pod = |entry: Entry| match entry {
        Entry::Workload(index) => asked.reach.workloads().get(index).and_then(|it| it.pod()),
        _ => None,
    };
    let resources = asked.model.objects.resources();
    let mut parts = Vec::new();
    match (pod(from), pod(to), from, to) {
        (Some(source), Some(target), _, _) if source != target => {
            let ends = (Asked::Pod(source), Asked::Pod(target));
            let verdict = verdict(resources, ends.0, ends.1);
            let part = |part: &Part| ExplainedPart {
                outcome: format!("{}: {}", outcome(part.outcome), part.connections),
                reasons: reasons(resources, part, ends.0, ends.1),
            };
            parts.extend(verdict.parts.iter().map(part));
        }
        (Some(_), _, Entry::Workload(index), Entry::Outside) => {
            parts.extend(outside(&asked, index, Direction::Egress));
        }
        (_, Some(_), Entry::Outside, Entry::Workload(index)) => {
            parts.extend(outside(&asked, index, Direction::Ingress));
        }
        _ => {}
    }
    let mut folded: Vec<Entry> =
        [from, to].into_iter().filter(|entry| matches!(entry, Entry::Namespace(_))).collect();
    folded.dedup();
    Explained { title: format!("{} → {}", desk.name(from), desk.name(to)), sum, parts, folded }
}

/// The ranges that may talk to a workload, or it to them, each with why.
fn outside(asked: &super::asked::Asked, workload: usize, direction: Direction) -> Vec<ExplainedPart> {
    let resources = asked.model.objects.resources();
    let Some(workload) = asked.reach.workloads().get(workload) else { return Vec::new() };
    let Some(pod) = workload.pod() else { return Vec::new() };
    let ranges = asked.reach.outside_of(workload, direction);
    let part =
        |(range, connections): &(netplat_core::reach::OutsideRange, netplat_core::reach::ConnectionSet)| {
            let address = Asked::Address(range.range()?.first());
            let (from, to) = match direction {
                Direction::Egress => (Asked::Pod(pod), address),
                Direction::Ingress => (address, Asked::Pod(pod)),
            };
            let verdict = verdict(resources, from, to);
            let allowed = verdict.parts.iter().filter(|part| part.outcome == Outcome::Allow);
            Some(ExplainedPart {
                outcome: format!("{range}: {connections}"),
                reasons: allowed.flat_map(|part| reasons(resources, part, from, to)).collect(),
            })
        };
    ranges.iter().take(MOST_RANGES).filter_map(part).collect()
}

fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Allow => "May pass".to_owned(),
        Outcome::Deny => "May not pass".to_owned(),
        Outcome::Depends(condition) => format!("Depends on {condition}"),
    }
}

#[component]
fn Said(desk: Desk, said: Explained) -> impl IntoView {
    let place = move |span: Span| {
        view! {
            <button
                type="button"
                class="link-button"
                on:click=move |_| desk.page.text_requests.send(&TextRequest::Reveal(span))
            >
                {move || desk.page.workspace.peek(|snapshot| format!("line {}", snapshot.lines.line(span.start as usize) + 1))}
            </button>
        }
    };
    let reason = move |reason: Reason| {
        view! { <li>{reason.words} " " {reason.places.into_iter().map(place).collect_view()}</li> }
    };
    let part = move |part: ExplainedPart| {
        view! {
            <section>
                <h3>{part.outcome}</h3>
                <ul>{part.reasons.into_iter().map(reason).collect_view()}</ul>
            </section>
        }
    };
    let unfold = move |entry: Entry| {
        view! {
            <button type="button" class="button small" on:click=move |_| desk.turn(entry)>
                "Unfold " {desk.name(entry)}
            </button>
        }
    };
    view! {
        <header>
            <h2>{said.title}</h2>
            <button
                type="button"
                class="icon-button"
                aria-label="Close the explanation"
                title="Close the explanation"
                on:click=move |_| desk.explains.set(false)
            >
                <Glyph icon=Icon::Close />
            </button>
        </header>
        <p>{said.sum}</p>
        {said.parts.into_iter().map(part).collect_view()}
        {said.folded.into_iter().map(unfold).collect_view()}
    }
}
