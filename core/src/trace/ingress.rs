//! From a host to what serves it, and from Ingresses to a backend.

use super::ingress_rule::{self, Taken, host_rank};
use super::route_rule::{self, covers};
use super::step::{Outcome, Stage, Step};
use super::tracer::{Sender, Tracer, Way};
use super::url::Url;
use super::words;
use crate::k8s::{
    Attached, Gateway, Ingress, IngressBackend, OpenShiftRoute, PathType, PortReference, RouteKind,
};
use crate::net::Protocol;
use std::cmp::Reverse;

/// What serves a host.
enum Server<'a> {
    Gateway(&'a Gateway),
    Ingresses,
    OpenShift(&'a OpenShiftRoute),
    Drawn,
}

/// How well a host fits: by its exact name, by a wildcard, or because every host does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Any,
    Wildcard,
    Exact,
}

impl<'a> Tracer<'a> {
    /// Goes on to what serves the URL's host, whatever its address.
    pub fn by_host(&mut self, url: &Url) -> Way<()> {
        let servers = self.servers(url);
        let best = servers.iter().map(|(fit, _)| *fit).max();
        let mut fitting = servers.into_iter().filter(|(fit, _)| Some(*fit) == best).map(|(_, server)| server);
        match fitting.next() {
            Some(Server::Gateway(gateway)) => self.gateway(gateway, url),
            Some(Server::Ingresses) => self.ingresses(url),
            Some(Server::OpenShift(route)) => self.openshift(route, url),
            Some(Server::Drawn) => self.drawn_host(url),
            None => self.nothing_serves(url),
        }
    }

    /// Whether something that is shown serves the URL's host.
    pub fn serves_host(&self, url: &Url) -> bool {
        !self.servers(url).is_empty()
    }

    /// All that serves the host: gateways first.
    fn servers(&self, url: &Url) -> Vec<(Fit, Server<'a>)> {
        let resources = self.resources;
        let mut servers: Vec<(Fit, Server<'a>)> = Vec::new();
        for gateway in &resources.gateways {
            if let Some(fit) = self.gateway_fit(gateway, url) {
                servers.push((fit, Server::Gateway(gateway)));
            }
        }
        for route in &resources.openshift_routes {
            if route.host.as_ref().is_some_and(|host| host.value.eq_ignore_ascii_case(&url.host)) {
                servers.push((Fit::Exact, Server::OpenShift(route)));
            }
        }
        if url.is_http() {
            let ranks = resources.ingresses.iter().flat_map(|ingress| {
                let of_rules = ingress.rules.iter().filter_map(|rule| host_rank(rule, &url.host));
                of_rules.chain(ingress.default_backend.as_ref().map(|_| 0))
            });
            let fit = ranks.max().map(|rank| match rank {
                2 => Fit::Exact,
                1 => Fit::Wildcard,
                _ => Fit::Any,
            });
            servers.extend(fit.map(|fit| (fit, Server::Ingresses)));
        }
        servers.extend(
            self.drawn_fit(&url.host)
                .map(|is_exact| (if is_exact { Fit::Exact } else { Fit::Wildcard }, Server::Drawn)),
        );
        servers
    }

    /// How well the routes and listeners of a gateway fit: routes that it refuses count as well, to say why.
    fn gateway_fit(&self, gateway: &'a Gateway, url: &Url) -> Option<Fit> {
        let of_routes = self.resources.routes.iter().filter_map(|route| {
            let is_parent =
                route.parents.iter().any(|parent| match self.attachments.attached(route, parent) {
                    Attached::Listeners(_) => self.is_of(
                        gateway,
                        parent.namespace_or(&route.namespace),
                        parent.name.as_str(),
                        &parent.kind,
                    ),
                    Attached::ToService | Attached::Unknown => false,
                });
            let host = route_rule::host_rank(route, &url.host).filter(|_| is_parent)?;
            Some(match host {
                (0, 0) => Fit::Any,
                (0, _) => Fit::Wildcard,
                _ => Fit::Exact,
            })
        });
        let of_listeners = gateway.listeners.iter().filter_map(|listener| {
            let host = listener.hostname.as_ref()?.value.to_ascii_lowercase();
            covers(&host, &url.host).then_some(if host == url.host { Fit::Exact } else { Fit::Wildcard })
        });
        of_routes.chain(of_listeners).max()
    }

    /// Whether a parent reference leads to `gateway`, itself or through a ListenerSet.
    fn is_of(&self, gateway: &Gateway, namespace: &str, name: &str, kind: &str) -> bool {
        if kind == "Gateway" {
            return gateway.namespace == namespace && gateway.name == name;
        }
        let set =
            self.resources.listener_sets.iter().find(|set| set.namespace == namespace && set.name == name);
        let parent = set.and_then(|set| Some((set.parent.as_ref()?, &set.namespace)));
        parent.is_some_and(|(parent, own)| {
            gateway.namespace == parent.namespace_or(own) && gateway.name == parent.name.value
        })
    }

    fn nothing_serves(&mut self, url: &Url) -> Way<()> {
        if let Some(&other) = self.resources.other_routes.first() {
            let count = self.resources.other_routes.len();
            let text = format!(
                "{} is not understood{}: it depends on what it leads to",
                self.name_of(other),
                if count > 1 { format!(", nor are {} like it", count - 1) } else { String::new() }
            );
            let step = self.at_object(Step::new(Stage::Route, text).outcome(Outcome::Depends), other);
            return self.stop(step);
        }
        let unattached = self.resources.routes.iter().find(|route| {
            route_rule::host_rank(route, &url.host).is_some_and(|rank| rank > (0, 0))
                && route.kind != RouteKind::Udp
        });
        if let Some(route) = unattached {
            return self.unshown_gateway(route, url);
        }
        let text = format!("no Ingress, no route and no arrow is about {}", url.host);
        let change = format!("write an Ingress or a route for {}", url.host);
        self.stop(Step::new(Stage::Route, text).fails(change))
    }

    /// A route whose gateway is not shown: its own rules are followed, and the rest is taken to hold.
    fn unshown_gateway(&mut self, route: &'a crate::k8s::Route, url: &Url) -> Way<()> {
        let parent = route.parents.first();
        let name = self.name_of(route.object);
        let text = match parent {
            Some(parent) => format!(
                "{name} is attached to {} {}, which is not shown: it depends on its listeners",
                parent.kind, parent.name
            ),
            None => format!("{name} is about {} and is attached to nothing", url.host),
        };
        let step = self.at_object(Step::new(Stage::Listener, text), route.object);
        match parent {
            Some(parent) => self.stop(step.at(parent.span, "its parent").outcome(Outcome::Depends)),
            None => self.stop(step.fails("name its gateway in `parentRefs`")),
        }
    }

    /// Follows a request through the Ingresses of one class.
    fn ingresses(&mut self, url: &Url) -> Way<()> {
        let all: Vec<&'a Ingress> = self.resources.ingresses.iter().collect();
        let Some(first) = self.first_for(&all, url) else { return Ok(()) };
        let class = first.class_name().map(|class| class.value.clone());
        self.ingress_class(first)?;
        self.translated(&first.addresses);
        let pods = self.controller_pods(class.as_deref());
        let otherwise = class.as_deref().map_or("the ingress controller".to_owned(), |class| {
            format!("the ingress controller of class {class}")
        });
        let sender = self.through(&pods, url.port, &otherwise)?;
        if pods.is_empty() && !matches!(url.port, 80 | 443) {
            let text =
                format!("it depends on whether {otherwise} listens on {}: 80 and 443 are usual", url.port);
            self.push(Step::new(Stage::Listener, text).outcome(Outcome::Depends));
        }
        let same: Vec<&'a Ingress> = all
            .into_iter()
            .filter(|ingress| ingress.class_name().map(|class| &class.value) == class.as_ref())
            .collect();
        if url.is_tls() {
            self.ingress_certificate(&same, &url.host)?;
        }
        match ingress_rule::choose(&same, &url.host, &url.path) {
            Some(choice) => {
                self.take(&choice.taken, &choice.rivals, url);
                let Taken { ingress, path, .. } = choice.taken;
                self.ingress_backend(ingress, path.backend.as_ref(), &sender)
            }
            None => self.default_backend(&same, url, &sender),
        }
    }

    /// The Ingress whose class decides: that with the best rule for the request.
    fn first_for(&self, all: &[&'a Ingress], url: &Url) -> Option<&'a Ingress> {
        if let Some(choice) = ingress_rule::choose(all, &url.host, &url.path) {
            return Some(choice.taken.ingress);
        }
        let rank =
            |ingress: &Ingress| ingress.rules.iter().filter_map(|rule| host_rank(rule, &url.host)).max();
        let ranked = all.iter().copied().filter(|it| rank(it).is_some() || it.default_backend.is_some());
        ranked.min_by_key(|it| Reverse(rank(it)))
    }

    fn ingress_class(&mut self, ingress: &'a Ingress) -> Way<()> {
        let named = self.name_of(ingress.object);
        let classes = &self.resources.ingress_classes;
        let Some(class) = ingress.class_name() else {
            let default = classes.iter().find(|class| class.default.is_some());
            let step = self.at_object(Step::new(Stage::Class, ""), ingress.object);
            let step = match default {
                Some(class) => {
                    let text = format!("{named} names no class: the default one is {}", class.name);
                    Step { text, ..step }.at_some(class.default, "the default class").object(class.object)
                }
                None => {
                    let text = format!(
                        "{named} names no class: it depends on whether the cluster has a default one"
                    );
                    Step { text, ..step }.outcome(Outcome::Depends).change("write `ingressClassName`")
                }
            };
            self.push(step);
            return Ok(());
        };
        let step = Step::new(Stage::Class, "").at(class.span, "the class").object(ingress.object);
        let shown = classes.iter().find(|it| it.name == class.value);
        let step = match shown {
            Some(shown) => {
                let by = shown.controller.as_ref().map(|it| format!(" by {it}")).unwrap_or_default();
                let text = format!("{named} is of class {class}, which is served{by}");
                self.at_object(Step { text, ..step }, shown.object)
            }
            None => {
                let text = format!("{named} is of class {class}, which is taken to be installed");
                Step { text, ..step }.outcome(Outcome::Assumed)
            }
        };
        self.push(step);
        Ok(())
    }

    /// Adds the step that says which rule takes the request.
    fn take(&mut self, taken: &Taken<'a>, rivals: &[Taken<'a>], url: &Url) {
        let path = taken.path.path.as_ref().map_or("/", |path| path.as_str());
        let host = taken.rule.host.as_ref();
        let what = match host {
            Some(host) => format!("{host}{path}"),
            None => format!("every host, {path}"),
        };
        let kind = match taken.path.path_type {
            PathType::Exact => "exactly",
            PathType::Prefix => "and below",
            PathType::ImplementationSpecific => "as the controller reads it",
        };
        let text = format!(
            "{} takes {}{} by its path {what}, {kind}",
            self.name_of(taken.ingress.object),
            url.host,
            url.path
        );
        let mut step = Step::new(Stage::Route, text).at(taken.path.span, "the path");
        step = step.at_some(host.map(|host| host.span), "the host");
        let has_expression = path.contains(['*', '(', '[', '\\', '|', '^', '$', '+']);
        if taken.path.path_type == PathType::ImplementationSpecific && has_expression {
            step = step.outcome(Outcome::Depends);
            step.text.push_str(": it depends on how the controller reads the expression");
        }
        let others = rivals.iter().filter(|rival| {
            backend_words(rival.path.backend.as_ref()) != backend_words(taken.path.backend.as_ref())
        });
        let others: Vec<&Taken<'_>> = others.collect();
        if let Some(other) = others.first() {
            let text = format!(
                "; {} has the same host and path, and which one wins is up to the controller",
                self.name_of(other.ingress.object)
            );
            step.text.push_str(&text);
            step = step.outcome(Outcome::Depends).change("let one Ingress alone have this host and path");
            for other in others {
                step = step.at(other.path.span, "the same path").object(other.ingress.object);
            }
        }
        let step = self.at_object(step, taken.ingress.object);
        self.push(step);
    }

    fn default_backend(&mut self, same: &[&'a Ingress], url: &Url, sender: &Sender) -> Way<()> {
        let of_host =
            |ingress: &&&Ingress| ingress.rules.iter().any(|rule| host_rank(rule, &url.host).is_some());
        let with_default = |ingress: &&&Ingress| ingress.default_backend.is_some();
        let own = same.iter().filter(of_host).find(with_default);
        if let Some(ingress) = own.or_else(|| same.iter().find(with_default)) {
            let text = format!(
                "no path takes {}{}: the default backend of {} does",
                url.host,
                url.path,
                self.name_of(ingress.object)
            );
            let span = ingress.default_backend.as_ref().map(IngressBackend::span);
            let step = self.at_object(
                Step::new(Stage::Route, text).at_some(span, "the default backend"),
                ingress.object,
            );
            self.push(step);
            return self.ingress_backend(ingress, ingress.default_backend.as_ref(), sender);
        }
        let text =
            format!("no path takes {}{}: the controller answers that nothing is found", url.host, url.path);
        let step = Step::new(Stage::Route, text);
        let (step, change) = match same.iter().find(of_host) {
            Some(ingress) => {
                let name = self.name_of(ingress.object);
                let rule = ingress.rules.iter().find(|rule| host_rank(rule, &url.host).is_some());
                let step = step.at_some(rule.map(|rule| rule.span), "the rule of the host");
                (
                    self.at_object(step, ingress.object),
                    format!("add a path that takes {} to {name}", url.path),
                )
            }
            None => (step, format!("add a rule for {}", url.host)),
        };
        self.stop(step.fails(change))
    }

    fn ingress_backend(
        &mut self,
        ingress: &'a Ingress,
        backend: Option<&'a IngressBackend>,
        sender: &Sender,
    ) -> Way<()> {
        let name = self.name_of(ingress.object);
        match backend {
            None => {
                let step = self.at_object(
                    Step::new(Stage::Service, format!("{name} names no backend that can be understood")),
                    ingress.object,
                );
                self.stop(step.fails("write the backend's service and port"))
            }
            Some(IngressBackend::Resource { span, kind, name: resource }) => {
                let text = format!("{name} leads to {kind} {resource}, which is taken to answer");
                let step = Step::new(Stage::Answer, text).outcome(Outcome::Assumed).at(*span, "the backend");
                self.push(step.object(ingress.object));
                Ok(())
            }
            Some(IngressBackend::Service { span, name: service, port }) => {
                let named = format!("Service {}/{service}", ingress.namespace);
                let is_meant =
                    |it: &crate::k8s::Service| it.namespace == ingress.namespace && it.name == service.value;
                let Some(index) = self.resources.services.iter().rposition(is_meant) else {
                    let step =
                        Step::new(Stage::Service, format!("{name} leads to {named}, which is not there"));
                    let step = step.at(service.span, "the backend").object(ingress.object);
                    return self.missing_service(step, &ingress.namespace, service.as_str(), &name);
                };
                let Some(port) = port else {
                    let step =
                        Step::new(Stage::Service, format!("{name} leads to {named} and names no port"));
                    let step = step.at(*span, "the backend").object(ingress.object);
                    return self.stop(step.fails("write the port of the backend"));
                };
                self.service(index, Some(&port.value), Protocol::Tcp, sender, None)
            }
        }
    }

    /// Follows a request through a Route of OpenShift.
    fn openshift(&mut self, route: &'a OpenShiftRoute, url: &Url) -> Way<()> {
        let name = self.name_of(route.object);
        let step = Step::new(Stage::Route, format!("{name} takes {}{}", url.host, url.path));
        let step =
            self.at_object(step.at_some(route.host.as_ref().map(|host| host.span), "the host"), route.object);
        if let Some(path) =
            route.path.as_ref().filter(|path| !ingress_rule::is_path_prefix(path.as_str(), &url.path))
        {
            let text = format!("{name} is about {}{path} and below, not {}", url.host, url.path);
            return self.stop(
                Step { text, ..step }
                    .at(path.span, "the path")
                    .fails(format!("add a Route for {}", url.path)),
            );
        }
        if url.is_tls() && route.termination.is_none() {
            let text = format!("{name} is about {} without TLS", url.host);
            return self.stop(Step { text, ..step }.fails("write `tls.termination` in it, or ask by http"));
        }
        self.push(step);
        let Some(service) = route.services.first() else {
            let step = self
                .at_object(Step::new(Stage::Service, format!("{name} leads to no service")), route.object);
            return self.stop(step.fails("write `to` in it"));
        };
        let is_meant = |it: &crate::k8s::Service| it.namespace == route.namespace && it.name == service.value;
        let Some(index) = self.resources.services.iter().rposition(is_meant) else {
            let text = format!("{name} leads to Service {}/{service}, which is not there", route.namespace);
            let step = Step::new(Stage::Service, text).at(service.span, "the backend").object(route.object);
            return self.stop(step.fails(format!("write Service {}/{service}", route.namespace)));
        };
        let port = route.port.as_ref().and_then(|port| self.port_with_target(index, &port.value));
        let sender = Sender::Unknown("the router".to_owned());
        self.service(index, port.as_ref(), Protocol::Tcp, &sender, None)
    }

    /// The port of a service that leads to this port of its pods, or has this name.
    fn port_with_target(&self, service: usize, target: &PortReference) -> Option<PortReference> {
        let ports = &self.resources.services.get(service)?.ports;
        let is_named = |name: &Option<String>| matches!(target, PortReference::Name(meant) if name.as_ref() == Some(meant));
        let port = ports.iter().find(|port| is_named(&port.name) || port.target == *target)?;
        Some(PortReference::Number(port.port))
    }
}

/// Where a backend leads, to tell two apart.
fn backend_words(backend: Option<&IngressBackend>) -> String {
    match backend {
        None => String::new(),
        Some(IngressBackend::Service { name, port, .. }) => {
            let port = port.as_ref().map(|port| super::service::reference(&port.value)).unwrap_or_default();
            words::listed(&[name.value.clone(), port])
        }
        Some(IngressBackend::Resource { kind, name, .. }) => format!("{kind} {name}"),
    }
}
