//! Directions made one. Each container is laid out as if its flow went down; here is the turn from that canonical
//! frame, whose axes are `across` and `along` the flow, to the picture and back.

use super::{Point, Size};
use crate::mermaid::Direction;

/// A side of a box in the picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Top,
    Right,
    Bottom,
    Left,
}

/// A side of a box in the canonical frame: where the flow comes in, where it goes out, and the two beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Border {
    Start,
    End,
    Low,
    High,
}

impl Border {
    /// Whether the flow passes through it.
    pub(super) fn is_on_flow(self) -> bool {
        matches!(self, Self::Start | Self::End)
    }
}

/// The side of the picture at which a border of a container lies.
pub(super) fn side_of(flow: Direction, border: Border) -> Side {
    use Border::{End, High, Low, Start};
    match (flow, border) {
        (Direction::Down, Start) | (Direction::Up, End) => Side::Top,
        (Direction::Down, End) | (Direction::Up, Start) => Side::Bottom,
        (Direction::Right, Start) | (Direction::Left, End) => Side::Left,
        (Direction::Right, End) | (Direction::Left, Start) => Side::Right,
        (Direction::Down | Direction::Up, Low) => Side::Left,
        (Direction::Down | Direction::Up, High) => Side::Right,
        (Direction::Right | Direction::Left, Low) => Side::Top,
        (Direction::Right | Direction::Left, High) => Side::Bottom,
    }
}

/// The border that lies at a side of the picture.
pub(super) fn border_at(flow: Direction, side: Side) -> Border {
    [Border::Start, Border::End, Border::Low]
        .into_iter()
        .find(|&border| side_of(flow, border) == side)
        .unwrap_or(Border::High)
}

/// Width across the flow and height along it, for a size in the picture. The turn is its own inverse.
pub(super) fn turn(flow: Direction, size: Size) -> Size {
    if flow.is_horizontal() { Size { width: size.height, height: size.width } } else { size }
}

/// The point of the picture for a canonical one, both from the top left corner of a container of that size.
pub(super) fn to_picture(flow: Direction, frame: Size, canonical: Point) -> Point {
    let Point { x: across, y: along } = canonical;
    match flow {
        Direction::Down => Point { x: across, y: along },
        Direction::Up => Point { x: across, y: frame.height - along },
        Direction::Right => Point { x: along, y: across },
        Direction::Left => Point { x: frame.width - along, y: across },
    }
}
