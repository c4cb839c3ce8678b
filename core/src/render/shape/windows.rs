//! Windows and people: what a user sits before.

use super::{CORNER, Form, PAD_X, PAD_Y, Room, line, outline, polyline, solid, straight, whole};
use crate::layout::{Rect, Size};
use crate::render::path::{ellipse, rounded};

pub(super) const FORMS: &[&Form] = &[&CONSOLE, &BROWSER, &PERSON];

/// The height of a window's title bar.
const BAR: f64 = 14.0;

const WINDOW: Room = Room::Inset([PAD_X, BAR + 8.0, PAD_X, 8.0]);

const CONSOLE: Form = Form {
    names: &["console"],
    room: WINDOW,
    sketch: |size| {
        vec![
            outline(rounded(whole(size), CORNER)),
            straight((0.0, BAR), (size.width, BAR)),
            line(polyline(&[(7.0, 4.0), (10.0, 7.0), (7.0, 10.0)])),
            straight((12.0, 10.0), (16.0, 10.0)),
        ]
    },
    port_share: 0.9,
};

const BROWSER: Form = Form {
    names: &["browser"],
    room: WINDOW,
    sketch: |size| {
        let dot = |x: f64| solid(ellipse(Rect { x, y: 5.5, width: 3.0, height: 3.0 }));
        vec![
            outline(rounded(whole(size), CORNER)),
            straight((0.0, BAR), (size.width, BAR)),
            dot(6.0),
            dot(11.0),
            dot(16.0),
        ]
    },
    port_share: 0.9,
};

/// The head's diameter, and how far it stands above the shoulders.
const HEAD: f64 = 28.0;

const PERSON: Form = Form {
    names: &["person"],
    room: Room::Inset([PAD_X, HEAD + 6.0, PAD_X, PAD_Y]),
    sketch: |Size { width, height }| {
        let shoulders = HEAD - 4.0;
        let body = Rect { x: 0.0, y: shoulders, width, height: height - shoulders };
        let head = Rect { x: (width - HEAD) / 2.0, y: 0.0, width: HEAD, height: HEAD };
        vec![outline(rounded(body, 14.0)), outline(ellipse(head))]
    },
    port_share: 0.4,
};
