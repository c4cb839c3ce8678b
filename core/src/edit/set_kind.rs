use super::{Plan, Planned, Refusal};
use crate::model::facts::{self, About};
use crate::model::{GroupKind, ThingKind};
use crate::session::Snapshot;
use crate::yaml::NewValue;

/// Declares what a node stands for, under `netplat.nodes` in the front matter.
///
/// # Errors
/// When no view has such a node, or the front matter cannot take the fact.
pub fn set_kind(snapshot: &Snapshot, id: &str, kind: ThingKind) -> Planned {
    if snapshot.model.thing(id).is_none() {
        return Err(Refusal::new(format!("There is no node `{id}`.")));
    }
    let edit =
        facts::set(&snapshot.text, &snapshot.document, About::Node(id), "kind", NewValue::Text(kind.name()));
    Plan::of([edit.map_err(|cannot| Refusal(cannot.0))?], &[id])
}

/// Declares what a group stands for, under `netplat.groups` in the front matter.
///
/// # Errors
/// When no view has such a group, or the front matter cannot take the fact.
pub fn set_group_kind(snapshot: &Snapshot, id: &str, kind: GroupKind) -> Planned {
    if snapshot.model.group(id).is_none() {
        return Err(Refusal::new(format!("There is no group `{id}`.")));
    }
    let edit =
        facts::set(&snapshot.text, &snapshot.document, About::Group(id), "kind", NewValue::Text(kind.name()));
    Plan::of([edit.map_err(|cannot| Refusal(cannot.0))?], &[id])
}
