//! A chart and its layout as a flat scene, and a scene as SVG.

mod scene;

pub use scene::{Color, Figure, Paint, Run, Scene, SceneGroup, SceneLink, SceneNode, Step, TextBlock, Tone};
