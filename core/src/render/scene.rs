//! The flat scene: everything that is drawn, placed and painted. The SVG file and the page draw from it.
//!
//! A node and a group are drawn at their own corner: their figures, icon and text count from the corner of
//! their `rect`, so that a node that only moves keeps everything but its place. Links count from the picture's.

use super::{Family, Icon, Rgba};
use crate::layout::{Point, Rect, Size};
use crate::mermaid::Stroke;

/// A colour: one of the theme's, which follows light and dark, or one that the chart gave.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Color {
    /// By its part in the theme; the page's style sheet and the SVG writer know the value.
    Theme(Tone),
    /// The chart's own.
    Given(Rgba),
    /// Not painted.
    None,
}

/// The parts of the theme.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tone {
    /// Behind everything.
    Canvas,
    /// Inside a node of no special kind.
    Node,
    /// Around it.
    NodeBorder,
    /// Words.
    Text,
    /// Words that stand back.
    Muted,
    /// Inside a group; nested ones alternate.
    Group,
    /// Inside a nested group.
    GroupAlternate,
    /// Around a group.
    GroupBorder,
    /// Links and their heads.
    Link,
    /// Behind a link's label.
    LabelBack,
    /// The accent of a family of kinds, such as data.
    Accent(Family),
    /// Inside a node of such a kind.
    AccentFill(Family),
}

/// How an outline is painted.
#[derive(Clone, PartialEq, Debug)]
pub struct Paint {
    /// Inside.
    pub fill: Color,
    /// The line.
    pub stroke: Color,
    /// Its width in pixels.
    pub stroke_width: f64,
    /// Lengths of dashes and gaps; empty for a full line.
    pub dash: Vec<f64>,
}

/// A step of a path.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Step {
    /// Lift the pen.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A cubic Bézier curve: two control points and the end.
    Curve(Point, Point, Point),
    /// Back to the last `Move`.
    Close,
}

/// A path and its paint.
#[derive(Clone, PartialEq, Debug)]
pub struct Figure {
    /// The steps.
    pub path: Vec<Step>,
    /// The paint.
    pub paint: Paint,
}

/// A run of characters of one style.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// Strong.
    pub bold: bool,
    /// Emphasised.
    pub italic: bool,
    /// A font for code.
    pub code: bool,
}

/// Lines of text, each centred on `center.x` or starting at it.
#[derive(Clone, PartialEq, Debug)]
pub struct TextBlock {
    /// The lines, top down.
    pub lines: Vec<Vec<Run>>,
    /// The box that the text fills.
    pub rect: Rect,
    /// Pixels.
    pub font_size: f64,
    /// From line to line.
    pub line_height: f64,
    /// The colour.
    pub color: Color,
    /// Whether the lines are centred in `rect`; else they start at its left.
    pub centered: bool,
    /// Whether all of it is strong.
    pub bold: bool,
}

/// A node as drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct SceneNode {
    /// The id in the chart.
    pub id: String,
    /// The box of its outline, in the picture. All places below count from its corner.
    pub rect: Rect,
    /// The outline and the lines within it, back to front. The first is the outline.
    pub figures: Vec<Figure>,
    /// A drawing beside the text.
    pub icon: Option<SceneIcon>,
    /// What it says.
    pub text: TextBlock,
    /// Opened by a click; always http, https or mailto.
    pub href: Option<String>,
    /// Shown on hover.
    pub tooltip: Option<String>,
    /// For a screen reader: "Web shop, Deployment".
    pub description: String,
}

impl SceneNode {
    /// Whether this is `before` at another place, and nothing else about it has changed.
    pub fn only_moved(&self, before: &Self) -> bool {
        let Self { id, rect, figures, icon, text, href, tooltip, description } = self;
        same_size(*rect, before.rect)
            && (id, figures, icon, text) == (&before.id, &before.figures, &before.icon, &before.text)
            && (href, tooltip, description) == (&before.href, &before.tooltip, &before.description)
    }
}

fn same_size(a: Rect, b: Rect) -> bool {
    (a.width, a.height) == (b.width, b.height)
}

/// An icon as drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct SceneIcon {
    /// Which one.
    pub icon: Icon,
    /// Its box, a square.
    pub rect: Rect,
    /// The colour of its lines.
    pub color: Color,
}

/// A group as drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct SceneGroup {
    /// The id in the chart.
    pub id: String,
    /// The border's box, in the picture. All places below count from its corner.
    pub rect: Rect,
    /// The border.
    pub figure: Figure,
    /// How deep it lies: 0 for one that no other holds.
    pub depth: usize,
    /// The title.
    pub title: Option<TextBlock>,
    /// A drawing beside the title.
    pub icon: Option<SceneIcon>,
    /// For a screen reader: "Shop, namespace".
    pub description: String,
}

impl SceneGroup {
    /// Whether this is `before` at another place, and nothing else about it has changed.
    pub fn only_moved(&self, before: &Self) -> bool {
        let Self { id, rect, figure, depth, title, icon, description } = self;
        same_size(*rect, before.rect)
            && (id, figure, depth) == (&before.id, &before.figure, &before.depth)
            && (title, icon, description) == (&before.title, &before.icon, &before.description)
    }
}

/// A link as drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct SceneLink {
    /// The id in the chart.
    pub id: String,
    /// The id where it starts.
    pub from: String,
    /// The id where it ends.
    pub to: String,
    /// The way, from outline to outline.
    pub path: Vec<Step>,
    /// The part of it that is painted: it ends where heads and tails begin.
    pub line: Vec<Step>,
    /// How the line is drawn.
    pub stroke: Stroke,
    /// The line's paint.
    pub paint: Paint,
    /// Heads and tails, already turned.
    pub tips: Vec<Figure>,
    /// The label.
    pub label: Option<TextBlock>,
    /// For a screen reader: "Web shop to Orders, TCP 5432".
    pub description: String,
}

/// Everything that is drawn of one chart.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Scene {
    /// Of the whole picture.
    pub size: Size,
    /// Outer groups before inner ones.
    pub groups: Vec<SceneGroup>,
    /// In document order.
    pub links: Vec<SceneLink>,
    /// In document order.
    pub nodes: Vec<SceneNode>,
    /// The chart's title, above everything.
    pub heading: Option<TextBlock>,
    /// For a screen reader: `accTitle`, or the chart's title.
    pub title: Option<String>,
    /// `accDescr`.
    pub description: Option<String>,
}
