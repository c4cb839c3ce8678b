use super::{Gesture, Hit, Outcome, Pointer, World, connect, drag, marquee, pan, reconnect};
use crate::workspace::Target;

/// How far the pointer may wander before a press is a drag, in screen pixels.
const SLOP: f64 = 4.0;

/// Pressed, and not yet moved: a click, unless it becomes something else.
#[derive(Clone, PartialEq, Debug)]
pub struct Press {
    hit: Hit,
    start: Pointer,
}

impl Press {
    /// Starts on `hit`.
    pub fn new(hit: Hit, start: Pointer) -> Self {
        Self { hit, start }
    }

    /// Becomes the gesture that its place asks for once the pointer has moved far enough.
    pub fn moved(self, pointer: Pointer, world: World<'_>) -> Gesture {
        let (from, to) = (self.start.on_screen, pointer.on_screen);
        let slop = if pointer.is_touch { 2.0 * SLOP } else { SLOP };
        if (from.x - to.x).hypot(from.y - to.y) < slop {
            return Gesture::Press(self);
        }
        match self.hit {
            Hit::Handle(id) => Gesture::Connect(connect::Connect::new(id, pointer, world)),
            Hit::End(link, side) => Gesture::Reconnect(reconnect::Reconnect::new(link, side, pointer, world)),
            Hit::Target(Target::Node(id)) => Gesture::Drag(drag::Drag::new(id, self.start, pointer, world)),
            // The inside of a group is mostly open canvas: it drags the group only once that is selected.
            Hit::Target(Target::Group(id)) if world.selected.contains(&Target::Group(id.clone())) => {
                Gesture::Drag(drag::Drag::new(id, self.start, pointer, world))
            }
            _ if self.start.extends => Gesture::Marquee(marquee::Marquee::new(self.start, pointer)),
            _ => Gesture::Pan(pan::Pan::new(self.start)),
        }
    }

    /// A click selects what it hits.
    pub fn clicked(self) -> Outcome {
        let extends = self.start.extends;
        let target = match self.hit {
            Hit::Target(target) => Some(target),
            Hit::Handle(id) => Some(Target::Node(id)),
            Hit::End(link, _) => Some(Target::Link(link)),
            Hit::Canvas => None,
        };
        Outcome::Select { target, extends }
    }
}
