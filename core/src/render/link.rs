//! Links: labels measured before the layout; after it the way is prolonged to the outlines at both ends and cut
//! back where heads and tails stand.

use super::label::Words;
use super::measure::Measure;
use super::path::{Heading, at, between, curve_length, distance, flatten, reach, split_curve};
use super::style::Look;
use super::tip;
use super::wrap::{Setting, set};
use super::{Color, Paint, SceneLink, Step, TextBlock, Tone};
use crate::layout::{Point, Rect, Route, Segment, Size};
use crate::mermaid::{Link, Stroke, Tip};

/// Text of labels, in pixels, and from line to line.
const FONT_SIZE: f64 = 12.0;
const LINE_HEIGHT: f64 = 16.0;

/// Long labels wrap at this width.
const WRAP_WIDTH: f64 = 180.0;

/// Room around a label, which its background fills.
pub const LABEL_AIR: Size = Size { width: 5.0, height: 2.0 };

/// A link with everything but its way.
#[derive(Clone, Debug)]
pub struct LinkPlate<'a> {
    link: &'a Link,
    look: Look,
    label: Option<TextBlock>,
    one_line: String,
    /// The room that the label needs; zero when there is none.
    pub label_size: Size,
}

/// An end of a link: what it is called, and the outline that the way is prolonged to.
#[derive(Clone, Copy, Debug)]
pub struct LinkEnd<'a> {
    /// The id in the chart.
    pub id: &'a str,
    /// For a screen reader.
    pub name: &'a str,
    /// The box as placed, and the outline in it as polylines that count from the picture's corner. Nothing for ends
    /// whose outline is the box.
    pub outline: Option<(Rect, &'a [Vec<Point>])>,
}

impl<'a> LinkPlate<'a> {
    /// Measures a link's label.
    pub fn new(link: &'a Link, look: Look, measure: &dyn Measure) -> Self {
        let words = link.label.as_ref().map(Words::read).unwrap_or_default();
        let font_size = look.font_size.unwrap_or(FONT_SIZE);
        let text_look = Look { fill: None, ..look.clone() };
        let setting = Setting {
            font_size,
            line_height: (font_size * LINE_HEIGHT / FONT_SIZE).round(),
            bold: look.bold.unwrap_or(false),
            italic: look.italic.unwrap_or(false),
            max_width: WRAP_WIDTH,
            centered: true,
            color: match text_look.text_color(Tone::LabelBack) {
                Color::Theme(_) => Color::Theme(Tone::Muted),
                given => given,
            },
        };
        let label = (!words.is_blank()).then(|| set(&words, setting, measure));
        let label_size = label.as_ref().map_or(Size::default(), |label| Size {
            width: label.rect.width + 2.0 * LABEL_AIR.width,
            height: label.rect.height + 2.0 * LABEL_AIR.height,
        });
        Self { link, look, label, one_line: words.one_line(), label_size }
    }

    /// The link on its way.
    pub fn place(&self, route: &Route, from: LinkEnd<'_>, to: LinkEnd<'_>) -> SceneLink {
        let mut path = steps(route);
        prolong(&mut path, to.outline);
        path = reversed(&path);
        prolong(&mut path, from.outline);
        path = reversed(&path);

        let drawn = self.link.stroke != Stroke::Invisible;
        let width = self.width();
        let color = self.look.stroke.map_or(Color::Theme(Tone::Link), Color::Given);
        let (tail, head) = if drawn { (self.link.tail, self.link.head) } else { (Tip::None, Tip::None) };
        let (head_length, tail_length) = (tip::length(head, width), tip::length(tail, width));
        // Two tips on a very short link share it.
        let room = room_for_tips(&path, head_length.max(tail_length));
        let (line, head_place) = cut(&path, head_length.min(room));
        let (line, tail_place) = cut(&reversed(&line), tail_length.min(room));
        let mut tips = Vec::new();
        for (tip, place) in [(tail, tail_place), (head, head_place)] {
            if let Some((end, ahead)) = place {
                tips.extend(tip::figures(tip, end, ahead, width, color));
            }
        }
        let label = self.label.clone().zip(route.label).map(|(mut label, room)| {
            label.rect.x = room.x + (room.width - label.rect.width) / 2.0;
            label.rect.y = room.y + (room.height - label.rect.height) / 2.0;
            label
        });
        SceneLink {
            id: self.link.id.clone(),
            from: from.id.to_owned(),
            to: to.id.to_owned(),
            line: reversed(&line),
            path,
            stroke: self.link.stroke,
            paint: Paint {
                fill: Color::None,
                stroke: if drawn { color } else { Color::None },
                stroke_width: width,
                dash: self.dash(),
            },
            tips,
            label,
            description: self.description(from.name, to.name),
        }
    }

    fn width(&self) -> f64 {
        self.look.stroke_width.unwrap_or(if self.link.stroke == Stroke::Thick { 3.0 } else { 1.5 })
    }

    fn dash(&self) -> Vec<f64> {
        let dotted = self.link.stroke == Stroke::Dotted;
        self.look.dash.clone().unwrap_or_else(|| if dotted { vec![3.0, 4.0] } else { Vec::new() })
    }

    fn description(&self, from: &str, to: &str) -> String {
        let way = match (self.link.tail, self.link.head) {
            (Tip::None, Tip::None) => "with",
            (Tip::None, _) => "to",
            (_, Tip::None) => "from",
            _ => "to and from",
        };
        let mut description = format!("{from} {way} {to}");
        if !self.one_line.is_empty() {
            description.push_str(", ");
            description.push_str(&self.one_line);
        }
        description
    }
}

fn steps(route: &Route) -> Vec<Step> {
    let step = |segment: &Segment| match *segment {
        Segment::Line(to) => Step::Line(to),
        Segment::Curve(first, second, to) => Step::Curve(first, second, to),
    };
    std::iter::once(Step::Move(route.start)).chain(route.segments.iter().map(step)).collect()
}

/// The same way from its end to its start. The path is one line: a `Move` and then lines and curves.
fn reversed(path: &[Step]) -> Vec<Step> {
    let mut pen = Point::default();
    let mut back = Vec::with_capacity(path.len());
    for step in path {
        match *step {
            Step::Move(to) => pen = to,
            Step::Line(to) => {
                back.push(Step::Line(pen));
                pen = to;
            }
            Step::Curve(first, second, to) => {
                back.push(Step::Curve(second, first, pen));
                pen = to;
            }
            Step::Close => {}
        }
    }
    back.push(Step::Move(pen));
    back.reverse();
    back
}

/// Where a step ends.
fn end_of(step: &Step) -> Option<Point> {
    match *step {
        Step::Move(to) | Step::Line(to) | Step::Curve(_, _, to) => Some(to),
        Step::Close => None,
    }
}

/// The length that a tip at each end of a way may take. `wanted` is the most that is asked for: where the ends
/// alone are far enough apart for it, the way between them need not be measured.
fn room_for_tips(path: &[Step], wanted: f64) -> f64 {
    const SHARE: f64 = 0.45;
    let ends = path.first().and_then(end_of).zip(path.last().and_then(end_of));
    let apart = ends.map_or(0.0, |(from, to)| distance(from, to) * SHARE);
    if apart >= wanted { apart } else { length(path) * SHARE }
}

/// The length of a way that is one line.
fn length(path: &[Step]) -> f64 {
    let mut pen = None;
    let mut whole = 0.0;
    for step in path {
        whole += match (*step, pen) {
            (Step::Line(to), Some(from)) => distance(from, to),
            (Step::Curve(first, second, to), Some(from)) => curve_length([from, first, second, to]),
            _ => 0.0,
        };
        pen = end_of(step).or(pen);
    }
    whole
}

/// Leads the end of a way, which lies on the side of a box, straight on to the outline inside.
fn prolong(path: &mut Vec<Step>, outline: Option<(Rect, &[Vec<Point>])>) {
    let (Some((rect, outline)), Some(end)) = (outline, path.last().and_then(end_of)) else { return };
    let heading = inward(rect, end);
    let Some(depth) = reach(outline, end, heading).filter(|depth| *depth > 0.01) else { return };
    let unit = heading.unit();
    let met = at(end.x + unit.x * depth, end.y + unit.y * depth);
    let before = path.len().checked_sub(2).and_then(|index| path.get(index)).and_then(end_of);
    match (path.last_mut(), before) {
        // A straight end that already looks this way only becomes longer.
        (Some(Step::Line(last)), Some(before)) if is_along(before, end, unit) => *last = met,
        _ => path.push(Step::Line(met)),
    }
}

fn is_along(from: Point, to: Point, unit: Point) -> bool {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    (dx * unit.y - dy * unit.x).abs() < 1e-6 && dx * unit.x + dy * unit.y > 0.0
}

/// Into the box, from the side that the point is nearest to.
fn inward(rect: Rect, point: Point) -> Heading {
    let sides = [
        ((point.y - rect.y).abs(), Heading::Down),
        ((rect.x + rect.width - point.x).abs(), Heading::Left),
        ((rect.y + rect.height - point.y).abs(), Heading::Up),
        ((point.x - rect.x).abs(), Heading::Right),
    ];
    let nearest = sides.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map_or(Heading::Down, |(_, heading)| heading)
}

/// The way without its last `length` pixels, and where it ended with the direction in which it did.
fn cut(path: &[Step], length: f64) -> (Vec<Step>, Option<(Point, Point)>) {
    let Some(end) = path.last().and_then(end_of) else { return (path.to_vec(), None) };
    let mut kept = path.to_vec();
    let mut left = length;
    while left > 0.0 && kept.len() >= 2 {
        let before = kept.get(kept.len() - 2).and_then(end_of).unwrap_or(end);
        match kept.pop() {
            Some(Step::Line(to)) => {
                let whole = distance(before, to);
                if whole > left {
                    kept.push(Step::Line(between(to, before, left / whole)));
                }
                left -= whole;
            }
            Some(Step::Curve(first, second, to)) => {
                let (shortened, whole) = cut_curve([before, first, second, to], left);
                kept.extend(shortened);
                left -= whole;
            }
            _ => break,
        }
    }
    let from = kept.last().and_then(end_of).filter(|from| distance(*from, end) > 1e-6);
    // A way that is not cut looks where its last part does.
    let from = from.or_else(|| flatten(path).last().and_then(|line| line.iter().rev().nth(1).copied()));
    let ahead = from.filter(|from| distance(*from, end) > 1e-6).map(|from| {
        let whole = distance(from, end);
        at((end.x - from.x) / whole, (end.y - from.y) / whole)
    });
    (kept, ahead.map(|ahead| (end, ahead)))
}

/// A cubic without its last `length` pixels, nothing if it is shorter than that; and its whole length.
fn cut_curve(curve: [Point; 4], length: f64) -> (Option<Step>, f64) {
    let whole = curve_length(curve);
    if whole <= length {
        return (None, whole);
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..12 {
        let middle = f64::midpoint(low, high);
        if curve_length(split_curve(curve, middle).1) > length { low = middle } else { high = middle }
    }
    let [_, first, second, end] = split_curve(curve, low).0;
    (Some(Step::Curve(first, second, end)), whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::path::{ellipse, polygon};

    fn line(points: &[(f64, f64)]) -> Vec<Step> {
        points
            .iter()
            .enumerate()
            .map(|(i, p)| if i == 0 { Step::Move(at(p.0, p.1)) } else { Step::Line(at(p.0, p.1)) })
            .collect()
    }

    #[test]
    fn a_way_is_prolonged_straight_to_the_outline() {
        let rect = Rect { x: 0.0, y: 100.0, width: 100.0, height: 100.0 };
        let diamond =
            flatten(&polygon(&[at(50.0, 100.0), at(100.0, 150.0), at(50.0, 200.0), at(0.0, 150.0)], 0.0));
        let mut path = line(&[(40.0, 0.0), (40.0, 100.0)]);
        prolong(&mut path, Some((rect, &diamond)));
        assert_eq!(path, line(&[(40.0, 0.0), (40.0, 110.0)]));
        let circle = flatten(&ellipse(rect));
        let mut from_the_right = line(&[(200.0, 0.0), (100.0, 150.0)]);
        prolong(&mut from_the_right, Some((rect, &circle)));
        assert_eq!(from_the_right, line(&[(200.0, 0.0), (100.0, 150.0)]));
    }

    #[test]
    fn a_way_is_cut_by_the_length_of_its_tip_even_over_a_corner() {
        let (kept, end) = cut(&line(&[(0.0, 0.0), (50.0, 0.0), (50.0, 4.0)]), 7.0);
        assert_eq!(kept, line(&[(0.0, 0.0), (47.0, 0.0)]));
        assert_eq!(end.map(|(end, _)| end), Some(at(50.0, 4.0)));
        let (kept, end) = cut(&line(&[(0.0, 0.0), (0.0, 50.0)]), 0.0);
        assert_eq!((kept.len(), end), (2, Some((at(0.0, 50.0), at(0.0, 1.0)))));
    }

    #[test]
    fn a_curve_is_cut_by_its_length() {
        let path = [Step::Move(at(0.0, 0.0)), Step::Curve(at(0.0, 30.0), at(60.0, 70.0), at(60.0, 100.0))];
        let (kept, _) = cut(&path, 10.0);
        assert!((length(&path) - length(&kept) - 10.0).abs() < 0.2);
    }

    #[test]
    fn turning_a_way_round_twice_gives_it_back() {
        let path = [
            Step::Move(at(1.0, 2.0)),
            Step::Curve(at(3.0, 4.0), at(5.0, 6.0), at(7.0, 8.0)),
            Step::Line(at(9.0, 9.0)),
        ];
        assert_eq!(reversed(&reversed(&path)), path);
        assert_eq!(reversed(&path)[1], Step::Line(at(7.0, 8.0)));
    }
}
