//! The plan as a table: a tree grid after the ARIA pattern. Only the rows in sight are in the page, so that ten thousand
//! scroll as ten do.

mod column;
mod field;
mod keys;

pub use column::Column;

use super::desk::Desk;
use super::sight::Sight;
use crate::platform::listen::listen_on_window;
use field::{Field, begin};
use keys::pressed;
use leptos::prelude::*;
use netplat_core::diagnostic::Severity;
use netplat_core::plan::PlanRow;
use netplat_core::session::Snapshot;

/// The height of a row.
const ROW_PX: f64 = 28.0;
/// Rows that a page on paper has at most.
const MOST_PRINTED: usize = 5_000;

/// The table.
#[component]
pub fn Table(desk: Desk) -> impl IntoView {
    let sight = Sight::new(ROW_PX, ROW_PX);
    let printing = RwSignal::new(false);
    listen_on_window("beforeprint", move |_| printing.set(true));
    listen_on_window("afterprint", move |_| printing.set(false));
    bring_into_sight(desk, sight);
    let in_sight = Memo::new(move |_| {
        let count = desk.rows.with(|rows| rows.len());
        if printing.get() { 0..count.min(MOST_PRINTED) } else { sight.rows(count) }
    });
    let rows = Memo::new(move |_| {
        let in_sight = in_sight.get();
        let plan = desk.plan.get();
        desk.rows.with(|rows| {
            desk.page.workspace.with_settled(|snapshot| {
                let shown = rows.iter().enumerate().take(in_sight.end).skip(in_sight.start);
                shown.filter_map(|(place, row)| Row::of(snapshot, &plan, place, *row)).collect::<Vec<_>>()
            })
        })
    });
    view! {
        <div
            class="plan-table"
            node_ref=sight.pane
            role="treegrid"
            aria-label="Address plan"
            aria-rowcount=move || desk.rows.with(|rows| rows.len() + 1).to_string()
            aria-activedescendant=move || desk.chosen_entry().map(|entry| cell_id(entry, desk.column.get()))
            tabindex="0"
            on:scroll=move |_| sight.follow()
            on:keydown=move |event| pressed(desk, &event, sight.screenful())
        >
            <div class="plan-head-row" role="row">
                {Column::ALL.map(|column| view! { <Heading desk column /> }).into_iter().collect_view()}
            </div>
            <div
                class="plan-rows"
                role="rowgroup"
                style:height=move || format!("{}px", desk.rows.with(|rows| rows.len()) as f64 * ROW_PX)
            >
                <For each=move || rows.get() key=Row::clone let:row>
                    <RowView desk row />
                </For>
            </div>
            <Show when=move || desk.rows.with(|rows| rows.is_empty())>
                <p class="panel-empty">
                    {move || if desk.view.with(|view| view.filter.is_empty()) {
                        "No addresses yet. Write a prefix and its name above and press Enter, or paste a table here."
                    } else {
                        "Nothing fits the filter."
                    }}
                </p>
            </Show>
        </div>
    }
}

/// What a row shows. Rows that are equal stay as they are in the page.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Row {
    place: usize,
    entry: usize,
    depth: usize,
    is_folded: Option<bool>,
    is_context: bool,
    cells: Vec<String>,
    problem: Option<(Severity, String)>,
}

impl Row {
    fn of(
        snapshot: &Snapshot,
        plan: &netplat_core::plan::AddressPlan,
        place: usize,
        row: PlanRow,
    ) -> Option<Self> {
        let entry = snapshot.model.plan.get(row.entry)?;
        let worst = snapshot.problem_of_entry(row.entry);
        Some(Self {
            place,
            entry: row.entry,
            depth: row.depth,
            is_folded: row.has_children.then_some(row.is_folded),
            is_context: row.is_context,
            cells: Column::ALL.map(|column| column.says(entry, plan, row.entry)).to_vec(),
            problem: worst.map(|problem| (problem.severity, problem.message.clone())),
        })
    }
}

#[component]
fn Heading(desk: Desk, column: Column) -> impl IntoView {
    let order = move || {
        let view = desk.view.get();
        (column.sort() == Some(view.sort) && column != Column::First).then_some(view.is_descending)
    };
    let sort = move |_| {
        if let Some(sort) = column.sort() {
            desk.view.update(|view| {
                view.is_descending = view.sort == sort && !view.is_descending;
                view.sort = sort;
            });
        }
    };
    let said = move || order().map(|is_descending| if is_descending { "descending" } else { "ascending" });
    view! {
        <div role="columnheader" class=class_of(column) aria-sort=said>
            {if column.sort().is_some() {
                view! {
                    <button type="button" tabindex="-1" on:click=sort>
                        {column.title()}
                        <span aria-hidden="true">
                            {move || order().map(|is_descending| if is_descending { " ↓" } else { " ↑" })}
                        </span>
                    </button>
                }
                    .into_any()
            } else {
                column.title().into_any()
            }}
        </div>
    }
}

#[component]
fn RowView(desk: Desk, row: Row) -> impl IntoView {
    let Row { place, entry, depth, is_folded, is_context, cells, problem } = row;
    let is_chosen = move || desk.chosen_entry() == Some(entry);
    let class = match &problem {
        Some((Severity::Error, _)) => "plan-line error",
        Some((Severity::Warning, _)) => "plan-line warning",
        _ => "plan-line",
    };
    let cells = Column::ALL.into_iter().zip(cells).map(|(column, said)| {
        let choose = move |_| {
            desk.column.set(column);
            desk.choose(entry);
        };
        let edit = move |_| begin(desk, entry, column);
        let words = said.clone();
        let is_typed = move || is_chosen() && desk.column.get() == column && desk.typing.with(Option::is_some);
        let fold = (column == Column::Addresses).then(|| is_folded.map(|is_folded| fold_mark(desk, entry, is_folded)));
        view! {
            <div
                role="gridcell"
                id=cell_id(entry, column)
                class=class_of(column)
                class:here=move || is_chosen() && desk.column.get() == column
                on:click=choose
                on:dblclick=edit
            >
                {fold}
                <Show when=is_typed fallback=move || view! { <span class="plan-words">{words.clone()}</span> }>
                    <Field desk entry column />
                </Show>
            </div>
        }
    });
    view! {
        <div
            role="row"
            class=class
            class:context=is_context
            style:top=format!("{}px", place as f64 * ROW_PX)
            style:--depth=depth.min(20).to_string()
            attr:aria-level=(depth + 1).to_string()
            aria-rowindex=(place + 2).to_string()
            aria-expanded=is_folded.map(|is_folded| (!is_folded).to_string())
            aria-selected=move || is_chosen().to_string()
            title=problem.map(|(_, message)| message)
        >
            {cells.collect_view()}
        </div>
    }
}

fn fold_mark(desk: Desk, entry: usize, is_folded: bool) -> impl IntoView {
    view! {
        <button
            type="button"
            class="plan-fold"
            tabindex="-1"
            aria-hidden="true"
            on:click=move |event| {
                event.stop_propagation();
                desk.set_folded(entry, !is_folded);
            }
        >
            {if is_folded { "▸" } else { "▾" }}
        </button>
    }
}

/// What is chosen elsewhere scrolls into sight.
fn bring_into_sight(desk: Desk, sight: Sight) {
    Effect::new(move |_| {
        let (Some(_), Some(entry)) = (sight.pane.get(), desk.chosen_entry()) else { return };
        let place = desk.rows.with_untracked(|rows| rows.iter().position(|row| row.entry == entry));
        if let Some(place) = place {
            sight.bring(place);
        }
    });
}

fn cell_id(entry: usize, column: Column) -> String {
    format!("plan-{entry}-{}", column.title().to_lowercase())
}

fn class_of(column: Column) -> &'static str {
    match column {
        Column::Addresses => "plan-cell addresses",
        Column::Name | Column::Note => "plan-cell wide",
        Column::Size | Column::Usable | Column::Used | Column::Free => "plan-cell number",
        Column::First | Column::Last => "plan-cell address",
        _ => "plan-cell",
    }
}
