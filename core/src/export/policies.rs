//! NetworkPolicies: a default deny for each namespace, DNS for those who open connections, and for each drawn flow
//! what the source may open and what the destination may accept.

use super::flows::{Flow, Peer};
use super::names::{Names, Taken, unique};
use super::object::NAMESPACE_NAME;
use super::standing::Standing;
use super::{Object, namespace_names};
use crate::model::Model;
use crate::net::{AddressRange, Port};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const API: &str = "networking.k8s.io/v1";

/// The label on everything that an implementation runs for a Gateway, in the Gateway's own namespace.
/// Source: Gateway API, GEP-1762, in-cluster gateway deployments.
const GATEWAY_NAME: &str = "gateway.networking.k8s.io/gateway-name";

/// The policies for all namespaces and flows.
pub fn write(model: &Model, names: &Names, flows: &[Flow<'_>], standing: &Standing<'_>) -> Vec<Object> {
    let namespaces = namespace_names(model).into_iter().filter(|(name, _)| !standing.namespace(name));
    let mut policies: Vec<Object> =
        namespaces.map(|(namespace, from)| default_deny(&namespace, from)).collect();
    policies.extend(dns(flows, standing));
    // A name is used once in its namespace and direction, whatever its ids look like as labels.
    let mut taken: BTreeMap<(&str, &str), Taken> = BTreeMap::new();
    for flow in flows {
        let base = format!("{}-to-{}", peer_name(&flow.from, names), peer_name(&flow.to, names));
        for direction in [Way::Egress, Way::Ingress] {
            let governed = direction.governed(flow);
            let Some(namespace) = governed.namespace().filter(|_| governed.is_governed(standing)) else {
                continue;
            };
            let name = unique(taken.entry((namespace, direction.word())).or_default(), &base);
            // `unique` shortens the name, so the direction is appended to what it made.
            policies.push(direction.policy(flow, names, format!("{name}-{}", direction.word()), namespace));
        }
    }
    policies
}

/// The policy of one side of `flow` alone, called `{base}-egress` or `{base}-ingress`, which is not among the names in
/// `taken`. Nothing where that side is no pods.
pub fn allow(flow: &Flow<'_>, side: Way, taken: &mut BTreeSet<String>) -> Option<Object> {
    let names = Names::default();
    let namespace = side.governed(flow).namespace()?;
    let base = format!("{}-to-{}", peer_name(&flow.from, &names), peer_name(&flow.to, &names));
    let mut free = (1u32..).map(|number| match number {
        1 => format!("{}-{}", unique(&mut Taken::default(), &base), side.word()),
        _ => format!("{}-{number}-{}", unique(&mut Taken::default(), &base), side.word()),
    });
    let name = free.find(|name| !taken.contains(name))?;
    taken.insert(name.clone());
    Some(side.policy(flow, &names, name, namespace))
}

/// Which side of a flow a policy governs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Way {
    /// What the source may open.
    Egress,
    /// What the destination may accept.
    Ingress,
}

impl Way {
    fn word(self) -> &'static str {
        match self {
            Self::Egress => "egress",
            Self::Ingress => "ingress",
        }
    }

    fn governed<'a, 'm>(self, flow: &'a Flow<'m>) -> &'a Peer<'m> {
        match self {
            Self::Egress => &flow.from,
            Self::Ingress => &flow.to,
        }
    }

    fn other<'a, 'm>(self, flow: &'a Flow<'m>) -> &'a Peer<'m> {
        match self {
            Self::Egress => &flow.to,
            Self::Ingress => &flow.from,
        }
    }

    fn policy(self, flow: &Flow<'_>, names: &Names, name: String, namespace: &str) -> Object {
        let peers_key = match self {
            Self::Egress => "to",
            Self::Ingress => "from",
        };
        let mut rule = json!({ peers_key: peers(self.other(flow), names, namespace) });
        if !flow.ports.is_empty() {
            rule["ports"] = flow.ports.iter().map(policy_port).collect();
        }
        let (type_name, rules_key) = match self {
            Self::Egress => ("Egress", "egress"),
            Self::Ingress => ("Ingress", "ingress"),
        };
        let spec = json!({
            "podSelector": pod_selector(self.governed(flow), names),
            "policyTypes": [type_name],
            rules_key: [rule],
        });
        let policy = Object::new(API, "NetworkPolicy", name).in_namespace(namespace).with_spec(spec);
        flow.statements.iter().fold(policy, |policy, statement| policy.with_source(statement))
    }
}

fn default_deny(namespace: &str, from: String) -> Object {
    let spec = json!({ "podSelector": {}, "policyTypes": ["Ingress", "Egress"] });
    Object::new(API, "NetworkPolicy", "default-deny")
        .in_namespace(namespace)
        .with_spec(spec)
        .with_source(from)
}

/// Lookups for every namespace that opens connections: the cluster's DNS on UDP and, for long answers, TCP.
/// Source: RFC 7766, DNS over TCP; the label is the one that CoreDNS and kube-dns share.
fn dns(flows: &[Flow<'_>], standing: &Standing<'_>) -> Vec<Object> {
    let mut sources: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for flow in flows {
        if let Some(namespace) = flow.from.namespace().filter(|name| !standing.namespace(name)) {
            sources.entry(namespace).or_default().extend(flow.statements.last().map(String::as_str));
        }
    }
    let policy = |(namespace, statements): (&str, Vec<&str>)| {
        let policy = allow_dns("allow-dns", namespace, &json!({}));
        statements.into_iter().fold(policy, Object::with_source)
    };
    sources.into_iter().map(policy).collect()
}

/// The policy that lets pods of `namespace` ask the cluster's DNS.
pub fn allow_dns(name: &str, namespace: &str, pod_selector: &Value) -> Object {
    let spec = json!({
        "podSelector": pod_selector,
        "policyTypes": ["Egress"],
        "egress": [{
            "to": [{
                "namespaceSelector": { "matchLabels": { NAMESPACE_NAME: "kube-system" } },
                "podSelector": { "matchLabels": { "k8s-app": "kube-dns" } },
            }],
            "ports": [{ "protocol": "UDP", "port": 53 }, { "protocol": "TCP", "port": 53 }],
        }],
    });
    Object::new(API, "NetworkPolicy", name).in_namespace(namespace).with_spec(spec)
}

fn peer_name(peer: &Peer<'_>, names: &Names) -> String {
    match peer {
        Peer::Pods(thing, _) | Peer::Gateway(thing, _) => names.of(thing),
        other => crate::net::to_dns_label(other.id()).unwrap_or_else(|| "outside".to_owned()),
    }
}

fn pod_selector(peer: &Peer<'_>, names: &Names) -> Value {
    match peer {
        Peer::Pods(thing, _) => json!({ "matchLabels": names.labels(thing) }),
        Peer::Labelled(_, _, labels) => json!({ "matchLabels": labels }),
        Peer::Gateway(..) => json!({ "matchExpressions": [{ "key": GATEWAY_NAME, "operator": "Exists" }] }),
        _ => json!({}),
    }
}

/// The other side, as a policy of `namespace` names it. A selector of pods alone means the policy's own namespace.
fn peers(peer: &Peer<'_>, names: &Names, namespace: &str) -> Value {
    let elsewhere = |of: &str| json!({ "matchLabels": { NAMESPACE_NAME: of } });
    match peer {
        Peer::Pods(_, of) | Peer::Labelled(_, of, _) | Peer::Gateway(_, of) if *of == namespace => {
            json!([{ "podSelector": pod_selector(peer, names) }])
        }
        Peer::Pods(_, of) | Peer::Labelled(_, of, _) | Peer::Gateway(_, of) => {
            json!([{ "namespaceSelector": elsewhere(of), "podSelector": pod_selector(peer, names) }])
        }
        Peer::Namespace(of) if *of == namespace => json!([{ "podSelector": {} }]),
        Peer::Namespace(of) => json!([{ "namespaceSelector": elsewhere(of) }]),
        Peer::Addresses(_, ranges) => ranges.iter().flat_map(AddressRange::blocks).map(ip_block).collect(),
        // A policy that names no peer would allow pods as well; these two mean every address of both families.
        Peer::Anywhere(_) => ["0.0.0.0/0", "::/0"].into_iter().map(ip_block).collect(),
    }
}

fn ip_block(cidr: impl std::fmt::Display) -> Value {
    json!({ "ipBlock": { "cidr": cidr.to_string() } })
}

fn policy_port(port: &Port) -> Value {
    let mut value = json!({ "protocol": port.protocol().as_str(), "port": port.first() });
    if port.last() != port.first() {
        value["endPort"] = json!(port.last());
    }
    value
}
