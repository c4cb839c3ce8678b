//! `linkStyle` names links by number: when links go, come or move, its numbers follow them.

use super::Refusal;
use super::chart::Chart;
use crate::mermaid::syntax::{StatementKind, Word};
use crate::text::{Edit, Span};

/// The edits that let every `linkStyle` mean the links that it means now. `order` holds the old number of each link
/// that there is afterwards, none for a new one.
pub(super) fn renumber(chart: &Chart<'_>, order: &[Option<usize>]) -> Result<Vec<Edit>, Refusal> {
    let mut edits = Vec::new();
    for statement in &chart.syntax.statements {
        let StatementKind::LinkStyle(style) = &statement.kind else { continue };
        if style.positions.is_empty() {
            continue;
        }
        let numbers: Vec<Option<usize>> =
            style.positions.iter().map(|word| new_number(word, order)).collect();
        if numbers.iter().all(Option::is_none) {
            edits.push(Edit::delete(chart.removal(statement.span)));
            continue;
        }
        let written: Vec<String> = numbers.iter().flatten().map(usize::to_string).collect();
        let is_same =
            style.positions.iter().map(|word| word.text.as_str()).eq(written.iter().map(String::as_str));
        let all = style.positions.first().zip(style.positions.last());
        if let Some((first, last)) = all.filter(|_| !is_same) {
            let span: Span = first.span.cover(last.span);
            edits.push(Edit::replace(span, written.join(",")));
        }
    }
    Ok(edits)
}

/// The number that a link has afterwards; a number that names no link stays.
fn new_number(word: &Word, order: &[Option<usize>]) -> Option<usize> {
    let old: usize = word.text.parse().ok()?;
    order.iter().position(|link| *link == Some(old))
}

/// Whether a `linkStyle` above the last link names one of `moved`, which go to the end: mermaid would not know it yet.
pub(super) fn check_moved(chart: &Chart<'_>, moved: &[usize]) -> Result<(), Refusal> {
    let last_link = chart.graph.links.iter().map(|link| link.statement.end).max().unwrap_or_default();
    for statement in &chart.syntax.statements {
        if let StatementKind::LinkStyle(style) = &statement.kind
            && statement.span.start < last_link
            && style
                .positions
                .iter()
                .any(|word| word.text.parse().is_ok_and(|number| moved.contains(&number)))
        {
            let line = statement.span.slice(chart.text);
            return Err(Refusal::new(format!("Move `{line}` below all links first.")));
        }
    }
    Ok(())
}
