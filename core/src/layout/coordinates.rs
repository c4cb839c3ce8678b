//! Places across the flow, for one sheet whose rows are in order.
//!
//! First each row in turn is drawn to its neighbours: the exact least-squares answer under the distances that must be
//! kept, by pooling adjacent violators (as in Priority Layout of Sugiyama et al., 1981, but without priorities).
//! That centres parents over children. Then strands that can be straight are made so, one after the other as long as
//! no two of them cross: what hangs together straight becomes one block (the linear segments of Sander, 1996).
//! Blocks that touch and push each other move as one; the rest follows its strands until nothing moves.

use std::collections::BTreeMap;

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

/// An anchor for each body. `rows` hold indices into `bodies`, low to high.
pub(super) fn place(bodies: &[Body], rows: &[Vec<usize>], lines: &[Line]) -> Vec<f64> {
    let mut sheet = Sheet::new(bodies, rows, lines);
    sheet.draw_rows();
    let rounds = if bodies.len() > HUGE { 3 } else { 12 };
    sheet.straighten(Tolerance::Structure);
    sheet.relax(2 * rounds);
    sheet.straighten(Tolerance::Near);
    sheet.relax(rounds);
    sheet.x
}

/// Which strands are made straight.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tolerance {
    /// Those that carry the structure: runs of a long link, and chains.
    Structure,
    /// Those that are nearly straight already.
    Near,
}

/// How far the ends of a chain may be apart to be brought in line.
const CHAIN_REACH: f64 = 90.0;
/// The same for other strands.
const NEAR: f64 = 16.0;
/// Bodies beyond which fewer rounds must do.
const HUGE: usize = 5_000;
/// Distances below this are none.
const TINY: f64 = 0.01;

struct Sheet<'a> {
    bodies: &'a [Body],
    rows: &'a [Vec<usize>],
    lines: &'a [Line],
    weight: Vec<f64>,
    /// Lines that reach each body from the row before, and that leave it to the row after.
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
    /// Row and place of each body.
    seat: Vec<(usize, usize)>,
    /// Anchor of each body.
    x: Vec<f64>,
    /// The straight line above and below each body.
    straight: Vec<[Option<usize>; 2]>,
    /// Straight lines between each row and the next, by the places of their ends.
    chosen: Vec<BTreeMap<usize, usize>>,
}

impl<'a> Sheet<'a> {
    fn new(bodies: &'a [Body], rows: &'a [Vec<usize>], lines: &'a [Line]) -> Self {
        let count = bodies.len();
        let mut sheet = Self {
            bodies,
            rows,
            lines,
            weight: Vec::new(),
            before: vec![Vec::new(); count],
            after: vec![Vec::new(); count],
            seat: vec![(0, 0); count],
            x: vec![0.0; count],
            straight: vec![[None; 2]; count],
            chosen: vec![BTreeMap::new(); rows.len()],
        };
        for (row, members) in rows.iter().enumerate() {
            for (place, &body) in members.iter().enumerate() {
                sheet.seat[body] = (row, place);
            }
        }
        for (index, line) in lines.iter().enumerate() {
            sheet.after[line.upper].push(index);
            sheet.before[line.lower].push(index);
            // A bend costs least at a box: there a link changes direction anyway.
            sheet.weight.push(match (bodies[line.upper].is_box, bodies[line.lower].is_box) {
                (true, true) => 1.0,
                (false, false) => 6.0,
                _ => 2.0,
            });
        }
        sheet
    }

    /// The least distance of the anchors of a body and its neighbour on the low side.
    fn distance(&self, low: usize, high: usize) -> f64 {
        self.bodies[low].high + self.bodies[high].gap + self.bodies[high].low
    }

    /// Where a line would have its far end's counterpart: the anchor that makes it straight.
    fn wish(&self, line: usize, body: usize) -> f64 {
        let Line { upper, lower, at_upper, at_lower } = self.lines[line];
        if body == lower { self.x[upper] + at_upper - at_lower } else { self.x[lower] + at_lower - at_upper }
    }

    fn draw_rows(&mut self) {
        for row in self.rows {
            let mut x = 0.0;
            for (place, &body) in row.iter().enumerate() {
                if place > 0 {
                    x += self.distance(row[place - 1], body);
                }
                self.x[body] = x;
            }
            let middle = x / 2.0;
            row.iter().for_each(|&body| self.x[body] -= middle);
        }
        let rounds = if self.bodies.len() > HUGE { 4 } else { 10 };
        for round in 0..rounds {
            let sides = if round + 4 >= rounds { [true, true] } else { [round % 2 == 0, round % 2 == 1] };
            if round % 2 == 0 {
                (0..self.rows.len()).for_each(|row| self.draw_row(row, sides));
            } else {
                (0..self.rows.len()).rev().for_each(|row| self.draw_row(row, sides));
            }
        }
    }

    /// Moves a row to where its lines want it: those before it, after it, or both.
    fn draw_row(&mut self, row: usize, [before, after]: [bool; 2]) {
        let members = &self.rows[row];
        let mut wishes = Vec::with_capacity(members.len());
        let mut gaps = Vec::with_capacity(members.len());
        for (place, &body) in members.iter().enumerate() {
            let (mut sum, mut weight) = (0.0, 0.0);
            for (lines, counted) in [(&self.before[body], before), (&self.after[body], after)] {
                for &line in lines.iter().filter(|_| counted) {
                    sum += self.weight[line] * self.wish(line, body);
                    weight += self.weight[line];
                }
            }
            wishes.push(if weight > 0.0 { (sum / weight, weight) } else { (self.x[body], 0.05) });
            gaps.push(if place > 0 { self.distance(members[place - 1], body) } else { 0.0 });
        }
        for (&body, x) in members.iter().zip(spread(&wishes, &gaps)) {
            self.x[body] = x;
        }
    }

    /// Chooses lines to be straight, the dearest first, as long as they cross none chosen before.
    fn straighten(&mut self, tolerance: Tolerance) {
        let mut candidates: Vec<(u8, f64, usize)> = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            let apart = (self.wish(index, line.lower) - self.x[line.lower]).abs();
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
        candidates.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        for (_, _, index) in candidates {
            let line = self.lines[index];
            let ((row, upper), (_, lower)) = (self.seat[line.upper], self.seat[line.lower]);
            let free = self.straight[line.upper][1].is_none() && self.straight[line.lower][0].is_none();
            let chosen = &self.chosen[row];
            let fits = chosen.range(..upper).next_back().is_none_or(|(_, &other)| other < lower)
                && chosen.range(upper + 1..).next().is_none_or(|(_, &other)| other > lower);
            if free && fits {
                self.straight[line.upper][1] = Some(index);
                self.straight[line.lower][0] = Some(index);
                self.chosen[row].insert(upper, lower);
            }
        }
    }

    /// How much a line asks to be straight: 0 within a long link, 1 in a chain of boxes, 2 at the end of a long link
    /// that is alone on its side of a box, 3 otherwise.
    fn class(&self, line: &Line) -> u8 {
        let alone = self.after[line.upper].len() == 1 && self.before[line.lower].len() == 1;
        match (self.bodies[line.upper].is_box, self.bodies[line.lower].is_box) {
            (false, false) => 0,
            (true, true) if alone => 1,
            (true, false) | (false, true) if alone => 2,
            _ => 3,
        }
    }

    /// Moves blocks of straight lines along the pull of their other lines.
    fn relax(&mut self, rounds: usize) {
        let mut blocks = Blocks::of(self);
        for round in 0..rounds {
            let moved = blocks.pull(self);
            blocks.push_apart(round % 2 == 0);
            blocks.write(self);
            if moved < 0.25 {
                break;
            }
        }
        blocks.push_apart(true);
        blocks.write(self);
    }
}

/// Bodies joined by straight lines.
struct Blocks {
    /// The block of each body, and its anchor from the block's.
    of: Vec<(usize, f64)>,
    x: Vec<f64>,
    /// Block, neighbour on the high side, least distance; in an order from low to high.
    apart: Vec<(usize, usize, f64)>,
}

impl Blocks {
    fn of(sheet: &Sheet) -> Self {
        let mut blocks =
            Self { of: vec![(usize::MAX, 0.0); sheet.bodies.len()], x: Vec::new(), apart: Vec::new() };
        for row in sheet.rows {
            for &top in row {
                if blocks.of[top].0 == usize::MAX {
                    blocks.join(sheet, top);
                }
            }
        }
        for row in sheet.rows {
            for pair in row.windows(2) {
                let &[low, high] = pair else { continue };
                let ((a, at_a), (b, at_b)) = (blocks.of[low], blocks.of[high]);
                blocks.apart.push((a, b, sheet.distance(low, high) + at_a - at_b));
            }
        }
        blocks.sort();
        blocks
    }

    /// Makes a block of all that hangs straight below `top`, at its mean place.
    fn join(&mut self, sheet: &Sheet, top: usize) {
        let block = self.x.len();
        let (mut body, mut offset) = (top, 0.0);
        let (mut sum, mut count) = (0.0, 0.0);
        loop {
            self.of[body] = (block, offset);
            sum += sheet.x[body] - offset;
            count += 1.0;
            let Some(line) = sheet.straight[body][1].map(|line| sheet.lines[line]) else { break };
            offset += line.at_upper - line.at_lower;
            body = line.lower;
        }
        self.x.push(sum / count);
    }

    /// Sorts the distances so that each block is settled before it pushes another.
    fn sort(&mut self) {
        let count = self.x.len();
        let mut waiting = vec![0usize; count];
        let mut next = vec![Vec::new(); count];
        for &(low, high, _) in &self.apart {
            waiting[high] += 1;
            next[low].push(high);
        }
        let mut rank = vec![usize::MAX; count];
        let mut ready: Vec<usize> = (0..count).filter(|&block| waiting[block] == 0).collect();
        let mut done = 0;
        while let Some(block) = ready.pop() {
            rank[block] = done;
            done += 1;
            for &high in &next[block] {
                waiting[high] -= 1;
                if waiting[high] == 0 {
                    ready.push(high);
                }
            }
        }
        self.apart.sort_by_key(|&(low, high, _)| (rank[low], rank[high]));
    }

    /// Moves each block to where its lines want it; blocks that touch and push each other as one. Says how far the
    /// one went that went farthest.
    fn pull(&mut self, sheet: &Sheet) -> f64 {
        let count = self.x.len();
        let mut force = vec![(0.0, 0.001); count];
        for (index, line) in sheet.lines.iter().enumerate() {
            let ((a, at_a), (b, at_b)) = (self.of[line.upper], self.of[line.lower]);
            if a != b {
                let weight = sheet.weight[index];
                let apart = (self.x[b] + at_b + line.at_lower) - (self.x[a] + at_a + line.at_upper);
                force[a] = (force[a].0 + weight * apart, force[a].1 + weight);
                force[b] = (force[b].0 - weight * apart, force[b].1 + weight);
            }
        }
        let touching: Vec<(usize, usize)> = self
            .apart
            .iter()
            .filter(|&&(low, high, distance)| low != high && self.x[high] - self.x[low] < distance + TINY)
            .map(|&(low, high, _)| (low, high))
            .collect();
        let mut regions = super::sheets::Joined::new(count);
        for _ in 0..8 {
            let mut joined = false;
            for &(low, high) in &touching {
                let (a, b) = (regions.root(low), regions.root(high));
                if a != b && force[a].0 / force[a].1 > force[b].0 / force[b].1 + 1e-9 {
                    let sum = (force[a].0 + force[b].0, force[a].1 + force[b].1);
                    regions.join(a, b);
                    force[regions.root(a)] = sum;
                    joined = true;
                }
            }
            if !joined {
                break;
            }
        }
        let mut farthest: f64 = 0.0;
        for block in 0..count {
            let (pull, weight) = force[regions.root(block)];
            let step = pull / weight;
            farthest = farthest.max(step.abs());
            self.x[block] += step;
        }
        farthest
    }

    /// Restores the least distances, giving way to the high side or to the low.
    fn push_apart(&mut self, upwards: bool) {
        if upwards {
            for &(low, high, distance) in &self.apart {
                self.x[high] = self.x[high].max(self.x[low] + distance);
            }
        } else {
            for &(low, high, distance) in self.apart.iter().rev() {
                self.x[low] = self.x[low].min(self.x[high] - distance);
            }
        }
    }

    fn write(&self, sheet: &mut Sheet) {
        for (x, &(block, offset)) in sheet.x.iter_mut().zip(&self.of) {
            *x = self.x[block] + offset;
        }
    }
}

/// Places in order that keep at least `gaps` from one to the next (the first gap counts for nothing) and lie as near
/// to the wishes as can be, by least squares with weights.
pub(super) fn spread(wishes: &[(f64, f64)], gaps: &[f64]) -> Vec<f64> {
    // Less the gaps before it, each place must not be below the one before: pools of equal places.
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(wishes.len());
    let mut offset = 0.0;
    for (index, &(wish, weight)) in wishes.iter().enumerate() {
        if index > 0 {
            offset += gaps.get(index).copied().unwrap_or(0.0);
        }
        let mut pool = ((wish - offset) * weight, weight, 1);
        while let Some(&last) = pools.last().filter(|last| last.0 / last.1 > pool.0 / pool.1) {
            pools.pop();
            pool = (pool.0 + last.0, pool.1 + last.1, pool.2 + last.2);
        }
        pools.push(pool);
    }
    let mut places = Vec::with_capacity(wishes.len());
    let mut offset = 0.0;
    for (sum, weight, count) in pools {
        for _ in 0..count {
            let index = places.len();
            if index > 0 {
                offset += gaps.get(index).copied().unwrap_or(0.0);
            }
            places.push(sum / weight + offset);
        }
    }
    places
}
