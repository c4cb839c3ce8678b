use super::{Outcome, Pointer, World, spanned};
use crate::workspace::Target;
use netplat_core::layout::{Point, Rect};

/// Drawing a box around what is to be selected.
#[derive(Clone, PartialEq, Debug)]
pub struct Marquee {
    from: Point,
    to: Point,
    extends: bool,
}

impl Marquee {
    /// From the place of the press.
    pub fn new(start: Pointer, pointer: Pointer) -> Self {
        Self { from: start.in_scene, to: pointer.in_scene, extends: start.extends }
    }

    /// The other corner follows.
    pub fn moved(self, pointer: Pointer) -> Self {
        Self { to: pointer.in_scene, ..self }
    }

    /// The box.
    pub fn rect(&self) -> Rect {
        spanned(self.from, self.to)
    }

    /// Selects the nodes that lie in the box with all of theirs.
    pub fn released(self, world: World<'_>) -> Outcome {
        let frame = self.rect();
        let inside = |rect: Rect| {
            rect.x >= frame.x
                && rect.y >= frame.y
                && rect.x + rect.width <= frame.x + frame.width
                && rect.y + rect.height <= frame.y + frame.height
        };
        let nodes = world.scene.nodes.iter().filter(|node| inside(node.rect));
        let targets = nodes.map(|node| Target::Node(node.id.clone())).collect();
        Outcome::SelectMany { targets, extends: self.extends }
    }
}
