//! A scene as JSON: boxes and polylines only, for those who measure pictures.
//!
//! Places are top left corners in the picture; curves are flattened to within a quarter pixel. Links that are not
//! drawn (`~~~`) are left out: they have neither a line that could cross something nor a label.

use super::path::{at, flatten};
use super::{Scene, SceneGroup, SceneLink, SceneNode};
use crate::layout::Rect;
use crate::mermaid::Stroke;
use serde::Serialize;

/// What `netplat render --format scene` prints.
#[derive(Serialize, Debug)]
pub struct SceneReport<'a> {
    width: f64,
    height: f64,
    nodes: Vec<NodeReport<'a>>,
    groups: Vec<GroupReport<'a>>,
    links: Vec<LinkReport<'a>>,
}

#[derive(Serialize, Debug)]
struct NodeReport<'a> {
    id: &'a str,
    #[serde(flatten)]
    rect: Rect,
}

#[derive(Serialize, Debug)]
struct GroupReport<'a> {
    id: &'a str,
    #[serde(flatten)]
    rect: Rect,
    title: Option<Rect>,
}

#[derive(Serialize, Debug)]
struct LinkReport<'a> {
    id: &'a str,
    from: &'a str,
    to: &'a str,
    points: Vec<[f64; 2]>,
    label: Option<Rect>,
}

impl<'a> SceneReport<'a> {
    /// Reports a scene.
    pub fn of(scene: &'a Scene) -> Self {
        Self {
            width: hundredths(scene.size.width),
            height: hundredths(scene.size.height),
            nodes: scene.nodes.iter().map(node).collect(),
            groups: scene.groups.iter().map(group).collect(),
            links: scene.links.iter().filter(|link| link.stroke != Stroke::Invisible).map(link).collect(),
        }
    }
}

fn node(node: &SceneNode) -> NodeReport<'_> {
    NodeReport { id: &node.id, rect: short(node.rect) }
}

fn group(group: &SceneGroup) -> GroupReport<'_> {
    let in_picture = |rect: Rect| Rect { x: rect.x + group.rect.x, y: rect.y + group.rect.y, ..rect };
    let title = group.title.as_ref().map(|title| short(in_picture(title.rect)));
    GroupReport { id: &group.id, rect: short(group.rect), title }
}

fn link(link: &SceneLink) -> LinkReport<'_> {
    let mut points: Vec<[f64; 2]> = flatten(&link.path)
        .into_iter()
        .flatten()
        .map(|point| [hundredths(point.x), hundredths(point.y)])
        .collect();
    points.dedup();
    let label = link.label.as_ref().map(|label| short(label.rect));
    LinkReport { id: &link.id, from: &link.from, to: &link.to, points, label }
}

fn short(rect: Rect) -> Rect {
    let corner = at(hundredths(rect.x), hundredths(rect.y));
    Rect { x: corner.x, y: corner.y, width: hundredths(rect.width), height: hundredths(rect.height) }
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
