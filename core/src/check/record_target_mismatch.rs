use super::Subject;
use super::dns_view::records;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::net::HostName;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A record leads to something that its type cannot hold.
pub static RULE: Rule = Rule {
    code: "DN008",
    name: "record-target-mismatch",
    severity: Severity::Error,
    why: "An A record holds an IPv4 address, an AAAA record an IPv6 address, a CNAME record one name. Servers refuse \
          anything else, and often all other changes of the same batch with it.",
    source: "RFC 1035 section 3.3 and 3.4; RFC 3596 section 2.2",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for record in records(subject) {
        let Some(kind) = record.kind else { continue };
        let Some(object) = subject.object(record.object) else { continue };
        for (target, span) in &record.targets {
            let Some(expected) = refused(kind, target) else { continue };
            let message = format!(
                "{object} writes {target} into the {kind} record of {}: expected {expected}",
                record.name
            );
            problems.push(Problem::new(&RULE, *span, message));
        }
        if let (true, [_, (target, span), ..]) = (kind == "CNAME", record.targets.as_slice()) {
            let message =
                format!("{object} gives the CNAME record of {} a second target, {target}", record.name);
            problems.push(Problem::new(&RULE, *span, message));
        }
    }
}

/// Zones of Amazon's load balancers and distributions.
const AMAZON: &[&str] = &[".amazonaws.com", ".cloudfront.net", ".elasticbeanstalk.com"];

/// What is expected instead of `target`; none where it fits.
fn refused(kind: &str, target: &str) -> Option<&'static str> {
    let is_name = |text: &str| text.trim_end_matches('.').parse::<HostName>().is_ok();
    let (fits, expected) = match kind {
        // external-dns makes aliases of Route 53 of these.
        "A" | "AAAA" if AMAZON.iter().any(|zone| target.ends_with(zone)) => return None,
        "A" => (target.parse::<Ipv4Addr>().is_ok(), "an IPv4 address"),
        "AAAA" => (target.parse::<Ipv6Addr>().is_ok(), "an IPv6 address"),
        "CNAME" => {
            // Names of services hold underscores.
            let name = target.replace('_', "-").to_ascii_lowercase();
            (target.parse::<IpAddr>().is_err() && (is_name(&name) || target.contains('_')), "a name")
        }
        _ => return None,
    };
    (!fits).then_some(expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_record_holds_what_its_type_says() {
        let page = |kind: &str, target: &str| {
            format!(
                "```yaml\napiVersion: externaldns.k8s.io/v1alpha1\nkind: DNSEndpoint\nmetadata: {{ name: web }}\n\
                 spec: {{ endpoints: [{{ dnsName: web.example.com, recordType: {kind}, targets: [{target}] }}] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("CNAME", "192.0.2.4"),
            "error `192.0.2.4` DNSEndpoint web writes 192.0.2.4 into the CNAME record of web.example.com: expected a name",
        );
        check(
            &RULE,
            &page("A", "edge.example.net"),
            "error `edge.example.net` DNSEndpoint web writes edge.example.net into the A record of web.example.com: expected an IPv4 address",
        );
        check(
            &RULE,
            &page("CNAME", "a.example.net, b.example.net"),
            "error `b.example.net` DNSEndpoint web gives the CNAME record of web.example.com a second target, b.example.net",
        );
        check(&RULE, &page("A", "192.0.2.4"), "");
        check(&RULE, &page("CNAME", "Edge.example.net."), "");
        check(&RULE, &page("A", "${EDGE}"), "");
    }
}
