//! Steps that put one row in a better order, as its neighbours stand.

use super::arrangement::{Arrangement, Neighbour, Step, Tie};

impl Arrangement<'_> {
    /// Sorts a row by the mean place of the far ends on one side. Vertices without any stay where they are.
    pub(super) fn sort_row(&mut self, row: usize, side: Neighbour) {
        let step = if side == Neighbour::Before { Step::SortByBefore } else { Step::SortByAfter };
        if self.is_fixed(row) || self.rows[row].len() < 2 || self.is_done(step, row) {
            return;
        }
        let width = self.rows[row].len();
        let mut pulled = std::mem::take(&mut self.pulled);
        pulled.clear();
        for &vertex in &self.rows[row] {
            let ties = self.ties(side, vertex);
            if !ties.is_empty() {
                let sum: f64 = ties.iter().map(|&tie| self.pull(tie, width)).sum();
                pulled.push((sum / ties.len() as f64, vertex));
            }
        }
        if !pulled.is_sorted_by(|a, b| a.0 <= b.0) {
            pulled.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut sorted = pulled.iter().map(|&(_, vertex)| vertex);
            for slot in 0..width {
                if !self.ties(side, self.rows[row][slot]).is_empty()
                    && let Some(vertex) = sorted.next()
                {
                    self.rows[row][slot] = vertex;
                }
            }
            self.number(row);
        }
        self.pulled = pulled;
        self.set_done(step, row);
    }

    /// Where a tie ends, as a number between places. `width` is how many vertices stand beside each other.
    fn pull(&self, tie: Tie, width: usize) -> f64 {
        if tie.far == self.low {
            return 0.0;
        }
        if tie.far == self.high {
            return (width + 1) as f64;
        }
        let place = |vertex: u32| f64::from(self.place[vertex as usize]);
        if tie.port == self.no_port {
            return place(tie.far) + 0.5;
        }
        let row = self.sheets.vertices[tie.port as usize].row;
        let width = self.rows.get(row).map_or(1, Vec::len);
        place(tie.far) + (place(tie.port) - 0.5) / width as f64
    }

    /// Exchanges neighbours where that takes crossings away. Gives how many.
    pub(super) fn exchange(&mut self, row: usize) -> usize {
        self.exchange_where(Step::Exchange, row, |arrangement, low, high| {
            let (now, then) = arrangement.between(low, high);
            then < now
        })
    }

    /// Lets neighbours drift back to the document's order where that costs no crossing. Gives how many did.
    pub(super) fn settle_row(&mut self, row: usize) -> usize {
        let seats = &self.sheets.vertices;
        self.exchange_where(Step::Settle, row, |arrangement, low, high| {
            seats[low].seat > seats[high].seat && {
                let (now, then) = arrangement.between(low, high);
                then <= now
            }
        })
    }

    /// Exchanges neighbours where `is_better` says that they should stand the other way round.
    fn exchange_where(
        &mut self,
        step: Step,
        row: usize,
        is_better: impl Fn(&Self, usize, usize) -> bool,
    ) -> usize {
        if self.is_fixed(row) || self.is_done(step, row) {
            return 0;
        }
        let mut exchanges = 0;
        let count = self.rows[row].len();
        for step in 1..count {
            let index = if self.upwards { step } else { count - step };
            let (low, high) = (self.rows[row][index - 1], self.rows[row][index]);
            if is_better(self, low, high) {
                self.rows[row].swap(index - 1, index);
                self.place.swap(low, high);
                exchanges += 1;
            }
        }
        if exchanges == 0 {
            self.set_done(step, row)
        } else {
            self.touch(row)
        }
        exchanges
    }

    /// Takes each vertex of a row to its best place in it. Gives how many moved.
    pub(super) fn sift(&mut self, row: usize) -> usize {
        if self.is_fixed(row) || self.is_done(Step::Sift, row) {
            return 0;
        }
        let mut moves = 0;
        for vertex in self.rows[row].clone() {
            let from = self.place[vertex] as usize - 1;
            let to = self.best_place(row, vertex, from);
            if to != from {
                self.rows[row].remove(from);
                self.rows[row].insert(to, vertex);
                self.number(row);
                moves += 1;
            }
        }
        if moves == 0 {
            self.set_done(Step::Sift, row);
        }
        moves
    }

    /// The place of a row at which a vertex has the fewest crossings with the others.
    fn best_place(&self, row: usize, vertex: usize, from: usize) -> usize {
        let others = &self.rows[row];
        let (mut best, mut to) = (0, from);
        let mut balance = 0i64;
        for index in (0..from).rev() {
            let (now, then) = self.between(others[index], vertex);
            balance += then as i64 - now as i64;
            if balance < best {
                (best, to) = (balance, index);
            }
        }
        balance = 0;
        for (index, &other) in others.iter().enumerate().skip(from + 1) {
            let (now, then) = self.between(vertex, other);
            balance += then as i64 - now as i64;
            if balance < best {
                (best, to) = (balance, index);
            }
        }
        to
    }

    /// Lets the ports beside the flow follow the rows to which they lead.
    pub(super) fn follow(&mut self, cluster: &[usize]) {
        for &row in cluster {
            if !self.is_fixed(row) || self.is_done(Step::Follow, row) {
                continue;
            }
            let mut ports = self.rows[row].clone();
            ports.sort_by_cached_key(|&port| {
                let vertex = &self.sheets.vertices[port];
                let place = vertex.follows.map_or(0, |follows| {
                    let place = i64::from(self.place[follows.vertex]);
                    if follows.reversed { -place } else { place }
                });
                (vertex.seat as i64, place, port)
            });
            if ports != self.rows[row] {
                self.rows[row] = ports;
                self.number(row);
            }
            self.set_done(Step::Follow, row);
        }
    }

    /// An order as a walk in depth from the first rows meets the vertices.
    pub(super) fn walk_in_depth(&mut self, cluster: &[usize]) {
        let seat = |vertex: usize| self.sheets.vertices[vertex].seat;
        let mut met = vec![false; self.sheets.vertices.len()];
        let mut found: Vec<Vec<usize>> = vec![Vec::new(); self.rows.len()];
        for &row in cluster {
            let mut starts = self.sheets.rows[row].vertices.clone();
            starts.sort_by(|&a, &b| seat(a).total_cmp(&seat(b)));
            let mut stack = Vec::new();
            for start in starts {
                stack.push(start);
                while let Some(vertex) = stack.pop() {
                    if std::mem::replace(&mut met[vertex], true) {
                        continue;
                    }
                    found[self.sheets.vertices[vertex].row].push(vertex);
                    let ties = self.ties(Neighbour::After, vertex).iter().rev();
                    stack.extend(ties.filter(|tie| tie.far < self.low).map(|tie| tie.far as usize));
                }
            }
        }
        for &row in cluster {
            if !self.is_fixed(row) && found[row] != self.rows[row] {
                self.rows[row] = std::mem::take(&mut found[row]);
                self.number(row);
            }
        }
    }
}
