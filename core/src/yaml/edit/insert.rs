//! New items of a list, written as their neighbour is.

use super::source::{Around, Source, is_block};
use super::value::{NewValue, entry};
use crate::text::{Edit, Span};
use crate::yaml::Node;

impl Source<'_> {
    /// Puts `new` behind `item`, in this order, in the same list and in the same style.
    pub fn insert_after(&self, item: &Node, new: &[NewValue<'_>]) -> Option<Edit> {
        match self.around(item.span)? {
            Around::Block { dash } => {
                let at = self.block_end(item.span.end as usize, self.column(dash));
                let indent = " ".repeat(self.column(dash));
                let gap = self.gap_behind(dash, item);
                let lines = new.iter().map(|value| {
                    let value = self.like(item, *value, indent.len() + 1 + gap.len());
                    format!("{}{indent}-{gap}{value}", self.line_break())
                });
                self.ends_line(item.span.end as usize).then(|| Edit::insert(at, lines.collect::<String>()))
            }
            Around::Flow => self.insert_between_brackets(item, new),
        }
    }

    /// What stands between a dash and its item.
    fn gap_behind(&self, dash: usize, item: &Node) -> &str {
        let gap = self.slice(dash + 1, item.span.start as usize);
        if !gap.is_empty() && gap.bytes().all(|byte| byte == b' ') { gap } else { " " }
    }

    fn insert_between_brackets(&self, item: &Node, new: &[NewValue<'_>]) -> Option<Edit> {
        let end = item.span.end as usize;
        let written: Vec<String> = new.iter().map(|value| self.like(item, *value, 0)).collect();
        let indent = self.before(item.span.start as usize);
        let comma = self
            .behind(end)
            .trim_start()
            .starts_with(',')
            .then(|| end + self.slice(end, self.line_end(end)).find(',').unwrap_or_default() + 1);
        let is_by_lines = indent.trim().is_empty() && self.ends_line(comma.unwrap_or(end));
        if !is_by_lines {
            return Some(Edit::insert(
                end,
                written.iter().map(|value| format!(", {value}")).collect::<String>(),
            ));
        }
        // Behind the comment that is about the item; the last one has no comma if this one had none.
        let separator = format!(",{}{indent}", self.line_break());
        let lines = format!("{}{indent}{}", self.line_break(), written.join(&separator));
        let at = self.line_end(end);
        match comma {
            Some(_) => Some(Edit::insert(at, format!("{lines},"))),
            None => Edit::insert(end, ",").and(Edit::insert(at, lines)).ok(),
        }
    }

    /// `value` as `item` is written; the keys of a mapping by lines stand in `column`.
    fn like(&self, item: &Node, value: NewValue<'_>, column: usize) -> String {
        let NewValue::Mapping(entries) = value else { return value.to_string() };
        let written: Vec<String> = entries.iter().map(|(key, value)| entry(key, *value)).collect();
        if item.mapping().is_some() && is_block(item) && !written.is_empty() {
            let separator = format!("{}{}", self.line_break(), " ".repeat(column));
            return written.join(&separator);
        }
        self.aligned(item, entries, &written).unwrap_or_else(|| value.to_string())
    }

    /// Entries between braces whose keys stand below those of `item` where that leaves more than one space between.
    fn aligned(&self, item: &Node, entries: &[(&str, NewValue<'_>)], written: &[String]) -> Option<String> {
        let whole = item.span.slice(self.slice(0, self.area().end as usize));
        if whole.contains('\n') || item.entries().is_empty() || written.is_empty() {
            return None;
        }
        let start = item.span.start as usize;
        let columns: Vec<usize> =
            item.entries().iter().map(|entry| entry.key_span.start as usize - start).collect();
        let is_padded =
            columns.iter().any(|&column| whole.get(..column).is_some_and(|before| before.ends_with("  ")));
        let is_tight = !whole.starts_with("{ ");
        let mut out = String::from(if is_tight { "{" } else { "{ " });
        for (index, one) in written.iter().enumerate() {
            let same_key = |place: usize| {
                let there = item.entries().get(place).map(|entry| entry.key.as_str());
                entries.get(place).map(|(key, _)| *key) == there
            };
            if index > 0 {
                out.push_str(", ");
                let width = out.chars().count();
                let column = columns.get(index).filter(|_| is_padded && (0..=index).all(same_key));
                out.push_str(&" ".repeat(column.map_or(0, |column| column.saturating_sub(width))));
            }
            out.push_str(one);
        }
        out.push_str(if is_tight { "}" } else { " }" });
        Some(out)
    }

    /// Puts `value` as the only item between the brackets of an empty list.
    pub(super) fn fill_brackets(&self, list: &Node, value: NewValue<'_>) -> Option<Edit> {
        let (start, end) = (list.span.start as usize + 1, (list.span.end as usize).checked_sub(1)?);
        let inner = self.slice(start, end);
        let blank = if inner.trim().is_empty() { Span::new(start, end) } else { Span::at(start) };
        Some(Edit::replace(blank, value.to_string()))
    }
}
