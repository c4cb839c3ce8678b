//! The frame around a container's content: padding, the strip of the title, and the ports on the borders.

use super::container::{Places, bend_more, sane};
use super::coordinates::spread;
use super::flow::{Border, Side, border_at, to_picture, turn};
use super::pieces::Course;
use super::sheets::Kind;
use super::spacing::{
    BORDER_BEND, HEAD_ROOM, LINE_GAP, MARGIN, PADDING, PORT_GAP, STUB, TITLE_BELOW, TITLE_GAP, TRACK_GAP,
};
use super::title::place_title;
use super::{Point, Rect, Size};
use std::collections::BTreeMap;

/// What a frame adds to its content on each border.
#[derive(Clone, Copy, Debug, Default)]
struct Pads {
    start: f64,
    end: f64,
    low: f64,
    high: f64,
}

impl Pads {
    fn at(&mut self, border: Border) -> &mut f64 {
        match border {
            Border::Start => &mut self.start,
            Border::End => &mut self.end,
            Border::Low => &mut self.low,
            Border::High => &mut self.high,
        }
    }

    fn around(&self, content: Size) -> Size {
        Size { width: content.width + self.low + self.high, height: content.height + self.start + self.end }
    }
}

/// A piece that turns into the flow: whether it comes from the high border, how far from there, and its index.
type Turning = (bool, f64, usize);

/// Links that run sideways by less are straight.
const TINY: f64 = 0.1;

/// The least frame of a group that holds nothing.
const EMPTY: Size = Size { width: 48.0, height: 16.0 };

impl Places<'_> {
    /// Sets the frame of a container around `content`, which lies at 0, 0 of its canonical frame, and moves it there.
    pub(super) fn frame(&mut self, container: usize, content: Size) {
        let flow = self.tree.flow[container];
        if container == self.tree.root {
            let pads = Pads { start: MARGIN, end: MARGIN, low: MARGIN, high: MARGIN };
            self.shift(container, MARGIN, MARGIN);
            self.depth[container] = pads.around(content).height;
            self.size[container] = turn(flow, pads.around(content));
            return;
        }
        let title = sane(self.request.groups[container].title);
        let has_title = title.width > 0.0 && title.height > 0.0;
        let top = border_at(flow, Side::Top);
        let mut pads = Pads {
            start: self.border_room(container, Border::Start).max(PADDING),
            end: self.border_room(container, Border::End).max(PADDING),
            low: PADDING,
            high: PADDING,
        };
        let empty = turn(flow, EMPTY);
        let mut content = if self.tree.children[container].is_empty() { empty } else { content };
        content.width = content.width.max(self.ports_width(container));
        if has_title {
            let strip = TITLE_GAP + title.height;
            match top {
                Border::Start => self.strip[container].0 = strip,
                Border::End => self.strip[container].1 = strip,
                Border::Low | Border::High => {}
            }
            let links = self.border_room(container, top);
            *pads.at(top) = strip + links.max(TITLE_BELOW);
        }
        self.enter_beside(container);
        if has_title {
            let place = self.seat_title(container, &mut pads, content, title.width);
            self.title[container] =
                Some(Rect { x: place, y: TITLE_GAP, width: title.width, height: title.height });
        }
        self.shift(container, pads.low, pads.start);
        let size = pads.around(content);
        self.depth[container] = size.height;
        self.size[container] = turn(flow, size);
        self.set_ports(container, size);
    }

    /// What the ports on the busiest border on the flow take, side by side.
    fn ports_width(&self, container: usize) -> f64 {
        let rows =
            self.sheets.of_container[container].iter().flat_map(|&sheet| self.sheets.all[sheet].rows.clone());
        let ports = rows.filter(|&row| self.sheets.rows[row].border.is_some());
        ports.map(|row| self.sheets.rows[row].vertices.len()).max().unwrap_or(0) as f64 * LINE_GAP
    }

    /// What links need between a border on the flow and the content: enough to bend, if one does.
    fn border_room(&self, container: usize, border: Border) -> f64 {
        let mut room: f64 = 0.0;
        for &sheet in &self.sheets.of_container[container] {
            for row in self.sheets.all[sheet].rows.clone() {
                if self.sheets.rows[row].border != Some(border) {
                    continue;
                }
                for &port in &self.sheets.rows[row].vertices {
                    let (before, after) = (self.sheets.before.at(port), self.sheets.after.at(port));
                    for &index in before.iter().chain(after) {
                        let slant = self.slant(index);
                        let bend = BORDER_BEND + bend_more(slant) + STUB;
                        room = room.max(if slant > TINY { bend } else { HEAD_ROOM });
                    }
                }
            }
        }
        room
    }

    /// Gives each piece that comes in beside the flow its track, before the frame is set.
    fn enter_beside(&mut self, container: usize) {
        let mut direct: BTreeMap<(usize, bool), Vec<usize>> = BTreeMap::new();
        let mut tracks: BTreeMap<(usize, bool), Vec<Turning>> = BTreeMap::new();
        for &piece in &self.beside[container] {
            let Course::Beside { port, inner, gap } = self.pieces.all[piece].course else { continue };
            let vertex = self.sheets.at(inner).0;
            let high = self.pieces.ports[port].border == Border::High;
            match self.entry[piece].turn {
                None => direct.entry((vertex, high)).or_default().push(piece),
                Some(at) => {
                    let across = self.x[vertex] + at;
                    self.entry[piece].turn = Some(across);
                    let key = (self.sheets.vertices[vertex].row, gap == Border::End);
                    let nearness = if high { -across } else { across };
                    tracks.entry(key).or_default().push((high, nearness, piece));
                }
            }
        }
        for ((vertex, _), pieces) in direct {
            let Kind::Child(child) = self.sheets.vertices[vertex].kind else { continue };
            let (from, to) = self.span[vertex];
            let step = PORT_GAP.min((to - from) * self.port_share(child) / pieces.len() as f64);
            let first = f64::midpoint(from, to) - step * (pieces.len() as f64 - 1.0) / 2.0;
            for (place, piece) in pieces.into_iter().enumerate() {
                self.entry[piece].track = first + step * place as f64;
            }
        }
        for ((row, after), mut pieces) in tracks {
            // The nearest end turns in nearest to the row, so that those behind it pass without crossing.
            pieces.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
            for (place, (_, _, piece)) in pieces.into_iter().enumerate() {
                let away = HEAD_ROOM + TRACK_GAP * place as f64;
                self.entry[piece].track =
                    if after { self.band[row].1 + away } else { self.band[row].0 - away };
            }
        }
    }

    /// Finds the title's place, widening the frame as needed. Gives its left side.
    fn seat_title(&self, container: usize, pads: &mut Pads, content: Size, title: f64) -> f64 {
        let flow = self.tree.flow[container];
        let top = border_at(flow, Side::Top);
        let frame = turn(flow, pads.around(content));

        let mut links = Vec::new();
        for &sheet in &self.sheets.of_container[container] {
            for row in
                self.sheets.all[sheet].rows.clone().filter(|&row| self.sheets.rows[row].border == Some(top))
            {
                let ports = self.sheets.rows[row].vertices.iter();
                let passing = ports.filter(|&&port| self.pieces.ports[port].inner.is_some());
                links.extend(passing.map(|&port| pads.low + self.x[port]));
            }
        }
        for &piece in &self.beside[container] {
            if let Course::Beside { port, .. } = self.pieces.all[piece].course
                && self.pieces.ports[port].border == top
            {
                let along = pads.start + self.entry[piece].track;
                links.push(to_picture(flow, frame, Point { x: 0.0, y: along }).x);
            }
        }

        let place = place_title(frame.width, title, &links);
        *pads.at(border_at(flow, Side::Left)) += place.grow_left;
        *pads.at(border_at(flow, Side::Right)) += place.grow_right;
        place.left
    }

    /// Moves all content of a container.
    fn shift(&mut self, container: usize, across: f64, along: f64) {
        for &sheet in &self.sheets.of_container[container] {
            self.shift_sheet(sheet, across, along);
        }
        for &piece in &self.beside[container] {
            self.entry[piece].track += along;
            if let Some(turn) = &mut self.entry[piece].turn {
                *turn += across;
            }
        }
    }

    /// Puts the ports on the borders of a frame of that canonical size.
    fn set_ports(&mut self, container: usize, size: Size) {
        let flow = self.tree.flow[container];
        let frame = turn(flow, size);
        for &sheet in &self.sheets.of_container[container] {
            for row in self.sheets.all[sheet].rows.clone() {
                let Some(border) = self.sheets.rows[row].border else { continue };
                self.center_stubs(row, size.width / 2.0);
                let along = if border == Border::Start { 0.0 } else { size.height };
                self.band[row] = (along, along);
                for &port in &self.sheets.rows[row].vertices {
                    self.span[port] = (along, along);
                    self.port[port] = to_picture(flow, frame, Point { x: self.x[port], y: along });
                }
            }
        }
        for &piece in &self.beside[container] {
            let Course::Beside { port, .. } = self.pieces.all[piece].course else { continue };
            let across = if self.pieces.ports[port].border == Border::Low { 0.0 } else { size.width };
            self.port[port] = to_picture(flow, frame, Point { x: across, y: self.entry[piece].track });
        }
        // Links that end at a border beside the flow: in its middle.
        let mut ended: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
        for &port in &self.ports_of[container] {
            let own = self.pieces.ports[port];
            if own.inner.is_none() && !own.border.is_on_flow() {
                ended[usize::from(own.border == Border::High)].push(port);
            }
        }
        for (side, ports) in ended.into_iter().enumerate() {
            let step = PORT_GAP.min(size.height / ports.len().max(1) as f64);
            let first = size.height / 2.0 - step * (ports.len() as f64 - 1.0) / 2.0;
            for (place, port) in ports.into_iter().enumerate() {
                let point = Point { x: size.width * side as f64, y: first + step * place as f64 };
                self.port[port] = to_picture(flow, frame, point);
            }
        }
    }

    /// Draws the ports at which links end to the middle of the border, between those that are led inwards.
    fn center_stubs(&mut self, row: usize, middle: f64) {
        let ports = &self.sheets.rows[row].vertices;
        let is_stub = |port: usize| self.pieces.ports[port].inner.is_none();
        if !ports.iter().any(|&port| is_stub(port)) {
            return;
        }
        let wishes: Vec<(f64, f64)> = ports
            .iter()
            .map(|&port| if is_stub(port) { (middle, 1.0) } else { (self.x[port], 1e9) })
            .collect();
        let gaps = vec![LINE_GAP; ports.len()];
        for (&port, x) in ports.iter().zip(spread(&wishes, &gaps)) {
            self.x[port] = x;
        }
    }
}
