use super::Side;
use super::statement::Statement;
use crate::k8s::{
    BackendReference, DnsRecord, FieldMatch, Ingress, IngressBackend, OpenShiftRoute, PathMatchKind,
    PathType, Placed, PortReference, Resources, Route, RouteMatch,
};
use crate::model::{LinkKind, LinkThing, Tls};

/// Hosts and paths with where they lead, known by host, path and what else is asked of a request; and names in the DNS.
/// From Ingresses, routes, DNS records and drawn routes, in this order.
pub(super) fn statements(side: &Side<'_>) -> Vec<Statement> {
    let resources: &Resources = side.resources;
    let mut statements: Vec<Statement> = resources.ingresses.iter().flat_map(of_ingress).collect();
    statements.extend(resources.routes.iter().flat_map(of_route));
    statements.extend(resources.openshift_routes.iter().map(of_openshift));
    statements.extend(resources.dns_records.iter().map(record));
    statements.extend(side.model.links.iter().filter(|link| link.kind == LinkKind::Route).filter_map(drawn));
    statements
}

/// A request as it is asked for, and where it leads.
fn leads(request: String, fields: Vec<(&'static str, String)>, at: u32) -> Statement {
    Statement { key: request.clone(), otherwise: None, name: request, fields, at }
}

fn text(placed: Option<&Placed<String>>) -> Option<String> {
    placed.map(|placed| placed.value.clone())
}

fn said(fields: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Vec<(&'static str, String)> {
    fields
        .into_iter()
        .filter_map(|(field, said)| Some((field, said.filter(|said| !said.is_empty())?)))
        .collect()
}

fn of_ingress(ingress: &Ingress) -> Vec<Statement> {
    let by = format!("Ingress {}/{}", ingress.namespace, ingress.name);
    let class = text(ingress.class_name());
    let secret = |host: Option<&str>| {
        let covers = |hosts: &[Placed<String>]| {
            hosts.is_empty() || hosts.iter().any(|covered| Some(covered.as_str()) == host)
        };
        let found = ingress.tls.iter().find(|tls| covers(&tls.hosts))?;
        Some(text(found.secret.as_ref()).unwrap_or_else(|| "the controller's certificate".to_owned()))
    };
    let statement = |request: String, host: Option<&str>, backend: Option<&IngressBackend>, at: u32| {
        let fields = said([
            ("to", backend.map(|backend| ingress_backend(&ingress.namespace, backend))),
            ("by", Some(by.clone())),
            ("class", class.clone()),
            ("TLS", secret(host)),
        ]);
        leads(request, fields, at)
    };
    let mut statements = Vec::new();
    for rule in &ingress.rules {
        let host = rule.host.as_ref().map(Placed::as_str);
        for path in &rule.paths {
            let shown = path.path.as_ref().map_or("/", Placed::as_str);
            let request = match path.path_type {
                PathType::Exact => format!("{}{shown} (exactly)", host.unwrap_or("*")),
                PathType::Prefix | PathType::ImplementationSpecific => {
                    format!("{}{shown}", host.unwrap_or("*"))
                }
            };
            statements.push(statement(request, host, path.backend.as_ref(), path.span.start));
        }
    }
    if let Some(backend) = &ingress.default_backend {
        let request = format!("anything else at {by}");
        statements.push(statement(request, None, Some(backend), backend.span().start));
    }
    statements
}

fn ingress_backend(namespace: &str, backend: &IngressBackend) -> String {
    match backend {
        IngressBackend::Service { name, port, .. } => {
            format!("{namespace}/{name}{}", port.as_ref().map(|port| colon(&port.value)).unwrap_or_default())
        }
        IngressBackend::Resource { kind, name, .. } => format!("{kind} {namespace}/{name}"),
    }
}

fn colon(port: &PortReference) -> String {
    match port {
        PortReference::Number(number) => format!(":{number}"),
        PortReference::Name(name) => format!(":{name}"),
    }
}

fn of_route(route: &Route) -> Vec<Statement> {
    let by = format!("{} {}/{}", route.kind.as_str(), route.namespace, route.name);
    let parents: Vec<String> = route
        .parents
        .iter()
        .map(|parent| {
            let namespace = parent.namespace.as_ref().map_or(route.namespace.as_str(), Placed::as_str);
            let section = parent.section.as_ref().map(|section| format!(" ({section})")).unwrap_or_default();
            format!("{} {namespace}/{}{section}", parent.kind, parent.name)
        })
        .collect();
    let hosts: Vec<&str> = route.hostnames.iter().map(Placed::as_str).collect();
    let hosts = if hosts.is_empty() { vec!["*"] } else { hosts };
    let mut statements = Vec::new();
    for rule in &route.rules {
        let backends: Vec<String> =
            rule.backends.iter().map(|backend| route_backend(&route.namespace, backend)).collect();
        let fields = said([
            ("to", Some(backends.join(", "))),
            ("by", Some(by.clone())),
            ("at", Some(parents.join(", "))),
        ]);
        let requests: Vec<String> = rule.matches.iter().map(request).collect();
        let requests = if requests.is_empty() { vec!["/".to_owned()] } else { requests };
        for host in &hosts {
            statements.extend(
                requests.iter().map(|it| leads(format!("{host}{it}"), fields.clone(), rule.span.start)),
            );
        }
    }
    statements
}

fn route_backend(namespace: &str, backend: &BackendReference) -> String {
    let namespace = backend.namespace.as_ref().map_or(namespace, Placed::as_str);
    let kind = if backend.kind == "Service" { String::new() } else { format!("{} ", backend.kind) };
    let port = backend.port.as_ref().map(|port| format!(":{port}")).unwrap_or_default();
    let weight = if backend.weight == 1 { String::new() } else { format!(" (weight {})", backend.weight) };
    format!("{kind}{namespace}/{}{port}{weight}", backend.name)
}

/// What is asked of a request: `/cart (exactly) GET x-version=2`.
fn request(it: &RouteMatch) -> String {
    let mut words = Vec::new();
    match &it.path {
        Some(path) => words.push(match path.kind {
            PathMatchKind::Exact => format!("{} (exactly)", path.value),
            PathMatchKind::Prefix => path.value.clone(),
            PathMatchKind::Regex => format!(" ~ {}", path.value),
        }),
        None if it.grpc.is_none() => words.push("/".to_owned()),
        None => {}
    }
    if let Some(call) = &it.grpc {
        let part = |part: &Option<String>| part.clone().unwrap_or_else(|| "*".to_owned());
        words.push(format!("/{}/{}", part(&call.service), part(&call.method)));
    }
    words.extend(it.method.as_ref().map(|method| method.value.clone()));
    words.extend(it.headers.iter().map(|header| format!("header {}", field(header))));
    words.extend(it.query.iter().map(|query| format!("query {}", field(query))));
    words.join(" ")
}

fn field(it: &FieldMatch) -> String {
    format!("{}{}{}", it.name, if it.is_regex { "~" } else { "=" }, it.value)
}

fn of_openshift(route: &OpenShiftRoute) -> Statement {
    let host = route.host.as_ref().map_or("*", Placed::as_str);
    let path = route.path.as_ref().map_or("/", Placed::as_str);
    let port = route.port.as_ref().map(|port| colon(&port.value)).unwrap_or_default();
    let to: Vec<String> =
        route.services.iter().map(|service| format!("{}/{service}{port}", route.namespace)).collect();
    let fields = said([
        ("to", Some(to.join(", "))),
        ("by", Some(format!("Route {}/{}", route.namespace, route.name))),
        ("TLS", text(route.termination.as_ref())),
    ]);
    let at = route.host.as_ref().or(route.services.first()).map_or(0, |placed| placed.span.start);
    leads(format!("{host}{path}"), fields, at)
}

fn record(record: &DnsRecord) -> Statement {
    let targets: Vec<&str> = record.targets.iter().map(Placed::as_str).collect();
    let kind = text(record.kind.as_ref());
    let fields = said([("type", kind), ("targets", Some(targets.join(", ")))]);
    Statement {
        key: format!("dns {}", record.name),
        otherwise: None,
        name: format!("DNS {}", record.name),
        fields,
        at: record.name.span.start,
    }
}

/// A drawn route of which hosts are declared.
fn drawn(link: &LinkThing) -> Option<Statement> {
    let list = |values: &[crate::model::Known<String>]| {
        let values: Vec<&str> = values.iter().map(|known| known.value.as_str()).collect();
        values.join(", ")
    };
    let hosts = list(&link.hosts);
    let paths = list(&link.paths);
    let tls = link.tls.as_ref().map(|tls| match &tls.value {
        Tls::Off => "off".to_owned(),
        Tls::Issuer(name) => name.clone(),
    });
    let fields = said([("to", Some(link.to.clone())), ("by", Some(link.from.clone())), ("TLS", tls)]);
    let at = link.fact.unwrap_or(link.span).start;
    (!hosts.is_empty()).then(|| leads(format!("{hosts} {paths}").trim().to_owned(), fields, at))
}
