//! What stands at the ends of a link: arrow heads, circles, crosses, already turned.

use super::path::{at, ellipse, polygon};
use super::{Color, Figure, Paint, Step, Tone};
use crate::layout::{Point, Rect};
use crate::mermaid::Tip;

/// Between a head and the outline that it points at.
const AIR: f64 = 1.0;

/// How much of a link's end a tip takes: the line is drawn up to there.
pub fn length(tip: Tip, width: f64) -> f64 {
    let scale = scale(width);
    match tip {
        Tip::None => 0.0,
        // The line ends inside the head, behind its notch.
        Tip::Arrow => AIR + 7.0 * scale,
        Tip::Circle => AIR + 8.0 * scale,
        Tip::Cross => AIR,
    }
}

/// The figures of a tip whose foremost point lies at `end` and which looks along `ahead`, a vector of length 1.
pub fn figures(tip: Tip, end: Point, ahead: Point, width: f64, color: Color) -> Vec<Figure> {
    let scale = scale(width);
    // `along` behind the end, `aside` of the line.
    let place = |along: f64, aside: f64| {
        let along = AIR + along * scale;
        let aside = aside * scale;
        at(end.x - ahead.x * along - ahead.y * aside, end.y - ahead.y * along + ahead.x * aside)
    };
    let lines = Paint { fill: Color::None, stroke: color, stroke_width: 1.5 * scale, dash: Vec::new() };
    match tip {
        Tip::None => Vec::new(),
        Tip::Arrow => {
            let path = polygon(&[place(0.0, 0.0), place(9.5, 4.2), place(7.5, 0.0), place(9.5, -4.2)], 0.0);
            vec![Figure { path, paint: Paint { fill: color, stroke: Color::None, ..lines } }]
        }
        Tip::Circle => {
            let (center, radius) = (place(4.0, 0.0), 3.25 * scale);
            let rect = Rect {
                x: center.x - radius,
                y: center.y - radius,
                width: 2.0 * radius,
                height: 2.0 * radius,
            };
            vec![Figure { path: ellipse(rect), paint: Paint { fill: Color::Theme(Tone::Canvas), ..lines } }]
        }
        Tip::Cross => {
            let stroke = |from: Point, to: Point| vec![Step::Move(from), Step::Line(to)];
            let mut path = stroke(place(3.0, 4.0), place(11.0, -4.0));
            path.extend(stroke(place(3.0, -4.0), place(11.0, 4.0)));
            vec![Figure { path, paint: lines }]
        }
    }
}

/// Tips of thick lines are larger.
fn scale(width: f64) -> f64 {
    1.0 + (width - 1.5).clamp(0.0, 4.0) * 0.25
}
