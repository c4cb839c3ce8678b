//! Which list items a line of Markdown stands in: they decide how far a fence may be indented.

use super::lines::Rest;

/// Deeper items than these are read as the text of the innermost.
const MAX_DEPTH: usize = 32;

/// The list items that are open, by the columns at which their contents start.
#[derive(Debug, Default)]
pub(super) struct ListItems {
    columns: Vec<usize>,
}

impl ListItems {
    /// The column at which contents of the innermost item start; 0 outside of lists.
    pub fn column(&self) -> usize {
        self.columns.last().copied().unwrap_or(0)
    }

    /// Leaves the items that `line`, which is not blank, no longer belongs to, enters those that it starts, and
    /// returns what follows the markers.
    pub fn enter<'a>(&mut self, line: &'a str) -> Rest<'a> {
        let mut rest = Rest::new(line);
        while rest.column < self.column() {
            self.columns.pop();
        }
        while self.columns.len() < MAX_DEPTH
            && rest.column < self.column() + 4
            && !is_thematic_break(rest.text)
        {
            let Some(marker) = marker_length(rest.text) else { break };
            let after_marker = rest.after(marker);
            let content = after_marker.without_indent();
            let gap = content.column - after_marker.column;
            // Five spaces and more are one of the marker and an indented code block; a bare marker counts one.
            let column =
                if content.text.is_empty() || gap > 4 { after_marker.column + 1 } else { content.column };
            self.columns.push(column);
            rest = content;
        }
        rest
    }
}

/// The length of the list marker that `text` starts with: a bullet, or up to nine digits and `.` or `)`.
fn marker_length(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let length = match text.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    matches!(text.as_bytes().get(length), None | Some(b' ' | b'\t')).then_some(length)
}

/// `---`, `* * *`: a rule, although it starts like a list item.
fn is_thematic_break(text: &str) -> bool {
    let mut marks = text.bytes().filter(|byte| !matches!(byte, b' ' | b'\t'));
    let Some(mark @ (b'-' | b'*' | b'_')) = marks.next() else { return false };
    let mut count = 1;
    for byte in marks {
        if byte != mark {
            return false;
        }
        count += 1;
    }
    count >= 3
}
