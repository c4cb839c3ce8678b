use super::Subject;
use super::routing_view::is_open;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::net::HostName;
use crate::text::Span;
use std::collections::BTreeSet;

/// A route is for a host that lies in none of the design's zones.
pub static RULE: Rule = Rule {
    code: "RT004",
    name: "host-in-no-zone",
    severity: Severity::Warning,
    why: "A host is found only where one of the zones holds its name. One in no zone is misspelt, or its zone is missing \
          in the design.",
    source: "RFC 1034 section 4.2: names belong to the zone around them",
};

/// Looks only where the facts name zones.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let zones = &subject.model.zones;
    if zones.is_empty() {
        return;
    }
    let names: BTreeSet<&str> = zones.iter().map(|zone| zone.name.as_str()).collect();
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    for (host, span, whose) in hosts(subject) {
        let plain = host.strip_prefix("*.").unwrap_or(host).to_ascii_lowercase();
        let Ok(name) = plain.trim_end_matches('.').parse::<HostName>() else { continue };
        if is_open(host) || names.iter().any(|zone| name.is_within(zone)) {
            continue;
        }
        let message = format!(
            "{whose} is for {host}, which lies in none of the zones: {}",
            super::subject::listed(&names)
        );
        problems.push(
            Problem::new(&RULE, span, message)
                .with_help("correct the host, or add its zone under `dns:` in the facts"),
        );
    }
}

/// The hosts of all routes, drawn and written, with their places.
fn hosts<'a>(subject: &Subject<'a>) -> Vec<(&'a str, Span, String)> {
    let mut hosts = Vec::new();
    let shown = |object: usize| subject.object(object).map(ToString::to_string).unwrap_or_default();
    for ingress in &subject.routing.ingresses {
        let own = ingress.rules.iter().filter_map(|rule| rule.host.as_ref());
        hosts.extend(own.map(|host| (host.as_str(), host.span, shown(ingress.object))));
    }
    for gateway in &subject.routing.gateways {
        let own = gateway.listeners.iter().filter_map(|listener| listener.hostname.as_ref());
        hosts.extend(own.map(|host| (host.as_str(), host.span, shown(gateway.object))));
    }
    for route in &subject.routing.routes {
        hosts.extend(route.hostnames.iter().map(|host| (host.as_str(), host.span, shown(route.object))));
    }
    for link in &subject.model.links {
        let drawn = |host: &'a crate::model::Known<String>| {
            (host.value.as_str(), host.evidence.span(), format!("the route `{}` → `{}`", link.from, link.to))
        };
        hosts.extend(link.hosts.iter().map(drawn));
    }
    hosts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_host_lies_in_a_zone() {
        let page = |zones: &str, host: &str| {
            format!(
                "---\nnetplat:\n  version: 1\n{zones}---\n# A\n\n```yaml\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n\
                 metadata: {{ name: web }}\nspec: {{ hostnames: [\"{host}\"] }}\n```\n"
            )
        };
        let zones = "  dns: { zones: [{ name: example.com }, { name: example.net }] }\n";
        check(
            &RULE,
            &page(zones, "shop.exmaple.com"),
            "warning `\"shop.exmaple.com\"` HTTPRoute web is for shop.exmaple.com, which lies in none of the zones: example.com and example.net",
        );
        for host in ["shop.example.com", "*.example.net", "example.com", "shop.${DOMAIN}"] {
            check(&RULE, &page(zones, host), "");
        }
        check(&RULE, &page("", "shop.exmaple.com"), "");
    }
}
