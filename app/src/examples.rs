//! The example designs that are served with the page.

use crate::page::Page;
use crate::platform::files;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

struct Example {
    file: &'static str,
    title: &'static str,
    about: &'static str,
}

static EXAMPLES: &[Example] = &[
    Example {
        file: "small-shop.md",
        title: "A small shop",
        about: "One cluster, one ingress, a web shop with its orders and payments. A place to start.",
    },
    Example {
        file: "dual-ingress.md",
        title: "Two ingresses, two DNS views",
        about: "Public names through one controller, internal names through another, with split DNS.",
    },
    Example {
        file: "platform-addresses.md",
        title: "A platform with an address plan",
        about: "Sites, clusters, pods and services in one plan, with room to grow and what is left of it.",
    },
    Example {
        file: "mesh-canary.md",
        title: "A mesh with a canary",
        about: "Two versions of a service behind a Gateway, with the traffic's split and the policies.",
    },
];

/// The examples as a list of buttons.
#[component]
pub fn ExampleList() -> impl IntoView {
    let page = Page::here();
    let open = move |example: &'static Example| {
        page.examples.set(false);
        spawn_local(async move {
            match files::fetch_text(&format!("./examples/{}", example.file)).await {
                Ok(text) => page.workspace.open(&text, Some(example.file.to_owned())),
                Err(sentence) => page.toasts.warn(sentence),
            }
        });
    };
    let entry = move |example: &'static Example| {
        view! {
            <li>
                <button type="button" class="example" on:click=move |_| open(example)>
                    <strong>{example.title}</strong>
                    <span>{example.about}</span>
                </button>
            </li>
        }
    };
    view! { <ul class="examples">{EXAMPLES.iter().map(entry).collect_view()}</ul> }
}
