//! The document's routing as the rules look at it: each name once, and every Service that something leads to.

use crate::k8s::{Attachments, Gateway, Ingress, IngressBackend, Placed, PortReference, Resources, Route};
use crate::text::Span;
use std::collections::BTreeMap;

/// Ingresses, gateways and routes. Of a name that stands twice, the last one counts, as for the API server. Made once
/// for all rules.
#[derive(Debug)]
pub(super) struct RoutingView<'a> {
    /// In the order of the text.
    pub(super) ingresses: Vec<&'a Ingress>,
    /// In the order of the text.
    pub(super) gateways: Vec<&'a Gateway>,
    /// In the order of the text.
    pub(super) routes: Vec<&'a Route>,
    /// Which listeners admit which routes.
    pub(super) attachments: Attachments<'a>,
}

/// A place that leads to a Service.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead<'a> {
    /// The index of the object that leads there.
    pub(super) object: usize,
    /// The kind of that object, for the routes of the Gateway API.
    pub(super) route: Option<&'static str>,
    /// Its namespace.
    pub(super) home: &'a str,
    /// All that is said of the Service.
    pub(super) span: Span,
    /// The Service's namespace.
    pub(super) namespace: &'a str,
    /// The Service's name.
    pub(super) name: &'a Placed<String>,
}

impl<'a> RoutingView<'a> {
    /// Sorts out what `resources` have.
    pub(super) fn new(resources: &'a Resources) -> Self {
        Self {
            ingresses: each_once(&resources.ingresses, |it| ("", &it.namespace, &it.name)),
            gateways: each_once(&resources.gateways, |it| ("", &it.namespace, &it.name)),
            routes: each_once(&resources.routes, |it| (it.kind.as_str(), &it.namespace, &it.name)),
            attachments: Attachments::new(resources),
        }
    }

    /// Everything that leads to a Service, with the port that is meant.
    pub(super) fn leads(&self) -> impl Iterator<Item = (Lead<'a>, Option<(PortReference, Span)>)> {
        let of_ingresses = self.ingresses.iter().flat_map(|ingress| {
            ingress.backends().filter_map(move |backend| match backend {
                // The AWS Load Balancer Controller reads an annotation instead of the Service.
                IngressBackend::Service { port: Some(port), .. } if is_annotation(&port.value) => None,
                IngressBackend::Service { span, name, port } => {
                    let (object, home) = (ingress.object, ingress.namespace.as_str());
                    let lead = Lead { object, route: None, home, span: *span, namespace: home, name };
                    Some((lead, port.as_ref().map(|port| (port.value.clone(), port.span))))
                }
                IngressBackend::Resource { .. } => None,
            })
        });
        let of_routes = self.routes.iter().flat_map(|route| {
            let backends = route.rules.iter().flat_map(|rule| &rule.backends);
            backends.filter(|backend| backend.group.is_empty() && backend.kind == "Service").map(
                move |backend| {
                    let home = route.namespace.as_str();
                    let lead = Lead {
                        object: route.object,
                        route: Some(route.kind.as_str()),
                        home,
                        span: backend.span,
                        namespace: backend.namespace.as_ref().map_or(home, Placed::as_str),
                        name: &backend.name,
                    };
                    let port = backend.port.as_ref();
                    (lead, port.map(|port| (PortReference::Number(port.value), port.span)))
                },
            )
        });
        of_ingresses.chain(of_routes)
    }
}

fn is_annotation(port: &PortReference) -> bool {
    matches!(port, PortReference::Name(name) if name == "use-annotation")
}

fn each_once<'a, T>(items: &'a [T], key: impl Fn(&'a T) -> (&'a str, &'a str, &'a str)) -> Vec<&'a T> {
    let last: BTreeMap<_, usize> = items.iter().enumerate().map(|(index, item)| (key(item), index)).collect();
    let is_last = |(index, item): &(usize, &'a T)| last.get(&key(item)) == Some(index);
    items.iter().enumerate().filter(is_last).map(|(_, item)| item).collect()
}

/// Whether a host, path or name is filled in by a program later.
pub(super) fn is_open(text: &str) -> bool {
    crate::k8s::is_placeholder(text)
}
