//! Headings of Markdown, as names for the views below them.

use super::lines::Line;

/// The text of the ATX heading that `text`, a line without its indentation, is.
pub(super) fn atx(text: &str) -> Option<String> {
    let after = text.trim_start_matches('#');
    let level = text.len() - after.len();
    if !(1..=6).contains(&level) || !(after.is_empty() || after.starts_with([' ', '\t'])) {
        return None;
    }
    let inner = after.trim();
    let closed = inner.trim_end_matches('#');
    let inner = if closed.is_empty() || closed.ends_with([' ', '\t']) { closed } else { inner };
    Some(plain(inner))
}

/// Whether `text`, a line without its indentation, underlines the line above it as a heading.
pub(super) fn is_underline(text: &str) -> bool {
    let text = text.trim_end();
    !text.is_empty() && (text.bytes().all(|byte| byte == b'=') || text.bytes().all(|byte| byte == b'-'))
}

/// A line that served as a heading on the page that it was copied from: short, and no sentence.
pub(super) fn pasted(line: &Line<'_>) -> Option<String> {
    let text = line.text.trim();
    let is_title = text.len() <= 80 && !text.ends_with(['.', ':', ';', ',', '>', '|']);
    is_title.then(|| plain(text))
}

/// A heading names a view; no more of it is read than this many characters.
const MAX_LENGTH: usize = 200;

/// The words of a heading, without emphasis, links, attributes and the paragraph sign of permanent links.
pub(super) fn plain(text: &str) -> String {
    let text = text.trim();
    let text = text.char_indices().nth(MAX_LENGTH).map_or(text, |(end, _)| &text[..end]);
    let text = text.trim_end_matches('¶').trim_end();
    let text = match text.rfind(" {#") {
        Some(at) if text.ends_with('}') => text[..at].trim_end(),
        _ => text,
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['*', '`', '[']) {
        out.push_str(&rest[..at]);
        let (mark, after) = rest[at..].split_at(1);
        rest = match (mark, after.split_once("](")) {
            ("[", Some((words, target))) if !words.contains('[') => {
                out.push_str(words);
                target.split_once(')').map_or("", |(_, after)| after)
            }
            ("[", _) => {
                out.push('[');
                after
            }
            _ => after,
        };
    }
    out.push_str(rest);
    out
}
