//! Circles and ellipses with text.

use super::{Form, PAD_X, PAD_Y, Room, line, outline, shrunk, whole};
use crate::layout::Size;
use crate::render::path::ellipse;

pub(super) const FORMS: &[&Form] = &[&CIRCLE, &DOUBLE_CIRCLE, &ELLIPSE];

/// The circle around a text and some air.
fn around(text: Size, air: f64) -> Size {
    let diameter = ((text.width + 4.0).hypot(text.height) + 2.0 * air).ceil();
    Size { width: diameter, height: diameter }
}

pub(super) const CIRCLE: Form = Form {
    names: &["circle", "circ", "mindmapCircle", "iconCircle"],
    room: Room::Custom { fit: |text| around(text, 6.0), content: whole },
    sketch: |size| vec![outline(ellipse(whole(size)))],
    port_share: 0.5,
};

/// Between the two circles of a double circle.
const RING: f64 = 5.0;

pub(super) const DOUBLE_CIRCLE: Form = Form {
    names: &["doublecircle", "dbl-circ", "double-circle"],
    room: Room::Custom { fit: |text| around(text, 6.0 + RING), content: whole },
    sketch: |size| vec![outline(ellipse(whole(size))), line(ellipse(shrunk(size, RING)))],
    port_share: 0.5,
};

const ELLIPSE: Form = Form {
    names: &["ellipse"],
    room: Room::Custom {
        // A text of half the ellipse's height may take 0.86 of its width.
        fit: |text| Size { width: (text.width + PAD_X) / 0.86, height: (text.height + PAD_Y / 2.0) * 2.0 },
        content: whole,
    },
    sketch: |size| vec![outline(ellipse(whole(size)))],
    port_share: 0.5,
};
