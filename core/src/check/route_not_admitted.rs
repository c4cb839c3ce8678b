use super::Subject;
use super::routing_view::is_open;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Attached, ListenerPlace, NamespacesFrom, ParentReference, Placed, Refusal, Route};
use std::collections::BTreeSet;

/// A route names a gateway none of whose listeners admits it.
pub static RULE: Rule = Rule {
    code: "RT009",
    name: "route-not-admitted",
    severity: Severity::Error,
    why: "A listener admits routes by namespace (its own unless it says otherwise), kind, host, and by the listener that \
          the route names. A route that none admits is not attached: no request comes to it.",
    source: "Gateway API, \"Attaching to Gateways\"; Listener, `allowedRoutes` and `hostname`",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let is_namespace = |object: &&crate::k8s::Object| object.group().is_empty() && object.kind == "Namespace";
    let namespaces = subject.model.objects.objects.iter().filter(is_namespace);
    let labelled: BTreeSet<&str> = namespaces.map(|object| object.name.as_str()).collect();
    for route in &subject.routing.routes {
        for parent in &route.parents {
            let Attached::Listeners(listeners) = subject.routing.attachments.attached(route, parent) else {
                continue;
            };
            if listeners.is_empty() || listeners.iter().any(|(_, refusal)| refusal.is_none()) {
                continue;
            }
            if listeners.iter().any(|(place, _)| subject.cluster.shown.has_twin(place.object)) {
                continue;
            }
            // What comes closest says what is wrong.
            let nearest =
                listeners.iter().filter_map(|(place, why)| Some((place, (*why)?))).max_by_key(|it| it.1);
            let Some((place, why)) = nearest else { continue };
            // What names no namespace may be put into any.
            let is_anywhere = |index| subject.object(index).is_some_and(|object| object.namespace.is_none());
            let is_open =
                why == Refusal::Namespace && (is_anywhere(route.object) || is_anywhere(place.object));
            if is_open || hosts_are_open(route, place, why) {
                continue;
            }
            // The labels of a namespace that is not shown are not known.
            let is_known = why != Refusal::Namespace
                || !matches!(place.listener.allowed.namespaces, NamespacesFrom::Matching(_))
                || labelled.contains(route.namespace.as_str());
            if let Some(problem) = problem(subject, route, parent, place, why) {
                problems.push(if is_known { problem } else { problem.with_severity(Severity::Info) });
            }
        }
    }
}

fn hosts_are_open(route: &Route, place: &ListenerPlace<'_>, why: Refusal) -> bool {
    let listener = place.listener.hostname.as_ref();
    why == Refusal::Hostname
        && listener.into_iter().chain(&route.hostnames).any(|host| is_open(host.as_str()))
}

fn problem(
    subject: &Subject<'_>,
    route: &Route,
    parent: &ParentReference,
    place: &ListenerPlace<'_>,
    why: Refusal,
) -> Option<Problem> {
    let object = subject.object(route.object)?;
    let gateway = subject.object(place.object)?;
    let listener = place.listener;
    let name = listener.name.as_str();
    let (span, what) = match (why, &parent.section, &parent.port) {
        (Refusal::Section, Some(section), _) => (section.span, format!("it has no listener `{section}`")),
        (Refusal::Port, _, Some(port)) => (port.span, format!("none of its listeners has the port {port}")),
        (Refusal::Hostname, ..) => {
            let host = listener.hostname.as_ref().map_or("", Placed::as_str);
            let span = route.hostnames.first().map_or(parent.span, |host| host.span);
            (span, format!("its listener `{name}` is for {host}"))
        }
        _ => (parent.span, format!("its listener `{name}` {why}")),
    };
    let message = format!("{object} is not admitted by {gateway}: {what}");
    let problem = Problem::new(&RULE, span, message).with_related(listener.span, "the listener is here");
    Some(match why {
        Refusal::Namespace => problem.with_help(format!(
            "let the listener admit it: `allowedRoutes: {{ namespaces: {{ from: Selector, selector: {{ matchLabels: {{ \
             kubernetes.io/metadata.name: {} }} }} }} }}`",
            route.namespace
        )),
        _ => problem,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(listener: &str, route: &str) -> String {
        format!(
            "```yaml\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{ name: edge, namespace: infra }}\n\
             spec: {{ listeners: [{{ name: web, port: 80, protocol: HTTP, {listener} }}] }}\n---\n\
             apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{ name: shop, namespace: shop }}\nspec: {{ {route} }}\n```\n"
        )
    }

    const ALL: &str = "allowedRoutes: { namespaces: { from: All } }";

    #[test]
    fn a_listener_admits_its_own_namespace_unless_it_says_otherwise() {
        let route = "parentRefs: [{ name: edge, namespace: infra }]";
        check(
            &RULE,
            &page("", route),
            "error `{ name: edge, namespace: infra }` HTTPRoute shop/shop is not admitted by Gateway infra/edge: its listener `web` takes no routes of this namespace",
        );
        check(&RULE, &page(ALL, route), "");
        let by_label =
            "allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { edge: public } } } }";
        check(
            &RULE,
            &page(by_label, route),
            "info `{ name: edge, namespace: infra }` HTTPRoute shop/shop is not admitted by Gateway infra/edge: its listener `web` takes no routes of this namespace",
        );
    }

    #[test]
    fn the_listener_and_the_host_are_there() {
        check(
            &RULE,
            &page(ALL, "parentRefs: [{ name: edge, namespace: infra, sectionName: https }]"),
            "error `https` HTTPRoute shop/shop is not admitted by Gateway infra/edge: it has no listener `https`",
        );
        let host = format!("hostname: \"*.example.com\", {ALL}");
        let route =
            |host: &str| format!("parentRefs: [{{ name: edge, namespace: infra }}], hostnames: [{host}]");
        check(
            &RULE,
            &page(&host, &route("shop.example.net")),
            "error `shop.example.net` HTTPRoute shop/shop is not admitted by Gateway infra/edge: its listener `web` is for *.example.com",
        );
        check(&RULE, &page(&host, &route("shop.example.com")), "");
        check(&RULE, &page(&host, &route("\"shop.${DOMAIN}\"")), "");
    }
}
