//! Marks over the picture: links that the policies block, and what the lens leaves clear. By their shape, not by colour
//! alone.

use super::stage::Stage;
use crate::gesture::flattened;
use leptos::prelude::*;
use leptos::svg;
use netplat_core::diagnostic::Severity;
use netplat_core::layout::{Point, Rect};
use netplat_core::render::Scene;
use std::fmt::Write;
use std::sync::Arc;

/// A cross on each blocked link, a bar on each that is blocked in part.
#[component]
pub fn JudgedLinks(stage: Stage) -> impl IntoView {
    let marks = Memo::new(move |_| {
        let shown = stage.workspace.shown_view();
        stage.workspace.with_settled(|snapshot| {
            let scene = &snapshot.views.get(shown)?.scene;
            let judged = snapshot.judged_links(shown).into_iter();
            let mark = judged.filter(|(_, problem)| problem.severity > Severity::Info).filter_map(
                |(id, problem)| {
                    let at = middle(scene, &id)?;
                    Some((at.x, at.y, problem.severity, problem.message.clone()))
                },
            );
            Some(mark.collect::<Vec<_>>())
        })
    });
    let mark = |(x, y, severity, message): (f64, f64, Severity, String)| {
        let (class, path) = match severity {
            Severity::Error => ("judged blocked", "M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5"),
            _ => ("judged partly", "M-5 0L5 0"),
        };
        view! {
            <g class=class transform=format!("translate({x:.1} {y:.1})")>
                {svg::title().child(message)}
                <circle r="9"></circle>
                <path d=path></path>
            </g>
        }
    };
    view! { <g class="judged-links">{move || marks.get().map(|marks| marks.into_iter().map(mark).collect_view())}</g> }
}

/// Where a mark stands on a link: beside its label, if it has one.
fn middle(scene: &Scene, id: &str) -> Option<Point> {
    let link = scene.links.iter().find(|link| link.id == id)?;
    if let Some(label) = &link.label {
        return Some(Point { x: label.rect.x - 11.0, y: label.rect.y + label.rect.height / 2.0 });
    }
    let line = flattened(&link.path);
    let at = line.len() / 2;
    let (before, after) = (line.get(at.saturating_sub(1))?, line.get(at)?);
    Some(Point { x: (before.x + after.x) / 2.0, y: (before.y + after.y) / 2.0 })
}

/// Over all that the lens does not show lies a veil; what it shows has a sign of the way at its corner.
#[component]
pub fn LensVeil(stage: Stage) -> impl IntoView {
    let veil = move || {
        let seen = stage.workspace.lens.get()?;
        let shown = stage.workspace.shown_view();
        let scene: Arc<Scene> =
            stage.workspace.with(|snapshot| snapshot.views.get(shown).map(|view| Arc::clone(&view.scene)))?;
        let is_clear =
            |id: &str| id == seen.id || seen.lens.reaches.contains(id) || seen.lens.reached_by.contains(id);
        let clear: Vec<(String, Rect)> = scene
            .nodes
            .iter()
            .filter(|node| is_clear(&node.id))
            .map(|node| (node.id.clone(), node.rect))
            .collect();
        let signs = clear.iter().filter(|(id, _)| *id != seen.id).map(|(id, rect)| {
            let sign = match (seen.lens.reaches.contains(id), seen.lens.reached_by.contains(id)) {
                (true, true) => "↔",
                (true, false) => "→",
                _ => "←",
            };
            view! {
                <text class="lens-sign" x=rect.x.to_string() y=(rect.y - 4.0).to_string()>{sign}</text>
            }
        });
        let signs = signs.collect_view();
        let center = clear.iter().find(|(id, _)| *id == seen.id).map(|(_, rect)| {
            view! {
                <rect
                    class="lens-center"
                    x=(rect.x - 6.0).to_string()
                    y=(rect.y - 6.0).to_string()
                    width=(rect.width + 12.0).to_string()
                    height=(rect.height + 12.0).to_string()
                    rx="8"
                ></rect>
            }
        });
        Some(view! {
            <path class="lens-veil" fill-rule="evenodd" d=holes(&scene, &clear)></path>
            {center}
            {signs}
        })
    };
    view! { <g class="lens">{veil}</g> }
}

/// The whole picture and well beyond, with a hole for each box.
fn holes(scene: &Scene, clear: &[(String, Rect)]) -> String {
    const BEYOND: f64 = 4_000.0;
    let mut data = String::new();
    let mut rect = |x: f64, y: f64, width: f64, height: f64| {
        // Writing into a text does not fail.
        let _ = write!(data, "M{x:.1} {y:.1}h{width:.1}v{height:.1}h{:.1}z", -width);
    };
    rect(-BEYOND, -BEYOND, scene.size.width + 2.0 * BEYOND, scene.size.height + 2.0 * BEYOND);
    for (_, hole) in clear {
        rect(hole.x - 3.0, hole.y - 3.0, hole.width + 6.0, hole.height + 6.0);
    }
    data
}
