//! Completion under `netplat:`, from the description.

use super::description::SHAPE;
use super::guide::example;
use crate::yaml::{Section, Shape};

/// Something that may be written at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completion {
    /// What is written.
    pub word: &'static str,
    /// Whether it is a key; else a value.
    pub is_key: bool,
    /// What it means.
    pub about: &'static str,
    /// How it may look: `kind: Deployment`. Empty for values.
    pub example: String,
}

/// What may be written below `path`, the keys from `netplat` down, with any word for the place in a list. Where names
/// of the charts stand (`netplat.nodes`) there is nothing: the caller knows those.
///
/// ```
/// use netplat_core::model::facts::complete;
/// let words = |path: &[&str]| complete(path).into_iter().map(|it| it.word).collect::<Vec<_>>();
/// assert_eq!(words(&["netplat", "addresses", "status"]), ["planned", "active", "deprecated"]);
/// assert_eq!(words(&["netplat", "cluster", "routes"]), ["ingress", "gateway-api"]);
/// assert!(words(&["netplat", "nodes", "web", "kind"]).contains(&"Deployment"));
/// ```
pub fn complete(path: &[&str]) -> Vec<Completion> {
    match path.split_first() {
        None => vec![key("netplat", "What a picture cannot carry.", "netplat: { version: 1 }".to_owned())],
        Some((&"netplat", rest)) => below(&SHAPE, rest).map(offers).unwrap_or_default(),
        Some(_) => Vec::new(),
    }
}

fn below<'a>(shape: &'a Shape, path: &[&str]) -> Option<&'a Shape> {
    let Some((first, rest)) = path.split_first() else { return Some(shape) };
    match shape {
        Shape::Section(section) => below(&section.key(first)?.shape, rest),
        Shape::Map(_, values) => below(values, rest),
        // A path may leave out the place in a list.
        Shape::List(items) => match **items {
            Shape::Section(section) if section.key(first).is_some() => below(items, path),
            _ => below(items, rest),
        },
        _ => None,
    }
}

fn offers(shape: &Shape) -> Vec<Completion> {
    match shape {
        Shape::Section(section) => keys(section),
        Shape::List(items) => offers(items),
        Shape::Choice(choices) => choices.iter().map(|choice| value(choice.word, choice.about)).collect(),
        Shape::Bool => vec![value("true", "yes"), value("false", "no")],
        Shape::TextOrFalse(_) => vec![value("false", "none, on purpose")],
        Shape::Text(_) | Shape::Integer(..) | Shape::Map(..) => Vec::new(),
    }
}

fn keys(section: &Section) -> Vec<Completion> {
    section.keys.iter().map(|known| key(known.name, known.about, example(known))).collect()
}

fn key(word: &'static str, about: &'static str, example: String) -> Completion {
    Completion { word, is_key: true, about, example }
}

fn value(word: &'static str, about: &'static str) -> Completion {
    Completion { word, is_key: false, about, example: String::new() }
}
