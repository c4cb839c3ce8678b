//! The model's knowledge of one thing as rows of words.

use crate::workspace::Target;
use netplat_core::model::{Evidence, GroupThing, Known, LinkKind, LinkThing, Model, Routes, Thing, Tls};
use netplat_core::session::Snapshot;
use netplat_core::text::Span;
use std::collections::BTreeMap;

/// What the panel shows of something.
#[derive(Clone, PartialEq, Debug)]
pub struct About {
    /// What it is about.
    pub target: Target,
    /// Its text, as it can be rewritten.
    pub text: String,
    /// Where it stands in the text.
    pub span: Span,
    /// What is known.
    pub facts: Vec<Fact>,
}

/// Something known.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    /// What it is about: "Namespace".
    pub name: &'static str,
    /// In words.
    pub value: String,
    /// Why it was guessed; none for what the author says.
    pub clue: Option<String>,
    /// Where the author says it.
    pub place: Option<Span>,
}

impl Fact {
    fn plain(name: &'static str, value: impl Into<String>) -> Self {
        Self { name, value: value.into(), clue: None, place: None }
    }

    fn known<T>(name: &'static str, known: &Known<T>, value: impl Into<String>) -> Self {
        let (clue, place) = match &known.evidence {
            Evidence::Declared(span) => (None, Some(*span)),
            Evidence::Inferred { clue, .. } => (Some(clue.clone()), None),
        };
        Self { name, value: value.into(), clue, place }
    }
}

/// Everything known of `target` in a view; none when it is not there any more.
pub fn about(snapshot: &Snapshot, view: usize, target: &Target) -> Option<About> {
    let graph = &snapshot.views.get(view)?.chart.graph;
    let model = &snapshot.model;
    let (text, facts) = match target {
        Target::Node(id) => {
            let node = graph.nodes.iter().find(|node| node.id == *id)?;
            let facts = model.thing(id).map_or_else(Vec::new, |thing| of_thing(model, thing));
            (node.label.text.clone(), facts)
        }
        Target::Group(id) => {
            let group = graph.groups.iter().find(|group| group.id == *id)?;
            let facts = model.group(id).map_or_else(Vec::new, |group| of_group(model, group));
            (group.label.text.clone(), facts)
        }
        Target::Link(id) => {
            let index = graph.links.iter().position(|link| link.id == *id)?;
            let label = graph.links.get(index)?.label.as_ref().map(|label| label.text.clone());
            let link = model.links.iter().find(|link| link.view == view && link.link == index);
            (label.unwrap_or_default(), link.map_or_else(Vec::new, |link| of_link(model, link)))
        }
    };
    let span = *snapshot.places_of(view, target).first()?;
    Some(About { target: target.clone(), text, span, facts })
}

fn of_thing(model: &Model, thing: &Thing) -> Vec<Fact> {
    let mut facts = vec![Fact::known("Kind", &thing.kind, thing.kind.value.name())];
    facts.push(Fact::plain("Means", thing.kind.value.about()));
    facts.extend(thing.namespace.as_ref().map(|known| Fact::known("Namespace", known, &known.value)));
    facts.extend(thing.ports.iter().map(|known| Fact::known("Port", known, known.value.to_string())));
    facts.extend(thing.controller.as_ref().map(|known| Fact::known("Controller", known, &known.value)));
    facts.extend(thing.class.as_ref().map(|known| Fact::known("Class", known, &known.value)));
    facts.extend(thing.addresses.iter().map(|known| Fact::known("Address", known, known.value.to_string())));
    if !thing.labels.is_empty() {
        let pairs: Vec<String> = thing.labels.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        facts.push(Fact::plain("Labels", pairs.join(", ")));
    }
    facts.extend(thing.image.as_ref().map(|image| Fact::plain("Image", image)));
    if thing.export == Some(false) {
        facts.push(Fact::plain("Export", "left out"));
    }
    if thing.views.len() > 1 {
        let names: Vec<&str> = thing
            .views
            .iter()
            .filter_map(|&view| model.views.get(view))
            .map(|view| view.name.as_str())
            .collect();
        facts.push(Fact::plain("Views", names.join(", ")));
    }
    facts
}

fn of_group(model: &Model, group: &GroupThing) -> Vec<Fact> {
    let mut facts = vec![Fact::known("Kind", &group.kind, group.kind.value.name())];
    facts.push(Fact::plain("Means", group.kind.value.about()));
    if !group.name.is_empty() {
        facts.push(Fact::plain("Name", &group.name));
    }
    let parent = group.parent.and_then(|parent| model.groups.get(parent));
    facts.extend(parent.map(|parent| Fact::plain("Inside", &parent.text)));
    facts
}

fn of_link(model: &Model, link: &LinkThing) -> Vec<Fact> {
    let name = |id: &str| {
        let thing = model.thing(id).map(|thing| thing.text.clone());
        thing.or_else(|| model.group(id).map(|group| group.text.clone())).unwrap_or_else(|| id.to_owned())
    };
    let mut facts = vec![
        Fact::plain("From", name(&link.from)),
        Fact::plain("To", name(&link.to)),
        Fact::plain("Kind", link_kind(link.kind)),
    ];
    facts.extend(link.ports.iter().map(|known| Fact::known("Port", known, known.value.to_string())));
    facts.extend(link.hosts.iter().map(|known| Fact::known("Host", known, &known.value)));
    facts.extend(link.paths.iter().map(|known| Fact::known("Path", known, &known.value)));
    facts.extend(link.tls.as_ref().map(|known| {
        let value = match &known.value {
            Tls::Off => "off, on purpose".to_owned(),
            Tls::Issuer(name) => name.clone(),
        };
        Fact::known("TLS", known, value)
    }));
    let is_route = matches!(link.kind, LinkKind::Route | LinkKind::Request);
    if is_route && let Some(known) = &model.cluster.routes {
        let value = match known.value {
            Routes::Ingress => "Ingress",
            Routes::GatewayApi => "Gateway API",
        };
        facts.push(Fact::known("Written as", known, value));
    }
    facts
}

fn link_kind(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Request => "a step of a request from outside",
        LinkKind::Route => "a route to its backend",
        LinkKind::Flow => "an allowed flow",
        LinkKind::Applies => "a policy applied",
        LinkKind::Attaches => "attached to a network",
        LinkKind::Dns => "a DNS lookup or record",
        LinkKind::Relation => "a relation",
    }
}

/// How many things there are of each kind, in the order of the kinds.
pub fn sums(snapshot: &Snapshot) -> Vec<(&'static str, usize)> {
    let mut sums = BTreeMap::new();
    for thing in &snapshot.model.things {
        *sums.entry(thing.kind.value).or_insert(0) += 1;
    }
    sums.into_iter().map(|(kind, count)| (kind.name(), count)).collect()
}
