use super::fields::Fields;
use super::object::Object;
use super::pod::DEFAULT_NAMESPACE;
use super::selector::{Labels, NAMESPACE_NAME, Selector, selector};
use crate::yaml::Node;
use std::collections::BTreeMap;

const GROUP: &str = "gateway.networking.k8s.io";

/// What decides whether a route of the Gateway API is attached, and whether it may lead into other namespaces.
#[derive(Debug, Default)]
pub(super) struct Gateways {
    /// Listeners by the gateway's namespace and name.
    listeners: BTreeMap<(String, String), Vec<Listener>>,
    grants: Vec<Grant>,
    namespaces: BTreeMap<String, Labels>,
}

/// What a listener admits.
#[derive(Debug)]
struct Listener {
    name: String,
    port: Option<i64>,
    protocol: String,
    hostname: Option<String>,
    from: From,
    /// Kinds of routes, where they are restricted.
    kinds: Option<Vec<String>>,
}

/// From which namespaces a listener admits routes.
#[derive(Debug)]
enum From {
    All,
    Same,
    Matching(Selector),
    None,
}

/// A ReferenceGrant: routes of one kind and namespace may lead to services of the grant's namespace.
#[derive(Debug)]
struct Grant {
    namespace: String,
    from: Vec<(String, String)>,
    /// Names of services; none for all.
    to: Vec<Option<String>>,
}

impl Gateways {
    pub fn read(fields: &mut Fields, objects: &[&Object]) -> Self {
        let mut read = Self::default();
        for (index, object) in objects.iter().enumerate() {
            fields.object = index;
            match (object.group(), object.kind.as_str()) {
                (GROUP, "Gateway") => {
                    let listeners = listeners(fields, object);
                    read.listeners.insert((namespace(object), object.name.clone()), listeners);
                }
                (GROUP, "ReferenceGrant") => read.grants.push(grant(object)),
                ("", "Namespace") => {
                    let labels = object.at(&["metadata", "labels"]).map(Node::entries).unwrap_or_default();
                    let text = |node: &Node| node.text().unwrap_or_default().to_owned();
                    let labels = labels.iter().map(|entry| (entry.key.clone(), text(&entry.value))).collect();
                    read.namespaces.insert(object.name.clone(), labels);
                }
                _ => {}
            }
        }
        read
    }

    /// Whether a gateway admits `route`. One that is not among the objects is taken to.
    pub fn admit(&self, route: &Object) -> bool {
        let parents = route.at(&["spec", "parentRefs"]).map(Node::items).unwrap_or_default();
        parents.iter().any(|parent| self.parent_admits(route, parent))
    }

    fn parent_admits(&self, route: &Object, parent: &Node) -> bool {
        let text = |key: &str| parent.get(key).and_then(Node::text);
        // A route whose parent is a service is about traffic inside of the cluster.
        if text("kind").is_some_and(|kind| kind == "Service") {
            return false;
        }
        let home = namespace(route);
        let key =
            (text("namespace").unwrap_or(&home).to_owned(), text("name").unwrap_or_default().to_owned());
        let Some(listeners) = self.listeners.get(&key) else { return true };
        let section = text("sectionName");
        let port = parent.get("port").and_then(Node::integer);
        listeners.iter().any(|listener| {
            section.is_none_or(|section| section == listener.name)
                && port.is_none_or(|port| listener.port == Some(port))
                && self.listener_admits(listener, route, &key.0, &home)
        })
    }

    fn listener_admits(&self, listener: &Listener, route: &Object, gateway: &str, home: &str) -> bool {
        let by_kind = match &listener.kinds {
            Some(kinds) => kinds.contains(&route.kind),
            None => suits(&listener.protocol, &route.kind),
        };
        let by_namespace = match &listener.from {
            From::All => true,
            From::Same => gateway == home,
            From::Matching(selector) => selector.matches(&self.labels(home)),
            From::None => false,
        };
        let hosts: Vec<&str> = route
            .at(&["spec", "hostnames"])
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .filter_map(Node::text)
            .collect();
        let by_host = match &listener.hostname {
            Some(hostname) if !hosts.is_empty() => hosts.iter().any(|host| hosts_meet(hostname, host)),
            _ => true,
        };
        by_kind && by_namespace && by_host
    }

    fn labels(&self, namespace: &str) -> Labels {
        let mut labels = self.namespaces.get(namespace).cloned().unwrap_or_default();
        labels.insert(NAMESPACE_NAME.to_owned(), namespace.to_owned());
        labels
    }

    /// Whether `route`, of namespace `home`, may lead to this service.
    pub fn grant(&self, route: &Object, home: &str, namespace: &str, service: &str) -> bool {
        home == namespace
            || self.grants.iter().any(|grant| {
                grant.namespace == namespace
                    && grant.from.iter().any(|(kind, from)| *kind == route.kind && from == home)
                    && grant.to.iter().any(|to| to.as_deref().is_none_or(|to| to == service))
            })
    }
}

fn namespace(object: &Object) -> String {
    object.namespace.clone().unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned())
}

/// Whether a listener of this protocol takes routes of this kind where it does not say which.
fn suits(protocol: &str, kind: &str) -> bool {
    match protocol {
        "HTTP" | "HTTPS" => matches!(kind, "HTTPRoute" | "GRPCRoute"),
        "TLS" => matches!(kind, "TLSRoute" | "TCPRoute"),
        "TCP" => kind == "TCPRoute",
        "UDP" => kind == "UDPRoute",
        _ => true,
    }
}

/// Whether some host fits both, either of which may start with `*.`, which stands for one or more labels.
fn hosts_meet(listener: &str, route: &str) -> bool {
    let below = |wildcard: &str, host: &str| {
        wildcard.strip_prefix('*').is_some_and(|suffix| host.len() > suffix.len() && host.ends_with(suffix))
    };
    listener == route || below(listener, route) || below(route, listener)
}

fn listeners(fields: &mut Fields, gateway: &Object) -> Vec<Listener> {
    let Some(spec) = fields.section(&gateway.tree, "spec") else { return Vec::new() };
    let nodes = fields.sections(spec, "listeners").unwrap_or_default();
    nodes.into_iter().map(|node| listener(fields, node)).collect()
}

fn listener(fields: &mut Fields, node: &Node) -> Listener {
    let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
    let allowed = node.get("allowedRoutes");
    let namespaces = allowed.and_then(|allowed| allowed.get("namespaces"));
    let from = match namespaces.and_then(|it| it.get("from")).and_then(Node::text) {
        Some("All") => From::All,
        Some("Selector") => {
            let node = namespaces.and_then(|it| it.get("selector"));
            node.and_then(|node| selector(fields, node)).map_or(From::None, From::Matching)
        }
        Some("None") => From::None,
        _ => From::Same,
    };
    let kinds =
        allowed.and_then(|allowed| allowed.get("kinds")).map(Node::items).filter(|kinds| !kinds.is_empty());
    let kind = |node: &Node| node.get("kind").and_then(Node::text).map(str::to_owned);
    Listener {
        name: text("name").unwrap_or_default(),
        port: node.get("port").and_then(Node::integer),
        protocol: text("protocol").unwrap_or_default(),
        hostname: text("hostname"),
        from,
        kinds: kinds.map(|kinds| kinds.iter().filter_map(kind).collect()),
    }
}

fn grant(object: &Object) -> Grant {
    let items = |key: &str| object.at(&["spec", key]).map(Node::items).unwrap_or_default();
    let text = |node: &Node, key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
    Grant {
        namespace: namespace(object),
        from: items("from")
            .iter()
            .filter_map(|it| Some((text(it, "kind")?, text(it, "namespace")?)))
            .collect(),
        to: items("to")
            .iter()
            .filter(|it| it.get("kind").and_then(Node::text) == Some("Service"))
            .map(|it| text(it, "name"))
            .collect(),
    }
}
