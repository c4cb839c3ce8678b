//! The Netplat page: text, picture and panels in the browser.
//!
//! The page draws what `netplat_core` derives from the text and turns gestures into its commands; it computes nothing
//! about networks. `designer` is the whole page, `embed` a picture to put into another one.

mod address_plan;
mod canvas;
mod commands;
mod compare;
mod designer;
mod embed;
mod examples;
mod gesture;
mod hash;
mod late;
mod manifests;
mod matrix;
mod page;
mod panels;
mod platform;
mod text_pane;
mod ui;
mod workspace;

use leptos::mount::mount_to_body;

fn main() {
    platform::panic::install();
    let document = web_sys::window().and_then(|window| window.document());
    let root = document.and_then(|document| document.document_element());
    match root.and_then(|root| root.get_attribute("data-page")).as_deref() {
        Some("embed") => mount_to_body(embed::Embed),
        _ => mount_to_body(designer::Designer),
    }
}
