//! What gestures and keys change, as commands of the core.

use crate::gesture::Outcome;
use crate::workspace::{Target, Workspace};
use netplat_core::edit::{Plan, Planned};
use netplat_core::model::ThingKind;
use netplat_core::session::Snapshot;

fn later(_snapshot: &Snapshot) -> Planned {
    Ok(Plan::default())
}

/// Does what a gesture asked for.
pub fn carry_out(workspace: Workspace, _outcome: Outcome) {
    workspace.command(later);
}

/// The text of something, as it would be written anew.
pub fn label(workspace: Workspace, target: &Target) -> String {
    let view = workspace.current_view();
    let found = workspace.peek(|snapshot| {
        let graph = &snapshot.views.get(view)?.chart.graph;
        match target {
            Target::Node(id) => {
                graph.nodes.iter().find(|node| node.id == *id).map(|node| node.label.text.clone())
            }
            Target::Group(id) => {
                graph.groups.iter().find(|group| group.id == *id).map(|group| group.label.text.clone())
            }
            Target::Link(id) => {
                let link = graph.links.iter().find(|link| link.id == *id)?;
                link.label.as_ref().map(|label| label.text.clone())
            }
        }
    });
    found.unwrap_or_default()
}

/// Writes another text.
pub fn relabel(workspace: Workspace, _target: &Target, _text: &str) {
    workspace.command(later);
}

/// Adds a node of a kind, into the selected group.
pub fn add(workspace: Workspace, _kind: ThingKind, _name: &str) {
    workspace.command(later);
}

/// Turns the selected links round.
pub fn reverse(workspace: Workspace) {
    workspace.command(later);
}

/// Puts the selected nodes and groups into a new group.
pub fn group(workspace: Workspace) {
    workspace.command(later);
}

/// Takes the selected group away and keeps what it holds.
pub fn ungroup(workspace: Workspace) {
    workspace.command(later);
}

/// Deletes what is selected.
pub fn delete(workspace: Workspace) {
    workspace.command(later);
}
