//! `networking.k8s.io/v1` NetworkPolicy. Source: the API reference, and `ValidateNetworkPolicySpec` of Kubernetes.

use super::fields::{Fields, present};
use super::object::Object;
use super::pod::{DEFAULT_NAMESPACE, protocol};
use super::policy::{Action, Peer, PeerKind, Policy, PortMatch, Ports, Rule};
use super::selection::{Namespaces, PodSelection};
use super::selector::{Selector, selector};
use super::tier::{Order, Tier};
use crate::net::{Cidr, Protocol};
use crate::yaml::Node;

/// Reads the policy that `object` is. Nothing where it selects nothing that can be understood.
pub(super) fn network_policy(fields: &mut Fields, object: &Object, index: usize) -> Option<Policy> {
    let namespace = object.namespace.clone().unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned());
    if present(&object.tree, "spec").is_none() {
        fields.missing(&object.tree, "spec");
    }
    let spec = fields.section(&object.tree, "spec")?;
    fields.only(spec, &["podSelector", "ingress", "egress", "policyTypes"]);
    let pods = match fields.section(spec, "podSelector") {
        Some(node) => selector(fields, node)?,
        None if present(spec, "podSelector").is_some() => return None,
        None => Selector::default(),
    };
    let (about_ingress, about_egress) = policy_types(fields, spec);
    let ingress = rules(fields, spec, "ingress", "from", &namespace);
    let egress = rules(fields, spec, "egress", "to", &namespace);
    Some(Policy {
        object: index,
        span: object.span,
        kind: object.kind.clone(),
        name: object.name.clone(),
        tier: Tier::Namespace,
        order: Order::NETWORK_POLICY,
        isolates: true,
        subject: PodSelection::new(Namespaces::Named(namespace.clone()), pods),
        namespace: Some(namespace),
        ingress: about_ingress.then_some(ingress),
        egress: about_egress.then_some(egress),
    })
}

/// Whether the policy is about ingress, and whether about egress. Where nothing is said it is about ingress, and about
/// egress when it has such rules.
fn policy_types(fields: &mut Fields, spec: &Node) -> (bool, bool) {
    let types = fields.texts(spec, "policyTypes").unwrap_or_default();
    if types.is_empty() {
        return (true, present(spec, "egress").is_some_and(|rules| !rules.items().is_empty()));
    }
    for (kind, span) in &types {
        if !matches!(*kind, "Ingress" | "Egress") {
            fields.invalid_at(*span, format!("expected `Ingress` or `Egress`, found `{kind}`"));
        }
    }
    let about = |wanted: &str| types.iter().any(|(kind, _)| *kind == wanted);
    (about("Ingress"), about("Egress"))
}

fn rules(fields: &mut Fields, spec: &Node, key: &str, ends: &str, namespace: &str) -> Vec<Rule> {
    let Some(nodes) = fields.list(spec, key) else { return Vec::new() };
    let mut rules = Vec::new();
    for node in nodes {
        // `- ` alone is `{}`: a rule without conditions.
        if node.mapping().is_none() && !node.is_null() {
            let _ = fields.sections(spec, key);
            continue;
        }
        fields.only(node, &[ends, "ports"]);
        let peers = fields.list(node, ends).filter(|peers| !peers.is_empty());
        let peers = peers.map(|peers| peers.iter().filter_map(|it| peer(fields, it, namespace)).collect());
        // A list that cannot be read matches nothing: it was not meant to be without conditions.
        let peers = peers.or_else(|| unreadable(node, ends).then(Vec::new));
        let ports = fields.list(node, "ports").filter(|ports| !ports.is_empty());
        let ports = ports.map(|ports| ports.iter().filter_map(|it| port(fields, it)).collect());
        let ports = ports.or_else(|| unreadable(node, "ports").then(Vec::new));
        rules.push(Rule {
            span: node.span,
            name: None,
            action: Action::Allow,
            subject: None,
            peers,
            ports,
            is_partial: false,
        });
    }
    rules
}

/// Whether something stands at `key` that is no list.
pub(super) fn unreadable(node: &Node, key: &str) -> bool {
    present(node, key).is_some_and(|node| !matches!(node.value, crate::yaml::Value::Sequence(_)))
}

fn peer(fields: &mut Fields, node: &Node, namespace: &str) -> Option<Peer> {
    fields.only(node, &["podSelector", "namespaceSelector", "ipBlock"]);
    let block = fields.section(node, "ipBlock");
    let pods = fields.section(node, "podSelector");
    let namespaces = fields.section(node, "namespaceSelector");
    if let Some(block) = block {
        if pods.or(namespaces).is_some() {
            fields.invalid(block, "an `ipBlock` stands alone, without selectors beside it");
            return None;
        }
        return Some(Peer { span: node.span, kind: ip_block(fields, block)? });
    }
    if pods.or(namespaces).is_none() {
        if node.entries().is_empty() {
            fields.invalid(node, "a peer needs `podSelector`, `namespaceSelector` or `ipBlock`");
        }
        return None;
    }
    let namespaces = match namespaces {
        Some(node) => Namespaces::Matching(selector(fields, node)?),
        None => Namespaces::Named(namespace.to_owned()),
    };
    let pods = match pods {
        Some(node) => selector(fields, node)?,
        None => Selector::default(),
    };
    Some(Peer { span: node.span, kind: PeerKind::Pods(PodSelection::new(namespaces, pods)) })
}

fn ip_block(fields: &mut Fields, node: &Node) -> Option<PeerKind> {
    fields.only(node, &["cidr", "except"]);
    if present(node, "cidr").is_none() {
        fields.missing(node, "cidr");
    }
    let text = fields.text(node, "cidr")?;
    let cidr = cidr(fields, node.get("cidr")?, text)?;
    let mut except = Vec::new();
    for item in fields.list(node, "except").unwrap_or_default() {
        let Some(text) = item.text() else { continue };
        let Some(inner) = self::cidr(fields, item, text) else { continue };
        if cidr.contains(&inner) && cidr != inner {
            except.push(inner);
        } else {
            fields.invalid(item, format!("`{inner}` lies not within `{cidr}`"));
        }
    }
    Some(PeerKind::Block { cidr, except })
}

/// Reads a prefix. Bits after its length are dropped, as plugins do.
pub(super) fn cidr(fields: &mut Fields, node: &Node, text: &str) -> Option<Cidr> {
    match Cidr::read(text) {
        Ok(written) => Some(written.value),
        Err(error) => {
            fields.invalid(node, format!("`{text}` is not a prefix: {error}"));
            None
        }
    }
}

fn port(fields: &mut Fields, node: &Node) -> Option<PortMatch> {
    fields.only(node, &["port", "endPort", "protocol"]);
    let before = fields.problems.len();
    let protocol = protocol(fields, node, "protocol");
    let end = fields.port(node, "endPort");
    let ports = match present(node, "port") {
        None => {
            if let Some(end) = present(node, "endPort") {
                fields.invalid(end, "`endPort` needs a `port` where the range starts");
            }
            Ports::All
        }
        Some(port) if port.integer().is_some() => {
            let first = fields.port(node, "port")?;
            let last = end.unwrap_or(first);
            if let Some(place) = node.get("endPort").filter(|_| last < first) {
                fields.invalid(place, format!("`endPort` {last} is below `port` {first}"));
                return None;
            }
            Ports::Range(first, last)
        }
        Some(port) => {
            let name = fields.text(node, "port")?;
            if let Some(end) = present(node, "endPort") {
                fields.invalid(end, "`endPort` needs a `port` that is a number");
                return None;
            }
            check_port_name(fields, port, name);
            Ports::Named(name.to_owned())
        }
    };
    (fields.problems.len() == before || !matches!(ports, Ports::All))
        .then_some(PortMatch { protocol: Some(protocol), ports })
}

/// Reports a name that no port can have.
pub(super) fn check_port_name(fields: &mut Fields, node: &Node, name: &str) {
    let named = crate::net::Port::new(1, 1, Protocol::Tcp).and_then(|port| port.named(name));
    if named.is_none() {
        let rule = "at most 15 lower-case letters, digits and inner dashes, with a letter among them";
        fields.invalid(node, format!("`{name}` is not a port's name: {rule}"));
    }
}
