//! Writing the text of a node, link or group where it stands. Enter takes it, Escape leaves it as it was.

use super::changes;
use super::stage::Stage;
use crate::platform::frames;
use crate::workspace::{Selection, Target};
use leptos::html::Textarea;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// A text field over what is being relabelled.
#[component]
pub fn Relabel(stage: Stage) -> impl IntoView {
    move || {
        let target = stage.relabelled.get()?;
        let rect = stage.rect(&target)?;
        Some(view! { <Field stage target rect/> })
    }
}

#[component]
fn Field(stage: Stage, target: Target, rect: netplat_core::layout::Rect) -> impl IntoView {
    let field = NodeRef::<Textarea>::new();
    let before = changes::label(stage.workspace, &target);
    let initial = before.clone();
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        field.set_value(&initial);
        frames::before_paint(move || {
            // The field may be gone by then; nothing depends on its focus.
            let _ = field.focus();
            field.select();
        });
    });
    // Leaving the field takes the text too, and must not take it twice.
    let finish = StoredValue::new(Some((target, before)));
    let done = move |take: bool| {
        let Some(Some((target, before))) = finish.try_update_value(Option::take) else { return };
        let text = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        stage.relabelled.set(None);
        if take && text != before {
            changes::relabel(stage.workspace, &target, text.trim());
        }
        stage.workspace.selection.update(|selection| {
            if selection.is_empty() {
                *selection = Selection::one(target);
            }
        });
        if let Some(pane) = stage.pane.get_untracked() {
            let _ = pane.focus();
        }
    };
    let keys = move |event: KeyboardEvent| {
        event.stop_propagation();
        // Enter also ends a composition of characters; only a plain one takes the text.
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Enter" if !event.shift_key() => {
                event.prevent_default();
                done(true);
            }
            "Escape" => {
                event.prevent_default();
                done(false);
            }
            _ => {}
        }
    };
    let place = move || stage.camera.get().rect_to_screen(rect);
    view! {
        <textarea
            class="relabel"
            node_ref=field
            aria-label="Text"
            rows="1"
            spellcheck="false"
            style:left=move || format!("{:.1}px", place().x - 4.0)
            style:top=move || format!("{:.1}px", place().y + place().height / 2.0 - 17.0)
            style:width=move || format!("{:.1}px", (place().width + 8.0).max(140.0))
            on:keydown=keys
            on:pointerdown=|event| event.stop_propagation()
            on:blur=move |_| done(true)
        ></textarea>
    }
}
