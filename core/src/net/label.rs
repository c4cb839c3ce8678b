use super::SyntaxError;
use super::dns_name::HostName;
use crate::text::Span;
use std::str::FromStr;

/// The key of a Kubernetes label: `[prefix "/"] name`. The prefix is a DNS name; the name has at most 63 letters,
/// digits, `-`, `_` and `.`, with a letter or digit at both ends.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LabelKey(String);

/// The value of a Kubernetes label: empty, or as the name of a [`LabelKey`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LabelValue(String);

impl LabelKey {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl LabelValue {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LabelKey {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        let name_at = match text.find('/') {
            None => 0,
            Some(slash) => {
                let prefix: HostName = text[..slash].parse()?;
                if prefix.is_wildcard() {
                    return Err(SyntaxError::at(text, Span::new(0, 1), "a DNS name without a wildcard"));
                }
                slash + 1
            }
        };
        check_name(text, name_at)?;
        Ok(Self(text.to_owned()))
    }
}

impl FromStr for LabelValue {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        if !text.is_empty() {
            check_name(text, 0)?;
        }
        Ok(Self(text.to_owned()))
    }
}

/// The qualified name from byte `at` of `text` to its end.
fn check_name(text: &str, at: usize) -> Result<(), SyntaxError> {
    let name = &text[at..];
    let all = Span::new(at, text.len());
    if name.is_empty() {
        return Err(SyntaxError::at(text, all, "a name"));
    }
    if name.len() > 63 {
        return Err(SyntaxError::at(text, all, "at most 63 characters"));
    }
    let inner = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.');
    if let Some((index, character)) = name.char_indices().find(|&(_, character)| !inner(character)) {
        let span = Span::new(at + index, at + index + character.len_utf8());
        return Err(SyntaxError::at(text, span, "letters, digits, `-`, `_` and `.`"));
    }
    for (index, place) in [(0, "start"), (name.len() - 1, "end")] {
        if !name.as_bytes().get(index).is_some_and(u8::is_ascii_alphanumeric) {
            let span = Span::new(at + index, at + index + 1);
            return Err(SyntaxError::at(text, span, format!("a letter or digit at the {place}")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_follow_the_rules_for_qualified_names() {
        for text in ["app", "app.kubernetes.io/name", "A_b.c-9"] {
            assert!(text.parse::<LabelKey>().is_ok(), "{text}");
        }
        for text in ["", "a/", "/a", "a/b/c", "-a", "a-", "a b", "*.x/a", "UPPER.io/a"] {
            assert!(text.parse::<LabelKey>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_value_may_be_empty_and_has_at_most_63_characters() {
        assert!("".parse::<LabelValue>().is_ok());
        assert!("x".repeat(63).parse::<LabelValue>().is_ok());
        assert!("x".repeat(64).parse::<LabelValue>().is_err());
        assert_eq!("a b".parse::<LabelValue>().map_err(|error| error.span), Err(Span::new(1, 2)));
    }
}
