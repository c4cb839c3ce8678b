use crate::text::{LineIndex, Span};

/// Places of a text as people count them: lines and characters, both from 1.
pub(super) struct Places<'a> {
    text: &'a str,
    lines: LineIndex,
}

/// From a place up to, and without, another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Region {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, lines: LineIndex::new(text) }
    }

    /// Where `span` stands.
    pub(super) fn region(&self, span: Span) -> Region {
        let (start_line, start_column) = self.place(span.start as usize);
        let (end_line, end_column) = self.place(span.end as usize);
        Region { start_line, start_column, end_line, end_column }
    }

    /// The text of a line, counted from 1, without its end.
    pub(super) fn line(&self, line: usize) -> &'a str {
        let number = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
        let start = self.lines.start(number(line.saturating_sub(1))).unwrap_or(self.text.len());
        let end = self.lines.start(number(line)).unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }

    fn place(&self, at: usize) -> (usize, usize) {
        let line = self.lines.line(at);
        let start = self.lines.start(line).unwrap_or(0);
        let before = self.text.get(start..at).unwrap_or_default();
        (line as usize + 1, before.chars().count() + 1)
    }
}
