use super::chart::Chart;
use super::label_text::{escaped, written};
use super::{Plan, Planned, Refusal};
use crate::mermaid::syntax::{Quoting, Text};
use crate::session::Snapshot;
use crate::text::Edit;

/// Gives a group another title. Its id stays, so that what names it still means it.
///
/// # Errors
/// When there is no such group, or the title is empty.
pub fn relabel_group(snapshot: &Snapshot, view: usize, id: &str, title: &str) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    let (_, _, subgraph) = chart.subgraph(chart.group(id)?)?;
    if title.trim().is_empty() {
        return Err(Refusal::new("A group needs a title."));
    }
    let edit = match &subgraph.title {
        Some((_, Text { span, quoting: Quoting::Plain, .. })) => Edit::replace(*span, written(title)),
        Some((_, Text { span, .. })) => Edit::replace(*span, escaped(title)),
        None if subgraph.name.text == id => {
            Edit::insert(chart.header(subgraph).end as usize, format!(" [{}]", written(title)))
        }
        // The title is no id; written as one, the group would be named by its new title.
        None => Edit::replace(chart.header(subgraph), format!("subgraph {id} [{}]", written(title))),
    };
    Plan::of([edit], &[id])
}
