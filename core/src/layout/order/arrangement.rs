//! The order of all rows as it stands, and what has changed since when.
//!
//! Every step looks at one row, its neighbours and the ports on them. A row is therefore looked at again only when one
//! of those has changed since the same step last left it as it was; that changes no result.

use crate::layout::flow::Border;
use crate::layout::lists::Lists;
use crate::layout::pieces::{Course, Foot, Pieces};
use crate::layout::sheets::Sheets;

/// The far end of a strand: a vertex, and the port on it.
#[derive(Clone, Copy)]
pub(super) struct Tie {
    pub far: u32,
    pub port: u32,
}

/// A strand to the row after: the port on its upper end, and its lower end.
#[derive(Clone, Copy)]
pub(super) struct Fall {
    pub port: u32,
    pub to: Tie,
}

/// What comes in beside the flow: a vertex, the port on it, and the end at the border.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Beside {
    pub vertex: u32,
    pub port: u32,
    pub far: u32,
}

/// The row before, or the row after.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Neighbour {
    Before,
    After,
}

/// What is done to a row over and over.
#[derive(Clone, Copy)]
pub(super) enum Step {
    SortByBefore,
    SortByAfter,
    Exchange,
    Sift,
    Settle,
    Count,
    Follow,
}

const STEPS: usize = Step::Follow as usize + 1;

/// Rows in order.
pub(super) struct Arrangement<'a> {
    pub sheets: &'a Sheets,
    /// The vertices of each row, low to high.
    pub rows: Vec<Vec<usize>>,
    /// The place of each vertex in its row, from 1, and those of the three that stand for what is no vertex.
    pub place: Vec<u32>,
    /// The ends beyond the first and the last place of any row, and the port of what has none.
    pub low: u32,
    pub high: u32,
    pub no_port: u32,
    /// All ties, by vertex; see [`Self::before`] and [`Self::after`].
    ties: [Lists<Tie>; 2],
    /// The strands that leave each vertex to the row after.
    pub falls: Lists<Fall>,
    /// What comes in beside the flow in the gap before and after its row, by vertex.
    beside: [Vec<Beside>; 2],
    /// The rows on which the order of each depends, before and after it.
    needs: [Lists<usize>; 2],
    /// Crossings in the gap after each row when they were last counted.
    pub crossings: Vec<usize>,
    /// Counts changes.
    clock: u32,
    /// When each row last changed.
    changed: Vec<u32>,
    /// When each step last left each row as it was.
    done: [Vec<u32>; STEPS],
    /// Whether exchanges go on from low to high, which takes vertices far up in one go, or the other way round.
    pub upwards: bool,
    /// Room for sorting.
    pub keys: Vec<u64>,
    pub merged: Vec<u64>,
    pub pulled: Vec<(f64, usize)>,
}

impl<'a> Arrangement<'a> {
    /// All rows in document order.
    pub(super) fn new(sheets: &'a Sheets, pieces: &Pieces) -> Self {
        let (vertices, rows) = (sheets.vertices.len(), sheets.rows.len());
        let (low, high, no_port) = (vertices as u32, vertices as u32 + 1, vertices as u32 + 2);
        let mut place = vec![0; vertices + 3];
        place[high as usize] = u32::MAX;
        for row in &sheets.rows {
            for (index, &vertex) in row.vertices.iter().enumerate() {
                place[vertex] = index as u32 + 1;
            }
        }
        let mut builder = Builder {
            sheets,
            low,
            high,
            no_port,
            ties: Default::default(),
            falls: Vec::new(),
            beside: Default::default(),
        };
        builder.tie_strands();
        builder.tie_beside(pieces);
        let needs = [builder.needs(0), builder.needs(1)];
        let Builder { ties: [before, after], falls, beside, .. } = builder;
        Self {
            sheets,
            rows: sheets.rows.iter().map(|row| row.vertices.clone()).collect(),
            place,
            low,
            high,
            no_port,
            ties: [Lists::of(vertices, &before), Lists::of(vertices, &after)],
            falls: Lists::of(vertices, &falls),
            beside,
            needs,
            crossings: vec![0; rows],
            clock: 1,
            changed: vec![1; rows],
            done: std::array::from_fn(|_| vec![0; rows]),
            upwards: true,
            keys: Vec::new(),
            merged: Vec::new(),
            pulled: Vec::new(),
        }
    }

    /// The ties of a vertex to one side.
    pub(super) fn ties(&self, side: Neighbour, vertex: usize) -> &[Tie] {
        self.ties[side as usize].at(vertex)
    }

    /// What comes in beside the flow to a vertex, in the gap to one side.
    pub(super) fn beside(&self, side: Neighbour, vertex: usize) -> &[Beside] {
        let beside = &self.beside[side as usize];
        let begin = beside.partition_point(|entry| (entry.vertex as usize) < vertex);
        let end = beside.partition_point(|entry| entry.vertex as usize <= vertex);
        &beside[begin..end]
    }

    /// Whether anything comes in beside the flow, anywhere.
    pub(super) fn has_beside(&self) -> bool {
        self.beside.iter().any(|beside| !beside.is_empty())
    }

    /// Whether a row's order follows from others.
    pub(super) fn is_fixed(&self, row: usize) -> bool {
        self.sheets.rows[row].fixed
    }

    /// Where a tie ends in its row: the vertex's place, then the port's.
    pub(super) fn key(&self, tie: Tie) -> u64 {
        u64::from(self.place[tie.far as usize]) << 32 | u64::from(self.place[tie.port as usize])
    }

    /// The strands that go down from a row.
    pub(super) fn strands_below(&self, row: usize) -> usize {
        self.rows[row].iter().map(|&vertex| self.ties(Neighbour::After, vertex).len()).sum()
    }

    /// Numbers a row whose order has changed.
    pub(super) fn number(&mut self, row: usize) {
        for (index, &vertex) in self.rows[row].iter().enumerate() {
            self.place[vertex] = index as u32 + 1;
        }
        self.touch(row);
    }

    /// Notes that a row has changed.
    pub(super) fn touch(&mut self, row: usize) {
        self.clock += 1;
        self.changed[row] = self.clock;
    }

    /// Whether `step` would leave a row as it is, since neither it nor what it looks at has changed.
    pub(super) fn is_done(&self, step: Step, row: usize) -> bool {
        let since = self.done[step as usize][row];
        let rests = |side: usize, row: usize| {
            self.needs[side].at(row).iter().all(|&other| self.changed[other] <= since)
        };
        self.changed[row] <= since
            && match step {
                Step::SortByBefore => rests(0, row),
                Step::SortByAfter => rests(1, row),
                Step::Count => rests(1, row) && (row + 1 >= self.rows.len() || rests(0, row + 1)),
                Step::Exchange | Step::Sift | Step::Settle | Step::Follow => rests(0, row) && rests(1, row),
            }
    }

    /// Notes that `step` leaves a row as it is now.
    pub(super) fn set_done(&mut self, step: Step, row: usize) {
        self.done[step as usize][row] = self.clock;
    }

    /// The order of some rows.
    pub(super) fn copy(&self, cluster: &[usize]) -> Vec<Vec<usize>> {
        cluster.iter().map(|&row| self.rows[row].clone()).collect()
    }

    /// Puts rows in an order that they had before.
    pub(super) fn restore(&mut self, cluster: &[usize], rows: &[Vec<usize>]) {
        for (&row, vertices) in cluster.iter().zip(rows) {
            if self.rows[row] != *vertices {
                self.rows[row].clone_from(vertices);
                self.number(row);
            }
        }
    }
}

/// Collects what ties rows together.
struct Builder<'a> {
    sheets: &'a Sheets,
    low: u32,
    high: u32,
    no_port: u32,
    ties: [Vec<(usize, Tie)>; 2],
    falls: Vec<(usize, Fall)>,
    beside: [Vec<Beside>; 2],
}

impl Builder<'_> {
    fn tie_strands(&mut self) {
        let no_port = self.no_port;
        let tie = |far: usize, port: Option<usize>| Tie {
            far: far as u32,
            port: port.map_or(no_port, |port| port as u32),
        };
        for strand in &self.sheets.strands {
            let (up, down) = (tie(strand.upper, strand.upper_port), tie(strand.lower, strand.lower_port));
            self.ties[0].push((strand.lower, up));
            self.ties[1].push((strand.upper, down));
            self.falls.push((strand.upper, Fall { port: up.port, to: down }));
            // A port pulls, and is pulled, from outside as well.
            for (port, far) in [(strand.lower_port, up), (strand.upper_port, down)] {
                let Some(port) = port else { continue };
                match self.sheets.rows.get(self.sheets.vertices[port].row).and_then(|row| row.border) {
                    Some(Border::Start) => self.ties[0].push((port, far)),
                    Some(Border::End) => self.ties[1].push((port, far)),
                    _ => {}
                }
            }
        }
    }

    /// Ties what comes in beside the flow to the border where it does.
    fn tie_beside(&mut self, pieces: &Pieces) {
        for piece in &pieces.all {
            let Course::Beside { port, inner, gap } = piece.course else { continue };
            let side = usize::from(gap == Border::End);
            let far = if pieces.ports[port].border == Border::Low { self.low } else { self.high };
            let (vertex, inner_port) = self.sheets.at(inner);
            let own = inner_port.map_or(self.no_port, |port| port as u32);
            self.ties[side].push((vertex, Tie { far, port: self.no_port }));
            self.beside[side].push(Beside { vertex: vertex as u32, port: own, far });
            if let Foot::Group { port, .. } = inner {
                self.ties[side].push((port, Tie { far, port: self.no_port }));
            }
        }
        for beside in &mut self.beside {
            beside.sort_unstable();
        }
    }

    /// The rows of all that a row's vertices are tied to on one side.
    fn needs(&self, side: usize) -> Lists<usize> {
        let row_of = |vertex: u32| self.sheets.vertices.get(vertex as usize).map(|vertex| vertex.row);
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        let mut need = |vertex: usize, other: u32| {
            pairs.extend(row_of(other).map(|other| (self.sheets.vertices[vertex].row, other)));
        };
        for &(vertex, tie) in &self.ties[side] {
            need(vertex, tie.far);
            need(vertex, tie.port);
        }
        for beside in &self.beside[side] {
            need(beside.vertex as usize, beside.port);
        }
        for (vertex, follows) in self.sheets.vertices.iter().enumerate() {
            if let Some(follows) = follows.follows {
                need(vertex, follows.vertex as u32);
            }
        }
        pairs.retain(|&(row, other)| {
            row != other && row < self.sheets.rows.len() && other < self.sheets.rows.len()
        });
        pairs.sort_unstable();
        pairs.dedup();
        Lists::of(self.sheets.rows.len(), &pairs)
    }
}
