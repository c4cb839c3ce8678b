use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Policy, Ports, Resources, Tier};
use crate::net::Protocol;

/// A policy that lets pods out to somewhere and not to DNS.
pub static RULE: Rule = Rule {
    code: "PO005",
    name: "dns-egress-forgotten",
    severity: Severity::Warning,
    why: "A policy about egress denies all that no rule allows, DNS with it: the addresses that the other rules allow \
          are never found. Answers that do not fit a datagram come over TCP, so that both protocols are needed.",
    source: "Kubernetes: Network Policies; RFC 7766: DNS over TCP is required",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let resources = &subject.resources;
    let lets_out = |policy: &&Policy| {
        policy.tier == Tier::Namespace && policy.egress.as_ref().is_some_and(|rules| !rules.is_empty())
    };
    for policy in resources.policies.iter().filter(lets_out) {
        if needs_names(policy) {
            problems.extend(missing(resources, policy).map(|missing| problem(subject, policy, missing)));
        }
    }
}

/// Whether the policy allows a way to pods: addresses in a block may be known by number.
fn needs_names(policy: &Policy) -> bool {
    let peers = policy.egress.iter().flatten().flat_map(|rule| rule.peers.iter().flatten());
    peers.into_iter().any(|peer| matches!(peer.kind, crate::k8s::PeerKind::Pods(_)))
}

/// Which protocols no policy for the same pods allows on port 53; none where nothing is missing.
fn missing(resources: &Resources, policy: &Policy) -> Option<&'static str> {
    let same_pods = |other: &&Policy| {
        other.namespace == policy.namespace
            && (other.subject.pods == policy.subject.pods || other.subject.pods.is_everything())
    };
    let others: Vec<&Policy> = resources.policies.iter().filter(same_pods).collect();
    // Another selector may select the same pods by another label; and a cluster's policy may open DNS for all.
    let is_known = |other: &Policy| {
        let selects = |policy: &Policy, labels| policy.subject.pods.matches(labels);
        resources.pods.iter().any(|pod| {
            Some(&pod.namespace) == policy.namespace.as_ref()
                && selects(policy, &pod.labels)
                && selects(other, &pod.labels)
        })
    };
    let by_label =
        resources.policies.iter().filter(|other| other.namespace == policy.namespace && is_known(other));
    let of_cluster = resources.policies.iter().filter(|other| other.tier != Tier::Namespace);
    let all: Vec<&Policy> = others.into_iter().chain(by_label).chain(of_cluster).collect();
    let allows = |protocol: Protocol| all.iter().any(|policy| allows_dns(policy, protocol));
    match (allows(Protocol::Udp), allows(Protocol::Tcp)) {
        (true, true) => None,
        (true, false) => Some("TCP"),
        (false, true) => Some("UDP"),
        (false, false) => Some("UDP and TCP"),
    }
}

fn allows_dns(policy: &Policy, protocol: Protocol) -> bool {
    policy.egress.iter().flatten().any(|rule| match &rule.ports {
        None => true,
        Some(ports) => ports.iter().any(|port| {
            port.protocol.is_none_or(|it| it == protocol)
                && match &port.ports {
                    Ports::All => true,
                    // Cluster DNS may listen on a port of its own behind its service.
                    Ports::Range(first, last) => {
                        (*first..=*last).contains(&53)
                            || (*first..=*last).contains(&5353)
                            || (*first..=*last).contains(&1053)
                    }
                    Ports::Named(name) => name.contains("dns"),
                }
        }),
    })
}

fn problem(subject: &Subject<'_>, policy: &Policy, missing: &str) -> Problem {
    let object = subject.model.objects.objects.get(policy.object);
    let entry = object
        .and_then(|object| object.at(&["spec"]))
        .and_then(|spec| spec.mapping()?.entry("egress"))
        .map_or(policy.span, |entry| entry.key_span);
    let problem =
        Problem::new(&RULE, entry, format!("{policy} lets pods out, and not to DNS over {missing}"));
    // DNS over TCP is rare enough to be left out knowingly.
    let severity = if missing == "TCP" { Severity::Info } else { Severity::Warning };
    problem.with_severity(severity).with_help(format!(
        "allow port 53 over {missing} to the pods of the cluster's DNS, mostly in `kube-system`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(egress: &str, more: &str) -> String {
        let policy = |name: &str, egress: &str| {
            format!(
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: {name} }}\n\
                 spec: {{ podSelector: {{}}, policyTypes: [Egress], egress: {egress} }}\n"
            )
        };
        format!("```yaml\n{}---\n{}```\n", policy("web", egress), policy("more", more))
    }

    const TO_DB: &str = "[{ to: [{ podSelector: {} }], ports: [{ port: 5432 }] }]";

    #[test]
    fn a_way_out_without_dns_is_reported() {
        check(
            &RULE,
            &page(TO_DB, "[]"),
            "warning `egress` NetworkPolicy default/web lets pods out, and not to DNS over UDP and TCP",
        );
        let udp = "[{ ports: [{ port: 53, protocol: UDP }] }]";
        check(
            &RULE,
            &page(TO_DB, udp),
            "info `egress` NetworkPolicy default/web lets pods out, and not to DNS over TCP",
        );
    }

    #[test]
    fn another_policy_may_allow_dns() {
        let both = "[{ ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }] }]";
        check(&RULE, &page(TO_DB, both), "");
        check(&RULE, &page(TO_DB, "[{}]"), "");
    }

    #[test]
    fn addresses_need_no_names() {
        check(
            &RULE,
            &page("[{ to: [{ ipBlock: { cidr: 192.0.2.0/24 } }], ports: [{ port: 443 }] }]", "[]"),
            "",
        );
        check(&RULE, &page("[]", "[]"), "");
    }
}
