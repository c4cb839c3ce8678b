//! How many links cross: in a gap between two rows, and between two vertices side by side.

use super::arrangement::{Arrangement, Fall, Neighbour, Step, Tie};

/// Up to this many comparisons, each tie of one vertex is held against each of the other.
const FEW: usize = 64;

impl Arrangement<'_> {
    /// Crossings between two neighbours as they stand, and if they changed places.
    pub(super) fn between(&self, low: usize, high: usize) -> (usize, usize) {
        let before = self.between_on(Neighbour::Before, low, high);
        let after = self.between_on(Neighbour::After, low, high);
        (before.0 + after.0, before.1 + after.1)
    }

    fn between_on(&self, side: Neighbour, low: usize, high: usize) -> (usize, usize) {
        let (low, high) = (self.ties(side, low), self.ties(side, high));
        let mut counts = (0, 0);
        if low.len() * high.len() <= FEW {
            for &low in low {
                let low = self.key(low);
                for &high in high {
                    let high = self.key(high);
                    counts.0 += usize::from(low > high);
                    counts.1 += usize::from(low < high);
                }
            }
        } else {
            let sorted = |ties: &[Tie]| {
                let mut keys: Vec<u64> = ties.iter().map(|&tie| self.key(tie)).collect();
                keys.sort_unstable();
                keys
            };
            let (low, high) = (sorted(low), sorted(high));
            for key in low {
                counts.0 += high.partition_point(|&other| other < key);
                counts.1 += high.len() - high.partition_point(|&other| other <= key);
            }
        }
        counts
    }

    /// All crossings of a cluster.
    pub(super) fn count(&mut self, cluster: &[usize]) -> usize {
        let mut total = 0;
        for &row in cluster {
            if !self.is_done(Step::Count, row) {
                self.crossings[row] = self.count_below(row);
                self.set_done(Step::Count, row);
            }
            total += self.crossings[row];
        }
        total
    }

    /// Crossings in the gap after `row`: pairs of lower ends in the wrong order, once the upper ones are sorted.
    fn count_below(&mut self, row: usize) -> usize {
        let (mut keys, mut merged) = (std::mem::take(&mut self.keys), std::mem::take(&mut self.merged));
        keys.clear();
        if self.has_beside() {
            self.keys_with_beside(row, &mut keys);
        } else {
            for &vertex in &self.rows[row] {
                self.lower_ends(vertex, &mut keys);
            }
        }
        let total = inversions(&mut keys, &mut merged);
        (self.keys, self.merged) = (keys, merged);
        total
    }

    /// The lower ends of the strands that go down from a vertex, in the order of its ports.
    fn lower_ends(&self, vertex: usize, keys: &mut Vec<u64>) {
        let falls = self.falls.at(vertex);
        if let [fall] = falls {
            keys.push(self.key(fall.to));
        } else if falls.iter().all(|fall| fall.port == self.no_port) {
            let begin = keys.len();
            keys.extend(falls.iter().map(|fall| self.key(fall.to)));
            keys[begin..].sort_unstable();
        } else {
            let place = |fall: &Fall| self.place[fall.port as usize];
            let mut ends: Vec<(u32, u64)> =
                falls.iter().map(|fall| (place(fall), self.key(fall.to))).collect();
            ends.sort_unstable();
            keys.extend(ends.into_iter().map(|end| end.1));
        }
    }

    /// The lower ends in the gap after `row`, with what comes in beside the flow there.
    fn keys_with_beside(&self, row: usize, keys: &mut Vec<u64>) {
        let mut ends = Vec::new();
        let border = |far: u32| self.key(Tie { far, port: self.no_port });
        for &vertex in &self.rows[row] {
            for fall in self.falls.at(vertex) {
                ends.push((self.key(Tie { far: vertex as u32, port: fall.port }), self.key(fall.to)));
            }
            for entry in self.beside(Neighbour::After, vertex) {
                ends.push((self.key(Tie { far: vertex as u32, port: entry.port }), border(entry.far)));
            }
        }
        for &vertex in self.rows.get(row + 1).into_iter().flatten() {
            for entry in self.beside(Neighbour::Before, vertex) {
                ends.push((border(entry.far), self.key(Tie { far: vertex as u32, port: entry.port })));
            }
        }
        ends.sort_unstable();
        keys.extend(ends.into_iter().map(|end| end.1));
    }
}

/// Pairs that stand in the wrong order. Sorts `keys` by merging, in runs that are first sorted by insertion.
fn inversions(keys: &mut [u64], merged: &mut Vec<u64>) -> usize {
    const RUN: usize = 16;
    let count = keys.len();
    let mut total = 0;
    for run in keys.chunks_mut(RUN) {
        for high in 1..run.len() {
            let key = run[high];
            let mut low = high;
            while low > 0 && run[low - 1] > key {
                run[low] = run[low - 1];
                low -= 1;
            }
            run[low] = key;
            total += high - low;
        }
    }
    let mut width = RUN;
    while width < count {
        merged.clear();
        for pair in keys.chunks(2 * width) {
            let (low, high) = pair.split_at(width.min(pair.len()));
            let (mut a, mut b) = (0, 0);
            while a < low.len() && b < high.len() {
                if low[a] <= high[b] {
                    merged.push(low[a]);
                    a += 1;
                } else {
                    merged.push(high[b]);
                    b += 1;
                    total += low.len() - a;
                }
            }
            merged.extend_from_slice(&low[a..]);
            merged.extend_from_slice(&high[b..]);
        }
        keys.copy_from_slice(merged);
        width *= 2;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::inversions;
    use crate::layout::order::dice::Dice;

    #[test]
    fn every_pair_in_the_wrong_order_is_counted_once() {
        let mut dice = Dice::new();
        for count in [0, 1, 2, 15, 16, 17, 40, 200] {
            let mut keys: Vec<u64> = (0..count).map(|_| dice.below(50) as u64).collect();
            let pairs = |high: usize| keys[..high].iter().filter(|&&low| low > keys[high]).count();
            let expected: usize = (0..count).map(pairs).sum();
            assert_eq!(inversions(&mut keys, &mut Vec::new()), expected);
            assert!(keys.is_sorted());
        }
    }
}
