//! Groups: their titles measured before the layout, drawn at their own corner after it.

use super::label::Words;
use super::measure::Measure;
use super::node::LINE_HEIGHT;
use super::path::rounded;
use super::style::Look;
use super::wrap::{Setting, set};
use super::{Badge, Color, Figure, Paint, SceneGroup, SceneIcon, TextBlock, Tone};
use crate::layout::{Frame, Rect, Size};
use crate::mermaid::Group;

/// Text of titles, in pixels.
const FONT_SIZE: f64 = 13.0;

/// Long titles wrap at this width.
const WRAP_WIDTH: f64 = 260.0;

/// The side of an icon's box, and the room between it and the title.
const ICON: f64 = 14.0;
const ICON_GAP: f64 = 6.0;

/// Room around a title that no link may cross.
const AIR: Size = Size { width: 6.0, height: 3.0 };

/// How much a border's corners are rounded.
const CORNER: f64 = 8.0;

/// A group with everything but its place.
#[derive(Clone, Debug)]
pub struct GroupPlate<'a> {
    group: &'a Group,
    look: Look,
    badge: Option<Badge>,
    depth: usize,
    title: Option<TextBlock>,
    one_line: String,
    /// The room that the title needs; zero when there is none.
    pub title_size: Size,
}

impl<'a> GroupPlate<'a> {
    /// Measures a group's title. `depth` is the number of groups around it.
    pub fn new(
        group: &'a Group,
        look: Look,
        badge: Option<Badge>,
        depth: usize,
        measure: &dyn Measure,
    ) -> Self {
        let words = Words::read(&group.label);
        let font_size = look.font_size.unwrap_or(FONT_SIZE);
        let setting = Setting {
            font_size,
            line_height: (font_size * LINE_HEIGHT).round(),
            bold: look.bold.unwrap_or(true),
            italic: look.italic.unwrap_or(false),
            max_width: WRAP_WIDTH * (font_size / FONT_SIZE).max(1.0),
            centered: badge.is_none(),
            color: match look.text_color(tone(depth)) {
                Color::Theme(_) => Color::Theme(Tone::Muted),
                given => given,
            },
        };
        let title = (!words.is_blank()).then(|| set(&words, setting, measure));
        let title_size = title.as_ref().map_or(Size::default(), |title| {
            let text = content_size(title, badge);
            Size { width: text.width + 2.0 * AIR.width, height: text.height + 2.0 * AIR.height }
        });
        Self { group, look, badge, depth, title, one_line: words.one_line(), title_size }
    }

    /// What a screen reader calls the group.
    pub fn name(&self) -> &str {
        if self.one_line.is_empty() { &self.group.id } else { &self.one_line }
    }

    /// The group in its place.
    pub fn place(&self, frame: &Frame) -> SceneGroup {
        let rect = frame.rect;
        let mut title = self.title.clone();
        let mut icon = None;
        if let (Some(title), Some(room)) = (&mut title, frame.title) {
            let size = content_size(title, self.badge);
            let left = room.x - rect.x + (room.width - size.width) / 2.0;
            let middle = room.y - rect.y + room.height / 2.0;
            title.rect.x = left + (size.width - title.rect.width);
            title.rect.y = middle - title.rect.height / 2.0;
            icon = self.badge.map(|badge| SceneIcon {
                icon: badge.icon,
                rect: Rect { x: left, y: middle - ICON / 2.0, width: ICON, height: ICON },
                color: match title.color {
                    Color::Theme(_) => Color::Theme(Tone::Accent(badge.family)),
                    given => given,
                },
            });
        } else {
            title = None;
        }
        let name = self.name();
        SceneGroup {
            id: self.group.id.clone(),
            rect,
            figure: self.figure(rect),
            depth: self.depth,
            title,
            icon,
            description: self
                .badge
                .map_or_else(|| name.to_owned(), |badge| format!("{name}, {}", badge.name)),
        }
    }

    fn figure(&self, rect: Rect) -> Figure {
        let corner = self.look.radius.unwrap_or(CORNER);
        let path = rounded(Rect { x: 0.0, y: 0.0, ..rect }, corner);
        let paint = Paint {
            fill: self.look.fill.map_or(Color::Theme(tone(self.depth)), Color::Given),
            stroke: self.look.stroke.map_or(Color::Theme(Tone::GroupBorder), Color::Given),
            stroke_width: self.look.stroke_width.unwrap_or(1.0),
            dash: self.look.dash.clone().unwrap_or_default(),
        };
        Figure { path, paint }
    }
}

/// Fills alternate, so that a group stands out from the one around it.
fn tone(depth: usize) -> Tone {
    if depth.is_multiple_of(2) { Tone::Group } else { Tone::GroupAlternate }
}

fn content_size(title: &TextBlock, badge: Option<Badge>) -> Size {
    let beside = if badge.is_some() { ICON + ICON_GAP } else { 0.0 };
    Size { width: title.rect.width + beside, height: title.rect.height.max(ICON) }
}
