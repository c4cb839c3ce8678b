//! The order of each row, for few crossings.
//!
//! Rows of all containers are put in order together. A link that ends in a group counts at the place of its port in
//! the group's own first or last row, and that port is pulled by the link's far end outside: so an order that pays on
//! one side of a border is seen on the other. Sweeps by barycentre (Sugiyama, Tagawa and Toda, 1981) find the coarse
//! order, exchanges of neighbours and sifting (Matuszewski, Schönfeld and Molitor, 1999) the rest.
//!
//! The document's order is the first candidate and only gives way to one with fewer crossings; among orders with as
//! many, vertices drift back to it. What is added to a chart therefore does not shuffle what was there.

mod arrangement;
mod clusters;
mod crossings;
pub(super) mod dice;
mod moves;

use super::pieces::Pieces;
use super::sheets::Sheets;
use arrangement::{Arrangement, Neighbour};
use clusters::clusters;
use dice::Dice;

/// Strands of a cluster up to which it is searched again and again, …
const SMALL: usize = 300;
/// … up to which vertices are sifted, …
const MEDIUM: usize = 500;
/// … up to which a second start is tried, …
const LARGE: usize = 1_500;
/// … and beyond which a few sweeps must do.
const HUGE: usize = 10_000;
/// Rounds of sweeps without a gain after which they end.
const PATIENCE: usize = 3;
/// Rounds after which what has not drifted back to the document's order stays where it is.
const SETTLING: usize = 24;
/// Strands that may be looked at in search of a better order, in a chart of up to `SMALL` strands.
const EFFORT: usize = 12_000;

/// Puts the rows of `sheets` in order.
pub(super) fn order(sheets: &mut Sheets, pieces: &Pieces) {
    // Less for larger charts, whose other steps take longer already.
    let effort = EFFORT * SMALL.pow(2) / sheets.strands.len().max(SMALL).pow(2);
    let clusters = clusters(sheets);
    let mut arrangement = Arrangement::new(sheets, pieces);
    for rows in &clusters {
        let strands = rows.iter().map(|&row| arrangement.strands_below(row)).sum();
        Cluster { arrangement: &mut arrangement, rows, strands }.solve(effort);
    }
    let rows = arrangement.rows;
    for (row, vertices) in sheets.rows.iter_mut().zip(rows) {
        row.vertices = vertices;
    }
}

/// Rows that are put in order together, along the flow.
struct Cluster<'o, 's> {
    arrangement: &'o mut Arrangement<'s>,
    rows: &'o [usize],
    strands: usize,
}

/// The order with the fewest crossings so far.
struct Best {
    crossings: usize,
    rows: Vec<Vec<usize>>,
}

impl Cluster<'_, '_> {
    fn solve(&mut self, effort: usize) {
        self.arrangement.follow(self.rows);
        let mut best = self.here();
        if best.crossings == 0 {
            return;
        }
        self.sweep_from_here(&mut best);
        if best.crossings > 0 && self.strands <= LARGE {
            self.arrangement.walk_in_depth(self.rows);
            self.sweep_from_here(&mut best);
        }
        if self.strands <= SMALL {
            self.search(effort, &mut best);
        }
        self.arrangement.restore(self.rows, &best.rows);
        self.settle();
    }

    fn here(&mut self) -> Best {
        Best { crossings: self.arrangement.count(self.rows), rows: self.arrangement.copy(self.rows) }
    }

    /// Takes the order as it stands if it is better than `best`. Says whether it is.
    fn keep(&mut self, best: &mut Best) -> bool {
        let crossings = self.arrangement.count(self.rows);
        let is_better = crossings < best.crossings;
        if is_better {
            *best = Best { crossings, rows: self.arrangement.copy(self.rows) };
        }
        is_better
    }

    /// Sweeps down and up until that no longer helps, then exchanges and sifts.
    fn sweep_from_here(&mut self, best: &mut Best) {
        let mut idle = 0;
        let mut found = Best { crossings: usize::MAX, rows: Vec::new() };
        let (rounds, patience) = if self.strands > HUGE { (5, 1) } else { (24, PATIENCE) };
        for round in 0..rounds {
            if round % 2 == 0 {
                self.sweep_down()
            } else {
                self.sweep_up()
            }
            self.arrangement.follow(self.rows);
            idle += 1;
            if self.keep(&mut found) {
                idle = 0;
            }
            if found.crossings == 0 || idle > patience {
                break;
            }
        }
        self.arrangement.restore(self.rows, &found.rows);
        self.descend();
        self.keep(best);
    }

    fn sweep_down(&mut self) {
        self.rows.iter().for_each(|&row| self.arrangement.sort_row(row, Neighbour::Before));
    }

    fn sweep_up(&mut self) {
        self.rows.iter().rev().for_each(|&row| self.arrangement.sort_row(row, Neighbour::After));
    }

    /// Goes on from the best order with a few vertices misplaced, again and again. The choice of vertices is the same
    /// each time the same chart is laid out.
    fn search(&mut self, effort: usize, best: &mut Best) {
        let is_movable =
            |&row: &usize| self.arrangement.rows[row].len() > 1 && !self.arrangement.is_fixed(row);
        let movable: Vec<usize> = self.rows.iter().copied().filter(is_movable).collect();
        if movable.is_empty() {
            return;
        }
        let mut dice = Dice::new();
        let rounds = (effort / (self.strands + 20)).min(150);
        for _ in 0..rounds {
            if best.crossings == 0 {
                return;
            }
            self.arrangement.restore(self.rows, &best.rows);
            for _ in 0..2 + dice.below(4) {
                self.misplace(movable[dice.below(movable.len())], &mut dice);
            }
            if dice.below(2) == 0 {
                self.sweep_down();
                self.sweep_up();
            }
            self.descend();
            self.keep(best);
        }
    }

    /// Moves one vertex of a row to any place.
    fn misplace(&mut self, row: usize, dice: &mut Dice) {
        let vertices = &mut self.arrangement.rows[row];
        let (from, to) = (dice.below(vertices.len()), dice.below(vertices.len()));
        let vertex = vertices.remove(from);
        vertices.insert(to, vertex);
        self.arrangement.number(row);
    }

    /// Moves single vertices while that takes crossings away.
    fn descend(&mut self) {
        for _ in 0..if self.strands > HUGE { 1 } else { 8 } {
            let mut gain = 0;
            for &row in self.rows {
                gain += self.arrangement.exchange(row);
                if self.strands <= MEDIUM {
                    gain += self.arrangement.sift(row);
                }
            }
            self.arrangement.follow(self.rows);
            if gain == 0 {
                return;
            }
        }
    }

    /// Lets vertices drift back to the document's order where that costs no crossing.
    fn settle(&mut self) {
        for round in 0..SETTLING {
            self.arrangement.upwards = round % 2 == 0;
            let moves: usize = self.rows.iter().map(|&row| self.arrangement.settle_row(row)).sum();
            self.arrangement.follow(self.rows);
            if moves == 0 {
                break;
            }
        }
        self.arrangement.upwards = true;
    }
}
