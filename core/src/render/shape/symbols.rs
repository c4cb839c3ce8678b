//! Signs without text: starts, stops, junctions, forks.

use super::{Form, Room, line, outline, polyline, shrunk, solid, whole};
use crate::layout::Size;
use crate::render::Step;
use crate::render::path::{at, ellipse, rounded};

pub(super) const FORMS: &[&Form] =
    &[&SMALL_CIRCLE, &FILLED_CIRCLE, &FRAMED_CIRCLE, &CROSSED_CIRCLE, &FORK, &HOURGLASS, &BOLT];

const fn square(side: f64) -> Room {
    Room::Nowhere(Size { width: side, height: side })
}

const SMALL_CIRCLE: Form = Form {
    names: &["sm-circ", "start", "small-circle", "stateStart"],
    room: square(16.0),
    sketch: |size| vec![solid(ellipse(whole(size)))],
    port_share: 0.3,
};

const FILLED_CIRCLE: Form = Form {
    names: &["f-circ", "junction", "filled-circle", "anchor"],
    room: square(14.0),
    sketch: |size| vec![solid(ellipse(whole(size)))],
    port_share: 0.3,
};

const FRAMED_CIRCLE: Form = Form {
    names: &["fr-circ", "stop", "framed-circle", "stateEnd"],
    room: square(20.0),
    sketch: |size| vec![outline(ellipse(whole(size))), solid(ellipse(shrunk(size, 5.0)))],
    port_share: 0.3,
};

const CROSSED_CIRCLE: Form = Form {
    names: &["cross-circ", "summary", "crossed-circle"],
    room: square(32.0),
    sketch: |size| {
        // The ends of a circle's diagonals lie at (1 ± √½) / 2.
        let (near, far) = (0.146_446_6, 0.853_553_4);
        let (x, y) = ((near * size.width, far * size.width), (near * size.height, far * size.height));
        vec![
            outline(ellipse(whole(size))),
            line(polyline(&[(x.0, y.0), (x.1, y.1)])),
            line(polyline(&[(x.1, y.0), (x.0, y.1)])),
        ]
    },
    port_share: 0.3,
};

/// A bar across the direction of the chart; whoever places it turns it where ranks are columns.
pub(super) const FORK: Form = Form {
    names: &["fork", "join", "forkJoin"],
    room: Room::Nowhere(Size { width: 72.0, height: 10.0 }),
    sketch: |size| vec![solid(rounded(whole(size), 3.0))],
    port_share: 0.9,
};

const HOURGLASS: Form = Form {
    names: &["hourglass", "collate"],
    room: square(34.0),
    sketch: |Size { width, height }| {
        let mut path = polyline(&[(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)]);
        path.push(Step::Close);
        vec![outline(path)]
    },
    port_share: 0.3,
};

const BOLT: Form = Form {
    names: &["bolt", "com-link", "lightning-bolt"],
    room: Room::Nowhere(Size { width: 30.0, height: 42.0 }),
    sketch: |Size { width, height }| {
        let shares =
            [(0.55, 0.0), (0.1, 0.58), (0.48, 0.58), (0.36, 1.0), (0.9, 0.4), (0.52, 0.4), (0.78, 0.0)];
        let corners: Vec<_> = shares.iter().map(|(x, y)| at(x * width, y * height)).collect();
        vec![outline(crate::render::path::polygon(&corners, 1.5))]
    },
    port_share: 0.2,
};
