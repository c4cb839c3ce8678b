//! The address plan in short: its roots, how full they are, and what is wrong with it. The sheet has the rest.

use crate::address_plan::{grouped, percent};
use crate::commands;
use crate::page::{Page, Panel};
use crate::text_pane::TextRequest;
use leptos::prelude::*;
use netplat_core::diagnostic::{Problem, Severity};
use netplat_core::plan::AddressPlan;
use netplat_core::session::Snapshot;
use netplat_core::text::Span;
use std::cmp::Reverse;

/// Roots that are listed; the sheet has all.
const MOST_ROOTS: usize = 40;
/// Problems that are listed, the worst first.
const MOST_PROBLEMS: usize = 5;

/// The panel.
#[component]
pub fn Addresses() -> impl IntoView {
    let page = Page::here();
    let summary = Memo::new(move |_| page.workspace.with_settled(Summary::of));
    let is_empty = Memo::new(move |_| summary.with(|summary| summary.entries == 0));
    view! {
        <Show when=move || !is_empty.get() fallback=move || view! { <Empty page /> }>
            <div class="plan-actions">
                <button type="button" class="button primary" on:click=move |_| page.show_address_sheet()>
                    "Open the address plan"
                </button>
                <ImportButton page />
            </div>
            <p class="plan-sum">{move || summary.with(Summary::says)}</p>
            <ul class="plan">
                <For each=move || summary.with(|summary| summary.roots.clone()) key=|root| root.clone() let:root>
                    <RootRow page root />
                </For>
            </ul>
            <Show when=move || summary.with(|summary| !summary.worst.is_empty())>
                <h2>"What is wrong"</h2>
                <ul class="plan">
                    <For each=move || summary.with(|summary| summary.worst.clone()) key=|wrong| wrong.clone() let:wrong>
                        <WrongRow page wrong />
                    </For>
                </ul>
                <button type="button" class="button small" on:click=move |_| page.show_panel(Panel::Problems)>
                    {move || format!("All problems: {}", summary.with(|summary| summary.problems))}
                </button>
            </Show>
        </Show>
    }
}

/// What a page without addresses offers.
#[component]
fn Empty(page: Page) -> impl IntoView {
    view! {
        <div class="panel-empty">
            <p>
                "No addresses yet. They can stand in the front matter, in Markdown tables with a column of prefixes, and in "
                "Kubernetes objects on the page."
            </p>
            <div class="plan-actions">
                <button type="button" class="button primary" on:click=move |_| page.show_address_sheet()>
                    "Start an address plan"
                </button>
                <ImportButton page />
            </div>
        </div>
    }
}

#[component]
fn ImportButton(page: Page) -> impl IntoView {
    view! {
        <button type="button" class="button" on:click=move |_| commands::run(page, "import-addresses")>
            "Import…"
        </button>
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Summary {
    entries: usize,
    roots: Vec<Root>,
    further_roots: usize,
    worst: Vec<Wrong>,
    /// All problems of the design.
    problems: usize,
}

/// An entry that no other holds.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Root {
    range: String,
    name: String,
    /// How full it is: in words, and in thousandths. None for an entry with nothing inside.
    used: Option<(String, u32)>,
    span: Span,
}

/// A problem of the plan.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Wrong {
    severity: Severity,
    message: String,
    span: Span,
}

impl Summary {
    fn of(snapshot: &Snapshot) -> Self {
        let entries = &snapshot.model.plan;
        let plan = AddressPlan::of(&snapshot.model);
        let root = |index: usize| {
            let entry = entries.get(index)?;
            let used = plan.holds_entries(index).then(|| {
                let usage = plan.usage(index);
                let words = format!("{} used, {} free", percent(usage.share()), grouped(usage.free));
                (words, thousandths(usage.share()))
            });
            let (range, name) = (entry.range.to_string(), entry.name.clone());
            Some(Root { range, name, used, span: entry.range_span })
        };
        let roots: Vec<Root> = plan.roots().take(MOST_ROOTS).filter_map(root).collect();
        let further_roots = plan.roots().count() - roots.len();
        let worst = worst(snapshot);
        Self { entries: entries.len(), roots, further_roots, worst, problems: snapshot.problems.len() }
    }

    fn says(&self) -> String {
        let count =
            |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        let entries = count(self.entries, "entry", "entries");
        let roots = count(self.roots.len() + self.further_roots, "root", "roots");
        match self.further_roots {
            0 => format!("{entries} in {roots}."),
            _ => format!("{entries} in {roots}; the first {} are listed.", self.roots.len()),
        }
    }
}

/// The worst problem of each entry, the worst of all first.
fn worst(snapshot: &Snapshot) -> Vec<Wrong> {
    let entries = 0..snapshot.model.plan.len();
    let mut found: Vec<&Problem> = entries.filter_map(|entry| snapshot.problem_of_entry(entry)).collect();
    found.sort_by_key(|problem| (Reverse(problem.severity), problem.span));
    // Entries of one place, as an object has them, share their problems.
    found.dedup_by_key(|problem| (problem.span, &problem.message));
    let wrong = |problem: &Problem| Wrong {
        severity: problem.severity,
        message: problem.message.clone(),
        span: problem.span,
    };
    found.into_iter().take(MOST_PROBLEMS).map(wrong).collect()
}

/// A share in thousandths, rounded up, so that a little use is seen.
fn thousandths(share: f64) -> u32 {
    (share * 1000.0).ceil().clamp(0.0, 1000.0) as u32
}

#[component]
fn RootRow(page: Page, root: Root) -> impl IntoView {
    let Root { range, name, used, span } = root;
    view! {
        <li class="plan-row">
            <button type="button" class="plan-head" on:click=move |_| page.text_requests.send(&TextRequest::Reveal(span))>
                <code class="plan-range">{range}</code>
                <span class="plan-name">{name}</span>
            </button>
            {used.map(|(words, thousandths)| {
                let percent = f64::from(thousandths) / 10.0;
                view! {
                    <div
                        class="plan-use"
                        role="meter"
                        aria-label="In use"
                        aria-valuemin="0"
                        aria-valuemax="100"
                        aria-valuenow=percent.to_string()
                        aria-valuetext=words.clone()
                    >
                        <div class="plan-used" style:width=format!("{percent}%")></div>
                    </div>
                    <p class="plan-detail">{words.clone()}</p>
                }
            })}
        </li>
    }
}

#[component]
fn WrongRow(page: Page, wrong: Wrong) -> impl IntoView {
    let Wrong { severity, message, span } = wrong;
    let class = match severity {
        Severity::Error => "plan-row error",
        Severity::Warning => "plan-row warning",
        Severity::Info => "plan-row",
    };
    view! {
        <li class=class>
            <button type="button" class="plan-head" on:click=move |_| page.text_requests.send(&TextRequest::Reveal(span))>
                {message}
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_little_use_is_seen_and_all_of_it_is_all() {
        assert_eq!(thousandths(1e-12), 1);
        assert_eq!(thousandths(1.0), 1000);
    }

    #[test]
    fn problems_of_the_plan_come_worst_first_and_others_are_left_to_their_panel() {
        let text = "| Name | CIDR |\n|---|---|\n| a | 10.0.0.0/24 |\n| b | 10.0.0.128/23 |\n\n```mermaid\nflowchart LR\n  x -->\n```\n";
        let mut session = netplat_core::session::Session::unchecked(text);
        session.check(netplat_core::check::run);
        let summary = Summary::of(session.snapshot());
        assert!(summary.problems > summary.worst.len() || summary.worst.len() == MOST_PROBLEMS);
        assert!(summary.worst.windows(2).all(|pair| pair[0].severity >= pair[1].severity));
        assert!(!summary.worst.is_empty());
    }
}
