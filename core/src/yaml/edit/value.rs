//! Values as YAML in flow style, for edits.

use crate::yaml::scalar::{Resolved, Scalar, ScalarStyle};

/// A value to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NewValue<'a> {
    /// Text; quoted where a reader, of YAML 1.1 or 1.2, would take it for something else. Whole numbers stay bare.
    Text(&'a str),
    /// A list of texts.
    List(&'a [&'a str]),
    /// A truth.
    Bool(bool),
    /// Keys with values, in order.
    Mapping(&'a [(&'a str, NewValue<'a>)]),
}

impl std::fmt::Display for NewValue<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bool(value) => write!(formatter, "{value}"),
            Self::Text(text) => formatter.write_str(&written(text)),
            Self::List(texts) => {
                let items: Vec<String> = texts.iter().map(|text| written(text)).collect();
                write!(formatter, "[{}]", items.join(", "))
            }
            Self::Mapping([]) => formatter.write_str("{}"),
            Self::Mapping(entries) => {
                let entries: Vec<String> = entries.iter().map(|(key, value)| entry(key, *value)).collect();
                write!(formatter, "{{ {} }}", entries.join(", "))
            }
        }
    }
}

/// `key: value`
pub(super) fn entry(key: &str, value: NewValue<'_>) -> String {
    format!("{}: {value}", written(key))
}

/// `text` between the quotes that `style` has, if a text can stand between such.
pub(super) fn written_as(text: &str, style: ScalarStyle) -> String {
    let is_calm =
        !text.chars().any(|it| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}'..));
    match style {
        ScalarStyle::SingleQuoted if is_calm => format!("'{}'", text.replace('\'', "''")),
        ScalarStyle::DoubleQuoted => quoted(text),
        _ => written(text),
    }
}

/// `text` as a scalar that may stand anywhere, also as a key.
pub fn written(text: &str) -> String {
    if is_safe(text) { text.to_owned() } else { quoted(text) }
}

/// `text` between double quotes.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // Line breaks of Unicode and what is invisible would be folded, or refused.
            _ if character.is_control()
                || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') =>
            {
                let code = u32::from(character);
                quoted.push_str(&format!("\\u{code:04x}"));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether `text` can stand without quotes, in flow style, as itself.
fn is_safe(text: &str) -> bool {
    let scalar = Scalar { text: text.to_owned(), style: ScalarStyle::Plain, tag: None };
    let is_text =
        matches!(scalar.resolve(), Resolved::Text(_) | Resolved::Integer(_)) && scalar.trap().is_none();
    let starts =
        text.starts_with(|first: char| first.is_alphanumeric() || matches!(first, '/' | '.' | '_' | '('));
    let calm = text.chars().all(|it| it.is_alphanumeric() || "._/-()+@<>=~ :".contains(it));
    is_text && starts && calm && !text.ends_with([' ', ':']) && !text.contains(": ") && !text.contains("  ")
        // A mark of a document where the line starts.
        && text != "..."
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;
    use proptest::prelude::*;

    #[test]
    fn quotes_stand_only_where_they_are_needed() {
        let expected = [
            ("traefik", "traefik"),
            ("edge --> web (2)", "edge --> web (2)"),
            ("http 8080/TCP", "http 8080/TCP"),
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("8080", "8080"),
            ("1.30", "\"1.30\""),
            ("no", "\"no\""),
            ("", "\"\""),
            ("a: b", "\"a: b\""),
            ("a, b", "\"a, b\""),
            ("*.example.com", "\"*.example.com\""),
            ("a \"b\" \\", "\"a \\\"b\\\" \\\\\""),
        ];
        for (text, yaml) in expected {
            assert_eq!(written(text), yaml);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(text in "([a-z0-9 :,#\\-\"'\\\\{}\\[\\]*&!|>%@`\n]|\\PC){0,12}") {
            let value = NewValue::List(&[&text, &text]).to_string();
            let source = format!("k: {{ {}: {value} }}\n", written(&text));
            let read = yaml::read(&source, 0);
            prop_assert_eq!(&read.problems, &[]);
            let entry = read.root().and_then(|root| root.get("k")).and_then(|k| k.entries().first()).expect("an entry");
            prop_assert_eq!(&entry.key, &text);
            let items: Vec<_> = entry.value.items().iter().map(|item| item.scalar().map(|it| it.text.as_str())).collect();
            prop_assert_eq!(items, vec![Some(text.as_str()); 2]);
        }
    }
}
