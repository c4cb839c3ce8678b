//! A bar between two panes that is dragged, or moved with the arrow keys; Enter folds and unfolds the pane.

use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

/// What one arrow key moves.
const STEP_PX: f64 = 24.0;
/// A pane dragged below this folds.
const FOLD_PX: f64 = 120.0;
/// A pane is never narrower than this while it shows.
const MIN_PX: f64 = 200.0;

/// On which side of the bar the pane lies whose width it sets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Dragging to the right widens it.
    Left,
    /// Dragging to the left widens it.
    Right,
}

/// The bar. It writes to `width` and `folded`; the page's layout reads them.
#[component]
pub fn Splitter(
    /// What is resized: "Text pane".
    label: &'static str,
    side: Side,
    /// The pane's width in pixels while it shows.
    width: RwSignal<f64>,
    /// Whether the pane is folded away.
    folded: RwSignal<bool>,
) -> impl IntoView {
    let bar = NodeRef::<html::Div>::new();
    // Where the drag began: the pointer, and the pane's width then.
    let drag = StoredValue::new(None::<(f64, f64)>);
    let sign = if side == Side::Left { 1.0 } else { -1.0 };
    let resize = move |to: f64| {
        folded.set(to < FOLD_PX);
        if to >= FOLD_PX {
            width.set(to.clamp(MIN_PX, widest()));
        }
    };
    let on_down = move |event: PointerEvent| {
        let Some(bar) = bar.get_untracked() else { return };
        event.prevent_default();
        // Without capture the drag ends at the bar's border, which is no worse than that.
        let _ = bar.set_pointer_capture(event.pointer_id());
        let from = if folded.get_untracked() { 0.0 } else { width.get_untracked() };
        drag.set_value(Some((f64::from(event.client_x()), from)));
    };
    let on_move = move |event: PointerEvent| {
        if let Some((start, from)) = drag.get_value() {
            resize(from + sign * (f64::from(event.client_x()) - start));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let now = width.get_untracked();
        match event.key().as_str() {
            "ArrowRight" => resize(now + sign * STEP_PX),
            "ArrowLeft" => resize(now - sign * STEP_PX),
            "Home" => resize(MIN_PX),
            "End" => resize(widest()),
            "Enter" | " " => folded.update(|folded| *folded = !*folded),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div
            node_ref=bar
            class="splitter"
            role="separator"
            tabindex="0"
            aria-label=label
            aria-orientation="vertical"
            aria-valuemin="0"
            aria-valuemax=move || widest().round().to_string()
            aria-valuenow=move || if folded.get() { "0".to_owned() } else { width.get().round().to_string() }
            title="Drag to resize, double-click to fold"
            on:pointerdown=on_down
            on:pointermove=on_move
            on:pointerup=move |_| drag.set_value(None)
            on:pointercancel=move |_| drag.set_value(None)
            on:dblclick=move |_| folded.update(|folded| *folded = !*folded)
            on:keydown=on_key
        ></div>
    }
}

/// Two thirds of the window.
fn widest() -> f64 {
    let inner = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64());
    (inner.unwrap_or(1200.0) * 2.0 / 3.0).max(MIN_PX)
}
