//! Ids for what is new: readable, and used nowhere else in the document.

use crate::session::Snapshot;

/// Words that mean something else to mermaid than an id.
const RESERVED: &[&str] = &[
    "end",
    "graph",
    "flowchart",
    "subgraph",
    "style",
    "linkstyle",
    "class",
    "classdef",
    "click",
    "default",
    "direction",
    "call",
    "href",
    "interpolate",
    "acctitle",
    "accdescr",
];

/// An id made of the words of `text`, or of `otherwise` when it has none: `web-shop` for "Web shop", then `web-shop-2`.
pub(super) fn new_id(snapshot: &Snapshot, text: &str, otherwise: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let stem: String = words.take(4).collect::<Vec<_>>().join("-").to_ascii_lowercase();
    let stem = if stem.is_empty() { otherwise.to_owned() } else { stem };
    let is_free = |id: &String| is_id(id) && !is_taken(snapshot, id);
    let numbered = (2..).map(|number| format!("{stem}-{number}"));
    std::iter::once(stem.clone()).chain(numbered).find(is_free).unwrap_or(stem)
}

/// Whether any view uses `id` for a node, a group or a link.
pub(super) fn is_taken(snapshot: &Snapshot, id: &str) -> bool {
    snapshot.views.iter().map(|view| &view.chart.graph).any(|graph| {
        graph.node(id).is_some() || graph.group(id).is_some() || graph.links.iter().any(|link| link.id == id)
    })
}

/// Whether mermaid reads `text` as one id wherever it stands.
pub(super) fn is_id(text: &str) -> bool {
    let is_inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && text.chars().all(is_inner)
        && !text.contains("--")
        && !RESERVED.contains(&text.to_ascii_lowercase().as_str())
}
