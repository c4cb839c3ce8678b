//! One container in its place: rows to coordinates, parts side by side, a frame around them.
//!
//! Containers are placed from the inside out, each in its own canonical frame (across and along its flow); what is
//! in a group is then a box with ports to the container around it.

use super::coordinates::{self, Body, Line};
use super::flow::{Border, turn};
use super::lift::Lifted;
use super::loops::{Loop, set_out};
use super::pack::pack;
use super::pieces::{Course, Foot, Pieces};
use super::sheets::{Kind, Sheet, Sheets, Strand};
use super::spacing::{
    BEND, HEAD_ROOM, LABEL_BEND, LABEL_GAP, LINE_GAP, LINK_GAP, MAX_SLOPE, NODE_GAP, PORT_GAP, SLOPE,
    STAGGER, STUB, TRACK_GAP,
};
use super::stagger::steps;
use super::tree::{Child, Tree};
use super::{Point, Rect, Request, Size};
use std::collections::BTreeMap;

/// Everything known about places while containers are laid out. Coordinates of vertices, rows and tracks are in the
/// canonical frame of their container, its low start corner at 0, 0.
pub(super) struct Places<'a> {
    pub request: &'a Request,
    pub tree: &'a Tree,
    pub pieces: &'a Pieces,
    pub sheets: &'a Sheets,
    /// The size of each container in the picture.
    pub size: Vec<Size>,
    /// The title of each, from its top left corner in the picture.
    pub title: Vec<Option<Rect>>,
    /// Across the flow, for each vertex.
    pub x: Vec<f64>,
    /// Where each vertex begins and ends along the flow.
    pub span: Vec<(f64, f64)>,
    /// Where each row's boxes begin and end along the flow.
    pub band: Vec<(f64, f64)>,
    /// How far before and after its band links must run straight, for those that come in beside the flow.
    pub tracks: Vec<(f64, f64)>,
    /// Where each strand leaves its upper end and reaches its lower, from their anchors.
    pub at: Vec<(f64, f64)>,
    /// How much later each strand begins to bend than its gap allows, and how much earlier it ends.
    pub stagger: Vec<(f64, f64)>,
    /// How each piece beside the flow comes in.
    pub entry: Vec<Entry>,
    /// Each port from the top left corner of its group, in the picture.
    pub port: Vec<Point>,
    /// The loops at each vertex.
    pub loops: Vec<Vec<Loop>>,
    /// The pieces of each container that come in beside its flow.
    pub beside: Vec<Vec<usize>>,
    /// The ports of each container.
    pub ports_of: Vec<Vec<usize>>,
    /// Where the title's strip keeps links from bending, at each container's start and end.
    pub strip: Vec<(f64, f64)>,
    /// Where each container's canonical frame ends along its flow.
    pub depth: Vec<f64>,
    /// Where pieces run, across the flow, that are led round their sheet.
    pub lanes: BTreeMap<usize, f64>,
    /// The pieces of each sheet that are led round it.
    round: Vec<Vec<usize>>,
    /// The place of each vertex in its row.
    place: Vec<usize>,
    /// Whether a box stands in each row.
    has_box: Vec<bool>,
}

/// What the ends of links at one side of a box are sorted by: where they come from, the far vertex and port, the link.
type EndOrder = (u8, usize, usize, usize);

/// How a piece that comes in beside the flow reaches its end.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct Entry {
    /// Where it runs, along the flow.
    pub track: f64,
    /// Where it turns, across the flow; none when it runs straight into the node's side.
    pub turn: Option<f64>,
}

impl<'a> Places<'a> {
    /// Places all containers.
    pub(super) fn find(
        request: &'a Request,
        tree: &'a Tree,
        lifted: &[Lifted],
        pieces: &'a Pieces,
        sheets: &'a Sheets,
    ) -> Self {
        let vertices = sheets.vertices.len();
        let is_box = |&vertex: &usize| matches!(sheets.vertices[vertex].kind, Kind::Child(_));
        let mut places = Self {
            request,
            tree,
            pieces,
            sheets,
            size: vec![Size::default(); tree.root + 1],
            title: vec![None; tree.root + 1],
            x: vec![0.0; vertices],
            span: vec![(0.0, 0.0); vertices],
            band: vec![(0.0, 0.0); sheets.rows.len()],
            tracks: vec![(0.0, 0.0); sheets.rows.len()],
            at: vec![(0.0, 0.0); sheets.strands.len()],
            stagger: vec![(0.0, 0.0); sheets.strands.len()],
            entry: vec![Entry::default(); pieces.all.len()],
            port: vec![Point::default(); pieces.ports.len()],
            loops: vec![Vec::new(); vertices],
            beside: vec![Vec::new(); tree.root + 1],
            ports_of: vec![Vec::new(); tree.root + 1],
            strip: vec![(0.0, 0.0); tree.root + 1],
            depth: vec![0.0; tree.root + 1],
            lanes: BTreeMap::new(),
            round: vec![Vec::new(); sheets.all.len()],
            place: vec![0; vertices],
            has_box: sheets.rows.iter().map(|row| row.vertices.iter().any(is_box)).collect(),
        };
        for row in &sheets.rows {
            for (place, &vertex) in row.vertices.iter().enumerate() {
                places.place[vertex] = place;
            }
        }
        for (index, piece) in pieces.all.iter().enumerate() {
            match piece.course {
                Course::Beside { .. } => places.beside[piece.container].push(index),
                Course::Flow { .. } if sheets.of_piece[index].is_empty() => {
                    _ = places.lanes.insert(index, 0.0)
                }
                Course::Flow { .. } => {}
            }
        }
        for (index, port) in pieces.ports.iter().enumerate() {
            places.ports_of[port.group].push(index);
        }
        let mut looped: Vec<Vec<usize>> = vec![Vec::new(); vertices];
        for (link, lift) in lifted.iter().enumerate() {
            if let Lifted::Loop(child) = *lift {
                looped[sheets.of_child(child)].push(link);
            }
        }
        for &container in tree.outer_first.iter().rev() {
            places.place(container, &looped);
        }
        places
    }

    /// The size of a child, turned to the flow of its container.
    fn turned(&self, child: Child) -> Size {
        let flow = self.tree.flow[self.tree.holder(child)];
        turn(flow, self.picture_size(child))
    }

    /// The size of a child in the picture.
    pub(super) fn picture_size(&self, child: Child) -> Size {
        match child {
            Child::Node(node) => sane(self.request.nodes[node].size),
            Child::Group(group) => self.size[group],
        }
    }

    fn place(&mut self, container: usize, looped: &[Vec<usize>]) {
        for &child in &self.tree.children[container] {
            self.set_loops(child, looped);
        }
        self.spread_ends(container);
        let parts: Vec<Size> =
            self.sheets.of_container[container].iter().map(|&sheet| self.place_sheet(sheet)).collect();
        let content = self.pack_sheets(container, &parts);
        self.frame(container, content);
    }

    /// Gives a child its loops.
    fn set_loops(&mut self, child: Child, looped: &[Vec<usize>]) {
        let vertex = self.sheets.of_child(child);
        if looped[vertex].is_empty() {
            return;
        }
        let flow = self.tree.flow[self.tree.holder(child)];
        let labels: Vec<(usize, Size)> = looped[vertex]
            .iter()
            .map(|&link| (link, turn(flow, sane(self.request.links[link].label))))
            .collect();
        let room = self.turned(child).height * 0.5 * self.port_share(child).min(0.6);
        self.loops[vertex] = set_out(&labels, room);
    }

    pub(super) fn port_share(&self, child: Child) -> f64 {
        match child {
            Child::Node(node) => self.request.nodes[node].port_share.clamp(0.0, 1.0),
            Child::Group(_) => 1.0,
        }
    }

    /// Whether a piece that comes in beside the flow can run straight into its node: nothing stands between.
    fn is_direct(&self, piece: usize) -> bool {
        let Course::Beside { port, inner: Foot::Node(node), .. } = self.pieces.all[piece].course else {
            return false;
        };
        let vertex = self.sheets.of_child(Child::Node(node));
        let Some(row) = self.sheets.rows.get(self.sheets.vertices[vertex].row) else { return false };
        match self.pieces.ports[port].border {
            Border::Low => self.place[vertex] == 0,
            _ => self.place[vertex] + 1 == row.vertices.len() && self.loops[vertex].is_empty(),
        }
    }

    /// Sets where links leave and reach the children of a container, in the order of their far ends.
    fn spread_ends(&mut self, container: usize) {
        let mut beside: Vec<(usize, Border, usize)> = Vec::new();
        for &piece in &self.beside[container] {
            if let (Course::Beside { inner, gap, .. }, false) =
                (self.pieces.all[piece].course, self.is_direct(piece))
            {
                let vertex = self.sheets.at(inner).0;
                beside.push((vertex, gap, piece));
                let zone = &mut self.tracks[self.sheets.vertices[vertex].row];
                let zone = if gap == Border::Start { &mut zone.0 } else { &mut zone.1 };
                *zone += if *zone == 0.0 { HEAD_ROOM + TRACK_GAP } else { TRACK_GAP };
            }
        }
        beside.sort_by_key(|entry| entry.0);
        for &child in &self.tree.children[container] {
            let vertex = self.sheets.of_child(child);
            let begin = beside.partition_point(|entry| entry.0 < vertex);
            let end = beside.partition_point(|entry| entry.0 <= vertex);
            for gap in [Border::Start, Border::End] {
                let beside = beside[begin..end].iter().filter(|entry| entry.1 == gap).map(|entry| entry.2);
                self.spread_side(child, gap, beside.collect());
            }
        }
    }

    fn spread_side(&mut self, child: Child, side: Border, beside: Vec<usize>) {
        let vertex = self.sheets.of_child(child);
        let sheets = self.sheets;
        let strands = if side == Border::Start { &sheets.before } else { &sheets.after };
        let mut ends: Vec<(EndOrder, bool, usize)> = Vec::new();
        for &index in strands.at(vertex) {
            let strand = &self.sheets.strands[index];
            let (far, port) = if side == Border::Start {
                (strand.upper, strand.upper_port)
            } else {
                (strand.lower, strand.lower_port)
            };
            ends.push((
                (1, self.place[far], port.map_or(0, |port| self.place[port]), strand.link),
                true,
                index,
            ));
        }
        for &piece in &beside {
            let Course::Beside { port, .. } = self.pieces.all[piece].course else { continue };
            let class = if self.pieces.ports[port].border == Border::Low { 0 } else { 2 };
            ends.push(((class, self.pieces.all[piece].link, 0, 0), false, piece));
        }
        ends.sort_unstable();
        let width = self.turned(child).width * self.port_share(child);
        let step = PORT_GAP.min(width / ends.len().max(1) as f64);
        let middle = (ends.len() as f64 - 1.0) / 2.0;
        for (place, &(_, is_strand, index)) in ends.iter().enumerate() {
            let mut at = (place as f64 - middle) * step;
            if is_strand {
                let strand = &self.sheets.strands[index];
                let port = if side == Border::Start { strand.lower_port } else { strand.upper_port };
                at = port.map_or(at, |port| self.port_at(child, port));
                let ends = &mut self.at[index];
                *(if side == Border::Start { &mut ends.1 } else { &mut ends.0 }) = at;
            } else {
                if let Course::Beside { inner: Foot::Group { port, .. }, .. } = self.pieces.all[index].course
                {
                    at = self.port_at(child, port);
                }
                self.entry[index].turn = Some(at);
            }
        }
    }

    /// Where a port lies on a side of its group that is on the flow of the container around it, from the middle.
    pub(super) fn port_at(&self, child: Child, port: usize) -> f64 {
        let size = self.picture_size(child);
        let point = self.port[port];
        if self.tree.flow[self.tree.holder(child)].is_horizontal() {
            point.y - size.height / 2.0
        } else {
            point.x - size.width / 2.0
        }
    }

    /// Places the vertices of a sheet, its low start corner at 0, 0. Rows of ports are placed with the frame.
    fn place_sheet(&mut self, sheet: usize) -> Size {
        let rows = self.sheets.all[sheet].rows.clone();
        let mut vertices: Vec<usize> = Vec::new();
        let mut bodies = Vec::new();
        let mut in_rows = Vec::with_capacity(rows.len());
        for row in rows.clone() {
            let begin = bodies.len();
            let mut last = None;
            for &vertex in &self.sheets.rows[row].vertices {
                bodies.push(self.body(vertex, last));
                last = Some(vertex);
            }
            vertices.extend(&self.sheets.rows[row].vertices);
            in_rows.push(begin..bodies.len());
        }
        // Bodies are listed as their vertices stand.
        let body_of = |vertex: usize| {
            let row = self.sheets.vertices[vertex].row.checked_sub(rows.start)?;
            in_rows.get(row).map(|bodies| bodies.start + self.place[vertex])
        };
        let mut lines = Vec::with_capacity(bodies.len());
        for &vertex in &vertices {
            for &index in self.sheets.after.at(vertex) {
                let strand = &self.sheets.strands[index];
                if let (Some(upper), Some(lower)) = (body_of(strand.upper), body_of(strand.lower)) {
                    lines.push(Line { upper, lower, at_upper: self.at[index].0, at_lower: self.at[index].1 });
                }
            }
        }
        let x = coordinates::place(&bodies, &in_rows, &lines);
        let low = bodies.iter().zip(&x).map(|(body, x)| x - body.low).fold(f64::INFINITY, f64::min);
        let high = bodies.iter().zip(&x).map(|(body, x)| x + body.high).fold(f64::NEG_INFINITY, f64::max);
        for (&vertex, x) in vertices.iter().zip(x) {
            self.x[vertex] = x - low;
        }
        let width = self.place_lanes(sheet, (high - low).max(0.0));
        Size { width, height: self.place_rows(rows) }
    }

    /// Puts the lanes of a sheet beside it. Gives the width of both.
    fn place_lanes(&mut self, sheet: usize, mut width: f64) -> f64 {
        let container = self.sheets.all[sheet].container;
        for &piece in &self.round[sheet] {
            let label = self.request.links[self.pieces.all[piece].link].label;
            let label = turn(self.tree.flow[container], sane(label));
            self.lanes.insert(piece, width + LINE_GAP + label.width / 2.0);
            width += LINE_GAP + label.width;
        }
        width
    }

    /// What a vertex needs around its anchor, and from its neighbour.
    fn body(&self, vertex: usize, neighbour: Option<usize>) -> Body {
        let gap = neighbour.map_or(0.0, |other| self.gap(other, vertex));
        match self.sheets.vertices[vertex].kind {
            Kind::Child(child) => {
                let half = self.turned(child).width / 2.0;
                let loops = self.loops[vertex].last().map_or(0.0, Loop::reach);
                Body { low: half, high: half + loops, is_box: true, gap }
            }
            Kind::Label(link) => {
                let half = self.label_size(vertex, link).width / 2.0;
                Body { low: half, high: half, is_box: false, gap }
            }
            Kind::Bend | Kind::Port => Body { gap, ..Body::default() },
        }
    }

    /// The size of the label of a link at this vertex, turned to the flow.
    fn label_size(&self, vertex: usize, link: usize) -> Size {
        turn(
            self.tree.flow[self.container_of_row(self.sheets.vertices[vertex].row)],
            sane(self.request.links[link].label),
        )
    }

    fn container_of_row(&self, row: usize) -> usize {
        self.sheets.sheet_of(row).map_or(self.tree.root, |sheet| self.sheets.all[sheet].container)
    }

    /// The least distance between two neighbours in a row.
    fn gap(&self, low: usize, high: usize) -> f64 {
        match (self.sheets.vertices[low].kind, self.sheets.vertices[high].kind) {
            (Kind::Child(_), Kind::Child(_)) => NODE_GAP,
            (Kind::Label(_), _) | (_, Kind::Label(_)) => LABEL_GAP,
            (Kind::Child(_), _) | (_, Kind::Child(_)) => LINK_GAP,
            _ => LINE_GAP,
        }
    }

    /// Places rows along the flow, the first after those of ports at 0. Gives their height.
    fn place_rows(&mut self, rows: std::ops::Range<usize>) -> f64 {
        let mut along = 0.0;
        let mut last: Option<usize> = None;
        for row in rows {
            if self.sheets.rows[row].border.is_some() {
                continue;
            }
            along += match last {
                Some(last) => self.row_gap(last, row),
                None => self.tracks[row].0,
            };
            let vertices = &self.sheets.rows[row].vertices;
            let height = vertices.iter().map(|&vertex| self.height(vertex)).fold(0.0, f64::max);
            self.band[row] = (along, along + height);
            for &vertex in vertices {
                self.span[vertex] = self.in_band(vertex, along, height);
            }
            along += height;
            last = Some(row);
        }
        along + last.map_or(0.0, |row| self.tracks[row].1)
    }

    /// Where a vertex stands in its row: in the middle, but in a much higher row near what it is linked to.
    fn in_band(&self, vertex: usize, along: f64, height: f64) -> (f64, f64) {
        let Kind::Child(child) = self.sheets.vertices[vertex].kind else { return (along, along + height) };
        let own = self.turned(child).height;
        let slack = height - own;
        let share = match (self.sheets.before.at(vertex).is_empty(), self.sheets.after.at(vertex).is_empty())
        {
            (false, true) if slack > own && self.loops[vertex].is_empty() => 0.0,
            (true, false) if slack > own && self.loops[vertex].is_empty() => 1.0,
            _ => 0.5,
        };
        (along + slack * share, along + slack * share + own)
    }

    /// How much of the flow a vertex takes.
    fn height(&self, vertex: usize) -> f64 {
        match self.sheets.vertices[vertex].kind {
            Kind::Child(child) => {
                let loops = self.loops[vertex].iter().map(Loop::height).fold(0.0, f64::max);
                self.turned(child).height.max(loops)
            }
            Kind::Label(link) => self.label_size(vertex, link).height,
            Kind::Bend | Kind::Port => 0.0,
        }
    }

    fn row_gap(&mut self, upper: usize, lower: usize) -> f64 {
        let vertices = self.sheets.rows[upper].vertices.iter();
        let strands: Vec<usize> =
            vertices.flat_map(|&vertex| self.sheets.after.at(vertex).iter().copied()).collect();
        let slant = strands.iter().map(|&strand| self.slant(strand)).fold(0.0, f64::max);
        let stubs = self.stub(upper) + self.stub(lower);
        let tracks = self.tracks[upper].1 + self.tracks[lower].0;
        let bend = if self.has_box[upper] && self.has_box[lower] { BEND } else { LABEL_BEND };
        bend + bend_more(slant) + stubs + tracks + self.stagger(&strands)
    }

    /// Tells the bends of a gap apart. Gives the room that this takes.
    fn stagger(&mut self, strands: &[usize]) -> f64 {
        let runs: Vec<(f64, f64)> = strands
            .iter()
            .map(|&index| {
                let Strand { upper, lower, .. } = self.sheets.strands[index];
                (self.x[upper] + self.at[index].0, self.x[lower] + self.at[index].1)
            })
            .collect();
        let steps = steps(&runs);
        let last = steps.iter().copied().max().unwrap_or(0);
        for (&strand, step) in strands.iter().zip(steps) {
            self.stagger[strand] = (step as f64 * STAGGER, (last - step) as f64 * STAGGER);
        }
        last as f64 * STAGGER
    }

    /// How far before or after a row links run straight.
    pub(super) fn stub(&self, row: usize) -> f64 {
        if self.has_box[row] { STUB } else { 0.0 }
    }

    /// How far a strand runs sideways.
    pub(super) fn slant(&self, index: usize) -> f64 {
        let strand = &self.sheets.strands[index];
        let from = self.x[strand.upper] + self.at[index].0;
        (self.x[strand.lower] + self.at[index].1 - from).abs()
    }

    /// Sets the sheets of a container side by side. What is linked to its borders reaches from one to the other, so
    /// the rest stands beside it.
    fn pack_sheets(&mut self, container: usize, parts: &[Size]) -> Size {
        let sideways = self.tree.flow[container].is_horizontal();
        let sheets = &self.sheets.of_container[container];
        let is_bound = |place: usize| self.sheets.all[sheets[place]].bound;
        let has_children = |place: usize| self.has_children(&self.sheets.all[sheets[place]]);
        let (bound, free): (Vec<usize>, Vec<usize>) =
            (0..sheets.len()).filter(|&place| has_children(place)).partition(|&place| is_bound(place));
        let packed = pack(&free.iter().map(|&place| parts[place]).collect::<Vec<_>>(), NODE_GAP, sideways);
        let mut size = packed.size;
        let mut shift = 0.0;
        for &place in &bound {
            let beside = if free.is_empty() { 0.0 } else { NODE_GAP };
            let comes_first = free.first().is_none_or(|&first| place < first);
            if comes_first {
                shift = parts[place].width + beside;
            } else {
                self.shift_sheet(sheets[place], packed.size.width + beside, 0.0);
            }
            size.width += parts[place].width + beside;
            size.height = size.height.max(parts[place].height);
        }
        for (&place, &(across, along)) in free.iter().zip(&packed.at) {
            self.shift_sheet(sheets[place], across + shift, along);
        }
        size
    }

    fn has_children(&self, sheet: &Sheet) -> bool {
        sheet.rows.clone().any(|row| self.has_box[row])
    }

    pub(super) fn shift_sheet(&mut self, sheet: usize, across: f64, along: f64) {
        let rows = self.sheets.all[sheet].rows.clone();
        for piece in &self.round[sheet] {
            if let Some(lane) = self.lanes.get_mut(piece) {
                *lane += across;
            }
        }
        for row in rows {
            self.band[row].0 += along;
            self.band[row].1 += along;
            for &vertex in &self.sheets.rows[row].vertices {
                self.x[vertex] += across;
                self.span[vertex].0 += along;
                self.span[vertex].1 += along;
            }
        }
    }
}

/// How much further apart rows stand for a link that runs so far sideways.
pub(super) fn bend_more(slant: f64) -> f64 {
    (slant * SLOPE).min(MAX_SLOPE)
}

/// A size as it can be drawn: finite and not negative.
pub(super) fn sane(size: Size) -> Size {
    let sane = |length: f64| if length.is_finite() { length.clamp(0.0, 1e6) } else { 0.0 };
    Size { width: sane(size.width), height: sane(size.height) }
}
