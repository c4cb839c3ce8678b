use super::Subject;
use super::dns_view::{Record, Zones, is_private, only_in, records};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::DnsSource;
use crate::text::Span;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// A name of a public zone leads to an address that the internet cannot reach.
pub static RULE: Rule = Rule {
    code: "DN002",
    name: "private-address-in-public-zone",
    severity: Severity::Warning,
    why: "The internet cannot reach a private address, and learns how the network is laid out. Where clients do reach it, \
          many resolvers drop such answers as DNS rebinding.",
    source: "RFC 1918 section 5: private addresses in the DNS; external-dns documentation, `internal-hostname`",
};

/// Looks only at zones that have a public view and no other one.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    if subject.model.zones.is_empty() {
        return;
    }
    let services: BTreeMap<usize, _> =
        subject.cluster.shown.services().map(|service| (service.object, service)).collect();
    let zones = Zones::new(subject.model);
    for record in records(subject) {
        let around = zones.of(&record.name);
        if !only_in(around, "public") {
            continue;
        }
        let Some((address, span)) = private_address(&record, services.get(&record.object).copied()) else {
            continue;
        };
        let Some(object) = subject.object(record.object) else { continue };
        let message = format!("{object} publishes {} with the private address {address}", record.name);
        let problem = Problem::new(&RULE, span, message).with_help(
            "write it into an internal view: add one under `dns:`, and let another controller serve it",
        );
        problems.push(match around.first() {
            Some(zone) => problem.with_related(zone.span, "the zone is public"),
            None => problem,
        });
    }
}

/// The private address that a record leads to, and the place that says so.
fn private_address(record: &Record<'_>, service: Option<&crate::k8s::Service>) -> Option<(String, Span)> {
    let private = |text: &str| text.parse::<IpAddr>().is_ok_and(is_private);
    if let Some((target, span)) = record.targets.iter().find(|(target, _)| private(target)) {
        return Some(((*target).to_owned(), *span));
    }
    let service = service.filter(|_| record.targets.is_empty())?;
    match record.source {
        // A cluster's own addresses are private wherever they lie.
        DnsSource::InternalHostname => {
            let own = service.cluster_ips.iter().find(|address| address.value.parse::<IpAddr>().is_ok());
            Some((own.map_or("of its cluster", |address| address.as_str()).to_owned(), record.span))
        }
        _ => {
            let own = service.addresses.iter().find(|it| private(it.address.as_str()))?;
            Some((own.address.value.clone(), record.span))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(zones: &str, objects: &str) -> String {
        format!("---\nnetplat:\n  dns: {{ zones: [{zones}] }}\n---\n# A\n\n```yaml\n{objects}```\n")
    }

    #[test]
    fn a_private_address_does_not_belong_into_a_public_zone() {
        let record = |target: &str| {
            format!(
                "apiVersion: externaldns.k8s.io/v1alpha1\nkind: DNSEndpoint\nmetadata: {{ name: nas }}\n\
                 spec: {{ endpoints: [{{ dnsName: nas.example.com, recordType: A, targets: [{target}] }}] }}\n"
            )
        };
        check(
            &RULE,
            &page("{ name: example.com }", &record("192.168.1.4")),
            "warning `192.168.1.4` DNSEndpoint nas publishes nas.example.com with the private address 192.168.1.4",
        );
        check(&RULE, &page("{ name: example.com }", &record("203.0.113.4")), "");
        check(
            &RULE,
            &page("{ name: example.com }, { name: example.com, view: internal }", &record("192.168.1.4")),
            "",
        );
    }

    #[test]
    fn the_address_of_a_load_balancer_counts() {
        let service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  annotations: { external-dns.alpha.kubernetes.io/hostname: web.example.com, lbipam.cilium.io/ips: 10.0.0.5 }\n\
            spec: { type: LoadBalancer, ports: [{ port: 80 }] }\n";
        check(
            &RULE,
            &page("{ name: example.com }", service),
            "warning `web.example.com` Service web publishes web.example.com with the private address 10.0.0.5",
        );
    }
}
