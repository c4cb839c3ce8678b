//! The keys of the table, after the ARIA pattern of a tree grid.

use super::column::Column;
use super::field::begin;
use crate::address_plan::actions;
use crate::address_plan::desk::Desk;
use crate::platform::focus;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// Does what a key means; `screen` is how many rows a page key goes over.
pub fn pressed(desk: Desk, event: &KeyboardEvent, screen: usize) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let rows = desk.rows.get_untracked();
    let chosen = untrack(|| desk.chosen_entry());
    let at = rows.iter().position(|row| Some(row.entry) == chosen);
    let last = rows.len().saturating_sub(1);
    let go = |place: usize| {
        if let Some(row) = rows.get(place.min(last)) {
            desk.choose(row.entry);
        }
    };
    let here = at.and_then(|at| rows.get(at).copied());
    match event.key().as_str() {
        "ArrowDown" => go(at.map_or(0, |at| at + 1)),
        "ArrowUp" => go(at.map_or(0, |at| at.saturating_sub(1))),
        "PageDown" => go(at.map_or(0, |at| at + screen)),
        "PageUp" => go(at.map_or(0, |at| at.saturating_sub(screen))),
        "Home" => go(0),
        "End" => go(last),
        "ArrowRight" => match here {
            Some(row) if desk.column.get_untracked() == Column::Addresses && row.is_folded => {
                desk.set_folded(row.entry, false);
            }
            _ => step_column(desk, 1),
        },
        "ArrowLeft" => match here {
            Some(row) if desk.column.get_untracked() == Column::Addresses => {
                if row.has_children && !row.is_folded {
                    desk.set_folded(row.entry, true);
                } else if let Some(parent) =
                    rows.iter().take(at.unwrap_or(0)).rev().find(|above| above.depth < row.depth)
                {
                    desk.choose(parent.entry);
                }
            }
            _ => step_column(desk, -1),
        },
        "Enter" | "F2" => {
            if let Some(row) = here {
                begin(desk, row.entry, desk.column.get_untracked());
            }
        }
        "Delete" => actions::delete(desk),
        "n" | "N" => focus::on_first(".plan-new"),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

fn step_column(desk: Desk, by: isize) {
    let now = desk.column.get_untracked();
    let at = Column::ALL.iter().position(|column| *column == now).unwrap_or(0);
    if let Some(next) = at.checked_add_signed(by).and_then(|at| Column::ALL.get(at)) {
        desk.column.set(*next);
    }
}
