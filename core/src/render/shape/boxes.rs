//! Rectangles, plain and with lines inside.

use super::{
    CORNER, Form, Ink, Line, PAD_X, PAD_Y, PADDED, Room, line, outline, polygon, polyline, straight, whole,
};
use crate::layout::{Rect, Size};
use crate::render::path::{chord_inset, rounded};

pub(super) const FORMS: &[&Form] = &[
    &RECTANGLE,
    &ROUNDED,
    &STADIUM,
    &SUBROUTINE,
    &LINED,
    &DIVIDED,
    &WINDOW_PANE,
    &STACKED,
    &TAGGED,
    &CARD,
    &DATA_STORE,
    &TEXT,
];

/// What a node is without a shape of its own, and what undocumented shapes of other diagrams fall back to.
pub(super) const RECTANGLE: Form = Form {
    names: &[
        "square",
        "rect",
        "proc",
        "process",
        "rectangle",
        "squareRect",
        "composite",
        "rectWithTitle",
        "block_arrow",
        "collapsedGroup",
        "kanbanItem",
        "classBox",
        "erBox",
        "requirementBox",
        "iconSquare",
        "imageSquare",
    ],
    room: PADDED,
    sketch: |size| vec![outline(rounded(whole(size), CORNER))],
    port_share: 0.9,
};

const ROUNDED: Form = Form {
    names: &[
        "round",
        "rounded",
        "event",
        "roundedRect",
        "state",
        "defaultMindmapNode",
        "iconRounded",
        "icon",
    ],
    room: PADDED,
    sketch: |size| vec![outline(rounded(whole(size), 11.0))],
    port_share: 0.8,
};

const STADIUM: Form = Form {
    names: &["stadium", "terminal", "pill"],
    room: Room::Custom {
        fit: |text| {
            let height = text.height + 2.0 * PAD_Y;
            let inset = chord_inset(height / 2.0, text.height / 2.0);
            Size { width: (text.width + 2.0 * (inset + 12.0)).max(height), height }
        },
        content: whole,
    },
    sketch: |size| vec![outline(rounded(whole(size), size.height / 2.0))],
    port_share: 0.6,
};

/// From the side to the line inside it.
const STRIP: f64 = 8.0;

const SUBROUTINE: Form = Form {
    names: &["subroutine", "fr-rect", "subprocess", "subproc", "framed-rectangle"],
    room: Room::Inset([PAD_X + 6.0, PAD_Y, PAD_X + 6.0, PAD_Y]),
    sketch: |size| {
        let right = size.width - STRIP;
        vec![
            outline(rounded(whole(size), CORNER)),
            straight((STRIP, 0.0), (STRIP, size.height)),
            straight((right, 0.0), (right, size.height)),
        ]
    },
    port_share: 0.9,
};

const LINED: Form = Form {
    names: &["lin-rect", "lined-rectangle", "lined-process", "lin-proc", "shaded-process"],
    room: Room::Inset([PAD_X + 6.0, PAD_Y, PAD_X, PAD_Y]),
    sketch: |size| vec![outline(rounded(whole(size), CORNER)), straight((STRIP, 0.0), (STRIP, size.height))],
    port_share: 0.9,
};

const DIVIDED: Form = Form {
    names: &["div-rect", "div-proc", "divided-rectangle", "divided-process"],
    room: Room::Inset([PAD_X, PAD_Y + 8.0, PAD_X, PAD_Y]),
    sketch: |size| vec![outline(rounded(whole(size), CORNER)), straight((0.0, 10.0), (size.width, 10.0))],
    port_share: 0.9,
};

const WINDOW_PANE: Form = Form {
    names: &["win-pane", "internal-storage", "window-pane"],
    room: Room::Inset([PAD_X + 6.0, PAD_Y + 6.0, PAD_X, PAD_Y]),
    sketch: |size| {
        vec![
            outline(rounded(whole(size), CORNER)),
            straight((STRIP, 0.0), (STRIP, size.height)),
            straight((0.0, STRIP), (size.width, STRIP)),
        ]
    },
    port_share: 0.9,
};

/// How far each sheet of a stack stands off from the next.
const SHEET: f64 = 5.0;

const STACKED: Form = Form {
    names: &["st-rect", "procs", "processes", "stacked-rectangle"],
    room: Room::Inset([PAD_X, PAD_Y + 2.0 * SHEET, PAD_X + 2.0 * SHEET, PAD_Y]),
    sketch: stacked,
    port_share: 0.7,
};

fn stacked(Size { width, height }: Size) -> Vec<Line> {
    let (one, two) = (SHEET, 2.0 * SHEET);
    let steps = [
        (0.0, two),
        (one, two),
        (one, one),
        (two, one),
        (two, 0.0),
        (width, 0.0),
        (width, height - two),
        (width - one, height - two),
        (width - one, height - one),
        (width - two, height - one),
        (width - two, height),
        (0.0, height),
    ];
    let mut silhouette = polyline(&steps);
    silhouette.push(crate::render::Step::Close);
    vec![
        outline(silhouette),
        line(polyline(&[(two, one), (width - one, one), (width - one, height - two)])),
        line(polyline(&[(one, two), (width - two, two), (width - two, height - one)])),
    ]
}

const TAGGED: Form = Form {
    names: &["tag-rect", "tagged-rectangle", "tag-proc", "tagged-process"],
    room: Room::Inset([PAD_X, PAD_Y, PAD_X + 2.0, PAD_Y]),
    sketch: |size| {
        let tag = 11.0;
        vec![
            outline(rounded(whole(size), CORNER)),
            straight((size.width - tag, size.height), (size.width, size.height - tag)),
        ]
    },
    port_share: 0.9,
};

const CARD: Form = Form {
    names: &["notch-rect", "card", "notched-rectangle"],
    room: Room::Inset([PAD_X, PAD_Y, PAD_X, PAD_Y]),
    sketch: |Size { width, height }| {
        let notch = 12.0;
        let corners = [(notch, 0.0), (width, 0.0), (width, height), (0.0, height), (0.0, notch)];
        vec![outline(polygon(&corners))]
    },
    port_share: 0.7,
};

const DATA_STORE: Form = Form {
    names: &["datastore", "data-store"],
    room: PADDED,
    sketch: |size| {
        let Rect { width, height, .. } = whole(size);
        vec![
            Line { path: rounded(whole(size), 0.0), ink: Ink::Area },
            straight((0.0, 0.0), (width, 0.0)),
            straight((0.0, height), (width, height)),
        ]
    },
    port_share: 0.9,
};

const TEXT: Form = Form {
    names: &["text", "labelRect"],
    room: Room::Inset([6.0, 4.0, 6.0, 4.0]),
    sketch: |size| vec![Line { path: rounded(whole(size), CORNER), ink: Ink::Bare }],
    port_share: 0.9,
};
