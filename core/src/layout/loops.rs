//! Links from a box to itself: loops at the high side, each around the one before, its label on its far bend.

use super::spacing::{LABEL_GAP, LINE_GAP, LOOP_REACH};
use super::{Point, Segment, Size};

/// A loop as it stands at its box, from the middle of the box's high side.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Loop {
    pub link: usize,
    /// How far the bend is from the side.
    bend: f64,
    /// How far each arm is from the middle where it meets the side.
    arm: f64,
    /// The same where it passes the labels of the loops within.
    clear: f64,
    label: Size,
}

/// Sets out the loops of a box whose side has room for arms up to `room` from its middle. `labels` are turned to the
/// flow.
pub(super) fn set_out(labels: &[(usize, Size)], room: f64) -> Vec<Loop> {
    let mut loops = Vec::new();
    let mut reach = 0.0;
    let mut clear: f64 = 0.0;
    for (index, &(link, label)) in labels.iter().enumerate() {
        let width = if label.height > 0.0 { label.width } else { 0.0 };
        let bend = reach + if width > 0.0 { (LABEL_GAP + width / 2.0).max(LOOP_REACH) } else { LOOP_REACH };
        let arm = room * (index + 1) as f64 / labels.len() as f64;
        clear = clear.max(arm);
        loops.push(Loop { link, bend, arm, clear, label });
        clear = (clear + LINE_GAP / 2.0).max(label.height / 2.0 + LINE_GAP / 2.0);
        reach = bend + width / 2.0;
    }
    loops
}

impl Loop {
    /// How far the loop and its label reach from the side.
    pub(super) fn reach(&self) -> f64 {
        self.bend + self.label.width / 2.0 + LINE_GAP / 4.0
    }

    /// How much of the flow the loop and its label take.
    pub(super) fn height(&self) -> f64 {
        self.label.height.max(2.0 * self.clear)
    }

    /// The loop from `middle`, the middle of the box's high side: start, parts, and the middle of the label.
    pub(super) fn draw(&self, middle: Point) -> (Point, Vec<Segment>, Option<Point>) {
        let at = |across: f64, along: f64| Point { x: middle.x + across, y: middle.y + along };
        let Self { bend, arm, clear, .. } = *self;
        // The arms part before the first label, so that an outer loop passes the labels of those within.
        let part = LABEL_GAP - 2.0;
        let line = bend - (bend * 0.6).min(12.0);
        let segments = vec![
            Segment::Curve(at(part / 2.0, -arm), at(part / 2.0, -clear), at(part, -clear)),
            Segment::Line(at(line.max(part), -clear)),
            Segment::Curve(at(bend, -clear), at(bend, -clear), at(bend, 0.0)),
            Segment::Curve(at(bend, clear), at(bend, clear), at(line.max(part), clear)),
            Segment::Line(at(part, clear)),
            Segment::Curve(at(part / 2.0, clear), at(part / 2.0, arm), at(0.0, arm)),
        ];
        let label = (self.label.width > 0.0 && self.label.height > 0.0).then(|| at(bend, 0.0));
        (at(0.0, -arm), segments, label)
    }
}
