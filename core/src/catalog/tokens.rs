//! A text as words that a vocabulary can be held against.

/// A word in the forms in which a vocabulary may have it: as it stands, in the singular, without a number behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token {
    forms: Vec<String>,
}

impl Token {
    fn new(word: &str) -> Self {
        let mut forms = vec![word.to_owned()];
        let mut add = |form: &str| {
            if form.len() > 1 && !forms.iter().any(|known| known == form) {
                forms.push(form.to_owned());
            }
        };
        let unnumbered = word.trim_end_matches(|last: char| last.is_ascii_digit());
        for form in [word, unnumbered] {
            if let Some(stem) = form.strip_suffix("ies") {
                add(&format!("{stem}y"));
            }
            if let Some(stem) = form.strip_suffix('s') {
                add(stem);
            }
            if let Some(stem) = form.strip_suffix("es") {
                add(stem);
            }
            add(form);
        }
        Self { forms }
    }

    /// From the most faithful form to the least.
    pub(super) fn forms(&self) -> impl Iterator<Item = &str> {
        self.forms.iter().map(String::as_str)
    }

    /// Whether one of its forms is `word`.
    pub(super) fn is(&self, word: &str) -> bool {
        self.forms.iter().any(|form| form == word)
    }

    /// Whether it only tells one of several from the others: a number, a letter, a version.
    pub(super) fn is_ordinal(&self) -> bool {
        let word = self.forms.first().map_or("", String::as_str);
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
    words.iter().filter(|word| !word.is_empty()).map(|word| Token::new(word)).collect()
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
        tokens(text, split_camel).iter().filter_map(|token| token.forms().next().map(str::to_owned)).collect()
    }

    #[test]
    fn words_part_at_anything_but_letters_and_digits() {
        assert_eq!(first_forms("PostgreSQL-HA / Let's go", false), ["postgresql", "ha", "lets", "go"]);
        assert_eq!(first_forms("ordersDb2Main", true), ["orders", "db2", "main"]);
    }

    #[test]
    fn plural_and_number_are_other_forms_of_a_word() {
        let forms = |text| tokens(text, false).remove(0).forms;
        assert_eq!(forms("policies"), ["policies", "policy", "policie", "polici"]);
        assert_eq!(forms("app12"), ["app12", "app"]);
        assert!(tokens("a 12 v2", false).iter().all(Token::is_ordinal));
    }
}
