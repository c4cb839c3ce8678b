//! Who may talk to whom, over the picture: a square of all workloads as a sheet, and a lens on what is selected. Both show
//! what the core answers; nothing is worked out here.

mod asked;
mod desk;
mod explanation;
mod grid;
mod keys;
mod lens;
mod toolbar;

use crate::late;
use leptos::prelude::*;

late::part! {
    in reach;
    /// The sheet.
    pub fn late_matrix() -> AnyView {
        view! { <Sheet /> }.into_any()
    }
}

late::part! {
    in reach;
    /// The lens.
    pub fn late_lens() -> AnyView {
        view! { <lens::LensNote /> }.into_any()
    }
}

#[component]
fn Sheet() -> impl IntoView {
    let desk = desk::Desk::new();
    view! {
        <div class="matrix-sheet">
            <toolbar::Toolbar desk />
            <div class="matrix-body">
                <grid::Grid desk />
                <explanation::Explanation desk />
            </div>
        </div>
    }
}
