use super::fields::{Fields, present};
use super::object::Object;
use super::placed::{Placed, listed};
use super::pod::{Pod, protocol};
use super::routing::status_addresses;
use super::selection::{Namespaces, PodSelection};
use super::selector::{Selector, labels};
use crate::net::Protocol;
use crate::text::Span;
use crate::yaml::Node;

/// A Service: a name and ports for the pods that it selects.
#[derive(Clone, PartialEq, Debug)]
pub struct Service {
    /// The index of the object that it was read from.
    pub object: usize,
    /// Its namespace; `default` where none is written.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Placed<ServiceKind>,
    /// Which pods of its namespace serve it; none where endpoints are written by hand or the name leads elsewhere.
    pub selector: Option<Selector>,
    /// Where the selector is written.
    pub selector_span: Option<Span>,
    /// The name that it leads to, where it is one for something outside: `spec.externalName`.
    pub external_name: Option<Placed<String>>,
    /// Its addresses inside of the cluster, where they are written; `None` for a headless one, as written.
    pub cluster_ips: Vec<Placed<String>>,
    /// Its addresses outside, where they are written.
    pub addresses: Vec<ServiceAddress>,
    /// Whether pods that are not ready serve it as well.
    pub publishes_not_ready: bool,
    /// Its ports.
    pub ports: Vec<ServicePort>,
}

/// The type of a service.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ServiceKind {
    /// It has an address inside of the cluster only.
    ClusterIp,
    /// Every node listens for it as well.
    NodePort,
    /// It has an address outside of the cluster as well.
    LoadBalancer,
    /// Its name leads to another name.
    ExternalName,
}

/// An address that a service has outside of its cluster, or asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServiceAddress {
    /// The address, or the name that a cloud gave.
    pub address: Placed<String>,
    /// What says so.
    pub source: AddressSource,
}

/// What says which address a service has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AddressSource {
    /// `status.loadBalancer`: it has it.
    Status,
    /// An annotation of Cilium, MetalLB or kube-vip: it asks for it.
    Annotation,
    /// `spec.loadBalancerIP`: it asks for it.
    LoadBalancerIp,
    /// `spec.externalIPs`: nodes take what comes for it.
    ExternalIp,
}

/// A port of a service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServicePort {
    /// All of the item.
    pub span: Span,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// Its number.
    pub port: u16,
    /// TCP where none is written.
    pub protocol: Protocol,
    /// The port of the pods.
    pub target: PortReference,
    /// The port of every node.
    pub node_port: Option<u16>,
    /// What is spoken: `kubernetes.io/h2c`.
    pub app_protocol: Option<Placed<String>>,
}

/// A port by number or by name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PortReference {
    /// By number.
    Number(u16),
    /// By name.
    Name(String),
}

/// Annotations with which services ask for addresses.
/// Source: the documentation of Cilium's LB IPAM, of MetalLB and of kube-vip.
pub(super) const ADDRESS_ANNOTATIONS: [&str; 5] = [
    "lbipam.cilium.io/ips",
    "io.cilium/lb-ipam-ips",
    "metallb.io/loadBalancerIPs",
    "metallb.universe.tf/loadBalancerIPs",
    "kube-vip.io/loadbalancerIPs",
];

impl Service {
    /// Whether it has no address of its own: its name leads to those of its pods.
    pub fn is_headless(&self) -> bool {
        self.cluster_ips.iter().any(|address| address.value == "None")
    }

    /// Whether `pod` serves it.
    pub fn selects(&self, pod: &Pod) -> bool {
        pod.namespace == self.namespace
            && self.selector.as_ref().is_some_and(|selector| selector.matches(&pod.labels))
    }

    /// The pods that serve it; none where endpoints are written by hand or the name leads elsewhere.
    pub fn selection(&self) -> Option<PodSelection> {
        let selector = self.selector.clone()?;
        Some(PodSelection::new(Namespaces::Named(self.namespace.clone()), selector))
    }

    /// The port that a route means.
    pub fn port(&self, reference: &PortReference) -> Option<&ServicePort> {
        self.ports.iter().find(|port| match reference {
            PortReference::Number(number) => port.port == *number,
            PortReference::Name(name) => port.name.as_deref() == Some(name),
        })
    }
}

impl ServicePort {
    /// The port of `pod` that it leads to; none where the pod has no port of that name.
    pub fn of(&self, pod: &Pod) -> Option<u16> {
        match &self.target {
            PortReference::Number(number) => Some(*number),
            PortReference::Name(name) => pod
                .ports
                .iter()
                .find(|port| port.protocol == self.protocol && port.name.as_deref() == Some(name))
                .map(|port| port.port),
        }
    }
}

/// Reads the service that `object` is.
pub(super) fn service(fields: &mut Fields, object: &Object, index: usize) -> Option<Service> {
    let spec = fields.section(&object.tree, "spec")?;
    let kind = service_kind(fields, object, spec);
    let selector = labels(fields, spec, "selector");
    let is_elsewhere = kind.value == ServiceKind::ExternalName;
    let mut cluster_ips = fields.placed_texts(spec, "clusterIPs");
    cluster_ips.extend(fields.placed_text(spec, "clusterIP").filter(|_| cluster_ips.is_empty()));
    cluster_ips.retain(|address| !address.value.is_empty());
    let addresses = service_addresses(fields, object, spec);
    let nodes = fields.sections(spec, "ports").unwrap_or_default();
    Some(Service {
        object: index,
        namespace: object.namespace_or_default().to_owned(),
        name: object.name.clone(),
        kind,
        selector_span: present(spec, "selector").map(|node| node.span),
        selector: (!selector.is_empty() && !is_elsewhere).then(|| Selector::having(&selector)),
        external_name: fields.placed_text(spec, "externalName"),
        cluster_ips,
        addresses,
        publishes_not_ready: fields.bool(spec, "publishNotReadyAddresses").unwrap_or_default(),
        ports: nodes.into_iter().filter_map(|node| service_port(fields, node)).collect(),
    })
}

fn service_kind(fields: &mut Fields, object: &Object, spec: &Node) -> Placed<ServiceKind> {
    let written = fields.placed_text(spec, "type");
    let value = match written.as_ref().map(Placed::as_str) {
        Some("NodePort") => ServiceKind::NodePort,
        Some("LoadBalancer") => ServiceKind::LoadBalancer,
        Some("ExternalName") => ServiceKind::ExternalName,
        _ => ServiceKind::ClusterIp,
    };
    Placed { value, span: written.map_or(object.span, |written| written.span) }
}

/// The addresses outside of the cluster: those that it has, then those that it asks for.
fn service_addresses(fields: &mut Fields, object: &Object, spec: &Node) -> Vec<ServiceAddress> {
    let mut addresses = Vec::new();
    let mut add = |source, found: Vec<Placed<String>>| {
        addresses.extend(found.into_iter().map(|address| ServiceAddress { address, source }));
    };
    add(AddressSource::Status, status_addresses(&object.tree));
    for key in ADDRESS_ANNOTATIONS {
        add(AddressSource::Annotation, listed(fields.annotation(&object.tree, key)));
    }
    let asked = fields.placed_text(spec, "loadBalancerIP").filter(|asked| !asked.value.is_empty());
    add(AddressSource::LoadBalancerIp, asked.into_iter().collect());
    add(AddressSource::ExternalIp, fields.placed_texts(spec, "externalIPs"));
    addresses
}

fn service_port(fields: &mut Fields, node: &Node) -> Option<ServicePort> {
    let protocol = protocol(fields, node, "protocol");
    let name = fields.text(node, "name").map(str::to_owned);
    if present(node, "port").is_none() {
        fields.missing(node, "port");
    }
    let port = fields.port(node, "port")?;
    let target = port_reference(fields, node, "targetPort").unwrap_or(PortReference::Number(port));
    let node_port = fields.integer(node, "nodePort", 0, 65_535).and_then(|port| u16::try_from(port).ok());
    Some(ServicePort {
        span: node.span,
        name,
        port,
        protocol,
        target,
        node_port: node_port.filter(|&port| port != 0),
        app_protocol: fields.placed_text(node, "appProtocol"),
    })
}

/// A number or a name at `key`.
pub(super) fn port_reference(fields: &mut Fields, node: &Node, key: &str) -> Option<PortReference> {
    let value = present(node, key)?;
    if value.integer().is_some() {
        return fields.port(node, key).map(PortReference::Number);
    }
    fields.text(node, key).map(|name| PortReference::Name(name.to_owned()))
}
