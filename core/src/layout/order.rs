//! The order of each row, for few crossings.
//!
//! Rows of all containers are put in order together. A link that ends in a group counts at the place of its port in
//! the group's own first or last row, and that port is pulled by the link's far end outside: so an order that pays on
//! one side of a border is seen on the other. Sweeps by barycentre (Sugiyama, Tagawa and Toda, 1981) find the coarse
//! order, exchanges of neighbours and sifting (Matuszewski, Schönfeld and Molitor, 1999) the rest.
//!
//! The document's order is the first candidate and only gives way to one with fewer crossings; among orders with as
//! many, vertices drift back to it. What is added to a chart therefore does not shuffle what was there.

use super::flow::Border;
use super::pieces::{Course, Foot, Pieces};
use super::sheets::{Joined, Kind, Sheets};
use super::tree::Child;

/// Puts the rows of `sheets` in order.
pub(super) fn order(sheets: &mut Sheets, pieces: &Pieces) {
    let clusters = clusters(sheets);
    let mut ordering = Ordering::new(sheets, pieces);
    for cluster in &clusters {
        ordering.solve(cluster);
    }
    let rows = ordering.rows;
    for (row, vertices) in sheets.rows.iter_mut().zip(rows) {
        row.vertices = vertices;
    }
}

/// Rows that can be put in order apart from each other: those of sheets that no port ties together.
fn clusters(sheets: &Sheets) -> Vec<Vec<usize>> {
    let mut joined = Joined::new(sheets.rows.len());
    for sheet in &sheets.all {
        sheet.rows.clone().skip(1).for_each(|row| joined.join(sheet.rows.start, row));
    }
    for port in 0..sheets.ports {
        if let Some(strand) = sheets.vertices[port].outer {
            joined.join(sheets.vertices[port].row, sheets.vertices[sheets.strands[strand].upper].row);
        }
    }
    let mut found = vec![usize::MAX; sheets.rows.len()];
    let mut clusters: Vec<Vec<usize>> = Vec::new();
    for row in rows_along_flow(sheets) {
        let root = joined.root(row);
        if found[root] == usize::MAX {
            found[root] = clusters.len();
            clusters.push(Vec::new());
        }
        clusters[found[root]].push(row);
    }
    clusters
}

/// All rows, so that those of a group come between those before and those after its own.
fn rows_along_flow(sheets: &Sheets) -> Vec<usize> {
    let mut listed = Vec::with_capacity(sheets.rows.len());
    // What is still to do, last first: a row, then the groups in it.
    enum Task {
        Row(usize),
        Container(usize),
    }
    let root = sheets.of_container.len() - 1;
    let mut tasks = vec![Task::Container(root)];
    while let Some(task) = tasks.pop() {
        match task {
            Task::Container(container) => {
                for &sheet in sheets.of_container[container].iter().rev() {
                    tasks.extend(sheets.all[sheet].rows.clone().rev().map(Task::Row));
                }
            }
            Task::Row(row) => {
                listed.push(row);
                for &vertex in sheets.rows[row].vertices.iter().rev() {
                    if let Kind::Child(Child::Group(group)) = sheets.vertices[vertex].kind {
                        tasks.push(Task::Container(group));
                    }
                }
            }
        }
    }
    listed.extend((0..sheets.rows.len()).filter(|&row| sheets.rows[row].fixed));
    listed
}

/// The far end of a strand: a vertex, and the port on it.
#[derive(Clone, Copy)]
struct Tie {
    far: u32,
    port: u32,
}

const NO_PORT: u32 = u32::MAX;
/// The far end of what leaves a gap at the container's low border, beside the flow, …
const LOW: u32 = u32::MAX - 1;
/// … or at its high one: it crosses all that stands between.
const HIGH: u32 = u32::MAX;

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
/// Strands that may be looked at in search of a better order, in a chart of up to `SMALL` strands.
const EFFORT: usize = 12_000;

struct Ordering<'a> {
    sheets: &'a Sheets,
    /// The vertices of each row, low to high.
    rows: Vec<Vec<usize>>,
    /// The place of each vertex in its row.
    place: Vec<u32>,
    /// For each vertex, its ties to the row before, and to the row after.
    ties: [Vec<Vec<Tie>>; 2],
    /// How many strands may be looked at in search of a better order.
    effort: usize,
    /// What comes in beside the flow, in the gap before and after its row: vertex, port on it, border.
    beside: [Vec<(usize, u32, u32)>; 2],
}

impl<'a> Ordering<'a> {
    fn new(sheets: &'a Sheets, pieces: &Pieces) -> Self {
        let mut ordering = Self {
            sheets,
            rows: sheets.rows.iter().map(|row| row.vertices.clone()).collect(),
            place: vec![0; sheets.vertices.len()],
            ties: [vec![Vec::new(); sheets.vertices.len()], vec![Vec::new(); sheets.vertices.len()]],
            beside: [Vec::new(), Vec::new()],
            // Less for larger charts, whose other steps take longer already.
            effort: EFFORT * SMALL.pow(2) / sheets.strands.len().max(SMALL).pow(2),
        };
        for row in 0..ordering.rows.len() {
            ordering.number(row);
        }
        let tie = |far: usize, port: Option<usize>| Tie {
            far: far as u32,
            port: port.map_or(NO_PORT, |port| port as u32),
        };
        for strand in &sheets.strands {
            let (up, down) = (tie(strand.upper, strand.upper_port), tie(strand.lower, strand.lower_port));
            ordering.ties[0][strand.lower].push(up);
            ordering.ties[1][strand.upper].push(down);
            // A port pulls, and is pulled, from outside as well.
            for (port, far) in [(strand.lower_port, up), (strand.upper_port, down)] {
                let Some(port) = port else { continue };
                match sheets.rows.get(sheets.vertices[port].row).and_then(|row| row.border) {
                    Some(Border::Start) => ordering.ties[0][port].push(far),
                    Some(Border::End) => ordering.ties[1][port].push(far),
                    _ => {}
                }
            }
        }
        ordering.tie_beside(pieces);
        ordering
    }

    /// Ties what comes in beside the flow to the border where it does.
    fn tie_beside(&mut self, pieces: &Pieces) {
        for piece in &pieces.all {
            let Course::Beside { port, inner, gap } = piece.course else { continue };
            let side = usize::from(gap == Border::End);
            let far = if pieces.ports[port].border == Border::Low { LOW } else { HIGH };
            let (vertex, inner_port) = self.sheets.at(inner);
            let own = inner_port.map_or(NO_PORT, |port| port as u32);
            self.ties[side][vertex].push(Tie { far, port: NO_PORT });
            self.beside[side].push((vertex, own, far));
            if let Foot::Group { port, .. } = inner {
                self.ties[side][port].push(Tie { far, port: NO_PORT });
            }
        }
        for beside in &mut self.beside {
            beside.sort_unstable();
        }
    }

    /// What comes in beside the flow to a vertex, by gap.
    fn beside(&self, side: usize, vertex: usize) -> &[(usize, u32, u32)] {
        let beside = &self.beside[side];
        let begin = beside.partition_point(|entry| entry.0 < vertex);
        let end = beside.partition_point(|entry| entry.0 <= vertex);
        &beside[begin..end]
    }

    fn number(&mut self, row: usize) {
        for (place, &vertex) in self.rows[row].iter().enumerate() {
            self.place[vertex] = place as u32;
        }
    }

    /// Where a tie ends in its row: the vertex's place, then the port's.
    fn key(&self, tie: Tie) -> u64 {
        match tie.far {
            LOW => return 0,
            HIGH => return u64::MAX,
            _ => {}
        }
        let port = self.place.get(tie.port as usize).copied().unwrap_or(0);
        (u64::from(self.place[tie.far as usize]) + 1) << 32 | u64::from(port)
    }

    /// The same as a number between places. `width` is how many vertices stand beside each other.
    fn pull(&self, tie: Tie, width: usize) -> f64 {
        match tie.far {
            LOW => return -1.0,
            HIGH => return width as f64,
            _ => {}
        }
        let within = self.sheets.vertices.get(tie.port as usize).map_or(0.5, |port| {
            let width = self.rows.get(port.row).map_or(1, Vec::len);
            (f64::from(self.place[tie.port as usize]) + 0.5) / width as f64
        });
        f64::from(self.place[tie.far as usize]) + within
    }

    /// Lets the ports beside the flow follow the rows to which they lead.
    fn follow(&mut self, cluster: &[usize]) {
        for &row in cluster {
            if self.sheets.rows[row].fixed {
                let mut ports = std::mem::take(&mut self.rows[row]);
                ports.sort_by_cached_key(|&port| {
                    let vertex = &self.sheets.vertices[port];
                    let place = vertex.follows.map_or(0, |follows| {
                        let place = i64::from(self.place[follows.vertex]);
                        if follows.reversed { -place } else { place }
                    });
                    (vertex.seat as i64, place, port)
                });
                self.rows[row] = ports;
                self.number(row);
            }
        }
    }

    fn solve(&mut self, cluster: &[usize]) {
        self.follow(cluster);
        let mut best = Best { crossings: self.crossings(cluster), rows: self.copy(cluster) };
        if best.crossings == 0 {
            return;
        }
        let strands: usize = cluster.iter().map(|&row| self.strands_below(row)).sum();
        self.sweep_from_here(cluster, strands, &mut best);
        if best.crossings > 0 && strands <= LARGE {
            self.walk_in_depth(cluster);
            self.sweep_from_here(cluster, strands, &mut best);
        }
        if strands <= SMALL {
            self.search(cluster, strands, &mut best);
        }
        self.restore(cluster, &best.rows);
        self.settle(cluster);
    }

    fn strands_below(&self, row: usize) -> usize {
        self.rows[row].iter().map(|&vertex| self.ties[1][vertex].len()).sum()
    }

    /// Sweeps down and up until that no longer helps, then exchanges and sifts.
    fn sweep_from_here(&mut self, cluster: &[usize], strands: usize, best: &mut Best) {
        let mut idle = 0;
        let mut found = Best { crossings: usize::MAX, rows: Vec::new() };
        let (rounds, patience) = if strands > HUGE { (5, 1) } else { (24, PATIENCE) };
        for round in 0..rounds {
            if round % 2 == 0 {
                cluster.iter().for_each(|&row| self.sort_row(row, 0));
            } else {
                cluster.iter().rev().for_each(|&row| self.sort_row(row, 1));
            }
            self.follow(cluster);
            idle += 1;
            let crossings = self.crossings(cluster);
            if crossings < found.crossings {
                found = Best { crossings, rows: self.copy(cluster) };
                idle = 0;
            }
            if found.crossings == 0 || idle > patience {
                break;
            }
        }
        self.restore(cluster, &found.rows);
        self.descend(cluster, strands);
        self.keep(cluster, best);
    }

    fn keep(&self, cluster: &[usize], best: &mut Best) {
        let crossings = self.crossings(cluster);
        if crossings < best.crossings {
            *best = Best { crossings, rows: self.copy(cluster) };
        }
    }

    /// Goes on from the best order with a few vertices misplaced, again and again. The choice of vertices is the same
    /// each time the same chart is laid out.
    fn search(&mut self, cluster: &[usize], strands: usize, best: &mut Best) {
        let movable: Vec<usize> = cluster
            .iter()
            .copied()
            .filter(|&row| self.rows[row].len() > 1 && !self.sheets.rows[row].fixed)
            .collect();
        if movable.is_empty() {
            return;
        }
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        let rounds = (self.effort / (strands + 20)).min(150);
        for _ in 0..rounds {
            if best.crossings == 0 {
                return;
            }
            self.restore(cluster, &best.rows);
            for _ in 0..2 + dice.below(4) {
                let row = movable[dice.below(movable.len())];
                let (a, b) = (dice.below(self.rows[row].len()), dice.below(self.rows[row].len()));
                let vertex = self.rows[row].remove(a);
                self.rows[row].insert(b, vertex);
                self.number(row);
            }
            if dice.below(2) == 0 {
                cluster.iter().for_each(|&row| self.sort_row(row, 0));
                cluster.iter().rev().for_each(|&row| self.sort_row(row, 1));
            }
            self.descend(cluster, strands);
            self.keep(cluster, best);
        }
    }

    /// Sorts a row by the mean place of the far ends on one side. Vertices without any stay where they are.
    fn sort_row(&mut self, row: usize, side: usize) {
        if self.sheets.rows[row].fixed || self.rows[row].len() < 2 {
            return;
        }
        let mut pulled: Vec<(f64, usize)> = Vec::new();
        let mut slots = Vec::new();
        for (slot, &vertex) in self.rows[row].iter().enumerate() {
            let ties = &self.ties[side][vertex];
            if !ties.is_empty() {
                let sum: f64 = ties.iter().map(|&tie| self.pull(tie, self.rows[row].len())).sum();
                pulled.push((sum / ties.len() as f64, vertex));
                slots.push(slot);
            }
        }
        pulled.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (slot, (_, vertex)) in slots.into_iter().zip(pulled) {
            self.rows[row][slot] = vertex;
        }
        self.number(row);
    }

    /// Moves single vertices while that takes crossings away.
    fn descend(&mut self, cluster: &[usize], strands: usize) {
        for _ in 0..if strands > HUGE { 1 } else { 8 } {
            let mut gain = 0;
            for &row in cluster {
                if !self.sheets.rows[row].fixed {
                    gain += self.exchange(row, |_, _, now, then| then < now);
                    if strands <= MEDIUM {
                        gain += self.sift(row);
                    }
                }
            }
            self.follow(cluster);
            if gain == 0 {
                return;
            }
        }
    }

    /// Exchanges neighbours where `better` says so, given both, the crossings between them, and those afterwards.
    fn exchange(&mut self, row: usize, better: impl Fn(f64, f64, usize, usize) -> bool) -> usize {
        let mut exchanges = 0;
        for index in 1..self.rows[row].len() {
            let (low, high) = (self.rows[row][index - 1], self.rows[row][index]);
            let (now, then) = self.pair(low, high);
            let seat = |vertex: usize| self.sheets.vertices[vertex].seat;
            if better(seat(low), seat(high), now, then) {
                self.rows[row].swap(index - 1, index);
                self.place.swap(low, high);
                exchanges += 1;
            }
        }
        exchanges
    }

    /// Takes each vertex of a row to its best place in it.
    fn sift(&mut self, row: usize) -> usize {
        let mut moves = 0;
        for vertex in self.rows[row].clone() {
            let from = self.place[vertex] as usize;
            let (mut best, mut to) = (0, from);
            let mut balance = 0i64;
            for index in (0..from).rev() {
                let (now, then) = self.pair(self.rows[row][index], vertex);
                balance += then as i64 - now as i64;
                if balance < best {
                    (best, to) = (balance, index);
                }
            }
            balance = 0;
            for index in from + 1..self.rows[row].len() {
                let (now, then) = self.pair(vertex, self.rows[row][index]);
                balance += then as i64 - now as i64;
                if balance < best {
                    (best, to) = (balance, index);
                }
            }
            if to != from {
                self.rows[row].remove(from);
                self.rows[row].insert(to, vertex);
                self.number(row);
                moves += 1;
            }
        }
        moves
    }

    /// Lets vertices drift back to the document's order where that costs no crossing.
    fn settle(&mut self, cluster: &[usize]) {
        for _ in 0..32 {
            let mut moves = 0;
            for &row in cluster {
                if !self.sheets.rows[row].fixed {
                    moves += self.exchange(row, |low, high, now, then| low > high && then <= now);
                }
            }
            self.follow(cluster);
            if moves == 0 {
                return;
            }
        }
    }

    /// An order as a walk in depth from the first rows meets the vertices.
    fn walk_in_depth(&mut self, cluster: &[usize]) {
        let mut met = vec![false; self.place.len()];
        let mut rows: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
        let mut starts = Vec::new();
        for &row in cluster {
            let mut vertices = self.sheets.rows[row].vertices.clone();
            vertices.sort_by(|&a, &b| self.sheets.vertices[a].seat.total_cmp(&self.sheets.vertices[b].seat));
            starts.extend(vertices);
        }
        for start in starts {
            let mut stack = vec![start];
            while let Some(vertex) = stack.pop() {
                if std::mem::replace(&mut met[vertex], true) {
                    continue;
                }
                rows.entry(self.sheets.vertices[vertex].row).or_default().push(vertex);
                stack.extend(
                    self.ties[1][vertex].iter().rev().filter(|tie| tie.far < LOW).map(|tie| tie.far as usize),
                );
            }
        }
        for &row in cluster {
            if let Some(vertices) = rows.remove(&row).filter(|_| !self.sheets.rows[row].fixed) {
                self.rows[row] = vertices;
                self.number(row);
            }
        }
    }

    /// Crossings between two neighbours as they stand, and if they changed places.
    fn pair(&self, low: usize, high: usize) -> (usize, usize) {
        let mut counts = (0, 0);
        for side in 0..2 {
            let (a, b) = (&self.ties[side][low], &self.ties[side][high]);
            if a.len() * b.len() <= 64 {
                for &a in a {
                    let a = self.key(a);
                    for &b in b {
                        let b = self.key(b);
                        counts.0 += usize::from(a > b);
                        counts.1 += usize::from(a < b);
                    }
                }
            } else {
                let sorted = |ties: &[Tie]| {
                    let mut keys: Vec<u64> = ties.iter().map(|&tie| self.key(tie)).collect();
                    keys.sort_unstable();
                    keys
                };
                let (a, b) = (sorted(a), sorted(b));
                for key in a {
                    counts.0 += b.partition_point(|&other| other < key);
                    counts.1 += b.len() - b.partition_point(|&other| other <= key);
                }
            }
        }
        counts
    }

    /// All crossings of a cluster.
    fn crossings(&self, cluster: &[usize]) -> usize {
        let mut keys = Vec::new();
        let mut total = 0;
        for &row in cluster {
            keys.clear();
            for &vertex in &self.rows[row] {
                for &strand in &self.sheets.vertices[vertex].after {
                    let strand = &self.sheets.strands[strand];
                    let port = |port: Option<usize>| port.map_or(NO_PORT, |port| port as u32);
                    let upper = Tie { far: strand.upper as u32, port: port(strand.upper_port) };
                    let lower = Tie { far: strand.lower as u32, port: port(strand.lower_port) };
                    keys.push((self.key(upper), self.key(lower)));
                }
            }
            self.add_beside(row, &mut keys);
            keys.sort_unstable();
            total += inversions(&mut keys.iter().map(|key| key.1).collect::<Vec<_>>());
        }
        total
    }

    /// Adds what comes in beside the flow in the gap after `row`.
    fn add_beside(&self, row: usize, keys: &mut Vec<(u64, u64)>) {
        if self.beside.iter().all(Vec::is_empty) {
            return;
        }
        let end = |far: u32| self.key(Tie { far, port: NO_PORT });
        for &vertex in &self.rows[row] {
            for &(_, port, far) in self.beside(1, vertex) {
                keys.push((self.key(Tie { far: vertex as u32, port }), end(far)));
            }
        }
        for &vertex in self.rows.get(row + 1).into_iter().flatten() {
            for &(_, port, far) in self.beside(0, vertex) {
                keys.push((end(far), self.key(Tie { far: vertex as u32, port })));
            }
        }
    }

    fn copy(&self, cluster: &[usize]) -> Vec<Vec<usize>> {
        cluster.iter().map(|&row| self.rows[row].clone()).collect()
    }

    fn restore(&mut self, cluster: &[usize], rows: &[Vec<usize>]) {
        for (&row, vertices) in cluster.iter().zip(rows) {
            self.rows[row].clone_from(vertices);
            self.number(row);
        }
    }
}

struct Best {
    crossings: usize,
    rows: Vec<Vec<usize>>,
}

/// Pairs that stand in the wrong order. Sorts `keys` by merging.
fn inversions(keys: &mut [u64]) -> usize {
    let count = keys.len();
    if count < 24 {
        let mut total = 0;
        for high in 1..count {
            total += keys[..high].iter().filter(|&&low| low > keys[high]).count();
        }
        return total;
    }
    let mut total = 0;
    let mut merged = keys.to_vec();
    let mut width = 1;
    while width < count {
        for begin in (0..count).step_by(2 * width) {
            let (middle, end) = ((begin + width).min(count), (begin + 2 * width).min(count));
            let (mut low, mut high) = (begin, middle);
            for slot in &mut merged[begin..end] {
                if high >= end || (low < middle && keys[low] <= keys[high]) {
                    *slot = keys[low];
                    low += 1;
                } else {
                    *slot = keys[high];
                    high += 1;
                    total += middle - low;
                }
            }
        }
        keys.copy_from_slice(&merged);
        width *= 2;
    }
    total
}

/// Numbers without a pattern, the same ones each time (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}
