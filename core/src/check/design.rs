use super::plan_view::PlanView;
use super::written_policy::WrittenPolicy;
use crate::document::Document;
use crate::k8s::Object;
use crate::mermaid::{Flowchart, Link, Stroke};
use crate::model::{LinkThing, Model, Thing, ThingKind};
use crate::plan::AddressPlan;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a check of charts, facts and addresses may look at, and what several of them need of it.
#[derive(Debug)]
pub struct Design<'a> {
    /// The text, for slicing spans.
    pub text: &'a str,
    /// Its blocks.
    pub document: &'a Document,
    /// The views' charts, in order.
    pub charts: &'a [Arc<Flowchart>],
    /// What they say.
    pub model: &'a Model,
    /// The address plan as a tree, by the indices of [`Model::plan`].
    pub plan: AddressPlan,
    /// The plan's entries by cluster.
    pub(super) view: PlanView<'a>,
    /// Network policies in the document's YAML.
    pub(super) written_policies: Vec<WrittenPolicy>,
    things: BTreeMap<&'a str, &'a Thing>,
}

impl<'a> Design<'a> {
    /// Derives what the checks share.
    pub fn new(
        text: &'a str,
        document: &'a Document,
        charts: &'a [Arc<Flowchart>],
        model: &'a Model,
    ) -> Self {
        let things = model.things.iter().map(|thing| (thing.id.as_str(), thing)).collect();
        Self {
            text,
            document,
            charts,
            model,
            plan: AddressPlan::of(model),
            view: PlanView::new(model),
            written_policies: WrittenPolicy::all(&model.objects),
            things,
        }
    }

    /// The thing with this id. Faster than [`Model::thing`], which looks at one after the other.
    pub(super) fn thing(&self, id: &str) -> Option<&'a Thing> {
        self.things.get(id).copied()
    }

    /// The Kubernetes object at this index.
    pub(super) fn object(&self, index: usize) -> Option<&'a Object> {
        self.model.objects.objects.get(index)
    }

    /// The link of the chart that `link` was read from.
    pub(super) fn chart_link(&self, link: &LinkThing) -> Option<&'a Link> {
        self.charts.get(link.view)?.graph.links.get(link.link)
    }

    /// Whether `link` is drawn to be seen: `~~~` only moves nodes.
    pub(super) fn is_visible(&self, link: &LinkThing) -> bool {
        self.chart_link(link).is_none_or(|link| link.stroke != Stroke::Invisible)
    }

    /// Network policies that are drawn as nodes.
    pub(super) fn drawn_policies(&self) -> impl Iterator<Item = &'a Thing> {
        self.model.things.iter().filter(|thing| thing.kind.value == ThingKind::Policy)
    }
}
