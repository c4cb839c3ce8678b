//! Services to which Ingresses, OpenShift's Routes and the routes of the Gateway API lead from outside the cluster.

use super::fields::{Fields, present};
use super::gateway::Gateways;
use super::object::Object;
use super::pod::DEFAULT_NAMESPACE;
use super::service::{PortReference, Service, ServicePort, port_reference};
use crate::text::Span;
use crate::yaml::Node;

/// A service that a route leads to.
#[derive(Clone, PartialEq, Debug)]
pub struct Backend {
    /// The index of the route's object.
    pub object: usize,
    /// Where the route names the service.
    pub span: Span,
    /// The service's namespace.
    pub namespace: String,
    /// The service's name.
    pub service: String,
    /// The port.
    pub port: BackendPort,
}

/// Which port of a service a route means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BackendPort {
    /// All that it has.
    All,
    /// One, as the service numbers or names it.
    OfService(PortReference),
    /// One by its name, or by the port of the pods that it leads to.
    Target(PortReference),
}

impl Backend {
    /// The ports of `service` that are meant.
    pub fn ports<'s>(&self, service: &'s Service) -> Vec<&'s ServicePort> {
        match &self.port {
            BackendPort::All => service.ports.iter().collect(),
            BackendPort::OfService(reference) => service.port(reference).into_iter().collect(),
            BackendPort::Target(reference) => {
                let is_meant = |port: &&ServicePort| match reference {
                    PortReference::Name(name) => {
                        port.name.as_deref() == Some(name) || port.target == *reference
                    }
                    PortReference::Number(_) => port.target == *reference,
                };
                service.ports.iter().filter(is_meant).collect()
            }
        }
    }
}

/// Reads where all routes among `objects` lead, in their order.
pub(super) fn backends(fields: &mut Fields, objects: &[&Object]) -> Vec<Backend> {
    let gateways = Gateways::read(fields, objects);
    let mut backends = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        fields.object = index;
        let namespace = object.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
        let mut reader = Reader { fields, object: index, namespace, backends: &mut backends };
        match (object.group(), object.kind.as_str()) {
            ("networking.k8s.io" | "extensions", "Ingress") => reader.ingress(object),
            ("route.openshift.io" | "", "Route") => reader.openshift_route(object),
            ("gateway.networking.k8s.io", kind) if kind.ends_with("Route") && gateways.admit(object) => {
                reader.gateway_route(object, &gateways);
            }
            _ => {}
        }
    }
    backends
}

struct Reader<'a> {
    fields: &'a mut Fields,
    object: usize,
    namespace: &'a str,
    backends: &'a mut Vec<Backend>,
}

impl Reader<'_> {
    fn add(&mut self, span: Span, service: &str, port: BackendPort) {
        self.add_in(self.namespace.to_owned(), span, service, port);
    }

    fn add_in(&mut self, namespace: String, span: Span, service: &str, port: BackendPort) {
        let service = service.to_owned();
        self.backends.push(Backend { object: self.object, span, namespace, service, port });
    }

    fn ingress(&mut self, object: &Object) {
        let Some(spec) = self.fields.section(&object.tree, "spec") else { return };
        for key in ["defaultBackend", "backend"] {
            if let Some(backend) = self.fields.section(spec, key) {
                self.ingress_backend(backend);
            }
        }
        for rule in self.fields.sections(spec, "rules").unwrap_or_default() {
            let Some(http) = self.fields.section(rule, "http") else { continue };
            for path in self.fields.sections(http, "paths").unwrap_or_default() {
                if let Some(backend) = self.fields.section(path, "backend") {
                    self.ingress_backend(backend);
                }
            }
        }
    }

    fn ingress_backend(&mut self, node: &Node) {
        // v1beta1 wrote the name and the port side by side.
        if let Some(name) = node.get("serviceName").and_then(Node::text) {
            if let Some(port) = port_reference(self.fields, node, "servicePort") {
                self.add(node.span, name, BackendPort::OfService(port));
            }
            return;
        }
        let Some(service) = self.fields.section(node, "service") else { return };
        let Some(name) = self.fields.text(service, "name") else {
            self.fields.missing(service, "name");
            return;
        };
        let Some(port) = self.fields.section(service, "port") else {
            self.fields.missing(service, "port");
            return;
        };
        let number = self.fields.port(port, "number").map(PortReference::Number);
        let named =
            || present(port, "name").and_then(Node::text).map(|name| PortReference::Name(name.to_owned()));
        if let Some(port) = number.or_else(named) {
            self.add(node.span, name, BackendPort::OfService(port));
        }
    }

    fn openshift_route(&mut self, object: &Object) {
        let Some(spec) = self.fields.section(&object.tree, "spec") else { return };
        let port = match self.fields.section(spec, "port") {
            Some(port) => port_reference(self.fields, port, "targetPort").map(BackendPort::Target),
            None => None,
        };
        let port = port.unwrap_or(BackendPort::All);
        let to = self.fields.section(spec, "to");
        let others = self.fields.sections(spec, "alternateBackends").unwrap_or_default();
        for backend in to.into_iter().chain(others) {
            let is_service = backend.get("kind").and_then(Node::text).is_none_or(|kind| kind == "Service");
            if let Some(name) = backend.get("name").and_then(Node::text).filter(|_| is_service) {
                self.add(backend.span, name, port.clone());
            }
        }
    }

    fn gateway_route(&mut self, object: &Object, gateways: &Gateways) {
        let Some(spec) = self.fields.section(&object.tree, "spec") else { return };
        for rule in self.fields.sections(spec, "rules").unwrap_or_default() {
            for backend in self.fields.sections(rule, "backendRefs").unwrap_or_default() {
                let text = |key: &str| backend.get(key).and_then(Node::text);
                let is_service = text("kind").is_none_or(|kind| kind == "Service")
                    && text("group").is_none_or(str::is_empty);
                let Some(name) = text("name").filter(|_| is_service) else { continue };
                let namespace = text("namespace").unwrap_or(self.namespace).to_owned();
                if !gateways.grant(object, self.namespace, &namespace, name) {
                    continue;
                }
                if let Some(port) = self.fields.port(backend, "port") {
                    let port = BackendPort::OfService(PortReference::Number(port));
                    self.add_in(namespace, backend.span, name, port);
                }
            }
        }
    }
}
