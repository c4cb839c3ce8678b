//! Links cut into pieces, one for each container that they run through. A link leaves a group at the side that faces
//! its other end, so it never meets a foreign group: in the container where it is between two children it runs with
//! the flow, and from there it is led inwards, border by border, on both sides.
//!
//! Where a group's own direction lies across that of its container, a link comes in beside the flow: it runs down the
//! gap before (or after) the row of its end and turns into the flow there.

use super::cycles::against_flow;
use super::flow::{Border, Side, border_at, side_of};
use super::lift::{Lifted, child_at};
use super::spacing::MAX_LENGTH;
use super::tree::{Child, Tree};
use super::{LinkEnd, LinkLine, Request};

/// A place on a group's border where a link passes or ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Port {
    /// Whose border.
    pub group: usize,
    /// Which border, in the group's own flow.
    pub border: Border,
    /// The child that the link leads to inside; none when it ends at the border.
    pub inner: Option<Child>,
}

/// An end of a piece.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Foot {
    /// At a node of the container.
    Node(usize),
    /// At a group of the container, through its port.
    Group { group: usize, port: usize },
    /// At the container's own border.
    Border { port: usize },
}

/// The part of a link within one container.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Piece {
    /// The link.
    pub link: usize,
    /// The container.
    pub container: usize,
    /// How it runs there.
    pub course: Course,
    /// Whether a walk along it, upper end first or border first, follows the link.
    pub forward: bool,
}

/// How a piece runs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Course {
    /// With the flow, from row to row.
    Flow { upper: Foot, lower: Foot, length: i64, labelled: bool },
    /// From a border beside the flow into the gap before (`Start`) or after (`End`) the row of `inner`.
    Beside { port: usize, inner: Foot, gap: Border },
}

/// All links in pieces.
pub(super) struct Pieces {
    /// In order from the start of each link to its end; links one after the other.
    pub all: Vec<Piece>,
    /// All ports.
    pub ports: Vec<Port>,
}

/// Cuts all links.
pub(super) fn cut(request: &Request, tree: &Tree, lifted: &[Lifted]) -> Pieces {
    let against = against_flow(tree, lifted, request.nodes.len());
    let mut cutter = Cutter { request, tree, pieces: Pieces { all: Vec::new(), ports: Vec::new() } };
    for (link, &lift) in lifted.iter().enumerate() {
        match lift {
            Lifted::Across { container, from, to } => cutter.across(link, container, from, to, against[link]),
            Lifted::Inward { group, child, outward } => cutter.inward(link, group, child, outward),
            Lifted::Absent | Lifted::Loop(_) => {}
        }
    }
    cutter.pieces
}

struct Cutter<'a> {
    request: &'a Request,
    tree: &'a Tree,
    pieces: Pieces,
}

impl Cutter<'_> {
    fn across(&mut self, link: usize, container: usize, from: Child, to: Child, against: bool) {
        let flow = self.tree.flow[container];
        let (from_border, to_border) =
            if against { (Border::Start, Border::End) } else { (Border::End, Border::Start) };
        let from_foot = self.lead_in(link, from, side_of(flow, from_border), false);
        let to_begin = self.pieces.all.len();
        let to_foot = self.lead_in(link, to, side_of(flow, to_border), true);
        let (upper, lower) = if against { (to_foot, from_foot) } else { (from_foot, to_foot) };
        let line = &self.request.links[link];
        let course = Course::Flow {
            upper,
            lower,
            length: i64::from(line.length.clamp(1, MAX_LENGTH)),
            labelled: has_label(line),
        };
        self.pieces.all.insert(to_begin, Piece { link, container, course, forward: !against });
    }

    fn inward(&mut self, link: usize, group: usize, child: Child, outward: bool) {
        let border = if outward { Border::End } else { Border::Start };
        let port = self.port(Port { group, border, inner: Some(child) });
        let begin = self.pieces.all.len();
        let inner = self.lead_in(link, child, side_of(self.tree.flow[group], border), !outward);
        let course = with_flow(port, inner, border, has_label(&self.request.links[link]));
        let place = if outward { self.pieces.all.len() } else { begin };
        self.pieces.all.insert(place, Piece { link, container: group, course, forward: true });
    }

    /// Leads `link` from the side of `child` inwards to its end. `inbound` when that is where the link goes to:
    /// the pieces are then in order from the border, else from the end.
    fn lead_in(&mut self, link: usize, child: Child, side: Side, inbound: bool) -> Foot {
        let line = &self.request.links[link];
        let path = self.path(if inbound { line.to } else { line.from }, child);
        let (feet, borders) = self.feet(&path, side, inbound);
        let begin = self.pieces.all.len();
        for (index, &border) in borders.iter().enumerate() {
            let (Some(&Foot::Group { group, port }), Some(&inner)) = (feet.get(index), feet.get(index + 1))
            else {
                break;
            };
            let course = if border.is_on_flow() {
                with_flow(port, inner, border, false)
            } else {
                Course::Beside { port, inner, gap: gap_of(inbound) }
            };
            let forward = inbound == (border != Border::End);
            self.pieces.all.push(Piece { link, container: group, course, forward });
        }
        if !inbound {
            self.pieces.all[begin..].reverse();
        }
        feet.first().copied().unwrap_or(Foot::Node(0))
    }

    /// Where a link that comes to `side` of the first child of `path` meets each child of it, and which border of
    /// each group that is.
    fn feet(&mut self, path: &[Child], side: Side, inbound: bool) -> (Vec<Foot>, Vec<Border>) {
        let mut side = side;
        let (mut feet, mut borders) = (Vec::new(), Vec::new());
        for (index, &child) in path.iter().enumerate() {
            feet.push(match child {
                Child::Node(node) => Foot::Node(node),
                Child::Group(group) => {
                    let flow = self.tree.flow[group];
                    let border = border_at(flow, side);
                    if !border.is_on_flow() {
                        side = side_of(flow, gap_of(inbound));
                    }
                    borders.push(border);
                    let port = self.port(Port { group, border, inner: path.get(index + 1).copied() });
                    Foot::Group { group, port }
                }
            });
        }
        (feet, borders)
    }

    /// From `outer` inwards to the end of a link.
    fn path(&self, end: LinkEnd, outer: Child) -> Vec<Child> {
        let Some(mut child) = child_at(self.request, end) else { return Vec::new() };
        let mut path = vec![child];
        while child != outer {
            child = Child::Group(self.tree.holder(child));
            path.push(child);
        }
        path.reverse();
        path
    }

    fn port(&mut self, port: Port) -> usize {
        self.pieces.ports.push(port);
        self.pieces.ports.len() - 1
    }
}

/// A link that comes in beside the flow joins it before the row of its end, one that goes out leaves it after it.
fn gap_of(inbound: bool) -> Border {
    if inbound { Border::Start } else { Border::End }
}

/// From a port on the flow to a child, or the other way round.
fn with_flow(port: usize, inner: Foot, border: Border, labelled: bool) -> Course {
    let port = Foot::Border { port };
    let (upper, lower) = if border == Border::Start { (port, inner) } else { (inner, port) };
    Course::Flow { upper, lower, length: 1, labelled }
}

/// Whether a link has a label that takes up room.
pub(super) fn has_label(link: &LinkLine) -> bool {
    link.label.width > 0.0 && link.label.height > 0.0
}
