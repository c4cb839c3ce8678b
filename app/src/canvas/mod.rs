//! The picture pane: the scene of the shown view, patched as the text changes, and the gestures on it.

mod camera;
pub mod changes;
mod followed;
mod judged;
mod keys;
mod overlay;
mod palette;
mod picture;
mod pointer;
mod relabel;
mod stage;

pub use keys::KEYS;

use crate::platform::listen::on_resize;
use crate::platform::mailbox::Mailbox;
use crate::ui::icon::{Glyph, Icon};
use crate::workspace::{Target, Workspace};
use leptos::prelude::*;
use netplat_core::session::Snapshot;
use overlay::Overlay;
use palette::Palette;
use pointer::PointerInput;
use relabel::Relabel;
use stage::Stage;
use std::sync::Arc;

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

/// The picture of the shown view, to be looked at and, unless it is `read_only`, drawn on.
#[component]
pub fn Canvas(
    workspace: Workspace,
    requests: Mailbox<CanvasRequest>,
    #[prop(optional)] read_only: bool,
) -> impl IntoView {
    let stage = Stage::new(workspace, read_only);
    let input = PointerInput::new(stage);
    let layer = NodeRef::<leptos::svg::G>::new();
    let picture = NodeRef::<leptos::svg::Svg>::new();
    picture::keep_up(stage, picture, layer);
    fit_what_is_new(stage);
    show_what_is_selected(stage);
    fit_when_it_appears(stage);
    requests.listen(move |request| match request {
        CanvasRequest::Focus => drop(stage.pane.get_untracked().map(|pane| pane.focus())),
        CanvasRequest::Fit => stage.fit(),
        CanvasRequest::ZoomIn => stage.zoom(1.25),
        CanvasRequest::ZoomOut => stage.zoom(0.8),
        CanvasRequest::ActualSize => stage.zoom(1.0 / stage.camera.get_untracked().scale),
    });
    view! {
        <div
            class="canvas"
            class:read-only=read_only
            node_ref=stage.pane
            tabindex="0"
            role="application"
            aria-label="Picture"
            aria-describedby="picture-selection"
            on:pointerdown=move |event| input.pressed(&event)
            on:pointermove=move |event| input.moved(&event)
            on:pointerup=move |event| input.released(&event)
            on:pointercancel=move |event| input.cancelled(&event)
            on:dblclick=move |event| input.double_clicked(&event)
            on:wheel=move |event| input.wheeled(&event)
            on:keydown=move |event| keys::pressed(stage, &event)
        >
            <svg class="picture" node_ref=picture>
                <g transform=move || stage.camera.get().transform()>
                    <g node_ref=layer></g>
                    <followed::Followed stage/>
                    <judged::LensVeil stage/>
                    <judged::JudgedLinks stage/>
                    <Overlay stage/>
                </g>
            </svg>
            {(!read_only).then(|| view! { <Relabel stage/> <Palette stage/> })}
            <Tools stage/>
        </div>
        <div class="visually-hidden" id="picture-selection" aria-live="polite">
            {move || spoken(stage)}
        </div>
    }
}

/// Buttons in the corner of the picture.
#[component]
fn Tools(stage: Stage) -> impl IntoView {
    let button = |label: &'static str, icon: Icon, act: fn(Stage)| {
        view! {
            <button type="button" class="icon-button" title=label aria-label=label on:click=move |_| act(stage)>
                <Glyph icon/>
            </button>
        }
    };
    let add = (!stage.read_only)
        .then(|| button("Add a node (N)", Icon::Plus, |stage| stage.palette.update(|open| *open = !*open)));
    view! {
        <div
            class="canvas-tools"
            role="toolbar"
            aria-label="Picture tools"
            on:pointerdown=|event| event.stop_propagation()
            on:dblclick=|event| event.stop_propagation()
            on:keydown=|event| event.stop_propagation()
        >
            {add}
            {button("Smaller", Icon::Minus, |stage| stage.zoom(0.8))}
            <output class="zoom">{move || format!("{:.0}%", stage.camera.get().scale * 100.0)}</output>
            {button("Larger", Icon::Search, |stage| stage.zoom(1.25))}
            {button("Show all", Icon::Fit, Stage::fit)}
        </div>
    }
}

/// A picture that was not there before is opened anew: another document, another view, the first node. The camera moves
/// in the same task in which the picture is written, so that the browser lays out its text once and for its scale.
fn fit_what_is_new(stage: Stage) {
    let workspace = stage.workspace;
    // The empty scene becoming a picture counts as new, typing in it does not.
    let is_empty = Memo::new(move |_| {
        let view = workspace.shown_view();
        workspace.with(|snapshot| snapshot.views.get(view).is_none_or(|view| view.scene.nodes.is_empty()))
    });
    // Before the pane has appeared there is nothing to fit to; when it does, the picture is opened.
    Effect::new(move |_| {
        workspace.view.track();
        is_empty.track();
        if stage.has_appeared() {
            stage.open();
        }
    });
    workspace.on_change(move |change| {
        if change.edit.is_none() && stage.has_appeared() {
            stage.open();
        }
    });
}

/// A pane that was hidden has a size only once it shows: whatever was fitted before was fitted to nothing.
fn fit_when_it_appears(stage: Stage) {
    Effect::new(move |_| {
        let Some(pane) = stage.pane.get() else { return };
        on_resize(&pane, move || {
            let was_hidden = !stage.has_appeared();
            stage.pane_resized();
            if was_hidden && stage.has_appeared() {
                stage.open();
            }
        });
    });
}

/// What was selected elsewhere comes into sight, unless a gesture is under way.
fn show_what_is_selected(stage: Stage) {
    Effect::new(move |_| {
        let primary = stage.workspace.selection.with(|selection| selection.primary().cloned());
        if let Some(target) = primary
            && stage.is_idle()
        {
            stage.reveal(&target);
        }
    });
}

/// The selection in words, for a screen reader.
fn spoken(stage: Stage) -> String {
    if let Some(aim) = stage.aim.get() {
        return aim.description();
    }
    let selection = stage.workspace.selection.get();
    // Said anew once a change is on the screen.
    let view = stage.workspace.shown_view();
    let scene =
        stage.workspace.with_settled(|snapshot| snapshot.views.get(view).map(|view| Arc::clone(&view.scene)));
    let Some(scene) = scene else { return "No picture".to_owned() };
    let name = |target: &Target| match target {
        Target::Node(id) => {
            scene.nodes.iter().find(|node| node.id == *id).map(|node| node.description.clone())
        }
        Target::Group(id) => {
            scene.groups.iter().find(|group| group.id == *id).map(|group| group.description.clone())
        }
        Target::Link(id) => {
            scene.links.iter().find(|link| link.id == *id).map(|link| link.description.clone())
        }
    };
    match selection.targets() {
        [] => {
            let (nodes, links) = (counted(scene.nodes.len(), "node"), counted(scene.links.len(), "link"));
            format!("{nodes}, {links}. Arrow keys select.")
        }
        [one] => match (name(one), stage.workspace.peek(|snapshot| judged(snapshot, view, one))) {
            (Some(name), Some(judged)) => format!("{name}. {judged}"),
            (name, _) => name.unwrap_or_default(),
        },
        many => format!("{} things selected", many.len()),
    }
}

/// What the policies say of a link, where they do not let it pass as drawn.
fn judged(snapshot: &Snapshot, view: usize, target: &Target) -> Option<String> {
    snapshot.judgement(view, target).map(|problem| problem.message.clone())
}

/// "1 node", "2 nodes".
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
