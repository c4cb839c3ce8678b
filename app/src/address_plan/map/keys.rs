//! The keys of the map, and what it says to a screen reader.

use super::MapView;
use super::lens::WHOLE;
use super::reshape::{How, Reshape};
use crate::address_plan::actions;
use crate::address_plan::desk::Desk;
use leptos::prelude::*;
use netplat_core::net::Cidr;
use web_sys::KeyboardEvent;

/// How much one key magnifies.
const STEP: f64 = 1.25;

/// Does what a key means: arrows go around in the tree, with Shift they resize what is chosen, Enter looks into it or
/// carries the change out, Escape looks out of it or gives the change up.
pub fn pressed(view: MapView, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let desk = view.desk;
    let is_changing = view.reshape.with_untracked(Option::is_some);
    match event.key().as_str() {
        "ArrowRight" | "ArrowDown" if event.shift_key() => resize(view, -1),
        "ArrowLeft" | "ArrowUp" if event.shift_key() => resize(view, 1),
        "Enter" if is_changing => view.carry_out(),
        "Escape" if is_changing => view.reshape.set(None),
        "ArrowRight" => go(desk, Step::Next),
        "ArrowLeft" => go(desk, Step::Previous),
        "ArrowDown" => go(desk, Step::Inside),
        "ArrowUp" => go(desk, Step::Around),
        "Enter" => look_into(view),
        "Escape" => look_out(view),
        "+" | "=" => magnify(view, STEP),
        "-" => magnify(view, 1.0 / STEP),
        "Delete" => actions::delete(desk),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Makes what is chosen longer or shorter by `bits` of its prefix, as a proposal.
fn resize(view: MapView, bits: i8) {
    let Some(entry) = untrack(|| view.desk.chosen_entry()) else { return };
    let proposed = view.reshape.with_untracked(|reshape| reshape.as_ref().and_then(|reshape| reshape.to));
    let now = view.desk.plan.with_untracked(|plan| plan.range(entry).and_then(|range| range.cidr()));
    let Some(from) = proposed.or(now) else {
        return view
            .desk
            .page
            .toasts
            .warn("Only a prefix has a next size; type the start and stop in the table.");
    };
    let length = from.length().checked_add_signed(bits);
    // A proposal that began elsewhere, because it was larger, comes back to where the entry begins.
    let first = now.map_or(from.first(), |now| now.first());
    let Some(to) = length.and_then(|length| Cidr::containing(first, length)) else { return };
    let area = view.with_map(|map| map.place_of(entry, &to));
    let workspace = view.desk.page.workspace;
    view.reshape
        .set(Some(workspace.peek(|snapshot| Reshape::of(snapshot, entry, How::Resized, Some(to), area))));
}

fn magnify(view: MapView, by: f64) {
    view.look(|lens, size| lens.magnified(by, (size.0 / 2.0, size.1 / 2.0), size));
}

/// Lets what is chosen fill the map, if something lies in it.
pub fn look_into(view: MapView) {
    let desk = view.desk;
    let Some(entry) = untrack(|| desk.chosen_entry()) else { return };
    if desk.plan.with_untracked(|plan| plan.holds_entries(entry)) {
        desk.map_root.set(Some(entry));
        view.lens.set(WHOLE);
    }
}

/// Shows what is around the entry that fills the map.
pub fn look_out(view: MapView) {
    let desk = view.desk;
    let Some(root) = desk.map_root.get_untracked() else { return };
    desk.map_root.set(desk.plan.with_untracked(|plan| plan.node(root).and_then(|node| node.parent)));
    view.lens.set(WHOLE);
}

#[derive(Clone, Copy)]
enum Step {
    Next,
    Previous,
    Inside,
    Around,
}

/// Chooses a neighbour of what is chosen, or the first root.
fn go(desk: Desk, step: Step) {
    let chosen = untrack(|| desk.chosen_entry());
    let next = desk.plan.with_untracked(|plan| {
        let Some(chosen) = chosen else { return plan.roots().next() };
        let node = plan.node(chosen)?;
        let siblings = || match node.parent.and_then(|parent| plan.node(parent)) {
            Some(parent) => parent.children.clone(),
            None => plan.roots().collect(),
        };
        let beside = |by: isize| {
            let siblings = siblings();
            let at = siblings.iter().position(|sibling| *sibling == chosen)?;
            siblings.get(at.checked_add_signed(by)?).copied()
        };
        match step {
            Step::Next => beside(1),
            Step::Previous => beside(-1),
            Step::Inside => node.children.first().copied(),
            Step::Around => node.parent,
        }
    });
    if let Some(next) = next {
        desk.choose(next);
    }
}

/// What is chosen, or what it would become, in words.
pub fn spoken(view: MapView) -> String {
    if let Some(reshape) = view.reshape.get() {
        let what = reshape.says();
        return if reshape.refusal.is_some() {
            what
        } else {
            format!("{what}. Enter does it, Escape leaves it.")
        };
    }
    let Some(entry) = view.desk.chosen_entry() else {
        return "Nothing is chosen. Arrow keys choose, Enter looks into an entry, Escape out of it; with Shift they resize."
            .to_owned();
    };
    view.desk.page.workspace.with_settled(|snapshot| {
        let found = snapshot.model.plan.get(entry);
        found
            .map(|found| format!("{} {}, {}", found.range, found.name, found.role.value.about()))
            .unwrap_or_default()
    })
}
