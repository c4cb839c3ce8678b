//! Which pods talk to which, as the drawing shows it: links between what runs or lies outside, with the objects in
//! between (a Service, an Ingress) followed through.

use super::NOT_EXPORTED;
use super::standing::Standing;
use crate::diagnostic::Problem;
use crate::mermaid::Tip;
use crate::model::{GroupKind, LinkKind, LinkThing, Model, Thing, ThingKind};
use crate::net::{AddressRange, Port};
use std::collections::{BTreeMap, BTreeSet};

/// One end of a flow.
#[derive(Clone, PartialEq, Debug)]
pub enum Peer<'a> {
    /// The pods of a thing, in a namespace.
    Pods(&'a Thing, &'a str),
    /// The pods with these labels in a namespace, called by an id of the drawing.
    Labelled(&'a str, &'a str, BTreeMap<String, String>),
    /// The pods that a Gateway's implementation runs for it, in its namespace.
    Gateway(&'a Thing, &'a str),
    /// Every pod of a namespace.
    Namespace(&'a str),
    /// Addresses that were declared.
    Addresses(&'a str, Vec<AddressRange>),
    /// The outside, with no addresses declared.
    Anywhere(&'a str),
}

impl<'a> Peer<'a> {
    /// The id in the drawing, or the namespace's name.
    pub fn id(&self) -> &'a str {
        match self {
            Self::Pods(thing, _) | Self::Gateway(thing, _) => &thing.id,
            Self::Namespace(id) | Self::Labelled(id, ..) | Self::Addresses(id, _) | Self::Anywhere(id) => id,
        }
    }

    /// The namespace whose policies can govern this end.
    pub fn namespace(&self) -> Option<&'a str> {
        match self {
            Self::Pods(_, namespace)
            | Self::Labelled(_, namespace, _)
            | Self::Gateway(_, namespace)
            | Self::Namespace(namespace) => Some(namespace),
            Self::Addresses(..) | Self::Anywhere(_) => None,
        }
    }

    /// Whether policies are written for this end: it is pods that no object of the document makes.
    pub(super) fn is_governed(&self, standing: &Standing<'_>) -> bool {
        match self {
            Self::Pods(thing, _) | Self::Gateway(thing, _) => !standing.thing(thing),
            Self::Namespace(name) => !standing.namespace(name),
            Self::Labelled(..) | Self::Addresses(..) | Self::Anywhere(_) => false,
        }
    }
}

/// Traffic from one peer to another.
#[derive(Clone, Debug)]
pub struct Flow<'a> {
    /// Who opens the connection.
    pub from: Peer<'a>,
    /// Who answers.
    pub to: Peer<'a>,
    /// The answering pods' own ports; empty for any.
    pub ports: Vec<Port>,
    /// The links that draw it, as statements: `web --> db`.
    pub statements: Vec<String>,
}

/// All flows of a model, and what is drawn like one but cannot be written.
#[derive(Default)]
pub struct Flows<'a> {
    /// Each pair of peers once, in the order of the text.
    pub flows: Vec<Flow<'a>>,
    /// What is missing.
    pub problems: Vec<Problem>,
}

/// Finds the flows of `model` for which something is written at one end at least.
pub fn find<'a>(model: &'a Model, standing: &'a Standing<'a>) -> Flows<'a> {
    let mut search = Search::new(model, standing);
    for step in search.steps.clone() {
        search.follow_from(step);
    }
    search.found
}

/// Whether a thing of this kind is pods when it has a namespace.
pub fn runs_pods(kind: ThingKind) -> bool {
    use ThingKind as Kind;
    matches!(
        kind,
        Kind::Deployment
            | Kind::StatefulSet
            | Kind::DaemonSet
            | Kind::Job
            | Kind::CronJob
            | Kind::Pod
            | Kind::Database
            | Kind::Cache
            | Kind::Queue
            | Kind::Storage
            | Kind::Identity
            | Kind::Observability
            | Kind::Mesh
            | Kind::IngressController
    )
}

/// Whether traffic passes through a thing without its being pods: it is an object, or a machine that forwards. A
/// Gateway in a namespace is pods: its implementation runs them there.
fn passes_through(thing: &Thing) -> bool {
    use ThingKind as Kind;
    match thing.kind.value {
        Kind::Gateway => thing.namespace.is_none(),
        Kind::Service | Kind::Ingress | Kind::HttpRoute | Kind::LoadBalancer => true,
        _ => false,
    }
}

/// Whether requests reach the backends of a thing from pods of a controller, which the thing itself does not name.
fn is_served_by_a_controller(kind: ThingKind) -> bool {
    matches!(kind, ThingKind::Ingress | ThingKind::HttpRoute | ThingKind::Gateway)
}

/// Whether a thing of this kind lies outside of the cluster unless a namespace says otherwise.
fn lies_outside(kind: ThingKind) -> bool {
    use ThingKind as Kind;
    matches!(
        kind,
        Kind::Outside | Kind::External | Kind::Edge | Kind::Firewall | Kind::Vpn | Kind::Network | Kind::Host
    )
}

/// The statement that a link is, in its shortest form.
pub fn statement(link: &LinkThing) -> String {
    format!("{} --> {}", link.from, link.to)
}

/// A link in the direction in which its traffic runs.
#[derive(Clone, Copy)]
struct Step<'a> {
    from: &'a str,
    to: &'a str,
    link: &'a LinkThing,
}

struct Search<'a> {
    model: &'a Model,
    standing: &'a Standing<'a>,
    things: BTreeMap<&'a str, &'a Thing>,
    steps: Vec<Step<'a>>,
    leaving: BTreeMap<&'a str, Vec<Step<'a>>>,
    found: Flows<'a>,
}

impl<'a> Search<'a> {
    fn new(model: &'a Model, standing: &'a Standing<'a>) -> Self {
        let steps: Vec<Step<'a>> = model.links.iter().flat_map(steps_of).collect();
        let mut leaving: BTreeMap<&str, Vec<Step<'_>>> = BTreeMap::new();
        for &step in &steps {
            leaving.entry(step.from).or_default().push(step);
        }
        let things = model.things.iter().map(|thing| (thing.id.as_str(), thing)).collect();
        Self { model, standing, things, steps, leaving, found: Flows::default() }
    }

    fn follow_from(&mut self, first: Step<'a>) {
        let starts_inside = self.things.get(first.from).is_some_and(|thing| passes_through(thing));
        // What starts at a Service or an Ingress is found from what leads to it.
        if starts_inside {
            return;
        }
        let sources = self.peers(first.from);
        if sources.is_empty() {
            self.explain_missing(first, first.from);
            return;
        }
        let mut visited = BTreeSet::from([first.from]);
        let mut paths = vec![vec![first]];
        while let Some(path) = paths.pop() {
            let Some(&last) = path.last() else { continue };
            let passing = self.things.get(last.to).is_some_and(|thing| passes_through(thing));
            if !passing {
                self.arrive(&sources, &path, last);
                continue;
            }
            if !visited.insert(last.to) {
                continue;
            }
            for &next in self.leaving.get(last.to).into_iter().flatten().rev() {
                paths.push(path.iter().copied().chain([next]).collect());
            }
        }
    }

    fn arrive(&mut self, sources: &[Peer<'a>], path: &[Step<'a>], last: Step<'a>) {
        let targets = self.peers(last.to);
        if targets.is_empty() {
            self.explain_missing(last, last.to);
        }
        let unknown_pods = path.iter().skip(1).find(|step| {
            self.things.get(step.from).is_some_and(|thing| is_served_by_a_controller(thing.kind.value))
        });
        for from in sources {
            // Requests from outside arrive from the controller's pods: to allow the outside here would be too much.
            if let (None, Some(step)) = (from.namespace(), unknown_pods) {
                self.explain_controller(*step, last);
                continue;
            }
            for to in &targets {
                if from.id() != to.id() && (from.is_governed(self.standing) || to.is_governed(self.standing))
                {
                    self.add(from, to, path, last);
                }
            }
        }
    }

    fn add(&mut self, from: &Peer<'a>, to: &Peer<'a>, path: &[Step<'a>], last: Step<'a>) {
        let ports = self.ports(path, to);
        if ports.is_empty() {
            let message = format!("{} names no port, so its policy allows every port", statement(last.link));
            let help = "Write the port on the link, such as `TCP 5432`, or declare it for the node.";
            self.found.problems.push(Problem::new(&NOT_EXPORTED, last.link.span, message).with_help(help));
        }
        let statements = path.iter().map(|step| statement(step.link));
        let known =
            self.found.flows.iter_mut().find(|flow| flow.from.id() == from.id() && flow.to.id() == to.id());
        match known {
            Some(flow) => {
                // A flow that is drawn once without ports is open on all of them.
                if ports.is_empty() || flow.ports.is_empty() {
                    flow.ports.clear();
                } else {
                    flow.ports.extend(ports);
                    flow.ports.sort();
                    flow.ports.dedup();
                }
                flow.statements.extend(statements);
            }
            None => {
                let statements = statements.collect();
                self.found.flows.push(Flow { from: from.clone(), to: to.clone(), ports, statements });
            }
        }
    }

    /// The answering pods' ports. The links of the path name them, the last first, in the terms of what is declared for
    /// the pods: policies see the pod's port, never the Service's. What no link names is what the pods declare.
    fn ports(&self, path: &[Step<'a>], to: &Peer<'a>) -> Vec<Port> {
        let declared: Vec<&Port> = match to {
            Peer::Pods(thing, _) => thing.ports.iter().map(|port| &port.value).collect(),
            _ => Vec::new(),
        };
        let of_link = |step: &Step<'a>| {
            let drawn: Vec<&Port> = step.link.ports.iter().map(|port| &port.value).collect();
            pod_ports(&drawn, &declared)
        };
        let last = path.last().map(of_link).unwrap_or_default();
        let all = || declared.iter().copied().cloned().collect();
        let earlier = path.iter().rev().skip(1).map(of_link);
        let mut ports =
            [last, all()].into_iter().chain(earlier).find(|ports| !ports.is_empty()).unwrap_or_default();
        ports.sort();
        ports.dedup();
        ports
    }

    /// Who an id stands for. A group that is no namespace stands for the pods in it.
    fn peers(&self, id: &'a str) -> Vec<Peer<'a>> {
        if let Some(&thing) = self.things.get(id) {
            return self.peer(thing).into_iter().collect();
        }
        let Some(group) = self.model.groups.iter().position(|group| group.id == id) else {
            return Vec::new();
        };
        let found = &self.model.groups[group];
        match found.kind.value {
            GroupKind::Namespace => vec![Peer::Namespace(&found.name)],
            GroupKind::Outside => vec![Peer::Anywhere(&found.id)],
            _ => self.members(group).filter_map(|thing| self.peer(thing)).collect(),
        }
    }

    fn members(&self, group: usize) -> impl Iterator<Item = &'a Thing> {
        let model = self.model;
        model.things.iter().filter(move |thing| {
            let parents =
                std::iter::successors(thing.group, |&at| model.groups.get(at).and_then(|group| group.parent));
            // No chain of parents is longer than the list of groups.
            parents.take(model.groups.len()).any(|parent| parent == group)
        })
    }

    fn peer(&self, thing: &'a Thing) -> Option<Peer<'a>> {
        let kind = thing.kind.value;
        if let (ThingKind::Gateway, Some(namespace)) = (kind, &thing.namespace) {
            return Some(Peer::Gateway(thing, &namespace.value));
        }
        if let Some(namespace) = &thing.namespace
            && runs_pods(kind)
        {
            return Some(Peer::Pods(thing, &namespace.value));
        }
        if !thing.addresses.is_empty() {
            let ranges = thing.addresses.iter().map(|range| range.value).collect();
            return Some(Peer::Addresses(&thing.id, ranges));
        }
        lies_outside(kind).then_some(Peer::Anywhere(&thing.id))
    }

    fn explain_controller(&mut self, step: Step<'a>, last: Step<'a>) {
        if self.things.get(last.to).is_some_and(|thing| self.standing.thing(thing)) {
            return;
        }
        let message = format!(
            "the pods that serve {} are not drawn, so no policy lets them reach {}",
            step.from, last.to
        );
        let help = format!(
            "Draw the ingress controller in its namespace before {0}, or declare `namespace:` for {0} if it is a Gateway.",
            step.from
        );
        self.found.problems.push(Problem::new(&NOT_EXPORTED, step.link.span, message).with_help(help));
    }

    fn explain_missing(&mut self, step: Step<'a>, id: &str) {
        let Some(thing) = self.things.get(id) else { return };
        if !runs_pods(thing.kind.value) || self.standing.thing(thing) {
            return;
        }
        let message =
            format!("{id} lies in no namespace, so no policy is written for {}", statement(step.link));
        let help = format!("Draw it inside a subgraph for its namespace, or declare `namespace:` for {id}.");
        self.found.problems.push(Problem::new(&NOT_EXPORTED, step.link.span, message).with_help(help));
    }
}

/// The ports that a link draws, as the pods know them: "HTTPS 443" at pods that declare nothing but 8443 means 8443,
/// and so does one with the name of a declared port.
fn pod_ports(drawn: &[&Port], declared: &[&Port]) -> Vec<Port> {
    let known = |port: &Port| {
        let same = declared.iter().any(|own| own.contains(port)).then_some(port);
        let by_name =
            || declared.iter().copied().find(|own| own.name().is_some() && own.name() == port.name());
        let only = || {
            declared.first().copied().filter(|own| declared.len() == 1 && own.protocol() == port.protocol())
        };
        same.or_else(by_name).or_else(only).unwrap_or(port).clone()
    };
    drawn.iter().copied().map(known).collect()
}

/// The directions in which a link carries connections: `<-->` both, everything else from its start to its end.
fn steps_of(link: &LinkThing) -> impl Iterator<Item = Step<'_>> {
    let carries = matches!(link.kind, LinkKind::Flow | LinkKind::Request | LinkKind::Route);
    let both = link.tips.0 == Tip::Arrow && link.tips.1 == Tip::Arrow;
    let there = carries.then_some(Step { from: &link.from, to: &link.to, link });
    let back = (carries && both).then_some(Step { from: &link.to, to: &link.from, link });
    there.into_iter().chain(back)
}
