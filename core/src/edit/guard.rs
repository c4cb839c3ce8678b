//! A last look at a plan before it is returned: what it leads to is read, and compared with what was there.
//!
//! Order matters to mermaid: the last text of a node counts, a `class` reaches only nodes above it. Where a chart
//! leans on that and an edit would upset it, the command refuses instead of changing more than was asked for.

use super::{Plan, Planned, Refusal};
use crate::document::Document;
use crate::mermaid::{self, Flowchart, Graph, GroupIndex, Node};
use crate::session::Snapshot;

/// The chart of view `view` as it will be.
pub(super) fn chart_after(snapshot: &Snapshot, view: usize, plan: &Plan) -> Option<Flowchart> {
    let text = plan.edit.apply(&snapshot.text).ok()?;
    let document = Document::read(&text);
    let span = document.chart_span(document.flowcharts().nth(view)?);
    Some(mermaid::read(span.slice(&text), span.start as usize))
}

/// `plan`, unless it changes what a node shows, or moves a node that is not among `moved`.
pub(super) fn guarded(snapshot: &Snapshot, view: usize, plan: Plan, moved: &[&str]) -> Planned {
    let (Some(before), Some(after)) = (snapshot.views.get(view), chart_after(snapshot, view, &plan)) else {
        return Err(Refusal::new("The change does not fit the text."));
    };
    let (before, after) = (&before.chart.graph, &after.graph);
    let known: std::collections::HashMap<&str, &Node> =
        after.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let stays_in = |old: &Node, new: &Node| {
        moved.contains(&old.id.as_str()) || group_id(before, old.group) == group_id(after, new.group)
    };
    let upset = before.nodes.iter().find(|old| {
        known.get(old.id.as_str()).is_some_and(|new| !shows_same(old, new) || !stays_in(old, new))
    });
    match upset {
        None => Ok(plan),
        Some(node) => Err(Refusal::new(format!(
            "This would also change `{}`: its text, class or group hangs on the order of the lines. \
             Bring these into one place first.",
            node.id
        ))),
    }
}

fn shows_same(old: &Node, new: &Node) -> bool {
    old.label.text == new.label.text
        && old.shape == new.shape
        && old.styles == new.styles
        && old.classes.iter().all(|class| new.classes.contains(class))
        && new.classes.iter().all(|class| old.classes.contains(class))
}

fn group_id(graph: &Graph, group: Option<GroupIndex>) -> Option<&str> {
    graph.groups.get(group?.0).map(|group| group.id.as_str())
}
