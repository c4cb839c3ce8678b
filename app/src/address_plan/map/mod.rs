//! The plan as a map. The core says where each block is; here it is drawn, magnified, moved and chosen in.

mod block;
mod keys;
mod lens;
mod pointers;
mod reshape;

use super::desk::Desk;
use crate::platform::listen::on_resize;
use block::{Block, Drawn, Patterns};
use keys::{look_into, look_out, pressed, spoken};
use lens::{Lens, WHOLE};
use leptos::html;
use leptos::prelude::*;
use netplat_core::plan::{Area, MapStyle, PlanMap};
use netplat_core::session::Snapshot;
use pointers::{Pointers, corner};
use reshape::{Ghost, Reshape};

/// What pointer, keys and drawing of the map share. A handle: copies are the same map.
#[derive(Clone, Copy)]
pub struct MapView {
    /// The sheet.
    pub desk: Desk,
    /// The map's element.
    pub pane: NodeRef<html::Div>,
    /// How it is looked at.
    pub lens: RwSignal<Lens>,
    /// What is drawn.
    pub blocks: Memo<Vec<Drawn>>,
    /// Where what is chosen is grasped to resize it; none for what is no prefix or not in sight.
    pub end_of_chosen: Memo<Option<(f64, f64)>>,
    /// What an entry would become by the drag or the keys that are under way.
    pub reshape: RwSignal<Option<Reshape>>,
    size: RwSignal<(f64, f64)>,
}

impl MapView {
    fn new(desk: Desk) -> Self {
        let pane = NodeRef::<html::Div>::new();
        let size = RwSignal::new((600.0_f64, 300.0_f64));
        let lens = RwSignal::new(WHOLE);
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
            let blocks = laid_out(desk, lens.get(), size.get(), desk.map_root.get(), |map| map.blocks());
            let seen =
                |snapshot: &Snapshot| blocks.iter().filter_map(|block| Drawn::of(snapshot, block)).collect();
            desk.page.workspace.with_settled::<Vec<Drawn>>(seen)
        });
        let end_of_chosen = Memo::new(move |_| {
            let chosen = desk.chosen_entry()?;
            desk.plan.with(|plan| plan.range(chosen).and_then(|range| range.cidr()))?;
            blocks.with(|blocks| {
                blocks.iter().find(|drawn| drawn.entry == Some(chosen)).map(|drawn| corner(drawn.block.area))
            })
        });
        let view = Self { desk, pane, lens, blocks, end_of_chosen, reshape: RwSignal::new(None), size };
        view.forget_with_text();
        view
    }

    /// Asks the core about the map as it is looked at.
    pub fn with_map<R>(self, ask: impl FnOnce(&PlanMap<'_>) -> R) -> R {
        let (lens, size) = (self.lens.get_untracked(), self.size.get_untracked());
        untrack(|| laid_out(self.desk, lens, size, self.desk.map_root.get_untracked(), ask))
    }

    /// Looks at it in another way, which is told the size of the pane.
    pub fn look(self, change: impl FnOnce(Lens, (f64, f64)) -> Lens) {
        let size = self.size.get_untracked();
        self.lens.update(|lens| *lens = change(*lens, size));
    }

    /// Carries out what an entry was to become, or says why not.
    pub fn carry_out(self) {
        let Some(reshape) = self.reshape.get_untracked() else { return };
        self.reshape.set(None);
        let workspace = self.desk.page.workspace;
        match workspace.peek(|snapshot| reshape.planned(snapshot)) {
            Some(planned) => drop(workspace.carry_out(planned)),
            None => self.desk.page.toasts.warn(reshape.says()),
        }
    }

    /// A proposal is about the text that it was made for, and the entry that was chosen then.
    fn forget_with_text(self) {
        let workspace = self.desk.page.workspace;
        Effect::new(move |_| {
            workspace.with(|_| ());
            self.desk.chosen.track();
            if self.reshape.with_untracked(Option::is_some) {
                self.reshape.set(None);
            }
        });
    }
}

/// The map of the plan, whose tree is tracked.
fn laid_out<R>(
    desk: Desk,
    lens: Lens,
    (width, height): (f64, f64),
    root: Option<usize>,
    ask: impl FnOnce(&PlanMap<'_>) -> R,
) -> R {
    let area = Area { x: lens.x, y: lens.y, width: width * lens.scale, height: height * lens.scale };
    let window = Area { x: 0.0, y: 0.0, width, height };
    desk.plan.with(|plan| {
        let root = root.filter(|&root| plan.node(root).is_some());
        ask(&PlanMap { plan, root, area, window, style: MapStyle::SCREEN })
    })
}

/// The map.
#[component]
pub fn Map(desk: Desk) -> impl IntoView {
    let view = MapView::new(desk);
    let pointers = Pointers::new(view);
    let MapView { blocks, reshape, .. } = view;
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && reshape.with_untracked(Option::is_some) {
            pointers.cancelled();
            event.prevent_default();
            return event.stop_propagation();
        }
        pressed(view, &event);
    };
    let said = move || reshape.with(|reshape| reshape.as_ref().map(Reshape::says));
    // Pixel by pixel on the screen; on paper as large as there is room.
    let view_box = move || {
        let (width, height) = view.size.get();
        format!("0 0 {width} {height}")
    };
    view! {
        <div
            class="plan-map"
            node_ref=view.pane
            tabindex="0"
            role="application"
            aria-label="Map of the address plan"
            aria-describedby="plan-map-chosen"
            on:wheel=move |event| pointers.wheeled(&event)
            on:pointerdown=move |event| pointers.pressed(&event)
            on:pointermove=move |event| pointers.moved(&event)
            on:pointerup=move |event| pointers.released(&event)
            on:pointercancel=move |_| pointers.cancelled()
            on:dblclick=move |_| look_into(view)
            on:keydown=on_key
        >
            <svg width="100%" height="100%" viewBox=view_box aria-hidden="true">
                <Patterns />
                <For each=move || blocks.get() key=|block| block.key() let:block>
                    <Block desk block />
                </For>
                {move || view.end_of_chosen.get().map(|(x, y)| view! { <rect class="plan-handle" x=x - 5.0 y=y - 5.0 width="9" height="9" rx="2" /> })}
                <Ghost reshape />
            </svg>
            <div class="visually-hidden" id="plan-map-chosen" aria-live="polite">
                {move || spoken(view)}
            </div>
            <Show when=move || reshape.with(Option::is_some)>
                <p class="plan-map-said" aria-hidden="true">{said}</p>
            </Show>
            <Show when=move || desk.map_root.get().is_some()>
                <button
                    type="button"
                    class="button small plan-map-up"
                    on:pointerdown=|event| event.stop_propagation()
                    on:click=move |_| look_out(view)
                >
                    "Show what is around it"
                </button>
            </Show>
        </div>
    }
}
