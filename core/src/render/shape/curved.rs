//! Shapes of curved sides: delay, display, paper tape, cloud and bang.

use super::{Form, PAD_X, PAD_Y, Room, outline, whole};
use crate::layout::{Point, Rect, Size};
use crate::render::Step;
use crate::render::path::{at, between, chord_inset, distance, quarter};

pub(super) const FORMS: &[&Form] = &[&DELAY, &DISPLAY, &TAPE, &CLOUD, &BANG];

const DELAY: Form = Form {
    names: &["delay", "half-rounded-rectangle"],
    room: Room::Custom {
        fit: |text| {
            let height = text.height + 2.0 * PAD_Y;
            Size { width: (text.width + PAD_X + delay_inset(height)).max(height), height }
        },
        content: |size| Rect {
            x: PAD_X,
            width: size.width - PAD_X - delay_inset(size.height),
            ..whole(size)
        },
    },
    sketch: |Size { width, height }| {
        let radius = height / 2.0;
        vec![outline(vec![
            Step::Move(at(0.0, 0.0)),
            Step::Line(at(width - radius, 0.0)),
            quarter(at(width - radius, 0.0), at(width, 0.0), at(width, radius)),
            quarter(at(width, radius), at(width, height), at(width - radius, height)),
            Step::Line(at(0.0, height)),
            Step::Close,
        ])]
    },
    port_share: 0.6,
};

/// The room between text and the round end of a delay of this height.
fn delay_inset(height: f64) -> f64 {
    chord_inset(height / 2.0, height / 2.0 - PAD_Y) + 10.0
}

/// How far the sides of a display reach.
const BULGE: f64 = 14.0;

const DISPLAY: Form = Form {
    names: &["curv-trap", "curved-trapezoid", "display"],
    room: Room::Inset([BULGE + 6.0, PAD_Y, BULGE + 4.0, PAD_Y]),
    sketch: |Size { width, height }| {
        let (middle, right) = (height / 2.0, width - BULGE);
        vec![outline(vec![
            Step::Move(at(0.0, middle)),
            Step::Line(at(BULGE, 0.0)),
            Step::Line(at(right, 0.0)),
            quarter(at(right, 0.0), at(width, 0.0), at(width, middle)),
            quarter(at(width, middle), at(width, height), at(right, height)),
            Step::Line(at(BULGE, height)),
            Step::Close,
        ])]
    },
    port_share: 0.5,
};

/// The height of a paper tape's waves.
const WAVE: f64 = 8.0;

const TAPE: Form = Form {
    names: &["flag", "paper-tape"],
    room: Room::Inset([PAD_X, PAD_Y + WAVE - 2.0, PAD_X, PAD_Y + WAVE - 2.0]),
    sketch: |Size { width, height }| {
        // Control points at 3.46 times half the height make the curve swing by that half.
        let (half, swing, third) = (WAVE / 2.0, 3.46 * WAVE / 2.0, width / 3.0);
        let low = height - half;
        vec![outline(vec![
            Step::Move(at(0.0, half)),
            Step::Curve(at(third, half + swing), at(2.0 * third, half - swing), at(width, half)),
            Step::Line(at(width, low)),
            Step::Curve(at(2.0 * third, low - swing), at(third, low + swing), at(0.0, low)),
            Step::Close,
        ])]
    },
    port_share: 0.9,
};

/// How far a cloud's bumps and a bang's teeth stand out.
const TOOTH: f64 = 8.0;

/// A rounded body for text, with room for teeth around it.
fn toothed(text: Size) -> Size {
    Size { width: (text.width + 20.0) * 1.12 + 2.0 * TOOTH, height: (text.height + 14.0) * 1.2 + 2.0 * TOOTH }
}

const CLOUD: Form = Form {
    names: &["cloud"],
    room: Room::Custom { fit: toothed, content: whole },
    sketch: |size| {
        let body = body(size);
        let mut path = vec![Step::Move(body.first().copied().unwrap_or_default())];
        for (from, to) in sides(&body) {
            // The curve stands out by three quarters of what its control points do.
            let (first, second) = (outward(size, from, TOOTH / 0.75), outward(size, to, TOOTH / 0.75));
            path.push(Step::Curve(first, second, to));
        }
        path.push(Step::Close);
        vec![outline(path)]
    },
    port_share: 0.5,
};

const BANG: Form = Form {
    names: &["bang"],
    room: Room::Custom { fit: toothed, content: whole },
    sketch: |size| {
        let body = body(size);
        let mut path = vec![Step::Move(body.first().copied().unwrap_or_default())];
        for (from, to) in sides(&body) {
            path.push(Step::Line(outward(size, between(from, to, 0.5), TOOTH)));
            path.push(Step::Line(to));
        }
        path.push(Step::Close);
        vec![outline(path)]
    },
    port_share: 0.5,
};

/// Points around the body, about 24 pixels from each other, on a curve between an ellipse and a rectangle.
fn body(size: Size) -> Vec<Point> {
    let (rx, ry) = (size.width / 2.0, size.height / 2.0);
    let bend = |share: f64| share.signum() * share.abs().sqrt();
    let on = |turn: f64| {
        let (sin, cos) = (turn * std::f64::consts::TAU).sin_cos();
        at(rx + (rx - TOOTH) * bend(cos), ry + (ry - TOOTH) * bend(sin))
    };
    let fine: Vec<Point> = (0..=240_u32).map(|part| on(f64::from(part) / 240.0)).collect();
    let around: f64 = fine.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
    let side = around / (around / 24.0).round().max(8.0);
    let mut points = Vec::new();
    let mut walked = 0.0;
    for pair in fine.windows(2) {
        if walked >= side * points.len() as f64 - 1e-6 && walked < around - side / 2.0 {
            points.push(pair[0]);
        }
        walked += distance(pair[0], pair[1]);
    }
    points
}

fn sides(points: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    points.iter().copied().zip(points.iter().copied().cycle().skip(1))
}

/// A point of the body moved out of it by `by`, kept within the box.
fn outward(size: Size, point: Point, by: f64) -> Point {
    let (dx, dy) = (point.x - size.width / 2.0, point.y - size.height / 2.0);
    // The gradient of x⁴/a⁴ + y⁴/b⁴ is normal to the body's curve.
    let (a, b) = (size.width / 2.0 - TOOTH, size.height / 2.0 - TOOTH);
    let (nx, ny) = ((dx / a).powi(3) / a, (dy / b).powi(3) / b);
    let length = nx.hypot(ny).max(f64::MIN_POSITIVE);
    at(point.x + nx / length * by, point.y + ny / length * by)
}
