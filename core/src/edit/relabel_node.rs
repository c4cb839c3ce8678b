use super::chart::Chart;
use super::label_text::{escaped, written};
use super::{Plan, Planned, Refusal};
use crate::mermaid::syntax::{Data, Mention, Quoting};
use crate::session::Snapshot;
use crate::text::{Edit, Span};

/// Gives a node another text, where its text stands now or after its id. Quotes are added only where needed.
///
/// # Errors
/// When there is no such node, or its text is empty.
pub fn relabel_node(snapshot: &Snapshot, view: usize, id: &str, text: &str) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    chart.node(id)?;
    if text.trim().is_empty() {
        return Err(Refusal::new("A node needs a text."));
    }
    Plan::of([text_edit(&chart, id, text)?], &[id])
}

fn text_edit(chart: &Chart<'_>, id: &str, text: &str) -> Result<Edit, Refusal> {
    let mentions: Vec<&Mention> = chart.mentions(id).map(|(_, mention)| mention).collect();
    // The last text given is the one that counts.
    for mention in mentions.iter().rev() {
        if let Some(span) = mention.data.as_ref().and_then(|data| value_span(data, "label", chart.text)) {
            return Ok(Edit::replace(span, format!("\"{}\"", escaped(text))));
        }
        if let Some(bracket) = &mention.bracket {
            let edit = match bracket.text.quoting {
                Quoting::Plain => Edit::replace(bracket.text.span, written(text)),
                Quoting::Quoted | Quoting::Markdown => Edit::replace(bracket.text.span, escaped(text)),
            };
            return Ok(edit);
        }
    }
    if let Some(data) = mentions.iter().rev().find_map(|mention| mention.data.as_ref()) {
        return Ok(add_value(data, chart.text, &format!("label: \"{}\"", escaped(text))));
    }
    match mentions.first() {
        Some(first) => Ok(Edit::insert(first.id.span.end as usize, format!("[{}]", written(text)))),
        // Only a `style` names it.
        None => chart.insert_known(&[id], &[format!("{id}[{}]", written(text))]),
    }
}

/// The value of `key` in `@{ … }`: to the next comma outside of quotes, or to the end of its line.
pub(super) fn value_span(data: &Data, key: &str, text: &str) -> Option<Span> {
    let inner = data.inner.slice(text);
    let mut quote = None;
    let mut start = 0;
    let mut parts = Vec::new();
    for (at, character) in inner.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, ',' | '\n') => {
                parts.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(start..inner.len());
    parts.into_iter().find_map(|part| {
        let (name, value) = inner[part.clone()].split_once(':')?;
        let value_start = part.start + name.len() + 1 + (value.len() - value.trim_start().len());
        let base = data.inner.start as usize;
        (name.trim() == key).then(|| Span::new(base + value_start, base + value_start + value.trim().len()))
    })
}

/// Adds `entry` to `@{ … }`.
pub(super) fn add_value(data: &Data, text: &str, entry: &str) -> Edit {
    let inner = data.inner.slice(text);
    let kept = inner.trim_end();
    let at = data.inner.start as usize + kept.len();
    match (kept.trim().is_empty(), kept.contains('\n')) {
        (true, _) => Edit::insert(at, format!(" {entry}")),
        (false, true) => {
            let line = kept.rsplit('\n').next().unwrap_or_default();
            let indentation = &line[..line.len() - line.trim_start().len()];
            Edit::insert(at, format!("\n{indentation}{entry}"))
        }
        (false, false) => Edit::insert(at, format!(", {entry}")),
    }
}
