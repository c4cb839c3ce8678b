use super::chart::Chart;
use super::departure::Departure;
use super::guard::guarded;
use super::label_text::written;
use super::new_id::new_id;
use super::{Plan, Planned, Refusal};
use crate::mermaid::{End, GroupIndex};
use crate::session::Snapshot;

/// Puts a new group with this title around nodes and groups. It goes to the end of the group that holds all of them,
/// or below all else when they come from several.
///
/// # Errors
/// When nothing is selected, something is not there, or a selected group lies deeper than the rest.
pub fn group_selection(snapshot: &Snapshot, view: usize, ids: &[&str], title: &str) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    chart.check_closed()?;
    let ends: Vec<End> = ids.iter().map(|id| chart.end(id)).collect::<Result<_, _>>()?;
    let parents: Vec<Option<GroupIndex>> = ends.iter().map(|end| parent(&chart, *end)).collect();
    let first = parents.first().ok_or_else(|| Refusal::new("Select something to group."))?;
    let around = if parents.iter().all(|parent| parent == first) { *first } else { None };
    if let Some((id, _)) = ids.iter().zip(&ends).zip(&parents).find_map(|((id, end), parent)| {
        (matches!(end, End::Group(_)) && *parent != around).then_some((id, end))
    }) {
        return Err(Refusal::new(format!(
            "`{id}` lies in another group than the rest. Group them one level at a time."
        )));
    }
    let nodes: Vec<&str> =
        ids.iter().zip(&ends).filter(|(_, end)| matches!(end, End::Node(_))).map(|(id, _)| *id).collect();
    let groups =
        ids.iter().zip(&ends).filter(|(_, end)| matches!(end, End::Group(_))).map(|(id, _)| (*id).to_owned());
    let departure = Departure::new(&chart, &nodes, around, true)?;
    let id = new_id(snapshot, title, "group");
    let step = chart.indentation_step();
    let mut lines =
        vec![format!("subgraph {id} [{}]", written(if title.trim().is_empty() { &id } else { title }))];
    lines.extend(departure.definitions.iter().cloned().chain(groups).map(|line| format!("{step}{line}")));
    lines.push("end".to_owned());
    let within = around.map(|group| chart.subgraph(group)).transpose()?.map(|(index, _, _)| index);
    let edits = std::iter::once(chart.insert(within, &lines)?).chain(departure.edits);
    guarded(snapshot, view, Plan::of(edits, &[&id])?, ids)
}

fn parent(chart: &Chart<'_>, end: End) -> Option<GroupIndex> {
    match end {
        End::Node(node) => chart.graph.nodes.get(node.0)?.group,
        End::Group(group) => chart.graph.groups.get(group.0)?.parent,
    }
}
