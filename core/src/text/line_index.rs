use super::Span;

/// A place in a text as people and editors count it. Both numbers start at 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineColumn {
    /// The line.
    pub line: u32,
    /// The column in the unit of the function that made it: bytes or UTF-16 code units.
    pub column: u32,
}

/// Where each line of a text starts. This is the only place that knows UTF-16, which browsers count in.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the lines of `text`. `\n` ends a line, so does `\r\n`; a lone `\r` does not.
    pub fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect();
        Self { starts }
    }

    /// The number of lines; an empty text has one.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: an empty text has one line.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The line that holds byte `at`, from 0.
    pub fn line(&self, at: usize) -> u32 {
        self.starts.partition_point(|&start| start as usize <= at).saturating_sub(1) as u32
    }

    /// Line and column in bytes.
    pub fn line_column(&self, at: usize) -> LineColumn {
        let line = self.line(at);
        let column = at as u32 - self.starts[line as usize];
        LineColumn { line, column }
    }

    /// The first byte of `line`, or nothing past the end.
    pub fn start(&self, line: u32) -> Option<usize> {
        self.starts.get(line as usize).map(|&start| start as usize)
    }

    /// The number of UTF-16 code units before byte `at` of `text`. Linear in the text before `at`.
    pub fn utf16_offset(text: &str, at: usize) -> u32 {
        let before = text.char_indices().take_while(|&(index, _)| index < at);
        before.map(|(_, character)| character.len_utf16() as u32).sum()
    }

    /// The byte at `offset` UTF-16 code units; the text's end if there are fewer.
    pub fn byte_offset(text: &str, offset: u32) -> usize {
        let mut units = 0;
        for (index, character) in text.char_indices() {
            if units >= offset {
                return index;
            }
            units += character.len_utf16() as u32;
        }
        text.len()
    }

    /// A span in UTF-16 code units, `(start, end)`.
    pub fn utf16_span(text: &str, span: Span) -> (u32, u32) {
        let start = Self::utf16_offset(text, span.start as usize);
        let inside = text.get(span.range()).unwrap_or_default();
        (start, start + inside.encode_utf16().count() as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_after_an_astral_character_counts_two_utf16_units() {
        let text = "a🙂b\nc";
        assert_eq!(LineIndex::utf16_span(text, Span::new(5, 6)), (3, 4));
        assert_eq!(LineIndex::byte_offset(text, 3), 5);
        assert_eq!(LineIndex::new(text).line_column(7), LineColumn { line: 1, column: 0 });
    }
}
