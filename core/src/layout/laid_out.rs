//! A layout, and what the next one can take over from it.
//!
//! Ranks and orders rest on which things there are and how they are nested and linked, never on sizes. While somebody
//! types in a label, only places are therefore worked out anew.

use super::container::Places;
use super::draw::draw;
use super::lift::{Lifted, lift};
use super::order::order;
use super::pieces::{Pieces, cut, has_label};
use super::sheets::Sheets;
use super::tree::Tree;
use super::{Layout, Request};
use std::fmt;
use std::sync::Arc;

/// A request and its layout.
///
/// ```
/// # use netplat_core::layout::{LaidOut, NodeBox, Request, Size, lay_out};
/// let node = |width| NodeBox { size: Size { width, height: 40.0 }, parent: None, port_share: 1.0 };
/// let before = LaidOut::new(Request { nodes: vec![node(80.0)], ..Request::default() });
/// let wider = Request { nodes: vec![node(90.0)], ..Request::default() };
/// assert_eq!(*before.again(wider.clone()).layout, lay_out(&wider));
/// ```
#[derive(Clone)]
pub struct LaidOut {
    request: Request,
    structure: Arc<Structure>,
    /// Where everything is.
    pub layout: Arc<Layout>,
}

impl LaidOut {
    /// Lays out `request`.
    pub fn new(request: Request) -> Self {
        let structure = Arc::new(Structure::of(&request));
        Self::placed(request, structure)
    }

    /// Lays out another request, most quickly one that differs from this in few things. The result is that of
    /// [`LaidOut::new`].
    pub fn again(&self, request: Request) -> Self {
        if request == self.request {
            self.clone()
        } else if has_structure_of(&request, &self.request) {
            Self::placed(request, Arc::clone(&self.structure))
        } else {
            Self::new(request)
        }
    }

    fn placed(request: Request, structure: Arc<Structure>) -> Self {
        let layout = Arc::new(structure.place(&request));
        Self { request, structure, layout }
    }
}

impl PartialEq for LaidOut {
    /// The rest follows from the request.
    fn eq(&self, other: &Self) -> bool {
        self.request == other.request
    }
}

impl fmt::Debug for LaidOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { request, layout, .. } = self;
        formatter
            .debug_struct("LaidOut")
            .field("request", request)
            .field("layout", layout)
            .finish_non_exhaustive()
    }
}

/// Everything about a layout that does not rest on sizes.
pub(super) struct Structure {
    tree: Tree,
    lifted: Vec<Lifted>,
    pieces: Pieces,
    sheets: Sheets,
}

impl Structure {
    pub(super) fn of(request: &Request) -> Self {
        let mut tree = Tree::of(request);
        let lifted = lift(request, &tree);
        tree.flow_on(&lifted);
        let pieces = cut(request, &tree, &lifted);
        let mut sheets = Sheets::build(&tree, &pieces);
        order(&mut sheets, &pieces);
        Self { tree, lifted, pieces, sheets }
    }

    /// Puts everything in its place. `request` has this structure.
    pub(super) fn place(&self, request: &Request) -> Layout {
        let places = Places::find(request, &self.tree, &self.lifted, &self.pieces, &self.sheets);
        draw(&places, &self.lifted)
    }
}

/// Whether two requests differ in sizes only.
fn has_structure_of(a: &Request, b: &Request) -> bool {
    a.direction == b.direction
        && a.nodes.iter().map(|node| node.parent).eq(b.nodes.iter().map(|node| node.parent))
        && a.groups
            .iter()
            .map(|group| (group.parent, group.direction))
            .eq(b.groups.iter().map(|group| (group.parent, group.direction)))
        && a.links
            .iter()
            .map(|link| (link.from, link.to, link.length, has_label(link)))
            .eq(b.links.iter().map(|link| (link.from, link.to, link.length, has_label(link))))
}
