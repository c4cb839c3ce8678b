//! Help, examples and sharing.

use crate::canvas::KEYS;
use crate::commands::{COMMANDS, shown_keys};
use crate::compare::late_compare;
use crate::examples::ExampleList;
use crate::hash;
use crate::late;
use crate::manifests::late_manifests;
use crate::page::Page;
use crate::platform::clipboard;
use crate::ui::dialog::Dialog;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// All dialogs; each shows when the page says so.
#[component]
pub fn Dialogs() -> impl IntoView {
    let page = Page::here();
    view! {
        <Dialog open=page.help title="Help">
            {late::show(late_help())}
        </Dialog>
        <Dialog open=page.examples title="Examples">
            <ExampleList />
        </Dialog>
        <Dialog open=page.share title="Share">
            {late::show(late_share(page))}
        </Dialog>
        <Dialog open=page.compare title="Compare" class="compare">
            {late::show(late_compare(page))}
        </Dialog>
        <Dialog open=page.manifests.open title="Manifests">
            {late::show(late_manifests(page))}
        </Dialog>
    }
}

late::part! {
    in tools;
    /// What keys do.
    fn late_help() -> AnyView {
        view! { <Help /> }.into_any()
    }
}

late::part! {
    in tools;
    /// Links to the design.
    fn late_share(page: Page) -> AnyView {
        view! { <Share page /> }.into_any()
    }
}

late::part! {
    in tools;
    /// The address of this folder's `file` with the design `text` in it.
    pub fn late_link(text: String, file: String) -> String {
        hash::share_link(&text, &file)
    }
}

#[component]
fn Help() -> impl IntoView {
    let row = |keys: String, what: &'static str| {
        view! {
            <tr>
                <th scope="row">
                    <kbd>{keys}</kbd>
                </th>
                <td>{what}</td>
            </tr>
        }
    };
    let commands = COMMANDS.iter().filter(|command| !command.keys.is_empty());
    let in_editor = [
        ("Ctrl+Space", "Suggest what could stand here"),
        ("F8", "Next problem in the text"),
        ("Mod+Shift+M", "Problems of the text as a list"),
        ("Mod+]", "Indent"),
        ("Mod+/", "Make the lines a comment"),
        ("Escape", "then Tab leaves the text"),
    ];
    view! {
        <p>
            "The text is the design: a mermaid flowchart, or a Markdown page with several. The picture, the checks and the "
            "manifests are derived from it, and each change in the picture becomes the smallest change of the text. "
            "Everything stays in this browser."
        </p>
        <table class="keys">
            <caption>"Everywhere"</caption>
            <tbody>{commands.map(|command| row(shown_keys(command.keys), command.title)).collect_view()}</tbody>
        </table>
        <table class="keys">
            <caption>"In the picture"</caption>
            <tbody>{KEYS.iter().map(|(keys, what)| row((*keys).to_owned(), what)).collect_view()}</tbody>
        </table>
        <table class="keys">
            <caption>"In the text"</caption>
            <tbody>{in_editor.into_iter().map(|(keys, what)| row(shown_keys(keys), what)).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Share(page: Page) -> impl IntoView {
    let text = page.workspace.text();
    let link = hash::share_link(&text, "./");
    let frame = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"480\" loading=\"lazy\"></iframe>",
        hash::share_link(&text, "./embed.html"),
        escape_attribute(&untrack(|| page.workspace.title())),
    );
    let length = link.len();
    view! {
        <p>
            "The whole design is in the address, after " <code>"#"</code>
            ": it is not sent to any server. mermaid.live opens it as well, when its own address stands before the "
            <code>"#"</code> "."
        </p>
        <CopyField label="Link" value=link page />
        <CopyField label="To embed in a page of documentation" value=frame page />
        <Show when=move || { length > 8_000 }>
            <p class="note">
                {format!("The link has {length} characters; some chat programs cut long links. A saved file is safer.")}
            </p>
        </Show>
    }
}

#[component]
fn CopyField(label: &'static str, value: String, page: Page) -> impl IntoView {
    let copied = value.clone();
    let copy = move |_| {
        let value = copied.clone();
        spawn_local(async move {
            if clipboard::copy(&value).await {
                page.toasts.say("Copied.");
            } else {
                page.toasts.warn("The browser did not allow it: select the text and copy it.");
            }
        });
    };
    view! {
        <div class="copy-field">
            <label>
                <span>{label}</span>
                <input class="field" type="text" readonly prop:value=value />
            </label>
            <button type="button" class="button" aria-label=format!("Copy: {label}") on:click=copy>
                "Copy"
            </button>
        </div>
    }
}

fn escape_attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
