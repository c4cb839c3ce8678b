//! The YAML of `@{ … }` and of front matter, as far as a flowchart needs it.

use super::rules::{INVALID_YAML, UNKNOWN_SHAPE};
use crate::diagnostic::{Problem, Rule};
use crate::text::Span;
use crate::yaml::{self, Node, Reread, Resolved, Scalar, Value, Yaml};

/// What `@{ … }` says about a node.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct NodeData {
    pub shape: Option<String>,
    pub label: Option<String>,
    /// Whether the label is a plain text, not markdown.
    pub plain: bool,
    pub icon: Option<String>,
    pub image: Option<String>,
}

/// Why `@{ … }` cannot be read.
#[derive(Debug)]
pub(super) struct Unreadable {
    rule: &'static Rule,
    message: String,
}

impl Unreadable {
    pub fn at(self, span: Span) -> Problem {
        Problem::new(self.rule, span, self.message)
    }
}

impl NodeData {
    /// Reads the text between the braces. On one line it is a flow mapping, on several a block.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let yaml = if text.contains('\n') { format!("{text}\n") } else { format!("{{\n{text}\n}}") };
        let data = parse(&yaml)?;
        let text = |key: &str| truthy(&data, key).map(text_of);
        let shape = match truthy(&data, "shape") {
            Some(shape) if shape.text().is_some() => text("shape"),
            Some(other) => {
                let message = format!("`{}` is no name of a shape.", text_of(other));
                return Err(Unreadable { rule: &UNKNOWN_SHAPE, message });
            }
            None => None,
        };
        let plain = matches!(text("labelType").as_deref(), Some("string" | "text"));
        Ok(Self { shape, label: text("label"), plain, icon: text("icon"), image: text("img") })
    }
}

/// The `title` of a chart's front matter, of which an earlier reading left `known`.
pub(super) fn title(
    yaml: &str,
    span: Span,
    known: &mut Reread,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    known.read(yaml, 0);
    match readable(known.yaml()) {
        Ok(()) => truthy(known.yaml(), "title").map(text_of),
        Err(unreadable) => {
            problems.push(unreadable.at(span));
            None
        }
    }
}

/// The root, and nothing for an empty text.
fn parse(yaml: &str) -> Result<Yaml, Unreadable> {
    let read = yaml::read(yaml, 0);
    readable(&read).map(|()| read)
}

fn readable(yaml: &Yaml) -> Result<(), Unreadable> {
    let Some(problem) = yaml.problems.first() else { return Ok(()) };
    let message = format!("This is not YAML: {}.", problem.message);
    Err(Unreadable { rule: &INVALID_YAML, message })
}

/// The value under `key`, unless JavaScript counts it as false.
fn truthy<'a>(yaml: &'a Yaml, key: &str) -> Option<&'a Node> {
    yaml.root()?.get(key).filter(|node| match node.scalar().map(Scalar::resolve) {
        None => true,
        Some(Resolved::Null) => false,
        Some(Resolved::Bool(truth)) => truth,
        Some(Resolved::Integer(number)) => number != 0,
        Some(Resolved::Float(number)) => number != 0.0,
        Some(Resolved::Text(text)) => !text.is_empty(),
    })
}

/// As JavaScript makes a text of it. The depth is limited by the reader.
fn text_of(node: &Node) -> String {
    match &node.value {
        Value::Sequence(_) => node.items().iter().map(text_of).collect::<Vec<_>>().join(","),
        Value::Mapping(_) => "[object Object]".to_owned(),
        Value::Scalar(scalar) => match scalar.resolve() {
            Resolved::Null => "null".to_owned(),
            Resolved::Bool(truth) => truth.to_string(),
            Resolved::Integer(number) => number.to_string(),
            Resolved::Float(number) => number.to_string(),
            Resolved::Text(text) => text.to_owned(),
        },
    }
}
