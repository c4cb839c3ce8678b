//! Paths: made of rounded corners and arcs, flattened, cut, and met by straight lines.

use super::Step;
use crate::layout::{Point, Rect};

/// How far a flattened curve may lie beside the curve itself, in pixels.
pub const FLATNESS: f64 = 0.25;

/// The share of a circle's radius at which the control points of a quarter lie.
const QUARTER: f64 = 0.552_284_75;

/// The point at `x`, `y`.
pub fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

/// A closed polygon whose corners are rounded by `radius`, less where a side is too short.
pub fn polygon(corners: &[Point], radius: f64) -> Vec<Step> {
    let count = corners.len();
    let mut path = Vec::with_capacity(count * 2 + 2);
    for (index, &corner) in corners.iter().enumerate() {
        let (Some(&before), Some(&after)) =
            (corners.get((index + count - 1) % count), corners.get((index + 1) % count))
        else {
            break;
        };
        let enter = towards(corner, before, radius);
        let leave = towards(corner, after, radius);
        path.push(if index == 0 { Step::Move(enter) } else { Step::Line(enter) });
        if enter != leave {
            let first = between(enter, corner, QUARTER);
            let second = between(leave, corner, QUARTER);
            path.push(Step::Curve(first, second, leave));
        }
    }
    path.push(Step::Close);
    path
}

/// A rectangle with rounded corners.
pub fn rounded(rect: Rect, radius: f64) -> Vec<Step> {
    let (left, top, right, bottom) = (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height);
    polygon(&[at(left, top), at(right, top), at(right, bottom), at(left, bottom)], radius)
}

/// An ellipse that fills `rect`.
pub fn ellipse(rect: Rect) -> Vec<Step> {
    let (rx, ry) = (rect.width / 2.0, rect.height / 2.0);
    let (cx, cy) = (rect.x + rx, rect.y + ry);
    let (kx, ky) = (rx * QUARTER, ry * QUARTER);
    vec![
        Step::Move(at(cx - rx, cy)),
        Step::Curve(at(cx - rx, cy - ky), at(cx - kx, cy - ry), at(cx, cy - ry)),
        Step::Curve(at(cx + kx, cy - ry), at(cx + rx, cy - ky), at(cx + rx, cy)),
        Step::Curve(at(cx + rx, cy + ky), at(cx + kx, cy + ry), at(cx, cy + ry)),
        Step::Curve(at(cx - kx, cy + ry), at(cx - rx, cy + ky), at(cx - rx, cy)),
        Step::Close,
    ]
}

/// A quarter of an ellipse from `from` to `to`, leaving `from` in the direction of `corner`.
pub fn quarter(from: Point, corner: Point, to: Point) -> Step {
    Step::Curve(between(from, corner, QUARTER), between(to, corner, QUARTER), to)
}

/// How far inside the end of a circle's diameter a chord begins that runs `aside` of the diameter.
pub fn chord_inset(radius: f64, aside: f64) -> f64 {
    radius - (radius * radius - aside * aside).max(0.0).sqrt()
}

/// The point at `share` of the way from `from` to `to`.
pub fn between(from: Point, to: Point, share: f64) -> Point {
    at(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
}

/// How far it is from `from` to `to`.
pub fn distance(from: Point, to: Point) -> f64 {
    norm(to.x - from.x, to.y - from.y)
}

/// The length of a vector. Pictures are far too small for what makes `hypot` slow: it guards against overflow.
fn norm(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

/// `length` from `from` towards `to`, at most half the way.
fn towards(from: Point, to: Point, length: f64) -> Point {
    let whole = distance(from, to);
    if whole <= f64::EPSILON { from } else { between(from, to, (length / whole).min(0.5)) }
}

/// The polylines of a path, each with its points. Curves are split until they are flat.
pub fn flatten(path: &[Step]) -> Vec<Vec<Point>> {
    let mut lines: Vec<Vec<Point>> = Vec::new();
    let mut start = Point::default();
    let mut pen = Point::default();
    for step in path {
        if let Step::Move(point) = *step {
            lines.push(vec![point]);
            (start, pen) = (point, point);
            continue;
        }
        if lines.is_empty() {
            lines.push(vec![pen]);
        }
        let Some(line) = lines.last_mut() else { break };
        match *step {
            Step::Move(_) => {}
            Step::Line(point) => {
                line.push(point);
                pen = point;
            }
            Step::Curve(first, second, end) => {
                flatten_curve(pen, first, second, end, line);
                pen = end;
            }
            Step::Close => {
                if pen != start {
                    line.push(start);
                }
                pen = start;
            }
        }
    }
    lines
}

/// The length of a cubic as flattened: from its start, over its control points, to its end.
pub fn curve_length([start, first, second, end]: [Point; 4]) -> f64 {
    let mut pen = start;
    let mut whole = 0.0;
    each_point(start, first, second, end, |point| {
        whole += distance(pen, point);
        pen = point;
    });
    whole
}

fn flatten_curve(start: Point, first: Point, second: Point, end: Point, line: &mut Vec<Point>) {
    each_point(start, first, second, end, |point| line.push(point));
}

/// Wang's bound gives the number of equal parts after which a cubic is flat.
fn each_point(start: Point, first: Point, second: Point, end: Point, mut take: impl FnMut(Point)) {
    let bend = |a: Point, b: Point, c: Point| norm(a.x - 2.0 * b.x + c.x, a.y - 2.0 * b.y + c.y);
    let worst = bend(start, first, second).max(bend(first, second, end));
    let parts = (0.75 * worst / FLATNESS).sqrt().ceil().clamp(1.0, 256.0);
    for part in 1..=(parts as u32) {
        let t = f64::from(part) / parts;
        take(if t >= 1.0 { end } else { on_curve(start, first, second, end, t) });
    }
}

/// The point of a cubic at `t`.
fn on_curve(start: Point, first: Point, second: Point, end: Point, t: f64) -> Point {
    let s = 1.0 - t;
    let weights = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
    let mix =
        |a: f64, b: f64, c: f64, d: f64| weights[0] * a + weights[1] * b + weights[2] * c + weights[3] * d;
    at(mix(start.x, first.x, second.x, end.x), mix(start.y, first.y, second.y, end.y))
}

/// Splits a cubic at `t`: the control points and the end of its first part, then those of the rest.
pub fn split_curve(curve: [Point; 4], t: f64) -> ([Point; 4], [Point; 4]) {
    let [a, b, c, d] = curve;
    let (ab, bc, cd) = (between(a, b, t), between(b, c, t), between(c, d, t));
    let (abc, bcd) = (between(ab, bc, t), between(bc, cd, t));
    let middle = between(abc, bcd, t);
    ([a, ab, abc, middle], [middle, bcd, cd, d])
}

/// Along which axis a straight line runs, and which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heading {
    /// x grows.
    Right,
    /// x falls.
    Left,
    /// y grows.
    Down,
    /// y falls.
    Up,
}

impl Heading {
    /// One pixel in this direction.
    pub fn unit(self) -> Point {
        match self {
            Self::Right => at(1.0, 0.0),
            Self::Left => at(-1.0, 0.0),
            Self::Down => at(0.0, 1.0),
            Self::Up => at(0.0, -1.0),
        }
    }
}

/// How far one can go from `from` in direction `heading` until the outline is met; none if it never is.
pub fn reach(outline: &[Vec<Point>], from: Point, heading: Heading) -> Option<f64> {
    let unit = heading.unit();
    // Turned so that the ray runs along the first coordinate.
    let turned = |point: Point| {
        let (x, y) = (point.x - from.x, point.y - from.y);
        (x * unit.x + y * unit.y, y * unit.x - x * unit.y)
    };
    let mut nearest: Option<f64> = None;
    for line in outline {
        for pair in line.windows(2) {
            let [(ahead, aside), (next_ahead, next_aside)] = [turned(pair[0]), turned(pair[1])];
            if (aside > 0.0) == (next_aside > 0.0) {
                continue;
            }
            let meets = ahead + (next_ahead - ahead) * aside / (aside - next_aside);
            if meets >= -1e-6 && nearest.is_none_or(|nearest| meets < nearest) {
                nearest = Some(meets.max(0.0));
            }
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flattened_circle_stays_within_a_quarter_pixel_of_the_circle() {
        let lines = flatten(&ellipse(Rect { x: 0.0, y: 0.0, width: 200.0, height: 200.0 }));
        assert_eq!(lines.len(), 1);
        for pair in lines[0].windows(2) {
            let middle = between(pair[0], pair[1], 0.5);
            assert!((distance(middle, at(100.0, 100.0)) - 100.0).abs() <= FLATNESS);
        }
    }

    #[test]
    fn a_ray_meets_a_diamond_where_its_side_is() {
        let outline =
            flatten(&polygon(&[at(50.0, 0.0), at(100.0, 50.0), at(50.0, 100.0), at(0.0, 50.0)], 0.0));
        assert_eq!(reach(&outline, at(30.0, 0.0), Heading::Down), Some(20.0));
        assert_eq!(reach(&outline, at(100.0, 40.0), Heading::Left), Some(10.0));
        assert_eq!(reach(&outline, at(100.0, 40.0), Heading::Right), None);
    }

    #[test]
    fn a_split_curve_is_the_same_curve() {
        let curve = [at(0.0, 0.0), at(0.0, 90.0), at(60.0, 90.0), at(90.0, 0.0)];
        let (head, tail) = split_curve(curve, 0.25);
        let whole = on_curve(curve[0], curve[1], curve[2], curve[3], 0.125);
        let part = on_curve(head[0], head[1], head[2], head[3], 0.5);
        assert!(distance(whole, part) < 1e-9);
        assert_eq!((head[3], tail[3]), (tail[0], curve[3]));
    }

    #[test]
    fn a_polygon_without_corners_is_only_closed() {
        assert_eq!(polygon(&[], 3.0), [Step::Close]);
    }
}
