use super::desk::Desk;
use leptos::prelude::*;
use netplat_core::reach::Entry;
use web_sys::KeyboardEvent;

/// Does what a key on the grid means. `screen` is how many rows and columns show.
pub fn pressed(desk: Desk, event: &KeyboardEvent, screen: (f64, f64)) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let entries = desk.square.with_untracked(|square| square.entries.clone());
    let chosen = desk.chosen.get_untracked();
    let place = |entry: Entry| entries.iter().position(|it| *it == entry);
    let at = chosen.and_then(|(from, to)| Some((place(from)?, place(to)?)));
    let last = entries.len().saturating_sub(1);
    let go = |row: usize, column: usize| {
        if let (Some(&from), Some(&to)) = (entries.get(row.min(last)), entries.get(column.min(last))) {
            desk.choose(from, to);
        }
    };
    let page = (screen.0 as usize).saturating_sub(1).max(1);
    let (row, column) = at.unwrap_or_default();
    match (event.key().as_str(), at) {
        ("ArrowDown" | "ArrowUp" | "ArrowLeft" | "ArrowRight", None) => go(0, 0),
        ("ArrowDown", _) => go(row + 1, column),
        ("ArrowUp", _) => go(row.saturating_sub(1), column),
        ("ArrowRight", _) => go(row, column + 1),
        ("ArrowLeft", _) => go(row, column.saturating_sub(1)),
        ("PageDown", _) => go(row + page, column),
        ("PageUp", _) => go(row.saturating_sub(page), column),
        ("Home", _) => go(row, 0),
        ("End", _) => go(row, last),
        (" ", Some(_)) => {
            if let Some((from, _)) = chosen {
                desk.turn(from);
            }
        }
        ("Enter", Some(_)) => desk.explains.set(true),
        ("Escape", _) => close(desk),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// First the explanation, then the sheet.
fn close(desk: Desk) {
    if desk.explains.get_untracked() {
        desk.explains.set(false);
    } else {
        desk.page.matrix.set(false);
        crate::commands::run(desk.page, "picture-pane");
    }
}
