//! The hosts that routes are for, drawn and written.

use super::Subject;
use super::routing_view::is_open;
use crate::k8s::Placed;
use crate::model::LinkThing;
use crate::text::Span;

/// A host that something routes.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoutedHost<'a> {
    /// The host; its first label may be `*`.
    pub(super) host: &'a str,
    /// Where it is written.
    pub(super) span: Span,
    /// What routes it.
    pub(super) by: Router<'a>,
}

/// What routes a host.
#[derive(Clone, Copy, Debug)]
pub(super) enum Router<'a> {
    /// A drawn link.
    Link(&'a LinkThing),
    /// An Ingress with its class.
    Ingress(usize, Option<&'a str>),
    /// A listener of a Gateway with its class.
    Gateway(usize, Option<&'a str>),
    /// A route of the Gateway API.
    Route(usize),
}

/// All hosts, but for those that a program fills in later.
pub(super) fn routed_hosts<'a>(subject: &Subject<'a>) -> Vec<RoutedHost<'a>> {
    let mut hosts = Vec::new();
    let placed = |host: &'a Placed<String>, by| RoutedHost { host: host.as_str(), span: host.span, by };
    for &ingress in &subject.routing.ingresses {
        let by = Router::Ingress(ingress.object, ingress.class_name().map(Placed::as_str));
        let own = ingress.rules.iter().filter_map(|rule| rule.host.as_ref());
        hosts.extend(own.map(|host| placed(host, by)));
    }
    for &gateway in &subject.routing.gateways {
        let by = Router::Gateway(gateway.object, gateway.class.as_ref().map(Placed::as_str));
        let own = gateway.listeners.iter().filter_map(|listener| listener.hostname.as_ref());
        hosts.extend(own.map(|host| placed(host, by)));
    }
    for &route in &subject.routing.routes {
        hosts.extend(route.hostnames.iter().map(|host| placed(host, Router::Route(route.object))));
    }
    for link in &subject.model.links {
        let drawn = link.hosts.iter();
        hosts.extend(drawn.map(|host| RoutedHost {
            host: &host.value,
            span: host.evidence.span(),
            by: Router::Link(link),
        }));
    }
    hosts.retain(|routed| !is_open(routed.host));
    hosts
}

impl RoutedHost<'_> {
    /// What routes it, for a message.
    pub(super) fn router(&self, subject: &Subject<'_>) -> String {
        match self.by {
            Router::Link(link) => format!("the route `{}` → `{}`", link.from, link.to),
            Router::Ingress(object, _) | Router::Gateway(object, _) | Router::Route(object) => {
                subject.object(object).map(ToString::to_string).unwrap_or_default()
            }
        }
    }
}
