use crate::net::Protocol;
use crate::net::well_known::Service;
use crate::text::Span;

/// A piece of a label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) span: Span,
}

/// What a piece can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind<'a> {
    /// Letters and digits that begin with a letter.
    Word(&'a str),
    /// A number from 1 to 65535 that stands alone.
    Number(u16),
    /// `:443` after a space or at the start.
    ColonPort(u16),
    /// `db:5432`, `10.0.0.5:8080`: a host with a port.
    HostPort(u16),
    /// `https` of `https://`.
    Scheme(&'a str),
    /// A sign that may join ports or announce one. Ends of lines are commas, dashes of all kinds are `-`.
    Joint(char),
    /// Anything else: "v1.2", "10.0.0.0/24", "70000".
    Opaque,
}

/// The pieces of `label`, in order. Parentheses, brackets and quotes count as spaces.
pub(super) fn tokens(label: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(character) = label.get(at..).and_then(|rest| rest.chars().next()) {
        let (kind, length) = match character {
            _ if line_break(&label[at..]) > 0 => (Some(Kind::Joint(',')), line_break(&label[at..])),
            '\n' | ';' | '|' | '•' | '·' => (Some(Kind::Joint(',')), character.len_utf8()),
            '–' | '—' => (Some(Kind::Joint('-')), character.len_utf8()),
            ',' | '/' | '&' | '+' | '=' | '#' | '-' => (Some(Kind::Joint(character)), 1),
            ':' => colon(label, at),
            '[' if bracketed_host(&label[at..]) > 0 => host(label, at, bracketed_host(&label[at..])),
            _ if character.is_alphanumeric() => chunk(label, at),
            '%' | '$' | '€' | '@' | '*' | '.' | '_' | '~' => (Some(Kind::Opaque), character.len_utf8()),
            _ => (None, character.len_utf8()),
        };
        tokens.extend(kind.map(|kind| Token { kind, span: Span::new(at, at + length) }));
        at += length.max(1);
    }
    tokens
}

/// The length of `<br>`, `<br/>` or `<br />` at the start of `text`.
fn line_break(text: &str) -> usize {
    ["<br/>", "<br>", "<br />"]
        .iter()
        .find(|tag| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)))
        .map_or(0, |tag| tag.len())
}

/// A colon that nothing stands before: `:443`; otherwise a joint.
fn colon(label: &str, at: usize) -> (Option<Kind<'_>>, usize) {
    let before = label[..at].chars().next_back();
    let digits = digits(&label[at + 1..]);
    let after = label[at + 1 + digits..].chars().next();
    let free = before.is_none_or(|character| {
        character.is_whitespace() || matches!(character, '(' | ',' | '/' | '*' | '"' | '&' | '+' | '>')
    });
    match port_number(&label[at + 1..at + 1 + digits]) {
        Some(number) if free && ends_number(after, &label[at + 1 + digits..]) => {
            (Some(Kind::ColonPort(number)), 1 + digits)
        }
        _ if label[at + 1..].starts_with(':') => {
            (Some(Kind::Opaque), label[at..].bytes().take_while(|&byte| byte == b':').count())
        }
        _ => (Some(Kind::Joint(':')), 1),
    }
}

/// Letters, digits, dots and underscores from `at`, with what a colon adds to them.
fn chunk(label: &str, at: usize) -> (Option<Kind<'_>>, usize) {
    let rest = &label[at..];
    let length = rest
        .char_indices()
        .find(|&(index, character)| {
            let dot_inside = character == '.'
                && rest[index + 1..].starts_with(|next: char| next.is_alphanumeric() || next == '.');
            !(character.is_alphanumeric() || character == '_' || dot_inside)
        })
        .map_or(rest.len(), |(index, _)| index);
    let text = &rest[..length];
    let follows = &rest[length..];
    if follows.starts_with("://") && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return (Some(Kind::Scheme(text)), length + 3);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return number(text, &label[..at], follows);
    }
    if follows.starts_with(':') && !follows.starts_with("::") && (is_host(text) || follows.contains("//")) {
        let (kind, whole) = host(label, at, length);
        if kind != Some(Kind::Opaque) {
            return (kind, whole);
        }
    }
    if address_or_path(label, at) {
        let whole = rest.find(char::is_whitespace).unwrap_or(rest.len());
        return (Some(Kind::Opaque), whole);
    }
    let word = text.starts_with(char::is_alphabetic) && !text.contains(['.', '_']);
    (Some(if word { Kind::Word(text) } else { Kind::Opaque }), length)
}

/// Digits that stand alone: no percentage, no ratio, no decimal, no part of a version.
fn number<'a>(text: &'a str, before: &str, follows: &str) -> (Option<Kind<'a>>, usize) {
    let starts = match before.chars().next_back() {
        // "TCP:5432", but neither "10:30" nor "::1".
        Some(':') => {
            !before.trim_end_matches(':').ends_with(|last: char| last.is_ascii_digit())
                && !before.ends_with("::")
        }
        Some(last) => !matches!(last, '.' | '$' | '€' | '@' | '~' | '_'),
        None => true,
    };
    let ends = ends_number(follows.chars().next(), follows);
    match port_number(text) {
        Some(number) if starts && ends => (Some(Kind::Number(number)), text.len()),
        _ => (Some(Kind::Opaque), text.len()),
    }
}

/// Whether digits before `follows` are a number of their own.
fn ends_number(after: Option<char>, follows: &str) -> bool {
    let second = follows.chars().nth(1);
    match after {
        None => true,
        Some('%' | '_' | '°' | '\'' | '.') if second.is_none_or(char::is_whitespace) => {
            after == Some('.') && second.is_none()
        }
        Some('%' | '_' | '°' | '\'' | '.') => false,
        // "10:30" and "8080:80" are no ports of a link.
        Some(':') => false,
        // "3-way"
        Some('-') => second.is_none_or(|character| !character.is_alphabetic()),
        Some(character) => !character.is_alphabetic(),
    }
}

/// A host of `length` bytes at `at`, with its port.
fn host(label: &str, at: usize, length: usize) -> (Option<Kind<'_>>, usize) {
    let rest = &label[at + length..];
    let Some(after_colon) = rest.strip_prefix(':') else { return (Some(Kind::Opaque), length) };
    let digits = digits(after_colon);
    let follows = &after_colon[digits..];
    match port_number(&after_colon[..digits]) {
        Some(number) if ends_number(follows.chars().next(), follows) => {
            (Some(Kind::HostPort(number)), length + 1 + digits)
        }
        _ => (Some(Kind::Opaque), length + 1 + digits),
    }
}

/// A host name or IPv4 address: with a dot, or a plain name.
fn is_host(text: &str) -> bool {
    // A protocol or service announces a port by itself: "HTTP:8080".
    let announces = Protocol::named(text).is_some() || Service::named(text).is_some();
    let port_word = text.eq_ignore_ascii_case("port") || text.eq_ignore_ascii_case("ports");
    !announces && !port_word && (text.contains('.') || text.bytes().any(|byte| byte.is_ascii_alphabetic()))
}

/// The length of `[fd00::1]` at the start of `text` if a colon follows it.
fn bracketed_host(text: &str) -> usize {
    match text.find(']') {
        Some(end) if text[1..end].contains(':') && text[end + 1..].starts_with(':') => end + 1,
        _ => 0,
    }
}

/// Whether an IP address or a URL's rest begins here: a chunk with a dot or double colon and digits.
fn address_or_path(label: &str, at: usize) -> bool {
    let rest = &label[at..];
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let word = &rest[..end];
    let after_scheme = label[..at].ends_with("://");
    let address = word.split('/').next().unwrap_or_default();
    after_scheme || address.trim_end_matches([',', ';', ')']).parse::<std::net::IpAddr>().is_ok()
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn port_number(text: &str) -> Option<u16> {
    if text.starts_with('0') { None } else { text.parse().ok() }
}
