//! The rewritings, in mermaid's order. Each is linear in the text, and does nothing at all to most charts.

use super::super::chars::{is_line_end, is_space, is_word};
use super::derived::{Derived, Rewriter};
use crate::text::Span;

/// What mermaid puts for `#` before the name of an entity.
pub(in crate::mermaid) const ENTITY_NAME: &str = "ﬂ°";
/// What it puts for `#` before a number.
pub(in crate::mermaid) const ENTITY_NUMBER: &str = "ﬂ°°";
/// What it puts for the `;` after either.
pub(in crate::mermaid) const ENTITY_END: &str = "¶ß";

/// `\r\n` and lone `\r` become `\n`.
pub(super) fn unify_line_ends(derived: &mut Derived) {
    if !derived.text().contains('\r') {
        return;
    }
    let text = derived.text();
    let mut rewriter = Rewriter::new(derived);
    for (at, _) in text.match_indices('\r') {
        rewriter.keep_to(at);
        let len = if text[at..].starts_with("\r\n") { 2 } else { 1 };
        rewriter.replace_to(at + len, "\n");
    }
    *derived = rewriter.finish();
}

/// Attributes of HTML tags get single quotes, so that double ones can stand around a label: `/<(\w+)([^>]*)>/`.
pub(super) fn soften_attribute_quotes(derived: &mut Derived) {
    if !derived.text().contains("=\"") {
        return;
    }
    let mut bytes = derived.text().as_bytes().to_vec();
    let mut at = 0;
    while let Some(open) = find(&bytes, at, |byte| byte == b'<') {
        at = open + 1;
        if !bytes.get(at).copied().is_some_and(is_word) {
            continue;
        }
        let Some(close) = find(&bytes, at, |byte| byte == b'>') else { break };
        while let Some(equals) =
            bytes.get(at..close).and_then(|tag| position(tag, b"=\"")).map(|found| at + found)
        {
            let first = equals + 1;
            let Some(inside) =
                bytes.get(first + 1..close).and_then(|tag| tag.iter().position(|&byte| byte == b'"'))
            else {
                break;
            };
            let second = first + 1 + inside;
            bytes[first] = b'\'';
            bytes[second] = b'\'';
            at = second + 1;
        }
        at = close + 1;
    }
    if let Ok(text) = String::from_utf8(bytes) {
        derived.set_text_of_same_length(text);
    }
}

/// Takes out the YAML between `---` lines at the very start.
pub(super) fn cut_front_matter(derived: &mut Derived) -> Option<(String, Span)> {
    let text = derived.text();
    let indent_len = text.len() - text.trim_start_matches(|c| is_space(c) && c != '\n').len();
    let (indent, rest) = text.split_at(indent_len);
    rest.strip_prefix("---")?;
    let dashes_end = indent_len + 3;
    let blank = text.get(dashes_end..dashes_end + blank_len(&text[dashes_end..]))?;
    // The blank lines that follow belong to the opening line, unless the closing one needs a newline of theirs.
    let newlines = [blank.rfind('\n')?, blank.find('\n')?];
    let (body, end, after) = newlines.iter().find_map(|newline| {
        let body = dashes_end + newline + 1;
        closing_line(text, body, indent).map(|(end, after)| (body, end, after))
    })?;
    let yaml: Vec<&str> =
        text[body..end].split('\n').map(|line| line.strip_prefix(indent).unwrap_or(line)).collect();
    let found = (yaml.join("\n"), derived.span(body, end));
    let mut rewriter = Rewriter::new(derived);
    rewriter.drop_to(after);
    *derived = rewriter.finish();
    Some(found)
}

/// The first line from `from` on that closes front matter: where the text before it ends, and what follows starts.
fn closing_line(text: &str, from: usize, indent: &str) -> Option<(usize, usize)> {
    let closing = format!("\n{indent}---");
    text[from..].match_indices(closing.as_str()).find_map(|(found, _)| {
        let end = from + found;
        let after = end + closing.len();
        let blank = blank_len(&text[after..]);
        let newline = text[after..after + blank].rfind('\n')?;
        Some((end, after + newline + 1))
    })
}

/// Takes out `%%{ … }%%`. One without end goes on to the end of the text.
pub(super) fn cut_directives(derived: &mut Derived, cut: &mut Vec<Span>) {
    if !derived.text().contains("%%{") {
        return;
    }
    let text = derived.text();
    let mut rewriter = Rewriter::new(derived);
    let mut at = 0;
    while let Some(found) = text[at..].find("%%{") {
        let start = at + found;
        match directive_end(text, start + 3) {
            Some(end) => {
                cut.push(derived.span(start, end));
                rewriter.keep_to(start);
                rewriter.drop_to(end);
                at = end;
            }
            None => at = start + 3,
        }
    }
    *derived = rewriter.finish();
}

/// Where a directive whose inside starts at `at` ends; nothing if it has no name.
/// `\s*(?:(\w+)\s*:|(\w+))\s*(?:(\w+)|((?:(?!}%{2}).|\r?\n)*))?\s*(?:}%{2})?`
fn directive_end(text: &str, at: usize) -> Option<usize> {
    let name = at + blank_len(&text[at..]);
    let mut at = name + word_len(&text[name..]);
    if at == name {
        return None;
    }
    let colon = at + blank_len(&text[at..]);
    if text[colon..].starts_with(':') {
        at = colon + 1;
    }
    at += blank_len(&text[at..]);
    at += match word_len(&text[at..]) {
        0 => {
            let rest = &text[at..];
            let closed = rest.find("}%%").unwrap_or(rest.len());
            rest[..closed].find(['\u{2028}', '\u{2029}']).unwrap_or(closed)
        }
        word => word,
    };
    at += blank_len(&text[at..]);
    Some(if text[at..].starts_with("}%%") { at + 3 } else { at })
}

/// Takes out lines that hold nothing but a comment, with the blank lines above them, and all blank space in front.
pub(super) fn cut_comments(derived: &mut Derived, cut: &mut Vec<Span>) {
    let text = derived.text();
    if !text.contains("%%") && !text.starts_with(is_space) {
        return;
    }
    let mut rewriter = Rewriter::new(derived);
    let mut line = 0;
    let mut anything_kept = false;
    loop {
        let mark = line + blank_len(&text[line..]);
        let rest = &text[mark..];
        let body = rest.strip_prefix("%%").filter(|body| !body.starts_with(['{', '\n']) && !body.is_empty());
        if let Some(body) = body {
            let end = mark + 2 + body.find('\n').unwrap_or(body.len());
            cut.push(derived.span(mark, end));
            rewriter.keep_to(line);
            line = text.len().min(end + 1);
            rewriter.drop_to(line);
        } else {
            if !anything_kept && mark < text.len() {
                anything_kept = true;
                rewriter.drop_to(mark);
            }
            match rest.find(is_line_end) {
                Some(newline) => {
                    line = mark + newline + rest[newline..].chars().next().map_or(1, char::len_utf8)
                }
                None => break,
            }
        }
        if line >= text.len() {
            break;
        }
    }
    *derived = rewriter.finish();
}

/// In a line such as `style a fill:#fff;` the last `;` goes, lest the colour be taken for an entity:
/// `/style.*:\S*#.*;/` without its last character.
pub(super) fn drop_style_semicolons(derived: &mut Derived, keyword: &str) {
    let text = derived.text();
    if !text.contains('#') || !text.contains(keyword) {
        return;
    }
    let mut rewriter = Rewriter::new(derived);
    let mut start = 0;
    for line in text.split_inclusive(is_line_end) {
        if let Some(semicolon) = style_semicolon(line, keyword) {
            rewriter.keep_to(start + semicolon);
            rewriter.drop_to(start + semicolon + 1);
        }
        start += line.len();
    }
    *derived = rewriter.finish();
}

fn style_semicolon(line: &str, keyword: &str) -> Option<usize> {
    let after = line.find(keyword)? + keyword.len();
    let semicolon = line.rfind(';').filter(|&semicolon| semicolon > after)?;
    let mut colon_in_run = false;
    for character in line[after..semicolon].chars() {
        match character {
            ':' => colon_in_run = true,
            '#' if colon_in_run => return Some(semicolon),
            _ if is_space(character) => colon_in_run = false,
            _ => {}
        }
    }
    None
}

/// `#quot;` and `#35;` become placeholders that the grammar takes for text.
pub(super) fn hide_entities(derived: &mut Derived) {
    let text = derived.text();
    if !text.contains('#') {
        return;
    }
    let mut rewriter = Rewriter::new(derived);
    for (start, _) in text.match_indices('#') {
        let name = &text[start + 1..];
        let len = word_len(name);
        let end = start + 1 + len;
        if len == 0 || !text[end..].starts_with(';') {
            continue;
        }
        let number = name.bytes().take(len).all(|byte| byte.is_ascii_digit());
        rewriter.keep_to(start);
        rewriter.replace_to(start + 1, if number { ENTITY_NUMBER } else { ENTITY_NAME });
        rewriter.keep_to(end);
        rewriter.replace_to(end + 1, ENTITY_END);
    }
    *derived = rewriter.finish();
}

/// Blank space between `}` and the end of its line goes, and blank lines after it: `/}\s*\n/`.
pub(super) fn tighten_braces(derived: &mut Derived) {
    let text = derived.text();
    let mut rewriter = Rewriter::new(derived);
    for (brace, _) in text.match_indices('}') {
        let blank = &text[brace + 1..brace + 1 + blank_len(&text[brace + 1..])];
        if let Some(newline) = blank.rfind('\n').filter(|&newline| newline > 0) {
            rewriter.keep_to(brace + 1);
            rewriter.drop_to(brace + 1 + newline);
        }
    }
    *derived = rewriter.finish();
}

/// The length of the white space that `text` starts with.
fn blank_len(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_space).len()
}

/// The length of the word that `text` starts with.
fn word_len(text: &str) -> usize {
    text.bytes().take_while(|&byte| is_word(byte)).count()
}

fn find(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    bytes.get(from..)?.iter().position(|&byte| wanted(byte)).map(|found| from + found)
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
