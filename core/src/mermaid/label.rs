//! What a label says to a reader: mermaid's placeholders and HTML's entities decoded, markup cleaned.

mod entities;
mod markup;

use super::chars::{is_word, trim};
use super::source::{ENTITY_END, ENTITY_NAME, ENTITY_NUMBER};

/// The text of a bracket or link as mermaid keeps it, entities decoded.
pub(super) fn shown(text: &str) -> String {
    markup::cleaned(unquoted(trim(text)))
}

/// The title of a group likewise.
pub(super) fn shown_title(text: &str) -> String {
    trim(&markup::cleaned(text)).to_owned()
}

/// Mermaid takes off one more pair of quotes, which a text within slashes can still have.
fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

/// `text` with each `#quot;` (as its placeholder) and each `&quot;` as the character that it stands for.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', 'ﬂ']) {
        let (before, from) = rest.split_at(at);
        decoded.push_str(before);
        match placeholder(from).or_else(|| reference(from)) {
            Some((character, len)) => {
                decoded.push_str(&character);
                rest = from.get(len..).unwrap_or_default();
            }
            None => {
                let len = from.chars().next().map_or(1, char::len_utf8);
                decoded.push_str(from.get(..len).unwrap_or_default());
                rest = from.get(len..).unwrap_or_default();
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

/// Whether `text` starts with an entity such as `&lt;`.
pub(super) fn starts_with_reference(text: &str) -> bool {
    reference(text).is_some()
}

/// A placeholder at the start of `text`: what it stands for, and its length.
fn placeholder(text: &str) -> Option<(String, usize)> {
    let (mark, number) = match text {
        _ if text.starts_with(ENTITY_NUMBER) => (ENTITY_NUMBER, true),
        _ if text.starts_with(ENTITY_NAME) => (ENTITY_NAME, false),
        _ => return None,
    };
    let name_len = text.get(mark.len()..)?.bytes().take_while(|&byte| is_word(byte)).count();
    let name = text.get(mark.len()..mark.len() + name_len)?;
    text.get(mark.len() + name_len..)?.strip_prefix(ENTITY_END)?;
    let len = mark.len() + name_len + ENTITY_END.len();
    let character = if number { numbered(name, 10) } else { entities::named(name) };
    let unknown = || format!("&{}{name};", if number { "#" } else { "" });
    Some((character.map_or_else(unknown, String::from), len))
}

/// `&quot;`, `&#35;` or `&#x23;` at the start of `text`. As in browsers, a number needs no `;`.
fn reference(text: &str) -> Option<(String, usize)> {
    let body = text.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => (hexadecimal, 16),
            None => (number, 10),
        };
        let len = digits.chars().take_while(|digit| digit.is_digit(radix)).count();
        let character = numbered(digits.get(..len)?, radix)?;
        let end = text.len() - digits.len() + len;
        let closed = digits.get(len..).is_some_and(|rest| rest.starts_with(';'));
        return Some((character.to_string(), end + usize::from(closed)));
    }
    let end = body.bytes().take(40).position(|byte| byte == b';');
    let name = end.and_then(|end| body.get(..end));
    match name.and_then(entities::named).zip(end) {
        Some((character, end)) => Some((character.to_string(), end + 2)),
        None => legacy(body),
    }
}

/// One of the old names that browsers also take without `;`, as in `a&ltb`.
fn legacy(body: &str) -> Option<(String, usize)> {
    let longest = body.bytes().take(6).take_while(u8::is_ascii_alphanumeric).count();
    (2..=longest).rev().find_map(|len| {
        let name = body.get(..len).filter(|name| entities::is_legacy(name))?;
        entities::named(name).map(|character| (character.to_string(), len + 1))
    })
}

fn numbered(digits: &str, radix: u32) -> Option<char> {
    let code = u32::from_str_radix(digits, radix).ok()?;
    char::from_u32(code).filter(|&character| character != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_of_both_kinds_are_decoded_once() {
        assert_eq!(decode("ﬂ°quot¶ßaﬂ°quot¶ß &lt;b&gt; &amp;lt; ﬂ°°9829¶ß &#x23;"), "\"a\" <b> &lt; ♥ #");
    }

    #[test]
    fn what_is_no_entity_stays() {
        assert_eq!(decode("a&ltb, R&D"), "a<b, R&D");
        assert_eq!(decode("a & b &nosuch; ﬂ°nosuch¶ß &#0; ﬂ"), "a & b &nosuch; &nosuch; &#0; ﬂ");
    }
}
