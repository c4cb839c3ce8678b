use super::chart::Chart;
use super::relabel_node::{add_value, value_span};
use super::{Plan, Planned, Refusal};
use crate::mermaid::shapes;
use crate::mermaid::syntax::Mention;
use crate::session::Snapshot;
use crate::text::{Edit, Span};

/// Shapes that brackets draw, by the names of `@{ shape: … }`.
const BRACKETS: &[(&str, &str, &str)] = &[
    ("rect", "[", "]"),
    ("rounded", "(", ")"),
    ("stadium", "([", "])"),
    ("fr-rect", "[[", "]]"),
    ("cyl", "[(", ")]"),
    ("circle", "((", "))"),
    ("dbl-circ", "(((", ")))"),
    ("diam", "{", "}"),
    ("hex", "{{", "}}"),
    ("lean-r", "[/", "/]"),
    ("lean-l", "[\\", "\\]"),
    ("trap-b", "[/", "\\]"),
    ("trap-t", "[\\", "/]"),
    ("odd", ">", "]"),
];

/// Gives a node another shape, by a name of `@{ shape: … }`. Where brackets can draw it, brackets do.
///
/// # Errors
/// When there is no such node or shape.
pub fn set_shape(snapshot: &Snapshot, view: usize, id: &str, shape: &str) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    chart.node(id)?;
    let name =
        shapes::canonical(shape).ok_or_else(|| Refusal::new(format!("There is no shape `{shape}`.")))?;
    let mentions: Vec<&Mention> = chart.mentions(id).map(|(_, mention)| mention).collect();
    for data in mentions.iter().rev().filter_map(|mention| mention.data.as_ref()) {
        if let Some(span) = value_span(data, "shape", chart.text) {
            return Plan::of([Edit::replace(span, name)], &[id]);
        }
    }
    let brackets = brackets(name);
    let bracketed =
        mentions.iter().rev().find_map(|mention| mention.bracket.as_ref().map(|found| (mention, found)));
    let edits = match (bracketed, brackets) {
        (Some((_, bracket)), Some((open, close))) => {
            let inner = bracket.text.span;
            let quotes = chart.text[bracket.span.start as usize..inner.start as usize].find('"');
            let text_start = quotes.map_or(inner.start as usize, |at| bracket.span.start as usize + at);
            let after = &chart.text[inner.end as usize..bracket.span.end as usize];
            let text_end = after.rfind('"').map_or(inner.end as usize, |at| inner.end as usize + at + 1);
            vec![
                Edit::replace(Span::new(bracket.span.start as usize, text_start), open),
                Edit::replace(Span::new(text_end, bracket.span.end as usize), close),
            ]
        }
        (None, Some((open, close))) if mentions.iter().all(|mention| mention.data.is_none()) => {
            let first =
                mentions.first().ok_or_else(|| Refusal::new(format!("`{id}` stands in no chain.")))?;
            vec![Edit::insert(first.id.span.end as usize, format!("{open}{id}{close}"))]
        }
        _ => vec![by_data(&chart, &mentions, name)?],
    };
    Plan::of(edits, &[id])
}

fn by_data(chart: &Chart<'_>, mentions: &[&Mention], name: &str) -> Result<Edit, Refusal> {
    let entry = format!("shape: {name}");
    if let Some(data) = mentions.iter().rev().find_map(|mention| mention.data.as_ref()) {
        return Ok(add_value(data, chart.text, &entry));
    }
    // A bracket after it would win, so the last one carries the shape.
    let last = mentions.iter().rev().find(|mention| mention.bracket.is_some()).or_else(|| mentions.first());
    let mention = last.ok_or_else(|| Refusal::new("The node stands in no chain."))?;
    let at = mention.bracket.as_ref().map_or(mention.id.span.end, |bracket| bracket.span.end);
    Ok(Edit::insert(at as usize, format!("@{{ {entry} }}")))
}

/// The brackets that draw a shape, given by its short name.
pub(super) fn brackets(name: &str) -> Option<(&'static str, &'static str)> {
    BRACKETS.iter().find(|(shape, _, _)| *shape == name).map(|(_, open, close)| (*open, *close))
}
