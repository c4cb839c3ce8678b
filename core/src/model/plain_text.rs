//! Labels and table cells as plain text.

/// The lines of a label: tags and icons gone, `<br>` as a line break. Not empty unless the label shows nothing.
pub(super) fn label_lines(label: &str) -> Vec<String> {
    if is_plain(label) {
        return vec![label.to_owned()];
    }
    let mut lines = vec![String::new()];
    let mut rest = label;
    while let Some(at) = rest.find(['<', '\n']) {
        let (before, after) = rest.split_at(at);
        push(&mut lines, before);
        if let Some(next) = after.strip_prefix('\n') {
            lines.push(String::new());
            rest = next;
            continue;
        }
        match tag(after) {
            Some((is_break, next)) => {
                if is_break {
                    lines.push(String::new());
                }
                rest = next;
            }
            None => {
                push(&mut lines, "<");
                rest = &after[1..];
            }
        }
    }
    push(&mut lines, rest);
    let cleaned = lines.iter().map(|line| words(line));
    cleaned.filter(|line| !line.is_empty()).collect()
}

/// Whether a label is one line of words, with a blank between them and nothing to be taken out: most are.
fn is_plain(label: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'`' | b'*' | b':');
    label.split(' ').all(|word| !word.is_empty() && word.bytes().all(is_word))
}

/// The label in one line.
pub(super) fn one_line(label: &str) -> String {
    label_lines(label).join(" ")
}

/// What a table's cell says: code spans, emphasis and links without their marks.
pub(super) fn cell(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['[', '`', '*', '_', '\\', '<']) {
        let (before, after) = rest.split_at(at);
        plain.push_str(before);
        rest = &after[1..];
        match after.as_bytes().first() {
            Some(b'[') => match link_text(after) {
                Some((shown, next)) => {
                    plain.push_str(&cell_marks(shown));
                    rest = next;
                }
                None => plain.push('['),
            },
            Some(b'<') => match tag(after) {
                Some((_, next)) => {
                    plain.push(' ');
                    rest = next;
                }
                None => plain.push('<'),
            },
            // Inside a word it is part of a name.
            Some(b'_')
                if plain.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric) =>
            {
                plain.push('_');
            }
            Some(b'\\') => {
                // A backslash before punctuation only protects it; before anything else it stands for itself.
                if !rest.starts_with(|next: char| next.is_ascii_punctuation()) {
                    plain.push('\\');
                } else if let Some(next) = rest.chars().next() {
                    plain.push(next);
                    rest = &rest[next.len_utf8()..];
                }
            }
            _ => {}
        }
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cell_marks(text: &str) -> String {
    text.chars().filter(|character| !matches!(character, '`' | '*')).collect()
}

/// The text of `[text](address)` and what follows.
fn link_text(text: &str) -> Option<(&str, &str)> {
    let (shown, after) = text.strip_prefix('[')?.split_once("](")?;
    let (_, next) = after.split_once(')')?;
    (!shown.contains('[')).then_some((shown, next))
}

/// Whether the tag at the start of `text` breaks the line, and what follows it. A `<` before anything but a name is
/// text.
fn tag(text: &str) -> Option<(bool, &str)> {
    const LONGEST: usize = 512;
    let inner = text.strip_prefix('<')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let end = inner.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    let letters: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
    Some((letters.eq_ignore_ascii_case("br") || letters.eq_ignore_ascii_case("p"), &inner[end + 1..]))
}

fn push(lines: &mut [String], text: &str) {
    if let Some(last) = lines.last_mut() {
        last.push_str(text);
    }
}

/// Without icons (`fa:fa-user`), emphasis and needless spaces.
fn words(line: &str) -> String {
    let is_icon = |word: &str| {
        word.split_once(':').is_some_and(|(set, name)| {
            matches!(set, "fa" | "fab" | "fas" | "far" | "fal" | "fad" | "fak") && !name.is_empty()
        })
    };
    let kept: Vec<&str> = line.split_whitespace().filter(|word| !is_icon(word)).collect();
    kept.join(" ").replace("**", "").replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lose_their_markup() {
        assert_eq!(label_lines("fa:fa-user <b>Users</b><br/>a < b"), ["Users", "a < b"]);
        assert_eq!(label_lines("one\ntwo **three**"), ["one", "two three"]);
        assert_eq!(one_line("<br>"), "");
        assert_eq!(one_line("x <y"), "x <y");
    }

    #[test]
    fn cells_lose_their_marks() {
        let expected = [
            ("`10.0.0.0/16`", "10.0.0.0/16"),
            ("**pods**", "pods"),
            ("[nodes](#n) of *west*", "nodes of west"),
            ("node_cidr", "node_cidr"),
            ("_old_", "old"),
            (r"10.0.0.0\/8", "10.0.0.0/8"),
            ("a<br>b", "a b"),
            ("[x", "[x"),
        ];
        for (text, plain) in expected {
            assert_eq!(cell(text), plain, "{text}");
        }
    }
}
