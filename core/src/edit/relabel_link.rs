use super::chain::{Change, Fate, rewrite};
use super::chart::Chart;
use super::guard::guarded;
use super::label_text::{escaped, written};
use super::{Plan, Planned, Refusal};
use crate::mermaid::syntax::{Arrow, Quoting};
use crate::session::Snapshot;
use crate::text::{Edit, Span};

/// Gives a link another text, or takes its text away when `text` is empty. Other links of the same arrow keep theirs.
///
/// # Errors
/// When there is no such link.
pub fn relabel_link(snapshot: &Snapshot, view: usize, link: &str, text: &str) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    let index = chart.link(link)?;
    let found = chart.graph.links.get(index).ok_or_else(|| Refusal::new("There is no such link."))?;
    let mut arrows = chart.chains().flat_map(|(_, _, chain)| &chain.arrows);
    let arrow = arrows
        .find(|arrow| arrow.span == found.arrow)
        .ok_or_else(|| Refusal::new("There is no such link."))?;
    let edit = arrow_edit(&chart, arrow, text.trim());
    if chart.graph.links.iter().filter(|other| other.arrow == found.arrow).count() == 1 {
        return Plan::of([edit], &[]);
    }
    let start = if found.id_span.is_some() { arrow.span.start } else { arrow.strokes.0.start };
    let before = &chart.text[..arrow.span.end as usize];
    let after = edit.apply(before).map_err(|error| Refusal::new(error.to_string()))?;
    let own = Fate::Arrow(after[start as usize..].to_owned());
    let fate = |other: usize| if other == index { own.clone() } else { Fate::Keep };
    let (edits, _) = rewrite(&chart, &Change { is_gone: &|_, _| false, fate: &fate });
    guarded(snapshot, view, Plan::of(edits, &[])?, &[])
}

fn arrow_edit(chart: &Chart<'_>, arrow: &Arrow, text: &str) -> Edit {
    let Some(label) = &arrow.label else {
        let insert = if text.is_empty() { String::new() } else { format!("|{}|", written(text)) };
        return Edit::insert(arrow.strokes.0.end as usize, insert);
    };
    if !text.is_empty() {
        let insert = match label.text.quoting {
            Quoting::Plain => written(text),
            Quoting::Quoted | Quoting::Markdown => escaped(text),
        };
        return Edit::replace(label.text.span, insert);
    }
    match arrow.strokes {
        // `<-- text -->`: the tail stays before the second stroke.
        (first, Some(second)) => {
            let tail = first.slice(chart.text).chars().next().filter(|c| matches!(c, '<' | 'x' | 'o'));
            let kept = first.start as usize + tail.map_or(0, char::len_utf8);
            Edit::delete(Span::new(kept, second.start as usize))
        }
        (first, None) => Edit::delete(Span::new(first.end as usize, label.span.end as usize)),
    }
}
