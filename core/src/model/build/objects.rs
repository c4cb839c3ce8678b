//! Kubernetes objects onto the nodes and groups that stand for them. What the author declares wins over what an object
//! says, and that over what is guessed.

use super::Builder;
use crate::catalog::{GroupKind, ThingKind};
use crate::k8s::{Object, Objects};
use crate::model::facts::{Facts, ObjectFact, ObjectReference};
use crate::model::matching::{Matching, Sought};
use crate::model::object_kind::{self, pod_template};
use crate::model::{Evidence, GroupThing, Known, Thing};
use crate::net::{Port, Protocol};
use crate::text::Span;
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

impl Builder<'_> {
    /// Finds the object of each thing and the Namespace of each group, and takes over what they say.
    pub(super) fn match_objects(&mut self, facts: &Facts) {
        let objects = Arc::clone(&self.model.objects);
        let declared: HashMap<&str, &Known<ObjectFact>> =
            facts.nodes.iter().filter_map(|fact| Some((fact.id.as_str(), fact.object.as_ref()?))).collect();
        if objects.objects.is_empty() && declared.is_empty() {
            return;
        }
        let matching = Matching::new(&objects.objects);
        for group in &mut self.model.groups {
            match_group(group, &matching, &objects);
        }
        let around = self.namespaces_around();
        for (thing, label) in self.model.things.iter_mut().zip(&self.labels) {
            let stands_in = thing.group.and_then(|group| around.get(group).copied().flatten());
            let stands_in = stands_in.and_then(|group| self.model.groups.get(group));
            let declared_namespace = thing.namespace.as_ref().map(|known| known.value.as_str());
            let sought = Sought {
                id: &thing.id,
                lines: &label.lines,
                kind: (thing.kind.value, thing.kind.evidence.is_declared()),
                namespace: declared_namespace.or(stands_in.map(|group| group.name.as_str())),
            };
            let found = find(&matching, &sought, declared.get(thing.id.as_str()).copied(), thing.span);
            let Some((index, evidence)) = found else { continue };
            thing.matched = Some(evidence);
            if let Some((index, object)) = index.and_then(|index| Some((index, objects.objects.get(index)?)))
            {
                thing.objects.push(index);
                take_over(thing, object);
            }
        }
        self.add_services(&objects);
    }

    /// Gives each workload the Services that lead to its pods, but for those that a node of their own shows.
    fn add_services(&mut self, objects: &Objects) {
        let shown: BTreeSet<usize> =
            self.model.things.iter().filter_map(|thing| thing.objects.first().copied()).collect();
        let services = ServicesByLabel::new(objects, &shown);
        for thing in &mut self.model.things {
            let own = thing.objects.first().and_then(|&index| objects.objects.get(index));
            if let Some(object) = own {
                thing.objects.extend(services.leading_to(object));
            }
        }
    }
}

/// The object that a thing stands for: the one that the author names, else the one that it is called like.
fn find(
    matching: &Matching<'_>,
    sought: &Sought<'_>,
    declared: Option<&Known<ObjectFact>>,
    span: Span,
) -> Option<(Option<usize>, Evidence)> {
    let Some(fact) = declared else {
        let (index, clue) = matching.of_node(sought)?;
        return Some((Some(index), Evidence::Inferred { clue, span }));
    };
    let index = match &fact.value {
        ObjectFact::Nothing => None,
        ObjectFact::Named(name) => ObjectReference::read(name).ok().and_then(|it| {
            let anywhere =
                || it.namespace.is_none().then(|| matching.named(it.kind, it.name, None)).flatten();
            matching.named(it.kind, it.name, it.namespace.or(sought.namespace)).or_else(anywhere)
        }),
    };
    Some((index, fact.evidence.clone()))
}

fn match_group(group: &mut GroupThing, matching: &Matching<'_>, objects: &Objects) {
    let is_open = !group.kind.evidence.is_declared() && group.kind.value == GroupKind::Box;
    if !is_open && group.kind.value != GroupKind::Namespace {
        return;
    }
    let Some(found) = matching.of_group(&group.id, &group.name) else { return };
    group.object = found;
    let object = found.and_then(|index| objects.objects.get(index));
    if let Some(object) = object {
        group.name.clone_from(&object.name);
    }
    if is_open {
        let clue = match object {
            Some(object) => format!("{object} is called so"),
            None => format!("objects are in the namespace {}", group.name),
        };
        let span = object.map_or(group.span, |object| object.span);
        group.kind = Known { value: GroupKind::Namespace, evidence: Evidence::Inferred { clue, span } };
    }
}

/// Gives `thing` what `object` says and the author does not.
fn take_over(thing: &mut Thing, object: &Object) {
    let evidence = Evidence::Inferred { clue: format!("{object} says so"), span: object.name_span() };
    let known_kind = object_kind::of(object);
    let is_open = !thing.kind.evidence.is_declared();
    if let Some(kind) = known_kind.filter(|&kind| is_open && !object_kind::says_more(thing.kind.value, kind))
    {
        thing.kind = Known { value: kind, evidence: evidence.clone() };
    }
    if let Some(namespace) = object.namespace.clone().filter(|_| thing.namespace.is_none()) {
        thing.namespace = Some(Known { value: namespace, evidence: evidence.clone() });
    }
    if thing.labels.is_empty() {
        thing.labels = pod_labels(object);
    }
    let is_open = !thing.ports.iter().any(|port| port.evidence.is_declared());
    let ports =
        if known_kind == Some(ThingKind::Service) { service_ports(object) } else { pod_ports(object) };
    if is_open && !ports.is_empty() {
        thing.ports = ports.into_iter().map(|value| Known { value, evidence: evidence.clone() }).collect();
    }
}

fn pod_labels(object: &Object) -> BTreeMap<String, String> {
    let labels = pod_template(object).and_then(|template| template.get("metadata")?.get("labels"));
    texts(labels).map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn texts(node: Option<&Node>) -> impl Iterator<Item = (&str, &str)> {
    let entries = node.map_or(&[][..], Node::entries);
    entries.iter().filter_map(|entry| Some((entry.key.as_str(), entry.value.text()?)))
}

fn pod_ports(object: &Object) -> Vec<Port> {
    let containers = pod_template(object).and_then(|template| template.get("spec")?.get("containers"));
    let ports = containers.map_or(&[][..], Node::items).iter().filter_map(|container| container.get("ports"));
    ports.flat_map(Node::items).filter_map(|node| port(node, "containerPort")).collect()
}

fn service_ports(object: &Object) -> Vec<Port> {
    let ports = object.at(&["spec", "ports"]).map_or(&[][..], Node::items);
    ports.iter().filter_map(|node| port(node, "port")).collect()
}

fn port(node: &Node, key: &str) -> Option<Port> {
    let number = u16::try_from(node.get(key)?.integer()?).ok()?;
    let protocol = match node.get("protocol").and_then(Node::text) {
        Some("UDP") => Protocol::Udp,
        Some("SCTP") => Protocol::Sctp,
        _ => Protocol::Tcp,
    };
    let port = Port::new(number, number, protocol)?;
    let name = node.get("name").and_then(Node::text);
    Some(name.and_then(|name| port.clone().named(name)).unwrap_or(port))
}

/// Services by namespace and the first label that they ask of pods, so that each workload looks at few of them.
struct ServicesByLabel<'a> {
    objects: &'a [Object],
    by_label: HashMap<(Option<&'a str>, &'a str, &'a str), Vec<usize>>,
}

impl<'a> ServicesByLabel<'a> {
    fn new(objects: &'a Objects, shown: &BTreeSet<usize>) -> Self {
        let mut by_label: HashMap<_, Vec<usize>> = HashMap::new();
        for (index, object) in objects.objects.iter().enumerate() {
            let is_open = object_kind::of(object) == Some(ThingKind::Service) && !shown.contains(&index);
            let first = texts(object.at(&["spec", "selector"])).next().filter(|_| is_open);
            if let Some((key, value)) = first {
                by_label.entry((object.namespace.as_deref(), key, value)).or_default().push(index);
            }
        }
        Self { objects: &objects.objects, by_label }
    }

    /// The Services that lead to the pods of `object`, in the order of the text.
    fn leading_to(&self, object: &'a Object) -> Vec<usize> {
        if self.by_label.is_empty() {
            return Vec::new();
        }
        let labels: BTreeMap<&str, &str> =
            texts(pod_template(object).and_then(|template| template.get("metadata")?.get("labels")))
                .collect();
        let selects = |index: &usize| {
            let selector = self.objects.get(*index).and_then(|service| service.at(&["spec", "selector"]));
            texts(selector).all(|(key, value)| labels.get(key) == Some(&value))
        };
        let namespace = object.namespace.as_deref();
        let candidates =
            labels.iter().filter_map(|(&key, &value)| self.by_label.get(&(namespace, key, value)));
        let mut found: Vec<usize> = candidates.flatten().copied().filter(selects).collect();
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests;
