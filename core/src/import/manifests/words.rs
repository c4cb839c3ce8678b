//! Names from outside as words of a Markdown page.

/// `text` as a heading: one line, and no character that Markdown reads as more than itself.
pub(super) fn heading(text: &str) -> String {
    let plain = |character: char| {
        let is_markup = matches!(character, '*' | '`' | '[' | ']' | '<' | '>' | '\\' | '&' | '#' | '|' | '~');
        if character.is_control() || is_markup { ' ' } else { character }
    };
    let text: String = text.chars().take(120).map(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` as code within a line.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    if !text.contains('`') {
        return format!("`{text}`");
    }
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or_default();
    let marks = "`".repeat(longest + 1);
    format!("{marks} {text} {marks}")
}
