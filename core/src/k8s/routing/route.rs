use super::attachment::Referent;
use super::route_filter::{RouteFilter, route_filter};
use super::route_match::{RouteMatch, route_match};
use crate::k8s::fields::{Fields, present};
use crate::k8s::object::Object;
use crate::k8s::placed::Placed;
use crate::text::Span;
use crate::yaml::Node;

/// A route of the Gateway API: which requests it is about, and where they lead.
#[derive(Clone, PartialEq, Debug)]
pub struct Route {
    /// The index of the object that it was read from.
    pub object: usize,
    /// Its kind.
    pub kind: RouteKind,
    /// Its namespace; `default` where none is written.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// When it was made, as its metadata say: of two that match alike, the older one wins.
    pub created: Option<Placed<String>>,
    /// What it is attached to.
    pub parents: Vec<ParentReference>,
    /// Its hosts; those of the listener where there are none. A first label of `*` stands for one or more labels.
    pub hostnames: Vec<Placed<String>>,
    /// Its rules, in order.
    pub rules: Vec<RouteRule>,
}

/// The kinds of routes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RouteKind {
    /// HTTP requests.
    Http,
    /// Calls of gRPC.
    Grpc,
    /// Connections by the name that they ask for when they start TLS.
    Tls,
    /// TCP connections.
    Tcp,
    /// UDP packets.
    Udp,
}

/// What a route is attached to: a Gateway, a ListenerSet, or a Service for traffic inside of the cluster.
#[derive(Clone, PartialEq, Debug)]
pub struct ParentReference {
    /// All of it.
    pub span: Span,
    /// The group.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The namespace, where one is written.
    pub namespace: Option<Placed<String>>,
    /// The name.
    pub name: Placed<String>,
    /// The listener's name, where only one is meant.
    pub section: Option<Placed<String>>,
    /// The listener's port, where only one is meant.
    pub port: Option<Placed<u16>>,
}

/// A rule of a route: requests that match lead to its backends.
#[derive(Clone, PartialEq, Debug)]
pub struct RouteRule {
    /// All of the item.
    pub span: Span,
    /// Its name.
    pub name: Option<String>,
    /// One of these must match. Where there are none, every request does: for HTTP, by the prefix `/`.
    pub matches: Vec<RouteMatch>,
    /// What is done to requests on the way.
    pub filters: Vec<RouteFilter>,
    /// Where they lead, in parts by weight.
    pub backends: Vec<BackendReference>,
}

/// Where a route leads.
#[derive(Clone, PartialEq, Debug)]
pub struct BackendReference {
    /// All of it.
    pub span: Span,
    /// The group; empty for the core group.
    pub group: String,
    /// The kind; `Service` where none is written.
    pub kind: String,
    /// The namespace, where one is written.
    pub namespace: Option<Placed<String>>,
    /// The name.
    pub name: Placed<String>,
    /// The service's port.
    pub port: Option<Placed<u16>>,
    /// Its part of the requests, against those of the others: 1 where none is written.
    pub weight: u32,
}

impl RouteKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Http, Self::Grpc, Self::Tls, Self::Tcp, Self::Udp];

    /// As it is written: `HTTPRoute`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "HTTPRoute",
            Self::Grpc => "GRPCRoute",
            Self::Tls => "TLSRoute",
            Self::Tcp => "TCPRoute",
            Self::Udp => "UDPRoute",
        }
    }

    /// The kind that is written so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether a listener of this protocol takes routes of this kind where it does not say which.
    /// Source: Gateway API, `Listener.allowedRoutes`.
    pub fn suits(self, protocol: &str) -> bool {
        match protocol {
            "HTTP" | "HTTPS" => matches!(self, Self::Http | Self::Grpc),
            "TLS" => matches!(self, Self::Tls | Self::Tcp),
            "TCP" => self == Self::Tcp,
            "UDP" => self == Self::Udp,
            _ => true,
        }
    }
}

impl std::fmt::Display for RouteKind {
    /// As it is written: `HTTPRoute`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl BackendReference {
    /// The Service that it is, for a route of namespace `own`; nothing where it is something else.
    pub fn service<'s>(&'s self, own: &'s str) -> Option<Referent<'s>> {
        let namespace = self.namespace.as_ref().map_or(own, Placed::as_str);
        let is_service = self.kind == "Service" && self.group.is_empty();
        is_service.then_some(Referent { group: "", kind: "Service", namespace, name: &self.name.value })
    }
}

/// Reads the route of kind `kind` that `object` is.
pub(crate) fn route(fields: &mut Fields, object: &Object, index: usize, kind: RouteKind) -> Option<Route> {
    let spec = fields.section(&object.tree, "spec")?;
    let parents = fields.sections(spec, "parentRefs").unwrap_or_default();
    let rules = fields.sections(spec, "rules").unwrap_or_default();
    let metadata = present(&object.tree, "metadata");
    Some(Route {
        object: index,
        kind,
        namespace: object.namespace_or_default().to_owned(),
        name: object.name.clone(),
        created: metadata.and_then(|metadata| fields.placed_text(metadata, "creationTimestamp")),
        parents: parents.into_iter().filter_map(|node| parent_reference(fields, node)).collect(),
        hostnames: fields.placed_texts(spec, "hostnames"),
        rules: rules.into_iter().map(|node| rule(fields, node)).collect(),
    })
}

/// Reads the reference to a Gateway that `node` is; nothing where it names none.
pub(super) fn parent_reference(fields: &mut Fields, node: &Node) -> Option<ParentReference> {
    let group = fields.text(node, "group").unwrap_or(super::GATEWAY_GROUP).to_owned();
    Some(ParentReference {
        span: node.span,
        group,
        kind: fields.text(node, "kind").unwrap_or("Gateway").to_owned(),
        namespace: fields.placed_text(node, "namespace"),
        name: fields.placed_text(node, "name")?,
        section: fields.placed_text(node, "sectionName"),
        port: fields.placed_port(node, "port"),
    })
}

fn rule(fields: &mut Fields, node: &Node) -> RouteRule {
    let matches = fields.sections(node, "matches").unwrap_or_default();
    let filters = fields.sections(node, "filters").unwrap_or_default();
    let backends = fields.sections(node, "backendRefs").unwrap_or_default();
    RouteRule {
        span: node.span,
        name: fields.text(node, "name").map(str::to_owned),
        matches: matches.into_iter().map(|node| route_match(fields, node)).collect(),
        filters: filters.into_iter().filter_map(|node| route_filter(fields, node)).collect(),
        backends: backends.into_iter().filter_map(|node| backend_reference(fields, node)).collect(),
    }
}

/// Reads the reference to a service that `node` is; nothing where it names none.
pub(super) fn backend_reference(fields: &mut Fields, node: &Node) -> Option<BackendReference> {
    let weight = fields.integer(node, "weight", 0, 1_000_000).and_then(|weight| u32::try_from(weight).ok());
    Some(BackendReference {
        span: node.span,
        group: fields.text(node, "group").unwrap_or_default().to_owned(),
        kind: fields.text(node, "kind").unwrap_or("Service").to_owned(),
        namespace: fields.placed_text(node, "namespace"),
        name: fields.placed_text(node, "name")?,
        port: fields.placed_port(node, "port"),
        weight: weight.unwrap_or(1),
    })
}
