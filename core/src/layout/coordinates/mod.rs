//! Places across the flow, for one sheet whose rows are in order.
//!
//! First each row in turn is drawn to its neighbours, which centres parents over children (`rows`). Then lines that can
//! be straight are made so, one after the other as long as no two of them cross (`straight`): what hangs together
//! straight becomes one block (the linear segments of Sander, 1996). Blocks that touch and push each other move as
//! one; the rest follows its lines until nothing moves (`blocks`).

mod blocks;
mod rows;
mod spread;
mod straight;

use super::lists::Lists;
use blocks::Blocks;
pub(super) use spread::spread;
use std::ops::Range;
use straight::{Straight, Tolerance};

/// A vertex by what it needs on each side of its anchor, and from its neighbour on the low side.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Body {
    /// From its low side to its anchor.
    pub low: f64,
    /// From its anchor to its high side.
    pub high: f64,
    /// Whether it is a box, which takes up room, and not a line that passes.
    pub is_box: bool,
    /// Between it and the neighbour on the low side.
    pub gap: f64,
}

/// A strand: it runs from `upper` to `lower`, leaving and reaching them beside their anchors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub upper: usize,
    pub lower: usize,
    pub at_upper: f64,
    pub at_lower: f64,
}

/// An anchor for each body. Bodies are listed row by row, each row from low to high; `rows` are their ranges, and
/// `lines` run from a row to the next.
pub(super) fn place(bodies: &[Body], rows: &[Range<usize>], lines: &[Line]) -> Vec<f64> {
    let sheet = Sheet::new(bodies, rows, lines);
    let mut x = sheet.draw_rows();
    let rounds = rounds(bodies.len(), 12);
    let mut straight = Straight::none(&sheet);
    straight.choose(&x, Tolerance::Structure);
    Blocks::of(&sheet, &straight, &x).relax(2 * rounds, &mut x);
    straight.choose(&x, Tolerance::Near);
    Blocks::of(&sheet, &straight, &x).relax(rounds, &mut x);
    x
}

/// Bodies that may be looked at in rounds of one kind.
const EFFORT: usize = 30_000;

/// How many of `most` rounds are made: fewer in a large sheet, whose places are then a little farther from the best.
fn rounds(bodies: usize, most: usize) -> usize {
    (EFFORT / bodies.max(1)).clamp(4, most)
}

/// What is to be placed, and what pulls at it.
struct Sheet<'a> {
    bodies: &'a [Body],
    rows: &'a [Range<usize>],
    lines: &'a [Line],
    /// The lines that reach each body from the row before, and those that leave it to the row after.
    pulls: [Lists<Pull>; 2],
}

/// A line as one of its ends feels it.
#[derive(Clone, Copy, Debug)]
struct Pull {
    /// The body at the other end.
    far: usize,
    /// From the other end's anchor to where this end's would be if the line were straight.
    offset: f64,
    weight: f64,
}

impl<'a> Sheet<'a> {
    fn new(bodies: &'a [Body], rows: &'a [Range<usize>], lines: &'a [Line]) -> Self {
        let mut sides = [Vec::with_capacity(lines.len()), Vec::with_capacity(lines.len())];
        for line in lines {
            let Line { upper, lower, at_upper, at_lower } = *line;
            let (offset, weight) = (at_upper - at_lower, weight(bodies, line));
            sides[0].push((lower, Pull { far: upper, offset, weight }));
            sides[1].push((upper, Pull { far: lower, offset: -offset, weight }));
        }
        let pulls = sides.map(|side| Lists::of(bodies.len(), &side));
        Self { bodies, rows, lines, pulls }
    }

    /// The least distance of the anchors of a body and its neighbour on the low side.
    fn distance(&self, low: usize, high: usize) -> f64 {
        self.bodies[low].high + self.bodies[high].gap + self.bodies[high].low
    }
}

/// How much a line resists a slant. A bend costs least at a box: there a link changes direction anyway.
fn weight(bodies: &[Body], line: &Line) -> f64 {
    match (bodies[line.upper].is_box, bodies[line.lower].is_box) {
        (true, true) => 1.0,
        (false, false) => 6.0,
        _ => 2.0,
    }
}
