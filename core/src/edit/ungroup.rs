use super::chart::Chart;
use super::{Members, Plan, Planned, Refusal, delete};
use crate::mermaid::{End, GroupIndex};
use crate::session::{Snapshot, Subject};

/// Takes a group away and leaves its members where they stand.
///
/// # Errors
/// When there is no such group, or links lead to it: they would have to go too.
pub fn ungroup(snapshot: &Snapshot, view: usize, group: &str) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    let index: GroupIndex = chart.group(group)?;
    let is_end = |end: End| end == End::Group(index);
    let links = chart.graph.links.iter().filter(|link| is_end(link.from) || is_end(link.to)).count();
    if links > 0 {
        let links = if links == 1 { "A link leads".to_owned() } else { format!("{links} links lead") };
        return Err(Refusal::new(format!(
            "{links} to or from the group itself. Reconnect or delete it first."
        )));
    }
    let Plan { edit, .. } = delete(snapshot, view, &[Subject::Group(group.to_owned())], Members::Keep)?;
    let nodes = chart.graph.nodes.iter().filter(|node| node.group == Some(index));
    Ok(Plan { edit, select: nodes.map(|node| node.id.clone()).collect() })
}
