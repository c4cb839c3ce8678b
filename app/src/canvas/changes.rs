//! What gestures and keys change, as commands of the core.
//!
//! The commands come with the first of them (`late`), so a change holds all that it is about: the selection may be
//! another one by the time that it is made.

use crate::gesture::Outcome;
use crate::late;
use crate::workspace::{Selection, Target, Workspace};
use leptos::prelude::*;
use netplat_core::edit::{self, LinkEnd, Members, NewNode};
use netplat_core::model::ThingKind;
use wasm_bindgen_futures::spawn_local;

/// A change of the shown view.
enum Change {
    Connect { from: String, to: String },
    Reconnect { link: String, side: LinkEnd, to: String },
    MoveInto { ids: Vec<String>, group: Option<String> },
    Relabel { target: Target, text: String },
    Add(NewNode),
    Reverse { link: String },
    Group { ids: Vec<String> },
    Ungroup { group: String },
    Delete { targets: Vec<Target> },
}

/// Does what a gesture asked for. Selecting and panning change nothing.
pub fn carry_out(workspace: Workspace, outcome: Outcome) {
    match outcome {
        Outcome::Connect { from, to } => make(workspace, Change::Connect { from, to }),
        Outcome::Reconnect { link, side, to } => make(workspace, Change::Reconnect { link, side, to }),
        Outcome::MoveInto { ids, group } => make(workspace, Change::MoveInto { ids, group }),
        Outcome::Select { .. } | Outcome::SelectMany { .. } | Outcome::Pan(_) => {}
    }
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
    make(workspace, Change::Relabel { target: target.clone(), text: text.to_owned() });
}

/// Adds a node of a kind, into the group that is selected or holds what is selected.
pub fn add(workspace: Workspace, kind: ThingKind, name: &str) {
    let group = super::keys::group_around_selection(workspace);
    make(workspace, Change::Add(NewNode { kind, text: name.to_owned(), group }));
}

/// Turns the selected link round.
pub fn reverse(workspace: Workspace) {
    if let Some(Target::Link(link)) = primary(workspace) {
        make(workspace, Change::Reverse { link });
    }
}

/// Puts the selected nodes and groups into a new group.
pub fn group(workspace: Workspace) {
    let selection = workspace.selection.get_untracked();
    let members = selection.targets().iter().filter(|target| !matches!(target, Target::Link(_)));
    make(workspace, Change::Group { ids: members.map(|target| target.id().to_owned()).collect() });
}

/// Takes the selected group away and keeps what it holds.
pub fn ungroup(workspace: Workspace) {
    if let Some(Target::Group(group)) = primary(workspace) {
        make(workspace, Change::Ungroup { group });
    }
}

/// Deletes what is selected, a group with all that it holds.
pub fn delete(workspace: Workspace) {
    let targets = workspace.selection.with_untracked(|selection| selection.targets().to_vec());
    if !targets.is_empty() {
        make(workspace, Change::Delete { targets });
    }
}

fn primary(workspace: Workspace) -> Option<Target> {
    workspace.selection.with_untracked(|selection| selection.primary().cloned())
}

fn make(workspace: Workspace, change: Change) {
    let view = workspace.current_view();
    spawn_local(async move {
        if late_make(workspace, view, change).await.is_err() {
            workspace.warn(late::MISSING);
        }
    });
}

late::part! {
    in tools;
    /// Plans the change and carries it out.
    fn late_make(workspace: Workspace, view: usize, change: Change) -> bool {
        let is_deletion = matches!(change, Change::Delete { .. });
        let is_made = workspace.command(|snapshot| match &change {
            Change::Connect { from, to } => edit::connect(snapshot, view, from, to),
            Change::Reconnect { link, side, to } => edit::reconnect(snapshot, view, link, *side, to),
            Change::MoveInto { ids, group } => {
                edit::move_to_group(snapshot, view, &borrowed(ids), group.as_deref())
            }
            Change::Relabel { target: Target::Node(id), text } => edit::relabel_node(snapshot, view, id, text),
            Change::Relabel { target: Target::Group(id), text } => edit::relabel_group(snapshot, view, id, text),
            Change::Relabel { target: Target::Link(id), text } => edit::relabel_link(snapshot, view, id, text),
            Change::Add(node) => edit::add_node(snapshot, view, node),
            Change::Reverse { link } => edit::reverse(snapshot, view, link),
            Change::Group { ids } => edit::group_selection(snapshot, view, &borrowed(ids), "Group"),
            Change::Ungroup { group } => edit::ungroup(snapshot, view, group),
            Change::Delete { targets } => edit::delete(snapshot, view, targets, Members::Delete),
        });
        if is_made && is_deletion {
            workspace.selection.set(Selection::default());
        }
        is_made
    }
}

fn borrowed(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}
