//! A label as styled lines: markdown, the few HTML tags that mermaid's labels use, line breaks and icon names are
//! read; everything else is text. Nothing of a label is ever markup to a reader of the picture.
//!
//! ```text
//! "**Web** shop<br/>TCP 443"  →  [Web bold, " shop"], ["TCP 443"]
//! ```

mod emphasis;
mod tag;

use super::Run;
use crate::mermaid::Label;
use std::borrow::Cow;

/// A label as it is to be shown, not wrapped yet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    /// Lines as the author broke them. A blank line has no runs.
    pub lines: Vec<Vec<Run>>,
    /// The first icon that the text names: `user` of `fa:fa-user`.
    pub icon: Option<String>,
}

impl Words {
    /// Reads a label.
    pub fn read(label: &Label) -> Self {
        let text = &*shown(&label.text);
        if !label.markdown && is_plain(text) {
            return Self { lines: vec![vec![Run::plain(text.trim())]], icon: None };
        }
        let (text, icon) = without_icons(text);
        let pieces =
            if label.markdown { emphasis::read(&text) } else { vec![(text, emphasis::Style::default())] };
        let mut writer = Writer::default();
        for (piece, style) in &pieces {
            writer.marked = *style;
            if style.code { writer.text(piece) } else { tag::read(piece, &mut writer) }
        }
        let mut words = Self { lines: writer.finish(), icon };
        if words.is_blank()
            && let Some(icon) = &words.icon
        {
            words.lines = vec![vec![Run::plain(icon)]];
        }
        words
    }

    /// Whether there is nothing to see.
    pub fn is_blank(&self) -> bool {
        self.lines.iter().flatten().all(|run| run.text.trim().is_empty())
    }

    /// All of it in one line, for screen readers and tooltips.
    pub fn one_line(&self) -> String {
        let mut line = String::new();
        for runs in &self.lines {
            if !line.is_empty() {
                line.push(' ');
            }
            line.extend(runs.iter().map(|run| run.text.as_str()));
        }
        line
    }
}

impl Run {
    /// Characters of no special style.
    pub fn plain(text: &str) -> Self {
        Self { text: visible(text), bold: false, italic: false, code: false }
    }
}

/// Bytes of a label that are shown. A longer one is no label but a file that was pasted: a picture of all of it would
/// take the browser seconds to lay out and nobody could find its end.
const LONGEST: usize = 20_000;

/// The text, or its beginning if it is longer than any label.
fn shown(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{} …", text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default()))
}

/// Whether a text is one line without anything to be read in it.
fn is_plain(text: &str) -> bool {
    !text.bytes().any(|byte| matches!(byte, b'<' | b'\\') || byte < b' ') && !text.contains(":fa-")
}

/// Without characters that XML forbids; other white space becomes blanks.
fn visible(text: &str) -> String {
    let replace = |character: char| match character {
        '\t' | '\n' | '\r' | '\u{a0}' => ' ',
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        other => other,
    };
    text.chars().map(replace).collect()
}

/// The text without `fa:fa-user` and its like, and the first such name without its prefixes.
fn without_icons(text: &str) -> (String, Option<String>) {
    const PREFIXES: [&str; 6] = ["fa", "fab", "fak", "fal", "far", "fas"];
    let mut kept = String::with_capacity(text.len());
    let mut first = None;
    let mut rest = text;
    while let Some(colon) = rest.find(":fa-") {
        let (before, after) = (&rest[..colon], &rest[colon + 4..]);
        let length =
            after.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(after.len());
        let word = before.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(before, |at| {
            before.get(at..).unwrap_or_default().trim_start_matches(|c: char| !c.is_ascii_alphanumeric())
        });
        if PREFIXES.contains(&word) && length > 0 {
            kept.push_str(&before[..before.len() - word.len()]);
            first.get_or_insert_with(|| after[..length].to_owned());
        } else {
            kept.push_str(&rest[..colon + 4 + length]);
        }
        rest = &after[length..];
    }
    kept.push_str(rest);
    (kept, first)
}

/// Collects runs, line by line.
#[derive(Default)]
struct Writer {
    lines: Vec<Vec<Run>>,
    line: Vec<Run>,
    /// Style by markdown.
    marked: emphasis::Style,
    /// Open tags of each style.
    bold: u32,
    italic: u32,
    code: u32,
}

impl Writer {
    /// Text in the style of the moment; newlines in it break the line.
    fn text(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.break_line();
            }
            // The indentation of a label that is written over several lines is not part of it.
            let line = if self.line.is_empty() { line.trim_start() } else { line };
            if line.is_empty() {
                continue;
            }
            let run = Run {
                text: visible(line),
                bold: self.marked.bold || self.bold > 0,
                italic: self.marked.italic || self.italic > 0,
                code: self.marked.code || self.code > 0,
            };
            match self.line.last_mut() {
                Some(last) if (last.bold, last.italic, last.code) == (run.bold, run.italic, run.code) => {
                    last.text.push_str(&run.text);
                }
                _ => self.line.push(run),
            }
        }
    }

    fn break_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        if let Some(last) = line.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        line.retain(|run| !run.text.is_empty());
        self.lines.push(line);
    }

    /// A block begins or ends: a line of its own, without adding blank ones.
    fn break_block(&mut self) {
        if !self.line.is_empty() {
            self.break_line();
        }
    }

    /// The lines without blank ones at the top and the bottom.
    fn finish(mut self) -> Vec<Vec<Run>> {
        self.break_line();
        let mut lines = self.lines;
        while lines.last().is_some_and(Vec::is_empty) {
            lines.pop();
        }
        let blank = lines.iter().take_while(|line| line.is_empty()).count();
        lines.drain(..blank);
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines by `|`; bold in `*`, italic in `/`, code in backticks.
    fn shown(text: &str, markdown: bool) -> String {
        let words = Words::read(&Label { text: text.to_owned(), markdown, span: None });
        let line = |runs: &Vec<Run>| {
            let mut line = String::new();
            for run in runs {
                let marks: String = [(run.bold, '*'), (run.italic, '/'), (run.code, '`')]
                    .iter()
                    .filter(|m| m.0)
                    .map(|m| m.1)
                    .collect();
                line.push_str(&format!("{marks}{}{}", run.text, marks.chars().rev().collect::<String>()));
            }
            line
        };
        words.lines.iter().map(line).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn line_breaks_are_read_in_all_their_forms() {
        assert_eq!(shown("a<br>b<BR/>c<br />d\\ne\nf", false), "a|b|c|d|e|f");
        assert_eq!(shown("<br>a<br><br>b<br>", false), "a||b");
        assert_eq!(shown("one\n      two", true), "one|two");
    }

    #[test]
    fn of_a_text_longer_than_any_label_the_beginning_is_shown() {
        let words = shown(&"é".repeat(LONGEST), false);
        assert!(words.starts_with("éé") && words.ends_with("é …") && words.len() < LONGEST + 8);
    }

    #[test]
    fn tags_that_are_known_give_style_and_are_gone() {
        assert_eq!(shown("<b>Web</b> <i>shop</i><sub>2</sub>", false), "*Web* /shop/2");
        assert_eq!(shown("<div style='color:red'>a</div><div>b</div>", false), "a|b");
        assert_eq!(shown("<ul><li>a</li><li>b</li></ul>", false), "• a|• b");
        assert_eq!(shown("</b>a<b>b", false), "a*b*");
    }

    #[test]
    fn tags_that_are_unknown_are_text() {
        assert_eq!(shown("List<String> a<b", false), "List<String> a<b");
        assert_eq!(shown("<script>alert(1)</script>", false), "<script>alert(1)</script>");
        assert_eq!(shown("a < b && c > d", false), "a < b && c > d");
    }

    #[test]
    fn markdown_is_read_only_where_it_is_asked_for() {
        assert_eq!(shown("**a** *b* `c` __d__ _e_", true), "*a* /b/ `c` *d* /e/");
        assert_eq!(shown("***both*** x", true), "*/both/* x");
        assert_eq!(shown("2 * 3 * 4, snake_case_name **open", true), "2 * 3 * 4, snake_case_name **open");
        assert_eq!(shown("`<b>` is code", true), "`<b>` is code");
        assert_eq!(shown("**a**", false), "**a**");
    }

    #[test]
    fn icon_names_are_taken_out_of_the_text() {
        let read = |text: &str| {
            let words = Words::read(&Label { text: text.to_owned(), markdown: false, span: None });
            (words.one_line(), words.icon)
        };
        assert_eq!(read("fa:fa-user Customers"), ("Customers".to_owned(), Some("user".to_owned())));
        assert_eq!(read("A fab:fa-aws-b"), ("A".to_owned(), Some("aws-b".to_owned())));
        assert_eq!(read("fa:fa-ban"), ("ban".to_owned(), Some("ban".to_owned())));
        assert_eq!(read("alfa:fa-x"), ("alfa:fa-x".to_owned(), None));
    }

    #[test]
    fn characters_that_xml_forbids_are_replaced() {
        assert_eq!(shown("a\u{1}b\u{ffff}c\td", false), "a\u{fffd}b\u{fffd}c d");
    }
}
