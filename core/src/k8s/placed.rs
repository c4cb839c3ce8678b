use super::fields::{Fields, present};
use crate::text::Span;
use crate::yaml::Node;

/// A value with its place in the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Placed<T> {
    /// What is said.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl Placed<String> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

impl<T: std::fmt::Display> std::fmt::Display for Placed<T> {
    /// The value alone.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value.fmt(formatter)
    }
}

impl Fields {
    /// The text at `key`, with its place.
    pub fn placed_text(&mut self, parent: &Node, key: &str) -> Option<Placed<String>> {
        let value = self.text(parent, key)?.to_owned();
        Some(Placed { value, span: parent.get(key)?.span })
    }

    /// The texts of the list at `key`, each with its place.
    pub fn placed_texts(&mut self, parent: &Node, key: &str) -> Vec<Placed<String>> {
        let texts = self.texts(parent, key).unwrap_or_default();
        texts.into_iter().map(|(value, span)| Placed { value: value.to_owned(), span }).collect()
    }

    /// The port number at `key`, with its place.
    pub fn placed_port(&mut self, parent: &Node, key: &str) -> Option<Placed<u16>> {
        let value = self.port(parent, key)?;
        Some(Placed { value, span: parent.get(key)?.span })
    }

    /// The text of the annotation `key` of the object that `tree` is.
    pub fn annotation(&mut self, tree: &Node, key: &str) -> Option<Placed<String>> {
        let annotations = present(present(tree, "metadata")?, "annotations")?;
        annotations.mapping()?;
        self.placed_text(annotations, key)
    }
}

/// The parts of a list between commas, each with the place of the whole.
pub(super) fn listed(text: Option<Placed<String>>) -> Vec<Placed<String>> {
    let Some(Placed { value, span }) = text else { return Vec::new() };
    let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| Placed { value: part.to_owned(), span }).collect()
}
