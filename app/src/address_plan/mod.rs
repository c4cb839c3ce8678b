//! The address plan as a sheet over the picture: a table to work in like a spreadsheet, and a map of the address
//! space. Both show the core's rows and blocks; every change is a command of the core.

mod actions;
mod amounts;
mod block;
mod capacity;
mod column;
mod desk;
mod field;
mod keys;
mod lens;
mod map;
mod table;

pub use amounts::grouped;

use crate::late;
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
    view! {
        <div class="plan-sheet">
            <actions::Toolbar desk />
            <table::Table desk />
            <capacity::Capacity desk />
            <map::Map desk />
        </div>
    }
}
