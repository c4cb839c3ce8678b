use super::Subject;
use super::dns_view::{plain, records};
use super::routed_hosts::routed_hosts;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::text::Span;
use std::collections::BTreeMap;

/// A host is meant to be found by a wildcard, and a record below it hides the wildcard.
pub static RULE: Rule = Rule {
    code: "DN007",
    name: "wildcard-hidden",
    severity: Severity::Warning,
    why: "A wildcard answers for names that do not exist. A record below a name makes the name exist, without records of \
          its own: `a.b.example.com` hides `*.example.com` from `b.example.com`.",
    source: "RFC 4592 section 2.2: empty non-terminals",
};

/// Looks only at hosts that the document gives no record of their own.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let all = records(subject);
    let own: BTreeMap<&str, Span> = all.iter().map(|record| (record.name.as_str(), record.span)).collect();
    if !own.keys().any(|name| name.starts_with("*.")) {
        return;
    }
    // Each name above a record, with that record.
    let mut above: BTreeMap<&str, &str> = BTreeMap::new();
    for name in own.keys().filter(|name| !name.starts_with("*.")) {
        let mut rest = *name;
        while let Some((_, parent)) = rest.split_once('.') {
            above.entry(parent).or_insert(name);
            rest = parent;
        }
    }
    for routed in routed_hosts(subject) {
        let host = plain(routed.host);
        let Some((_, parent)) = host.split_once('.') else { continue };
        let (Some(below), Some(wildcard)) =
            (above.get(host.as_str()), own.get(format!("*.{parent}").as_str()))
        else {
            continue;
        };
        if own.contains_key(host.as_str()) {
            continue;
        }
        let message = format!(
            "{} has no record of its own, and the one of {below} hides *.{parent} from it",
            routed.host
        );
        problems.push(
            Problem::new(&RULE, routed.span, message)
                .with_related(*wildcard, "the wildcard is here")
                .with_help("write a record for the host itself"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_record_below_hides_the_wildcard() {
        let page = |below: &str| {
            format!(
                "```yaml\napiVersion: externaldns.k8s.io/v1alpha1\nkind: DNSEndpoint\nmetadata: {{ name: all }}\nspec:\n  endpoints:\n  \
                 - {{ dnsName: \"*.example.com\", recordType: A, targets: [203.0.113.4] }}\n  - {{ dnsName: {below}, recordType: A, targets: [203.0.113.5] }}\n---\n\
                 apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{ name: web }}\nspec: {{ hostnames: [shop.example.com] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("api.shop.example.com"),
            "warning `shop.example.com` shop.example.com has no record of its own, and the one of api.shop.example.com hides *.example.com from it",
        );
        check(&RULE, &page("api.example.com"), "");
        check(&RULE, &page("shop.example.com"), "");
    }
}
