//! The address plan: what lies in what, what it is for, how much is used and free.

use crate::address_plan::grouped;
use crate::commands;
use crate::page::Page;
use crate::text_pane::TextRequest;
use leptos::prelude::*;
use netplat_core::diagnostic::Severity;
use netplat_core::model::{PlanEntry, Role};
use netplat_core::net::AddressCount;
use netplat_core::plan::{AddressPlan, PodSettings, node_blocks, usable};
use netplat_core::session::Snapshot;
use netplat_core::text::Span;

/// Free blocks named in a row; the others are counted.
const FREE_NAMED: usize = 3;
/// Plans beyond this are cut, with a word about it.
const MOST_ROWS: usize = 2_000;

/// The panel.
#[component]
pub fn Addresses() -> impl IntoView {
    let page = Page::here();
    let rows = Memo::new(move |_| page.workspace.with_settled(rows));
    let empty = || {
        view! {
            <div class="panel-empty">
                <p>"No addresses yet."</p>
                <p>"Declare prefixes in the front matter, or keep them in a Markdown table with a CIDR column:"</p>
                <pre>
                    "netplat:\n  addresses:\n    - { cidr: 10.244.0.0/16, name: pods, role: pods }"
                </pre>
            </div>
        }
    };
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty()) fallback=empty>
            <button type="button" class="button small" on:click=move |_| commands::run(page, "address-sheet")>
                "Open as a sheet"
            </button>
            <ul class="plan">
                <For each=move || rows.get() key=|row| row.clone() let:row>
                    <PlanRow page row />
                </For>
            </ul>
        </Show>
    }
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Row {
    depth: usize,
    range: String,
    name: String,
    role: &'static str,
    size: String,
    /// Share of the addresses that entries inside take, in thousandths; none for an entry with nothing inside.
    used: Option<u32>,
    free: String,
    detail: String,
    problem: Option<(Severity, String)>,
    span: Span,
    place: usize,
}

fn rows(snapshot: &Snapshot) -> Vec<Row> {
    let entries = &snapshot.model.plan;
    let plan = AddressPlan::of(&snapshot.model);
    let row = |index: usize| Some(row(snapshot, &plan, index, entries.get(index)?));
    plan.in_order().take(MOST_ROWS).filter_map(row).collect()
}

fn row(snapshot: &Snapshot, plan: &AddressPlan, index: usize, entry: &PlanEntry) -> Row {
    let has_children = plan.holds_entries(index);
    let free = if has_children { plan.free(index) } else { Vec::new() };
    let all = entry.range.count().saturating();
    let left: u128 =
        free.iter().map(|block| AddressCount::saturating(block.count())).fold(0, u128::saturating_add);
    let named: Vec<String> = free.iter().take(FREE_NAMED).map(ToString::to_string).collect();
    let others = free.len() - named.len();
    let free = match (named.is_empty(), others) {
        (true, _) if has_children => "nothing free".to_owned(),
        (true, _) => String::new(),
        (false, 0) => format!("free: {}", named.join(", ")),
        (false, others) => format!("free: {} and {others} more", named.join(", ")),
    };
    let problem = snapshot.problem_of_entry(index);
    Row {
        depth: plan.ancestors(index).count(),
        range: entry.range.to_string(),
        name: entry.name.clone(),
        role: if entry.role.value == Role::Unknown { "" } else { entry.role.value.name() },
        size: grouped(all),
        used: has_children.then(|| thousandths(all - left.min(all), all)),
        free,
        detail: detail(snapshot, plan, index, entry),
        problem: problem.map(|problem| (problem.severity, problem.message.clone())),
        span: entry.range_span,
        place: index,
    }
}

fn detail(snapshot: &Snapshot, plan: &AddressPlan, index: usize, entry: &PlanEntry) -> String {
    if let Some(blocks) = node_blocks(entry, &PodSettings::at(&snapshot.model, plan, index)) {
        let nodes =
            blocks.nodes.map_or_else(|| "no node".to_owned(), |nodes| format!("{} nodes", grouped(nodes)));
        let origin = if blocks.declared { "" } else { " (the default)" };
        return format!("{nodes} at a /{} each{origin}", blocks.mask);
    }
    let mut parts = Vec::new();
    let usable = usable(entry, plan.cloud(index)).saturating();
    if usable != entry.range.count().saturating() {
        parts.push(format!("{} usable", grouped(usable)));
    }
    parts.extend(entry.note.clone());
    parts.join(", ")
}

/// `used` of `all` in thousandths, rounded up, so that a little use is seen.
fn thousandths(used: u128, all: u128) -> u32 {
    let share = (used as f64 / all.max(1) as f64 * 1000.0).ceil();
    share.clamp(0.0, 1000.0) as u32
}

#[component]
fn PlanRow(page: Page, row: Row) -> impl IntoView {
    let span = row.span;
    let problem_class = match row.problem {
        Some((Severity::Error, _)) => "error",
        Some((Severity::Warning, _)) => "warning",
        _ => "",
    };
    view! {
        <li class=format!("plan-row {problem_class}") style:--depth=row.depth.min(12).to_string()>
            <button
                type="button"
                class="plan-head"
                on:click=move |_| page.text_requests.send(&TextRequest::Reveal(span))
            >
                <code class="plan-range">{row.range}</code>
                <span class="plan-name">{row.name}</span>
                <span class="plan-role">{row.role}</span>
                <span class="plan-size" title="Addresses">{row.size}</span>
            </button>
            {row.used.map(|used| {
                let percent = f64::from(used) / 10.0;
                view! {
                    <div
                        class="plan-use"
                        role="meter"
                        aria-label="In use"
                        aria-valuemin="0"
                        aria-valuemax="100"
                        aria-valuenow=percent.to_string()
                    >
                        <div class="plan-used" style:width=format!("{percent}%")></div>
                    </div>
                }
            })}
            <p class="plan-detail">
                {row.detail}
                {(!row.free.is_empty()).then(|| view! { <span class="plan-free">{row.free}</span> })}
            </p>
            {row.problem.map(|(_, message)| view! { <p class="plan-problem">{message}</p> })}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_little_use_is_seen_and_all_of_it_is_all() {
        assert_eq!(thousandths(1, 1 << 100), 1);
        assert_eq!(thousandths(256, 256), 1000);
    }
}
