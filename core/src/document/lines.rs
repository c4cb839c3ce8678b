//! Lines of a text with their places, and how far they are indented.

use crate::text::Span;

/// One line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// What it says, without its end.
    pub text: &'a str,
    /// Its first byte.
    pub start: usize,
    /// The byte after its end of line.
    pub end: usize,
}

impl Line<'_> {
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The lines of `text` from byte `from` on. `\n` and `\r\n` end a line.
pub(super) fn lines(text: &str, from: usize) -> impl Iterator<Item = Line<'_>> {
    let rest = text.get(from..).unwrap_or_default();
    rest.split_inclusive('\n').scan(from, |start, whole| {
        let at = *start;
        *start += whole.len();
        let text = whole.strip_suffix('\n').unwrap_or(whole);
        let text = text.strip_suffix('\r').unwrap_or(text);
        Some(Line { text, start: at, end: *start })
    })
}

/// What is left of a line, and the column at which it starts. Tabs go to the next multiple of four.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rest<'a> {
    pub text: &'a str,
    pub column: usize,
}

impl<'a> Rest<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, column: 0 }.without_indent()
    }

    /// The rest after its leading spaces and tabs.
    pub fn without_indent(self) -> Self {
        let mut column = self.column;
        let mut bytes = 0;
        for byte in self.text.bytes() {
            match byte {
                b' ' => column += 1,
                b'\t' => column = (column / 4 + 1) * 4,
                _ => break,
            }
            bytes += 1;
        }
        Self { text: &self.text[bytes..], column }
    }

    /// The rest after `count` bytes, none of them a tab.
    pub fn after(self, count: usize) -> Self {
        Self { text: self.text.get(count..).unwrap_or_default(), column: self.column + count }
    }
}
