//! A text as words that a vocabulary can be held against.

use std::borrow::Cow;

/// A word, which a vocabulary may have in other forms: in the singular, without a number behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token {
    word: String,
}

impl Token {
    /// From the most faithful form to the least. One may come twice.
    pub(super) fn forms(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let word = self.word.as_str();
        let unnumbered = word.trim_end_matches(|last: char| last.is_ascii_digit());
        let others = [word, unnumbered].into_iter().flat_map(|form| {
            let singular = form.strip_suffix("ies").map(|stem| Cow::Owned(format!("{stem}y")));
            let shorter = [form.strip_suffix('s'), form.strip_suffix("es"), Some(form)];
            singular.into_iter().chain(shorter.into_iter().flatten().map(Cow::Borrowed))
        });
        std::iter::once(Cow::Borrowed(word)).chain(others.filter(|form| form.len() > 1))
    }

    /// Whether one of its forms is `word`.
    pub(super) fn is(&self, word: &str) -> bool {
        // No form is longer than the word itself, and all begin alike: most words part here.
        self.word.as_bytes().first() == word.as_bytes().first() && self.forms().any(|form| form == word)
    }

    /// Whether it only tells one of several from the others: a number, a letter, a version.
    pub(super) fn is_ordinal(&self) -> bool {
        let word = self.word.as_str();
        let number = word.strip_prefix('v').unwrap_or(word);
        word.chars().count() <= 1 || number.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// The words of `text`, in lower case. `split_camel` parts `ordersDb` as well.
pub(super) fn tokens(text: &str, split_camel: bool) -> Vec<Token> {
    let mut words: Vec<String> = vec![String::new()];
    let mut was_lower = false;
    for character in text.chars() {
        if matches!(character, '\'' | '’') {
            continue;
        }
        let parts = !character.is_alphanumeric() || (split_camel && was_lower && character.is_uppercase());
        was_lower = character.is_lowercase() || character.is_ascii_digit();
        if parts && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| character.is_alphanumeric()) {
            word.extend(character.to_lowercase());
        }
    }
    words.into_iter().filter(|word| !word.is_empty()).map(|word| Token { word }).collect()
}

/// Whether parting `ordersDb` makes a difference to the words of `text`.
pub(super) fn has_camel_case(text: &str) -> bool {
    let mut was_lower = false;
    text.chars().any(|character| {
        let parts = was_lower && character.is_uppercase();
        was_lower = match character {
            '\'' | '’' => was_lower,
            _ => character.is_lowercase() || character.is_ascii_digit(),
        };
        parts
    })
}

/// The stretches of a text that speak for themselves: `Orders (PostgreSQL 16)` has two.
pub(super) fn segments(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '(', ')', '[', ']', '{', '}', ':', '–', '—', '|', ',', ';', '·', '•'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_forms(text: &str, split_camel: bool) -> Vec<String> {
        tokens(text, split_camel).into_iter().map(|token| token.word).collect()
    }

    #[test]
    fn words_part_at_anything_but_letters_and_digits() {
        assert_eq!(first_forms("PostgreSQL-HA / Let's go", false), ["postgresql", "ha", "lets", "go"]);
        assert_eq!(first_forms("ordersDb2Main", true), ["orders", "db2", "main"]);
        assert!(has_camel_case("ordersDb") && !has_camel_case("Orders DB"));
    }

    #[test]
    fn plural_and_number_are_other_forms_of_a_word() {
        let is = |text: &str, words: [&str; 4]| words.map(|word| tokens(text, false)[0].is(word));
        assert_eq!(is("policies", ["policies", "policy", "policie", "polici"]), [true; 4]);
        assert_eq!(is("app12", ["app12", "app", "ap", "app1"]), [true, true, false, false]);
        assert!(!tokens("s", false)[0].is(""));
        assert!(tokens("a 12 v2", false).iter().all(Token::is_ordinal));
    }
}
