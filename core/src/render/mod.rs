//! A chart and its layout as a flat scene, and a scene as SVG.
//!
//! Knows shapes, colours and text, but neither how places are found (that is [`crate::layout`]) nor what a network
//! is: kinds come from the model and are only looked up for a colour, an icon and a name.

mod scene;
mod color;
mod color_names;
mod family;
mod icon;
mod theme;
mod path;
mod shape;
mod measure;
mod label;
mod wrap;
mod style;
mod kinds;
mod node;
mod group;
mod tip;
mod link;
mod drawing;
mod report;
pub mod svg;

pub use color::Rgba;
pub use drawing::Drawing;
pub use family::{Badge, Family, group_badge, thing_badge};
pub use icon::Icon;
pub use kinds::Kinds;
pub use measure::{Font, Measure, WidthTable};
pub use report::SceneReport;
pub use scene::{
    Color, Figure, Paint, Run, Scene, SceneGroup, SceneIcon, SceneLink, SceneNode, Step, TextBlock, Tone,
};
pub use theme::{CODE_FONT_FAMILY, FONT_FAMILY, Theme};
