use super::chart::Chart;
use super::facts::model_after;
use super::label_text::written;
use super::new_id::new_id;
use super::set_shape::brackets;
use super::{Plan, Planned};
use crate::model::facts::{self, About};
use crate::model::{Model, ThingKind};
use crate::session::Snapshot;
use crate::yaml::NewValue;

/// A node to be added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewNode {
    /// What it stands for; decides its shape.
    pub kind: ThingKind,
    /// What it shows.
    pub text: String,
    /// The group that it goes into.
    pub group: Option<String>,
}

/// Adds a node at the end of a group, or of the chart, with an id made of its text. Its kind is declared as
/// a fact only if it would not be inferred.
///
/// # Errors
/// When there is no such group, or a subgraph lacks its `end`.
pub fn add_node(snapshot: &Snapshot, view: usize, node: &NewNode) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    let group = node.group.as_deref().map(|id| chart.group(id)).transpose()?;
    let within = group.map(|group| chart.subgraph(group)).transpose()?.map(|(index, _, _)| index);
    let id = new_id(snapshot, &node.text, "node");
    let text = if node.text.trim().is_empty() { &id } else { node.text.trim() };
    let (open, close) = brackets(shape(node.kind)).unwrap_or(("[", "]"));
    let line = format!("{id}{open}{}{close}", written(text));
    let drawn = chart.insert(within, &[line])?;
    let is_seen = |model: &Model| model.thing(&id).is_some_and(|thing| thing.kind.value == node.kind);
    let declared = match model_after(snapshot, &drawn) {
        Some(model) if !is_seen(&model) && node.kind != ThingKind::Other => {
            let kind = NewValue::Text(node.kind.name());
            facts::set(&snapshot.text, &snapshot.document, About::Node(&id), "kind", kind).ok()
        }
        _ => None,
    };
    Plan::of([drawn].into_iter().chain(declared), &[&id])
}

/// The shape in which things of a kind are usually drawn, by its short name.
fn shape(kind: ThingKind) -> &'static str {
    match kind {
        ThingKind::Outside => "circle",
        ThingKind::Database | ThingKind::Cache | ThingKind::Storage | ThingKind::StatefulSet => "cyl",
        ThingKind::Queue => "fr-rect",
        ThingKind::Policy | ThingKind::Firewall => "hex",
        ThingKind::LoadBalancer
        | ThingKind::IngressController
        | ThingKind::Ingress
        | ThingKind::Gateway
        | ThingKind::HttpRoute => "stadium",
        ThingKind::Service | ThingKind::Dns => "rounded",
        _ => "rect",
    }
}
