//! What a caller expects of YAML, as data: the same description serves reading, documentation, a schema and
//! completion.

use crate::diagnostic::Rule;
use crate::net::SyntaxError;

/// What a value should be.
#[derive(Debug)]
pub enum Shape {
    /// Text that a format accepts. Numbers are taken as they are written.
    Text(&'static Format),
    /// Text, or `false` for none.
    TextOrFalse(&'static Format),
    /// `true` or `false`.
    Bool,
    /// A whole number between two others, both included.
    Integer(i64, i64),
    /// One of some words.
    Choice(&'static [Choice]),
    /// A list of values that are alike.
    List(&'static Shape),
    /// A mapping with known keys.
    Section(&'static Section),
    /// A mapping from names to values that are alike.
    Map(&'static Named, &'static Shape),
}

/// A kind of text.
#[derive(Debug)]
pub struct Format {
    /// With an article: "a host name".
    pub name: &'static str,
    /// Whether a text is one.
    pub read: fn(&str) -> Result<(), SyntaxError>,
    /// A regular expression, anchored, that every such text matches. JSON Schema carries it.
    pub pattern: Option<&'static str>,
}

/// A word that a value may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice {
    /// The word.
    pub word: &'static str,
    /// What it means, as a sentence without its full stop.
    pub about: &'static str,
}

/// A mapping with known keys.
#[derive(Debug)]
pub struct Section {
    /// What it is about, as a sentence.
    pub about: &'static str,
    /// The keys in the order in which they are described.
    pub keys: &'static [Key],
    /// Whether other keys are left alone.
    pub is_open: bool,
}

/// A key of a section.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What its value should be.
    pub shape: Shape,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it means, in sentences.
    pub about: &'static str,
    /// A value, as YAML in flow style.
    pub example: &'static str,
}

/// The keys of a mapping from names to values.
#[derive(Debug)]
pub struct Named {
    /// What the names are: "node id".
    pub name: &'static str,
    /// What they name, as a sentence.
    pub about: &'static str,
    /// A name.
    pub example: &'static str,
}

/// The rules that mismatches belong to.
#[derive(Debug)]
pub struct Rules {
    /// A key that the section does not have.
    pub unknown_key: &'static Rule,
    /// A list for a text and the like.
    pub wrong_type: &'static Rule,
    /// A text or number that cannot be.
    pub bad_value: &'static Rule,
    /// A key that must be there.
    pub missing_key: &'static Rule,
}

impl Section {
    /// The key with this name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

impl Shape {
    /// With an article, for a message: "a list of ports".
    pub fn described(&self) -> String {
        match self {
            Self::Text(format) => format.name.to_owned(),
            Self::TextOrFalse(format) => format!("{} or `false`", format.name),
            Self::Bool => "`true` or `false`".to_owned(),
            Self::Integer(only, most) if only == most => format!("the number {only}"),
            Self::Integer(least, most) => format!("a whole number from {least} to {most}"),
            Self::Choice(choices) => {
                let words: Vec<String> = choices.iter().map(|choice| format!("`{}`", choice.word)).collect();
                match words.split_last() {
                    Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
                    _ => words.concat(),
                }
            }
            Self::List(_) => "a list".to_owned(),
            Self::Section(_) => "a mapping".to_owned(),
            Self::Map(named, _) => format!("a mapping by {}", named.name),
        }
    }
}

/// The candidate that `word` was most likely meant to be, if one is near: the same in another case, or few letters
/// away.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let meant = plain(word);
    let most = if meant.len() < 4 { 1 } else { meant.len().div_ceil(4).min(3) };
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| (distance(&meant, &plain(candidate)), candidate))
        .filter(|&(distance, candidate)| distance <= most && distance < candidate.len())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be added, removed, replaced or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (row, &left) in a.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, &right) in b.iter().enumerate() {
            let at = |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&last, column) + usize::from(left != right);
            let mut best = replaced.min(at(&last, column + 1) + 1).min(at(&next, column) + 1);
            let swapped =
                row > 0 && column > 0 && a.get(row - 1) == Some(&right) && b.get(column - 1) == Some(&left);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_forgives_case_dashes_and_a_few_letters() {
        let words = ["Deployment", "StatefulSet", "load-balancer", "ingress-controller", "dns"];
        assert_eq!(nearest("deployment", words), Some("Deployment"));
        assert_eq!(nearest("StatefullSet", words), Some("StatefulSet"));
        assert_eq!(nearest("loadbalancer", words), Some("load-balancer"));
        assert_eq!(nearest("dsn", words), Some("dns"));
        assert_eq!(nearest("banana", words), None);
    }
}
