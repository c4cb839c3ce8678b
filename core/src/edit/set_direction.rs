use super::chart::Chart;
use super::{Plan, Planned, Refusal};
use crate::mermaid::Direction;
use crate::session::Snapshot;
use crate::text::Edit;

/// Lets the ranks of a view, or of one of its groups, grow another way.
///
/// # Errors
/// When there is no such group, or the chart has no header.
pub fn set_direction(snapshot: &Snapshot, view: usize, group: Option<&str>, direction: Direction) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    let letters = letters(direction);
    let Some(id) = group else {
        let header = chart.syntax.header.as_ref().ok_or_else(|| Refusal::new("The chart has no header."))?;
        let edit = match header.direction {
            Some((_, span)) => Edit::replace(span, letters),
            None => Edit::insert(header.keyword.end as usize, format!(" {letters}")),
        };
        return Plan::of([edit], &[]);
    };
    let index = chart.group(id)?;
    let (_, _, subgraph) = chart.subgraph(index)?;
    if let Some(span) = chart.graph.groups.get(index.0).and_then(|group| group.direction_span) {
        return Plan::of([Edit::replace(span, letters)], &[id]);
    }
    let header = chart.header(subgraph);
    let outer = chart.indentation(header.start as usize);
    let line = format!("{}{outer}{}direction {letters}", chart.newline(), chart.indentation_step());
    Plan::of([Edit::insert(header.end as usize, line)], &[id])
}

fn letters(direction: Direction) -> &'static str {
    match direction {
        Direction::Down => "TB",
        Direction::Up => "BT",
        Direction::Right => "LR",
        Direction::Left => "RL",
    }
}
