//! Real systems and the words of the field: how a node or a subgraph is recognised by what it is called.
//!
//! One file for each family of systems. A system is known by its name; [`recognise`] decides what a whole text names.
//! Nothing here knows graphs: outlines, neighbours and groups are weighed by the model.

mod certificates;
mod cloud;
mod cluster_network;
mod delivery;
mod dns;
mod identity;
mod ingress;
mod kind;
mod mesh;
mod observability;
mod recognise;
mod stores;
mod system;
mod tokens;
mod words;

pub use kind::{GroupKind, ThingKind};
pub use recognise::{Recognised, Strength, recognise, recognise_group};
pub use system::System;

static FAMILIES: &[&[System]] = &[
    ingress::SYSTEMS,
    mesh::SYSTEMS,
    cluster_network::SYSTEMS,
    dns::SYSTEMS,
    certificates::SYSTEMS,
    stores::SYSTEMS,
    observability::SYSTEMS,
    identity::SYSTEMS,
    delivery::SYSTEMS,
    cloud::SYSTEMS,
];
