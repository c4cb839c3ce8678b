use super::Subject;
use super::routing_view::is_open;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{
    Ingress, IngressBackend, Object, PathMatchKind, PathType, Placed, PortReference, Route, RouteMatch,
};
use crate::text::Span;
use std::collections::BTreeMap;

/// Two objects of one class are about the same host and path.
pub static RULE: Rule = Rule {
    code: "RT001",
    name: "duplicate-route",
    severity: Severity::Warning,
    why: "Which of two Ingresses gets the requests is up to the controller; of two routes of the Gateway API, the older \
          one. Either way, one of them does nothing, and which one that is may change when an object is made anew.",
    source: "Kubernetes documentation, \"Ingress: Multiple matches\"; Gateway API, HTTPRouteRule, `matches`; ingress-nginx, \
             \"Basic usage: host and path conflicts\"",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    ingresses(subject, problems);
    routes(subject, problems);
}

/// Annotations by which several Ingresses share a host and path on purpose, or belong to different balancers.
const SPLITS: &[&str] =
    &["canary", "entrypoints", "priority", "listen-ports", "group.name", "load-balancer", "scheme"];

/// Class, host, kind of path and path.
type IngressKey<'a> = (&'a str, &'a str, PathType, &'a str);

fn ingresses(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<IngressKey<'_>, (&Ingress, &Object, Option<Backend<'_>>, Span)> = BTreeMap::new();
    for &ingress in &subject.routing.ingresses {
        let Some(object) = subject.object(ingress.object).filter(|object| object.is_whole) else { continue };
        let class = ingress.class_name().map_or("", Placed::as_str);
        for rule in &ingress.rules {
            let host = rule.host.as_ref().map_or("", Placed::as_str);
            for path in rule.paths.iter().filter(|_| !is_open(host)) {
                let text = path.path.as_ref().map_or("/", Placed::as_str);
                let key = (class, host, path.path_type, compared(text, path.path_type == PathType::Prefix));
                let leads_to = path.backend.as_ref().and_then(|backend| leads_to(ingress, backend));
                let place = path.path.as_ref().map_or(path.span, |path| path.span);
                let Some((other, others_object, other_leads_to, other_place)) = seen.get(&key) else {
                    seen.insert(key, (ingress, object, leads_to, place));
                    continue;
                };
                if other.object == ingress.object
                    || leads_to == *other_leads_to
                    || are_split(object, others_object)
                {
                    continue;
                }
                let url =
                    if host.is_empty() { format!("{text} of every host") } else { format!("{host}{text}") };
                let problem =
                    Problem::new(&RULE, place, format!("{object} is about {url}, as {others_object} is"))
                        .with_related(*other_place, "the other one is here")
                        .with_help("keep one of them, or give them classes of their own");
                // Samples for every host are seldom applied together.
                problems.push(if host.is_empty() { problem.with_severity(Severity::Info) } else { problem });
            }
        }
    }
}

type Backend<'a> = (&'a str, &'a str, Option<&'a PortReference>);

fn leads_to<'a>(ingress: &'a Ingress, backend: &'a IngressBackend) -> Option<Backend<'a>> {
    match backend {
        IngressBackend::Service { name, port, .. } => {
            Some((&ingress.namespace, name.as_str(), port.as_ref().map(|port| &port.value)))
        }
        IngressBackend::Resource { .. } => None,
    }
}

fn are_split(one: &Object, other: &Object) -> bool {
    let all = |object: &Object| -> Vec<(String, String)> {
        let annotations =
            object.at(&["metadata", "annotations"]).map(crate::yaml::Node::entries).unwrap_or_default();
        let splits = |key: &str| SPLITS.iter().any(|part| key.contains(part));
        let chosen = annotations.iter().filter(|entry| splits(&entry.key));
        chosen.map(|entry| (entry.key.clone(), entry.value.text().unwrap_or_default().to_owned())).collect()
    };
    all(one) != all(other)
}

/// Parent, listener, host and what else a request must be.
type RouteKey<'a> = (&'a str, &'a str, &'a str, &'a str, String);

fn routes(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<RouteKey<'_>, (&Route, Span)> = BTreeMap::new();
    for &route in &subject.routing.routes {
        let hosts: Vec<&str> = match route.hostnames.as_slice() {
            [] => vec![""],
            hosts => hosts.iter().map(Placed::as_str).filter(|host| !is_open(host)).collect(),
        };
        for (request, span) in requests(route) {
            // One problem for each request, however many hosts and parents it has.
            let mut found = None;
            for parent in route.parents.iter().filter(|parent| parent.kind != "Service") {
                let section = parent.section.as_ref().map_or("", Placed::as_str);
                for host in &hosts {
                    let home = parent.namespace_or(&route.namespace);
                    let key = (home, parent.name.as_str(), section, *host, request.clone());
                    let first = *seen.entry(key).or_insert((route, span));
                    found = found.or((first.0.object != route.object).then_some((first, *host)));
                }
            }
            let Some(((other, place), host)) = found else { continue };
            let (Some(object), Some(others)) = (subject.object(route.object), subject.object(other.object))
            else {
                continue;
            };
            let of = if host.is_empty() {
                "the same requests".to_owned()
            } else {
                format!("the same requests to {host}")
            };
            problems.push(
                Problem::new(&RULE, span, format!("{object} is about {of} as {others}"))
                    .with_related(place, "the other one is here")
                    .with_help("keep one of them; the older one gets the requests"),
            );
        }
    }
}

/// What requests a route is about, in words that are equal for equal ones, each with its place.
fn requests(route: &Route) -> Vec<(String, Span)> {
    if !matches!(route.kind, crate::k8s::RouteKind::Http | crate::k8s::RouteKind::Grpc) {
        return Vec::new();
    }
    let kind = route.kind.as_str();
    let mut requests = Vec::new();
    for rule in &route.rules {
        if rule.matches.is_empty() {
            requests.push((format!("{kind} Prefix /"), rule.span));
        }
        requests.extend(rule.matches.iter().map(|it| (format!("{kind} {}", words(it)), it.span)));
    }
    requests
}

/// A path as it is compared: a prefix is one of whole elements, so that a slash at its end says nothing.
pub(super) fn compared(path: &str, is_prefix: bool) -> &str {
    let elements = path.trim_end_matches('/');
    match (is_prefix, elements) {
        (true, "") => "/",
        (true, elements) => elements,
        (false, _) => path,
    }
}

/// What a match asks for, in words that are equal for equal ones.
pub(super) fn words(asked: &RouteMatch) -> String {
    let mut words = match &asked.path {
        Some(path) => {
            format!("{:?} {}", path.kind, compared(&path.value, path.kind == PathMatchKind::Prefix))
        }
        None => "Prefix /".to_owned(),
    };
    if let Some(method) = &asked.method {
        words.push_str(&format!(" method {method}"));
    }
    if let Some(call) = &asked.grpc {
        words.push_str(&format!(" call {:?} {:?} {}", call.service, call.method, call.is_regex));
    }
    let mut fields: Vec<String> = Vec::new();
    for (kind, all) in [("header", &asked.headers), ("query", &asked.query)] {
        fields.extend(all.iter().map(|field| {
            let name = if kind == "header" { field.name.to_ascii_lowercase() } else { field.name.clone() };
            format!(" {kind} {name:?}={:?} {}", field.value, field.is_regex)
        }));
    }
    fields.sort();
    words + &fields.concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn ingress(name: &str, more: &str, host: &str) -> String {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{ name: {name}{more} }}\n\
             spec: {{ rules: [{{ {host}http: {{ paths: [{{ path: /cart, pathType: Prefix, backend: {{ service: {{ name: {name}, port: {{ number: 80 }} }} }} }}] }} }}] }}\n---\n"
        )
    }

    #[test]
    fn two_ingresses_about_one_host_and_path_are_reported() {
        let page =
            |other: &str| format!("```yaml\n{}{other}```\n", ingress("web", "", "host: a.example.com, "));
        let same = ingress("more", "", "host: a.example.com, ");
        check(
            &RULE,
            &page(&same),
            "warning `/cart` Ingress more is about a.example.com/cart, as Ingress web is",
        );
        check(&RULE, &page(&ingress("more", "", "host: b.example.com, ")), "");
        let canary = ", annotations: { nginx.ingress.kubernetes.io/canary: \"true\" }";
        check(&RULE, &page(&ingress("more", canary, "host: a.example.com, ")), "");
        // The same Ingress twice is one.
        check(&RULE, &page(&ingress("web", "", "host: a.example.com, ")), "");
    }

    #[test]
    fn two_routes_about_the_same_requests_are_reported() {
        let route = |name: &str, more: &str| {
            format!(
                "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{ name: {name} }}\n\
                 spec: {{ parentRefs: [{{ name: edge }}], hostnames: [a.example.com], rules: [{{ matches: [{{ path: {{ value: /cart }}{more} }}] }}] }}\n---\n"
            )
        };
        let page = |more: &str| format!("```yaml\n{}{}```\n", route("web", ""), route("more", more));
        check(
            &RULE,
            &page(""),
            "warning `{ path: { value: /cart } }` HTTPRoute more is about the same requests to a.example.com as HTTPRoute web",
        );
        check(&RULE, &page(", method: POST"), "");
    }
}
