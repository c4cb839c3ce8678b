//! A cell of the table that is typed into.

use super::column::Column;
use crate::address_plan::desk::Desk;
use crate::platform::{focus, frames};
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// A cell that is being typed into.
#[component]
pub fn Field(desk: Desk, entry: usize, column: Column) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        // Its value is there a turn later; then typing replaces all of it.
        frames::before_paint(move || {
            // Focus fails only on what is not in the page.
            let _ = field.focus();
            field.select();
        });
    });
    let finish = move || {
        // A field that loses the focus because it was closed has nothing to say.
        let Some(words) = desk.typing.get_untracked() else { return };
        desk.typing.set(None);
        let before = desk.says(entry, column);
        if before.is_some_and(|before| before != words) {
            desk.page.workspace.command(|snapshot| column.write(snapshot, entry, &words));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "Enter" => finish(),
            "Escape" => desk.typing.set(None),
            _ => {
                event.stop_propagation();
                return;
            }
        }
        event.prevent_default();
        event.stop_propagation();
        focus::on_first(".plan-table");
    };
    view! {
        <input
            class="plan-field"
            node_ref=field
            aria-label=column.title()
            prop:value=desk.typing.get_untracked().unwrap_or_default()
            on:input=move |event| desk.typing.set(Some(event_target_value(&event)))
            on:keydown=on_key
            on:blur=move |_| finish()
        />
    }
}

/// Begins to type into a cell.
pub fn begin(desk: Desk, entry: usize, column: Column) {
    if !column.is_written() {
        return;
    }
    desk.column.set(column);
    desk.choose(entry);
    desk.typing.set(desk.says(entry, column));
}
