//! YAML between `---` lines at the top of a file.

use super::lines::lines;
use crate::text::Span;

/// The front matter of a text: all of it, and what stands between its lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct FrontMatter {
    pub span: Span,
    pub content: Span,
}

/// The front matter of `text`, if it starts with one that is closed.
pub(super) fn front_matter(text: &str) -> Option<FrontMatter> {
    let byte_order_mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut all = lines(text, byte_order_mark);
    let first = all.next().filter(|line| line.text.trim_end() == "---")?;
    for line in all {
        if line.text.trim_end() == "---" {
            let content = Span::new(first.end, line.start);
            return Some(FrontMatter { span: Span::new(0, line.end), content });
        }
        // YAML has no such line, so the first one was a rule of a Markdown text.
        if line.text.starts_with("```") || line.text.starts_with("~~~") {
            return None;
        }
    }
    None
}
