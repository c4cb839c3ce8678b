use super::chart::Chart;
use super::{Plan, Planned, last_link};
use crate::session::Snapshot;

/// Draws an arrow from `from` to `to`, nodes or groups: a line of its own below all links, where it changes neither
/// the numbers of the others nor what belongs to which group.
///
/// # Errors
/// When there is no such end, or a subgraph lacks its `end`.
pub fn connect(snapshot: &Snapshot, view: usize, from: &str, to: &str) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    chart.end(from)?;
    chart.end(to)?;
    let mut plan = Plan::of([chart.insert(None, &[format!("{from} --> {to}")])?], &[])?;
    plan.select.extend(last_link(snapshot, view, &plan));
    Ok(plan)
}
