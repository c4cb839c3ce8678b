use super::Route;
use crate::export::Object;
use crate::export::names::Names;
use crate::export::object::NAMESPACE_NAME;
use crate::model::Thing;
use crate::net::to_dns_label;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const API: &str = "gateway.networking.k8s.io/v1";

/// A Gateway for each controller and issuer, and an HTTPRoute for each route.
pub fn write(routes: &[Route<'_>], names: &Names) -> Vec<Object> {
    let mut by_gateway: BTreeMap<String, Vec<&Route<'_>>> = BTreeMap::new();
    for route in routes {
        by_gateway.entry(gateway_name(route, names)).or_default().push(route);
    }
    let mut objects = Vec::new();
    for (name, routes) in &by_gateway {
        let Some(first) = routes.first() else { continue };
        let namespace = gateway_namespace(first);
        objects.push(gateway(name, namespace, routes, names));
        objects.extend(routes.iter().map(|route| http_route(route, name, namespace)));
    }
    objects
}

/// cert-manager reads one issuer from a Gateway, so routes with another issuer get a Gateway of their own.
/// Source: cert-manager documentation, "Annotated Gateway resource".
fn gateway_name(route: &Route<'_>, names: &Names) -> String {
    let base = names.of(route.controller);
    match route.issuer.and_then(to_dns_label) {
        Some(issuer) => format!("{base}-{issuer}"),
        None => base,
    }
}

/// The Gateway stands beside its controller, or, when that has no place in the drawing, beside its first route.
fn gateway_namespace<'a>(route: &'a Route<'_>) -> &'a str {
    let of = |thing: &'a Thing| thing.namespace.as_ref().map(|namespace| namespace.value.as_str());
    of(route.controller).unwrap_or(&route.backend.namespace)
}

fn gateway(name: &str, namespace: &str, routes: &[&Route<'_>], names: &Names) -> Object {
    let class = routes.first().map(|route| route.class(names)).unwrap_or_default();
    let issuer = routes.first().and_then(|route| route.issuer);
    let spec = json!({ "gatewayClassName": class, "listeners": listeners(namespace, routes) });
    let mut object = Object::new(API, "Gateway", name).in_namespace(namespace).with_spec(spec);
    if let Some(issuer) = issuer {
        object.annotations.insert("cert-manager.io/cluster-issuer".to_owned(), issuer.to_owned());
    }
    routes.iter().fold(object, |object, route| object.with_source(&route.statement))
}

/// A listener for each host: encrypted ones on 443 with their certificate, others on 80.
fn listeners(namespace: &str, routes: &[&Route<'_>]) -> Vec<Value> {
    let from = allowed_namespaces(namespace, routes);
    let mut seen = BTreeSet::new();
    let mut listeners = Vec::new();
    for route in routes {
        let hosts: Vec<Option<&str>> =
            if route.hosts.is_empty() { vec![None] } else { route.hosts.iter().copied().map(Some).collect() };
        for host in hosts {
            if !seen.insert(host) {
                continue;
            }
            let name = listener_name(route, host);
            let mut listener = json!({ "name": name });
            if let Some(host) = host {
                listener["hostname"] = json!(host);
            }
            if route.issuer.is_some() {
                listener["port"] = json!(443);
                listener["protocol"] = json!("HTTPS");
                listener["tls"] =
                    json!({ "mode": "Terminate", "certificateRefs": [{ "name": format!("{name}-tls") }] });
            } else {
                listener["port"] = json!(80);
                listener["protocol"] = json!("HTTP");
            }
            listener["allowedRoutes"] = from.clone();
            listeners.push(listener);
        }
    }
    listeners
}

fn listener_name(route: &Route<'_>, host: Option<&str>) -> String {
    let protocol = if route.issuer.is_some() { "https" } else { "http" };
    let host = host.map(|host| host.replace('*', "any")).as_deref().and_then(to_dns_label);
    host.map_or_else(|| protocol.to_owned(), |host| format!("{protocol}-{host}").chars().take(58).collect())
}

/// Only the namespaces whose routes are drawn may attach.
fn allowed_namespaces(namespace: &str, routes: &[&Route<'_>]) -> Value {
    let namespaces: BTreeSet<&str> = routes.iter().map(|route| route.backend.namespace.as_str()).collect();
    if namespaces.iter().all(|&of| of == namespace) {
        return json!({ "namespaces": { "from": "Same" } });
    }
    json!({ "namespaces": {
        "from": "Selector",
        "selector": { "matchExpressions": [{ "key": NAMESPACE_NAME, "operator": "In", "values": namespaces }] },
    } })
}

fn http_route(route: &Route<'_>, gateway: &str, gateway_namespace: &str) -> Object {
    let parent = json!({ "name": gateway, "namespace": gateway_namespace });
    let matches: Value =
        route.paths.iter().map(|path| json!({ "path": { "type": "PathPrefix", "value": path } })).collect();
    let rule = json!({
        "matches": matches,
        "backendRefs": [{ "name": route.backend.name, "port": route.backend.port }],
    });
    let mut spec = json!({ "parentRefs": [parent] });
    if !route.hosts.is_empty() {
        spec["hostnames"] = json!(route.hosts);
    }
    spec["rules"] = json!([rule]);
    Object::new(API, "HTTPRoute", &route.name)
        .in_namespace(&route.backend.namespace)
        .with_source(&route.statement)
        .with_spec(spec)
}
