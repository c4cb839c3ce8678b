//! Which lines are straight.

use super::{Line, Sheet};
use std::collections::BTreeMap;

/// How far the ends of a chain may be apart to be brought in line.
const CHAIN_REACH: f64 = 90.0;
/// The same for other strands.
const NEAR: f64 = 16.0;

/// Which strands are made straight.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tolerance {
    /// Those that carry the structure: runs of a long link, and chains.
    Structure,
    /// Those that are nearly straight already.
    Near,
}

/// The lines that are straight. No two of them cross.
pub(super) struct Straight<'a> {
    sheet: &'a Sheet<'a>,
    /// The straight line below each body.
    pub below: Vec<Option<usize>>,
    has_above: Vec<bool>,
    /// The ends of all straight lines. Since bodies are listed row by row, both ends grow together.
    ends: BTreeMap<usize, usize>,
}

impl<'a> Straight<'a> {
    pub(super) fn none(sheet: &'a Sheet<'a>) -> Self {
        let count = sheet.bodies.len();
        Self { sheet, below: vec![None; count], has_above: vec![false; count], ends: BTreeMap::new() }
    }

    /// Chooses lines to be straight, the dearest first, as long as they cross none chosen before.
    pub(super) fn choose(&mut self, x: &[f64], tolerance: Tolerance) {
        let mut candidates: Vec<(u8, f64, usize)> = Vec::new();
        for (index, line) in self.sheet.lines.iter().enumerate() {
            if !self.is_free(line) {
                continue;
            }
            let apart = (x[line.upper] + line.at_upper - x[line.lower] - line.at_lower).abs();
            let class = self.class(line);
            let reach = match (tolerance, class) {
                (_, 0) => f64::INFINITY,
                (Tolerance::Structure, 1 | 2) => CHAIN_REACH,
                (Tolerance::Structure, _) => -1.0,
                (Tolerance::Near, _) => NEAR,
            };
            if apart <= reach {
                candidates.push((class, apart, index));
            }
        }
        candidates.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        for (_, _, index) in candidates {
            let line = self.sheet.lines[index];
            if self.is_free(&line) && self.crosses_none(&line) {
                self.below[line.upper] = Some(index);
                self.has_above[line.lower] = true;
                self.ends.insert(line.upper, line.lower);
            }
        }
    }

    fn is_free(&self, line: &Line) -> bool {
        self.below[line.upper].is_none() && !self.has_above[line.lower]
    }

    fn crosses_none(&self, line: &Line) -> bool {
        self.ends.range(..line.upper).next_back().is_none_or(|(_, &other)| other < line.lower)
            && self.ends.range(line.upper + 1..).next().is_none_or(|(_, &other)| other > line.lower)
    }

    /// How much a line asks to be straight: 0 within a long link, 1 in a chain of boxes, 2 at the end of a long link
    /// that is alone on its side of a box, 3 otherwise.
    fn class(&self, line: &Line) -> u8 {
        let [before, after] = &self.sheet.pulls;
        let alone = after.at(line.upper).len() == 1 && before.at(line.lower).len() == 1;
        match (self.sheet.bodies[line.upper].is_box, self.sheet.bodies[line.lower].is_box) {
            (false, false) => 0,
            (true, true) if alone => 1,
            (true, false) | (false, true) if alone => 2,
            _ => 3,
        }
    }
}
