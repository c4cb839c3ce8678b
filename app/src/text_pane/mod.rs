//! The text pane: CodeMirror in its own element, told what the workspace changed and asked what the user typed.

mod element;
mod offsets;

use crate::page::Page;
use crate::platform::frames;
use crate::platform::listen::listen;
use crate::workspace::{Change, Origin, Selection};
use element::TextElement;
use leptos::prelude::*;
use netplat_core::text::{LineIndex, Span};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::CustomEvent;

/// What other parts ask of the text pane.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TextRequest {
    /// Take the focus.
    Focus,
    /// Open the search.
    Find,
    /// Scroll to a place, select it and take the focus.
    Reveal(Span),
    /// Scroll to a place and select it; the focus stays where it is.
    Show(Span),
}

/// The pane.
#[component]
pub fn TextPane() -> impl IntoView {
    let page = Page::here();
    let host = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        let Some(host) = host.get() else { return };
        let owner = Owner::current();
        spawn_local(async move {
            let Ok(element) = element::create("Design as text").await else {
                page.toasts.warn("The text editor could not be loaded. Reload the page.");
                return;
            };
            if host.append_child(&element).is_err() {
                return;
            }
            if let Some(owner) = owner {
                owner.with(|| connect(page, element));
            }
        });
    });
    view! { <div class="text-host" node_ref=host></div> }
}

/// Wires a new element to the workspace.
fn connect(page: Page, element: TextElement) {
    element.set_text(&page.workspace.text());
    element::set_complete(&element, move |offset, explicit| {
        offsets::completions(page.workspace, offset, explicit)
    });
    tell_the_editor(page, &element);
    hear_the_editor(page, &element);
}

fn tell_the_editor(page: Page, element: &TextElement) {
    let editor = element.clone();
    page.workspace.on_change(move |Change { before, edit, origin }| match (origin, edit) {
        (Origin::Editor, _) => {}
        (Origin::Page, Some(edit)) => editor.splice(&offsets::splices(before, edit)),
        (Origin::Page, None) => editor.set_text(&page.workspace.text()),
    });
    let editor = element.clone();
    page.text_requests.listen(move |request| match request {
        TextRequest::Focus => editor.focus_editor(),
        TextRequest::Find => editor.find(),
        TextRequest::Reveal(span) | TextRequest::Show(span) => {
            let takes_focus = matches!(request, TextRequest::Reveal(_));
            let (from, to) = LineIndex::utf16_span(&page.workspace.text(), *span);
            // A pane that was folded has its size after the next frame.
            let editor = editor.clone();
            frames::before_paint(move || editor.reveal(from, to, takes_focus));
        }
    });
    let editor = element.clone();
    Effect::new(move |_| {
        let list =
            page.workspace.with_settled(|snapshot| offsets::diagnostics(&snapshot.text, &snapshot.problems));
        // The editor is ahead already: what stands there moves with the text until this runs again.
        if !page.workspace.is_behind() {
            editor.set_diagnostics(&list);
        }
    });
    let editor = element.clone();
    Effect::new(move |_| {
        let selection = page.workspace.selection.get();
        let view = page.workspace.shown_view();
        let marks = page.workspace.with_settled(|snapshot| {
            let subjects = selection.targets().iter();
            let spans: Vec<Span> = subjects.flat_map(|subject| snapshot.places_of(view, subject)).collect();
            offsets::places(&snapshot.text, &spans)
        });
        if !page.workspace.is_behind() {
            editor.set_marked(&marks);
        }
    });
}

fn hear_the_editor(page: Page, element: &TextElement) {
    let workspace = page.workspace;
    let editor = element.clone();
    listen(element, "splices", move |event| {
        let Some(event) = event.dyn_ref::<CustomEvent>() else { return };
        match offsets::edit(&workspace.text(), &event.detail()) {
            Some(edit) => workspace.type_in(&edit),
            // The two texts have come apart, which must not go on: the program's is the one that is kept.
            None => editor.set_text(&workspace.text()),
        }
    });
    listen(element, "undo", move |_| workspace.undo());
    listen(element, "redo", move |_| workspace.redo());
    listen(element, "fix", move |event| {
        let Some(event) = event.dyn_ref::<CustomEvent>() else { return };
        if let Some(edit) = workspace.peek(|snapshot| offsets::fix(snapshot, &event.detail())) {
            workspace.apply(&edit);
        }
    });
    listen(element, "cursor", move |event| {
        let detail = event.dyn_ref::<CustomEvent>().and_then(|event| event.detail().as_f64());
        if let Some(offset) = detail {
            select_at(page, offset as u32);
        }
    });
}

/// Selects what the cursor stands on, and shows the view that it belongs to.
fn select_at(page: Page, offset: u32) {
    let workspace = page.workspace;
    if workspace.is_behind() {
        return;
    }
    let found =
        workspace.peek(|snapshot| snapshot.subject_at(LineIndex::byte_offset(&snapshot.text, offset)));
    let selection = found.map_or_else(Selection::default, |(view, subject)| {
        if view != workspace.current_view() {
            workspace.view.set(view);
        }
        Selection::one(subject)
    });
    if workspace.selection.with_untracked(|old| *old != selection) {
        workspace.selection.set(selection);
    }
}
