use super::chart::Chart;
use super::departure::Departure;
use super::guard::guarded;
use super::{Plan, Planned};
use crate::session::Snapshot;

/// Moves nodes into a group, or out of all groups. Their definitions go to its end, and links that would hold them
/// elsewhere go below all others.
///
/// # Errors
/// When there is no such node or group, a subgraph lacks its `end`, or a `linkStyle` stands in the way.
pub fn move_to_group(snapshot: &Snapshot, view: usize, ids: &[&str], group: Option<&str>) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    chart.check_closed()?;
    let target = group.map(|id| chart.group(id)).transpose()?;
    let mut moving = Vec::new();
    for id in ids {
        if chart.node(id)?.group != target && !moving.contains(id) {
            moving.push(*id);
        }
    }
    if moving.is_empty() {
        return Plan::of([], ids);
    }
    let departure = Departure::new(&chart, &moving, target, false)?;
    let within = target.map(|group| chart.subgraph(group)).transpose()?.map(|(index, _, _)| index);
    let arrival = match departure.definitions.as_slice() {
        [] => None,
        lines => Some(chart.insert(within, lines)?),
    };
    guarded(snapshot, view, Plan::of(arrival.into_iter().chain(departure.edits), ids)?, ids)
}
