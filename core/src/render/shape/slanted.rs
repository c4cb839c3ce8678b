//! Shapes of straight slanted sides.

use super::{Form, PAD_X, PAD_Y, Room, outline, polygon, whole};
use crate::layout::{Rect, Size};

pub(super) const FORMS: &[&Form] = &[
    &DIAMOND,
    &HEXAGON,
    &LEAN_RIGHT,
    &LEAN_LEFT,
    &TRAPEZOID,
    &INVERTED_TRAPEZOID,
    &SLOPED,
    &PENTAGON,
    &TRIANGLE,
    &FLIPPED_TRIANGLE,
    &ODD,
];

pub(super) const DIAMOND: Form = Form {
    names: &["diamond", "diam", "decision", "question", "choice"],
    room: Room::Custom { fit: around_diamond, content: whole },
    sketch: |Size { width, height }| {
        let (x, y) = (width / 2.0, height / 2.0);
        vec![outline(polygon(&[(x, 0.0), (width, y), (x, height), (0.0, y)]))]
    },
    port_share: 0.3,
};

/// A text of w by h fits a diamond of W by H if w/W + h/H is at most 1. The least area would be twice as wide and
/// twice as high, which is too flat to be seen as a diamond.
fn around_diamond(text: Size) -> Size {
    let (inner_width, inner_height) = (text.width + 10.0, text.height + 4.0);
    let height = (2.0 * inner_height).max(1.3 * (inner_width * inner_height).sqrt()).ceil();
    Size { width: (inner_width / (1.0 - inner_height / height)).ceil(), height }
}

/// How far the point of a hexagon stands out.
const POINT: f64 = 14.0;

const HEXAGON: Form = Form {
    names: &["hexagon", "hex", "prepare"],
    room: Room::Inset([POINT + 6.0, PAD_Y, POINT + 6.0, PAD_Y]),
    sketch: |Size { width, height }| {
        let y = height / 2.0;
        let corners = [
            (POINT, 0.0),
            (width - POINT, 0.0),
            (width, y),
            (width - POINT, height),
            (POINT, height),
            (0.0, y),
        ];
        vec![outline(polygon(&corners))]
    },
    port_share: 0.6,
};

/// How far a slanted side moves from top to bottom.
const SLANT: f64 = 14.0;

const SLANTED: Room = Room::Inset([SLANT + 6.0, PAD_Y, SLANT + 6.0, PAD_Y]);

const LEAN_RIGHT: Form = Form {
    names: &["lean_right", "lean-r", "lean-right", "in-out"],
    room: SLANTED,
    sketch: |Size { width, height }| {
        vec![outline(polygon(&[(SLANT, 0.0), (width, 0.0), (width - SLANT, height), (0.0, height)]))]
    },
    port_share: 0.6,
};

const LEAN_LEFT: Form = Form {
    names: &["lean_left", "lean-l", "lean-left", "out-in"],
    room: SLANTED,
    sketch: |Size { width, height }| {
        vec![outline(polygon(&[(0.0, 0.0), (width - SLANT, 0.0), (width, height), (SLANT, height)]))]
    },
    port_share: 0.6,
};

const TRAPEZOID: Form = Form {
    names: &["trapezoid", "trap-b", "priority", "trapezoid-bottom"],
    room: SLANTED,
    sketch: |Size { width, height }| {
        vec![outline(polygon(&[(SLANT, 0.0), (width - SLANT, 0.0), (width, height), (0.0, height)]))]
    },
    port_share: 0.6,
};

const INVERTED_TRAPEZOID: Form = Form {
    names: &["inv_trapezoid", "inv-trapezoid", "trap-t", "manual", "trapezoid-top"],
    room: SLANTED,
    sketch: |Size { width, height }| {
        vec![outline(polygon(&[(0.0, 0.0), (width, 0.0), (width - SLANT, height), (SLANT, height)]))]
    },
    port_share: 0.6,
};

/// How far the top of a sloped rectangle falls, and the cut of a pentagon's corners.
const SLOPE: f64 = 11.0;

const SLOPED: Form = Form {
    names: &["sl-rect", "manual-input", "sloped-rectangle"],
    room: Room::Inset([PAD_X, PAD_Y + SLOPE - 2.0, PAD_X, PAD_Y]),
    sketch: |Size { width, height }| {
        vec![outline(polygon(&[(0.0, SLOPE), (width, 0.0), (width, height), (0.0, height)]))]
    },
    port_share: 0.7,
};

const PENTAGON: Form = Form {
    names: &["notch-pent", "loop-limit", "notched-pentagon"],
    room: Room::Inset([PAD_X, PAD_Y + 2.0, PAD_X, PAD_Y]),
    sketch: |Size { width, height }| {
        let corners = [
            (SLOPE, 0.0),
            (width - SLOPE, 0.0),
            (width, SLOPE),
            (width, height),
            (0.0, height),
            (0.0, SLOPE),
        ];
        vec![outline(polygon(&corners))]
    },
    port_share: 0.6,
};

/// Between a triangle's base and the text above it.
const BASE: f64 = 8.0;

/// The box of a triangle with a text at its base: the text's upper edge must fit between the sides.
fn around_triangle(text: Size) -> Size {
    let height = 2.0 * text.height + 32.0;
    let above = height - BASE - text.height;
    Size { width: ((text.width + 16.0) * height / above).ceil(), height }
}

const TRIANGLE: Form = Form {
    names: &["tri", "extract", "triangle"],
    room: Room::Custom {
        fit: around_triangle,
        content: |size| {
            let height = (size.height - 32.0) / 2.0;
            Rect { y: size.height - BASE - height, height, ..whole(size) }
        },
    },
    sketch: |Size { width, height }| {
        vec![outline(polygon(&[(width / 2.0, 0.0), (width, height), (0.0, height)]))]
    },
    port_share: 0.3,
};

const FLIPPED_TRIANGLE: Form = Form {
    names: &["flip-tri", "manual-file", "flipped-triangle"],
    room: Room::Custom {
        fit: around_triangle,
        content: |size| Rect { y: BASE, height: (size.height - 32.0) / 2.0, ..whole(size) },
    },
    sketch: |Size { width, height }| {
        vec![outline(polygon(&[(0.0, 0.0), (width, 0.0), (width / 2.0, height)]))]
    },
    port_share: 0.3,
};

const ODD: Form = Form {
    names: &["odd", "rect_left_inv_arrow"],
    room: Room::Inset([PAD_X + 8.0, PAD_Y, PAD_X, PAD_Y]),
    sketch: |Size { width, height }| {
        let corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height), (12.0, height / 2.0)];
        vec![outline(polygon(&corners))]
    },
    port_share: 0.7,
};
