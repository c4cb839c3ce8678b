use super::chart::Chart;
use super::guard::chart_after;
use super::{Plan, Planned};
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
    let after = chart_after(snapshot, view, &plan);
    plan.select.extend(after.and_then(|chart| chart.graph.links.last().map(|link| link.id.clone())));
    Ok(plan)
}
