//! Services for what is linked to: a drawn Service with the pods behind it, else one with the workload's own name.

use super::flows::{runs_pods, statement};
use super::names::Names;
use super::standing::Standing;
use super::{NOT_EXPORTED, Object};
use crate::diagnostic::Problem;
use crate::model::{LinkKind, LinkThing, Model, Thing, ThingKind};
use crate::net::Port;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The Services of a design.
#[derive(Default)]
pub struct Services<'a> {
    /// The objects.
    pub objects: Vec<Object>,
    /// By the id of the thing that a link names: where to send its requests.
    backends: BTreeMap<&'a str, Backend>,
}

/// A Service as a route refers to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Backend {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its first port.
    pub port: u16,
}

impl Services<'_> {
    /// The Service that answers for the thing with this id.
    pub fn backend(&self, id: &str) -> Option<&Backend> {
        self.backends.get(id)
    }
}

/// Services for everything in a namespace that a link leads to.
pub fn write<'a>(
    model: &'a Model,
    names: &Names,
    standing: &Standing<'_>,
    problems: &mut Vec<Problem>,
) -> Services<'a> {
    let things: BTreeMap<&str, &Thing> =
        model.things.iter().map(|thing| (thing.id.as_str(), thing)).collect();
    let carried =
        |link: &&LinkThing| matches!(link.kind, LinkKind::Flow | LinkKind::Request | LinkKind::Route);
    let mut arriving: BTreeMap<&str, Vec<&LinkThing>> = BTreeMap::new();
    for link in model.links.iter().filter(carried) {
        arriving.entry(&link.to).or_default().push(link);
    }
    let mut services = Services::default();
    for thing in &model.things {
        let Some(links) = arriving.get(thing.id.as_str()) else { continue };
        let is_service = thing.kind.value == ThingKind::Service;
        let pods = if is_service { pods_behind(model, &things, thing) } else { vec![thing] };
        let behind_service = |link: &&LinkThing| {
            things.get(link.from.as_str()).is_some_and(|from| from.kind.value == ThingKind::Service)
        };
        // The drawn Service stands for a workload that is reached through nothing else.
        if !is_service && (!answers_requests(thing) || links.iter().all(behind_service)) {
            continue;
        }
        if standing.thing(thing) {
            services
                .backends
                .extend(standing_backend(model, thing).map(|backend| (thing.id.as_str(), backend)));
            continue;
        }
        match service(thing, &pods, links, names) {
            Ok((object, backend)) => {
                services.objects.push(object);
                services.backends.insert(&thing.id, backend);
            }
            Err(missing) => problems.push(missing),
        }
    }
    services
}

/// The Service of the document that answers for `thing`: itself, or one that leads to its pods.
fn standing_backend(model: &Model, thing: &Thing) -> Option<Backend> {
    let services = &model.objects.resources().services;
    let service =
        thing.objects.iter().find_map(|object| services.iter().find(|service| service.object == *object))?;
    let port = service.ports.first()?.port;
    Some(Backend { namespace: service.namespace.clone(), name: service.name.clone(), port })
}

/// Whether others reach the thing's pods through a Service. Those of an ingress controller come with its chart.
fn answers_requests(thing: &Thing) -> bool {
    let kind = thing.kind.value;
    runs_pods(kind)
        && thing.namespace.is_some()
        && !matches!(kind, ThingKind::IngressController | ThingKind::Job | ThingKind::CronJob)
}

fn pods_behind<'a>(model: &'a Model, things: &BTreeMap<&str, &'a Thing>, service: &Thing) -> Vec<&'a Thing> {
    let leaving = model.links.iter().filter(|link| link.from == service.id);
    let targets = leaving.filter_map(|link| things.get(link.to.as_str()).copied());
    targets.filter(|thing| runs_pods(thing.kind.value)).collect()
}

fn service(
    thing: &Thing,
    pods: &[&Thing],
    links: &[&LinkThing],
    names: &Names,
) -> Result<(Object, Backend), Problem> {
    let missing =
        |message: String, help: &str| Problem::new(&NOT_EXPORTED, thing.span, message).with_help(help);
    let id = &thing.id;
    let namespace = thing.namespace.as_ref().or_else(|| pods.first().and_then(|pod| pod.namespace.as_ref()));
    let Some(namespace) = namespace else {
        return Err(missing(
            format!("{id} lies in no namespace, so no Service is written for it"),
            "Draw it inside a subgraph for its namespace.",
        ));
    };
    let Some(first) = pods.first() else {
        return Err(missing(
            format!("the Service {id} leads to no workload, so it is not written"),
            "Link it to the workload whose pods answer.",
        ));
    };
    let labels = names.labels(first);
    if pods.iter().any(|pod| names.labels(pod) != labels) {
        return Err(missing(
            format!(
                "the Service {id} leads to workloads with different labels, which no single selector matches"
            ),
            "Give the workloads a label in common and declare it as their `labels:`.",
        ));
    }
    let ports = ports(thing, pods, links);
    let Some(port) = ports.first().map(|port| port.service) else {
        return Err(missing(
            format!("{id} names no port, so no Service is written for it"),
            "Declare `ports:` for it, or write the port on a link.",
        ));
    };
    let name = service_name(&names.of(thing));
    let spec = json!({
        "selector": labels,
        "ports": ports.iter().map(|port| port.value(ports.len() > 1)).collect::<Vec<Value>>(),
    });
    let mut object = Object::new("v1", "Service", &name).in_namespace(&namespace.value).with_spec(spec);
    object.labels = names.labels(thing);
    let object = links.iter().fold(object, |object, link| object.with_source(statement(link)));
    Ok((object, Backend { namespace: namespace.value.clone(), name, port }))
}

/// The name of a Service, which must begin with a letter (RFC 1035) where other objects may begin with a digit.
fn service_name(name: &str) -> String {
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("svc-{name}")
    } else {
        name.to_owned()
    }
}

/// A port of a Service and the pods' port behind it.
struct ServicePort {
    service: u16,
    pod: Port,
}

impl ServicePort {
    /// Kubernetes wants names as soon as there is more than one port.
    fn value(&self, must_be_named: bool) -> Value {
        let protocol = self.pod.protocol().as_str();
        let mut value = json!({});
        if let Some(name) = self.pod.name() {
            value["name"] = json!(name);
        } else if must_be_named {
            value["name"] = json!(format!("{}-{}", protocol.to_lowercase(), self.service));
        }
        value["protocol"] = json!(protocol);
        value["port"] = json!(self.service);
        value["targetPort"] = json!(self.pod.first());
        value
    }
}

/// The declared ports, else those that the arriving links name. A drawn Service listens on its own ports and
/// sends to those of the pods, one by one.
fn ports(thing: &Thing, pods: &[&Thing], links: &[&LinkThing]) -> Vec<ServicePort> {
    let declared = |thing: &Thing| singles(thing.ports.iter().map(|port| &port.value));
    let mut own = declared(thing);
    if own.is_empty() {
        own = singles(links.iter().flat_map(|link| &link.ports).map(|port| &port.value));
    }
    let behind: Vec<Port> = pods.iter().flat_map(|pod| declared(pod)).collect();
    if own.is_empty() {
        own.clone_from(&behind);
    }
    own.sort();
    own.dedup_by(|a, b| (a.first(), a.protocol()) == (b.first(), b.protocol()));
    let paired = own.len() == 1 && behind.len() == 1;
    let pod = |port: &Port| if paired { behind.first().unwrap_or(port).clone() } else { port.clone() };
    own.iter().map(|port| ServicePort { service: port.first(), pod: pod(port) }).collect()
}

/// A Service lists single ports only; a range has no place in it.
fn singles<'p>(ports: impl Iterator<Item = &'p Port>) -> Vec<Port> {
    ports.filter(|port| port.first() == port.last()).cloned().collect()
}
