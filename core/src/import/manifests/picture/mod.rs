//! Objects as views: workloads, services and routes by namespace, the links that the objects themselves make between
//! them, and the flows that policies name. Nothing is drawn that the objects do not say.

mod chart;
mod flows;
mod inventory;
mod items;
mod routes;
mod views;

use crate::k8s::{Object, Resources};
use std::collections::BTreeSet;

/// The views of a design.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Picture {
    pub views: Vec<View>,
    /// Nodes that stand for whole namespaces, and so for no object.
    pub folded: BTreeSet<String>,
    /// Flows that policies allow and that are not drawn, because they are from or to too many.
    pub undrawn: usize,
}

/// A view.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct View {
    pub heading: String,
    /// The flowchart.
    pub chart: String,
}

/// Draws `objects`, each with the namespace that it is applied to where it says none itself.
pub(super) fn draw(placed: &[(&Object, Option<&str>)]) -> Picture {
    let objects: Vec<&Object> = placed.iter().map(|(object, _)| *object).collect();
    let objects = objects.as_slice();
    let (resources, _) = Resources::read(objects);
    let mut inventory = items::find(placed, objects, &resources);
    routes::link(&mut inventory, placed, &resources);
    flows::link(&mut inventory, &resources);
    views::draw(&inventory)
}
