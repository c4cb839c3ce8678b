//! What lies over the picture: the selection with its handles, and the gesture under way.

use super::stage::{Stage, rect_in};
use crate::gesture::{Preview, flattened, handles};
use crate::workspace::Target;
use leptos::prelude::*;
use netplat_core::layout::{Point, Rect};
use netplat_core::render::{Scene, Step};

/// Drawn inside the picture, in scene pixels. Lines keep their width at any zoom (`vector-effect` in the style sheet).
#[component]
pub fn Overlay(stage: Stage) -> impl IntoView {
    let selection = move || {
        let shown = stage.workspace.shown_view();
        let scene =
            stage.workspace.with(|snapshot| snapshot.views.get(shown).map(|view| view.scene.clone()))?;
        let selection = stage.workspace.selection.get();
        let marks = selection.targets().iter().map(|target| mark(stage, &scene, target)).collect_view();
        Some(marks)
    };
    let gesture = move || preview(&stage.preview.get());
    view! {
        <g class="overlay" aria-hidden="true">
            <g>{selection}</g>
            <g>{gesture}</g>
        </g>
    }
}

fn mark(stage: Stage, scene: &Scene, target: &Target) -> AnyView {
    match target {
        Target::Node(_) | Target::Group(_) => {
            let Some(rect) = rect_in(scene, target) else { return ().into_any() };
            let is_node = matches!(target, Target::Node(_));
            let shown = is_node && !stage.read_only;
            let dots = shown.then(|| handles(rect).map(|at| dot(at, "handle")).collect_view());
            view! { {frame(rect, 4.0, "selected")} {dots} }.into_any()
        }
        Target::Link(id) => {
            let Some(link) = scene.links.iter().find(|link| link.id == *id) else { return ().into_any() };
            let line = flattened(&link.path);
            let ends = (!stage.read_only).then(|| {
                let ends = [line.first(), line.last()];
                ends.into_iter().flatten().map(|&at| dot(at, "end")).collect_view()
            });
            let label = link.label.as_ref().map(|label| frame(label.rect, 3.0, "selected"));
            view! { <path class="selected-link" d=path(&link.path)></path> {label} {ends} }.into_any()
        }
    }
}

fn preview(preview: &Preview) -> AnyView {
    match preview {
        Preview::None => ().into_any(),
        Preview::Marquee(rect) => frame(*rect, 0.0, "marquee").into_any(),
        Preview::Ghosts { boxes, into } => {
            let ghosts = boxes.iter().map(|&rect| frame(rect, 0.0, "ghost")).collect_view();
            view! { {into.map(|rect| frame(rect, 2.0, "onto"))} {ghosts} }.into_any()
        }
        Preview::Line { from, to, onto } => {
            let line = [Step::Move(*from), Step::Line(*to)];
            view! { {onto.map(|rect| frame(rect, 4.0, "onto"))} <path class="drawn" d=path(&line)></path> }
                .into_any()
        }
    }
}

fn frame(rect: Rect, gap: f64, class: &'static str) -> impl IntoView {
    view! {
        <rect
            class=class
            x=(rect.x - gap).to_string()
            y=(rect.y - gap).to_string()
            width=(rect.width + 2.0 * gap).to_string()
            height=(rect.height + 2.0 * gap).to_string()
            rx="6"
        ></rect>
    }
}

fn dot(at: Point, class: &'static str) -> impl IntoView {
    view! { <circle class=class cx=at.x.to_string() cy=at.y.to_string() r="4.5"></circle> }
}

/// A path as SVG writes it.
pub(super) fn path(steps: &[Step]) -> String {
    let mut data = String::new();
    for step in steps {
        let part = match step {
            Step::Move(to) => format!("M{:.1} {:.1}", to.x, to.y),
            Step::Line(to) => format!("L{:.1} {:.1}", to.x, to.y),
            Step::Curve(a, b, to) => {
                format!("C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}", a.x, a.y, b.x, b.y, to.x, to.y)
            }
            Step::Close => "Z".to_owned(),
        };
        data.push_str(&part);
    }
    data
}
