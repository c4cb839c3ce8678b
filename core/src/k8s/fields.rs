//! Reading the fields of an object, with a problem at each value of the wrong type.

use super::rule::{INVALID_VALUE, MISSING_FIELD, UNKNOWN_FIELD, WRONG_TYPE};
use crate::diagnostic::{Problem, Severity};
use crate::net::{LabelKey, SyntaxError};
use crate::text::{Edit, Span};
use crate::yaml::{Node, Resolved, Scalar, ScalarStyle, Trap, nearest};
use std::collections::BTreeMap;

/// How many fields a kind may have for a message to list them all.
const MOST_LISTED: usize = 12;

/// Reads fields and collects what is wrong with them. A field that is absent or `null` is none, without a problem; so
/// is one of the wrong type, with one.
#[derive(Default)]
pub(super) struct Fields {
    /// The index of the object that is being read.
    pub object: usize,
    /// Whether keys of labels may name the source of the label, as Cilium's do: `k8s:app`.
    pub keys_have_sources: bool,
    /// What is wrong, with the object that it is wrong with.
    pub problems: Vec<(usize, Problem)>,
}

impl Fields {
    /// The mapping at `key`.
    pub fn section<'n>(&mut self, parent: &'n Node, key: &str) -> Option<&'n Node> {
        let node = present(parent, key)?;
        if node.mapping().is_none() {
            self.wrong_type(node, "a mapping");
            return None;
        }
        Some(node)
    }

    /// The items of the list at `key`.
    pub fn list<'n>(&mut self, parent: &'n Node, key: &str) -> Option<&'n [Node]> {
        let node = present(parent, key)?;
        match &node.value {
            crate::yaml::Value::Sequence(sequence) => Some(&sequence.items),
            _ => {
                self.wrong_type(node, "a list");
                None
            }
        }
    }

    /// The items of the list at `key` that are mappings, and a problem at each that is none.
    pub fn sections<'n>(&mut self, parent: &'n Node, key: &str) -> Option<Vec<&'n Node>> {
        let items = self.list(parent, key)?;
        let mut sections = Vec::with_capacity(items.len());
        for item in items {
            if item.mapping().is_some() {
                sections.push(item);
            } else {
                self.wrong_type(item, "a mapping");
            }
        }
        Some(sections)
    }

    /// The text at `key`.
    pub fn text<'n>(&mut self, parent: &'n Node, key: &str) -> Option<&'n str> {
        self.is_text(present(parent, key)?)
    }

    /// The texts of the list at `key`, each with its place.
    pub fn texts<'n>(&mut self, parent: &'n Node, key: &str) -> Option<Vec<(&'n str, Span)>> {
        let items = self.list(parent, key)?;
        Some(items.iter().filter_map(|item| Some((self.is_text(item)?, item.span))).collect())
    }

    /// The texts of the mapping at `key`, by their keys.
    pub fn map<'n>(&mut self, parent: &'n Node, key: &str) -> Option<Vec<(&'n str, &'n str, Span)>> {
        let entries = self.section(parent, key)?.entries();
        let text = |entry: &'n crate::yaml::Entry| {
            let value = if entry.value.is_null() { "" } else { self.is_text(&entry.value)? };
            Some((entry.key.as_str(), value, entry.span()))
        };
        Some(entries.iter().filter_map(text).collect())
    }

    /// The truth at `key`.
    pub fn bool(&mut self, parent: &Node, key: &str) -> Option<bool> {
        let node = present(parent, key)?;
        if node.bool().is_none() {
            self.wrong_type(node, "`true` or `false`");
        }
        node.bool()
    }

    /// The whole number at `key`, between two others, both included.
    pub fn integer(&mut self, parent: &Node, key: &str, least: i64, most: i64) -> Option<i64> {
        let node = present(parent, key)?;
        let Some(number) = node.integer() else {
            self.wrong_type(node, "a whole number");
            return None;
        };
        if !(least..=most).contains(&number) {
            self.invalid(node, format!("expected a whole number from {least} to {most}, found {number}"));
            return None;
        }
        Some(number)
    }

    /// The port number at `key`.
    pub fn port(&mut self, parent: &Node, key: &str) -> Option<u16> {
        self.integer(parent, key, 1, 65_535).and_then(|number| u16::try_from(number).ok())
    }

    /// The text that `node` is.
    pub fn is_text<'n>(&mut self, node: &'n Node) -> Option<&'n str> {
        let scalar = node.scalar().filter(|scalar| !scalar.is_null());
        match scalar {
            Some(scalar) if is_string(scalar) || is_placeholder(&scalar.text) => Some(&scalar.text),
            Some(scalar) => {
                // What is meant is clear; quotes are all that is missing.
                let quoted = format!("\"{}\"", scalar.text);
                let found = node.described();
                let problem = Problem::new(&WRONG_TYPE, node.span, format!("expected a text, found {found}"))
                    .with_help(format!("write {quoted}"));
                let edit = Edit::replace(node.span, quoted.clone());
                self.push(problem.with_fix(format!("Write {quoted}"), edit, true));
                Some(&scalar.text)
            }
            None => {
                self.wrong_type(node, "a text");
                None
            }
        }
    }

    /// What `key` says is wrong with it as a label's key.
    pub fn label_key(&self, key: &str) -> Result<(), SyntaxError> {
        let own = key.split_once(':').filter(|_| self.keys_have_sources).map_or(key, |(_, own)| own);
        own.parse::<LabelKey>().map(|_| ())
    }

    /// Reports keys of `node` that are not among `known`.
    pub fn only(&mut self, node: &Node, known: &[&str]) {
        let free: Vec<&str> = known.iter().copied().filter(|name| node.get(name).is_none()).collect();
        for entry in node.entries().iter().filter(|entry| !entry.is_merged) {
            if known.contains(&entry.key.as_str()) {
                continue;
            }
            let message = format!("there is no field `{}` here", entry.key);
            let problem = Problem::new(&UNKNOWN_FIELD, entry.key_span, message);
            self.push(match nearest(&entry.key, free.iter().copied()) {
                Some(meant) => problem.with_help(format!("did you mean `{meant}`?")).with_fix(
                    format!("Write {meant}"),
                    Edit::replace(entry.key_span, meant),
                    true,
                ),
                None if known.len() <= MOST_LISTED => {
                    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                    problem.with_help(format!("known fields are {}", names.join(", ")))
                }
                None => problem,
            });
        }
    }

    /// Reports that the value is refused. One that a program fills in later is not judged.
    pub fn invalid(&mut self, node: &Node, message: impl Into<String>) {
        if !node.text().is_some_and(is_placeholder) {
            self.push(Problem::new(&INVALID_VALUE, place(node), message));
        }
    }

    /// Reports that what stands at `span` is refused.
    pub fn invalid_at(&mut self, span: Span, message: impl Into<String>) {
        self.push(Problem::new(&INVALID_VALUE, span, message));
    }

    /// Reports that `node` has no `key`.
    pub fn missing(&mut self, node: &Node, key: &str) {
        self.push(Problem::new(&MISSING_FIELD, place(node), format!("the field `{key}` is missing")));
    }

    /// Reports that `node` has no field of those that would do.
    pub fn lacking(&mut self, node: &Node, message: impl Into<String>) {
        self.push(Problem::new(&MISSING_FIELD, place(node), message));
    }

    /// Reports a value that is dropped, or refused by some versions.
    pub fn remark(&mut self, node: &Node, message: impl Into<String>, severity: Severity) {
        if !node.text().is_some_and(is_placeholder) {
            self.push(Problem::new(&INVALID_VALUE, place(node), message).with_severity(severity));
        }
    }

    /// Reports a value that is refused, or will be, where it is clear what was meant.
    pub fn mendable(&mut self, node: &Node, message: impl Into<String>, meant: &str, severity: Severity) {
        if node.text().is_some_and(is_placeholder) {
            return;
        }
        let written = match node.scalar().map(|scalar| scalar.style) {
            Some(ScalarStyle::DoubleQuoted) => format!("\"{meant}\""),
            Some(ScalarStyle::SingleQuoted) => format!("'{meant}'"),
            _ => meant.to_owned(),
        };
        let problem = Problem::new(&INVALID_VALUE, node.span, message).with_severity(severity);
        let edit = Edit::replace(node.span, written);
        self.push(problem.with_fix(format!("Write {meant}"), edit, false));
    }

    /// Reports keys that stand there a second time.
    pub fn once<K: Ord>(&mut self, keys: impl IntoIterator<Item = (K, Span)>, message: &str) {
        let mut seen = BTreeMap::new();
        for (key, span) in keys {
            match seen.get(&key) {
                Some(&first) => self.repeated(span, first, message),
                None => {
                    seen.insert(key, span);
                }
            }
        }
    }

    /// Reports that what stands at `span` stands at `first` already.
    pub fn repeated(&mut self, span: Span, first: Span, message: impl Into<String>) {
        self.push(Problem::new(&INVALID_VALUE, span, message).with_related(first, "the first is here"));
    }

    /// Reports that `node` is of another type. What a program fills in later is not judged.
    pub fn wrong_type(&mut self, node: &Node, expected: &str) {
        if node.text().is_some_and(is_placeholder) {
            return;
        }
        let message = format!("expected {expected}, found {}", node.described());
        self.push(Problem::new(&WRONG_TYPE, place(node), message));
    }

    fn push(&mut self, problem: Problem) {
        self.problems.push((self.object, problem));
    }
}

/// Where to report something about `node`: of a whole block the first key, since a squiggle over many lines says
/// nothing.
fn place(node: &Node) -> Span {
    node.entries().first().filter(|entry| !entry.is_merged).map_or(node.span, |entry| entry.key_span)
}

/// The value at `key`, unless it is null.
pub(super) fn present<'n>(parent: &'n Node, key: &str) -> Option<&'n Node> {
    parent.get(key).filter(|node| !node.is_null())
}

/// Whether a text stands for what a program or a reader fills in; a lone `_` is the name that a kustomization replaces.
pub(crate) fn is_placeholder(text: &str) -> bool {
    text == "_" || ["{{", "${", "<", "%("].iter().any(|mark| text.contains(mark))
}

/// Whether kubectl, which speaks YAML 1.1 but for numbers to the base 60, takes the scalar for a text.
fn is_string(scalar: &Scalar) -> bool {
    matches!(scalar.resolve(), Resolved::Text(_))
        && !(scalar.text.len() > 1 && matches!(scalar.trap(), Some(Trap::Bool | Trap::Octal)))
}
