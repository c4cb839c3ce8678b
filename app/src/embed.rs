//! A design as a picture in another page: from the address, or from a document of the same origin. Read-only.

use leptos::prelude::*;

/// The picture.
#[component]
pub fn Embed() -> impl IntoView {
    view! { <main class="embed"></main> }
}
