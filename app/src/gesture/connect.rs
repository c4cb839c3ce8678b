use super::{Outcome, Pointer, Preview, World, center, hit, rect_of};
use netplat_core::layout::Point;

/// Drawing a link from a node to another node or a group.
#[derive(Clone, PartialEq, Debug)]
pub struct Connect {
    from: String,
    at: Point,
    onto: Option<String>,
}

impl Connect {
    /// From a node.
    pub fn new(from: String, pointer: Pointer, world: World<'_>) -> Self {
        Self { from, at: pointer.in_scene, onto: None }.moved(pointer, world)
    }

    /// The line follows. A group that holds the start is open canvas to it: nobody links a node to its own box by
    /// letting go beside it.
    pub fn moved(self, pointer: Pointer, world: World<'_>) -> Self {
        let at = pointer.in_scene;
        let start = rect_of(world.scene, &self.from).map(center);
        let found = hit::end_at(world.scene, at).filter(|id| {
            let is_group = world.scene.groups.iter().find(|group| group.id == **id);
            !is_group.is_some_and(|group| start.is_some_and(|start| hit::holds(group.rect, start)))
        });
        let onto = found.map(str::to_owned);
        Self { at, onto, ..self }
    }

    /// The line, and what it would meet.
    pub fn preview(&self, world: World<'_>) -> Preview {
        let from = rect_of(world.scene, &self.from).map_or(self.at, center);
        let onto = self.onto.as_deref().and_then(|id| rect_of(world.scene, id));
        Preview::Line { from, to: self.at, onto }
    }

    /// Let go over nothing, it links nothing.
    pub fn released(self) -> Option<Outcome> {
        let to = self.onto?;
        Some(Outcome::Connect { from: self.from, to })
    }
}
