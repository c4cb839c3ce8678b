use super::{Outcome, Pointer};
use netplat_core::layout::Point;

/// Moving the picture under the pane.
#[derive(Clone, PartialEq, Debug)]
pub struct Pan {
    last: Point,
}

impl Pan {
    /// Starts where the pointer is.
    pub fn new(pointer: Pointer) -> Self {
        Self { last: pointer.on_screen }
    }

    /// The picture follows at once; nothing is left to do at the release.
    pub fn moved(self, pointer: Pointer) -> (Self, Outcome) {
        let to = pointer.on_screen;
        let by = Point { x: to.x - self.last.x, y: to.y - self.last.y };
        (Self { last: to }, Outcome::Pan(by))
    }
}
