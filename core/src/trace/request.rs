use super::url::{Url, host_and_port};
use crate::k8s::{PortReference, Resources};
use crate::model::{Model, Thing, ThingKind};
use std::net::IpAddr;

/// A request that is to be followed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// Where it starts.
    pub from: Origin,
    /// What it asks for.
    pub to: Target,
    /// The HTTP method: `GET`.
    pub method: String,
    /// Names and values of HTTP headers.
    pub headers: Vec<(String, String)>,
}

/// Where a request starts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Somewhere in the internet.
    Internet,
    /// An address outside of the cluster.
    Address(IpAddr),
    /// A pod, by its index in [`Resources::pods`].
    Pod(usize),
    /// A thing of the drawing of which no object is shown, by its id.
    Thing(String),
}

/// What a request asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A URL.
    Url(Url),
    /// A name, as a program asks for it: `web`, `web.shop`, `web.shop.svc.cluster.local`.
    Name {
        /// In lower case, without a dot at its end.
        host: String,
        /// The port; that of the service where none is written.
        port: Option<u16>,
    },
    /// The pods of a workload, by their indices in [`Resources::pods`], without any name or service between.
    Pods {
        /// The pods.
        pods: Vec<usize>,
        /// The port; the only one that they declare where none is written.
        port: Option<PortReference>,
    },
    /// A service, by its index in [`Resources::services`].
    Service {
        /// The service.
        service: usize,
        /// Its port; its only or first one where none is written.
        port: Option<PortReference>,
    },
    /// A thing of the drawing of which no object is shown.
    Thing {
        /// Its id.
        id: String,
        /// The port; that of the arrow where none is written.
        port: Option<u16>,
    },
}

impl Request {
    /// Reads a request: `from` as [`Origin::read`] does, `to` as [`Target::read`] does.
    ///
    /// # Errors
    /// What is not known, in words.
    pub fn read(model: &Model, from: &str, to: &str) -> Result<Self, String> {
        let from = Origin::read(model, from)?;
        let to = Target::read(model, &from, to)?;
        Ok(Self { from, to, method: "GET".to_owned(), headers: Vec::new() })
    }
}

impl Origin {
    /// Reads where a request starts: `internet`, an address, a workload (`shop/web`, or `web` where there is only one),
    /// or a thing of the drawing by its id or text.
    ///
    /// # Errors
    /// What is not known, in words.
    pub fn read(model: &Model, text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("say where the request starts: internet, NAMESPACE/NAME or an address".to_owned());
        }
        if text.eq_ignore_ascii_case("internet") || text.eq_ignore_ascii_case("outside") {
            return Ok(Self::Internet);
        }
        if let Ok(address) = text.parse() {
            return Ok(Self::Address(address));
        }
        // An id of the drawing is one thing, whatever else is called so.
        if let Some(pod) = model.thing(text).and_then(|thing| pods_of(model, thing).first().copied()) {
            return Ok(Self::Pod(pod));
        }
        if let Some(pod) = workload(model.objects.resources(), text)?.first() {
            return Ok(Self::Pod(*pod));
        }
        let thing = thing(model, text)?;
        if thing.kind.value == ThingKind::Outside {
            return Ok(Self::Internet);
        }
        Ok(match pods_of(model, thing).first() {
            Some(&pod) => Self::Pod(pod),
            None => Self::Thing(thing.id.clone()),
        })
    }

    /// The namespace in which names are looked up first.
    pub(super) fn namespace<'m>(&self, resources: &'m Resources) -> Option<&'m str> {
        match self {
            Self::Pod(pod) => resources.pods.get(*pod).map(|pod| pod.namespace.as_str()),
            _ => None,
        }
    }
}

impl Target {
    /// Reads what a request asks for, as seen from `from`: a URL, the name of a service as cluster DNS knows it, a
    /// workload or service with its namespace (`shop/web:8080`), a thing of the drawing, or a host, which is asked by
    /// HTTPS.
    ///
    /// # Errors
    /// What is not known, in words.
    pub fn read(model: &Model, from: &Origin, text: &str) -> Result<Self, String> {
        let text = text.trim();
        let resources = model.objects.resources();
        if text.is_empty() {
            return Err("say what is asked for: a URL, a service, or NAMESPACE/NAME:PORT".to_owned());
        }
        if text.contains("://") {
            return Url::read(text).map(Self::Url);
        }
        let (name, port) = split_port(text);
        let number = || match &port {
            None => Ok(None),
            Some(PortReference::Number(number)) => Ok(Some(*number)),
            Some(PortReference::Name(name)) => Err(format!("`{name}` is not a port number")),
        };
        if name.parse::<IpAddr>().is_ok() {
            return Ok(Self::Name { host: name.to_owned(), port: number()? });
        }
        if let Some((namespace, own)) = name.split_once('/')
            && !namespace.contains('.')
        {
            return of_namespace(resources, namespace, own, port);
        }
        let host = name.trim_end_matches('.').to_ascii_lowercase();
        if service_named(resources, &host, from.namespace(resources)).is_some() || is_cluster_name(&host) {
            return Ok(Self::Name { host, port: number()? });
        }
        if let Ok(thing) = thing(model, name) {
            return of_thing(model, thing, port);
        }
        let pods = workload(resources, name)?;
        if !pods.is_empty() {
            return Ok(Self::Pods { pods, port });
        }
        if host.contains('.') {
            return Url::with_scheme("https", text).map(Self::Url);
        }
        match from {
            Origin::Pod(_) => Ok(Self::Name { host, port: number()? }),
            _ => Err(format!("nothing here is called `{name}`")),
        }
    }
}

/// A workload, else a service, of a namespace.
fn of_namespace(
    resources: &Resources,
    namespace: &str,
    name: &str,
    port: Option<PortReference>,
) -> Result<Target, String> {
    let pods = workload(resources, &format!("{namespace}/{name}"))?;
    if !pods.is_empty() {
        return Ok(Target::Pods { pods, port });
    }
    let (name, _) = name.split_once('[').unwrap_or((name, ""));
    let is_meant = |service: &crate::k8s::Service| service.namespace == namespace && service.name == name;
    match resources.services.iter().rposition(is_meant) {
        Some(service) => Ok(Target::Service { service, port }),
        None => Err(format!("no workload and no service here is called `{namespace}/{name}`")),
    }
}

fn of_thing(model: &Model, thing: &Thing, port: Option<PortReference>) -> Result<Target, String> {
    let resources = model.objects.resources();
    let is_service = |index: &usize| resources.services.iter().position(|service| service.object == *index);
    let pods = pods_of(model, thing);
    if !pods.is_empty() {
        return Ok(Target::Pods { pods, port });
    }
    if let Some(service) = thing.objects.iter().find_map(is_service) {
        return Ok(Target::Service { service, port });
    }
    match port {
        Some(PortReference::Name(name)) => Err(format!("`{name}` is not a port number")),
        Some(PortReference::Number(port)) => Ok(Target::Thing { id: thing.id.clone(), port: Some(port) }),
        None => Ok(Target::Thing { id: thing.id.clone(), port: None }),
    }
}

/// A name, and the port after its last colon.
fn split_port(text: &str) -> (&str, Option<PortReference>) {
    if text.parse::<IpAddr>().is_ok() {
        return (text, None);
    }
    if text.starts_with('[') {
        let port = host_and_port(text).ok().and_then(|(_, port)| port);
        let host = text.trim_start_matches('[').split(']').next().unwrap_or_default();
        return (host, port.map(PortReference::Number));
    }
    match text.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && !port.contains('/') => {
            let reference = match port.parse() {
                Ok(number) => PortReference::Number(number),
                Err(_) => PortReference::Name(port.to_owned()),
            };
            (name, Some(reference))
        }
        _ => (text, None),
    }
}

/// The pods of a workload that is called `text`: `shop/web`, `shop/web[Deployment]`, or `web` where only one namespace
/// has one. Empty where nothing is.
fn workload(resources: &Resources, text: &str) -> Result<Vec<usize>, String> {
    let (name, kind) = match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
        Some((name, kind)) => (name, Some(kind)),
        None => (text, None),
    };
    let (namespace, name) = match name.split_once('/') {
        Some((namespace, name)) => (Some(namespace), name),
        None => (None, name),
    };
    let mut found: Vec<usize> = Vec::new();
    for (index, pod) in resources.pods.iter().enumerate() {
        let is_of_namespace = namespace.is_none_or(|namespace| pod.namespace == namespace);
        let is_owner = pod.owner.name == name && kind.is_none_or(|kind| pod.owner.kind == kind);
        let is_itself = pod.name == name && kind.is_none_or(|kind| kind == "Pod");
        if is_of_namespace && (is_owner || is_itself) {
            found.push(index);
        }
    }
    let owner = |&index: &usize| {
        resources
            .pods
            .get(index)
            .map(|pod| format!("{}/{}[{}]", pod.namespace, pod.owner.name, pod.owner.kind))
    };
    let mut owners: Vec<String> = found.iter().filter_map(owner).collect();
    owners.sort();
    owners.dedup();
    match owners.as_slice() {
        [] | [_] => Ok(found),
        [first, second, ..] => Err(format!("`{text}` is {first} and {second}: say which")),
    }
}

/// The thing with this id, else the only one with this text.
fn thing<'m>(model: &'m Model, text: &str) -> Result<&'m Thing, String> {
    if let Some(thing) = model.thing(text) {
        return Ok(thing);
    }
    let mut called = model.things.iter().filter(|thing| thing.text.trim().eq_ignore_ascii_case(text));
    match (called.next(), called.next()) {
        (Some(thing), None) => Ok(thing),
        (Some(_), Some(_)) => Err(format!("several things are called `{text}`: say the id")),
        (None, _) => Err(format!("nothing here is called `{text}`")),
    }
}

/// The pods of the objects that a thing stands for.
fn pods_of(model: &Model, thing: &Thing) -> Vec<usize> {
    let resources = model.objects.resources();
    let Some(object) = thing.objects.first().and_then(|&index| model.objects.objects.get(index)) else {
        return Vec::new();
    };
    let is_made = |pod: &crate::k8s::Pod| {
        thing.objects.first() == Some(&pod.object)
            || pod.namespace == object.namespace_or_default()
                && pod.owner.kind == object.kind
                && pod.owner.name == object.name
    };
    resources.pods.iter().enumerate().filter(|(_, pod)| is_made(pod)).map(|(index, _)| index).collect()
}

/// Whether a name is one that only cluster DNS answers for: `web.shop.svc`, `web.shop.svc.cluster.local`.
pub(super) fn is_cluster_name(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    matches!(labels.as_slice(), [_, _, "svc"] | [_, _, _, "svc"])
        || host.ends_with(".cluster.local") && labels.contains(&"svc")
}

/// The service that cluster DNS knows by a name, for someone in `namespace`.
pub(super) fn service_named(resources: &Resources, host: &str, namespace: Option<&str>) -> Option<usize> {
    let labels: Vec<&str> = host.strip_suffix(".cluster.local").unwrap_or(host).split('.').collect();
    let (name, namespace) = match labels.as_slice() {
        [name] => (*name, namespace?),
        [name, namespace] | [name, namespace, "svc"] => (*name, *namespace),
        // A pod of a headless service.
        [_, name, namespace, "svc"] => (*name, *namespace),
        _ => return None,
    };
    resources.services.iter().rposition(|service| service.namespace == namespace && service.name == name)
}
