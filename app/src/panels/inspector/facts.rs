//! The model's knowledge of one thing as rows of words.

use crate::workspace::Target;
use netplat_core::model::facts::{self, LinkReference};
use netplat_core::model::{Evidence, GroupThing, Known, LinkKind, LinkThing, Model, Routes, Thing, Tls};
use netplat_core::net::Port;
use netplat_core::session::Snapshot;
use netplat_core::text::{Edit, Span};
use netplat_core::yaml::NewValue;
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
    /// Where more about it stands in the text.
    pub shown_at: Option<Span>,
    /// What would be written to make a guess a fact.
    pub declaration: Option<Declaration>,
    /// What the front matter would lose to make a fact a guess again.
    pub withdrawal: Option<Withdrawal>,
}

/// A fact of the front matter that can be taken out of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Withdrawal {
    key: &'static str,
    /// Where the item stands, for a fact of a list.
    item: Option<Span>,
}

impl Withdrawal {
    /// The edit that takes it out for `target`.
    ///
    /// # Errors
    /// When the front matter says it in a place that says other things, too; in words for the user.
    pub fn edit(self, snapshot: &Snapshot, view: usize, target: &Target) -> Result<Edit, String> {
        let (text, document) = (&*snapshot.text, &snapshot.document);
        let removed = about_target(snapshot, view, target, |about| match self.item {
            Some(item) => facts::remove_items(text, document, about, self.key, &[item]),
            None => facts::remove(text, document, about, self.key),
        })?;
        removed.map_err(|cannot| cannot.to_string())
    }
}

/// A key of the front matter's facts with its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declaration {
    key: &'static str,
    value: Said,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Said {
    Word(String),
    Words(Vec<String>),
    /// `false`: none, on purpose.
    Nothing,
}

impl Declaration {
    /// `key` with one word.
    pub fn word(key: &'static str, word: impl Into<String>) -> Self {
        Self { key, value: Said::Word(word.into()) }
    }

    /// `key` with `false`.
    pub fn nothing(key: &'static str) -> Self {
        Self { key, value: Said::Nothing }
    }

    /// The edit that writes it for `target`.
    ///
    /// # Errors
    /// When the front matter has something else where it belongs; in words for the user.
    pub fn edit(&self, snapshot: &Snapshot, view: usize, target: &Target) -> Result<Edit, String> {
        let (text, document, key) = (&*snapshot.text, &snapshot.document, self.key);
        let words: Vec<&str>;
        let value = match &self.value {
            Said::Word(word) => NewValue::Text(word),
            Said::Nothing => NewValue::Bool(false),
            Said::Words(list) => {
                words = list.iter().map(String::as_str).collect();
                NewValue::List(&words)
            }
        };
        let planned =
            about_target(snapshot, view, target, |about| facts::set(text, document, about, key, value))?;
        planned.map_err(|cannot| cannot.to_string())
    }
}

/// What `act` makes of facts about `target`.
fn about_target<T>(
    snapshot: &Snapshot,
    view: usize,
    target: &Target,
    act: impl FnOnce(facts::About<'_>) -> T,
) -> Result<T, String> {
    match target {
        Target::Node(id) => Ok(act(facts::About::Node(id))),
        Target::Group(id) => Ok(act(facts::About::Group(id))),
        Target::Link(id) => {
            let graph = snapshot.views.get(view).map(|view| &view.chart.graph);
            let ends = graph.and_then(|graph| {
                let link = graph.links.iter().find(|link| link.id == *id)?;
                Some(format!("{} --> {}", graph.id(link.from), graph.id(link.to)))
            });
            let ends = ends.ok_or("The link is no longer there.")?;
            let reference =
                LinkReference::read(&ends).map_err(|_| "The link's ends have no names to write.")?;
            Ok(act(facts::About::Link(reference)))
        }
    }
}

impl Fact {
    fn plain(name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        Self { name, value, clue: None, place: None, shown_at: None, declaration: None, withdrawal: None }
    }

    /// The same, with what would make it a fact.
    fn declared_by(mut self, declaration: impl FnOnce() -> Declaration) -> Self {
        if self.clue.is_some() {
            self.declaration = Some(declaration());
        }
        self
    }

    /// The same, with what would take it out of the front matter when that says it.
    fn withdrawn_by(mut self, key: &'static str) -> Self {
        self.withdrawal = self.place.map(|_| Withdrawal { key, item: None });
        self
    }

    /// The same, for an item of the list `key`.
    fn withdrawn_from(mut self, key: &'static str) -> Self {
        self.withdrawal = self.place.map(|place| Withdrawal { key, item: Some(place) });
        self
    }

    fn known<T>(name: &'static str, known: &Known<T>, value: impl Into<String>) -> Self {
        let (clue, place) = match &known.evidence {
            Evidence::Declared(span) => (None, Some(*span)),
            Evidence::Inferred { clue, .. } => (Some(clue.clone()), None),
        };
        Self { name, value: value.into(), clue, place, shown_at: None, declaration: None, withdrawal: None }
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
            let mut facts = link.map_or_else(Vec::new, |link| of_link(model, link));
            let judgement = snapshot.judgement(view, target);
            facts.extend(judgement.map(|problem| Fact::plain("Policies", &problem.message)));
            (label.unwrap_or_default(), facts)
        }
    };
    let span = *snapshot.places_of(view, target).first()?;
    Some(About { target: target.clone(), text, span, facts })
}

fn of_thing(model: &Model, thing: &Thing) -> Vec<Fact> {
    let kind = thing.kind.value.name();
    let declared = Fact::known("Kind", &thing.kind, kind).declared_by(|| Declaration::word("kind", kind));
    let mut facts = vec![declared.withdrawn_by("kind")];
    facts.push(Fact::plain("Means", thing.kind.value.about()));
    facts.extend(object(model, thing));
    facts.extend(thing.namespace.as_ref().map(|known| word("Namespace", "namespace", known)));
    facts.extend(ports(&thing.ports));
    facts.extend(thing.controller.as_ref().map(|known| word("Controller", "controller", known)));
    facts.extend(thing.class.as_ref().map(|known| word("Class", "class", known)));
    facts.extend(
        thing
            .addresses
            .iter()
            .map(|known| Fact::known("Address", known, known.value.to_string()).withdrawn_from("addresses")),
    );
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

/// The object that a node shows, and the Services that lead to it.
fn object(model: &Model, thing: &Thing) -> Vec<Fact> {
    let at = |index: &usize| model.objects.objects.get(*index);
    let first = thing.objects.first().and_then(at);
    let mut facts = Vec::new();
    if let Some(evidence) = &thing.matched {
        let value = first.map_or_else(|| "none".to_owned(), ToString::to_string);
        let known = Known { value: (), evidence: evidence.clone() };
        let declared = || Declaration::word("object", value.clone());
        let fact = Fact::known("Object", &known, value.as_str()).declared_by(declared).withdrawn_by("object");
        facts.push(Fact { shown_at: first.map(|object| object.span), ..fact });
    }
    let services = thing.objects.iter().skip(1).filter_map(at);
    facts.extend(services.map(|service| Fact {
        shown_at: Some(service.span),
        ..Fact::plain("Reached as", service.to_string())
    }));
    facts
}

/// The objects that a node could show, by name.
pub fn objects(snapshot: &Snapshot) -> Vec<String> {
    const MOST: usize = 2_000;
    let mut names: Vec<String> =
        snapshot.model.objects.objects.iter().take(MOST).map(ToString::to_string).collect();
    names.sort();
    names.dedup();
    names
}

fn word(name: &'static str, key: &'static str, known: &Known<String>) -> Fact {
    let fact = Fact::known(name, known, &known.value);
    fact.declared_by(|| Declaration::word(key, &known.value)).withdrawn_by(key)
}

/// One row for each port; a list is written as a whole, so the first guess offers all of them.
fn ports(all: &[Known<Port>]) -> Vec<Fact> {
    let row =
        |known: &Known<Port>| Fact::known("Port", known, known.value.to_string()).withdrawn_from("ports");
    let mut facts: Vec<Fact> = all.iter().map(row).collect();
    if let Some(first) = facts.iter_mut().find(|fact| fact.clue.is_some()) {
        let list = all.iter().map(|known| known.value.to_string()).collect();
        first.declaration = Some(Declaration { key: "ports", value: Said::Words(list) });
    }
    facts
}

fn of_group(model: &Model, group: &GroupThing) -> Vec<Fact> {
    let kind = group.kind.value.name();
    let declared = Fact::known("Kind", &group.kind, kind).declared_by(|| Declaration::word("kind", kind));
    let mut facts = vec![declared.withdrawn_by("kind")];
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
    facts.extend(ports(&link.ports));
    let listed = |name, key, all: &[Known<String>]| -> Vec<Fact> {
        all.iter().map(|known| Fact::known(name, known, &known.value).withdrawn_from(key)).collect()
    };
    facts.extend(listed("Host", "hosts", &link.hosts));
    facts.extend(listed("Path", "paths", &link.paths));
    facts.extend(link.tls.as_ref().map(|known| {
        let value = match &known.value {
            Tls::Off => "off, on purpose".to_owned(),
            Tls::Issuer(name) => name.clone(),
        };
        Fact::known("TLS", known, value).withdrawn_by("tls")
    }));
    let is_route = matches!(link.kind, LinkKind::Route | LinkKind::Request);
    let routes = model.exported_cluster().and_then(|cluster| cluster.routes.as_ref());
    if is_route && let Some(known) = routes {
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
