//! The address plan as a sheet over the picture: a table to work in like a spreadsheet, and a map of the address
//! space. Both show the core's rows and blocks; every change is a command of the core.

mod actions;
mod amounts;
mod capacity;
mod desk;
mod fit;
mod import;
mod map;
mod sight;
mod table;

pub use amounts::{grouped, percent};

use crate::late;
use crate::platform::{focus, frames};
use leptos::prelude::*;

late::part! {
    in address_plan;
    /// The sheet.
    pub fn late_address_sheet() -> AnyView {
        view! { <Sheet /> }.into_any()
    }
}

#[component]
fn Sheet() -> impl IntoView {
    let desk = desk::Desk::new();
    let importing = import::Importing::new(desk);
    // Keys, and what is pasted, belong to the plan from here on.
    frames::before_paint(|| focus::on_first(".plan-table"));
    view! {
        <div
            class="plan-sheet"
            on:dragover=|event| event.prevent_default()
            on:drop=move |event| import::dropped(importing, &event)
            on:paste=move |event| import::pasted(importing, &event)
        >
            // Paper says which design it is of.
            <h2 class="plan-title">{move || desk.page.workspace.title()}</h2>
            <actions::Toolbar desk />
            <table::Table desk />
            <capacity::Capacity desk />
            <map::Map desk />
            <import::ImportDialog importing />
            <fit::FitDialog desk />
        </div>
    }
}
