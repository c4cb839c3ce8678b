//! Services to which Ingresses, OpenShift's Routes and the routes of the Gateway API lead from outside the cluster.

use super::resources::Resources;
use super::routing::{Attachments, BackendReference, Ingress, IngressBackend, Route};
use super::service::{PortReference, Service, ServicePort};
use crate::text::Span;

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

/// Where all routes that `resources` hold lead, in the order of their objects.
pub(super) fn backends(resources: &Resources) -> Vec<Backend> {
    let mut backends = Vec::new();
    for ingress in &resources.ingresses {
        backends.extend(ingress.backends().filter_map(|backend| of_ingress(ingress, backend)));
    }
    for route in &resources.openshift_routes {
        let port =
            route.port.as_ref().map_or(BackendPort::All, |port| BackendPort::Target(port.value.clone()));
        backends.extend(route.services.iter().map(|service| Backend {
            object: route.object,
            span: service.span,
            namespace: route.namespace.clone(),
            service: service.value.clone(),
            port: port.clone(),
        }));
    }
    let attachments = Attachments::new(resources);
    for route in resources.routes.iter().filter(|route| attachments.admit(route)) {
        let all = route.rules.iter().flat_map(|rule| &rule.backends);
        backends.extend(all.filter_map(|backend| of_route(&attachments, route, backend)));
    }
    backends.sort_by_key(|backend| backend.object);
    backends
}

fn of_ingress(ingress: &Ingress, backend: &IngressBackend) -> Option<Backend> {
    let IngressBackend::Service { span, name, port } = backend else { return None };
    Some(Backend {
        object: ingress.object,
        span: *span,
        namespace: ingress.namespace.clone(),
        service: name.value.clone(),
        port: BackendPort::OfService(port.as_ref()?.value.clone()),
    })
}

/// The service that a route leads to; none where it is in a namespace that does not grant that.
fn of_route(attachments: &Attachments<'_>, route: &Route, backend: &BackendReference) -> Option<Backend> {
    let service = backend.service(&route.namespace)?;
    if !attachments.may_refer(route.kind.as_str(), &route.namespace, &service) {
        return None;
    }
    Some(Backend {
        object: route.object,
        span: backend.span,
        namespace: service.namespace.to_owned(),
        service: service.name.to_owned(),
        port: BackendPort::OfService(PortReference::Number(backend.port.as_ref()?.value)),
    })
}
