//! Policies of the whole cluster: `policy.networking.k8s.io/v1alpha2` ClusterNetworkPolicy, and `v1alpha1`
//! AdminNetworkPolicy and BaselineAdminNetworkPolicy. Source: the API's types in kubernetes-sigs/network-policy-api.

use super::fields::{Fields, present};
use super::network_policy::{check_port_name, cidr, unreadable};
use super::object::Object;
use super::policy::{Action, Peer, PeerKind, Policy, PortMatch, Ports, Rule};
use super::selection::{Namespaces, PodSelection};
use super::selector::{Selector, selector};
use super::tier::{Order, Tier};
use crate::net::Protocol;
use crate::yaml::Node;

/// The highest priority number.
const LAST_PRIORITY: i64 = 1000;

/// Reads the policy that `object` is. Nothing where its subject or tier cannot be understood.
pub(super) fn cluster_policy(fields: &mut Fields, object: &Object, index: usize) -> Option<Policy> {
    let spec = fields.section(&object.tree, "spec")?;
    let is_current = object.kind == "ClusterNetworkPolicy";
    let own: &[&str] = match object.kind.as_str() {
        "ClusterNetworkPolicy" => &["tier", "priority", "subject", "ingress", "egress"],
        "AdminNetworkPolicy" => &["priority", "subject", "ingress", "egress"],
        _ => &["subject", "ingress", "egress"],
    };
    fields.only(spec, own);
    let (tier, order) = tier(fields, object, spec)?;
    let Some(subject) = fields.section(spec, "subject") else {
        fields.missing(spec, "subject");
        return None;
    };
    fields.only(subject, &["namespaces", "pods"]);
    let subject = pod_selection(fields, subject)?;
    let is_baseline = !is_current && tier == Tier::Baseline;
    let rules = |fields: &mut Fields, key: &str, ends: &str| {
        let nodes = fields.sections(spec, key).unwrap_or_default();
        nodes.into_iter().filter_map(|node| rule(fields, node, ends, is_current, is_baseline)).collect()
    };
    Some(Policy {
        object: index,
        span: object.span,
        kind: object.kind.clone(),
        namespace: None,
        name: object.name.clone(),
        tier,
        order,
        isolates: false,
        subject,
        ingress: Some(rules(fields, "ingress", "from")),
        egress: Some(rules(fields, "egress", "to")),
    })
}

fn tier(fields: &mut Fields, object: &Object, spec: &Node) -> Option<(Tier, Order)> {
    if object.kind == "BaselineAdminNetworkPolicy" {
        if object.name != "default" {
            let name = object.at(&["metadata", "name"]).unwrap_or(spec);
            fields.invalid(name, "the only BaselineAdminNetworkPolicy is named `default`");
        }
        return Some((Tier::Baseline, Order::whole(0)));
    }
    if present(spec, "priority").is_none() {
        fields.missing(spec, "priority");
    }
    let order = Order::whole(fields.integer(spec, "priority", 0, LAST_PRIORITY)?);
    if object.kind == "AdminNetworkPolicy" {
        return Some((Tier::Admin, order));
    }
    match fields.text(spec, "tier") {
        Some("Admin") => Some((Tier::Admin, order)),
        Some("Baseline") => Some((Tier::Baseline, order)),
        Some(other) => {
            let message = format!("expected `Admin` or `Baseline`, found `{other}`");
            fields.invalid(spec.get("tier").unwrap_or(spec), message);
            None
        }
        None => {
            fields.missing(spec, "tier");
            None
        }
    }
}

fn rule(fields: &mut Fields, node: &Node, ends: &str, is_current: bool, is_baseline: bool) -> Option<Rule> {
    let ports_key = if is_current { "protocols" } else { "ports" };
    fields.only(node, &["name", "action", ends, ports_key]);
    let action = match (fields.text(node, "action"), is_current) {
        (Some("Accept"), true) | (Some("Allow"), false) => Action::Allow,
        (Some("Deny"), _) => Action::Deny,
        (Some("Pass"), _) if !is_baseline => Action::Pass,
        (Some(other), _) => {
            let allow = if is_current { "Accept" } else { "Allow" };
            let pass = if is_baseline { "" } else { ", `Pass`" };
            let message = format!("expected `{allow}`, `Deny`{pass}, found `{other}`");
            fields.invalid(node.get("action").unwrap_or(node), message);
            return None;
        }
        (None, _) => {
            fields.missing(node, "action");
            return None;
        }
    };
    if present(node, ends).is_none() {
        fields.missing(node, ends);
    }
    let peers = fields.sections(node, ends).unwrap_or_default();
    let peers = peers.into_iter().filter_map(|node| peer(fields, node, ends == "to")).collect();
    let ports = fields.sections(node, ports_key).filter(|ports| !ports.is_empty());
    let ports = ports.map(|ports| {
        let read = |node: &Node| if is_current { protocols(fields, node) } else { port(fields, node) };
        ports.into_iter().filter_map(read).collect()
    });
    let ports = ports.or_else(|| unreadable(node, ports_key).then(Vec::new));
    let name = fields.text(node, "name").map(str::to_owned);
    Some(Rule { span: node.span, name, action, subject: None, peers: Some(peers), ports, is_partial: false })
}

fn peer(fields: &mut Fields, node: &Node, is_egress: bool) -> Option<Peer> {
    let known: &[&str] = match is_egress {
        true => &["namespaces", "pods", "nodes", "networks", "domainNames"],
        false => &["namespaces", "pods"],
    };
    fields.only(node, known);
    let kind = if let Some(nodes) = fields.section(node, "nodes") {
        PeerKind::Nodes(selector(fields, nodes)?)
    } else if let Some(names) = fields.texts(node, "domainNames") {
        PeerKind::Domains(names.into_iter().map(|(name, _)| name.to_owned()).collect())
    } else if present(node, "networks").is_some() {
        return networks(fields, node);
    } else {
        PeerKind::Pods(pod_selection(fields, node)?)
    };
    Some(Peer { span: node.span, kind })
}

/// A peer of several prefixes.
fn networks(fields: &mut Fields, node: &Node) -> Option<Peer> {
    let mut blocks = Vec::new();
    for item in fields.list(node, "networks").unwrap_or_default() {
        blocks.extend(item.text().and_then(|text| cidr(fields, item, text)));
    }
    Some(Peer { span: node.span, kind: PeerKind::Networks(blocks) })
}

/// `namespaces` for all of their pods, or `pods` with both selectors.
fn pod_selection(fields: &mut Fields, node: &Node) -> Option<PodSelection> {
    if let Some(namespaces) = fields.section(node, "namespaces") {
        let namespaces = Namespaces::Matching(selector(fields, nested(namespaces))?);
        return Some(PodSelection::new(namespaces, Selector::default()));
    }
    let Some(pods) = fields.section(node, "pods") else {
        fields.invalid(node, "expected `namespaces` or `pods`");
        return None;
    };
    fields.only(pods, &["namespaceSelector", "podSelector"]);
    let mut at = |key: &str| match fields.section(pods, key) {
        Some(node) => selector(fields, node),
        None => {
            fields.missing(pods, key);
            None
        }
    };
    let (namespaces, pods) = (at("namespaceSelector"), at("podSelector"));
    Some(PodSelection::new(Namespaces::Matching(namespaces?), pods?))
}

/// The first releases of `v1alpha1` put the selector of namespaces one level deeper, which is understood all the same.
fn nested(namespaces: &Node) -> &Node {
    match namespaces.entries() {
        [only] if only.key == "namespaceSelector" => &only.value,
        _ => namespaces,
    }
}

/// A port as `v1alpha1` writes it.
fn port(fields: &mut Fields, node: &Node) -> Option<PortMatch> {
    fields.only(node, &["portNumber", "portRange", "namedPort"]);
    if let Some(number) = fields.section(node, "portNumber") {
        fields.only(number, &["protocol", "port"]);
        let protocol = super::pod::protocol(fields, number, "protocol");
        let port = fields.port(number, "port")?;
        return Some(PortMatch { protocol: Some(protocol), ports: Ports::Range(port, port) });
    }
    if let Some(range) = fields.section(node, "portRange") {
        fields.only(range, &["protocol", "start", "end"]);
        let protocol = super::pod::protocol(fields, range, "protocol");
        return Some(PortMatch { protocol: Some(protocol), ports: port_range(fields, range)? });
    }
    named_port(fields, node, "namedPort")
}

/// A port as `v1alpha2` writes it.
fn protocols(fields: &mut Fields, node: &Node) -> Option<PortMatch> {
    fields.only(node, &["tcp", "udp", "sctp", "destinationNamedPort"]);
    for (key, protocol) in [("tcp", Protocol::Tcp), ("udp", Protocol::Udp), ("sctp", Protocol::Sctp)] {
        let Some(transport) = fields.section(node, key) else { continue };
        fields.only(transport, &["destinationPort"]);
        let ports = match fields.section(transport, "destinationPort") {
            None => Ports::All,
            Some(port) => {
                fields.only(port, &["number", "range"]);
                match fields.section(port, "range") {
                    Some(range) => port_range(fields, range)?,
                    None => {
                        let number = fields.port(port, "number")?;
                        Ports::Range(number, number)
                    }
                }
            }
        };
        return Some(PortMatch { protocol: Some(protocol), ports });
    }
    named_port(fields, node, "destinationNamedPort")
}

fn port_range(fields: &mut Fields, node: &Node) -> Option<Ports> {
    let (first, last) = (fields.port(node, "start")?, fields.port(node, "end")?);
    if last < first {
        fields.invalid(node.get("end").unwrap_or(node), format!("`end` {last} is below `start` {first}"));
        return None;
    }
    Some(Ports::Range(first, last))
}

fn named_port(fields: &mut Fields, node: &Node, key: &str) -> Option<PortMatch> {
    let name = fields.text(node, key)?;
    check_port_name(fields, node.get(key).unwrap_or(node), name);
    Some(PortMatch { protocol: None, ports: Ports::Named(name.to_owned()) })
}
