//! Facts that follow what the charts are about.

use crate::document::Document;
use crate::mermaid::{self, Flowchart};
use crate::model::facts::{self, LinkReference};
use crate::model::{self, Model};
use crate::session::Snapshot;
use crate::text::Edit;
use std::sync::Arc;

/// The edits after which facts about `id` are about `new`.
pub(super) fn renamed(snapshot: &Snapshot, id: &str, new: &str) -> Vec<Edit> {
    let (facts, _) = facts::read(&snapshot.text, &snapshot.document);
    let nodes = facts.nodes.iter().map(|fact| (&fact.id, fact.id_span));
    let groups = facts.groups.iter().map(|fact| (&fact.id, fact.id_span));
    let named = nodes.chain(groups).filter(|(name, _)| *name == id);
    let mut edits: Vec<Edit> = named.map(|(_, span)| Edit::replace(span, new)).collect();
    for fact in &facts.links {
        if let Ok(LinkReference::Ends { from, to, number }) = LinkReference::read(&fact.key)
            && (from == id || to == id)
        {
            let follow = |end| if end == id { new } else { end };
            let link = LinkReference::Ends { from: follow(from), to: follow(to), number };
            let quote =
                fact.key_span.slice(&snapshot.text).chars().next().filter(|c| matches!(c, '"' | '\''));
            let quote = quote.map(String::from).unwrap_or_default();
            edits.push(Edit::replace(fact.key_span, format!("{quote}{link}{quote}")));
        }
    }
    edits
}

/// The edits that take away the facts about `ids`, where each stands on lines of its own and others remain.
pub(super) fn forgotten(snapshot: &Snapshot, is_gone: impl Fn(&str) -> bool) -> Vec<Edit> {
    let (facts, _) = facts::read(&snapshot.text, &snapshot.document);
    let link_gone = |key: &str| match LinkReference::read(key) {
        Ok(LinkReference::Ends { from, to, .. }) => is_gone(from) || is_gone(to),
        Ok(LinkReference::Id(id)) => is_gone(id),
        Err(_) => false,
    };
    let nodes = facts.nodes.iter().map(|fact| (fact.span, is_gone(&fact.id))).collect::<Vec<_>>();
    let groups = facts.groups.iter().map(|fact| (fact.span, is_gone(&fact.id))).collect();
    let links = facts.links.iter().map(|fact| (fact.span, link_gone(&fact.key))).collect();
    let mut edits = Vec::new();
    for section in [nodes, groups, links] {
        // A section without any entry would be wrong by itself.
        if section.iter().all(|(_, gone)| *gone) {
            continue;
        }
        let gone = section.iter().filter(|(_, gone)| *gone);
        edits.extend(gone.filter_map(|(span, _)| lines_of(&snapshot.text, span.range())).map(Edit::delete));
    }
    edits
}

/// The whole lines of an entry, if nothing else stands on them.
fn lines_of(text: &str, entry: std::ops::Range<usize>) -> Option<crate::text::Span> {
    let start = text[..entry.start].rfind('\n').map_or(0, |newline| newline + 1);
    let entry_end = entry.start + text.get(entry.clone())?.trim_end().len();
    let end = text[entry_end..].find('\n').map(|newline| entry_end + newline + 1)?;
    let is_alone = text[start..entry.start].trim().is_empty() && text[entry_end..end].trim().is_empty();
    is_alone.then(|| crate::text::Span::new(start, end))
}

/// What the text that an edit leads to says.
pub(super) fn model_after(snapshot: &Snapshot, edit: &Edit) -> Option<Model> {
    let text = edit.apply(&snapshot.text).ok()?;
    let document = Document::read(&text);
    let spans = document.flowcharts().map(|block| document.chart_span(block));
    let charts: Vec<Arc<Flowchart>> =
        spans.map(|span| Arc::new(mermaid::read(span.slice(&text), span.start as usize))).collect();
    Some(model::build(&text, &document, &charts).0)
}
