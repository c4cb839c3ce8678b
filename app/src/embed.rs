//! A design as a picture in another page: from the address (`#pako:…`), or from a document of the same origin
//! (`?src=designs/shop.md`). It is looked at, never changed, and leaves the user's own draft alone.

use crate::canvas::{Canvas, CanvasRequest};
use crate::designer::late_link;
use crate::hash::{self, Linked};
use crate::platform::files;
use crate::platform::listen::listen_on_window;
use crate::platform::mailbox::Mailbox;
use crate::platform::theme::ThemeChoice;
use crate::ui::toast::Toasts;
use crate::workspace::{Draft, Selection, Workspace};
use leptos::prelude::*;
use netplat_core::session::ViewSnapshot;
use wasm_bindgen_futures::spawn_local;

/// The picture.
#[component]
pub fn Embed() -> impl IntoView {
    ThemeChoice::restore();
    let workspace = Workspace::new("", Draft::none(), Toasts::default());
    let failure = RwSignal::new(None::<String>);
    let requests = Mailbox::<CanvasRequest>::default();
    let show = move |found: Result<String, String>| match found {
        Ok(text) => {
            failure.set(None);
            workspace.open(&text, None);
        }
        Err(sentence) => failure.set(Some(sentence)),
    };
    let open = designer_link(workspace);
    load(show);
    listen_on_window("hashchange", move |_| load(show));
    let views = Memo::new(move |_| {
        let name = |view: &ViewSnapshot| view.name.clone();
        workspace.with_settled(|snapshot| snapshot.views.iter().map(name).collect::<Vec<_>>())
    });
    let is_without_view =
        move || workspace.with_settled(|snapshot| snapshot.views.is_empty() && !snapshot.text.is_empty());
    let message = move || {
        failure
            .get()
            .or_else(|| is_without_view().then(|| "There is no flowchart in this document.".to_owned()))
    };
    view! {
        <main class="embed">
            <h1 class="visually-hidden">{move || workspace.title()}</h1>
            <Show when=move || { views.with(|views| views.len() > 1) }>
                <ViewPicker workspace views />
            </Show>
            <Show when=move || message().is_some()>
                <p class="empty-note" role="alert">{message}</p>
            </Show>
            <Canvas workspace requests read_only=true />
            <a class="embed-open" href=move || open.get() target="_blank" rel="noopener noreferrer">
                "Open in Netplat"
            </a>
        </main>
    }
}

#[component]
fn ViewPicker(workspace: Workspace, views: Memo<Vec<String>>) -> impl IntoView {
    let choose = move |event| {
        if let Ok(index) = event_target_value(&event).parse() {
            workspace.view.set(index);
            workspace.selection.set(Selection::default());
        }
    };
    let option = |(index, name): (usize, String)| view! { <option value=index.to_string()>{name}</option> };
    view! {
        <label class="embed-views">
            <span class="visually-hidden">"View"</span>
            <select class="select" on:change=choose prop:value=move || workspace.shown_view().to_string()>
                {move || views.get().into_iter().enumerate().map(option).collect_view()}
            </select>
        </label>
    }
}

/// Finds the design, and hands it or a sentence about its absence to `show`.
fn load(show: impl Fn(Result<String, String>) + 'static) {
    match hash::linked() {
        Linked::Design(text) => return show(Ok(text)),
        Linked::Broken(sentence) => return show(Err(sentence)),
        Linked::Nothing => {}
    }
    match source() {
        None => show(Err("This address names no design: expected ?src= or #pako: in it.".to_owned())),
        Some(Err(sentence)) => show(Err(sentence)),
        Some(Ok(address)) => spawn_local(async move { show(files::fetch_text(&address).await) }),
    }
}

/// The address under `?src=`, which must be of this page's own origin.
fn source() -> Option<Result<String, String>> {
    let location = web_sys::window()?.location();
    let here = web_sys::Url::new(&location.href().ok()?).ok()?;
    let written = here.search_params().get("src")?;
    let refused = || Err(format!("{written} is not shown: a picture takes documents of its own site only."));
    let Ok(address) = web_sys::Url::new_with_base(&written, &here.href()) else { return Some(refused()) };
    if address.origin() != here.origin() || !matches!(address.protocol().as_str(), "http:" | "https:") {
        return Some(refused());
    }
    Some(Ok(address.href()))
}

/// The address of the designer with this design. Making it can wait until the picture shows.
fn designer_link(workspace: Workspace) -> RwSignal<String> {
    let link = RwSignal::new("./".to_owned());
    Effect::new(move |_| {
        let text = workspace.with_settled(|snapshot| snapshot.text.to_string());
        spawn_local(async move {
            // Without it the link opens the designer as it was left.
            if let Ok(made) = late_link(text, "./".to_owned()).await {
                link.set(made);
            }
        });
    });
    link
}
