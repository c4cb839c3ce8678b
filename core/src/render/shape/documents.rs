//! Sheets of paper: a wavy lower edge, stacks of them, lines and tags on them, notes with a folded corner.

use super::{CORNER, Form, Line, PAD_X, PAD_Y, Room, line, outline, polygon, polyline, straight};
use crate::layout::Size;
use crate::render::Step;
use crate::render::path::at;

pub(super) const FORMS: &[&Form] = &[&DOCUMENT, &DOCUMENTS, &LINED_DOCUMENT, &TAGGED_DOCUMENT, &NOTE];

/// The height of the wave: from the lowest point of a sheet to the highest of its lower edge.
const WAVE: f64 = 9.0;

/// A cubic whose control points are this far away swings about a seventh of it to each side.
const SWING: f64 = 3.46 * WAVE / 2.0;

/// The wavy edge from right to left, its mean `WAVE / 2` above `bottom`.
fn wave(right: f64, left: f64, bottom: f64) -> Step {
    let mean = bottom - WAVE / 2.0;
    let third = (right - left) / 3.0;
    Step::Curve(at(right - third, mean - SWING), at(left + third, mean + SWING), at(left, mean))
}

/// A sheet with its corners at `left`, `top`, `right`, `bottom`.
fn sheet(left: f64, top: f64, right: f64, bottom: f64) -> Vec<Step> {
    let mean = bottom - WAVE / 2.0;
    vec![
        Step::Move(at(left, top + CORNER)),
        Step::Curve(at(left, top + CORNER / 2.0), at(left + CORNER / 2.0, top), at(left + CORNER, top)),
        Step::Line(at(right - CORNER, top)),
        Step::Curve(at(right - CORNER / 2.0, top), at(right, top + CORNER / 2.0), at(right, top + CORNER)),
        Step::Line(at(right, mean)),
        wave(right, left, bottom),
        Step::Close,
    ]
}

const DOCUMENT: Form = Form {
    names: &["doc", "document"],
    room: Room::Inset([PAD_X, PAD_Y, PAD_X, PAD_Y + WAVE - 2.0]),
    sketch: |Size { width, height }| vec![outline(sheet(0.0, 0.0, width, height))],
    port_share: 0.9,
};

/// How far each sheet of a stack stands off from the next.
const SHEET: f64 = 5.0;

const DOCUMENTS: Form = Form {
    names: &["docs", "documents", "st-doc", "stacked-document"],
    room: Room::Inset([PAD_X, PAD_Y + 2.0 * SHEET, PAD_X + 2.0 * SHEET, PAD_Y + WAVE - 2.0]),
    sketch: documents,
    port_share: 0.7,
};

fn documents(Size { width, height }: Size) -> Vec<Line> {
    let (one, two) = (SHEET, 2.0 * SHEET);
    let mean = height - WAVE / 2.0;
    let mut silhouette = polyline(&[
        (0.0, two),
        (one, two),
        (one, one),
        (two, one),
        (two, 0.0),
        (width, 0.0),
        (width, mean - two),
        (width - one, mean - two),
        (width - one, mean - one),
        (width - two, mean - one),
        (width - two, mean),
    ]);
    silhouette.push(wave(width - two, 0.0, height));
    silhouette.push(Step::Close);
    vec![
        outline(silhouette),
        line(polyline(&[(two, one), (width - one, one), (width - one, mean - two)])),
        line(polyline(&[(one, two), (width - two, two), (width - two, mean - one)])),
    ]
}

const LINED_DOCUMENT: Form = Form {
    names: &["lin-doc", "lined-document"],
    room: Room::Inset([PAD_X + 6.0, PAD_Y, PAD_X, PAD_Y + WAVE - 2.0]),
    sketch: |Size { width, height }| {
        // The wave is a little below its mean that near to the left end.
        let low = height - WAVE / 2.0 + 1.0;
        vec![outline(sheet(0.0, 0.0, width, height)), straight((8.0, 0.0), (8.0, low))]
    },
    port_share: 0.9,
};

const TAGGED_DOCUMENT: Form = Form {
    names: &["tag-doc", "tagged-document"],
    room: Room::Inset([PAD_X, PAD_Y, PAD_X + 2.0, PAD_Y + WAVE - 2.0]),
    sketch: |Size { width, height }| {
        let (mean, tag) = (height - WAVE / 2.0, 11.0);
        vec![
            outline(sheet(0.0, 0.0, width, height)),
            straight((width - tag, mean - 1.5), (width, mean - tag)),
        ]
    },
    port_share: 0.9,
};

const NOTE: Form = Form {
    names: &["note"],
    room: Room::Inset([PAD_X, PAD_Y, PAD_X, PAD_Y]),
    sketch: |Size { width, height }| {
        let fold = 10.0;
        let corners = [(0.0, 0.0), (width - fold, 0.0), (width, fold), (width, height), (0.0, height)];
        vec![
            outline(polygon(&corners)),
            line(polyline(&[(width - fold, 0.0), (width - fold, fold), (width, fold)])),
        ]
    },
    port_share: 0.7,
};
