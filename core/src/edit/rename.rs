use super::chart::Chart;
use super::facts;
use super::label_text::written;
use super::new_id::{is_id, is_taken};
use super::{Plan, Planned, Refusal};
use crate::mermaid::syntax::{Statement, StatementKind, Word};
use crate::session::Snapshot;
use crate::text::Edit;

/// Gives a node or group another id in all views and in the facts. What it shows stays: a text that was only the id is written out.
///
/// # Errors
/// When there is no such id, or the new one is taken or none that mermaid reads.
pub fn rename(snapshot: &Snapshot, id: &str, new: &str) -> Planned {
    if !is_id(new) {
        return Err(Refusal::new(format!(
            "`{new}` is no id: use letters, digits, `-` and `_`, and no keyword."
        )));
    }
    if is_taken(snapshot, new) {
        return Err(Refusal::new(format!("`{new}` is the id of something else.")));
    }
    if !is_taken(snapshot, id) {
        return Err(Refusal::new(format!("There is nothing with the id `{id}`.")));
    }
    let mut edits = Vec::new();
    for (index, view) in snapshot.views.iter().enumerate() {
        let graph = &view.chart.graph;
        let node = graph.node(id).and_then(|index| graph.nodes.get(index.0));
        let mut shows_id = node.is_some_and(|node| node.label.span.is_none() && node.label.text == id);
        for statement in &view.chart.syntax.statements {
            for word in words(statement).into_iter().filter(|word| word.text == id) {
                let text = if shows_id && matches!(statement.kind, StatementKind::Chain(_)) {
                    shows_id = false;
                    format!("{new}[{}]", written(id))
                } else {
                    new.to_owned()
                };
                edits.push(Edit::replace(word.span, text));
            }
            if let StatementKind::Subgraph(subgraph) = &statement.kind
                && subgraph.name.text == id
            {
                let title =
                    if subgraph.title.is_none() { format!(" [{}]", written(id)) } else { String::new() };
                edits.push(Edit::replace(subgraph.name.span, format!("{new}{title}")));
            }
        }
        // Only a `style` names it.
        if shows_id {
            let definition = format!("{new}[{}]", written(id));
            edits.push(Chart::of(snapshot, index)?.insert_known(&[id], &[definition])?);
        }
    }
    edits.extend(facts::renamed(snapshot, id, new));
    Plan::of(edits, &[new])
}

/// The words of a statement that are ids, but for a subgraph's own.
fn words(statement: &Statement) -> Vec<&Word> {
    match &statement.kind {
        StatementKind::Chain(chain) => chain.ranks.iter().flatten().map(|mention| &mention.id).collect(),
        StatementKind::Class(ids, _) => ids.iter().collect(),
        StatementKind::Style(id, _) => vec![id],
        StatementKind::Click(click) => click.targets.iter().collect(),
        _ => Vec::new(),
    }
}
