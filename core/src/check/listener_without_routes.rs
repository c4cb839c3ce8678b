use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Attached;
use std::collections::{BTreeMap, BTreeSet};

/// A Gateway has a listener that none of the routes is attached to.
pub static RULE: Rule = Rule {
    code: "RT011",
    name: "listener-without-routes",
    severity: Severity::Info,
    why: "A listener without routes answers every request with 404. Most often the routes name another listener, or its \
          `allowedRoutes` admit none of them.",
    source: "Gateway API, Listener, `allowedRoutes`; GatewayStatus, `attachedRoutes`",
};

/// Looks only at Gateways to which some route is attached, and where nothing brings others.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    if !subject.cluster.shown.is_everything() {
        return;
    }
    let mut used: BTreeSet<(usize, u32)> = BTreeSet::new();
    let mut routes: BTreeMap<usize, usize> = BTreeMap::new();
    for route in &subject.routing.routes {
        for parent in &route.parents {
            let Attached::Listeners(listeners) = subject.routing.attachments.attached(route, parent) else {
                continue;
            };
            for (place, _) in listeners.iter().filter(|(_, refusal)| refusal.is_none()) {
                used.insert((place.object, place.listener.span.start));
                *routes.entry(place.object).or_default() += 1;
            }
        }
    }
    for gateway in subject.routing.gateways.iter().filter(|gateway| routes.contains_key(&gateway.object)) {
        if subject.cluster.shown.has_twin(gateway.object) {
            continue;
        }
        let Some(object) = subject.object(gateway.object) else { continue };
        for listener in &gateway.listeners {
            if !used.contains(&(gateway.object, listener.span.start)) {
                let message = format!("no route is attached to the listener `{}` of {object}", listener.name);
                problems.push(Problem::new(&RULE, listener.name.span, message).with_help(
                    "attach a route that redirects to HTTPS, or leave the listener out where it is not needed",
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_listener_that_no_route_names_is_worth_knowing() {
        let page = |parent: &str| {
            format!(
                "```yaml\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{ name: edge }}\n\
                 spec: {{ listeners: [{{ name: http, port: 80, protocol: HTTP }}, {{ name: https, port: 443, protocol: HTTPS }}] }}\n---\n\
                 apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{ name: shop }}\nspec: {{ parentRefs: [{parent}] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("{ name: edge, sectionName: https }"),
            "info `http` no route is attached to the listener `http` of Gateway edge",
        );
        check(&RULE, &page("{ name: edge }"), "");
        check(&RULE, &page("{ name: other }"), "");
    }
}
