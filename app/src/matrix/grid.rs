//! The square as a grid after the ARIA pattern. Only the cells in sight are in the page, so that a million scroll as a
//! hundred do.

use super::desk::{Desk, Square};
use super::keys::pressed;
use crate::platform::listen::on_resize;
use leptos::html;
use leptos::prelude::*;
use netplat_core::reach::{Cell, Entry, Reach};

/// The height of a row.
pub const ROW_PX: f64 = 26.0;
/// The width of a column.
pub const COLUMN_PX: f64 = 58.0;
/// The height of the names of the columns.
const HEAD_PX: f64 = 132.0;
/// The width of the names of the rows, on a wide screen.
const NAMES_PX: f64 = 190.0;
/// Rows and columns in the page around those in sight, so that scrolling shows no gap.
const SPARE: usize = 3;

/// The grid.
#[component]
pub fn Grid(desk: Desk) -> impl IntoView {
    let pane = NodeRef::<html::Div>::new();
    let scrolled = RwSignal::new((0.0_f64, 0.0_f64));
    let size = RwSignal::new((800.0_f64, 600.0_f64));
    Effect::new(move |_| {
        let Some(element) = pane.get() else { return };
        let watched = element.clone();
        on_resize(&watched, move || {
            size.set((f64::from(element.client_width()), f64::from(element.client_height())));
        });
    });
    bring_into_sight(desk, pane);
    take_the_focus(pane);
    let count = Memo::new(move |_| desk.square.with(|square| square.entries.len()));
    let window = Memo::new(move |_| {
        let ((left, top), (width, height)) = (scrolled.get(), size.get());
        let count = count.get();
        [part_in_sight(left, width, COLUMN_PX, count), part_in_sight(top, height, ROW_PX, count)]
    });
    let rows = Memo::new(move |_| {
        let [columns, rows] = window.get();
        let square = desk.square.get();
        desk.asked.with(|asked| lines(&square, &asked.reach, columns, rows))
    });
    let heads = Memo::new(move |_| {
        let [(from, to), _] = window.get();
        let square = desk.square.get();
        let entries = square.entries.iter().copied().enumerate().skip(from).take(to - from);
        entries.map(|(place, entry)| (place, entry, desk.name(entry))).collect::<Vec<_>>()
    });
    let side = |cells: usize, each: f64, head: f64| format!("{}px", cells as f64 * each + head);
    let on_scroll = move |_| {
        if let Some(pane) = pane.get_untracked() {
            scrolled.set((f64::from(pane.scroll_left()), f64::from(pane.scroll_top())));
        }
    };
    let screen = move || {
        let (width, height) = size.get_untracked();
        ((height - HEAD_PX) / ROW_PX, (width - NAMES_PX) / COLUMN_PX)
    };
    view! {
        <div
            class="matrix-grid"
            node_ref=pane
            role="grid"
            aria-label="Who may talk to whom: rows open connections to columns"
            aria-rowcount=move || (count.get() + 1).to_string()
            aria-colcount=move || (count.get() + 1).to_string()
            aria-activedescendant=move || desk.chosen.get().map(|(from, to)| cell_id(from, to))
            tabindex="0"
            on:scroll=on_scroll
            on:keydown=move |event| pressed(desk, &event, screen())
        >
            <div
                class="matrix-plane"
                style:width=move || side(count.get(), COLUMN_PX, NAMES_PX)
                style:height=move || side(count.get(), ROW_PX, HEAD_PX)
            >
                <div class="matrix-heads" role="row" aria-rowindex="1">
                    <span class="matrix-corner" role="columnheader">"from ↓ to →"</span>
                    <For each=move || heads.get() key=|head| head.clone() let:head>
                        <ColumnHead desk head />
                    </For>
                </div>
                <For each=move || rows.get() key=Line::clone let:line>
                    <LineView desk line />
                </For>
            </div>
            <Show when=move || count.get() == 0>
                <p class="panel-empty">
                    {move || if desk.asked.with(|asked| asked.reach.workloads().is_empty()) {
                        "No workloads yet. Open manifests, or paste them into a fence of three backticks and yaml."
                    } else {
                        "Nothing fits the filter."
                    }}
                </p>
            </Show>
        </div>
    }
}

/// The first and the last but one of `count` things that show.
fn part_in_sight(scrolled: f64, size: f64, each: f64, count: usize) -> (usize, usize) {
    let first = (scrolled / each) as usize;
    let shown = (size / each).ceil() as usize + 1;
    (first.saturating_sub(SPARE).min(count), (first + shown + SPARE).min(count))
}

/// A row as it shows. Rows that are equal stay as they are in the page.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Line {
    place: usize,
    entry: Entry,
    name: String,
    cells: Vec<Shown>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Shown {
    place: usize,
    entry: Entry,
    sign: String,
    class: &'static str,
    words: String,
}

fn lines(square: &Square, reach: &Reach, columns: (usize, usize), rows: (usize, usize)) -> Vec<Line> {
    let part =
        |(from, to): (usize, usize)| square.entries.iter().copied().enumerate().skip(from).take(to - from);
    let names: Vec<String> = part(columns).map(|(_, to)| square.matrix.name(reach, to)).collect();
    let line = |(place, entry): (usize, Entry)| {
        let from = square.matrix.name(reach, entry);
        let cells = part(columns).zip(&names).map(|((place, to), name)| {
            let cell = square.matrix.cell(reach, entry, to);
            let (sign, class) = sign(&cell, matches!((entry, to), (Entry::Workload(_), Entry::Workload(_))));
            let words = format!("{from} to {name}: {}", in_words(&cell));
            Shown { place, entry: to, sign, class, words }
        });
        Line { place, entry, cells: cells.collect(), name: from }
    };
    part(rows).map(line).collect()
}

/// A sign and its class: what a cell says without colour.
fn sign(cell: &Cell, is_pair: bool) -> (String, &'static str) {
    match (cell.allowed, &cell.connections) {
        _ if cell.of == 0 => (String::new(), "none"),
        (0, _) => ("·".to_owned(), "closed"),
        _ if cell.is_open() => ("●".to_owned(), "open"),
        (_, Some(connections)) if is_pair => (format!("◐ {}", short(&connections.to_string())), "some"),
        (allowed, _) if allowed == cell.of => ("◐".to_owned(), "some"),
        (allowed, _) => (format!("◐ {}%", (allowed * 100 / cell.of).max(1)), "some"),
    }
}

/// Ports as a cell has room for them: TCP is what most are.
fn short(connections: &str) -> String {
    connections.strip_prefix("TCP ").filter(|rest| !rest.contains(' ')).unwrap_or(connections).to_owned()
}

/// What a cell says in a sentence's end.
pub fn in_words(cell: &Cell) -> String {
    let over = match &cell.connections {
        Some(connections) if connections.is_all() => "over everything".to_owned(),
        Some(connections) => format!("over {connections}"),
        None => "over some ports".to_owned(),
    };
    match (cell.of, cell.allowed) {
        (0, _) => "nothing to ask".to_owned(),
        (_, 0) => "nothing may pass".to_owned(),
        (1, _) => over,
        (of, allowed) if of == allowed => format!("all {of} pairs, {over}"),
        (of, allowed) => format!("{allowed} of {of} pairs, {over}"),
    }
}

#[component]
fn ColumnHead(desk: Desk, head: (usize, Entry, String)) -> impl IntoView {
    let (place, entry, name) = head;
    let is_here = move || desk.chosen.with(|chosen| chosen.is_some_and(|(_, to)| to == entry));
    let label = without_kind(&name);
    view! {
        <span
            class="matrix-head"
            class:here=is_here
            role="columnheader"
            aria-colindex=(place + 2).to_string()
            title=name
            style:left=format!("calc(var(--names) + {}px)", place as f64 * COLUMN_PX)
        >
            <span>{label}</span>
        </span>
    }
}

#[component]
fn LineView(desk: Desk, line: Line) -> impl IntoView {
    let Line { place, entry, name, cells } = line;
    let is_here = move || desk.chosen.with(|chosen| chosen.is_some_and(|(from, _)| from == entry));
    let fold = match entry {
        Entry::Outside => None,
        Entry::Namespace(_) => Some(("▸", "Unfold")),
        Entry::Workload(_) => Some(("▾", "Fold the namespace of")),
    };
    let fold = fold.map(|(mark, does)| {
        let label = format!("{does} {name}");
        view! {
            <button
                type="button"
                class="plan-fold matrix-fold"
                tabindex="-1"
                aria-label=label.clone()
                title=label
                on:click=move |_| desk.turn(entry)
            >
                {mark}
            </button>
        }
    });
    let cell = move |shown: Shown| {
        let to = shown.entry;
        let chosen = move || desk.chosen.get() == Some((entry, to));
        let choose = move |_| {
            desk.choose(entry, to);
            desk.explains.set(true);
        };
        view! {
            <div
                role="gridcell"
                id=cell_id(entry, to)
                class=format!("matrix-cell {}", shown.class)
                class:here=chosen
                aria-selected=move || chosen().then_some("true")
                aria-colindex=(shown.place + 2).to_string()
                aria-label=shown.words.clone()
                title=shown.words
                style:left=format!("calc(var(--names) + {}px)", shown.place as f64 * COLUMN_PX)
                on:click=choose
            >
                {shown.sign}
            </div>
        }
    };
    let label = without_kind(&name);
    let title = name;
    view! {
        <div
            class="matrix-line"
            role="row"
            aria-rowindex=(place + 2).to_string()
            style:top=format!("{}px", place as f64 * ROW_PX + HEAD_PX)
        >
            <span class="matrix-name" class:here=is_here role="rowheader" title=title>
                {fold} <span>{label}</span>
            </span>
            {cells.into_iter().map(cell).collect_view()}
        </div>
    }
}

/// `shop/web` of `shop/web[Deployment]`: a row has little room, and its tip says the rest.
fn without_kind(name: &str) -> String {
    name.split_once('[').map_or(name, |(name, _)| name).to_owned()
}

fn cell_id(from: Entry, to: Entry) -> String {
    let word = |entry: Entry| match entry {
        Entry::Namespace(index) => format!("n{index}"),
        Entry::Workload(index) => format!("w{index}"),
        Entry::Outside => "o".to_owned(),
    };
    format!("matrix-{}-{}", word(from), word(to))
}

/// The chosen cell is scrolled to where the names do not hide it.
fn bring_into_sight(desk: Desk, pane: NodeRef<html::Div>) {
    Effect::new(move |_| {
        let Some((from, to)) = desk.chosen.get() else { return };
        let Some(pane) = pane.get_untracked() else { return };
        let place = |entry: Entry| {
            desk.square.with_untracked(|square| square.entries.iter().position(|it| *it == entry))
        };
        let (Some(row), Some(column)) = (place(from), place(to)) else { return };
        let names = if pane.client_width() < 500 { 120.0 } else { NAMES_PX };
        let (top, left) = (row as f64 * ROW_PX, column as f64 * COLUMN_PX);
        let height = f64::from(pane.client_height()) - HEAD_PX - ROW_PX;
        let width = f64::from(pane.client_width()) - names - COLUMN_PX;
        let within = |at: f64, now: i32, room: f64| {
            let now = f64::from(now);
            if at < now {
                at
            } else if at > now + room.max(0.0) {
                at - room.max(0.0)
            } else {
                now
            }
        };
        let (next_top, next_left) =
            (within(top, pane.scroll_top(), height), within(left, pane.scroll_left(), width));
        pane.set_scroll_top(next_top as i32);
        pane.set_scroll_left(next_left as i32);
    });
}

/// Whoever opens the sheet by a key goes on with keys in it.
fn take_the_focus(pane: NodeRef<html::Div>) {
    Effect::new(move |_| {
        if let Some(pane) = pane.get() {
            // Focus fails only on what is not in the page.
            let _ = pane.focus();
        }
    });
}
