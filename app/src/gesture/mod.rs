//! Gestures on the picture as small state machines: what the pointer does goes in, previews and outcomes come out.
//!
//! They know the scene and nothing else: neither the browser, nor the text, nor what an outcome will change. While a
//! gesture lasts only an overlay moves; its release is one outcome, so one drag is one undo.

mod aim;
mod connect;
mod drag;
mod hit;
mod marquee;
mod pan;
mod press;
mod reconnect;

pub use aim::{Aim, Purpose};
pub use hit::{Hit, flattened, handles, hit, nearest_node};

use crate::workspace::Target;
use netplat_core::edit::LinkEnd;
use netplat_core::layout::{Point, Rect};
use netplat_core::render::Scene;

/// What the pointer does, in the scene and on the screen.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pointer {
    /// In scene pixels.
    pub in_scene: Point,
    /// In pixels of the pane.
    pub on_screen: Point,
    /// Shift, Control or Command: adds to the selection.
    pub extends: bool,
    /// A finger, which needs more room than a mouse.
    pub is_touch: bool,
}

/// What the picture looks like to a gesture.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// What is drawn.
    pub scene: &'a Scene,
    /// What is selected.
    pub selected: &'a [Target],
    /// Screen pixels to a scene pixel.
    pub scale: f64,
}

/// What a gesture asks for.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// Select this, or nothing; `extends` keeps what was selected.
    Select {
        /// What was clicked.
        target: Option<Target>,
        /// Whether to add to the selection, or take out of it.
        extends: bool,
    },
    /// Select everything in a box.
    SelectMany {
        /// What lies in it.
        targets: Vec<Target>,
        /// Whether to keep what was selected.
        extends: bool,
    },
    /// Move the picture under the pane, in screen pixels.
    Pan(Point),
    /// Link two things.
    Connect {
        /// Where the link starts.
        from: String,
        /// Where it ends.
        to: String,
    },
    /// Give a link another end.
    Reconnect {
        /// The link.
        link: String,
        /// Which end.
        side: LinkEnd,
        /// The new end.
        to: String,
    },
    /// Put nodes and groups into a group, or out of all groups.
    MoveInto {
        /// What moves.
        ids: Vec<String>,
        /// The group; none for the open canvas.
        group: Option<String>,
    },
}

/// What the overlay shows while a gesture lasts.
#[derive(Clone, PartialEq, Debug)]
pub enum Preview {
    /// Nothing.
    None,
    /// A box being drawn.
    Marquee(Rect),
    /// Boxes that follow the pointer, and the group that would take them.
    Ghosts {
        /// Their boxes where they would be dropped.
        boxes: Vec<Rect>,
        /// The box of the group below the pointer, when it is another one than now.
        into: Option<Rect>,
    },
    /// A line being drawn, and what it would meet.
    Line {
        /// Where it is fixed.
        from: Point,
        /// Where the pointer is.
        to: Point,
        /// The box that it would lead to.
        onto: Option<Rect>,
    },
}

/// The gesture that is under way.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Gesture {
    /// None.
    #[default]
    Idle,
    /// Pressed, and not moved far enough to mean anything but a click.
    Press(press::Press),
    /// Moving the picture.
    Pan(pan::Pan),
    /// Drawing a selection box.
    Marquee(marquee::Marquee),
    /// Moving things between groups.
    Drag(drag::Drag),
    /// Drawing a link.
    Connect(connect::Connect),
    /// Moving an end of a link.
    Reconnect(reconnect::Reconnect),
}

impl Gesture {
    /// The pointer goes down on `hit`.
    pub fn press(hit: Hit, pointer: Pointer) -> Self {
        Self::Press(press::Press::new(hit, pointer))
    }

    /// The pointer moves.
    pub fn moved(self, pointer: Pointer, world: World<'_>) -> (Self, Option<Outcome>) {
        match self {
            Self::Idle => (Self::Idle, None),
            Self::Press(press) => match press.moved(pointer, world) {
                // What was taken stays under the pointer from the first pixel on.
                Self::Pan(pan) => Self::panned(pan, pointer),
                gesture => (gesture, None),
            },
            Self::Pan(pan) => Self::panned(pan, pointer),
            Self::Marquee(marquee) => (Self::Marquee(marquee.moved(pointer)), None),
            Self::Drag(drag) => (Self::Drag(drag.moved(pointer)), None),
            Self::Connect(connect) => (Self::Connect(connect.moved(pointer, world)), None),
            Self::Reconnect(reconnect) => (Self::Reconnect(reconnect.moved(pointer, world)), None),
        }
    }

    fn panned(pan: pan::Pan, pointer: Pointer) -> (Self, Option<Outcome>) {
        let (pan, outcome) = pan.moved(pointer);
        (Self::Pan(pan), Some(outcome))
    }

    /// The pointer goes up: what the gesture asks for.
    pub fn released(self, world: World<'_>) -> Option<Outcome> {
        match self {
            Self::Idle | Self::Pan(_) => None,
            Self::Press(press) => Some(press.clicked()),
            Self::Marquee(marquee) => Some(marquee.released(world)),
            Self::Drag(drag) => drag.released(world),
            Self::Connect(connect) => connect.released(),
            Self::Reconnect(reconnect) => reconnect.released(),
        }
    }

    /// What to show meanwhile.
    pub fn preview(&self, world: World<'_>) -> Preview {
        match self {
            Self::Idle | Self::Press(_) | Self::Pan(_) => Preview::None,
            Self::Marquee(marquee) => Preview::Marquee(marquee.rect()),
            Self::Drag(drag) => drag.preview(world),
            Self::Connect(connect) => connect.preview(world),
            Self::Reconnect(reconnect) => reconnect.preview(world),
        }
    }

    /// Whether Escape has something to take back.
    pub fn is_idle(&self) -> bool {
        *self == Self::Idle
    }
}

/// The box that two corners span.
fn spanned(a: Point, b: Point) -> Rect {
    Rect { x: a.x.min(b.x), y: a.y.min(b.y), width: (a.x - b.x).abs(), height: (a.y - b.y).abs() }
}

/// The box of a node or group by its id.
fn rect_of(scene: &Scene, id: &str) -> Option<Rect> {
    let node = scene.nodes.iter().find(|node| node.id == id).map(|node| node.rect);
    node.or_else(|| scene.groups.iter().find(|group| group.id == id).map(|group| group.rect))
}

/// The middle of a box.
fn center(rect: Rect) -> Point {
    Point { x: rect.x + rect.width / 2.0, y: rect.y + rect.height / 2.0 }
}

#[cfg(test)]
mod tests;
