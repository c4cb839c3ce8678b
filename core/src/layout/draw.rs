//! Places to picture: boxes from their containers' canonical frames, and links as lines and curves.
//!
//! A link runs straight through the band of each row and bends only in the gaps between bands, each time by an S from
//! where the one band ends to where the next begins. All bends in a gap span the same height, so two of them cross
//! only where their order differs, and none can touch a box.

use super::container::{Places, sane};
use super::flow::{Border, to_picture};
use super::lift::Lifted;
use super::pieces::{Course, Foot, Piece};
use super::sheets::Kind;
use super::spacing::TRACK_GAP;
use super::tree::Child;
use super::{Frame, Layout, Point, Rect, Route, Segment, Size};

/// Draws everything in its place.
pub(super) fn draw(places: &Places, lifted: &[Lifted]) -> Layout {
    let mut picture = Picture { places, corner: vec![Point::default(); places.size.len()] };
    let mut layout = Layout {
        size: places.size[places.tree.root],
        nodes: vec![Rect::default(); places.request.nodes.len()],
        groups: vec![Frame::default(); places.request.groups.len()],
        links: vec![Route::default(); places.request.links.len()],
    };
    for &container in &places.tree.outer_first {
        for &child in &places.tree.children[container] {
            let rect = picture.rect(container, child);
            match child {
                Child::Node(node) => layout.nodes[node] = rect,
                Child::Group(group) => {
                    picture.corner[group] = Point { x: rect.x, y: rect.y };
                    let title = places.title[group].map(|title| moved(title, picture.corner[group]));
                    layout.groups[group] = Frame { rect, title };
                }
            }
        }
    }
    for (piece, range) in places.pieces.all.iter().enumerate().map(|(index, piece)| (piece, index)) {
        picture.draw_piece(piece, range, &mut layout.links[piece.link]);
    }
    picture.draw_loops(&mut layout);
    for (route, lift) in layout.links.iter_mut().zip(lifted) {
        if *lift != Lifted::Absent {
            simplify(route);
        }
    }
    layout
}

struct Picture<'a> {
    places: &'a Places<'a>,
    /// The top left corner of each container.
    corner: Vec<Point>,
}

/// A way from point to point, in a container's canonical frame.
struct Way {
    start: Point,
    segments: Vec<Segment>,
    label: Option<(Point, usize)>,
}

impl Picture<'_> {
    /// The box of a child in the picture.
    fn rect(&self, container: usize, child: Child) -> Rect {
        let places = self.places;
        let vertex = places.sheets.of_child(child);
        let size = places.picture_size(child);
        let (from, to) = places.span[vertex];
        let middle = self.at(container, Point { x: places.x[vertex], y: f64::midpoint(from, to) });
        Rect {
            x: middle.x - size.width / 2.0,
            y: middle.y - size.height / 2.0,
            width: size.width,
            height: size.height,
        }
    }

    /// A point of a container's canonical frame, in the picture.
    fn at(&self, container: usize, canonical: Point) -> Point {
        let places = self.places;
        let point = to_picture(places.tree.flow[container], places.size[container], canonical);
        Point { x: self.corner[container].x + point.x, y: self.corner[container].y + point.y }
    }

    /// Adds a piece to its link's route. Pieces come in order from the link's start.
    fn draw_piece(&self, piece: &Piece, index: usize, route: &mut Route) {
        let mut way = match piece.course {
            Course::Flow { upper, lower, .. } => self.with_flow(piece, index, upper, lower),
            Course::Beside { port, inner, gap } => self.beside(piece, index, port, inner, gap),
        };
        if !piece.forward {
            way = way.reversed();
        }
        let at = |point| self.at(piece.container, point);
        if route.segments.is_empty() {
            route.start = at(way.start);
        }
        route.segments.extend(way.segments.iter().map(|segment| match *segment {
            Segment::Line(to) => Segment::Line(at(to)),
            Segment::Curve(a, b, to) => Segment::Curve(at(a), at(b), at(to)),
        }));
        if let Some((middle, link)) = way.label {
            route.label = Some(around(at(middle), sane(self.places.request.links[link].label)));
        }
    }

    /// A way through the rows.
    fn with_flow(&self, piece: &Piece, index: usize, upper: Foot, lower: Foot) -> Way {
        let places = self.places;
        let strands = places.sheets.of_piece[index].clone();
        if strands.is_empty() {
            return self.in_lane(piece, index, upper, lower);
        }
        let mut way = Way { start: Point::default(), segments: Vec::new(), label: None };
        for (place, index) in strands.enumerate() {
            let strand = &places.sheets.strands[index];
            let from_x = places.x[strand.upper] + places.at[index].0;
            let to_x = places.x[strand.lower] + places.at[index].1;
            if place == 0 {
                way.start = Point { x: from_x, y: places.span[strand.upper].1 };
            }
            let row = |vertex: usize| places.sheets.vertices[vertex].row;
            let (bend_from, bend_to) = self.gap(piece.container, row(strand.upper), row(strand.lower));
            let (later, earlier) = places.stagger[index];
            way.line(from_x, bend_from + later);
            way.bend(from_x, bend_from + later, to_x, bend_to - earlier);
            way.line(to_x, places.span[strand.lower].0);
            if let Kind::Label(link) = places.sheets.vertices[strand.lower].kind {
                let (from, to) = places.span[strand.lower];
                way.label = Some((Point { x: to_x, y: f64::midpoint(from, to) }, link));
            }
        }
        way
    }

    /// Where links may bend between two rows.
    fn gap(&self, container: usize, above: usize, below: usize) -> (f64, f64) {
        let places = self.places;
        let from = match places.sheets.rows[above].border {
            Some(_) => places.strip[container].0,
            None => places.band[above].1 + places.tracks[above].1 + places.stub(above),
        };
        let to = match places.sheets.rows[below].border {
            Some(_) => places.depth[container] - places.strip[container].1,
            None => places.band[below].0 - places.tracks[below].0 - places.stub(below),
        };
        (from, to.max(from))
    }

    /// A way round the sheet, in a lane of its own.
    fn in_lane(&self, piece: &Piece, index: usize, upper: Foot, lower: Foot) -> Way {
        let places = self.places;
        let lane = places.lanes.get(&index).copied().unwrap_or_default();
        let foot = |foot: Foot| {
            let (vertex, port) = places.sheets.at(foot);
            let at = match (foot, port) {
                (Foot::Group { group, .. }, Some(port)) => places.port_at(Child::Group(group), port),
                _ => 0.0,
            };
            (vertex, places.x[vertex] + at)
        };
        let ((upper, from_x), (lower, to_x)) = (foot(upper), foot(lower));
        let (above, below) = (places.sheets.vertices[upper].row, places.sheets.vertices[lower].row);
        let (out, out_end) = self.gap(piece.container, above, above + 1);
        let (back, back_end) = self.gap(piece.container, below.saturating_sub(1), below);
        let start = Point { x: from_x, y: places.span[upper].1 };
        let mut way = Way { start, segments: Vec::new(), label: None };
        way.line(from_x, out);
        way.bend(from_x, out, lane, out_end);
        way.line(lane, back);
        way.bend(lane, back, to_x, back_end);
        way.line(to_x, places.span[lower].0);
        if matches!(piece.course, Course::Flow { labelled: true, .. }) {
            way.label = Some((Point { x: lane, y: f64::midpoint(out_end, back) }, piece.link));
        }
        way
    }

    /// A way in from a border beside the flow: along the gap, then a turn into the flow.
    fn beside(&self, piece: &Piece, index: usize, port: usize, inner: Foot, gap: Border) -> Way {
        let places = self.places;
        let entry = places.entry[index];
        let (vertex, _) = places.sheets.at(inner);
        let low = places.pieces.ports[port].border == Border::Low;
        let width = if places.tree.flow[piece.container].is_horizontal() {
            places.size[piece.container].height
        } else {
            places.size[piece.container].width
        };
        let start = Point { x: if low { 0.0 } else { width }, y: entry.track };
        let mut way = Way { start, segments: Vec::new(), label: None };
        let (from, to) = places.span[vertex];
        let Some(turn) = entry.turn else {
            let half = self.half_width(piece.container, vertex);
            let side = if low { places.x[vertex] - half } else { places.x[vertex] + half };
            way.line(side, entry.track);
            return way;
        };
        let (side, inwards) = if gap == Border::Start { (from, 1.0) } else { (to, -1.0) };
        let radius = (TRACK_GAP - 2.0).min((turn - start.x).abs()).min((side - entry.track).abs());
        let before = if low { turn - radius } else { turn + radius };
        way.line(before, entry.track);
        let corner = Point { x: turn, y: entry.track };
        let after = Point { x: turn, y: entry.track + inwards * radius };
        let toward = |a: f64, b: f64| a + (b - a) * 0.55;
        way.segments.push(Segment::Curve(
            Point { x: toward(before, corner.x), y: corner.y },
            Point { x: corner.x, y: toward(after.y, corner.y) },
            after,
        ));
        way.line(turn, side);
        way
    }

    fn half_width(&self, container: usize, vertex: usize) -> f64 {
        let Kind::Child(child) = self.places.sheets.vertices[vertex].kind else { return 0.0 };
        let size = self.places.picture_size(child);
        (if self.places.tree.flow[container].is_horizontal() { size.height } else { size.width }) / 2.0
    }

    fn draw_loops(&self, layout: &mut Layout) {
        let places = self.places;
        for (vertex, loops) in places.loops.iter().enumerate() {
            let Kind::Child(child) = places.sheets.vertices[vertex].kind else { continue };
            for looped in loops {
                let container = places.tree.holder(child);
                let (from, to) = places.span[vertex];
                let half = self.half_width(container, vertex);
                let middle = Point { x: places.x[vertex] + half, y: f64::midpoint(from, to) };
                let (start, segments, label) = looped.draw(middle);
                let at = |point| self.at(container, point);
                let route = &mut layout.links[looped.link];
                route.start = at(start);
                route.segments = segments
                    .into_iter()
                    .map(|segment| match segment {
                        Segment::Line(to) => Segment::Line(at(to)),
                        Segment::Curve(a, b, to) => Segment::Curve(at(a), at(b), at(to)),
                    })
                    .collect();
                route.label =
                    label.map(|middle| around(at(middle), sane(places.request.links[looped.link].label)));
            }
        }
    }
}

impl Way {
    fn line(&mut self, x: f64, y: f64) {
        self.segments.push(Segment::Line(Point { x, y }));
    }

    /// An S from one band's end to the next band's beginning.
    fn bend(&mut self, from_x: f64, from_y: f64, to_x: f64, to_y: f64) {
        if (from_x - to_x).abs() < 1e-6 {
            return self.line(to_x, to_y);
        }
        let middle = f64::midpoint(from_y, to_y);
        self.segments.push(Segment::Curve(
            Point { x: from_x, y: middle },
            Point { x: to_x, y: middle },
            Point { x: to_x, y: to_y },
        ));
    }

    /// The same way from its end.
    fn reversed(self) -> Self {
        let mut points = vec![self.start];
        points.extend(self.segments.iter().map(end));
        let mut segments = Vec::with_capacity(self.segments.len());
        for (segment, &to) in self.segments.iter().zip(&points).rev() {
            segments.push(match *segment {
                Segment::Line(_) => Segment::Line(to),
                Segment::Curve(a, b, _) => Segment::Curve(b, a, to),
            });
        }
        Self { start: points.last().copied().unwrap_or(self.start), segments, label: self.label }
    }
}

fn end(segment: &Segment) -> Point {
    match *segment {
        Segment::Line(to) | Segment::Curve(_, _, to) => to,
    }
}

/// Takes out lines of no length, and joins lines that go on in the same direction.
fn simplify(route: &mut Route) {
    let near = |a: f64, b: f64| (a - b).abs() < 0.01;
    let mut kept: Vec<Segment> = Vec::with_capacity(route.segments.len());
    let mut from = route.start;
    for &segment in &route.segments {
        let to = end(&segment);
        if let Segment::Line(_) = segment {
            if near(from.x, to.x) && near(from.y, to.y) {
                continue;
            }
            let before = kept.len().checked_sub(2).and_then(|index| kept.get(index)).map_or(route.start, end);
            if let Some(Segment::Line(last)) = kept.last_mut() {
                let along_x = near(before.y, last.y)
                    && near(last.y, to.y)
                    && (last.x - before.x) * (to.x - last.x) > 0.0;
                let along_y = near(before.x, last.x)
                    && near(last.x, to.x)
                    && (last.y - before.y) * (to.y - last.y) > 0.0;
                if along_x || along_y {
                    *last = to;
                    from = to;
                    continue;
                }
            }
        }
        kept.push(segment);
        from = to;
    }
    if kept.is_empty() {
        kept.push(Segment::Line(from));
    }
    route.segments = kept;
}

fn around(middle: Point, size: Size) -> Rect {
    Rect {
        x: middle.x - size.width / 2.0,
        y: middle.y - size.height / 2.0,
        width: size.width,
        height: size.height,
    }
}

fn moved(rect: Rect, by: Point) -> Rect {
    Rect { x: rect.x + by.x, y: rect.y + by.y, ..rect }
}
