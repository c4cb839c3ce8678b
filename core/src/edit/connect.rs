use super::chart::Chart;
use super::guard::chart_after;
use super::{Plan, Planned};
use crate::mermaid::syntax::StatementKind;
use crate::mermaid::{End, GroupIndex};
use crate::session::Snapshot;

/// Draws an arrow from `from` to `to`, nodes or groups: a line of its own at the end of the group that both are members
/// of, else below all links. Where a `linkStyle` counts links it goes below all, too, so that their numbers stay.
///
/// # Errors
/// When there is no such end, or a subgraph lacks its `end`.
pub fn connect(snapshot: &Snapshot, view: usize, from: &str, to: &str) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    let ends = [chart.end(from)?, chart.end(to)?];
    let group = shared_group(&chart, ends).filter(|_| !counts_links(&chart));
    let subgraph = group.map(|group| chart.subgraph(group)).transpose()?;
    let within = subgraph.map(|(index, _, _)| index);
    let lines = [format!("{from} --> {to}")];
    let insertion = match within {
        Some(_) => chart.insert(within, &lines)?,
        None => chart.insert_known(&[from, to], &lines)?,
    };
    let mut plan = Plan::of([insertion], &[])?;
    // It comes behind all links that begin above the end of the group.
    let end = subgraph.and_then(|(_, _, subgraph)| subgraph.end).map_or(u32::MAX, |end| end.start);
    let number = chart.graph.links.partition_point(|link| link.statement.start < end);
    let after = chart_after(snapshot, view, &plan);
    plan.select.extend(after.and_then(|chart| chart.graph.links.get(number).map(|link| link.id.clone())));
    Ok(plan)
}

/// The group that both ends are direct members of.
fn shared_group(chart: &Chart<'_>, [from, to]: [End; 2]) -> Option<GroupIndex> {
    let group = |end: End| match end {
        End::Node(node) => chart.graph.nodes.get(node.0)?.group,
        // What holds a group is said by where it stands, not by links.
        End::Group(_) => None,
    };
    group(from).filter(|_| group(from) == group(to))
}

/// Whether a `linkStyle` names links by their numbers.
fn counts_links(chart: &Chart<'_>) -> bool {
    let counts =
        |kind: &StatementKind| matches!(kind, StatementKind::LinkStyle(style) if !style.positions.is_empty());
    chart.syntax.statements.iter().any(|statement| counts(&statement.kind))
}
