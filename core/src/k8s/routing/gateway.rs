use super::route::{ParentReference, parent_reference};
use crate::k8s::fields::{Fields, present};
use crate::k8s::object::Object;
use crate::k8s::placed::{Placed, listed};
use crate::k8s::selector::{Selector, selector};
use crate::k8s::service::ADDRESS_ANNOTATIONS;
use crate::text::Span;
use crate::yaml::Node;

/// A GatewayClass: which controller serves the Gateways that name it.
#[derive(Clone, PartialEq, Debug)]
pub struct GatewayClass {
    /// The index of the object that it was read from.
    pub object: usize,
    /// Its name.
    pub name: String,
    /// The controller: `io.cilium/gateway-controller`.
    pub controller: Option<Placed<String>>,
}

/// A Gateway: addresses, and ports on which it listens for routes.
#[derive(Clone, PartialEq, Debug)]
pub struct Gateway {
    /// The index of the object that it was read from.
    pub object: usize,
    /// Its namespace; `default` where none is written.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: Option<Placed<String>>,
    /// Its listeners, in order.
    pub listeners: Vec<Listener>,
    /// From which namespaces ListenerSets may add listeners.
    pub listener_sets: NamespacesFrom,
    /// Addresses and names that are asked for: `spec.addresses`, and annotations for the gateway's service.
    pub addresses: Vec<Placed<String>>,
    /// Addresses and names that it has: `status.addresses`.
    pub status_addresses: Vec<Placed<String>>,
}

/// A ListenerSet: more listeners for a Gateway.
#[derive(Clone, PartialEq, Debug)]
pub struct ListenerSet {
    /// The index of the object that it was read from.
    pub object: usize,
    /// Its namespace; `default` where none is written.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The Gateway that it adds to.
    pub parent: Option<ParentReference>,
    /// Its listeners, in order.
    pub listeners: Vec<Listener>,
}

/// A port on which a Gateway listens, and the routes that it admits.
#[derive(Clone, PartialEq, Debug)]
pub struct Listener {
    /// All of the item.
    pub span: Span,
    /// Its name.
    pub name: Placed<String>,
    /// Its port.
    pub port: Option<Placed<u16>>,
    /// Its protocol: `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`, or one of the implementation's own.
    pub protocol: Placed<String>,
    /// The host; a first label of `*` stands for one or more labels. Every host where none is written.
    pub hostname: Option<Placed<String>>,
    /// What it does with TLS.
    pub tls: Option<ListenerTls>,
    /// Which routes it admits.
    pub allowed: AllowedRoutes,
}

/// What a listener does with TLS.
#[derive(Clone, PartialEq, Debug)]
pub struct ListenerTls {
    /// All of it.
    pub span: Span,
    /// Whether it is passed on as it comes, instead of being ended here.
    pub passes_through: bool,
    /// The secrets with its certificates.
    pub certificates: Vec<ObjectReference>,
}

/// A reference to an object that may be in another namespace.
#[derive(Clone, PartialEq, Debug)]
pub struct ObjectReference {
    /// All of it.
    pub span: Span,
    /// The group; empty for the core group.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The namespace, where one is written.
    pub namespace: Option<String>,
    /// The name.
    pub name: Placed<String>,
}

/// Which routes a listener admits.
#[derive(Clone, PartialEq, Debug)]
pub struct AllowedRoutes {
    /// From which namespaces.
    pub namespaces: NamespacesFrom,
    /// Where that is said.
    pub namespaces_span: Option<Span>,
    /// Of which kinds; of those that suit the protocol where nothing is said.
    pub kinds: Option<Vec<Placed<String>>>,
}

/// From which namespaces something is admitted.
#[derive(Clone, PartialEq, Debug)]
pub enum NamespacesFrom {
    /// From all.
    All,
    /// From that of the Gateway or ListenerSet.
    Same,
    /// From those whose labels are selected.
    Matching(Selector),
    /// From none.
    None,
}

/// Reads the GatewayClass that `object` is.
pub(crate) fn gateway_class(fields: &mut Fields, object: &Object, index: usize) -> GatewayClass {
    let spec = fields.section(&object.tree, "spec");
    let controller = spec.and_then(|spec| fields.placed_text(spec, "controllerName"));
    GatewayClass { object: index, name: object.name.clone(), controller }
}

/// Reads the Gateway that `object` is.
pub(crate) fn gateway(fields: &mut Fields, object: &Object, index: usize) -> Option<Gateway> {
    let spec = fields.section(&object.tree, "spec")?;
    let allowed = match fields.section(spec, "allowedListeners") {
        Some(allowed) => namespaces_from(fields, allowed),
        None => None,
    };
    let nodes = fields.sections(spec, "addresses").unwrap_or_default();
    let mut addresses: Vec<_> =
        nodes.into_iter().filter_map(|node| fields.placed_text(node, "value")).collect();
    addresses.extend(infrastructure_addresses(fields, spec));
    let status = object.at(&["status", "addresses"]).map(Node::items).unwrap_or_default();
    Some(Gateway {
        object: index,
        namespace: object.namespace_or_default().to_owned(),
        name: object.name.clone(),
        class: fields.placed_text(spec, "gatewayClassName"),
        listeners: listeners(fields, spec),
        listener_sets: allowed.map_or(NamespacesFrom::None, |(from, _)| from),
        addresses,
        status_addresses: status.iter().filter_map(value).collect(),
    })
}

/// Addresses that the service of a gateway is told to ask for, by annotations that the gateway hands on to it.
fn infrastructure_addresses(fields: &mut Fields, spec: &Node) -> Vec<Placed<String>> {
    let Some(infrastructure) = fields.section(spec, "infrastructure") else { return Vec::new() };
    let Some(annotations) = fields.section(infrastructure, "annotations") else { return Vec::new() };
    ADDRESS_ANNOTATIONS.iter().flat_map(|key| listed(fields.placed_text(annotations, key))).collect()
}

/// The `value` of an address in a status, which is not the author's to mend.
fn value(node: &Node) -> Option<Placed<String>> {
    let node = node.get("value")?;
    Some(Placed { value: node.text()?.to_owned(), span: node.span })
}

/// Reads the ListenerSet that `object` is.
pub(crate) fn listener_set(fields: &mut Fields, object: &Object, index: usize) -> Option<ListenerSet> {
    let spec = fields.section(&object.tree, "spec")?;
    let parent = fields.section(spec, "parentRef");
    Some(ListenerSet {
        object: index,
        namespace: object.namespace_or_default().to_owned(),
        name: object.name.clone(),
        parent: parent.and_then(|node| parent_reference(fields, node)),
        listeners: listeners(fields, spec),
    })
}

fn listeners(fields: &mut Fields, spec: &Node) -> Vec<Listener> {
    let nodes = fields.sections(spec, "listeners").unwrap_or_default();
    nodes.into_iter().map(|node| listener(fields, node)).collect()
}

fn listener(fields: &mut Fields, node: &Node) -> Listener {
    let unsaid = || Placed { value: String::new(), span: node.span };
    let tls = fields.section(node, "tls").map(|node| listener_tls(fields, node));
    Listener {
        span: node.span,
        name: fields.placed_text(node, "name").unwrap_or_else(unsaid),
        port: fields.placed_port(node, "port"),
        protocol: fields.placed_text(node, "protocol").unwrap_or_else(unsaid),
        hostname: fields.placed_text(node, "hostname").filter(|host| !host.value.is_empty()),
        tls,
        allowed: allowed_routes(fields, node),
    }
}

fn listener_tls(fields: &mut Fields, node: &Node) -> ListenerTls {
    let certificates = fields.sections(node, "certificateRefs").unwrap_or_default();
    ListenerTls {
        span: node.span,
        passes_through: fields.text(node, "mode") == Some("Passthrough"),
        certificates: certificates.into_iter().filter_map(|node| secret_reference(fields, node)).collect(),
    }
}

fn secret_reference(fields: &mut Fields, node: &Node) -> Option<ObjectReference> {
    Some(ObjectReference {
        span: node.span,
        group: fields.text(node, "group").unwrap_or_default().to_owned(),
        kind: fields.text(node, "kind").unwrap_or("Secret").to_owned(),
        namespace: fields.text(node, "namespace").map(str::to_owned),
        name: fields.placed_text(node, "name")?,
    })
}

fn allowed_routes(fields: &mut Fields, listener: &Node) -> AllowedRoutes {
    let Some(node) = fields.section(listener, "allowedRoutes") else {
        return AllowedRoutes { namespaces: NamespacesFrom::Same, namespaces_span: None, kinds: None };
    };
    let from = namespaces_from(fields, node);
    let kinds = fields.sections(node, "kinds").filter(|kinds| !kinds.is_empty());
    let kinds =
        kinds.map(|kinds| kinds.into_iter().filter_map(|kind| fields.placed_text(kind, "kind")).collect());
    AllowedRoutes {
        namespaces_span: from.as_ref().map(|(_, span)| *span),
        namespaces: from.map_or(NamespacesFrom::Same, |(from, _)| from),
        kinds,
    }
}

/// What `namespaces.from` says, and where; nothing where it says nothing.
fn namespaces_from(fields: &mut Fields, node: &Node) -> Option<(NamespacesFrom, Span)> {
    let namespaces = fields.section(node, "namespaces")?;
    let from = fields.placed_text(namespaces, "from")?;
    let said = match from.as_str() {
        "All" => NamespacesFrom::All,
        "None" => NamespacesFrom::None,
        "Selector" => present(namespaces, "selector")
            .and_then(|node| selector(fields, node))
            .map_or(NamespacesFrom::None, NamespacesFrom::Matching),
        _ => NamespacesFrom::Same,
    };
    Some((said, namespaces.span))
}
