//! Where data is kept: cylinders, buckets, folders.

use super::{Form, Line, PAD_X, PAD_Y, Room, line, outline, polygon};
use crate::layout::Size;
use crate::render::Step;
use crate::render::path::{at, quarter};

pub(super) const FORMS: &[&Form] = &[&CYLINDER, &LINED_CYLINDER, &LYING_CYLINDER, &BOW_TIE, &BUCKET, &FOLDER];

/// Half the height of a cylinder's upper face, and half the width of a lying one's side.
const RIM: f64 = 7.0;

const CYLINDER: Form = Form {
    names: &["cylinder", "cyl", "db", "database"],
    room: Room::Inset([PAD_X, 2.0 * RIM + 5.0, PAD_X, RIM + 5.0]),
    sketch: |size| vec![outline(cylinder(size)), line(rim(size.width, RIM))],
    port_share: 0.8,
};

const LINED_CYLINDER: Form = Form {
    names: &["lin-cyl", "disk", "lined-cylinder"],
    room: Room::Inset([PAD_X, 2.0 * RIM + 11.0, PAD_X, RIM + 5.0]),
    sketch: |size| {
        vec![outline(cylinder(size)), line(rim(size.width, RIM)), line(rim(size.width, RIM + 6.0))]
    },
    port_share: 0.8,
};

/// A standing drum.
fn cylinder(Size { width, height }: Size) -> Vec<Step> {
    let (middle, low) = (width / 2.0, height - RIM);
    vec![
        Step::Move(at(0.0, RIM)),
        quarter(at(0.0, RIM), at(0.0, 0.0), at(middle, 0.0)),
        quarter(at(middle, 0.0), at(width, 0.0), at(width, RIM)),
        Step::Line(at(width, low)),
        quarter(at(width, low), at(width, height), at(middle, height)),
        quarter(at(middle, height), at(0.0, height), at(0.0, low)),
        Step::Close,
    ]
}

/// The front of an upper face whose sides are at height `y`.
fn rim(width: f64, y: f64) -> Vec<Step> {
    let (middle, low) = (width / 2.0, y + RIM);
    vec![
        Step::Move(at(0.0, y)),
        quarter(at(0.0, y), at(0.0, low), at(middle, low)),
        quarter(at(middle, low), at(width, low), at(width, y)),
    ]
}

const LYING_CYLINDER: Form = Form {
    names: &["h-cyl", "das", "horizontal-cylinder"],
    room: Room::Inset([RIM + 10.0, PAD_Y, 2.0 * RIM + 10.0, PAD_Y]),
    sketch: lying_cylinder,
    port_share: 0.7,
};

fn lying_cylinder(Size { width, height }: Size) -> Vec<Line> {
    let (middle, right) = (height / 2.0, width - RIM);
    let inner = right - RIM;
    vec![
        outline(vec![
            Step::Move(at(RIM, 0.0)),
            Step::Line(at(right, 0.0)),
            quarter(at(right, 0.0), at(width, 0.0), at(width, middle)),
            quarter(at(width, middle), at(width, height), at(right, height)),
            Step::Line(at(RIM, height)),
            quarter(at(RIM, height), at(0.0, height), at(0.0, middle)),
            quarter(at(0.0, middle), at(0.0, 0.0), at(RIM, 0.0)),
            Step::Close,
        ]),
        line(vec![
            Step::Move(at(right, 0.0)),
            quarter(at(right, 0.0), at(inner, 0.0), at(inner, middle)),
            quarter(at(inner, middle), at(inner, height), at(right, height)),
        ]),
    ]
}

const BOW_TIE: Form = Form {
    names: &["bow-rect", "stored-data", "bow-tie-rectangle"],
    room: Room::Inset([RIM + 10.0, PAD_Y, RIM + 10.0, PAD_Y]),
    sketch: |Size { width, height }| {
        let (middle, inner) = (height / 2.0, width - RIM);
        vec![outline(vec![
            Step::Move(at(RIM, 0.0)),
            Step::Line(at(width, 0.0)),
            quarter(at(width, 0.0), at(inner, 0.0), at(inner, middle)),
            quarter(at(inner, middle), at(inner, height), at(width, height)),
            Step::Line(at(RIM, height)),
            quarter(at(RIM, height), at(0.0, height), at(0.0, middle)),
            quarter(at(0.0, middle), at(0.0, 0.0), at(RIM, 0.0)),
            Step::Close,
        ])]
    },
    port_share: 0.7,
};

const BUCKET: Form = Form {
    names: &["bucket"],
    room: Room::Inset([PAD_X + 6.0, 2.0 * RIM + 5.0, PAD_X + 6.0, RIM + 5.0]),
    sketch: |Size { width, height }| {
        let (middle, low, taper) = (width / 2.0, height - RIM, 10.0);
        let body = vec![
            Step::Move(at(0.0, RIM)),
            quarter(at(0.0, RIM), at(0.0, 0.0), at(middle, 0.0)),
            quarter(at(middle, 0.0), at(width, 0.0), at(width, RIM)),
            Step::Line(at(width - taper, low)),
            quarter(at(width - taper, low), at(width - taper, height), at(middle, height)),
            quarter(at(middle, height), at(taper, height), at(taper, low)),
            Step::Close,
        ];
        vec![outline(body), line(rim(width, RIM))]
    },
    port_share: 0.6,
};

const FOLDER: Form = Form {
    names: &["folder", "directory"],
    room: Room::Inset([PAD_X, PAD_Y + 8.0, PAD_X, PAD_Y]),
    sketch: |Size { width, height }| {
        let (tab, lid) = ((width * 0.45).min(52.0), 8.0);
        let corners =
            [(0.0, 0.0), (tab, 0.0), (tab + lid, lid), (width, lid), (width, height), (0.0, height)];
        vec![outline(polygon(&corners))]
    },
    port_share: 0.7,
};
