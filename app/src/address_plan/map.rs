//! The plan as a map. The core says where each block is; here it is drawn, magnified, moved and chosen in.

use super::desk::Desk;
use crate::platform::listen::on_resize;
use leptos::prelude::*;
use leptos::{html, svg};
use netplat_core::diagnostic::Severity;
use netplat_core::model::Role;
use netplat_core::plan::{Area, BlockContent, MapBlock, MapStyle, PlanMap};
use netplat_core::session::Snapshot;
use web_sys::{KeyboardEvent, PointerEvent, WheelEvent};

/// How much one key or one notch of the wheel magnifies.
const STEP: f64 = 1.25;
/// How much the map can be magnified. Beyond, numbers of the screen lose whole pixels.
const MOST: f64 = 1e6;
/// A block narrower than this has no name.
const NAMED_PX: f64 = 44.0;
/// The width of a letter of a name, and the room beside it, in pixels: names are cut, not measured.
const LETTER_PX: f64 = 6.2;

/// How the map is looked at: magnified, then moved.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Lens {
    scale: f64,
    x: f64,
    y: f64,
}

const WHOLE: Lens = Lens { scale: 1.0, x: 0.0, y: 0.0 };

impl Lens {
    /// Magnified by `by` around a point of the screen; never smaller than whole, never moved off.
    fn magnified(self, by: f64, (x, y): (f64, f64), size: (f64, f64)) -> Self {
        let scale = (self.scale * by).clamp(1.0, MOST);
        let by = scale / self.scale;
        Self { scale, x: x - (x - self.x) * by, y: y - (y - self.y) * by }.held(size)
    }

    fn moved(self, x: f64, y: f64, size: (f64, f64)) -> Self {
        Self { x: self.x + x, y: self.y + y, ..self }.held(size)
    }

    fn held(self, (width, height): (f64, f64)) -> Self {
        let x = self.x.clamp(width - width * self.scale, 0.0);
        let y = self.y.clamp(height - height * self.scale, 0.0);
        Self { x, y, ..self }
    }
}

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

/// A block with what is written on it.
#[derive(Clone, PartialEq, Debug)]
struct Drawn {
    block: MapBlock,
    entry: Option<usize>,
    role: Option<Role>,
    words: String,
    is_wrong: bool,
}

impl Drawn {
    fn of(snapshot: &Snapshot, block: &MapBlock) -> Option<Self> {
        let block = *block;
        match block.content {
            BlockContent::Free(prefix) => {
                let words = format!("free {prefix}");
                Some(Self { block, entry: None, role: None, words, is_wrong: false })
            }
            BlockContent::Entry(index) => {
                let entry = snapshot.model.plan.get(index)?;
                let more = if block.hidden > 0 { format!(" +{}", block.hidden) } else { String::new() };
                let words = if block.is_named {
                    format!("{} {}{more}", entry.range, entry.name)
                } else {
                    String::new()
                };
                let is_wrong = snapshot
                    .problems
                    .iter()
                    .any(|problem| problem.severity != Severity::Info && entry.span.contains(problem.span));
                Some(Self { block, entry: Some(index), role: Some(entry.role.value), words, is_wrong })
            }
        }
    }

    /// Equal for blocks that look alike.
    fn key(&self) -> String {
        format!("{self:?}")
    }
}

#[component]
fn Block(desk: Desk, block: Drawn) -> impl IntoView {
    let Drawn { block: MapBlock { area, content, .. }, entry, role, words, is_wrong } = block;
    let is_chosen = move || entry.is_some() && desk.chosen_entry() == entry;
    let class = match content {
        BlockContent::Free(_) => "plan-block free",
        BlockContent::Entry(_) if is_wrong => "plan-block wrong",
        BlockContent::Entry(_) => "plan-block",
    };
    let pattern = role.and_then(pattern_of).map(|pattern| {
        view! {
            <rect class="plan-pattern" x=area.x y=area.y width=area.width height=area.height fill=format!("url(#{pattern})") />
        }
    });
    let letters = ((area.width - 8.0) / LETTER_PX).max(0.0) as usize;
    let name = (area.width >= NAMED_PX && area.height >= 13.0 && !words.is_empty()).then(|| {
        let marked = if is_wrong { format!("⚠ {words}") } else { words.clone() };
        view! { <text x=area.x + 4.0 y=area.y + 12.5>{cut(&marked, letters)}</text> }
    });
    view! {
        <g class=class class:chosen=is_chosen data-role=role.map(Role::name)>
            <rect class="plan-ground" x=area.x y=area.y width=area.width height=area.height />
            {pattern}
            {name}
            {svg::title().child(words)}
        </g>
    }
}

/// Roles are told apart by their patterns as well as by their colours.
#[component]
fn Patterns() -> impl IntoView {
    let pattern = |id: &'static str, path: &'static str| {
        view! {
            <pattern id=id width="8" height="8" patternUnits="userSpaceOnUse">
                <path d=path></path>
            </pattern>
        }
    };
    view! {
        <defs class="plan-patterns">
            {pattern("plan-rising", "M0 8 8 0M-2 2 2-2M6 10 10 6")} {pattern("plan-falling", "M0 0 8 8M-2 6 2 10M6-2 10 2")}
            {pattern("plan-dots", "M2 2h.01M6 6h.01")} {pattern("plan-lines", "M0 4h8")} {pattern("plan-columns", "M4 0v8")}
            {pattern("plan-cross", "M0 8 8 0M0 0 8 8")} {pattern("plan-grid", "M0 4h8M4 0v8")}
        </defs>
    }
}

fn pattern_of(role: Role) -> Option<&'static str> {
    match role {
        Role::Pods => Some("plan-dots"),
        Role::Services => Some("plan-rising"),
        Role::Nodes => Some("plan-lines"),
        Role::LoadBalancers => Some("plan-falling"),
        Role::Attachment => Some("plan-columns"),
        Role::Vpn => Some("plan-grid"),
        Role::Reserved => Some("plan-cross"),
        Role::Site | Role::Vpc | Role::Subnet | Role::Unknown => None,
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
    let holds_some =
        desk.plan.with_untracked(|plan| plan.node(entry).is_some_and(|node| !node.children.is_empty()));
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

/// As many letters as there is room for.
fn cut(words: &str, letters: usize) -> String {
    if words.chars().count() <= letters {
        return words.to_owned();
    }
    let kept: String = words.chars().take(letters.saturating_sub(1)).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magnifying_keeps_the_point_under_the_pointer() {
        let size = (400.0, 200.0);
        let lens = WHOLE.magnified(4.0, (100.0, 50.0), size);
        // What was at a quarter of the map is there still.
        assert_eq!((lens.x + 0.25 * 400.0 * lens.scale, lens.y + 0.25 * 200.0 * lens.scale), (100.0, 50.0));
        assert_eq!(lens.magnified(0.01, (0.0, 0.0), size), WHOLE);
    }

    #[test]
    fn the_map_is_never_moved_off_the_pane() {
        let size = (400.0, 200.0);
        assert_eq!(WHOLE.moved(50.0, -50.0, size), WHOLE);
        let lens = WHOLE.magnified(2.0, (0.0, 0.0), size).moved(-1e9, 10.0, size);
        assert_eq!((lens.x, lens.y), (-400.0, 0.0));
    }
}
