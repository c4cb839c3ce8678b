//! Comments: text with a curly brace at one side or both.

use super::{Form, Ink, Line, Room, line, whole};
use crate::layout::Size;
use crate::render::Step;
use crate::render::path::{at, quarter, rounded};

pub(super) const FORMS: &[&Form] = &[&LEFT, &RIGHT, &BOTH];

/// A brace's width.
const BRACE: f64 = 10.0;

fn hull(size: Size) -> Line {
    Line { path: rounded(whole(size), 0.0), ink: Ink::Bare }
}

/// A brace from the top to the bottom; its tip lies at `tip` and its ends at `ends`.
fn brace(tip: f64, ends: f64, height: f64) -> Line {
    let (spine, middle) = (f64::midpoint(tip, ends), height / 2.0);
    let bend = (BRACE / 2.0).min(height / 4.0);
    line(vec![
        Step::Move(at(ends, 0.0)),
        quarter(at(ends, 0.0), at(spine, 0.0), at(spine, bend)),
        Step::Line(at(spine, middle - bend)),
        quarter(at(spine, middle - bend), at(spine, middle), at(tip, middle)),
        quarter(at(tip, middle), at(spine, middle), at(spine, middle + bend)),
        Step::Line(at(spine, height - bend)),
        quarter(at(spine, height - bend), at(spine, height), at(ends, height)),
    ])
}

const LEFT: Form = Form {
    names: &["brace", "comment", "brace-l"],
    room: Room::Inset([BRACE + 8.0, 8.0, 6.0, 8.0]),
    sketch: |size| vec![hull(size), brace(0.0, BRACE, size.height)],
    port_share: 0.9,
};

const RIGHT: Form = Form {
    names: &["brace-r"],
    room: Room::Inset([6.0, 8.0, BRACE + 8.0, 8.0]),
    sketch: |size| vec![hull(size), brace(size.width, size.width - BRACE, size.height)],
    port_share: 0.9,
};

const BOTH: Form = Form {
    names: &["braces"],
    room: Room::Inset([BRACE + 8.0, 8.0, BRACE + 8.0, 8.0]),
    sketch: |size| {
        vec![hull(size), brace(0.0, BRACE, size.height), brace(size.width, size.width - BRACE, size.height)]
    },
    port_share: 0.9,
};
