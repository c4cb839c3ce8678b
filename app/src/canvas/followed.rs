//! What a request that is being followed passes: a frame and the number of the step at each thing, a band along the
//! arrows between them. What fails has a cross instead of a number and a broken frame: it is not marked by colour alone.

use super::overlay::path;
use super::stage::Stage;
use leptos::prelude::*;
use netplat_core::layout::Rect;
use netplat_core::trace::{Outcome, PassedThing};
use std::sync::Arc;

/// The marks, in scene pixels.
#[component]
pub fn Followed(stage: Stage) -> impl IntoView {
    let marks = move || {
        let passed = stage.workspace.followed.get()?;
        let shown = stage.workspace.shown_view();
        let (scene, ids) = stage.workspace.with(|snapshot| {
            let view = snapshot.views.get(shown)?;
            let links = passed.links.iter().filter(|(view, _)| *view == shown);
            let ids: Vec<String> = links
                .filter_map(|(_, link)| view.chart.graph.links.get(*link).map(|link| link.id.clone()))
                .collect();
            Some((Arc::clone(&view.scene), ids))
        })?;
        let links = scene.links.iter().filter(|link| ids.contains(&link.id));
        let links = links.map(|link| view! { <path class="followed-link" d=path(&link.path)></path> });
        let links = links.collect_view();
        let nodes = scene.nodes.iter().filter_map(|node| Some((node.rect, *passed.things.get(&node.id)?)));
        let nodes = nodes.map(|(rect, thing)| mark(rect, thing)).collect_view();
        Some(view! { {links} {nodes} })
    };
    view! { <g class="followed" aria-hidden="true">{marks}</g> }
}

fn mark(rect: Rect, thing: PassedThing) -> impl IntoView {
    const GAP: f64 = 7.0;
    let class = match thing.outcome {
        Outcome::Passes | Outcome::Assumed => "followed-thing passes",
        Outcome::Depends => "followed-thing depends",
        Outcome::Fails => "followed-thing fails",
    };
    let sign = match (thing.outcome, thing.step) {
        (Outcome::Fails, _) => "✕".to_owned(),
        (Outcome::Depends, _) => "?".to_owned(),
        (_, 0) => "→".to_owned(),
        (_, step) => step.to_string(),
    };
    view! {
        <g class=class>
            <rect
                x=(rect.x - GAP).to_string()
                y=(rect.y - GAP).to_string()
                width=(rect.width + 2.0 * GAP).to_string()
                height=(rect.height + 2.0 * GAP).to_string()
                rx="9"
            ></rect>
            <circle cx=(rect.x - GAP).to_string() cy=(rect.y - GAP).to_string() r="10"></circle>
            <text x=(rect.x - GAP).to_string() y=(rect.y - GAP + 4.0).to_string()>{sign}</text>
        </g>
    }
}
