use crate::k8s::fields::{Fields, present};
use crate::k8s::object::Object;
use crate::k8s::placed::Placed;
use crate::k8s::pod::protocol;
use crate::net::Protocol;
use crate::text::Span;
use crate::yaml::Node;

/// Addresses that serve a service, as they are listed: an EndpointSlice, or a subset of the older Endpoints.
#[derive(Clone, PartialEq, Debug)]
pub struct EndpointSlice {
    /// The index of the object that it was read from.
    pub object: usize,
    /// Its namespace; `default` where none is written.
    pub namespace: String,
    /// The service that they serve: what the label `kubernetes.io/service-name` says, the name of Endpoints.
    pub service: Option<Placed<String>>,
    /// The ports. A slice without ports has none that are open.
    pub ports: Vec<EndpointPort>,
    /// The endpoints, in order.
    pub endpoints: Vec<SliceEndpoint>,
}

/// A port of listed endpoints.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndpointPort {
    /// All of the item.
    pub span: Span,
    /// The name of the service's port that leads here; empty where the service has only one without a name.
    pub name: String,
    /// The port; every one where none is written.
    pub port: Option<u16>,
    /// TCP where none is written.
    pub protocol: Protocol,
}

/// One endpoint that is listed.
#[derive(Clone, PartialEq, Debug)]
pub struct SliceEndpoint {
    /// All of the item.
    pub span: Span,
    /// Its addresses, or its name.
    pub addresses: Vec<Placed<String>>,
    /// Whether it is ready, where that is said.
    pub ready: Option<Placed<bool>>,
    /// The pod that it is, where it is one: namespace, if one is written, and name.
    pub pod: Option<(Option<String>, String)>,
}

/// Reads what the EndpointSlice or Endpoints that `object` is lists.
pub(crate) fn endpoint_slices(fields: &mut Fields, object: &Object, index: usize) -> Vec<EndpointSlice> {
    match object.kind.as_str() {
        "EndpointSlice" => vec![endpoint_slice(fields, object, index)],
        _ => {
            let subsets = fields.sections(&object.tree, "subsets").unwrap_or_default();
            subsets.into_iter().map(|node| subset(fields, object, index, node)).collect()
        }
    }
}

fn endpoint_slice(fields: &mut Fields, object: &Object, index: usize) -> EndpointSlice {
    let metadata = present(&object.tree, "metadata");
    let labels = metadata.and_then(|metadata| fields.section(metadata, "labels"));
    let endpoints = fields.sections(&object.tree, "endpoints").unwrap_or_default();
    EndpointSlice {
        object: index,
        namespace: object.namespace_or_default().to_owned(),
        service: labels.and_then(|labels| fields.placed_text(labels, "kubernetes.io/service-name")),
        ports: ports(fields, &object.tree),
        endpoints: endpoints.into_iter().map(|node| endpoint(fields, node)).collect(),
    }
}

fn endpoint(fields: &mut Fields, node: &Node) -> SliceEndpoint {
    let conditions = fields.section(node, "conditions");
    let ready = conditions.and_then(|conditions| {
        let value = fields.bool(conditions, "ready")?;
        Some(Placed { value, span: conditions.get("ready")?.span })
    });
    SliceEndpoint {
        span: node.span,
        addresses: fields.placed_texts(node, "addresses"),
        ready,
        pod: pod(node),
    }
}

/// One subset of Endpoints: addresses that are ready, and those that are not.
fn subset(fields: &mut Fields, object: &Object, index: usize, node: &Node) -> EndpointSlice {
    let name = object.at(&["metadata", "name"]);
    let mut endpoints = Vec::new();
    for (key, value) in [("addresses", true), ("notReadyAddresses", false)] {
        for node in fields.sections(node, key).unwrap_or_default() {
            let addresses = fields.placed_text(node, "ip").into_iter().collect();
            let ready = Some(Placed { value, span: node.span });
            endpoints.push(SliceEndpoint { span: node.span, addresses, ready, pod: pod(node) });
        }
    }
    EndpointSlice {
        object: index,
        namespace: object.namespace_or_default().to_owned(),
        service: name.map(|node| Placed { value: object.name.clone(), span: node.span }),
        ports: ports(fields, node),
        endpoints,
    }
}

fn ports(fields: &mut Fields, parent: &Node) -> Vec<EndpointPort> {
    let nodes = fields.sections(parent, "ports").unwrap_or_default();
    let port = |node: &Node| EndpointPort {
        span: node.span,
        name: fields.text(node, "name").unwrap_or_default().to_owned(),
        port: fields.port(node, "port"),
        protocol: protocol(fields, node, "protocol"),
    };
    nodes.into_iter().map(port).collect()
}

/// The pod that `targetRef` names.
fn pod(node: &Node) -> Option<(Option<String>, String)> {
    let target = node.get("targetRef")?;
    let text = |key: &str| target.get(key).and_then(Node::text).map(str::to_owned);
    let name = text("name").filter(|_| text("kind").is_none_or(|kind| kind == "Pod"))?;
    Some((text("namespace"), name))
}
