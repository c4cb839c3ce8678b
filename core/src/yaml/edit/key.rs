//! Keys and values of a mapping that is there.

use super::remove::all;
use super::source::{Source, is_block};
use super::value::{NewValue, entry, written_as};
use crate::text::{Edit, Span};
use crate::yaml::{Entry, Mapping, Node, Style};

impl Source<'_> {
    /// Gives the mapping `node` these keys with these values: what is there is replaced, the rest is added at the end.
    pub fn set_keys(&self, node: &Node, entries: &[(&str, NewValue<'_>)]) -> Option<Edit> {
        let mapping = node.mapping().filter(|_| !node.is_alias)?;
        let known = |key: &str| mapping.entry(key).filter(|entry| !entry.is_merged);
        let replaced = entries.iter().filter_map(|(key, value)| Some(self.replace(known(key)?, *value)));
        let added: Vec<String> = entries
            .iter()
            .filter(|(key, _)| known(key).is_none())
            .map(|(key, value)| entry(key, *value))
            .collect();
        all(replaced.chain([self.add_entries(node, mapping, &added)]))
    }

    /// Puts `value` in place of the entry's, between the same quotes when it is a text between quotes.
    pub fn replace(&self, entry: &Entry, value: NewValue<'_>) -> Edit {
        let node = &entry.value;
        let written = match (value, node.scalar()) {
            (NewValue::Text(text), Some(scalar)) if !node.is_alias => written_as(text, scalar.style),
            _ => value.to_string(),
        };
        match self.after_colon(entry) {
            Some(colon) if node.span.is_empty() => Edit::insert(colon, format!(" {written}")),
            Some(colon) if is_block(node) && !node.is_alias => {
                Edit::replace(Span::new(colon, node.span.end as usize), format!(" {written}"))
            }
            None => Edit::insert(entry.key_span.end as usize, format!(": {written}")),
            _ => Edit::replace(node.span, written),
        }
    }

    /// Adds entries, which may be several lines each, at the end of a mapping.
    pub(super) fn add_entries(&self, node: &Node, mapping: &Mapping, added: &[String]) -> Edit {
        if added.is_empty() {
            return Edit::none();
        }
        let Some(last) = mapping.entries.iter().rev().find(|entry| !entry.is_merged) else {
            let inner = Span::new(node.span.start as usize + 1, (node.span.end as usize).saturating_sub(1));
            // `{}`, perhaps with spaces in it; a merge key or comment may stand there as well.
            let inside = inner.slice(self.slice(0, self.area().end as usize));
            let joined = added.join(", ");
            return if inside.bytes().all(|byte| byte == b' ') {
                Edit::replace(inner, format!(" {joined} "))
            } else if mapping.style == Style::Flow {
                Edit::insert(inner.start as usize, format!(" {joined}, "))
            } else {
                self.add_lines(self.line_end(node.span.end as usize), node.span.start as usize, added)
            };
        };
        let end = self.entry_end(last);
        if mapping.style == Style::Flow {
            let joined: String = added.iter().map(|entry| format!(", {entry}")).collect();
            return Edit::insert(end, joined);
        }
        self.add_lines(self.line_end(end), last.key_span.start as usize, added)
    }

    /// Lines at `at`, indented as what stands at `key`.
    fn add_lines(&self, at: usize, key: usize, added: &[String]) -> Edit {
        let separator = format!("{}{}", self.line_break(), " ".repeat(self.column(key)));
        Edit::insert(at, added.iter().map(|entry| format!("{separator}{entry}")).collect::<String>())
    }
}
