//! A scene as an SVG file that stands for itself.

use super::element;
use super::writer::{Colors, Property, Writer};
use crate::render::{Color, FONT_FAMILY, Scene, SceneNode, Theme, Tone};

/// Which colours a file has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileColors {
    /// Those of one theme.
    Theme(Theme),
    /// Light, and dark where the reader prefers that.
    Both,
}

/// The file, one element a line.
pub fn file(scene: &Scene, colors: FileColors) -> String {
    let mut writer = Writer::new(match colors {
        FileColors::Theme(theme) => Colors::Fixed(theme),
        FileColors::Both => Colors::Classed,
    });
    open(&mut writer, scene);
    if colors == FileColors::Both {
        dark_style(&mut writer);
    }
    writer.raw("<rect width=\"100%\" height=\"100%\"");
    writer.paints(&[(Property::Fill, Color::Theme(Tone::Canvas))]).raw("/>\n");
    if let Some(heading) = &scene.heading {
        element::text(&mut writer, heading);
        writer.raw("\n");
    }
    for group in &scene.groups {
        element::group(&mut writer, group);
        writer.raw("\n");
    }
    for link in &scene.links {
        element::link(&mut writer, link);
        writer.raw("\n");
    }
    for node in &scene.nodes {
        linked_node(&mut writer, node);
    }
    for link in scene.links.iter().filter(|link| link.label.is_some()) {
        element::label(&mut writer, link);
        writer.raw("\n");
    }
    writer.raw("</svg>\n");
    writer.finish()
}

fn open(writer: &mut Writer, scene: &Scene) {
    let (width, height) = (scene.size.width.max(1.0), scene.size.height.max(1.0));
    writer
        .raw("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .number(width)
        .raw(" ")
        .number(height);
    writer.raw("\"").measure("width", width).measure("height", height);
    writer.attribute("font-family", FONT_FAMILY);
    writer.raw(
        " stroke-linejoin=\"round\" role=\"graphics-document document\" aria-roledescription=\"flowchart\"",
    );
    let title = scene.title.as_deref().unwrap_or("Flowchart");
    writer.attribute("aria-label", title).raw(">\n<title>").text(title).raw("</title>\n");
    if let Some(description) = &scene.description {
        writer.raw("<desc>").text(description).raw("</desc>\n");
    }
}

/// Attributes give way to a style sheet, so this turns every colour of the theme to the dark one.
fn dark_style(writer: &mut Writer) {
    writer.raw("<style>@media(prefers-color-scheme:dark){");
    for tone in Tone::all() {
        for property in [Property::Fill, Property::Stroke] {
            writer.raw(".").class(property, tone).raw("{").raw(property.name()).raw(":");
            writer.rgb(Theme::Dark.color(tone)).raw("}");
        }
    }
    writer.raw("}</style>\n");
}

/// A node, in a link if a click opens something.
fn linked_node(writer: &mut Writer, node: &SceneNode) {
    if let Some(href) = &node.href {
        writer.raw("<a").attribute("href", href).raw(" target=\"_blank\" rel=\"noopener noreferrer\">");
    }
    element::node(writer, node);
    writer.raw(if node.href.is_some() { "</a>\n" } else { "\n" });
}
