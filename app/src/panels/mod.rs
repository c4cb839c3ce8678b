//! The side panels. Each reads the settled snapshot and asks the workspace to change the text; none computes.
//!
//! What does not show at the start comes when it is opened.

mod addresses;
mod export;
pub mod inspector;
mod problems;
mod trace;

use crate::late;
use leptos::prelude::*;

late::part! {
    in tools;
    /// What is wrong.
    pub fn late_problems() -> AnyView {
        view! { <problems::Problems /> }.into_any()
    }
}

late::part! {
    in address_plan;
    /// The address plan.
    pub fn late_addresses() -> AnyView {
        view! { <addresses::Addresses /> }.into_any()
    }
}

late::part! {
    in export;
    /// What comes out.
    pub fn late_export() -> AnyView {
        view! { <export::Export /> }.into_any()
    }
}

late::part! {
    in reach;
    /// One request followed.
    pub fn late_trace() -> AnyView {
        view! { <trace::Trace /> }.into_any()
    }
}
