//! What labels say by themselves: their words, what they name, the ports in them. Most labels of a document are those that
//! it had before the last change, and what they say is kept.
//!
//! Knows no node and no link: the same label says the same wherever it stands.

use super::facts::KeptFacts;
use super::plain_text::label_lines;
use crate::catalog::{Recognised, recognise};
use crate::net::{PortInLabel, ports_in_label};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// What one label says.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// Its words in one line.
    pub text: String,
    /// The same, each of its lines on a line.
    pub lines: String,
    named: OnceLock<Option<Recognised>>,
    ports: OnceLock<Vec<PortInLabel>>,
}

/// Bytes of a label that may name something. What is longer is prose, in which words stand for many things.
const LONGEST: usize = 4096;

impl Reading {
    fn of(label: &str) -> Self {
        let lines = label_lines(label);
        Self {
            text: lines.join(" "),
            lines: lines.join("\n"),
            named: OnceLock::new(),
            ports: OnceLock::new(),
        }
    }

    /// The system or kind that it names.
    pub fn named(&self) -> Option<Recognised> {
        *self.named.get_or_init(|| if self.is_prose() { None } else { recognise(&self.lines) })
    }

    /// The ports in it, each by its words in [`Reading::text`].
    pub fn ports(&self) -> &[PortInLabel] {
        self.ports.get_or_init(|| if self.is_prose() { Vec::new() } else { ports_in_label(&self.text) })
    }

    fn is_prose(&self) -> bool {
        self.text.len() > LONGEST
    }
}

/// Readings of the labels and the facts of one document, carried from one model of it to the next.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    labels: Kept<Arc<Reading>>,
    names: Kept<Option<Recognised>>,
    /// The facts, as they were read.
    pub(super) facts: KeptFacts,
}

impl Readings {
    /// Begins another model: what the last one did not use is forgotten.
    pub(super) fn turn(&mut self) {
        self.labels.turn();
        self.names.turn();
    }

    /// What `label` says.
    pub(super) fn label(&mut self, label: &str) -> Arc<Reading> {
        self.labels.get(label, |label| Arc::new(Reading::of(label)))
    }

    /// What `name`, an id or a class, names.
    pub(super) fn name(&mut self, name: &str) -> Option<Recognised> {
        self.names.get(name, recognise)
    }
}

/// What was worked out of texts, for this model and the one before.
#[derive(Clone, Debug)]
struct Kept<V> {
    now: HashMap<String, V>,
    before: HashMap<String, V>,
}

impl<V> Default for Kept<V> {
    fn default() -> Self {
        Self { now: HashMap::new(), before: HashMap::new() }
    }
}

impl<V: Clone> Kept<V> {
    fn turn(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }

    fn get(&mut self, text: &str, work_out: impl FnOnce(&str) -> V) -> V {
        if let Some(known) = self.now.get(text) {
            return known.clone();
        }
        let (text, value) =
            self.before.remove_entry(text).unwrap_or_else(|| (text.to_owned(), work_out(text)));
        self.now.insert(text, value.clone());
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_models_in_a_row_do_not_use_is_forgotten() {
        let mut readings = Readings::default();
        let first = readings.label("Traefik<br>:8443");
        assert_eq!((first.text.as_str(), first.ports().len()), ("Traefik :8443", 1));
        readings.turn();
        assert!(Arc::ptr_eq(&first, &readings.label("Traefik<br>:8443")));
        readings.turn();
        readings.turn();
        assert!(!Arc::ptr_eq(&first, &readings.label("Traefik<br>:8443")));
    }
}
