//! The side panels. Each reads the settled snapshot and asks the workspace to change the text; none computes.
//!
//! What does not show at the start comes when it is opened (`late`).

pub mod addresses;
mod export;
pub mod inspector;
pub mod problems;

use leptos::prelude::*;

late! {
    /// What comes out.
    pub fn late_export() -> AnyView {
        view! { <export::Export /> }.into_any()
    }
}
