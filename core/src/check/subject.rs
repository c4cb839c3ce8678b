use super::cluster::Cluster;
use super::plan_view::PlanView;
use super::routing_view::RoutingView;
use super::written_policy::WrittenPolicy;
use crate::document::Document;
use crate::drawn::Drawn;
use crate::k8s::{Object, Resources};
use crate::mermaid::{Flowchart, Link, Stroke};
use crate::model::{LinkThing, Model, Thing, ThingKind};
use crate::plan::AddressPlan;
use crate::reach::Reach;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What a check may look at, and what several of them need of it.
#[derive(Debug)]
pub struct Subject<'a> {
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
    /// What the document's Kubernetes objects say about who may talk to whom.
    pub resources: &'a Resources,
    /// The same with the objects, for checks that are asked of manifests as well.
    pub(super) cluster: Cluster<'a>,
    /// Its Ingresses and routes, and the Services that they lead to.
    pub(super) routing: RoutingView<'a>,
    /// Network policies in the document's YAML.
    pub(super) written_policies: Vec<WrittenPolicy>,
    things: BTreeMap<&'a str, &'a Thing>,
    reach: OnceLock<Reach>,
    drawn: OnceLock<Drawn>,
}

impl<'a> Subject<'a> {
    /// Derives what the checks share.
    pub fn new(
        text: &'a str,
        document: &'a Document,
        charts: &'a [Arc<Flowchart>],
        model: &'a Model,
    ) -> Self {
        let plan = AddressPlan::of(model);
        let objects = model.objects.objects.iter().collect();
        let mut cluster = Cluster::new(model.objects.resources(), objects);
        cluster.shown.note_left(text, &model.objects.left);
        let view = PlanView::new(model);
        let written_policies = WrittenPolicy::all(&model.objects);
        let things = model.things.iter().map(|thing| (thing.id.as_str(), thing)).collect();
        Self {
            text,
            document,
            charts,
            model,
            plan,
            view,
            resources: model.objects.resources(),
            cluster,
            routing: RoutingView::new(model.objects.resources()),
            written_policies,
            things,
            reach: OnceLock::new(),
            drawn: OnceLock::new(),
        }
    }

    /// Who may talk to whom. Asked once, when a check first wants to know.
    pub(super) fn reach(&self) -> &Reach {
        self.reach.get_or_init(|| Reach::new(self.resources))
    }

    /// What is drawn of who may talk to whom.
    pub(super) fn drawn(&self) -> &Drawn {
        self.drawn.get_or_init(|| Drawn::new(self.model, self.reach()))
    }

    /// The thing with this id. Faster than [`Model::thing`], which looks at one after the other.
    pub(super) fn thing(&self, id: &str) -> Option<&'a Thing> {
        self.things.get(id).copied()
    }

    /// The Kubernetes object at this index, as [`Resources`] names them.
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

/// A thing as a message names it: its text, and its id where that says something else.
pub(super) fn named(thing: &Thing) -> String {
    let text = thing.text.trim();
    if text.is_empty() || text == thing.id {
        format!("`{}`", thing.id)
    } else {
        format!("{text} (`{}`)", thing.id)
    }
}

/// `a`, `a and b`, `a, b and 3 more`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}
