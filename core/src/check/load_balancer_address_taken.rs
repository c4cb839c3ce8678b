use super::Subject;
use super::load_balancer::{asked, is_load_balancer, sharing_key};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Object, Service};
use crate::text::Span;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// Two Services ask for one load balancer address without sharing it.
pub static RULE: Rule = Rule {
    code: "SV005",
    name: "load-balancer-address-taken",
    severity: Severity::Error,
    why: "An address is given to one Service; the second one that asks for it stays pending. Services share an address \
          only when both name one sharing key, and only with ports that differ.",
    source: "Cilium documentation, \"LB IPAM: Sharing Keys\"; MetalLB documentation, \"IP address sharing\"",
};

/// With how many Services of the same address a Service is compared.
const MOST: usize = 32;

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    // Of several clusters it is not known which one a Service belongs to.
    if subject.view.clusters.len() > 1 {
        return;
    }
    let mut taken: BTreeMap<IpAddr, Vec<Claim<'_>>> = BTreeMap::new();
    for service in subject.cluster.shown.services() {
        let Some(object) = subject.object(service.object).filter(|_| is_load_balancer(service)) else {
            continue;
        };
        for asked in asked(service) {
            let claim = Claim { service, object, span: asked.span };
            let others = taken.entry(asked.address).or_default();
            if let Some((other, why)) =
                others.iter().take(MOST).find_map(|other| Some((other, conflict(other, &claim)?)))
            {
                let message = format!(
                    "{object} asks for {}, which {} asks for as well: {why}",
                    asked.address, other.object
                );
                problems.push(
                    Problem::new(&RULE, claim.span, message).with_related(other.span, "it is asked for here"),
                );
            } else {
                others.push(claim);
            }
        }
    }
}

struct Claim<'a> {
    service: &'a Service,
    object: &'a Object,
    span: Span,
}

/// Why the two cannot have one address.
fn conflict(one: &Claim<'_>, other: &Claim<'_>) -> Option<String> {
    let ports = |claim: &Claim<'_>| -> Vec<_> {
        claim.service.ports.iter().map(|port| (port.port, port.protocol)).collect()
    };
    let of_other = ports(other);
    if let Some((port, protocol)) = ports(one).into_iter().find(|port| of_other.contains(port)) {
        return Some(format!("both have the port {port}/{protocol}"));
    }
    match (sharing_key(one.object), sharing_key(other.object)) {
        (Some(key), Some(same)) if key == same => None,
        (Some(_), Some(_)) => Some("their sharing keys differ".to_owned()),
        // Not every implementation asks for a key where the ports differ.
        (None, None) if one.object.at(&["spec", "loadBalancerIP"]).is_some() => None,
        _ => Some("not both name a sharing key".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(one: (u16, &str), other: (u16, &str)) -> String {
        let service = |name: &str, (port, key): (u16, &str)| {
            format!(
                "apiVersion: v1\nkind: Service\nmetadata: {{ name: {name}, annotations: {{ lbipam.cilium.io/ips: 10.0.0.5{key} }} }}\n\
                 spec: {{ type: LoadBalancer, ports: [{{ port: {port} }}] }}\n---\n"
            )
        };
        format!("```yaml\n{}{}```\n", service("a", one), service("b", other))
    }

    const KEY: &str = ", lbipam.cilium.io/sharing-key: edge";

    #[test]
    fn an_address_is_shared_by_key_and_with_ports_that_differ() {
        let prefix = "error `10.0.0.5` Service b asks for 10.0.0.5, which Service a asks for as well: ";
        check(&RULE, &page((80, ""), (443, "")), &format!("{prefix}not both name a sharing key"));
        check(&RULE, &page((80, KEY), (80, KEY)), &format!("{prefix}both have the port 80/TCP"));
        let other = ", lbipam.cilium.io/sharing-key: other";
        check(&RULE, &page((80, KEY), (443, other)), &format!("{prefix}their sharing keys differ"));
        check(&RULE, &page((80, KEY), (443, KEY)), "");
    }
}
