use super::fields::{Fields, present};
use super::object::Object;
use super::pod::{DEFAULT_NAMESPACE, Pod, protocol};
use super::selector::{Selector, labels};
use crate::net::Protocol;
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
    /// Which pods of its namespace serve it; none where endpoints are written by hand or the name leads elsewhere.
    pub selector: Option<Selector>,
    /// Its ports.
    pub ports: Vec<ServicePort>,
}

/// A port of a service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServicePort {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// Its number.
    pub port: u16,
    /// TCP where none is written.
    pub protocol: Protocol,
    /// The port of the pods.
    pub target: PortReference,
}

/// A port by number or by name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PortReference {
    /// By number.
    Number(u16),
    /// By name.
    Name(String),
}

impl Service {
    /// Whether `pod` serves it.
    pub fn selects(&self, pod: &Pod) -> bool {
        pod.namespace == self.namespace
            && self.selector.as_ref().is_some_and(|selector| selector.matches(&pod.labels))
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
    let selector = labels(fields, spec, "selector");
    let is_elsewhere = spec.get("type").and_then(Node::text) == Some("ExternalName");
    let nodes = fields.sections(spec, "ports").unwrap_or_default();
    Some(Service {
        object: index,
        namespace: object.namespace.clone().unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned()),
        name: object.name.clone(),
        selector: (!selector.is_empty() && !is_elsewhere).then(|| Selector::having(&selector)),
        ports: nodes.into_iter().filter_map(|node| service_port(fields, node)).collect(),
    })
}

fn service_port(fields: &mut Fields, node: &Node) -> Option<ServicePort> {
    let protocol = protocol(fields, node, "protocol");
    let name = fields.text(node, "name").map(str::to_owned);
    if present(node, "port").is_none() {
        fields.missing(node, "port");
    }
    let port = fields.port(node, "port")?;
    let target = port_reference(fields, node, "targetPort").unwrap_or(PortReference::Number(port));
    Some(ServicePort { name, port, protocol, target })
}

/// A number or a name at `key`.
pub(super) fn port_reference(fields: &mut Fields, node: &Node, key: &str) -> Option<PortReference> {
    let value = present(node, key)?;
    if value.integer().is_some() {
        return fields.port(node, key).map(PortReference::Number);
    }
    fields.text(node, key).map(|name| PortReference::Name(name.to_owned()))
}
