use super::Subject;
use super::dns_view::{Zones, plain};
use super::routed_hosts::routed_hosts;
use super::words::listed;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::net::HostName;

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
    let zones = Zones::new(subject.model);
    let names = zones.names();
    if names.is_empty() {
        return;
    }
    for routed in routed_hosts(subject) {
        let name = plain(routed.host);
        let is_name = name.strip_prefix("*.").unwrap_or(&name).parse::<HostName>().is_ok();
        if !is_name || !zones.of(&name).is_empty() {
            continue;
        }
        let (by, host) = (routed.router(subject), routed.host);
        let message = format!("{by} is for {host}, which lies in none of the zones: {}", listed(&names));
        problems.push(
            Problem::new(&RULE, routed.span, message)
                .with_help("correct the host, or add its zone under `dns:` in the facts"),
        );
    }
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
