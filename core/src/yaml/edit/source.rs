//! Where things stand on the lines of YAML that is being edited.

use crate::text::Span;
use crate::yaml::{self, Node, Style};

/// YAML that stands in a text and is edited there.
///
/// Its methods make the smallest edit that says what is meant, in the style of what stands there, and leave every
/// other byte as it is, comments among them. Nothing is returned where the YAML is written in a way that cannot be
/// added to; it is never rewritten.
///
/// ```
/// use netplat_core::{text::Span, yaml::{self, NewValue, Source}};
/// let text = "ports:\n  - 80 # plain\n  - 443\n";
/// let read = yaml::read(text, 0);
/// let ports = read.root().and_then(|root| root.get("ports")).expect("a list").items();
/// let source = Source::new(text, Span::new(0, text.len()));
/// let edit = source.insert_after(&ports[0], &[NewValue::Text("8080")]).expect("a list by lines");
/// assert_eq!(edit.apply(text).as_deref(), Ok("ports:\n  - 80 # plain\n  - 8080\n  - 443\n"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    text: &'a str,
    area: Span,
}

/// What a value stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Around {
    /// A list by lines; its dash is at `dash`.
    Block { dash: usize },
    /// Brackets.
    Flow,
}

impl<'a> Source<'a> {
    /// The YAML at `area` of `text`; spans of its nodes are in `text`.
    pub fn new(text: &'a str, area: Span) -> Self {
        Self { text, area }
    }

    /// The item of a list that stands at `span`, read without the rest of the list: a long list is not read again for
    /// one item. What aliases in it stand for is not known.
    pub fn item(&self, span: Span) -> Option<Node> {
        // With its column kept, lines below the first one are indented as they must be.
        let line = self.line_start(span.start as usize);
        let mut alone = " ".repeat(span.start as usize - line);
        alone.push_str(self.text.get(span.range())?);
        let read = yaml::read(&alone, line);
        let is_harmless =
            |rule: &crate::diagnostic::Rule| rule == &yaml::BAD_ALIAS || rule == &yaml::DUPLICATE_KEY;
        let is_whole = read.documents.len() == 1 && read.problems.iter().all(|it| is_harmless(it.rule));
        read.documents.into_iter().next().filter(|_| is_whole)
    }

    /// The line break that the YAML uses.
    pub(super) fn line_break(&self) -> &'static str {
        let area = self.area.slice(self.text);
        let first = area.find('\n').and_then(|at| at.checked_sub(1));
        let above = self.text.get(..self.area.start as usize).unwrap_or_default();
        let is_windows = match first {
            Some(before) => area.as_bytes().get(before) == Some(&b'\r'),
            None => above.ends_with("\r\n"),
        };
        if is_windows { "\r\n" } else { "\n" }
    }

    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    pub(super) fn area(&self) -> Span {
        self.area
    }

    /// The first byte of the line around `at`.
    pub(super) fn line_start(&self, at: usize) -> usize {
        let start = self.area.start as usize;
        self.slice(start, at).rfind('\n').map_or(start.min(at), |found| start + found + 1)
    }

    /// The end of the line around `at`, before its break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.slice(at, self.area.end as usize);
        let line = rest.split('\n').next().unwrap_or_default();
        at + line.strip_suffix('\r').unwrap_or(line).len()
    }

    /// The first byte of the line below the one around `at`, or the end.
    pub(super) fn next_line(&self, at: usize) -> usize {
        let end = self.area.end as usize;
        self.slice(at, end).find('\n').map_or(end.max(at), |found| at + found + 1)
    }

    /// What stands before `at` on its line.
    pub(super) fn before(&self, at: usize) -> &'a str {
        self.slice(self.line_start(at), at)
    }

    /// What stands behind `at` on its line.
    pub(super) fn behind(&self, at: usize) -> &'a str {
        self.slice(at, self.line_end(at))
    }

    /// The bytes before `at` on its line.
    pub(super) fn column(&self, at: usize) -> usize {
        at - self.line_start(at).min(at)
    }

    /// Whether nothing but spaces and a comment stand behind `at` on its line.
    pub(super) fn ends_line(&self, at: usize) -> bool {
        is_blank_or_comment(self.behind(at))
    }

    /// The first byte from `at` on that is neither space, line break nor comment.
    pub(super) fn next_content(&self, mut at: usize) -> Option<usize> {
        while at < self.area.end as usize {
            let rest = self.behind(at);
            let content = rest.trim_start();
            if !content.is_empty() && !content.starts_with('#') {
                return Some(at + rest.len() - content.len());
            }
            at = self.next_line(at);
        }
        None
    }

    /// The end of a block that ends at `at` and is indented deeper than `column`: with the comment lines below it that
    /// are as well.
    pub(super) fn block_end(&self, at: usize, column: usize) -> usize {
        let mut end = self.line_end(at);
        loop {
            let next = self.next_line(end);
            let line = self.behind(next);
            let content = line.trim_start();
            if next <= end || !content.starts_with('#') || line.len() - content.len() <= column {
                return end;
            }
            end = self.line_end(next);
        }
    }

    /// What the item of a list at `span` stands in.
    pub(super) fn around(&self, span: Span) -> Option<Around> {
        if let Some(dash) = self.dash(span.start as usize) {
            return Some(Around::Block { dash });
        }
        let next = self.next_content(span.end as usize)?;
        matches!(self.slice(next, next + 1), "," | "]" | "}").then_some(Around::Flow)
    }

    /// The dash of the item that starts at `start`: on its line, else alone on a line above.
    fn dash(&self, start: usize) -> Option<usize> {
        let line = self.line_start(start);
        let before = self.slice(line, start);
        let content = before.trim_start();
        if let Some(rest) = content.strip_prefix('-') {
            let is_marked = rest.split_whitespace().all(|word| word.starts_with(['&', '!']));
            return (is_marked && rest.starts_with([' ', '\t'])).then(|| line + before.len() - content.len());
        }
        let mut above = line;
        while content.is_empty() && above > self.area.start as usize {
            above = self.line_start(above - 1);
            let whole = self.behind(above);
            let content = whole.trim_start();
            match content.strip_prefix('-') {
                Some(rest) if is_blank_or_comment(rest) => return Some(above + whole.len() - content.len()),
                _ if is_blank_or_comment(content) => {}
                _ => return None,
            }
        }
        None
    }
}

/// Whether a rest of a line is blank or a comment.
pub(super) fn is_blank_or_comment(rest: &str) -> bool {
    let content = rest.trim();
    content.is_empty() || (content.starts_with('#') && (rest.starts_with([' ', '\t', '#'])))
}

/// Whether `node` is a mapping or list by lines.
pub(super) fn is_block(node: &Node) -> bool {
    match &node.value {
        yaml::Value::Mapping(mapping) => mapping.style == Style::Block,
        yaml::Value::Sequence(sequence) => sequence.style == Style::Block,
        yaml::Value::Scalar(scalar) => scalar.style == yaml::ScalarStyle::Block,
    }
}
