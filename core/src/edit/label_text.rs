//! Texts of labels as mermaid reads them: plain where nothing can be misread, in quotes otherwise.

/// `text` as it can stand between brackets or bars.
pub(super) fn written(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { format!("\"{}\"", escaped(text)) }
}

/// `text` as it can stand between quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = text.trim();
    for (at, character) in text.char_indices() {
        match character {
            '"' => out.push_str("#quot;"),
            '`' if at == 0 => out.push_str("#96;"),
            '%' => out.push_str(if text[at..].starts_with("%%") { "#37;" } else { "%" }),
            '#' if starts_entity(&text[at..]) => out.push_str("#35;"),
            '&' if starts_entity(&text[at..]) => out.push_str("#amp;"),
            '<' if !starts_line_break(&text[at..]) => out.push_str("#lt;"),
            '\r' => {}
            '\n' => out.push_str("<br>"),
            _ => out.push(character),
        }
    }
    out
}

/// Whether mermaid reads `text` as it stands: words, and marks between them that mean nothing to it.
fn is_plain(text: &str) -> bool {
    let is_harmless = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '.' | ',' | ':' | '-');
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !text.ends_with(' ')
        && !text.contains("--")
        && text.chars().all(is_harmless)
}

/// `#quot;`, `&lt;`: what would be read as one character.
fn starts_entity(text: &str) -> bool {
    let name = &text[1..];
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(name.len());
    end > 0 && name[end..].starts_with(';')
}

/// `<br>`, which labels keep as it is.
fn starts_line_break(text: &str) -> bool {
    let Some(after) = text.get(..3).filter(|start| start.eq_ignore_ascii_case("<br")).map(|_| &text[3..])
    else {
        return false;
    };
    after.trim_start().trim_start_matches('/').starts_with('>')
}
