//! Each row drawn to its neighbours, in turn (Sugiyama et al., 1981, with the exact answer for a row instead of
//! priorities).

use super::spread::Spreader;
use super::{Sheet, rounds};

/// What a body without lines weighs.
const IDLE: f64 = 0.05;

impl Sheet<'_> {
    /// First places: rows centred over each other, then drawn to where their lines want them.
    pub(super) fn draw_rows(&self) -> Vec<f64> {
        let mut x = vec![0.0; self.bodies.len()];
        // From each body's neighbour on the low side; nothing for the first of a row.
        let mut gaps = vec![0.0; self.bodies.len()];
        for row in self.rows {
            for body in row.clone().skip(1) {
                gaps[body] = self.distance(body - 1, body);
                x[body] = x[body - 1] + gaps[body];
            }
            let middle = row.clone().last().map_or(0.0, |last| x[last]) / 2.0;
            x[row.clone()].iter_mut().for_each(|x| *x -= middle);
        }
        let mut drawing = Drawing { sheet: self, gaps, x, wishes: Vec::new(), spreader: Spreader::default() };
        let rounds = rounds(self.bodies.len(), 10);
        for round in 0..rounds {
            let down = round % 2 == 0;
            // Towards the end both sides count.
            let sides = if round + 4 >= rounds { [true, true] } else { [down, !down] };
            if down {
                (0..self.rows.len()).for_each(|row| drawing.draw_row(row, sides));
            } else {
                (0..self.rows.len()).rev().for_each(|row| drawing.draw_row(row, sides));
            }
        }
        drawing.x
    }
}

struct Drawing<'a> {
    sheet: &'a Sheet<'a>,
    gaps: Vec<f64>,
    x: Vec<f64>,
    wishes: Vec<(f64, f64)>,
    spreader: Spreader,
}

impl Drawing<'_> {
    /// Moves a row to where its lines want it: those before it, after it, or both.
    fn draw_row(&mut self, row: usize, counted: [bool; 2]) {
        let members = self.sheet.rows[row].clone();
        self.wishes.clear();
        for body in members.clone() {
            let (mut sum, mut weight) = (0.0, 0.0);
            for (pulls, counted) in self.sheet.pulls.iter().zip(counted) {
                for pull in pulls.at(body).iter().filter(|_| counted) {
                    sum += pull.weight * (self.x[pull.far] + pull.offset);
                    weight += pull.weight;
                }
            }
            self.wishes.push(if weight > 0.0 { (sum / weight, weight) } else { (self.x[body], IDLE) });
        }
        self.spreader.spread(&self.wishes, &self.gaps[members.clone()], &mut self.x[members]);
    }
}
