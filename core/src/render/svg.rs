//! A scene as SVG: a file that stands for itself, or fragments for the page, one for each element.
//!
//! Nothing in it refers to anything outside, nothing in it runs, and the chart's texts are only ever text. Styles are
//! attributes, since a page with a strict content policy allows no others. Numbers have at most two decimals.

mod element;
mod file;
mod writer;

pub use file::{FileColors, file};

use super::{SceneGroup, SceneLink, SceneNode, TextBlock};
use crate::layout::Rect;
use writer::{Colors, Writer};

/// A node, drawn at its own corner and moved to its place by the `transform` of the outer element.
/// Colours are the custom properties of [`super::Theme::custom_properties`].
pub fn node_markup(node: &SceneNode) -> String {
    let mut writer = Writer::new(Colors::Variables);
    element::node(&mut writer, node);
    writer.finish()
}

/// The `transform` of a node or group whose box is `rect`, for one that only moved.
pub fn transform(rect: Rect) -> String {
    let mut writer = Writer::new(Colors::Variables);
    element::transform(&mut writer, rect);
    writer.finish()
}

/// A group: its border and title, without what it holds.
pub fn group_markup(group: &SceneGroup) -> String {
    let mut writer = Writer::new(Colors::Variables);
    element::group(&mut writer, group);
    writer.finish()
}

/// A link's line with its tips. Its label is drawn apart, above all lines.
pub fn link_markup(link: &SceneLink) -> String {
    let mut writer = Writer::new(Colors::Variables);
    element::link(&mut writer, link);
    writer.finish()
}

/// A link's label, if it has one.
pub fn label_markup(link: &SceneLink) -> Option<String> {
    link.label.as_ref()?;
    let mut writer = Writer::new(Colors::Variables);
    element::label(&mut writer, link);
    Some(writer.finish())
}

/// The chart's heading.
pub fn heading_markup(heading: &TextBlock) -> String {
    let mut writer = Writer::new(Colors::Variables);
    element::text(&mut writer, heading);
    writer.finish()
}
