use super::{Pointer, World, center};
use crate::workspace::Target;
use netplat_core::edit::LinkEnd;
use netplat_core::layout::{Point, Rect};
use netplat_core::mermaid::Stroke;
use netplat_core::render::{Scene, SceneLink, Step};

/// What lies under the pointer.
#[derive(Clone, PartialEq, Debug)]
pub enum Hit {
    /// A node, group or link.
    Target(Target),
    /// The handle beside a selected node from which links are drawn.
    Handle(String),
    /// An end of the selected link.
    End(String, LinkEnd),
    /// Nothing.
    Canvas,
}

/// How far from a line a mouse still means it, in screen pixels; a finger gets twice as much.
const REACH: f64 = 6.0;

/// What lies under the pointer, the smallest thing first: handles, ends, nodes, links, group borders and titles,
/// and last the inside of groups.
pub fn hit(pointer: Pointer, world: World<'_>) -> Hit {
    let at = pointer.in_scene;
    let reach = REACH * if pointer.is_touch { 2.0 } else { 1.0 } / world.scale.max(0.01);
    let scene = world.scene;
    if let Some(found) = world.selected.iter().rev().find_map(|target| handle_of(target, scene, at, reach)) {
        return found;
    }
    if let Some(node) = scene.nodes.iter().rev().find(|node| holds(node.rect, at)) {
        return Hit::Target(Target::Node(node.id.clone()));
    }
    if let Some(link) = nearest_link(scene, at, reach) {
        return Hit::Target(Target::Link(link.id.clone()));
    }
    let group = scene.groups.iter().rev().find(|group| holds(group.rect, at));
    group.map_or(Hit::Canvas, |group| Hit::Target(Target::Group(group.id.clone())))
}

/// The handles of a selected node or link.
fn handle_of(target: &Target, scene: &Scene, at: Point, reach: f64) -> Option<Hit> {
    match target {
        Target::Node(id) => {
            let node = scene.nodes.iter().find(|node| node.id == *id)?;
            let near = handles(node.rect).into_iter().any(|handle| distance(handle, at) <= reach * 1.5);
            near.then(|| Hit::Handle(id.clone()))
        }
        Target::Link(id) => {
            let link = scene.links.iter().find(|link| link.id == *id)?;
            let line = flattened(&link.path);
            let ends = [(line.first(), LinkEnd::From), (line.last(), LinkEnd::To)];
            let near =
                ends.into_iter().find(|(end, _)| end.is_some_and(|&end| distance(end, at) <= reach * 1.5));
            near.map(|(_, side)| Hit::End(id.clone(), side))
        }
        Target::Group(_) => None,
    }
}

/// How far outside of a node its handles stand, in scene pixels.
const HANDLE_GAP: f64 = 12.0;

/// Where the handles of a node stand: beside the middle of each side.
pub fn handles(rect: Rect) -> [Point; 4] {
    let middle = center(rect);
    [
        Point { x: middle.x, y: rect.y - HANDLE_GAP },
        Point { x: rect.x + rect.width + HANDLE_GAP, y: middle.y },
        Point { x: middle.x, y: rect.y + rect.height + HANDLE_GAP },
        Point { x: rect.x - HANDLE_GAP, y: middle.y },
    ]
}

/// The innermost node or group at a place, which a link can lead to or a node be dropped into.
pub fn container_at(scene: &Scene, at: Point) -> Option<&str> {
    let groups = scene.groups.iter().filter(|group| holds(group.rect, at));
    groups.max_by_key(|group| group.depth).map(|group| group.id.as_str())
}

/// The node at a place, else the innermost group.
pub fn end_at(scene: &Scene, at: Point) -> Option<&str> {
    let node = scene.nodes.iter().rev().find(|node| holds(node.rect, at));
    node.map(|node| node.id.as_str()).or_else(|| container_at(scene, at))
}

/// The nearest node in a direction, for moving the selection by arrow keys: what lies ahead counts by its distance,
/// what lies aside by twice that.
pub fn nearest_node(scene: &Scene, from: Point, direction: Point) -> Option<&str> {
    let cost = |to: Point| {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let ahead = dx * direction.x + dy * direction.y;
        let aside = (dx * direction.y - dy * direction.x).abs();
        (ahead > 1.0).then_some(ahead + 2.0 * aside)
    };
    let costs = scene.nodes.iter().filter_map(|node| Some((cost(center(node.rect))?, node.id.as_str())));
    costs.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, id)| id)
}

fn nearest_link(scene: &Scene, at: Point, reach: f64) -> Option<&SceneLink> {
    let on_label = |link: &&SceneLink| link.label.as_ref().is_some_and(|label| holds(label.rect, at));
    if let Some(link) = scene.links.iter().rev().find(on_label) {
        return Some(link);
    }
    let drawn = scene.links.iter().filter(|link| link.stroke != Stroke::Invisible);
    let near = drawn.filter_map(|link| {
        let away = distance_to_line(&flattened(&link.path), at);
        (away <= reach).then_some((away, link))
    });
    near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, link)| link)
}

/// Whether a box holds a place, its border included.
pub fn holds(rect: Rect, at: Point) -> bool {
    (rect.x..=rect.x + rect.width).contains(&at.x) && (rect.y..=rect.y + rect.height).contains(&at.y)
}

/// A path as straight pieces, fine enough for a pointer.
pub fn flattened(path: &[Step]) -> Vec<Point> {
    const PIECES: u32 = 12;
    let mut line: Vec<Point> = Vec::new();
    for step in path {
        match *step {
            Step::Move(to) | Step::Line(to) => line.push(to),
            Step::Curve(a, b, to) => {
                let from = line.last().copied().unwrap_or(a);
                line.extend(
                    (1..=PIECES).map(|piece| bezier(from, a, b, to, f64::from(piece) / f64::from(PIECES))),
                );
            }
            Step::Close => line.extend(line.first().copied()),
        }
    }
    line
}

fn bezier(from: Point, a: Point, b: Point, to: Point, t: f64) -> Point {
    let s = 1.0 - t;
    let (w0, w1, w2, w3) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
    Point {
        x: w0 * from.x + w1 * a.x + w2 * b.x + w3 * to.x,
        y: w0 * from.y + w1 * a.y + w2 * b.y + w3 * to.y,
    }
}

fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn distance_to_line(line: &[Point], at: Point) -> f64 {
    let pieces = line.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(distance_to_piece(*a, *b, at)),
        _ => None,
    });
    pieces.fold(f64::INFINITY, f64::min)
}

fn distance_to_piece(a: Point, b: Point, at: Point) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx * dx + dy * dy;
    if length == 0.0 {
        return distance(a, at);
    }
    let along = (((at.x - a.x) * dx + (at.y - a.y) * dy) / length).clamp(0.0, 1.0);
    distance(Point { x: a.x + along * dx, y: a.y + along * dy }, at)
}
