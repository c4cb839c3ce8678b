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
#[allow(dead_code)]
mod path;
#[allow(dead_code)]
mod shape;
mod measure;
#[allow(dead_code)]
mod label;
#[allow(dead_code)]
mod wrap;

pub use color::Rgba;
pub use family::{Badge, Family, group_badge, thing_badge};
pub use icon::Icon;
pub use measure::{Font, Measure, WidthTable};
pub use scene::{
    Color, Figure, Paint, Run, Scene, SceneGroup, SceneIcon, SceneLink, SceneNode, Step, TextBlock, Tone,
};
pub use theme::{CODE_FONT_FAMILY, FONT_FAMILY, Theme};
