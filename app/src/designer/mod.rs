//! The whole page: top bar, three panes, dialogs.

mod dialogs;
pub mod file_actions;
mod palette;
mod start;
mod top_bar;

pub use dialogs::late_link;

use crate::canvas::Canvas;
use crate::commands;
use crate::late;
use crate::page::{Page, Pane, Panel};
use crate::panels;
use crate::platform::frames;
use crate::platform::listen::listen_on_window;
use crate::text_pane::TextPane;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::splitter::{Side, Splitter};
use crate::ui::tabs::{Tab, Tabs};
use crate::ui::toast::ToastList;
use crate::workspace::Selection;
use leptos::prelude::*;
use netplat_core::session::Checks;
use wasm_bindgen_futures::spawn_local;

/// The designer.
#[component]
pub fn Designer() -> impl IntoView {
    let start = start::find();
    let page = Page::new(&start.text);
    provide_context(page);
    start::follow(page, start);
    commands::listen_for_keys(page);
    listen_on_window("dragover", |event| event.prevent_default());
    listen_on_window("drop", move |event| file_actions::drop_file(page, event));
    crate::manifests::watch(page);
    keep_title(page);
    check(page);
    view! {
        <top_bar::TopBar />
        <Panes />
        <NarrowTabs />
        <palette::Palette />
        <dialogs::Dialogs />
        <start::SuspectNotice />
        <ToastList toasts=page.toasts />
    }
}

late::part! {
    in checks;
    /// The rules about charts, facts and addresses.
    fn late_checks() -> Checks {
        netplat_core::check::run_on_drawing
    }
}

late::part! {
    in object_checks;
    /// All rules.
    fn late_object_checks() -> Checks {
        netplat_core::check::run
    }
}

/// Begins to check once the first picture is there: no picture waits for the rules. Those about Kubernetes objects come
/// once the page has some.
fn check(page: Page) {
    let is_painted = RwSignal::new(false);
    frames::after_paint(move || is_painted.set(true));
    let needs_all = Memo::new(move |had: Option<&bool>| {
        // What was loaded once stays.
        let had = had.copied().unwrap_or_default();
        had || page.workspace.with_settled(|snapshot| netplat_core::check::needs_all(&snapshot.model))
    });
    Effect::new(move |_| {
        if is_painted.get() {
            let needs_all = needs_all.get();
            spawn_local(async move {
                let checks = if needs_all { late_object_checks().await } else { late_checks().await };
                match checks {
                    Ok(checks) => page.workspace.check_with(checks),
                    Err(_) => page.toasts.warn(MISSING_CHECKS),
                }
            });
        }
    });
}

const MISSING_CHECKS: &str = "The checks did not load: reload the page once you are connected.";

#[component]
fn Panes() -> impl IntoView {
    let page = Page::here();
    let panes = page.panes;
    let pixels = |width: RwSignal<f64>| move || format!("{}px", width.get());
    let shown = |pane: Pane| match pane {
        Pane::Text => "text",
        Pane::Picture => "picture",
        Pane::Side => "side",
    };
    view! {
        <main
            class="panes"
            class:text-folded=move || panes.text_folded.get()
            class:side-folded=move || panes.side_folded.get()
            data-narrow=move || shown(panes.narrow.get())
            style:--text-width=pixels(panes.text_width)
            style:--side-width=pixels(panes.side_width)
        >
            <section class="pane text-pane" aria-label="Text">
                <TextPane />
            </section>
            <Splitter label="Width of the text pane" side=Side::Left width=panes.text_width folded=panes.text_folded />
            <section class="pane picture-pane" aria-label="Picture">
                <ViewTabs />
                <Canvas workspace=page.workspace requests=page.canvas_requests />
                <EmptyState />
                <Show when=move || page.panes.address_sheet.get()>
                    {late::show(crate::address_plan::late_address_sheet())}
                </Show>
                <Show when=move || page.lens.get()>
                    {late::show(crate::matrix::late_lens())}
                </Show>
                <Show when=move || page.matrix.get()>
                    {late::show(crate::matrix::late_matrix())}
                </Show>
            </section>
            <Splitter label="Width of the side panel" side=Side::Right width=panes.side_width folded=panes.side_folded />
            <aside class="pane side-pane" aria-label="Side panel">
                <SidePanel />
            </aside>
        </main>
    }
}

/// One button a view, when there are several.
#[component]
fn ViewTabs() -> impl IntoView {
    let page = Page::here();
    let workspace = page.workspace;
    let names = Memo::new(move |_| {
        workspace
            .with_settled(|snapshot| snapshot.views.iter().map(|view| view.name.clone()).collect::<Vec<_>>())
    });
    let choose = move |index: usize| {
        workspace.view.set(index);
        workspace.selection.set(Selection::default());
    };
    view! {
        <Show when=move || { names.with(|names| names.len() > 1) }>
            <nav class="views" aria-label="Views">
                {move || {
                    let button = |(index, name): (usize, String)| {
                        let is_shown = move || workspace.shown_view() == index;
                        view! {
                            <button
                                type="button"
                                aria-current=move || is_shown().then_some("true")
                                on:click=move |_| choose(index)
                            >
                                {name}
                            </button>
                        }
                    };
                    names.get().into_iter().enumerate().map(button).collect_view()
                }}
            </nav>
        </Show>
    }
}

/// What a page without a picture says.
#[component]
fn EmptyState() -> impl IntoView {
    let page = Page::here();
    let is_blank =
        Memo::new(move |_| page.workspace.with_settled(|snapshot| snapshot.text.trim().is_empty()));
    let is_without_view =
        Memo::new(move |_| page.workspace.with_settled(|snapshot| snapshot.views.is_empty()));
    view! {
        <Show when=move || is_blank.get()>
            <div class="empty">
                <h2>"Paste a diagram"</h2>
                <p>
                    "A mermaid flowchart from a wiki, a README or a whole Markdown page, or Kubernetes manifests. It is drawn "
                    "and checked here, in this browser; nothing leaves it."
                </p>
                <div class="empty-actions">
                    <button type="button" class="button primary" on:click=move |_| file_actions::paste(page)>"Paste"</button>
                    <button type="button" class="button" on:click=move |_| commands::run(page, "open")>"Open a file"</button>
                    <button type="button" class="button" on:click=move |_| commands::run(page, "import-manifests")>
                        "Open a folder of manifests"
                    </button>
                </div>
                <h3>"Or start from an example"</h3>
                <crate::examples::ExampleList />
            </div>
        </Show>
        <Show when=move || is_without_view.get() && !is_blank.get()>
            <p class="empty-note">
                "There is no flowchart in this text. One begins with " <code>"flowchart LR"</code>
                ", in Markdown inside a fence of three backticks and " <code>"mermaid"</code> "."
            </p>
        </Show>
    }
}

#[component]
fn SidePanel() -> impl IntoView {
    let page = Page::here();
    let no_badge = Signal::derive(String::new);
    let problem_count = Signal::derive(move || {
        page.workspace.with_settled(|snapshot| match snapshot.problems.len() {
            0 => String::new(),
            count => count.to_string(),
        })
    });
    let tabs = vec![
        Tab { key: Panel::Inspector, title: "Inspector", badge: no_badge },
        Tab { key: Panel::Problems, title: "Problems", badge: problem_count },
        Tab { key: Panel::Addresses, title: "Addresses", badge: no_badge },
        Tab { key: Panel::Export, title: "Export", badge: no_badge },
        Tab { key: Panel::Trace, title: "Trace", badge: no_badge },
    ];
    let panel = Callback::new(move |panel: Panel| match panel {
        Panel::Inspector => view! { <panels::inspector::Inspector /> }.into_any(),
        Panel::Problems => late::show(panels::late_problems()),
        Panel::Addresses => late::show(panels::late_addresses()),
        Panel::Export => late::show(panels::late_export()),
        Panel::Trace => late::show(panels::late_trace()),
    });
    view! { <Tabs label="Side panels" tabs chosen=page.panel panel /> }
}

/// At the foot of a narrow screen: which pane shows.
#[component]
fn NarrowTabs() -> impl IntoView {
    let page = Page::here();
    let narrow = page.panes.narrow;
    let button = move |pane: Pane, title: &'static str, icon: Icon| {
        view! {
            <button
                type="button"
                aria-current=move || (narrow.get() == pane).then_some("true")
                on:click=move |_| {
                    narrow.set(pane);
                    match pane {
                        Pane::Text => page.panes.text_folded.set(false),
                        Pane::Side => page.panes.side_folded.set(false),
                        Pane::Picture => {}
                    }
                }
            >
                <Glyph icon />
                {title}
            </button>
        }
    };
    view! {
        <nav class="narrow-tabs" aria-label="Panes">
            {button(Pane::Text, "Text", Icon::Text)} {button(Pane::Picture, "Picture", Icon::Picture)}
            {button(Pane::Side, "Panels", Icon::Side)}
        </nav>
    }
}

/// Keeps the window's title the document's.
fn keep_title(page: Page) {
    Effect::new(move |_| {
        let mark = if page.workspace.is_changed() { "• " } else { "" };
        let title = format!("{mark}{} · Netplat", page.workspace.title());
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&title);
        }
    });
}
