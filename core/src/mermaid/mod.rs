//! Flowcharts: text to statements with spans, and statements to a [`Graph`]. Reading never fails.

mod graph;

pub use graph::{
    Class, Click, Direction, End, Graph, Group, GroupIndex, Label, Link, Node, NodeIndex, Shape, Stroke, Tip,
};

use crate::diagnostic::Problem;

/// A flowchart as read: what it says, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Flowchart {
    /// What it says, as far as it could be read.
    pub graph: Graph,
    /// Where mermaid itself would refuse the chart, in order. Empty when it accepts it.
    pub problems: Vec<Problem>,
}

/// Reads the flowchart in `text`, which starts at byte `base` of the document: all spans are in the document.
pub fn read(text: &str, base: usize) -> Flowchart {
    let _ = (text, base);
    Flowchart::default()
}
