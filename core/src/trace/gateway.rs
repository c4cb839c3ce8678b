//! From a Gateway to a backend: class, listener, certificate, route, filters.

use super::address::protocol;
use super::route_rule::{self, Asked, Candidate, covers};
use super::step::{Outcome, Stage, Step};
use super::tracer::{MOST_TURNS, Sender, Tracer, Way};
use super::url::Url;
use super::words;
use crate::k8s::{
    Attached, BackendReference, Gateway, ListenerPlace, ParentReference, PathChange, PortReference, Refusal,
    Route, RouteFilterKind, RouteKind,
};
use std::cmp::Reverse;

impl<'a> Tracer<'a> {
    /// Follows a request through a gateway.
    pub fn gateway(&mut self, gateway: &'a Gateway, url: &Url) -> Way<()> {
        self.gateway_class(gateway);
        if gateway.status_addresses.is_empty() {
            self.translated(&gateway.addresses);
        } else {
            self.translated(&gateway.status_addresses);
        }
        let pods = self.gateway_pods(gateway);
        let named = format!("Gateway {}/{}", gateway.namespace, gateway.name);
        let sender = self.through(&pods, url.port, &format!("the proxy of {named}"))?;
        let place = self.listener(gateway, url)?;
        if url.is_tls() {
            self.listener_certificate(&place, &url.host)?;
        }
        let candidate = self.route(gateway, &place, url)?;
        self.backends(&candidate, url, &sender)
    }

    fn gateway_class(&mut self, gateway: &'a Gateway) {
        let Some(class) = &gateway.class else { return };
        let shown = self.resources.gateway_classes.iter().find(|it| it.name == class.value);
        let step = Step::new(Stage::Class, "").at(class.span, "the class").object(gateway.object);
        let step = match shown {
            Some(shown) => {
                let by = shown.controller.as_ref().map(|it| format!(" by {it}")).unwrap_or_default();
                let text = format!(
                    "Gateway {}/{} is of class {class}, which is served{by}",
                    gateway.namespace, gateway.name
                );
                self.at_object(Step { text, ..step }, shown.object)
            }
            None => {
                let text = format!(
                    "Gateway {}/{} is of class {class}, which is taken to be installed",
                    gateway.namespace, gateway.name
                );
                Step { text, ..step }.outcome(Outcome::Assumed)
            }
        };
        self.push(step);
    }

    /// The listener that takes the request: of those with its port and protocol the one with the most specific host.
    fn listener(&mut self, gateway: &'a Gateway, url: &Url) -> Way<ListenerPlace<'a>> {
        let all = self.attachments.listeners(gateway);
        let named = format!("Gateway {}/{}", gateway.namespace, gateway.name);
        let said = |listeners: &[ListenerPlace<'_>]| {
            words::listed(&listeners.iter().map(listener_words).collect::<Vec<_>>())
        };
        let refuse = |listeners: &[ListenerPlace<'_>], text: String| {
            let first = listeners.first();
            Step::new(Stage::Listener, text)
                .at_some(first.map(|it| it.listener.span), "a listener")
                .object(gateway.object)
        };
        let port = |it: &ListenerPlace<'_>| it.listener.port.as_ref().map(|port| port.value);
        let of_port: Vec<_> = all.iter().copied().filter(|it| port(it) == Some(url.port)).collect();
        if of_port.is_empty() {
            let text = format!("{named} does not listen on {}: it has {}", url.port, said(&all));
            return self
                .stop(refuse(&all, text).fails(format!("add a listener for port {} to {named}", url.port)));
        }
        let of_protocol: Vec<_> =
            of_port.iter().copied().filter(|it| speaks(&it.listener.protocol.value, url)).collect();
        if of_protocol.is_empty() {
            let text =
                format!("{named} does not speak {} on {}: it has {}", url.scheme, url.port, said(&of_port));
            return self.stop(
                refuse(&of_port, text).fails("ask by another scheme, or correct the listener's protocol"),
            );
        }
        let rank = |it: &ListenerPlace<'_>| match &it.listener.hostname {
            None => Some((false, 0)),
            Some(host) if url.scheme == "tcp" || url.scheme == "udp" => Some((false, host.value.len())),
            Some(host) => {
                let host = host.value.to_ascii_lowercase();
                covers(&host, &url.host).then_some((host == url.host, host.len()))
            }
        };
        let best =
            of_protocol.iter().filter_map(|it| Some((rank(it)?, *it))).min_by_key(|(rank, _)| Reverse(*rank));
        let Some((_, place)) = best else {
            let text = format!("no listener of {named} is for {}: it has {}", url.host, said(&of_protocol));
            return self.stop(
                refuse(&of_protocol, text).fails(format!("add a listener for {} to {named}", url.host)),
            );
        };
        let step =
            Step::new(Stage::Listener, format!("{named} takes it by listener {}", listener_words(&place)));
        self.push(step.at(place.listener.span, "the listener").object(place.object));
        Ok(place)
    }

    /// The rule that takes the request, of the routes that the listener admits.
    fn route(&mut self, gateway: &'a Gateway, place: &ListenerPlace<'a>, url: &Url) -> Way<Candidate<'a>> {
        let kinds: &[RouteKind] = match url.scheme.as_str() {
            "udp" => &[RouteKind::Udp],
            "tcp" => &[RouteKind::Tcp],
            _ if place.listener.protocol.value == "TLS" => &[RouteKind::Tls, RouteKind::Tcp],
            "grpc" | "grpcs" => &[RouteKind::Grpc, RouteKind::Http],
            _ => &[RouteKind::Http, RouteKind::Grpc],
        };
        let mut admitted = Vec::new();
        let mut refused = Vec::new();
        for route in self.resources.routes.iter().filter(|route| kinds.contains(&route.kind)) {
            match self.standing(route, place, gateway) {
                Standing::Admitted => admitted.push(route),
                Standing::Refused(parent, refusal) => refused.push((route, parent, refusal)),
                Standing::Elsewhere => {}
            }
        }
        let asked = Asked {
            host: &url.host,
            path: &url.path,
            method: &self.request.method,
            headers: &self.request.headers,
            query: &url.query,
        };
        let choice = route_rule::choose(&admitted, asked);
        let listener = &place.listener.name;
        if let Some(first) = choice.possible.first() {
            let what =
                words::listed(&choice.possible.iter().map(|it| self.rule_name(it)).collect::<Vec<_>>());
            let text = format!("it depends on a regular expression whether {what} takes it");
            let step = Step::new(Stage::Route, text).outcome(Outcome::Depends).object(first.route.object);
            let step = step.at(first.by.map_or(first.rule.span, |by| by.span), "the expression");
            self.push(step);
        }
        if let Some(taken) = choice.taken.or(choice.possible.first().copied()) {
            let text =
                format!("{} takes {}", self.rule_name(&taken), request_words(url, &self.request.method));
            let mut step =
                Step::new(Stage::Route, text).at(taken.by.map_or(taken.rule.span, |by| by.span), "the rule");
            if let Some(host) =
                taken.route.hostnames.iter().find(|host| covers(&host.value.to_ascii_lowercase(), &url.host))
            {
                step = step.at(host.span, "the host");
            }
            let step = self.at_object(step, taken.route.object);
            self.push(step);
            return Ok(taken);
        }
        self.no_route(&admitted, &refused, listener.as_str(), url)
    }

    fn no_route<T>(
        &mut self,
        admitted: &[&'a Route],
        refused: &[(&'a Route, &'a ParentReference, Refusal)],
        listener: &str,
        url: &Url,
    ) -> Way<T> {
        let of_host = |route: &&Route| route_rule::host_rank(route, &url.host).is_some();
        if let Some(route) = admitted.iter().copied().find(|route| of_host(route)) {
            let text = format!(
                "{} is about {}, and no rule of it takes {}",
                self.name_of(route.object),
                url.host,
                request_words(url, &self.request.method)
            );
            let step = self.at_object(Step::new(Stage::Route, text), route.object);
            return self.stop(step.fails(format!(
                "add a rule for {} to {}",
                url.path,
                self.name_of(route.object)
            )));
        }
        let own = refused.iter().find(|(route, _, refusal)| of_host(route) && *refusal != Refusal::Hostname);
        if let Some((route, parent, refusal)) = own {
            let name = self.name_of(route.object);
            let text = format!("{name} is about {}, and listener {listener} {refusal}", url.host);
            let step =
                self.at_object(Step::new(Stage::Route, text).at(parent.span, "its parent"), route.object);
            return self.stop(step.fails(match refusal {
                Refusal::Namespace => format!(
                    "let listener {listener} admit routes of namespace {}: `allowedRoutes.namespaces`",
                    route.namespace
                ),
                Refusal::Kind => {
                    format!("let listener {listener} admit {}: `allowedRoutes.kinds`", route.kind)
                }
                Refusal::Section | Refusal::Port | Refusal::Hostname => {
                    format!("let {name} name listener {listener} as its parent")
                }
            }));
        }
        let text = format!("no route that listener {listener} admits is about {}", url.host);
        let step = Step::new(Stage::Route, text);
        self.stop(step.fails(format!("write a route for {} with this gateway as its parent", url.host)))
    }

    /// Whether `route` is attached to a listener.
    fn standing(&self, route: &'a Route, place: &ListenerPlace<'_>, gateway: &Gateway) -> Standing<'a> {
        let mut standing = Standing::Elsewhere;
        for parent in &route.parents {
            let Attached::Listeners(listeners) = self.attachments.attached(route, parent) else { continue };
            for (other, refusal) in listeners {
                let is_same = other.object == place.object && other.listener.span == place.listener.span;
                match refusal {
                    None if is_same => return Standing::Admitted,
                    Some(refusal) if is_same || other.object == gateway.object => {
                        standing = Standing::Refused(parent, refusal);
                    }
                    _ => {}
                }
            }
        }
        standing
    }

    /// Follows the request to the backends of a rule.
    fn backends(&mut self, taken: &Candidate<'a>, url: &Url, sender: &Sender) -> Way<()> {
        for filter in &taken.rule.filters {
            match &filter.kind {
                RouteFilterKind::Redirect { scheme, host, path, port, status } => {
                    let to = Url {
                        scheme: scheme.clone().unwrap_or_else(|| url.scheme.clone()),
                        host: host
                            .as_ref()
                            .map_or_else(|| url.host.clone(), |host| host.to_ascii_lowercase()),
                        port: port.unwrap_or(match (scheme.as_deref(), url.scheme.as_str()) {
                            (Some("https"), _) => 443,
                            (Some("http"), _) => 80,
                            _ => url.port,
                        }),
                        path: changed_path(path.as_ref(), taken, &url.path),
                        query: url.query.clone(),
                    };
                    let text =
                        format!("{} sends the client to {to} (status {status})", self.rule_name(taken));
                    let step = Step::new(Stage::Route, text)
                        .at(filter.span, "the redirection")
                        .object(taken.route.object);
                    return self.redirected(step, url, &to);
                }
                RouteFilterKind::Rewrite { host, path } => {
                    let host = host.as_deref().unwrap_or(&url.host);
                    let text = format!(
                        "the backend is asked for {host}{}",
                        changed_path(path.as_ref(), taken, &url.path)
                    );
                    self.push(
                        Step::new(Stage::Route, text)
                            .at(filter.span, "the rewriting")
                            .object(taken.route.object),
                    );
                }
                RouteFilterKind::Mirror(copy) => {
                    let text = format!("a copy goes to {} as well; its answer is dropped", copy.name);
                    self.push(
                        Step::new(Stage::Route, text).at(filter.span, "the copy").object(taken.route.object),
                    );
                }
                RouteFilterKind::Other(_) => {}
            }
        }
        let backends: Vec<&BackendReference> =
            taken.rule.backends.iter().filter(|it| it.weight > 0).collect();
        if backends.is_empty() {
            let text = format!("{} leads to no backend: it is answered with an error", self.rule_name(taken));
            let step =
                Step::new(Stage::Route, text).at(taken.rule.span, "the rule").object(taken.route.object);
            return self.stop(step.fails("write `backendRefs` with a weight above 0"));
        }
        let total: u64 = backends.iter().map(|it| u64::from(it.weight)).sum();
        for backend in &backends {
            let part = (backends.len() > 1).then(|| format!("{} of {total} requests go", backend.weight));
            self.backend(taken, backend, part.as_deref(), url, sender)?;
        }
        Ok(())
    }

    /// Follows the request that a redirection makes the client send.
    fn redirected(&mut self, step: Step, from: &Url, to: &Url) -> Way<()> {
        self.turns += 1;
        if from == to || self.turns > MOST_TURNS {
            return self.stop(step.fails("it is sent in a circle: let one of the rules lead to a backend"));
        }
        self.push(step);
        if from.host == to.host { self.by_host(to) } else { self.url(to) }
    }

    fn backend(
        &mut self,
        taken: &Candidate<'a>,
        backend: &BackendReference,
        part: Option<&str>,
        url: &Url,
        sender: &Sender,
    ) -> Way<()> {
        let route = taken.route;
        let name = self.name_of(route.object);
        let Some(service) = backend.service(&route.namespace) else {
            let text = format!("{name} leads to {} {}, which is taken to answer", backend.kind, backend.name);
            let step = Step::new(Stage::Answer, text).outcome(Outcome::Assumed);
            self.push(step.at(backend.span, "the backend").object(route.object));
            return Ok(());
        };
        let named = format!("Service {}/{}", service.namespace, service.name);
        if service.namespace != route.namespace {
            match self.attachments.grant(route.kind.as_str(), &route.namespace, &service) {
                Some(grant) => {
                    let text = format!(
                        "ReferenceGrant {}/{} lets {name} lead to {named}",
                        grant.namespace, grant.name
                    );
                    let step = self.at_object(Step::new(Stage::Route, text), grant.object);
                    self.push(step);
                }
                None => {
                    let text = format!(
                        "{name} leads to {named}, and no ReferenceGrant of {} allows that",
                        service.namespace
                    );
                    let step =
                        Step::new(Stage::Route, text).at(backend.span, "the backend").object(route.object);
                    return self.stop(step.fails(format!(
                        "write a ReferenceGrant in namespace {}: from {} of {} to Service {}",
                        service.namespace, route.kind, route.namespace, service.name
                    )));
                }
            }
        }
        let is_meant =
            |it: &crate::k8s::Service| it.namespace == service.namespace && it.name == service.name;
        let Some(index) = self.resources.services.iter().rposition(is_meant) else {
            let step = Step::new(Stage::Service, format!("{name} leads to {named}, which is not there"));
            let step = step.at(backend.span, "the backend").object(route.object);
            return self.missing_service(step, service.namespace, service.name, &name);
        };
        let Some(port) = &backend.port else {
            let step = Step::new(Stage::Service, format!("{name} leads to {named} and names no port"));
            return self.stop(step.at(backend.span, "the backend").fails("write the port of the backend"));
        };
        self.service(index, Some(&PortReference::Number(port.value)), protocol(url), sender, part)
    }

    /// `rule 2 of HTTPRoute shop/web`
    fn rule_name(&self, candidate: &Candidate<'_>) -> String {
        let rules = &candidate.route.rules;
        let name =
            match (&candidate.rule.name, rules.iter().position(|rule| rule.span == candidate.rule.span)) {
                (Some(name), _) => format!("rule {name}"),
                (None, place) => format!("rule {}", place.unwrap_or_default() + 1),
            };
        format!("{name} of {}", self.name_of(candidate.route.object))
    }
}

/// How a route stands to a listener.
enum Standing<'a> {
    Admitted,
    Refused(&'a ParentReference, Refusal),
    /// It is not about this gateway.
    Elsewhere,
}

/// Whether a listener of this protocol takes connections as the URL asks for them.
fn speaks(protocol: &str, url: &Url) -> bool {
    match url.scheme.as_str() {
        "https" | "wss" | "grpcs" | "tls" => matches!(protocol, "HTTPS" | "TLS"),
        "grpc" => matches!(protocol, "HTTP" | "HTTPS"),
        "udp" => protocol == "UDP",
        "tcp" => matches!(protocol, "TCP" | "TLS"),
        _ => protocol == "HTTP",
    }
}

/// `https (HTTPS 443, *.example.com)`
fn listener_words(place: &ListenerPlace<'_>) -> String {
    let listener = place.listener;
    let port = listener.port.as_ref().map(|port| format!(" {port}")).unwrap_or_default();
    let host = listener.hostname.as_ref().map(|host| format!(", {host}")).unwrap_or_default();
    format!("{} ({}{port}{host})", listener.name, listener.protocol)
}

/// `GET shop.example.com/cart`, or the host alone where there are no paths.
pub(super) fn request_words(url: &Url, method: &str) -> String {
    if url.is_http() { format!("{method} {}{}", url.host, url.path) } else { url.host.clone() }
}

/// The path after a filter has changed it.
fn changed_path(change: Option<&PathChange>, taken: &Candidate<'_>, path: &str) -> String {
    match change {
        None => path.to_owned(),
        Some(PathChange::Full(full)) => full.clone(),
        Some(PathChange::Prefix(new)) => {
            let prefix = taken.by.and_then(|by| by.path.as_ref()).map_or("/", |path| path.value.as_str());
            let rest = path.strip_prefix(prefix.trim_end_matches('/')).unwrap_or_default();
            let changed = format!("{}{rest}", new.trim_end_matches('/'));
            if changed.is_empty() { "/".to_owned() } else { changed }
        }
    }
}
