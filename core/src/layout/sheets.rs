//! Rows of vertices: what is put in order and then in place.
//!
//! A sheet is a connected part of a container, as a proper layered graph: each child of the container stands in a row,
//! a link that passes a row has a bend there, a label is a vertex on its link's way, and the ports on the container's
//! borders are the first and the last row. Labels of links between neighbouring rows get rows of their own, between
//! those; where no label asks for it, there is none.

use super::flow::Border;
use super::joined::Joined;
use super::lists::Lists;
use super::pieces::{Course, Foot, Pieces};
use super::rank::{Arc, rank};
use super::tree::{Child, Tree};
use std::collections::BTreeSet;
use std::ops::Range;

/// What stands in a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Where a link passes the container's border.
    Port,
    /// A node or a group.
    Child(Child),
    /// Where a link passes the row.
    Bend,
    /// The label of a link.
    Label(usize),
}

/// Something with a place in a row.
#[derive(Clone, Debug)]
pub(super) struct Vertex {
    pub kind: Kind,
    /// Its row.
    pub row: usize,
    /// For a port, the strand outside.
    pub outer: Option<usize>,
    /// Where it belongs by the document.
    pub seat: f64,
    /// For a port beside the flow, what decides its place among those of the same seat.
    pub follows: Option<Follows>,
}

/// A port beside the flow leads to a vertex of a row: what turns in nearer to the border turns in nearer to the row,
/// so the order of the ports is that of the row, or its reverse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Follows {
    pub vertex: usize,
    pub reversed: bool,
}

/// The part of a link between two rows that follow each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Strand {
    pub link: usize,
    pub upper: usize,
    pub lower: usize,
    /// Where it meets `upper`, if that is a group.
    pub upper_port: Option<usize>,
    /// Where it meets `lower`, if that is a group.
    pub lower_port: Option<usize>,
}

/// Vertices side by side.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// From low to high.
    pub vertices: Vec<usize>,
    /// Twice the rank; odd for a row of labels.
    pub level: i64,
    /// The border on which it lies, for a row of ports.
    pub border: Option<Border>,
    /// Whether its order follows from others: ports beside the flow.
    pub fixed: bool,
}

/// A connected part of a container.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub container: usize,
    /// In order along the flow.
    pub rows: Range<usize>,
    /// Whether links run from it to the container's borders.
    pub bound: bool,
}

/// All containers in rows.
pub(super) struct Sheets {
    /// Ports first, by their index; then nodes, groups, bends and labels.
    pub vertices: Vec<Vertex>,
    pub strands: Vec<Strand>,
    /// The strands that reach each vertex from the row before.
    pub before: Lists<usize>,
    /// The strands that leave each vertex to the row after.
    pub after: Lists<usize>,
    pub rows: Vec<Row>,
    pub all: Vec<Sheet>,
    /// The sheets of each container, in document order.
    pub of_container: Vec<Vec<usize>>,
    /// The strands of each piece, in order along the flow. Empty for a piece beside the flow.
    pub of_piece: Vec<Range<usize>>,
    /// How many ports there are.
    pub ports: usize,
    /// How many nodes there are.
    pub nodes: usize,
}

/// More bends than this are not laid: the longest links then run in lanes of their own beside the sheet. No chart that
/// a person draws comes near it.
const MAX_BENDS: usize = 30_000;

impl Sheets {
    /// Builds the rows of all containers, in document order.
    pub(super) fn build(tree: &Tree, pieces: &Pieces) -> Self {
        let ports = pieces.ports.len();
        let nodes = tree.node_parent.len();
        let mut sheets = Self {
            vertices: (0..ports).map(|_| Vertex::new(Kind::Port)).collect(),
            strands: Vec::new(),
            before: Lists::default(),
            after: Lists::default(),
            rows: Vec::new(),
            all: Vec::new(),
            of_container: vec![Vec::new(); tree.root + 1],
            of_piece: vec![0..0; pieces.all.len()],
            ports,
            nodes,
        };
        sheets.vertices.extend((0..nodes).map(|node| Vertex::new(Kind::Child(Child::Node(node)))));
        sheets.vertices.extend((0..tree.root).map(|group| Vertex::new(Kind::Child(Child::Group(group)))));
        let mut pieces_of = vec![Vec::new(); tree.root + 1];
        for (index, piece) in pieces.all.iter().enumerate() {
            pieces_of[piece.container].push(index);
        }
        let mut ports_of = vec![Vec::new(); tree.root + 1];
        for (index, port) in pieces.ports.iter().enumerate() {
            ports_of[port.group].push(index);
        }
        for &container in &tree.outer_first {
            for (place, &child) in tree.children[container].iter().enumerate() {
                let vertex = sheets.of_child(child);
                sheets.vertices[vertex].seat = place as f64;
            }
            let parts = parts(&sheets, tree, pieces, container, &pieces_of[container], &ports_of[container]);
            for part in parts {
                Builder { sheets: &mut sheets, pieces, container, levels: Vec::new() }.build(part);
            }
            sheets.fix_ports(pieces, &ports_of[container], &pieces_of[container]);
        }
        let at_ends = |end: fn(&Strand) -> usize| -> Lists<usize> {
            let ends: Vec<(usize, usize)> = sheets.strands.iter().map(end).zip(0..).collect();
            Lists::of(sheets.vertices.len(), &ends)
        };
        (sheets.before, sheets.after) = (at_ends(|strand| strand.lower), at_ends(|strand| strand.upper));
        sheets
    }

    /// The vertex of a child.
    pub(super) fn of_child(&self, child: Child) -> usize {
        match child {
            Child::Node(node) => self.ports + node,
            Child::Group(group) => self.ports + self.nodes + group,
        }
    }

    /// The sheet that a row belongs to; none for ports beside the flow.
    pub(super) fn sheet_of(&self, row: usize) -> Option<usize> {
        let sheet = self.all.partition_point(|sheet| sheet.rows.end <= row);
        self.all.get(sheet).filter(|found| found.rows.contains(&row)).map(|_| sheet)
    }

    /// The vertex at which a piece ends, and the port on it.
    pub(super) fn at(&self, foot: Foot) -> (usize, Option<usize>) {
        match foot {
            Foot::Node(node) => (self.of_child(Child::Node(node)), None),
            Foot::Group { group, port } => (self.of_child(Child::Group(group)), Some(port)),
            Foot::Border { port } => (port, None),
        }
    }

    /// Makes rows of the ports beside the flow, in the order of the rows to which they lead.
    fn fix_ports(&mut self, pieces: &Pieces, ports: &[usize], of_container: &[usize]) {
        let mut order: Vec<(i64, usize)> = Vec::new();
        for &piece in of_container {
            if let Course::Beside { port, inner, gap } = pieces.all[piece].course {
                let inner = self.at(inner).0;
                let border = pieces.ports[port].border;
                let level = self.rows.get(self.vertices[inner].row).map_or(0, |row| row.level);
                let reversed = (border == Border::Low) == (gap == Border::Start);
                self.vertices[port].follows = Some(Follows { vertex: inner, reversed });
                order.push((2 * level + i64::from(gap == Border::End), port));
            }
        }
        let ended = ports.iter().filter(|&&port| pieces.ports[port].inner.is_none());
        order.extend(ended.map(|&port| (0, port)));
        order.sort_unstable();
        for &(class, port) in &order {
            self.vertices[port].seat = class as f64;
        }
        for border in [Border::Low, Border::High] {
            let vertices: Vec<usize> = order
                .iter()
                .map(|entry| entry.1)
                .filter(|&port| pieces.ports[port].border == border)
                .collect();
            if !vertices.is_empty() {
                for &vertex in &vertices {
                    self.vertices[vertex].row = self.rows.len();
                }
                self.rows.push(Row { vertices, level: 0, border: Some(border), fixed: true });
            }
        }
    }
}

impl Vertex {
    fn new(kind: Kind) -> Self {
        Self { kind, row: usize::MAX, outer: None, seat: 0.0, follows: None }
    }
}

/// What becomes one sheet.
#[derive(Default)]
struct Part {
    children: Vec<Child>,
    pieces: Vec<usize>,
    ports: Vec<usize>,
    bound: bool,
    /// Whether links come in beside the flow, so that nothing may stand between it and the borders.
    beside: bool,
}

/// The connected parts of a container. All that is linked to its borders is one part, since the ports are.
fn parts(
    sheets: &Sheets,
    tree: &Tree,
    pieces: &Pieces,
    container: usize,
    of_container: &[usize],
    ports: &[usize],
) -> Vec<Part> {
    let children = &tree.children[container];
    let place: std::collections::HashMap<usize, usize> =
        children.iter().enumerate().map(|(place, &child)| (sheets.of_child(child), place)).collect();
    let border = children.len();
    let mut joined = Joined::new(border + 1);
    let local = |foot: Foot| place.get(&sheets.at(foot).0).copied().unwrap_or(border);
    let mut beside = false;
    for &piece in of_container {
        match pieces.all[piece].course {
            Course::Flow { upper, lower, .. } => joined.join(local(upper), local(lower)),
            Course::Beside { .. } => beside = true,
        }
    }
    if beside {
        (0..border).for_each(|child| joined.join(child, border));
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut part_of = vec![usize::MAX; border + 1];
    let flow_ports: Vec<usize> =
        ports.iter().copied().filter(|&port| pieces.ports[port].border.is_on_flow()).collect();
    for (index, &child) in children.iter().enumerate() {
        let root = joined.root(index);
        if part_of[root] == usize::MAX {
            part_of[root] = parts.len();
            parts.push(Part::default());
        }
        parts[part_of[root]].children.push(child);
    }
    let root = joined.root(border);
    if part_of[root] == usize::MAX && !flow_ports.is_empty() {
        part_of[root] = parts.len();
        parts.push(Part::default());
    }
    if let Some(part) = parts.get_mut(part_of[root]) {
        part.ports = flow_ports;
        part.bound = true;
        part.beside = beside;
    }
    for &piece in of_container {
        if let Course::Flow { upper, .. } = pieces.all[piece].course {
            let root = joined.root(local(upper));
            if let Some(part) = parts.get_mut(part_of[root]) {
                part.pieces.push(piece);
            }
        }
    }
    parts
}

/// Builds one sheet.
struct Builder<'a> {
    sheets: &'a mut Sheets,
    pieces: &'a Pieces,
    container: usize,
    /// The levels at which there are rows, in order.
    levels: Vec<i64>,
}

impl Builder<'_> {
    fn build(&mut self, part: Part) {
        let levels = self.levels_of(&part);
        self.levels = self.rows_of(&part, &levels);
        let first_row = self.sheets.rows.len();
        for &level in &self.levels {
            self.sheets.rows.push(Row { vertices: Vec::new(), level, border: None, fixed: false });
        }
        let rows = first_row..self.sheets.rows.len();
        for (&child, &level) in part.children.iter().zip(&levels) {
            let vertex = self.sheets.of_child(child);
            self.put(vertex, level, first_row);
        }
        for &port in &part.ports {
            let port_at = self.pieces.ports[port];
            let (level, row) = match port_at.border {
                Border::Start => (self.levels.first(), rows.start),
                _ => (self.levels.last(), rows.end.saturating_sub(1)),
            };
            let inner = port_at.inner.map(|child| self.sheets.of_child(child));
            self.sheets.vertices[port].seat =
                inner.map_or(f64::MAX, |inner| self.sheets.vertices[inner].seat);
            self.sheets.rows[row].border = Some(port_at.border);
            self.put(port, level.copied().unwrap_or(0), first_row);
        }
        let mut order = part.pieces;
        let span = |sheets: &Sheets, piece: usize| match self.pieces.all[piece].course {
            Course::Flow { upper, lower, .. } => {
                let level = |foot| sheets.rows[sheets.vertices[sheets.at(foot).0].row].level;
                level(lower) - level(upper)
            }
            Course::Beside { .. } => 0,
        };
        let total: i64 = order.iter().map(|&piece| span(self.sheets, piece)).sum();
        if self.sheets.vertices.len() as i64 + total > MAX_BENDS as i64 {
            order.sort_by_key(|&piece| (span(self.sheets, piece), piece));
        }
        for piece in order {
            self.lay(piece, first_row);
        }
        for row in rows.clone() {
            let mut vertices = std::mem::take(&mut self.sheets.rows[row].vertices);
            vertices.sort_by(|&a, &b| self.sheets.vertices[a].seat.total_cmp(&self.sheets.vertices[b].seat));
            self.sheets.rows[row].vertices = vertices;
        }
        self.sheets.of_container[self.container].push(self.sheets.all.len());
        self.sheets.all.push(Sheet { container: self.container, rows, bound: part.bound });
    }

    /// The level of each child: twice its rank.
    fn levels_of(&self, part: &Part) -> Vec<i64> {
        let count = part.children.len();
        let place: std::collections::HashMap<usize, usize> = part
            .children
            .iter()
            .enumerate()
            .map(|(place, &child)| (self.sheets.of_child(child), place))
            .collect();
        let (start, end) = (count, count + 1);
        let mut arcs = Vec::new();
        let (mut has_before, mut has_after) = (vec![false; count + 2], vec![false; count + 2]);
        for &piece in &part.pieces {
            let Course::Flow { upper, lower, length, .. } = self.pieces.all[piece].course else { continue };
            let tail = place.get(&self.sheets.at(upper).0).copied().unwrap_or(start);
            let head = place.get(&self.sheets.at(lower).0).copied().unwrap_or(end);
            if tail != start {
                has_before[head] = true;
            }
            if head != end {
                has_after[tail] = true;
            }
            arcs.push(Arc { tail, head, length, weight: 1 });
        }
        if part.bound {
            let idle = |tail, head| Arc { tail, head, length: 1, weight: 0 };
            arcs.extend((0..count).filter(|&child| !has_before[child]).map(|child| idle(start, child)));
            arcs.extend((0..count).filter(|&child| !has_after[child]).map(|child| idle(child, end)));
        }
        let ranks = rank(count + 2, &arcs);
        ranks.iter().take(count).map(|rank| 2 * rank).collect()
    }

    /// The levels that have a row, in order.
    fn rows_of(&self, part: &Part, levels: &[i64]) -> Vec<i64> {
        let first = levels.iter().min().copied().unwrap_or(0);
        let last = levels.iter().max().copied().unwrap_or(-2);
        let mut rows: BTreeSet<i64> = (first..=last).step_by(2).collect();
        let level: std::collections::HashMap<usize, i64> = part
            .children
            .iter()
            .zip(levels)
            .map(|(&child, &level)| (self.sheets.of_child(child), level))
            .collect();
        for &piece in &part.pieces {
            let Course::Flow { upper, lower, labelled: true, .. } = self.pieces.all[piece].course else {
                continue;
            };
            let upper = level.get(&self.sheets.at(upper).0).copied().unwrap_or(first - 2);
            let lower = level.get(&self.sheets.at(lower).0).copied().unwrap_or(last + 2);
            if lower - upper == 2 {
                rows.insert(upper + 1);
            }
        }
        let has = |border| part.ports.iter().any(|&port| self.pieces.ports[port].border == border);
        if has(Border::Start) {
            rows.insert(first - 2);
        }
        if has(Border::End) {
            rows.insert(last + 2);
        }
        rows.into_iter().collect()
    }

    fn put(&mut self, vertex: usize, level: i64, first_row: usize) {
        let row = first_row + self.levels.partition_point(|&each| each < level);
        self.sheets.vertices[vertex].row = row;
        self.sheets.rows[row].vertices.push(vertex);
    }

    /// Lays a piece through the rows that it passes.
    fn lay(&mut self, piece: usize, first_row: usize) {
        let Course::Flow { upper, lower, labelled, .. } = self.pieces.all[piece].course else { return };
        let link = self.pieces.all[piece].link;
        let ((upper, upper_port), (lower, lower_port)) = (self.sheets.at(upper), self.sheets.at(lower));
        let (above, below) = (self.sheets.vertices[upper].row, self.sheets.vertices[lower].row);
        if below <= above || self.sheets.vertices.len() + (below - above) > MAX_BENDS && below > above + 1 {
            return;
        }
        let passed = above + 1..below;
        let label_row = self.label_row(passed.clone(), first_row).filter(|_| labelled);
        let seats = (self.sheets.vertices[upper].seat, self.sheets.vertices[lower].seat);
        let begin = self.sheets.strands.len();
        let mut last = (upper, upper_port);
        for row in passed.clone() {
            let vertex = self.sheets.vertices.len();
            let kind = if label_row == Some(row) { Kind::Label(link) } else { Kind::Bend };
            let share = (row - above) as f64 / (below - above) as f64;
            let seat = seats.0 + (seats.1 - seats.0) * share;
            self.sheets.vertices.push(Vertex { row, seat, ..Vertex::new(kind) });
            self.sheets.rows[row].vertices.push(vertex);
            self.tie(link, last, (vertex, None));
            last = (vertex, None);
        }
        self.tie(link, last, (lower, lower_port));
        self.sheets.of_piece[piece] = begin..self.sheets.strands.len();
    }

    /// The row nearest to the middle of those that a link passes.
    fn label_row(&self, passed: Range<usize>, first_row: usize) -> Option<usize> {
        let level = |row: usize| self.levels.get(row - first_row).copied().unwrap_or(0);
        let (first, last) = (passed.start, passed.end.checked_sub(1)?);
        let middle = level(first) + level(last);
        passed.min_by_key(|&row| (2 * level(row) - middle).abs())
    }

    fn tie(&mut self, link: usize, from: (usize, Option<usize>), to: (usize, Option<usize>)) {
        let strand = self.sheets.strands.len();
        let ((upper, upper_port), (lower, lower_port)) = (from, to);
        self.sheets.strands.push(Strand { link, upper, lower, upper_port, lower_port });
        for port in [upper_port, lower_port].into_iter().flatten() {
            self.sheets.vertices[port].outer = Some(strand);
        }
    }
}
