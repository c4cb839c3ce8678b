//! What the model says about the nodes and groups of a chart, by id, as far as it changes how they are drawn.

use crate::model::{GroupKind, Model, ThingKind};
use std::collections::BTreeMap;

/// Kinds by id.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Kinds<'a> {
    things: BTreeMap<&'a str, ThingKind>,
    groups: BTreeMap<&'a str, GroupKind>,
}

impl<'a> Kinds<'a> {
    /// No kinds: a chart that is drawn as a chart only.
    pub fn none() -> Self {
        Self::default()
    }

    /// The kinds of a model.
    pub fn of(model: &'a Model) -> Self {
        Self {
            things: model.things.iter().map(|thing| (thing.id.as_str(), thing.kind.value)).collect(),
            groups: model.groups.iter().map(|group| (group.id.as_str(), group.kind.value)).collect(),
        }
    }

    /// What the node with this id is.
    pub fn thing(&self, id: &str) -> ThingKind {
        self.things.get(id).copied().unwrap_or(ThingKind::Other)
    }

    /// What the group with this id is.
    pub fn group(&self, id: &str) -> GroupKind {
        self.groups.get(id).copied().unwrap_or(GroupKind::Box)
    }
}
