//! How messages name things and list names.

use crate::model::Thing;

/// A thing as a message names it: its text, and its id where that says something else.
pub(super) fn named(thing: &Thing) -> String {
    let text = thing.text.trim();
    if text.is_empty() || text == thing.id {
        format!("`{}`", thing.id)
    } else {
        format!("{text} (`{}`)", thing.id)
    }
}

/// `a`, `a and b`, `a, b and 3 more`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}
