//! The elements of a scene, one `<g>` each.

use super::writer::{Property, Writer};
use crate::layout::Rect;
use crate::mermaid::Stroke;
use crate::render::link::LABEL_AIR;
use crate::render::{
    CODE_FONT_FAMILY, Color, Run, SceneGroup, SceneIcon, SceneLink, SceneNode, TextBlock, Tone,
};

pub(super) fn node(writer: &mut Writer, node: &SceneNode) {
    open(writer, "node", &node.id);
    place(writer, node.rect);
    title(writer, node.tooltip.as_deref().unwrap_or(&node.description));
    for figure in &node.figures {
        writer.figure(figure);
    }
    icon(writer, node.icon.as_ref());
    text(writer, &node.text);
    writer.raw("</g>");
}

pub(super) fn group(writer: &mut Writer, group: &SceneGroup) {
    open(writer, "group", &group.id);
    place(writer, group.rect);
    title(writer, &group.description);
    writer.figure(&group.figure);
    icon(writer, group.icon.as_ref());
    if let Some(title) = &group.title {
        text(writer, title);
    }
    writer.raw("</g>");
}

pub(super) fn link(writer: &mut Writer, link: &SceneLink) {
    open(writer, "link", &link.id);
    writer.raw(">");
    // What is not drawn is not read aloud either.
    if link.stroke != Stroke::Invisible {
        title(writer, &link.description);
        writer.painted(&link.line, &link.paint);
        for tip in &link.tips {
            writer.figure(tip);
        }
    }
    writer.raw("</g>");
}

pub(super) fn label(writer: &mut Writer, link: &SceneLink) {
    let Some(block) = &link.label else { return };
    open(writer, "label", &link.id);
    let Rect { x, y, width, height } = block.rect;
    writer.raw("><rect rx=\"4\"");
    writer.measure("x", x - LABEL_AIR.width).measure("y", y - LABEL_AIR.height);
    writer.measure("width", width + 2.0 * LABEL_AIR.width).measure("height", height + 2.0 * LABEL_AIR.height);
    writer.paints(&[(Property::Fill, Color::Theme(Tone::LabelBack))]).raw(" fill-opacity=\"0.9\"/>");
    text(writer, block);
    writer.raw("</g>");
}

/// The place of a group of elements that are drawn at a corner of their own, as a `transform`.
pub(super) fn transform(writer: &mut Writer, rect: Rect) {
    writer.raw("translate(").number(rect.x).raw(" ").number(rect.y).raw(")");
}

/// `<g class="node" data-id="web"`, still open for more attributes.
fn open(writer: &mut Writer, class: &str, id: &str) {
    writer.raw("<g class=\"").raw(class).raw("\"").attribute("data-id", id);
}

fn place(writer: &mut Writer, rect: Rect) {
    writer.raw(" transform=\"");
    transform(writer, rect);
    writer.raw("\">");
}

fn title(writer: &mut Writer, words: &str) {
    if !words.is_empty() {
        writer.raw("<title>").text(words).raw("</title>");
    }
}

/// The side of the square that icons are drawn in.
const ICON_SIDE: f64 = 16.0;

/// The icon itself rather than a `<use>` of it: a browser builds a document of its own for each of those, which costs
/// a tenth of the time that a picture takes to appear.
fn icon(writer: &mut Writer, icon: Option<&SceneIcon>) {
    let Some(icon) = icon else { return };
    writer.raw("<path d=\"").raw(icon.icon.path()).raw("\" transform=\"translate(");
    writer.number(icon.rect.x).raw(" ").number(icon.rect.y);
    let scale = icon.rect.width / ICON_SIDE;
    if scale != 1.0 {
        writer.raw(") scale(").number(scale);
    }
    writer.raw(")\" fill=\"none\"").paints(&[(Property::Stroke, icon.color)]);
    writer.raw(" stroke-width=\"1.4\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>");
}

/// From a line's middle down to its baseline, as a share of the font size: half the height of a capital, about.
const BASELINE: f64 = 0.355;

pub(super) fn text(writer: &mut Writer, block: &TextBlock) {
    if block.is_blank() {
        return;
    }
    let x = if block.centered { block.rect.x + block.rect.width / 2.0 } else { block.rect.x };
    let first = block.rect.y + block.line_height / 2.0 + block.font_size * BASELINE;
    writer.raw("<text").measure("x", x).measure("y", first).measure("font-size", block.font_size);
    if block.centered {
        writer.raw(" text-anchor=\"middle\"");
    }
    if block.bold {
        writer.raw(" font-weight=\"600\"");
    }
    writer.paints(&[(Property::Fill, block.color)]).raw(">");
    for (index, line) in block.lines.iter().enumerate() {
        if block.lines.len() == 1 {
            runs(writer, line);
        } else if !line.is_empty() {
            let y = first + block.line_height * index as f64;
            writer.raw("<tspan").measure("x", x).measure("y", y).raw(">");
            runs(writer, line);
            writer.raw("</tspan>");
        }
    }
    writer.raw("</text>");
}

fn runs(writer: &mut Writer, line: &[Run]) {
    for run in line {
        if !(run.bold || run.italic || run.code) {
            writer.text(&run.text);
            continue;
        }
        writer.raw("<tspan");
        if run.bold {
            writer.raw(" font-weight=\"600\"");
        }
        if run.italic {
            writer.raw(" font-style=\"italic\"");
        }
        if run.code {
            writer.raw(" font-family=\"").raw(CODE_FONT_FAMILY).raw("\"");
        }
        writer.raw(">").text(&run.text).raw("</tspan>");
    }
}
