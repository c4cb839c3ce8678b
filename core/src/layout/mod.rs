//! Layered layout, container by container. Takes sizes, gives places; knows neither text, colours nor networks.
//!
//! Coordinates are in pixels at zoom 1, x to the right and y down, the picture's corner at 0, 0.

mod container;
mod coordinates;
#[cfg(test)]
mod cost;
mod cycles;
mod draw;
mod flow;
mod frame;
mod joined;
mod laid_out;
mod lift;
mod lists;
mod loops;
mod order;
mod pack;
mod pieces;
mod rank;
mod sheets;
mod spacing;
mod stagger;
mod title;
mod tree;

use crate::mermaid::Direction;
pub use laid_out::LaidOut;
use laid_out::Structure;
use serde::Serialize;

/// A place.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// Width and height.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Size {
    /// Along x.
    pub width: f64,
    /// Along y.
    pub height: f64,
}

/// A box by its top left corner.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Rect {
    /// The left side.
    pub x: f64,
    /// The top side.
    pub y: f64,
    /// Along x.
    pub width: f64,
    /// Along y.
    pub height: f64,
}

/// What is to be laid out. Indices refer to the vectors of the same request.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Request {
    /// Of the outermost container.
    pub direction: Direction,
    /// In document order, which breaks ties.
    pub nodes: Vec<NodeBox>,
    /// In document order; a parent may come after its children.
    pub groups: Vec<GroupBox>,
    /// In document order.
    pub links: Vec<LinkLine>,
}

/// A node to be placed.
#[derive(Clone, PartialEq, Debug)]
pub struct NodeBox {
    /// The box that its outline fills.
    pub size: Size,
    /// The group that holds it.
    pub parent: Option<usize>,
    /// The middle part of each side at which links may arrive, as a share of the side: 1 for a rectangle,
    /// less for a circle or a diamond, whose outline falls away from the box towards the corners.
    pub port_share: f64,
}

/// A group to be placed.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupBox {
    /// The group around it.
    pub parent: Option<usize>,
    /// Its own direction; that of its parent when none.
    pub direction: Option<Direction>,
    /// The room that its title needs, which no link may cross; zero when it has none.
    pub title: Size,
}

/// An end of a link.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LinkEnd {
    /// Index into [`Request::nodes`].
    Node(usize),
    /// Index into [`Request::groups`].
    Group(usize),
}

/// A link to be routed.
#[derive(Clone, PartialEq, Debug)]
pub struct LinkLine {
    /// Where it starts.
    pub from: LinkEnd,
    /// Where it ends.
    pub to: LinkEnd,
    /// How many ranks it spans at least.
    pub length: u32,
    /// The room that its label needs; zero when it has none.
    pub label: Size,
}

/// A part of a route, from where the part before it ended.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Segment {
    /// A straight line.
    Line(Point),
    /// A cubic Bézier curve by its two control points and its end.
    Curve(Point, Point, Point),
}

/// A link as routed, from the side of the box where it starts to that where it ends.
/// It meets both sides at a right angle, so that it can be prolonged to an outline inside the box.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Route {
    /// On the side of the first box.
    pub start: Point,
    /// The parts, in order. Never empty once laid out.
    pub segments: Vec<Segment>,
    /// Where the label goes; none when there is none.
    pub label: Option<Rect>,
}

/// A group as placed.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Frame {
    /// Its border.
    pub rect: Rect,
    /// Where the title goes; none when there is none.
    pub title: Option<Rect>,
}

/// Everything in its place, in the order of the request.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Layout {
    /// Of the whole picture, its margin included.
    pub size: Size,
    /// As [`Request::nodes`].
    pub nodes: Vec<Rect>,
    /// As [`Request::groups`].
    pub groups: Vec<Frame>,
    /// As [`Request::links`].
    pub links: Vec<Route>,
}

/// Lays out `request`. Any request gives a layout; indices that point nowhere are left out of it.
pub fn lay_out(request: &Request) -> Layout {
    Structure::of(request).place(request)
}
