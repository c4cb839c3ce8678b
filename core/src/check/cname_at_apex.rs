use super::Subject;
use super::dns_view::{Zones, records};
use crate::diagnostic::{Problem, Rule, Severity};

/// The name of a zone itself leads to another name.
pub static RULE: Rule = Rule {
    code: "DN003",
    name: "cname-at-apex",
    severity: Severity::Error,
    why: "A name with a CNAME record has no other records, and the name of a zone has SOA and NS records. Servers refuse \
          such a record, unless they look the target up themselves and answer with its addresses.",
    source: "RFC 1034 section 3.6.2; RFC 1912 section 2.4",
};

/// Providers that answer with the target's addresses, by a part of their names.
const FLATTENING: &[&str] =
    &["cloudflare", "dnsimple", "dnsmadeeasy", "ns1", "netlify", "vercel", "bunny", "porkbun"];

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let zones = Zones::new(subject.model);
    for record in records(subject).iter().filter(|record| record.is_alias()) {
        let apex = zones.of(&record.name).iter().filter(|zone| zone.name == record.name);
        let flattens = |provider: &Option<String>| {
            let provider = provider.as_deref().unwrap_or_default().to_ascii_lowercase();
            FLATTENING.iter().any(|name| provider.contains(name))
        };
        // An alias of Route 53 is no CNAME, and external-dns makes one for the names of Amazon's own.
        let is_amazon = record.targets.iter().all(|(target, _)| target.ends_with(".amazonaws.com"));
        let Some(zone) =
            apex.clone().next().filter(|_| !is_amazon && !apex.clone().all(|it| flattens(&it.provider)))
        else {
            continue;
        };
        let (Some(object), Some((target, _))) = (subject.object(record.object), record.targets.first())
        else {
            continue;
        };
        let message = format!("{object} makes {}, a zone's own name, an alias of {target}", record.name);
        problems.push(
            Problem::new(&RULE, record.span, message).with_related(zone.span, "the zone is here").with_help(
                "give the name addresses (A and AAAA), or name a provider that flattens such records",
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_zones_own_name_is_no_alias() {
        let page = |provider: &str, name: &str| {
            format!(
                "---\nnetplat:\n  dns: {{ zones: [{{ name: example.com, provider: {provider} }}] }}\n---\n# A\n\n```yaml\n\
                 apiVersion: externaldns.k8s.io/v1alpha1\nkind: DNSEndpoint\nmetadata: {{ name: apex }}\n\
                 spec: {{ endpoints: [{{ dnsName: {name}, recordType: CNAME, targets: [edge.example.net] }}] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("powerdns", "example.com"),
            "error `example.com` DNSEndpoint apex makes example.com, a zone's own name, an alias of edge.example.net",
        );
        check(&RULE, &page("cloudflare", "example.com"), "");
        check(&RULE, &page("powerdns", "www.example.com"), "");
    }
}
