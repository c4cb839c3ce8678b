//! Shapes: from the size of a text to the size of a box, and from a box to an outline with the lines inside it.
//!
//! Names are those of mermaid 11: the types that its parser reports for brackets (`inv_trapezoid`), every name and
//! alias of `@{ shape: … }` (`trap-t`, `manual`), and the names that mermaid has but does not document.

mod boxes;
mod braces;
mod curved;
mod documents;
mod round;
mod slanted;
mod stores;
mod symbols;
mod windows;

use super::Step;
use super::path::at;
use crate::layout::{Point, Rect, Size};

/// A shape.
#[derive(Debug)]
pub struct Form {
    /// Everything that mermaid calls it.
    pub names: &'static [&'static str],
    /// The room for text.
    pub room: Room,
    /// The outline first, then the lines within, for a box of this size with its corner at 0, 0.
    pub sketch: fn(Size) -> Vec<Line>,
    /// See [`crate::layout::NodeBox::port_share`].
    pub port_share: f64,
}

/// Where a shape has room for text.
#[derive(Debug)]
pub enum Room {
    /// A fixed distance from each side: left, top, right, bottom.
    Inset([f64; 4]),
    /// As the shape needs it.
    Custom {
        /// The box for a text of this size.
        fit: fn(Size) -> Size,
        /// Where in a box of this size the text is centred.
        content: fn(Size) -> Rect,
    },
    /// Nowhere: a mere sign of this size. Mermaid shows no text in it either.
    Nowhere(Size),
}

/// A path of a shape, and how it is painted.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// The path.
    pub path: Vec<Step>,
    /// The paint.
    pub ink: Ink,
}

/// How a path of a shape is painted with the node's fill and border.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    /// Filled, with a border.
    Outline,
    /// Filled, without a border.
    Area,
    /// The border's line only.
    Line,
    /// Filled with the border's colour.
    Solid,
    /// Not painted: a hull that can be pointed at.
    Bare,
}

impl Form {
    /// The shape of this name; a rectangle for a name that mermaid does not have.
    pub fn named(name: &str) -> &'static Self {
        Self::all().find(|form| form.names.contains(&name)).unwrap_or(&boxes::RECTANGLE)
    }

    /// All shapes.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        [
            boxes::FORMS,
            round::FORMS,
            slanted::FORMS,
            stores::FORMS,
            documents::FORMS,
            curved::FORMS,
            windows::FORMS,
            braces::FORMS,
            symbols::FORMS,
        ]
        .into_iter()
        .flatten()
        .copied()
    }

    /// Whether it is a bar that lies across the chart's direction, and so stands where ranks are columns.
    pub fn is_bar(&self) -> bool {
        self.names == symbols::FORK.names
    }

    /// Whether it is a mere rectangle, whose corners a chart may round.
    pub fn is_plain_box(&self) -> bool {
        self.names == boxes::RECTANGLE.names
    }

    /// Whether an icon stands above the text rather than beside it, because the shape is about as high as wide.
    pub fn stacks_icon(&self) -> bool {
        [round::CIRCLE.names, round::DOUBLE_CIRCLE.names, slanted::DIAMOND.names].contains(&self.names)
    }

    /// The box for a text of this size.
    pub fn fit(&self, text: Size) -> Size {
        match self.room {
            Room::Inset([left, top, right, bottom]) => {
                Size { width: text.width + left + right, height: text.height + top + bottom }
            }
            Room::Custom { fit, .. } => fit(text),
            Room::Nowhere(size) => size,
        }
    }

    /// Where in a box of this size text is centred; none when the shape shows no text.
    pub fn content(&self, size: Size) -> Option<Rect> {
        match self.room {
            Room::Inset([left, top, right, bottom]) => Some(Rect {
                x: left,
                y: top,
                width: (size.width - left - right).max(0.0),
                height: (size.height - top - bottom).max(0.0),
            }),
            Room::Custom { content, .. } => Some(content(size)),
            Room::Nowhere(_) => None,
        }
    }
}

/// Room between text and border, at the sides.
const PAD_X: f64 = 16.0;

/// Room between text and border, above and below.
const PAD_Y: f64 = 10.0;

/// How much corners of straight shapes are rounded.
const CORNER: f64 = 4.0;

/// The usual room.
const PADDED: Room = Room::Inset([PAD_X, PAD_Y, PAD_X, PAD_Y]);

/// All of a box.
fn whole(size: Size) -> Rect {
    Rect { x: 0.0, y: 0.0, width: size.width, height: size.height }
}

/// A box without `margin` at each side.
fn shrunk(size: Size, margin: f64) -> Rect {
    Rect { x: margin, y: margin, width: size.width - 2.0 * margin, height: size.height - 2.0 * margin }
}

fn outline(path: Vec<Step>) -> Line {
    Line { path, ink: Ink::Outline }
}

fn line(path: Vec<Step>) -> Line {
    Line { path, ink: Ink::Line }
}

fn solid(path: Vec<Step>) -> Line {
    Line { path, ink: Ink::Solid }
}

/// A straight line.
fn straight(from: (f64, f64), to: (f64, f64)) -> Line {
    line(polyline(&[from, to]))
}

fn polyline(points: &[(f64, f64)]) -> Vec<Step> {
    let step = |(index, point): (usize, &(f64, f64))| {
        let point = at(point.0, point.1);
        if index == 0 { Step::Move(point) } else { Step::Line(point) }
    };
    points.iter().enumerate().map(step).collect()
}

/// A closed polygon with slightly rounded corners.
fn polygon(corners: &[(f64, f64)]) -> Vec<Step> {
    let corners: Vec<Point> = corners.iter().map(|(x, y)| at(*x, *y)).collect();
    super::path::polygon(&corners, CORNER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::path::flatten;

    /// What mermaid 11.17 reports for brackets and knows as `@{ shape: … }`, documented or not.
    const MERMAID: &str = "square round circle ellipse stadium subroutine cylinder doublecircle odd diamond hexagon \
        trapezoid inv_trapezoid lean_right lean_left rect proc process rectangle squareRect rounded event roundedRect \
        terminal pill fr-rect subprocess subproc framed-rectangle cyl db database datastore data-store folder directory \
        bucket console browser person circ bang cloud diam decision question hex prepare lean-r lean-right in-out \
        lean-l lean-left out-in trap-b priority trapezoid-bottom trap-t manual trapezoid-top inv-trapezoid dbl-circ \
        double-circle text notch-rect card notched-rectangle lin-rect lined-rectangle lined-process lin-proc \
        shaded-process sm-circ start small-circle stateStart fr-circ stop framed-circle stateEnd fork join forkJoin \
        hourglass collate brace comment brace-l brace-r braces bolt com-link lightning-bolt doc document delay \
        half-rounded-rectangle h-cyl das horizontal-cylinder lin-cyl disk lined-cylinder curv-trap curved-trapezoid \
        display div-rect div-proc divided-rectangle divided-process tri extract triangle win-pane internal-storage \
        window-pane f-circ junction filled-circle notch-pent loop-limit notched-pentagon flip-tri manual-file \
        flipped-triangle sl-rect manual-input sloped-rectangle docs documents st-doc stacked-document st-rect procs \
        processes stacked-rectangle bow-rect stored-data bow-tie-rectangle cross-circ summary crossed-circle tag-doc \
        tagged-document tag-rect tagged-rectangle tag-proc tagged-process flag paper-tape rect_left_inv_arrow lin-doc \
        lined-document state choice note composite rectWithTitle labelRect block_arrow collapsedGroup iconSquare \
        iconCircle icon iconRounded imageSquare anchor kanbanItem mindmapCircle defaultMindmapNode classBox erBox \
        requirementBox";

    #[test]
    fn every_name_that_mermaid_has_is_a_shape_of_ours_and_of_one_only() {
        for name in MERMAID.split_whitespace() {
            assert_eq!(Form::all().filter(|form| form.names.contains(&name)).count(), 1, "{name}");
        }
        let ours: usize = Form::all().map(|form| form.names.len()).sum();
        assert_eq!(ours, MERMAID.split_whitespace().count());
    }

    #[test]
    fn text_lies_inside_the_outline_and_the_outline_inside_the_box() {
        let texts = [(8.0, 20.0), (60.0, 20.0), (200.0, 20.0), (40.0, 120.0), (200.0, 60.0), (180.0, 400.0)];
        for form in Form::all() {
            for (width, height) in texts {
                let text = Size { width, height };
                let size = form.fit(text);
                let lines = (form.sketch)(size);
                for point in lines.iter().flat_map(|line| flatten(&line.path)).flatten() {
                    let inside = |at: f64, end: f64| (-0.01..=end + 0.01).contains(&at);
                    let fits = inside(point.x, size.width) && inside(point.y, size.height);
                    assert!(fits, "{:?} {text:?}: {point:?} in {size:?}", form.names);
                }
                let Some(room) = form.content(size) else { continue };
                let (left, top) =
                    (room.x + (room.width - width) / 2.0, room.y + (room.height - height) / 2.0);
                assert!(
                    room.width >= width - 0.01 && room.height >= height - 0.01,
                    "{:?} {text:?}",
                    form.names
                );
                let outline = flatten(&lines[0].path);
                for corner in
                    [(left, top), (left + width, top), (left, top + height), (left + width, top + height)]
                {
                    assert!(holds(&outline, at(corner.0, corner.1)), "{:?} {text:?} {corner:?}", form.names);
                }
            }
        }
    }

    #[test]
    fn a_sign_shows_no_text_and_keeps_its_size() {
        let fork = Form::named("fork");
        assert_eq!(fork.fit(Size { width: 500.0, height: 90.0 }), Size { width: 72.0, height: 10.0 });
        assert_eq!(fork.content(fork.fit(Size::default())), None);
    }

    #[test]
    fn an_unknown_name_is_a_rectangle() {
        assert!(std::ptr::eq(Form::named("no such shape"), Form::named("square")));
    }

    /// Whether a closed outline holds a point, by the even-odd rule.
    fn holds(outline: &[Vec<Point>], point: Point) -> bool {
        let crossed = |pair: &[Point]| {
            let [from, to] = [pair[0], pair[1]];
            (from.y > point.y) != (to.y > point.y)
                && point.x < from.x + (to.x - from.x) * (point.y - from.y) / (to.y - from.y)
        };
        outline.iter().flat_map(|line| line.windows(2)).filter(|pair| crossed(pair)).count() % 2 == 1
    }
}
