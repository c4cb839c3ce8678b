//! Blocks: what hangs together by straight lines moves as one.

use super::straight::Straight;
use super::{Sheet, weight};
use crate::layout::joined::Joined;
use crate::layout::lists::Lists;

/// Distances below this are none.
const TINY: f64 = 0.01;
/// Rounds end when no block goes farther than this.
const STILL: f64 = 0.25;

/// Bodies joined by straight lines.
pub(super) struct Blocks {
    /// The block of each body, and its anchor from the block's.
    of: Vec<(usize, f64)>,
    x: Vec<f64>,
    /// Neighbours, so that each block is settled before it pushes another.
    apart: Vec<Apart>,
    /// The lines between blocks.
    lines: Vec<Slant>,
}

/// Two blocks that are neighbours in some row, and the least distance of their anchors in any.
#[derive(Clone, Copy)]
struct Apart {
    low: usize,
    high: usize,
    distance: f64,
}

/// A line between two blocks, straight when the anchor of `b` is by `offset` above that of `a`.
#[derive(Clone, Copy)]
struct Slant {
    a: usize,
    b: usize,
    offset: f64,
    weight: f64,
}

impl Blocks {
    /// The blocks that straight lines make, each at the mean place of its bodies.
    pub(super) fn of(sheet: &Sheet, straight: &Straight, x: &[f64]) -> Self {
        let mut blocks = Self {
            of: vec![(usize::MAX, 0.0); sheet.bodies.len()],
            x: Vec::new(),
            apart: Vec::new(),
            lines: Vec::new(),
        };
        for top in 0..sheet.bodies.len() {
            if blocks.of[top].0 == usize::MAX {
                blocks.join(sheet, straight, top, x);
            }
        }
        blocks.set_apart(sheet);
        for line in sheet.lines {
            let ((a, at_a), (b, at_b)) = (blocks.of[line.upper], blocks.of[line.lower]);
            if a != b {
                let offset = (at_a + line.at_upper) - (at_b + line.at_lower);
                blocks.lines.push(Slant { a, b, offset, weight: weight(sheet.bodies, line) });
            }
        }
        blocks
    }

    /// Makes a block of all that hangs straight below `top`.
    fn join(&mut self, sheet: &Sheet, straight: &Straight, top: usize, x: &[f64]) {
        let block = self.x.len();
        let (mut body, mut offset) = (top, 0.0);
        let (mut sum, mut count) = (0.0, 0.0);
        loop {
            self.of[body] = (block, offset);
            sum += x[body] - offset;
            count += 1.0;
            let Some(line) = straight.below[body].map(|line| sheet.lines[line]) else { break };
            offset += line.at_upper - line.at_lower;
            body = line.lower;
        }
        self.x.push(sum / count);
    }

    /// Finds the neighbours, and sorts them so that each block is settled before it pushes another.
    fn set_apart(&mut self, sheet: &Sheet) {
        for row in sheet.rows {
            for high in row.clone().skip(1) {
                let ((a, at_a), (b, at_b)) = (self.of[high - 1], self.of[high]);
                let distance = sheet.distance(high - 1, high) + at_a - at_b;
                self.apart.push(Apart { low: a, high: b, distance });
            }
        }
        let rank = self.ranks();
        let key = |apart: &Apart| (rank[apart.low], rank[apart.high]);
        self.apart.sort_unstable_by(|a, b| key(a).cmp(&key(b)).then(b.distance.total_cmp(&a.distance)));
        self.apart.dedup_by_key(|apart| (apart.low, apart.high));
    }

    /// A number for each block, higher than those of its neighbours on the low side.
    fn ranks(&self) -> Vec<usize> {
        let count = self.x.len();
        let mut waiting = vec![0usize; count];
        let pairs: Vec<(usize, usize)> = self.apart.iter().map(|apart| (apart.low, apart.high)).collect();
        pairs.iter().for_each(|&(_, high)| waiting[high] += 1);
        let next = Lists::of(count, &pairs);
        let mut rank = vec![usize::MAX; count];
        let mut ready: Vec<usize> = (0..count).filter(|&block| waiting[block] == 0).collect();
        let mut done = 0;
        while let Some(block) = ready.pop() {
            rank[block] = done;
            done += 1;
            for &high in next.at(block) {
                waiting[high] -= 1;
                if waiting[high] == 0 {
                    ready.push(high);
                }
            }
        }
        rank
    }

    /// Moves blocks along the pull of their lines, and writes the places of all bodies.
    pub(super) fn relax(&mut self, rounds: usize, x: &mut [f64]) {
        let mut pulls = Pulls::default();
        for round in 0..rounds {
            let moved = self.pull(&mut pulls);
            self.push_apart(round % 2 == 0);
            if moved < STILL {
                break;
            }
        }
        self.push_apart(true);
        for (x, &(block, offset)) in x.iter_mut().zip(&self.of) {
            *x = self.x[block] + offset;
        }
    }

    /// Moves each block to where its lines want it; blocks that touch and push each other as one. Says how far the
    /// one went that went farthest.
    fn pull(&mut self, pulls: &mut Pulls) -> f64 {
        pulls.of_lines(&self.lines, &self.x);
        let apart = |apart: &Apart| self.x[apart.high] - self.x[apart.low];
        pulls.join_touching(self.apart.iter().filter(|pair| apart(pair) < pair.distance + TINY));
        let mut farthest: f64 = 0.0;
        for (block, x) in self.x.iter_mut().enumerate() {
            let step = pulls.step(block);
            farthest = farthest.max(step.abs());
            *x += step;
        }
        farthest
    }

    /// Restores the least distances, giving way to the high side or to the low.
    fn push_apart(&mut self, upwards: bool) {
        if upwards {
            for &Apart { low, high, distance } in &self.apart {
                self.x[high] = self.x[high].max(self.x[low] + distance);
            }
        } else {
            for &Apart { low, high, distance } in self.apart.iter().rev() {
                self.x[low] = self.x[low].min(self.x[high] - distance);
            }
        }
    }
}

/// What pulls at each block, and which move as one.
#[derive(Default)]
struct Pulls {
    /// Force and weight of each block, or of the blocks that it stands for.
    force: Vec<(f64, f64)>,
    regions: Joined,
    touching: Vec<(usize, usize)>,
}

impl Pulls {
    fn of_lines(&mut self, lines: &[Slant], x: &[f64]) {
        self.force.clear();
        self.force.resize(x.len(), (0.0, 0.001));
        for &Slant { a, b, offset, weight } in lines {
            let force = weight * (x[b] - x[a] - offset);
            self.force[a] = (self.force[a].0 + force, self.force[a].1 + weight);
            self.force[b] = (self.force[b].0 - force, self.force[b].1 + weight);
        }
    }

    /// Lets neighbours that touch and are pulled together move as one.
    fn join_touching<'a>(&mut self, touching: impl Iterator<Item = &'a Apart>) {
        self.touching.clear();
        self.touching.extend(touching.filter(|pair| pair.low != pair.high).map(|pair| (pair.low, pair.high)));
        self.regions.reset(self.force.len());
        for _ in 0..8 {
            let mut joined = false;
            for &(low, high) in &self.touching {
                let (a, b) = (self.regions.root(low), self.regions.root(high));
                let (pull_a, pull_b) = (self.force[a], self.force[b]);
                if a != b && pull_a.0 / pull_a.1 > pull_b.0 / pull_b.1 + 1e-9 {
                    self.regions.join(a, b);
                    let root = self.regions.root(a);
                    self.force[root] = (pull_a.0 + pull_b.0, pull_a.1 + pull_b.1);
                    joined = true;
                }
            }
            if !joined {
                break;
            }
        }
    }

    /// How far a block goes.
    fn step(&mut self, block: usize) -> f64 {
        let (pull, weight) = self.force[self.regions.root(block)];
        pull / weight
    }
}
