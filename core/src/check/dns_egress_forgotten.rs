use super::Subject;
use super::append_objects::append_objects;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::export;
use crate::k8s::{Object, Operator, PeerKind, Pod, Policy, Ports, Tier};
use crate::net::Protocol;
use crate::text::Edit;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

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
    let mut policies: BTreeMap<&str, Vec<Egress<'_>>> = BTreeMap::new();
    for policy in &subject.resources.policies {
        let (udp, tcp) = (allows_dns(policy, Protocol::Udp), allows_dns(policy, Protocol::Tcp));
        let namespace = policy.namespace.as_deref().unwrap_or_default();
        policies.entry(namespace).or_default().push(Egress { policy, udp, tcp });
    }
    let of_cluster = policies.remove("").unwrap_or_default();
    for (namespace, all) in &policies {
        let pods = subject.cluster.shown.all_pods(namespace);
        let allowing: Vec<&Egress<'_>> = all.iter().filter(|other| other.udp || other.tcp).collect();
        for own in all.iter().filter(|own| own.policy.tier == Tier::Namespace && needs_names(own.policy)) {
            if own.udp && own.tcp {
                continue;
            }
            // Policies for the same pods allow DNS as well, and so may one of the cluster. Where not all pods are
            // shown, any two policies may be for the same ones.
            let is_about_same =
                |other: &&Egress<'_>| pods.is_none_or(|pods| is_about_same(own.policy, other.policy, pods));
            let others = allowing.iter().copied().filter(is_about_same);
            let missing = missing(others.chain(&of_cluster));
            problems.extend(missing.map(|missing| problem(subject, own.policy, missing)));
        }
    }
}

/// A policy, and over which protocols it allows DNS.
struct Egress<'a> {
    policy: &'a Policy,
    udp: bool,
    tcp: bool,
}

/// Whether the policy allows a way to pods: addresses in a block may be known by number.
fn needs_names(policy: &Policy) -> bool {
    let peers = policy.egress.iter().flatten().flat_map(|rule| rule.peers.iter().flatten());
    peers.into_iter().any(|peer| matches!(peer.kind, PeerKind::Pods(_)))
}

/// Whether `other` is about pods that `policy` is about, by its selector or by the pods that are shown.
fn is_about_same(policy: &Policy, other: &Policy, pods: &[&Pod]) -> bool {
    let (own, others) = (&policy.subject.pods, &other.subject.pods);
    let both = |pod: &&Pod| own.matches(&pod.labels) && others.matches(&pod.labels);
    own == others || others.is_everything() || pods.iter().any(both)
}

/// Over which protocols none of `policies` allows DNS; none where nothing is missing.
fn missing<'a>(policies: impl Iterator<Item = &'a Egress<'a>>) -> Option<&'static str> {
    let (mut udp, mut tcp) = (false, false);
    for policy in policies {
        udp |= policy.udp;
        tcp |= policy.tcp;
    }
    match (udp, tcp) {
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
    let problem = problem.with_severity(severity).with_help(format!(
        "allow port 53 over {missing} to the pods of the cluster's DNS, mostly in `kube-system`"
    ));
    match object.and_then(|object| beside(subject, object, policy)) {
        Some((name, edit)) => problem.with_fix(format!("Write NetworkPolicy {name}"), edit, false),
        None => problem,
    }
}

/// A policy for the same pods that lets them ask DNS, written beside this one.
fn beside(subject: &Subject<'_>, object: &Object, policy: &Policy) -> Option<(String, Edit)> {
    let namespace = object.namespace.as_deref().filter(|_| policy.kind == "NetworkPolicy")?;
    let name = format!("{}-dns", policy.name);
    let labels = policy.subject.pods.requirements().iter().map(|requirement| match &requirement.operator {
        Operator::In(values) => match values.as_slice() {
            [value] => Some((requirement.key.clone(), Value::String(value.clone()))),
            _ => None,
        },
        _ => None,
    });
    let labels: Map<String, Value> = labels.collect::<Option<_>>()?;
    let selector = if labels.is_empty() { json!({}) } else { json!({ "matchLabels": labels }) };
    let added = export::allow_dns(&name, namespace, &selector);
    Some((name, append_objects(subject, &[(added, Some(policy.object))])?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

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
    fn the_fix_writes_a_policy_for_the_same_pods() {
        let page = "```yaml\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: web, namespace: shop }\n\
            spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], egress: [{ to: [{ podSelector: {} }], ports: [{ port: 5432 }] }] }\n```\n";
        let after = fixed(&RULE, page);
        assert!(after.contains("name: web-dns\n  namespace: shop\n"), "{after}");
        check(&RULE, &after, "");
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
