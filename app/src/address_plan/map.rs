//! The plan as a map. The core says where each block is; here it is drawn, magnified, moved and chosen in.

use super::block::{Block, Drawn, Patterns};
use super::desk::Desk;
use super::lens::{Lens, WHOLE};
use crate::platform::listen::on_resize;
use leptos::html;
use leptos::prelude::*;
use netplat_core::plan::{Area, MapStyle, PlanMap};
use netplat_core::session::Snapshot;
use web_sys::{KeyboardEvent, PointerEvent, WheelEvent};

/// How much one key or one notch of the wheel magnifies.
const STEP: f64 = 1.25;

/// The map.
#[component]
pub fn Map(desk: Desk) -> impl IntoView {
    let pane = NodeRef::<html::Div>::new();
    let size = RwSignal::new((600.0_f64, 300.0_f64));
    let lens = RwSignal::new(WHOLE);
    let dragged = StoredValue::new(None::<(f64, f64)>);
    Effect::new(move |_| {
        let Some(element) = pane.get() else { return };
        let watched = element.clone();
        on_resize(&watched, move || {
            let next = (f64::from(element.client_width()), f64::from(element.client_height()));
            if next.0 > 0.0 && next.1 > 0.0 {
                size.set(next);
                lens.update(|lens| *lens = lens.held(next));
            }
        });
    });
    let blocks = Memo::new(move |_| {
        let ((width, height), lens) = (size.get(), lens.get());
        let area = Area { x: lens.x, y: lens.y, width: width * lens.scale, height: height * lens.scale };
        let window = Area { x: 0.0, y: 0.0, width, height };
        desk.plan.with(|plan| {
            let root = desk.map_root.get().filter(|&root| plan.node(root).is_some());
            let blocks = PlanMap { plan, root, area, window, style: MapStyle::SCREEN }.blocks();
            let seen =
                |snapshot: &Snapshot| blocks.iter().filter_map(|block| Drawn::of(snapshot, block)).collect();
            desk.page.workspace.with_settled::<Vec<Drawn>>(seen)
        })
    });
    let at = move |x: i32, y: i32| {
        let bounds = pane.get_untracked().map(|pane| pane.get_bounding_client_rect());
        bounds.map_or((0.0, 0.0), |bounds| (f64::from(x) - bounds.left(), f64::from(y) - bounds.top()))
    };
    let turned = move |event: WheelEvent| {
        event.prevent_default();
        let by = if event.delta_y() < 0.0 { STEP } else { 1.0 / STEP };
        let point = at(event.client_x(), event.client_y());
        lens.update(|lens| *lens = lens.magnified(by, point, size.get_untracked()));
    };
    let pressed = move |event: PointerEvent| {
        dragged.set_value(Some((f64::from(event.client_x()), f64::from(event.client_y()))));
    };
    let moved = move |event: PointerEvent| {
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        if let Some((from_x, from_y)) = dragged.get_value().filter(|_| event.buttons() == 1) {
            lens.update(|lens| *lens = lens.moved(x - from_x, y - from_y, size.get_untracked()));
            dragged.set_value(Some((x, y)));
        }
    };
    let clicked = move |event: leptos::ev::MouseEvent| {
        let (x, y) = at(event.client_x(), event.client_y());
        if let Some(entry) = blocks.with_untracked(|blocks| entry_at(blocks, x, y)) {
            desk.choose(entry);
        }
    };
    view! {
        <div
            class="plan-map"
            node_ref=pane
            tabindex="0"
            role="application"
            aria-label="Map of the address plan"
            aria-describedby="plan-map-chosen"
            on:wheel=turned
            on:pointerdown=pressed
            on:pointermove=moved
            on:pointerup=move |_| dragged.set_value(None)
            on:pointercancel=move |_| dragged.set_value(None)
            on:click=clicked
            on:dblclick=move |_| look_into(desk, lens)
            on:keydown=move |event| key(desk, lens, size.get_untracked(), &event)
        >
            <svg width="100%" height="100%" aria-hidden="true">
                <Patterns />
                <For each=move || blocks.get() key=|block| block.key() let:block>
                    <Block desk block />
                </For>
            </svg>
            <div class="visually-hidden" id="plan-map-chosen" aria-live="polite">
                {move || spoken(desk)}
            </div>
            <Show when=move || desk.map_root.get().is_some()>
                <button type="button" class="button small plan-map-up" on:click=move |event| {
                    event.stop_propagation();
                    look_out(desk, lens);
                }>"Show what is around it"</button>
            </Show>
        </div>
    }
}

/// The innermost entry at a point: it is drawn last.
fn entry_at(blocks: &[Drawn], x: f64, y: f64) -> Option<usize> {
    let holds =
        |area: Area| x >= area.x && x <= area.x + area.width && y >= area.y && y <= area.y + area.height;
    blocks.iter().rev().find_map(|drawn| drawn.entry.filter(|_| holds(drawn.block.area)))
}

fn look_into(desk: Desk, lens: RwSignal<Lens>) {
    let Some(entry) = untrack(|| desk.chosen_entry()) else { return };
    let holds_some = desk.plan.with_untracked(|plan| plan.holds_entries(entry));
    if holds_some {
        desk.map_root.set(Some(entry));
        lens.set(WHOLE);
    }
}

fn look_out(desk: Desk, lens: RwSignal<Lens>) {
    let Some(root) = desk.map_root.get_untracked() else { return };
    desk.map_root.set(desk.plan.with_untracked(|plan| plan.node(root).and_then(|node| node.parent)));
    lens.set(WHOLE);
}

/// The keys of the map: arrows go around in the tree, Enter looks into what is chosen, Escape out of it.
fn key(desk: Desk, lens: RwSignal<Lens>, size: (f64, f64), event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let centre = (size.0 / 2.0, size.1 / 2.0);
    match event.key().as_str() {
        "ArrowRight" => go(desk, Step::Next),
        "ArrowLeft" => go(desk, Step::Previous),
        "ArrowDown" => go(desk, Step::Inside),
        "ArrowUp" => go(desk, Step::Around),
        "Enter" => look_into(desk, lens),
        "Escape" => look_out(desk, lens),
        "+" | "=" => lens.update(|lens| *lens = lens.magnified(STEP, centre, size)),
        "-" => lens.update(|lens| *lens = lens.magnified(1.0 / STEP, centre, size)),
        "Delete" => super::actions::delete(desk),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
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

/// What is chosen in words, for a screen reader.
fn spoken(desk: Desk) -> String {
    let Some(entry) = desk.chosen_entry() else {
        return "Nothing is chosen. Arrow keys choose, Enter looks into an entry, Escape out of it."
            .to_owned();
    };
    desk.page.workspace.with_settled(|snapshot| {
        let found = snapshot.model.plan.get(entry);
        found
            .map(|found| format!("{} {}, {}", found.range, found.name, found.role.value.about()))
            .unwrap_or_default()
    })
}
