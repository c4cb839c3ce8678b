use super::{Outcome, Pointer, Preview, World, center, hit, rect_of};
use netplat_core::edit::LinkEnd;
use netplat_core::layout::Point;

/// Moving an end of a link to another node or group.
#[derive(Clone, PartialEq, Debug)]
pub struct Reconnect {
    link: String,
    side: LinkEnd,
    at: Point,
    onto: Option<String>,
}

impl Reconnect {
    /// Takes one end of a link.
    pub fn new(link: String, side: LinkEnd, pointer: Pointer, world: World<'_>) -> Self {
        Self { link, side, at: pointer.in_scene, onto: None }.moved(pointer, world)
    }

    /// The end follows.
    pub fn moved(self, pointer: Pointer, world: World<'_>) -> Self {
        let at = pointer.in_scene;
        let onto = hit::end_at(world.scene, at).map(str::to_owned);
        Self { at, onto, ..self }
    }

    /// The line from the end that stays.
    pub fn preview(&self, world: World<'_>) -> Preview {
        let link = world.scene.links.iter().find(|link| link.id == self.link);
        let stays = link.map(|link| match self.side {
            LinkEnd::From => link.to.as_str(),
            LinkEnd::To => link.from.as_str(),
        });
        let from = stays.and_then(|id| rect_of(world.scene, id)).map_or(self.at, center);
        let onto = self.onto.as_deref().and_then(|id| rect_of(world.scene, id));
        Preview::Line { from, to: self.at, onto }
    }

    /// Let go over nothing, or where it was, it changes nothing.
    pub fn released(self) -> Option<Outcome> {
        let to = self.onto?;
        Some(Outcome::Reconnect { link: self.link, side: self.side, to })
    }
}
