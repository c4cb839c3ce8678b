//! The picture pane: the scene of the shown view, patched as the text changes.

mod picture;

use crate::platform::mailbox::Mailbox;
use crate::workspace::Workspace;
use leptos::prelude::*;

/// What other parts ask of the picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CanvasRequest {
    /// Take the focus.
    Focus,
    /// Show all of it.
    Fit,
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// One to one.
    ActualSize,
}

/// The picture of the shown view.
#[component]
pub fn Canvas(workspace: Workspace, requests: Mailbox<CanvasRequest>) -> impl IntoView {
    let _ = (workspace, requests);
    view! { <div class="canvas" tabindex="0" role="group" aria-label="Picture"></div> }
}
