//! The picture by keyboard: everything that the pointer can do.

use super::changes;
use super::stage::Stage;
use crate::gesture::{Aim, Purpose, nearest_node};
use crate::workspace::{Selection, Target, Workspace};
use leptos::prelude::*;
use netplat_core::edit::LinkEnd;
use netplat_core::layout::Point;
use web_sys::KeyboardEvent;

/// What the keys do, for the help.
pub static KEYS: &[(&str, &str)] = &[
    ("Arrow keys", "Select the next node in a direction; from a link, its ends"),
    ("L", "Select the next link of the node"),
    ("P", "Select the group around it"),
    ("Alt+Arrow keys", "Move the picture"),
    ("N", "Add a node"),
    ("Enter or F2", "Write its text"),
    ("C", "Draw a link: aim with the arrow keys, Enter links"),
    ("E, Shift+E", "Move the end or the start of the link"),
    ("R", "Turn the link round"),
    ("M", "Move into a group or out: choose with the arrow keys"),
    ("G, Shift+G", "Put the selection into a group; take the group away"),
    ("Delete", "Delete"),
    ("+ - 0 1", "Larger, smaller, actual size, show all"),
    ("Escape", "Cancel; select nothing"),
];

/// A key on the picture. Keys that mean nothing here go on to the page.
pub fn pressed(stage: Stage, event: &KeyboardEvent) {
    // The in-place text field and the palette lie in the picture and have keys of their own.
    if event.default_prevented() || stage.relabelled.with_untracked(Option::is_some) {
        return;
    }
    if event.ctrl_key() || event.meta_key() {
        return;
    }
    // With Alt only the arrow keys mean something here; all else is a command of the page.
    if event.alt_key() && direction(&event.key()).is_none() {
        return;
    }
    let known = match direction(&event.key()) {
        Some(way) => arrow(stage, way, event),
        None => letter(stage, event),
    };
    if known {
        event.prevent_default();
        event.stop_propagation();
    }
}

fn direction(key: &str) -> Option<Point> {
    let (x, y) = match key {
        "ArrowLeft" => (-1.0, 0.0),
        "ArrowRight" => (1.0, 0.0),
        "ArrowUp" => (0.0, -1.0),
        "ArrowDown" => (0.0, 1.0),
        _ => return None,
    };
    Some(Point { x, y })
}

fn arrow(stage: Stage, way: Point, event: &KeyboardEvent) -> bool {
    const STEP: f64 = 60.0;
    if event.alt_key() {
        stage.camera.update(|camera| *camera = camera.panned(Point { x: -way.x * STEP, y: -way.y * STEP }));
        return true;
    }
    if let Some(aim) = stage.aim.get_untracked() {
        let moved = stage.with_world(|world| aim.moved(way, world));
        stage.set_aim(moved);
        return true;
    }
    let Some(next) = next_in_direction(stage, way) else { return true };
    if event.shift_key() {
        stage.workspace.selection.update(|selection| selection.add(next.clone()));
    } else {
        stage.workspace.selection.set(Selection::one(next.clone()));
    }
    stage.reveal(&next);
    true
}

fn next_in_direction(stage: Stage, way: Point) -> Option<Target> {
    let scene = stage.scene()?;
    let first = || scene.nodes.first().map(|node| Target::Node(node.id.clone()));
    let Some(primary) = stage.workspace.selection.with_untracked(|selection| selection.primary().cloned())
    else {
        return first();
    };
    if let Target::Link(id) = &primary {
        let link = scene.links.iter().find(|link| link.id == *id)?;
        let end = if way.x + way.y < 0.0 { &link.from } else { &link.to };
        let is_node = scene.nodes.iter().any(|node| node.id == *end);
        return Some(if is_node { Target::Node(end.clone()) } else { Target::Group(end.clone()) });
    }
    let Some(rect) = stage.rect(&primary) else { return first() };
    let from = Point { x: rect.x + rect.width / 2.0, y: rect.y + rect.height / 2.0 };
    nearest_node(&scene, from, way).map(|id| Target::Node(id.to_owned()))
}

fn letter(stage: Stage, event: &KeyboardEvent) -> bool {
    let shift = event.shift_key();
    match event.key().as_str() {
        "Escape" => return escape(stage),
        "+" | "=" => stage.zoom(1.25),
        "-" => stage.zoom(0.8),
        "0" => stage.zoom(1.0 / stage.camera.get_untracked().scale),
        "1" => stage.fit(),
        "l" | "L" => next_link(stage),
        "p" | "P" => parent(stage),
        "Home" => select_node(stage, 0),
        "End" => select_node(stage, usize::MAX),
        _ if stage.read_only => return false,
        "Enter" => enter(stage),
        "F2" => relabel(stage),
        "n" | "N" => stage.palette.set(true),
        "c" | "C" => aim(stage, |primary, _| match primary {
            Target::Node(id) | Target::Group(id) => Some(Purpose::Connect(id)),
            Target::Link(_) => None,
        }),
        "e" | "E" => aim(stage, |primary, _| match primary {
            Target::Link(id) => Some(Purpose::Reconnect(id, if shift { LinkEnd::From } else { LinkEnd::To })),
            _ => None,
        }),
        "m" | "M" => aim(stage, |_, selected| {
            let movable = selected.iter().filter(|target| !matches!(target, Target::Link(_)));
            let ids: Vec<String> = movable.map(|target| target.id().to_owned()).collect();
            (!ids.is_empty()).then_some(Purpose::MoveInto(ids))
        }),
        "r" | "R" => changes::reverse(stage.workspace),
        "g" => changes::group(stage.workspace),
        "G" => changes::ungroup(stage.workspace),
        "Delete" | "Backspace" => changes::delete(stage.workspace),
        _ => return false,
    }
    true
}

fn escape(stage: Stage) -> bool {
    if stage.palette.get_untracked() {
        stage.palette.set(false);
    } else if !stage.is_idle() || stage.aim.with_untracked(Option::is_some) {
        stage.cancel();
    } else if !stage.workspace.selection.with_untracked(Selection::is_empty) {
        stage.workspace.selection.set(Selection::default());
    } else {
        return false;
    }
    true
}

fn enter(stage: Stage) {
    match stage.aim.get_untracked() {
        Some(aim) => {
            stage.set_aim(None);
            if let Some(outcome) = aim.accepted() {
                stage.carry_out(outcome);
            }
        }
        None => relabel(stage),
    }
}

fn relabel(stage: Stage) {
    let primary = stage.workspace.selection.with_untracked(|selection| selection.primary().cloned());
    if let Some(target) = primary {
        stage.reveal(&target);
        stage.relabelled.set(Some(target));
    }
}

fn aim(stage: Stage, purpose: impl FnOnce(Target, &[Target]) -> Option<Purpose>) {
    let selected = stage.workspace.selection.get_untracked();
    let purpose = selected.primary().cloned().and_then(|primary| purpose(primary, selected.targets()));
    let aim = purpose.and_then(|purpose| stage.with_world(|world| Aim::new(purpose, world)));
    stage.set_aim(aim);
}

/// The next link of the selected node, or the link after the selected one at the node where that starts.
fn next_link(stage: Stage) {
    let Some(scene) = stage.scene() else { return };
    let primary = stage.workspace.selection.with_untracked(|selection| selection.primary().cloned());
    let (node, current) = match primary {
        Some(Target::Link(id)) => {
            let Some(link) = scene.links.iter().find(|link| link.id == id) else { return };
            (link.from.clone(), Some(id))
        }
        Some(Target::Node(id) | Target::Group(id)) => (id, None),
        None => return,
    };
    let touching: Vec<&str> = scene
        .links
        .iter()
        .filter(|link| link.from == node || link.to == node)
        .map(|link| link.id.as_str())
        .collect();
    let at = current.and_then(|id| touching.iter().position(|other| *other == id)).map_or(0, |at| at + 1);
    let Some(next) = touching.get(at % touching.len().max(1)) else { return };
    let target = Target::Link((*next).to_owned());
    stage.reveal(&target);
    stage.workspace.selection.set(Selection::one(target));
}

fn parent(stage: Stage) {
    let primary = stage.workspace.selection.with_untracked(|selection| selection.primary().cloned());
    if let Some(parent) = primary.and_then(|primary| group_around(stage.workspace, &primary)) {
        stage.workspace.selection.set(Selection::one(Target::Group(parent)));
    }
}

/// The selected group, else the group around what is selected.
pub fn group_around_selection(workspace: Workspace) -> Option<String> {
    match workspace.selection.with_untracked(|selection| selection.primary().cloned())? {
        Target::Group(id) => Some(id),
        other => group_around(workspace, &other),
    }
}

fn group_around(workspace: Workspace, target: &Target) -> Option<String> {
    let view = workspace.current_view();
    workspace.peek(|snapshot| {
        let graph = &snapshot.views.get(view)?.chart.graph;
        let index = match target {
            Target::Node(id) => graph.nodes.iter().find(|node| node.id == *id)?.group,
            Target::Group(id) => graph.groups.iter().find(|group| group.id == *id)?.parent,
            Target::Link(_) => None,
        }?;
        graph.groups.get(index.0).map(|group| group.id.clone())
    })
}

fn select_node(stage: Stage, at: usize) {
    let Some(scene) = stage.scene() else { return };
    if let Some(node) = scene.nodes.get(at).or(scene.nodes.last()) {
        let target = Target::Node(node.id.clone());
        stage.reveal(&target);
        stage.workspace.selection.set(Selection::one(target));
    }
}
