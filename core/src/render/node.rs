//! Nodes: measured before the layout, drawn at their own corner after it.

use super::label::Words;
use super::measure::Measure;
use super::path::rounded;
use super::shape::{Form, Ink, Line};
use super::style::Look;
use super::wrap::{Setting, set};
use super::{Badge, Color, Figure, Icon, Paint, SceneIcon, SceneNode, TextBlock, Tone};
use crate::layout::{Rect, Size};
use crate::mermaid::Node;

/// Text of nodes, in pixels.
pub const FONT_SIZE: f64 = 14.0;

/// From line to line, as a share of the font size.
pub const LINE_HEIGHT: f64 = 20.0 / 14.0;

/// Lines wrap at this width, as mermaid's do.
const WRAP_WIDTH: f64 = 200.0;

/// The side of an icon's box.
const ICON: f64 = 16.0;

/// Between an icon and the text at its right.
const ICON_GAP: f64 = 8.0;

/// Between an icon and the text below it.
const STACK_GAP: f64 = 3.0;

/// The least room inside a node, so that one without text is still one that can be grasped.
const LEAST: Size = Size { width: 14.0, height: 20.0 };

/// A node with everything but its place.
#[derive(Clone, Debug)]
pub struct NodePlate<'a> {
    node: &'a Node,
    form: &'static Form,
    look: Look,
    badge: Option<Badge>,
    icon: Option<Icon>,
    text: TextBlock,
    one_line: String,
    /// The box's size.
    pub size: Size,
}

impl<'a> NodePlate<'a> {
    /// Measures a node. `look` is what its classes and styles ask for, `horizontal` whether ranks are columns.
    pub fn new(
        node: &'a Node,
        look: Look,
        badge: Option<Badge>,
        horizontal: bool,
        measure: &dyn Measure,
    ) -> Self {
        let form = Form::named(&node.shape.0);
        let words = Words::read(&node.label);
        let shows_text = form.content(Size::default()).is_some();
        let foreign = words.icon.as_deref().or(node.icon.as_deref());
        let icon =
            foreign.and_then(Icon::for_foreign_name).or(badge.map(|badge| badge.icon)).filter(|_| shows_text);
        let font_size = look.font_size.unwrap_or(FONT_SIZE);
        let setting = Setting {
            font_size,
            line_height: (font_size * LINE_HEIGHT).round(),
            bold: look.bold.unwrap_or(false),
            italic: look.italic.unwrap_or(false),
            max_width: WRAP_WIDTH * (font_size / FONT_SIZE).max(1.0),
            centered: icon.is_none() || form.stacks_icon(),
            color: look.text_color(badge.map_or(Tone::Node, |badge| Tone::AccentFill(badge.family))),
        };
        let one_line = words.one_line();
        let words = if shows_text { words } else { Words::default() };
        let text = set(&words, setting, measure);
        let size = form.fit(content_size(&text, icon, form.stacks_icon()));
        let turned = horizontal && form.is_bar();
        let size = if turned { Size { width: size.height, height: size.width } } else { size };
        Self { node, form, look, badge, icon, text, one_line, size }
    }

    /// The share of each side where links may arrive.
    pub fn port_share(&self) -> f64 {
        self.form.port_share
    }

    /// Where a straight line that comes in through the side of the box meets the node: its outline.
    /// Nothing where links arrive at the box itself: at rectangles, and at shapes whose outline is not drawn.
    pub fn outline(&self, size: Size) -> Option<Line> {
        if self.form.is_plain_box() {
            return None;
        }
        (self.form.sketch)(size).into_iter().next().filter(|line| line.ink != Ink::Bare)
    }

    /// What a screen reader calls the node.
    pub fn name(&self) -> &str {
        if self.one_line.is_empty() { &self.node.id } else { &self.one_line }
    }

    /// The node in its place.
    pub fn place(&self, rect: Rect) -> SceneNode {
        let size = Size { width: rect.width, height: rect.height };
        let (text, icon) = self.inside(size);
        let sketch = self.sketch(size);
        let name = self.name();
        SceneNode {
            id: self.node.id.clone(),
            rect,
            figures: sketch.into_iter().map(|line| self.figure(line)).collect(),
            icon,
            text,
            href: self.node.href.as_ref().and_then(|click| safe_address(&click.address)),
            tooltip: self.node.href.as_ref().and_then(|click| click.tooltip.clone()),
            description: self
                .badge
                .map_or_else(|| name.to_owned(), |badge| format!("{name}, {}", badge.name)),
        }
    }

    /// Text and icon where they stand in a box of this size: the icon at the left of the text or above it.
    fn inside(&self, size: Size) -> (TextBlock, Option<SceneIcon>) {
        let mut text = self.text.clone();
        let Some(room) = self.form.content(size) else { return (text, None) };
        let stacked = self.form.stacks_icon();
        let content = content_size(&self.text, self.icon, stacked);
        let (middle, center) = (room.y + room.height / 2.0, room.x + room.width / 2.0);
        let (left, top) = (center - content.width / 2.0, middle - content.height / 2.0);
        text.rect.x = center - text.rect.width / 2.0;
        text.rect.y = middle - text.rect.height / 2.0;
        let Some(icon) = self.icon else { return (text, None) };
        let (x, y) = if stacked { (center - ICON / 2.0, top) } else { (left, middle - ICON / 2.0) };
        if stacked {
            text.rect.y = top + content.height - text.rect.height;
        } else {
            text.rect.x = left + ICON + ICON_GAP;
        }
        let rect = Rect { x, y, width: ICON, height: ICON };
        (text, Some(SceneIcon { icon, rect, color: self.icon_color() }))
    }

    fn sketch(&self, size: Size) -> Vec<Line> {
        match self.look.radius {
            Some(radius) if self.form.is_plain_box() => {
                let path = rounded(Rect { x: 0.0, y: 0.0, width: size.width, height: size.height }, radius);
                vec![Line { path, ink: Ink::Outline }]
            }
            _ => (self.form.sketch)(size),
        }
    }

    fn figure(&self, line: Line) -> Figure {
        let (fill, border) = self.badge.map_or((Tone::Node, Tone::NodeBorder), |badge| {
            (Tone::AccentFill(badge.family), Tone::Accent(badge.family))
        });
        let fill = self.look.fill.map_or(Color::Theme(fill), Color::Given);
        let border = self.look.stroke.map_or(Color::Theme(border), Color::Given);
        let (fill, stroke) = match line.ink {
            Ink::Outline => (fill, border),
            Ink::Area => (fill, Color::None),
            Ink::Line => (Color::None, border),
            Ink::Solid => (border, Color::None),
            // A hull is painted only if the chart asks for it.
            Ink::Bare => (self.look.fill.map_or(Color::None, Color::Given), Color::None),
        };
        let paint = Paint {
            fill,
            stroke,
            stroke_width: self.look.stroke_width.unwrap_or(BORDER_WIDTH),
            dash: self.look.dash.clone().unwrap_or_default(),
        };
        Figure { path: line.path, paint }
    }

    fn icon_color(&self) -> Color {
        // On a fill of the chart's own the accent may not be seen; the text's colour is chosen so that it is.
        match (self.badge, self.look.fill) {
            (Some(badge), None) => Color::Theme(Tone::Accent(badge.family)),
            _ => self.text.color,
        }
    }
}

/// Of borders, in pixels.
const BORDER_WIDTH: f64 = 1.25;

/// The size of text and icon together, the icon beside the text or stacked on it.
fn content_size(text: &TextBlock, icon: Option<Icon>, stacked: bool) -> Size {
    let (width, height) = (text.rect.width, text.rect.height);
    let (width, height) = match icon {
        None => (width, height),
        Some(_) if text.is_blank() => (ICON, ICON),
        Some(_) if stacked => (width.max(ICON), height + ICON + STACK_GAP),
        Some(_) => (width + ICON + ICON_GAP, height.max(ICON)),
    };
    Size { width: width.max(LEAST.width), height: height.max(LEAST.height) }
}

/// The address, if it is one that may be opened: http, https or mailto. Everything else, scripts above all, is not.
fn safe_address(address: &str) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = address.split_once(':')?;
    let safe = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.starts_with("//"),
        "mailto" => true,
        _ => false,
    };
    let clean = !address.chars().any(|character| character.is_control() || character == ' ');
    (safe && clean).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_are_safe_are_opened() {
        for address in [
            "javascript:alert(1)",
            " java\tscript:x",
            "data:text/html,x",
            "/relative",
            "vbscript:x",
            "https://a b",
            "",
        ] {
            assert_eq!(safe_address(address), None, "{address}");
        }
        assert_eq!(safe_address(" HTTPS://example.com/a?b=c ").as_deref(), Some("HTTPS://example.com/a?b=c"));
        assert_eq!(safe_address("mailto:a@example.com").as_deref(), Some("mailto:a@example.com"));
    }
}
