//! What gestures and keys change, as commands of the core.

use crate::gesture::Outcome;
use crate::workspace::{Selection, Target, Workspace};
use leptos::prelude::*;
use netplat_core::edit::{self, Members, NewNode};
use netplat_core::model::ThingKind;

/// Does what a gesture asked for. Selecting and panning change nothing.
pub fn carry_out(workspace: Workspace, outcome: Outcome) {
    let view = workspace.current_view();
    match outcome {
        Outcome::Connect { from, to } => {
            workspace.command(|snapshot| edit::connect(snapshot, view, &from, &to))
        }
        Outcome::Reconnect { link, side, to } => {
            workspace.command(|snapshot| edit::reconnect(snapshot, view, &link, side, &to))
        }
        Outcome::MoveInto { ids, group } => {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            workspace.command(|snapshot| edit::move_to_group(snapshot, view, &ids, group.as_deref()))
        }
        Outcome::Select { .. } | Outcome::SelectMany { .. } | Outcome::Pan(_) => return,
    };
}

/// The text of something, as it would be written anew.
pub fn label(workspace: Workspace, target: &Target) -> String {
    let view = workspace.current_view();
    let found = workspace.peek(|snapshot| {
        let graph = &snapshot.views.get(view)?.chart.graph;
        match target {
            Target::Node(id) => Some(graph.nodes.iter().find(|node| node.id == *id)?.label.text.clone()),
            Target::Group(id) => Some(graph.groups.iter().find(|group| group.id == *id)?.label.text.clone()),
            Target::Link(id) => {
                let link = graph.links.iter().find(|link| link.id == *id)?;
                Some(link.label.as_ref()?.text.clone())
            }
        }
    });
    found.unwrap_or_default()
}

/// Writes another text.
pub fn relabel(workspace: Workspace, target: &Target, text: &str) {
    let view = workspace.current_view();
    workspace.command(|snapshot| match target {
        Target::Node(id) => edit::relabel_node(snapshot, view, id, text),
        Target::Group(id) => edit::relabel_group(snapshot, view, id, text),
        Target::Link(id) => edit::relabel_link(snapshot, view, id, text),
    });
}

/// Adds a node of a kind, into the group that is selected or holds what is selected.
pub fn add(workspace: Workspace, kind: ThingKind, name: &str) {
    let view = workspace.current_view();
    let group = super::keys::group_around_selection(workspace);
    let node = NewNode { kind, text: name.to_owned(), group };
    workspace.command(|snapshot| edit::add_node(snapshot, view, &node));
}

/// Turns the selected link round.
pub fn reverse(workspace: Workspace) {
    let view = workspace.current_view();
    if let Some(Target::Link(id)) = primary(workspace) {
        workspace.command(|snapshot| edit::reverse(snapshot, view, &id));
    }
}

/// Puts the selected nodes and groups into a new group.
pub fn group(workspace: Workspace) {
    let view = workspace.current_view();
    let selection = workspace.selection.get_untracked();
    let members = selection.targets().iter().filter(|target| !matches!(target, Target::Link(_)));
    let ids: Vec<&str> = members.map(Target::id).collect();
    workspace.command(|snapshot| edit::group_selection(snapshot, view, &ids, "Group"));
}

/// Takes the selected group away and keeps what it holds.
pub fn ungroup(workspace: Workspace) {
    let view = workspace.current_view();
    if let Some(Target::Group(id)) = primary(workspace) {
        workspace.command(|snapshot| edit::ungroup(snapshot, view, &id));
    }
}

/// Deletes what is selected, a group with all that it holds.
pub fn delete(workspace: Workspace) {
    let view = workspace.current_view();
    let selection = workspace.selection.get_untracked();
    if selection.is_empty() {
        return;
    }
    let deleted =
        workspace.command(|snapshot| edit::delete(snapshot, view, selection.targets(), Members::Delete));
    if deleted {
        workspace.selection.set(Selection::default());
    }
}

fn primary(workspace: Workspace) -> Option<Target> {
    workspace.selection.with_untracked(|selection| selection.primary().cloned())
}
