//! Flowcharts: text to statements with spans, and statements to a [`Graph`]. Reading never fails.
//!
//! The reference is mermaid 11.17: what it accepts is accepted and says the same, quirks included, and what it
//! refuses is a problem at the place that is wrong. Nothing here knows what the nodes stand for.
//!
//! ```
//! let chart = netplat_core::mermaid::read("flowchart LR\n  web[Shop] -->|TCP 5432| db[(Orders)]\n", 0);
//! assert!(chart.problems.is_empty());
//! assert_eq!(chart.graph.nodes[1].shape.0, "cylinder");
//! assert_eq!(chart.graph.links[0].label.as_ref().unwrap().text, "TCP 5432");
//! ```

mod build;
mod chars;
mod data;
mod graph;
mod label;
mod lexer;
mod moved;
mod parser;
pub mod rules;
pub mod shapes;
mod source;
pub mod syntax;
mod token;
pub mod write;

pub use graph::{
    Class, Click, Direction, End, Graph, Group, GroupIndex, Label, Link, Node, NodeIndex, Shape, Stroke, Tip,
};
pub use rules::RULES;
pub use syntax::Syntax;

use crate::diagnostic::Problem;
use crate::yaml::Reread;

/// A flowchart as read: what it says, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Flowchart {
    /// What it says, as far as it could be read.
    pub graph: Graph,
    /// How it says it: the statements and their places.
    pub syntax: Syntax,
    /// Where mermaid itself would refuse the chart, in order. Without errors among them it accepts it.
    pub problems: Vec<Problem>,
}

/// Reads the flowchart in `text`, which starts at byte `base` of the document: all spans are in the document.
pub fn read(text: &str, base: usize) -> Flowchart {
    read_again(text, base, &mut Reread::default())
}

/// As [`read`], with what an earlier reading of the same chart left of its front matter; the result is the same whatever
/// it is.
pub fn read_again(text: &str, base: usize, front_matter: &mut Reread) -> Flowchart {
    let prepared = source::prepare(text, base);
    let (mut syntax, mut problems) = parser::parse(&prepared.text);
    syntax.comments = prepared.comments;
    let mut graph = build::build(&syntax, &mut problems);
    if let Some((yaml, span)) = prepared.front_matter {
        graph.title = data::title(&yaml, span, front_matter, &mut problems);
        syntax.front_matter = Some(span);
    }
    problems.extend(source::other_diagram(&prepared.text));
    problems.sort_by_key(|problem| problem.span);
    Flowchart { graph, syntax, problems }
}
