//! Taking items and keys away, with what belongs to them and nothing else.

use super::source::{Around, Source, is_blank_or_comment};
use crate::text::{Edit, Span};
use crate::yaml::{Entry, Node, Style};

impl Source<'_> {
    /// Takes the items at `spans` out of their list, each with the comments that are about it alone: those behind it,
    /// those below it that are indented deeper, and those right above it unless they head other items as well.
    ///
    /// Of a list by lines that loses all items, the key stays without a value.
    pub fn remove_items(&self, spans: &[Span]) -> Option<Edit> {
        let mut lines = Vec::new();
        let mut inline = Vec::new();
        for &span in spans {
            match self.around(span)? {
                Around::Block { dash } => lines.push(self.block_lines(dash, span.end as usize)?),
                Around::Flow => inline.push(span),
            }
        }
        let mut edits: Vec<Edit> = self.owned_lines(lines).into_iter().map(Edit::delete).collect();
        edits.extend(self.out_of_brackets(inline));
        all(edits)
    }

    /// Takes the entries with `keys` out of the mapping `node`. What it does not have, or has from a merge key, is left
    /// alone.
    pub fn remove_keys(&self, node: &Node, keys: &[&str]) -> Option<Edit> {
        let mapping = node.mapping().filter(|_| !node.is_alias)?;
        let is_gone = |entry: &&Entry| !entry.is_merged && keys.contains(&entry.key.as_str());
        let gone: Vec<&Entry> = mapping.entries.iter().filter(is_gone).collect();
        if mapping.style == Style::Flow {
            let spans =
                gone.iter().map(|entry| Span::new(entry.key_span.start as usize, self.entry_end(entry)));
            return all(self.out_of_brackets(spans.collect()));
        }
        let (mut lines, mut edits) = (Vec::new(), Vec::new());
        for entry in gone {
            let (start, end) = (entry.key_span.start as usize, self.entry_end(entry));
            if self.before(start).trim().is_empty() {
                lines.push(self.block_lines(start, end)?);
                continue;
            }
            // Behind a dash: the next entry moves up to it, unless a comment stands between.
            let next = self.next_content(end).filter(|_| self.behind(end).trim().is_empty());
            let next_entry = mapping.entries.iter().find(|next| next.key_span.start as usize > start);
            let end = match (next, next_entry) {
                (Some(next), Some(entry)) if next == entry.key_span.start as usize && !is_gone(&entry) => {
                    next
                }
                _ => end,
            };
            edits.push(Edit::delete(Span::new(start, end)));
        }
        edits.extend(self.owned_lines(lines).into_iter().map(Edit::delete));
        all(edits)
    }

    /// The byte behind an entry: behind its colon where no value is written.
    pub(super) fn entry_end(&self, entry: &Entry) -> usize {
        let end = entry.span().end as usize;
        end.max(self.after_colon(entry).unwrap_or_default())
    }

    /// The byte behind the colon of an entry, which `{ web }` does not have.
    pub(super) fn after_colon(&self, entry: &Entry) -> Option<usize> {
        let start = entry.key_span.end as usize;
        let rest = self.slice(start, self.area().end as usize);
        let content = rest.trim_start();
        content.starts_with(':').then(|| start + rest.len() - content.len() + 1)
    }

    /// The whole lines of what starts at `start` and ends at `end`, and the column of its start.
    fn block_lines(&self, start: usize, end: usize) -> Option<(Span, usize)> {
        let column = self.column(start);
        let last = self.block_end(end, column);
        self.ends_line(end).then(|| (Span::new(self.line_start(start), self.next_line(last)), column))
    }

    /// Lines that follow each other as one, with the comments right above that head nothing else.
    fn owned_lines(&self, mut lines: Vec<(Span, usize)>) -> Vec<Span> {
        lines.sort_unstable();
        lines.dedup();
        let mut merged: Vec<(Span, usize)> = Vec::new();
        for (span, column) in lines {
            match merged.last_mut() {
                Some((last, _)) if last.end >= span.start => *last = last.cover(span),
                _ => merged.push((span, column)),
            }
        }
        merged.into_iter().map(|(span, column)| self.with_heading(span, column)).collect()
    }

    /// `lines` with the comment lines right above them in the same column, unless something follows in that column
    /// without a blank line or another comment between: then they may head that, too.
    fn with_heading(&self, lines: Span, column: usize) -> Span {
        let below = self.behind(lines.end as usize);
        let deeper_or_same = below.len() - below.trim_start().len() >= column;
        if !is_blank_or_comment(below) && deeper_or_same {
            return lines;
        }
        let mut start = lines.start as usize;
        while start > self.area().start as usize {
            let above = self.line_start(start - 1);
            let line = self.behind(above);
            let content = line.trim_start();
            if !content.starts_with('#') || line.len() - content.len() != column {
                break;
            }
            start = above;
        }
        Span::new(start, lines.end as usize)
    }

    /// The edits that take what stands at `spans` out from between brackets.
    fn out_of_brackets(&self, mut spans: Vec<Span>) -> Vec<Edit> {
        spans.sort_unstable();
        spans.dedup();
        let mut runs: Vec<Span> = Vec::new();
        for span in spans {
            let only_comma = |last: &Span| {
                let gap = self.slice(last.end as usize, span.start as usize);
                gap.trim() == "," && !gap.contains('\n')
            };
            match runs.last_mut() {
                Some(last) if only_comma(last) => *last = last.cover(span),
                _ => runs.push(span),
            }
        }
        runs.into_iter().map(|run| Edit::delete(self.with_comma(run))).collect()
    }

    /// `run` with the comma that goes with it, and the whole lines when nothing else stands on them.
    fn with_comma(&self, run: Span) -> Span {
        let (start, end) = (run.start as usize, run.end as usize);
        let before = self.before(start).trim_end();
        let behind = self.behind(end);
        let comma = behind.trim_start().strip_prefix(',').map(|rest| end + behind.len() - rest.len());
        let is_first_on_line = before.is_empty() && self.line_start(start) > self.area().start as usize;
        if is_first_on_line && self.ends_line(comma.unwrap_or(end)) {
            return Span::new(self.line_start(start), self.next_line(end));
        }
        if before.ends_with(',') {
            return Span::new(self.line_start(start) + before.len() - 1, end);
        }
        match comma {
            Some(comma) => {
                let rest = self.behind(comma);
                let spaces = rest.len() - rest.trim_start().len();
                Span::new(start, comma + if rest.trim().is_empty() { 0 } else { spaces })
            }
            // The only one: no spaces stay between the brackets.
            None if before.ends_with(['[', '{']) => {
                let spaces = behind.len() - behind.trim_start().len();
                let to = if behind.trim_start().starts_with([']', '}']) { end + spaces } else { end };
                Span::new(self.line_start(start) + before.len(), to)
            }
            None => run,
        }
    }
}

/// All of `edits` as one.
pub(super) fn all(edits: impl IntoIterator<Item = Edit>) -> Option<Edit> {
    Edit::new(edits.into_iter().flat_map(|edit| edit.splices().to_vec()).collect()).ok()
}
