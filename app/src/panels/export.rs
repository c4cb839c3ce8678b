//! What comes out: manifests, the picture, plain mermaid.

mod addresses;

use crate::designer::file_actions::stem;
use crate::page::Page;
use crate::platform::{clipboard, files, raster};
use leptos::prelude::*;
use netplat_core::export;
use netplat_core::render::svg::{self, FileColors};
use netplat_core::session::Snapshot;
use std::collections::BTreeMap;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// Lines of the preview; a download has them all.
const PREVIEW_LINES: usize = 400;
/// Pixels of a PNG to one of the picture, so that it is sharp on dense screens.
const PNG_SCALE: f64 = 2.0;

/// The panel.
#[component]
pub fn Export() -> impl IntoView {
    let page = Page::here();
    let made = Memo::new(move |_| page.workspace.with_settled(Made::of));
    let yaml = move || made.with_untracked(|made| made.yaml.clone());
    let download =
        move |_| files::download(&format!("{}.yaml", stem(page)), "application/yaml", yaml().as_bytes());
    let copy = move |_| {
        let yaml = yaml();
        spawn_local(async move {
            if clipboard::copy(&yaml).await {
                page.toasts.say("The manifests are on the clipboard.");
            } else {
                page.toasts.warn("The browser did not allow it; download the file instead.");
            }
        });
    };
    view! {
        <section class="export">
            <h2>"Kubernetes manifests"</h2>
            <p class="export-sum">{move || made.with(Made::sum)}</p>
            <div class="export-actions">
                <button type="button" class="button primary" disabled=move || made.with(|made| made.objects == 0) on:click=download>
                    "Download YAML"
                </button>
                <button type="button" class="button" disabled=move || made.with(|made| made.objects == 0) on:click=copy>
                    "Copy"
                </button>
            </div>
            <Show when=move || made.with(|made| !made.left_out.is_empty())>
                <details class="export-left-out">
                    <summary>{move || made.with(|made| format!("Left out: {}", made.left_out.len()))}</summary>
                    <ul>{move || made.with(|made| made.left_out.iter().map(|word| view! { <li>{word.clone()}</li> }).collect_view())}</ul>
                </details>
            </Show>
            <Show when=move || made.with(|made| made.objects > 0)>
                <pre class="export-preview" tabindex="0" role="region" aria-label="Preview of the manifests">
                    {move || made.with(Made::preview)}
                </pre>
            </Show>
        </section>
        <addresses::Addresses page />
        <Picture page />
    }
}

/// The shown view as a file.
#[component]
fn Picture(page: Page) -> impl IntoView {
    let drawn = move || {
        let view = page.workspace.current_view();
        page.workspace.peek(|snapshot| snapshot.views.get(view).map(|view| Arc::clone(&view.scene)))
    };
    let has_view = Memo::new(move |_| page.workspace.with_settled(|snapshot| !snapshot.views.is_empty()));
    let save_svg = move |_| {
        if let Some(scene) = drawn() {
            let file = svg::file(&scene, FileColors::Both);
            files::download(&format!("{}.svg", stem(page)), "image/svg+xml", file.as_bytes());
        }
    };
    let save_png = move |_| {
        let Some(scene) = drawn() else { return };
        let file = svg::file(&scene, FileColors::Theme(page.theme.effective()));
        let size = scene.size;
        spawn_local(async move {
            match raster::png(&file, size.width, size.height, PNG_SCALE).await {
                Ok(blob) => files::download_blob(&format!("{}.png", stem(page)), &blob),
                Err(_) => page.toasts.warn("The browser could not draw the picture as PNG; take the SVG."),
            }
        });
    };
    let save_mermaid = move |_| {
        let view = page.workspace.current_view();
        let chart = page.workspace.peek(|snapshot| {
            let block = snapshot.document.flowcharts().nth(view)?;
            Some(block.content.slice(&snapshot.text).to_owned())
        });
        if let Some(chart) = chart {
            files::download(&format!("{}.mmd", stem(page)), "text/plain", chart.as_bytes());
        }
    };
    view! {
        <section class="export">
            <h2>"The shown view"</h2>
            <div class="export-actions">
                <button type="button" class="button" disabled=move || !has_view.get() on:click=save_svg>
                    "SVG"
                </button>
                <button type="button" class="button" disabled=move || !has_view.get() on:click=save_png>
                    "PNG"
                </button>
                <button type="button" class="button" disabled=move || !has_view.get() on:click=save_mermaid>
                    "Mermaid"
                </button>
            </div>
        </section>
    }
}

/// The manifests as they would be written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Made {
    yaml: String,
    objects: usize,
    kinds: BTreeMap<String, usize>,
    left_out: Vec<String>,
}

impl Made {
    /// What stands on the page, then what the drawing asks for.
    fn of(snapshot: &Snapshot) -> Self {
        let own = export::own(&snapshot.text, &snapshot.document);
        let manifests = export::manifests(&snapshot.model);
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        let standing = snapshot.model.objects.objects.iter().map(|object| object.kind.as_str());
        for kind in standing.chain(manifests.objects.iter().map(|object| object.kind)) {
            *kinds.entry(kind.to_owned()).or_default() += 1;
        }
        let line = |left: &export::LeftOut| snapshot.lines.line(left.span.start as usize) + 1;
        let left = own.left.iter().map(|left| format!("Line {}: {left}", line(left)));
        let left_out = left.chain(manifests.problems.iter().map(|problem| problem.message.clone())).collect();
        let generated = match manifests.objects.as_slice() {
            [] => Ok(String::new()),
            objects => export::to_yaml(objects),
        };
        match generated {
            Ok(generated) => {
                let yaml = export::stream([own.stream().as_str(), generated.as_str()]);
                Self { yaml, objects: kinds.values().sum(), kinds, left_out }
            }
            Err(error) => Self { left_out: vec![error.to_string()], ..Self::default() },
        }
    }

    fn sum(&self) -> String {
        if self.objects == 0 {
            return "Nothing to write yet: draw workloads inside a namespace, and links between them."
                .to_owned();
        }
        let kinds: Vec<String> = self.kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        kinds.join(" · ")
    }

    fn preview(&self) -> String {
        preview(&self.yaml)
    }
}

/// The first lines of a file, and how many follow.
fn preview(text: &str) -> String {
    let mut lines = text.lines();
    let mut shown: Vec<&str> = lines.by_ref().take(PREVIEW_LINES).collect();
    let rest = lines.count();
    let more = format!("# … {rest} more lines in the file");
    if rest > 0 {
        shown.push(&more);
    }
    shown.join("\n")
}
