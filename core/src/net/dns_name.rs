use super::SyntaxError;
use crate::text::Span;
use std::str::FromStr;

/// A DNS label as RFC 1123 and Kubernetes allow it: at most 63 lower-case letters, digits and inner dashes. Names of
/// namespaces and of most objects are such labels.
///
/// ```
/// use netplat_core::net::DnsLabel;
/// assert!("web-shop".parse::<DnsLabel>().is_ok());
/// assert_eq!("Web_Shop".parse::<DnsLabel>().unwrap_err().suggestion.as_deref(), Some("web-shop"));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DnsLabel(String);

impl DnsLabel {
    /// The label that `text` would be called by: see [`to_dns_label`].
    pub fn from_text(text: &str) -> Option<Self> {
        to_dns_label(text).map(Self)
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for DnsLabel {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for DnsLabel {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        match check_label(text, Span::new(0, text.len())) {
            Ok(()) => Ok(Self(text.to_owned())),
            Err(error) => Err(match to_dns_label(text) {
                Some(label) => error.meant(label),
                None => error,
            }),
        }
    }
}

/// A host name: labels between dots, at most 253 bytes; the first may be `*`.
///
/// ```
/// use netplat_core::net::HostName;
/// let any: HostName = "*.example.com".parse()?;
/// assert!(any.is_wildcard() && any.covers(&"shop.example.com".parse()?));
/// # Ok::<(), netplat_core::net::SyntaxError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct HostName(String);

impl HostName {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether its first label is `*`.
    pub fn is_wildcard(&self) -> bool {
        self.0.starts_with('*')
    }

    /// Whether every name that `other` stands for is one that this stands for. A wildcard stands for exactly one
    /// label, as in an Ingress.
    pub fn covers(&self, other: &HostName) -> bool {
        match self.0.strip_prefix('*') {
            None => self == other,
            Some(suffix) => {
                other.0.split_once('.').is_some_and(|(_, rest)| suffix.strip_prefix('.') == Some(rest))
            }
        }
    }

    /// Whether it is `zone` or lies below it.
    pub fn is_within(&self, zone: &str) -> bool {
        self.0.strip_suffix(zone).is_some_and(|front| front.is_empty() || front.ends_with('.'))
    }
}

impl std::fmt::Display for HostName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for HostName {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        const MOST: usize = 253;
        let all = Span::new(0, text.len());
        if text.len() > MOST {
            return Err(SyntaxError::at(text, all, "a host name of at most 253 characters"));
        }
        if let Some(at) = text.find("://") {
            let error = SyntaxError::at(text, Span::new(0, at + 3), "a host name without a scheme");
            let host = text[at + 3..].split(['/', ':']).next().unwrap_or_default();
            return Err(if host.parse::<Self>().is_ok() { error.meant(host) } else { error });
        }
        check_host_name(text).map(|()| Self(text.to_owned())).map_err(|error| {
            let lower = text.to_ascii_lowercase();
            let lower = lower.strip_suffix('.').unwrap_or(&lower);
            if lower != text && check_host_name(lower).is_ok() { error.meant(lower) } else { error }
        })
    }
}

fn check_host_name(text: &str) -> Result<(), SyntaxError> {
    let mut at = 0;
    for (index, label) in text.split('.').enumerate() {
        let span = Span::new(at, at + label.len());
        let wildcard = index == 0 && label == "*" && text.len() > 1;
        if !wildcard {
            check_label(text, span)?;
        }
        at = span.end as usize + 1;
    }
    if text.split('.').all(|label| label.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(SyntaxError::at(text, Span::new(0, text.len()), "a host name, not an address"));
    }
    Ok(())
}

fn check_label(text: &str, span: Span) -> Result<(), SyntaxError> {
    let label = span.slice(text);
    let start = span.start as usize;
    if label.is_empty() {
        return Err(SyntaxError::at(
            text,
            Span::new(start, (start + 1).min(text.len())),
            "a name of letters and digits",
        ));
    }
    if label.len() > 63 {
        return Err(SyntaxError::at(text, span, "at most 63 characters"));
    }
    let foreign =
        |character: char| !(character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-');
    if let Some((at, character)) = label.char_indices().find(|&(_, character)| foreign(character)) {
        let span = Span::new(start + at, start + at + character.len_utf8());
        return Err(SyntaxError::at(text, span, "lower-case letters, digits and dashes"));
    }
    if label.starts_with('-') {
        return Err(SyntaxError::at(text, Span::new(start, start + 1), "a letter or digit at the start"));
    }
    if label.ends_with('-') {
        let end = span.end as usize;
        return Err(SyntaxError::at(text, Span::new(end - 1, end), "a letter or digit at the end"));
    }
    Ok(())
}

/// The DNS label that `text` would be called by: lower case, everything else a single dash, at most 63 characters.
/// Nothing when no letter or digit is left.
///
/// ```
/// use netplat_core::net::to_dns_label;
/// assert_eq!(to_dns_label("Web Shop!").as_deref(), Some("web-shop"));
/// assert_eq!(to_dns_label("Café Größe").as_deref(), Some("cafe-grosse"));
/// assert_eq!(to_dns_label("…"), None);
/// ```
pub fn to_dns_label(text: &str) -> Option<String> {
    let mut label = String::new();
    let mut gap = false;
    for character in text.chars() {
        let (one, two);
        let plain: &str = if character.is_ascii_alphanumeric() {
            one = [character.to_ascii_lowercase() as u8];
            std::str::from_utf8(&one).unwrap_or_default()
        } else {
            two = without_marks(character);
            two
        };
        if plain.is_empty() {
            // An apostrophe joins ("let's" is "lets"); everything else parts.
            gap |= !matches!(character, '\'' | '’');
            continue;
        }
        let dash = gap && !label.is_empty();
        if label.len() + usize::from(dash) + plain.len() > 63 {
            break;
        }
        if dash {
            label.push('-');
        }
        gap = false;
        label.push_str(plain);
    }
    (!label.is_empty()).then_some(label)
}

/// A Latin letter without its marks, in lower case; empty for anything else.
fn without_marks(character: char) -> &'static str {
    match character {
        'à'..='å' | 'À'..='Å' | 'ā' | 'Ā' | 'ă' | 'Ă' | 'ą' | 'Ą' => "a",
        'æ' | 'Æ' => "ae",
        'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' => "c",
        'ď' | 'Ď' | 'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'Ē' | 'ę' | 'Ę' | 'ě' | 'Ě' => "e",
        'ğ' | 'Ğ' => "g",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'Ī' | 'ı' | 'İ' => "i",
        'ł' | 'Ł' => "l",
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' | 'Ň' => "n",
        'ò'..='ö' | 'ø' | 'Ò'..='Ö' | 'Ø' | 'ō' | 'Ō' | 'ő' | 'Ő' => "o",
        'œ' | 'Œ' => "oe",
        'ř' | 'Ř' => "r",
        'ś' | 'Ś' | 'š' | 'Š' | 'ş' | 'Ş' => "s",
        'ß' | 'ẞ' => "ss",
        'ť' | 'Ť' => "t",
        'þ' | 'Þ' => "th",
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'Ū' | 'ů' | 'Ů' | 'ű' | 'Ű' => "u",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => "y",
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expect: &str) {
        let said = match text.parse::<HostName>() {
            Ok(host) => host.to_string(),
            Err(error) => {
                let meant = error.suggestion.as_ref().map(|text| format!(" => {text}")).unwrap_or_default();
                format!("{}: {error}{meant}", error.span.start)
            }
        };
        assert_eq!(said, expect, "{text}");
    }

    #[test]
    fn host_names_are_read() {
        check("shop.example.com", "shop.example.com");
        check("*.example.com", "*.example.com");
        check("localhost", "localhost");
        check("3com.example", "3com.example");
    }

    #[test]
    fn what_is_no_host_name_is_refused() {
        check("shop..example", "5: expected a name of letters and digits, found `.`");
        check("", "0: expected a name of letters and digits, found the end");
        check("shop.*.com", "5: expected lower-case letters, digits and dashes, found `*`");
        check("*", "0: expected lower-case letters, digits and dashes, found `*`");
        check("Shop.example", "0: expected lower-case letters, digits and dashes, found `S` => shop.example");
        check("shop.example.", "13: expected a name of letters and digits, found the end => shop.example");
        check("-a.example", "0: expected a letter or digit at the start, found `-`");
        check("a-.example", "1: expected a letter or digit at the end, found `-`");
        check("10.0.0.1", "0: expected a host name, not an address, found `10.0.0.1`");
        check(
            "https://shop.example/",
            "0: expected a host name without a scheme, found `https://` => shop.example",
        );
    }

    #[test]
    fn a_wildcard_covers_one_label() {
        let host = |text: &str| text.parse::<HostName>().expect(text);
        assert!(host("*.example.com").covers(&host("a.example.com")));
        assert!(!host("*.example.com").covers(&host("a.b.example.com")));
        assert!(!host("*.example.com").covers(&host("example.com")));
        assert!(
            host("a.example.com").is_within("example.com") && !host("aexample.com").is_within("example.com")
        );
    }

    proptest! {
        #[test]
        fn a_label_made_from_any_text_is_a_label(text in "\\PC{0,90}|[a-z]{60,66}[ -]?[a-zß]{0,4}") {
            if let Some(label) = to_dns_label(&text) {
                prop_assert!(label.parse::<DnsLabel>().is_ok(), "{label}");
            }
        }
    }
}
