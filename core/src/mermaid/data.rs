//! The YAML of `@{ … }` and of front matter, as far as a flowchart needs it.

use super::rules::{INVALID_YAML, UNKNOWN_SHAPE};
use crate::diagnostic::{Problem, Rule};
use crate::text::Span;
use crate::yaml::{self, Resolved};
use serde_json::Value;

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
        let shape = match data.get("shape").filter(|shape| is_truthy(shape)) {
            Some(Value::String(shape)) => Some(shape.clone()),
            Some(other) => {
                let message = format!("`{other}` is no name of a shape.");
                return Err(Unreadable { rule: &UNKNOWN_SHAPE, message });
            }
            None => None,
        };
        let text = |key: &str| data.get(key).filter(|value| is_truthy(value)).map(text_of);
        let plain = matches!(text("labelType").as_deref(), Some("string" | "text"));
        Ok(Self { shape, label: text("label"), plain, icon: text("icon"), image: text("img") })
    }
}

/// The `title` of a chart's front matter.
pub(super) fn title(yaml: &str, span: Span, problems: &mut Vec<Problem>) -> Option<String> {
    match parse(yaml) {
        Ok(data) => data.get("title").filter(|title| is_truthy(title)).map(text_of),
        Err(unreadable) => {
            problems.push(unreadable.at(span));
            None
        }
    }
}

fn parse(yaml: &str) -> Result<Value, Unreadable> {
    let read = yaml::read(yaml, 0);
    match read.problems.first() {
        Some(problem) => {
            let message = format!("This is not YAML: {}.", problem.message);
            Err(Unreadable { rule: &INVALID_YAML, message })
        }
        None => Ok(read.root().map_or(Value::Null, value)),
    }
}

/// As JavaScript has it. The depth is limited by the reader.
fn value(node: &yaml::Node) -> Value {
    match &node.value {
        yaml::Value::Sequence(sequence) => sequence.items.iter().map(value).collect(),
        yaml::Value::Mapping(mapping) => Value::Object(
            mapping.entries.iter().map(|entry| (entry.key.clone(), value(&entry.value))).collect(),
        ),
        yaml::Value::Scalar(scalar) => match scalar.resolve() {
            Resolved::Null => Value::Null,
            Resolved::Bool(truth) => Value::Bool(truth),
            Resolved::Integer(number) => Value::from(number),
            Resolved::Float(number) => Value::from(number),
            Resolved::Text(text) => Value::from(text),
        },
    }
}

/// Whether JavaScript counts the value as true.
fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
