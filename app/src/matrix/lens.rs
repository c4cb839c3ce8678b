//! The lens: what the selected node may reach, and what may reach it. The picture fades all else.

use super::asked::asked;
use crate::page::Page;
use crate::workspace::{Seen, Target};
use leptos::prelude::*;
use netplat_core::drawn::{Ends, Lens};
use std::sync::Arc;

/// Keeps the lens on what is selected, and says what it shows.
#[component]
pub fn LensNote() -> impl IntoView {
    let page = Page::here();
    let asked = asked(page);
    let seen = Memo::new(move |_| {
        let target = page.workspace.selection.with(|selection| selection.primary().cloned())?;
        let id = match target {
            Target::Node(id) | Target::Group(id) => id,
            Target::Link(_) => return None,
        };
        asked.with(|asked| {
            let ends = Ends::new(&asked.model, &asked.reach);
            Some(Arc::new(Seen { lens: Lens::new(&ends, &id)?, id }))
        })
    });
    Effect::new(move |_| page.workspace.lens.set(seen.get()));
    on_cleanup(move || page.workspace.lens.set(None));
    let sum = move || match seen.get() {
        None => "Select a node that stands for a workload.".to_owned(),
        Some(seen) => in_words(&seen),
    };
    view! {
        <div class="lens-note" role="status">
            <strong>"Lens"</strong>
            <span>{sum}</span>
            <button type="button" class="button small" on:click=move |_| page.lens.set(false)>
                "Close"
            </button>
        </div>
    }
}

fn in_words(seen: &Seen) -> String {
    let Lens { reaches, reached_by, reaches_outside, reached_from_outside } = &seen.lens;
    let outside = |is_outside: &bool| if *is_outside { " and the outside" } else { "" };
    format!(
        "→ {} may reach {}{}; ← it may be reached by {}{}.",
        seen.id,
        reaches.len(),
        outside(reaches_outside),
        reached_by.len(),
        outside(reached_from_outside),
    )
}
