//! Markdown as blocks: fences, tables and pasted charts, and the prose between them.

use super::diagram::{Diagram, diagram};
use super::fence::Fence;
use super::lines::{Line, Rest, lines};
use super::list::ListItems;
use super::{Block, BlockKind, heading, pasted, table};
use crate::text::Span;

/// The blocks of the Markdown that stands in `text` from byte `from` on.
pub(super) fn blocks(text: &str, from: usize) -> Vec<Block> {
    let byte_order_mark = if text[from..].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let lines: Vec<Line<'_>> = lines(text, from + byte_order_mark).collect();
    let mut walk = Walk {
        text,
        lines: &lines,
        blocks: Vec::new(),
        items: ListItems::default(),
        prose_from: from,
        prose_heading: None,
        heading: None,
        paragraph: 0,
        title_above: None,
    };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += walk.step(at, line);
    }
    walk.flush(text.len());
    walk.blocks
}

/// The walk over the lines of a Markdown text.
struct Walk<'a> {
    text: &'a str,
    lines: &'a [Line<'a>],
    blocks: Vec<Block>,
    items: ListItems,
    /// Where the prose that is being gathered starts, and the heading above it.
    prose_from: usize,
    prose_heading: Option<String>,
    /// The nearest heading so far.
    heading: Option<String>,
    /// The number of lines of the paragraph so far.
    paragraph: usize,
    /// A paragraph of one short line just above: the heading of a pasted chart.
    title_above: Option<String>,
}

impl<'a> Walk<'a> {
    /// Reads what starts at line `at`, and returns its number of lines.
    fn step(&mut self, at: usize, line: &Line<'a>) -> usize {
        if line.is_blank() {
            self.paragraph = 0;
            return 1;
        }
        let rest = self.items.enter(line.text);
        if let Some(fence) = Fence::open(rest, self.items.column()) {
            return self.fence(at, &fence);
        }
        if let Some(closing) = raw_html_until(rest.text) {
            self.paragraph = 0;
            return self.raw_html(at, closing);
        }
        if let Some(length) = self.table(at, line) {
            return length;
        }
        if self.paragraph == 0
            && let Some(length) = pasted::chart_length(&self.lines[at..])
        {
            let heading = self.title_above.take().or_else(|| self.heading.clone());
            let span = line.span().cover(self.lines[at + length - 1].span());
            self.push(Block { kind: BlockKind::Flowchart, span, content: span, heading });
            return length;
        }
        self.prose(at, line, rest);
        1
    }

    /// A line of prose, which may be a heading.
    fn prose(&mut self, at: usize, line: &Line<'a>, rest: Rest<'a>) {
        self.title_above = None;
        if let Some(text) = heading::atx(rest.text) {
            self.heading = Some(text);
            self.paragraph = 0;
        } else if self.paragraph > 0 && heading::is_underline(rest.text) {
            let above = self.lines.get(at - 1).map_or("", |line| line.text);
            self.heading = Some(heading::plain(above));
            self.paragraph = 0;
        } else if line.text.starts_with('<') {
            self.paragraph = 0;
        } else {
            self.paragraph += 1;
            if self.paragraph == 1 {
                self.title_above = heading::pasted(line);
            }
        }
    }

    fn fence(&mut self, at: usize, fence: &Fence) -> usize {
        let opening = self.lines[at];
        let mut content_end = self.text.len();
        let mut end = self.text.len();
        let mut length = self.lines.len() - at;
        for (index, line) in self.lines.iter().enumerate().skip(at + 1) {
            if line.is_blank() {
                continue;
            }
            if fence.is_left_by(line.text) {
                (content_end, end, length) = (line.start, line.start, index - at);
                break;
            }
            if fence.is_closed_by(line.text) {
                (content_end, end, length) = (line.start, line.end, index + 1 - at);
                break;
            }
        }
        let content = Span::new(opening.end, content_end);
        let kind = fence_kind(&fence.language, content.slice(self.text));
        let heading = self.heading.clone();
        self.push(Block { kind, span: Span::new(opening.start, end), content, heading });
        length
    }

    fn table(&mut self, at: usize, line: &Line<'a>) -> Option<usize> {
        let below = self.lines.get(at + 1)?;
        if !table::is_header(line, below) {
            return None;
        }
        let columns = table::columns(line);
        let rows = self.lines[at + 2..].iter().take_while(|line| table::is_row(line, columns));
        let length = 2 + rows.count();
        let span = line.span().cover(self.lines[at + length - 1].span());
        let heading = self.heading.clone();
        self.push(Block { kind: BlockKind::Table, span, content: span, heading });
        Some(length)
    }

    /// Passes over raw HTML up to the line that holds `closing`: no fence opens in it.
    fn raw_html(&self, at: usize, closing: &str) -> usize {
        let held = |line: &Line<'_>| line.text.to_ascii_lowercase().contains(closing);
        let after = self.lines[at..].iter().position(held);
        after.map_or(self.lines.len() - at, |length| length + 1)
    }

    fn push(&mut self, block: Block) {
        self.flush(block.span.start as usize);
        self.prose_from = block.span.end as usize;
        self.prose_heading.clone_from(&self.heading);
        self.paragraph = 0;
        self.title_above = None;
        self.blocks.push(block);
    }

    /// Ends the prose before byte `end`.
    fn flush(&mut self, end: usize) {
        let span = Span::new(self.prose_from, end);
        if !span.is_empty() {
            let heading = self.prose_heading.take();
            self.blocks.push(Block { kind: BlockKind::Prose, span, content: span, heading });
        }
    }
}

/// What a fence holds, from its language and, for mermaid, from what it says.
fn fence_kind(language: &str, content: &str) -> BlockKind {
    match language {
        "mermaid" => match diagram(content) {
            Diagram::Other(kind) => BlockKind::OtherDiagram { kind: kind.to_owned() },
            Diagram::Flowchart | Diagram::Unknown => BlockKind::Flowchart,
        },
        "yaml" | "yml" => BlockKind::Yaml,
        _ => BlockKind::OtherFence { language: language.to_owned() },
    }
}

/// What ends the raw HTML that `text` starts: comments and elements whose contents are not Markdown.
fn raw_html_until(text: &str) -> Option<&'static str> {
    if text.starts_with("<!--") {
        return Some("-->");
    }
    let tag = text.strip_prefix('<')?;
    let elements = [("script", "</script>"), ("style", "</style>"), ("textarea", "</textarea>")];
    elements.iter().find_map(|(name, closing)| {
        let start = tag.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name))?;
        let after = tag[start.len()..].chars().next();
        after.is_none_or(|c| c.is_whitespace() || c == '>').then_some(*closing)
    })
}
