//! `cilium.io/v2` CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy. Source: Cilium's documentation, "Layer 3
//! Examples", "Layer 4 Examples" and "Deny Policies".
//!
//! What a policy allows is one policy of the namespaces' tier; what it denies is another, of the tier that is asked
//! before all. Rules about single requests (HTTP, DNS, Kafka) are read as what they allow of the transport.

use super::fields::{Fields, present};
use super::network_policy::cidr;
use super::object::Object;
use super::pod::DEFAULT_NAMESPACE;
use super::policy::{Action, Namespaces, Peer, PeerKind, PodSelection, Policy, PortMatch, Ports, Rule, Tier};
use super::selector::{NAMESPACE_NAME, Requirement, Selector, selector};
use crate::net::Protocol;
use crate::yaml::Node;

/// The label by which Cilium knows a pod's namespace.
const NAMESPACE: &str = "io.kubernetes.pod.namespace";
/// What Cilium puts before the labels of a pod's namespace.
const NAMESPACE_LABELS: &str = "io.cilium.k8s.namespace.labels.";

/// Reads the policies that `object` is.
pub(super) fn cilium_policies(fields: &mut Fields, object: &Object, index: usize) -> Vec<Policy> {
    let home = match object.kind.as_str() {
        "CiliumNetworkPolicy" => {
            Some(object.namespace.clone().unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned()))
        }
        _ => None,
    };
    let spec = fields.section(&object.tree, "spec");
    let specs = fields.sections(&object.tree, "specs").unwrap_or_default();
    fields.keys_have_sources = true;
    let mut reader = Reader { fields, home };
    let policies = spec.into_iter().chain(specs).flat_map(|spec| reader.spec(spec, object, index)).collect();
    fields.keys_have_sources = false;
    policies
}

struct Reader<'a> {
    fields: &'a mut Fields,
    /// The policy's namespace; none for one of the whole cluster.
    home: Option<String>,
}

impl Reader<'_> {
    fn spec(&mut self, spec: &Node, object: &Object, index: usize) -> Vec<Policy> {
        // Policies for nodes are about no pod.
        let Some(endpoints) = self.fields.section(spec, "endpointSelector") else { return Vec::new() };
        let Some(subject) = self.selection(endpoints) else { return Vec::new() };
        let default_deny = |key: &str| {
            let said = spec.get("enableDefaultDeny").and_then(|it| it.get(key)).and_then(Node::bool);
            said.unwrap_or(true)
        };
        let isolates = default_deny("ingress") && default_deny("egress");
        let mut policies = Vec::new();
        let tiers = [
            (Tier::Namespace, Action::Allow, "ingress", "egress"),
            (Tier::Deny, Action::Deny, "ingressDeny", "egressDeny"),
        ];
        for (tier, action, ingress, egress) in tiers {
            let ingress = self.rules(spec, ingress, "from", action);
            let egress = self.rules(spec, egress, "to", action);
            if ingress.is_some() || egress.is_some() {
                policies.push(Policy {
                    object: index,
                    span: object.span,
                    kind: object.kind.clone(),
                    namespace: self.home.clone(),
                    name: object.name.clone(),
                    tier,
                    isolates,
                    subject: subject.clone(),
                    ingress,
                    egress,
                });
            }
        }
        policies
    }

    fn rules(&mut self, spec: &Node, key: &str, way: &str, action: Action) -> Option<Vec<Rule>> {
        let nodes = self.fields.sections(spec, key)?;
        Some(nodes.into_iter().filter_map(|node| self.rule(node, way, action)).collect())
    }

    /// One rule. An empty one selects nothing: it is how a default deny is written.
    fn rule(&mut self, node: &Node, way: &str, action: Action) -> Option<Rule> {
        let has = |what: &str| present(node, &format!("{way}{what}")).is_some();
        let kinds =
            ["Endpoints", "Entities", "CIDR", "CIDRSet", "Nodes", "FQDNs", "Services", "Groups", "Requires"];
        let has_peers = kinds.iter().any(|kind| has(kind));
        let ports = self.fields.sections(node, "toPorts").filter(|ports| !ports.is_empty());
        if !has_peers && ports.is_none() {
            return None;
        }
        let is_partial = ports.iter().flatten().any(|ports| present(ports, "rules").is_some());
        let ports = ports.map(|ports| ports.into_iter().flat_map(|node| self.ports(node)).collect());
        let peers = has_peers.then(|| self.peers(node, way));
        Some(Rule { span: node.span, name: None, action, peers, ports, is_partial })
    }

    fn peers(&mut self, node: &Node, way: &str) -> Vec<Peer> {
        let mut peers = Vec::new();
        for endpoint in self.fields.sections(node, &format!("{way}Endpoints")).unwrap_or_default() {
            let selection = self.selection(endpoint);
            peers.extend(selection.map(|it| Peer { span: endpoint.span, kind: PeerKind::Pods(it) }));
        }
        for (entity, span) in self.fields.texts(node, &format!("{way}Entities")).unwrap_or_default() {
            peers.extend(entity_peers(entity).into_iter().map(|kind| Peer { span, kind }));
        }
        for item in self.fields.list(node, &format!("{way}CIDR")).unwrap_or_default() {
            let block = item.text().and_then(|text| cidr(self.fields, item, &with_length(text)));
            let kind = |cidr| PeerKind::Block { cidr, except: Vec::new() };
            peers.extend(block.map(|cidr| Peer { span: item.span, kind: kind(cidr) }));
        }
        for set in self.fields.sections(node, &format!("{way}CIDRSet")).unwrap_or_default() {
            peers.extend(self.cidr_set(set));
        }
        for nodes in self.fields.sections(node, &format!("{way}Nodes")).unwrap_or_default() {
            let selected = selector(self.fields, nodes);
            peers.extend(selected.map(|it| Peer { span: nodes.span, kind: PeerKind::Nodes(it) }));
        }
        let mut names = Vec::new();
        for name in self.fields.sections(node, &format!("{way}FQDNs")).unwrap_or_default() {
            let text = |key: &str| name.get(key).and_then(Node::text).map(str::to_owned);
            names.extend(text("matchName").or_else(|| text("matchPattern")));
        }
        if !names.is_empty() {
            peers.push(Peer { span: node.span, kind: PeerKind::Domains(names) });
        }
        peers
    }

    fn cidr_set(&mut self, set: &Node) -> Option<Peer> {
        let text = present(set, "cidr")?.text()?;
        let around = cidr(self.fields, set.get("cidr")?, &with_length(text))?;
        let mut except = Vec::new();
        for item in self.fields.list(set, "except").unwrap_or_default() {
            except.extend(item.text().and_then(|text| cidr(self.fields, item, &with_length(text))));
        }
        Some(Peer { span: set.span, kind: PeerKind::Block { cidr: around, except } })
    }

    fn ports(&mut self, node: &Node) -> Vec<PortMatch> {
        let Some(ports) = self.fields.sections(node, "ports").filter(|ports| !ports.is_empty()) else {
            return vec![PortMatch { protocol: None, ports: Ports::All }];
        };
        ports.into_iter().filter_map(|port| self.port(port)).collect()
    }

    fn port(&mut self, node: &Node) -> Option<PortMatch> {
        let protocol = match node.get("protocol").and_then(Node::text) {
            None | Some("ANY") => None,
            Some("TCP") => Some(Protocol::Tcp),
            Some("UDP") => Some(Protocol::Udp),
            Some("SCTP") => Some(Protocol::Sctp),
            // ICMP has no ports.
            Some(_) => return None,
        };
        let text = node.get("port").and_then(Node::text).unwrap_or("0");
        let ports = match text.parse::<u16>() {
            Ok(0) => Ports::All,
            Ok(first) => {
                let last = self.fields.port(node, "endPort").unwrap_or(first);
                Ports::Range(first, last)
            }
            Err(_) => Ports::Named(text.to_lowercase()),
        };
        Some(PortMatch { protocol, ports })
    }

    /// A selector of endpoints: of a policy with a namespace, those of that namespace, unless it names another.
    fn selection(&mut self, node: &Node) -> Option<PodSelection> {
        let all = selector(self.fields, node)?;
        let mut pods = Vec::new();
        let mut namespaces = Vec::new();
        for Requirement { key, operator } in all.requirements() {
            let key = key
                .split_once(':')
                .filter(|(source, _)| matches!(*source, "k8s" | "any"))
                .map_or(key.as_str(), |(_, key)| key);
            if key == NAMESPACE {
                namespaces.push(Requirement { key: NAMESPACE_NAME.to_owned(), operator: operator.clone() });
            } else if let Some(label) = key.strip_prefix(NAMESPACE_LABELS) {
                namespaces.push(Requirement { key: label.to_owned(), operator: operator.clone() });
            } else {
                pods.push(Requirement { key: key.to_owned(), operator: operator.clone() });
            }
        }
        let namespaces = match &self.home {
            Some(home) if namespaces.is_empty() => Namespaces::Named(home.clone()),
            _ => Namespaces::Matching(Selector::new(namespaces)),
        };
        Some(PodSelection { namespaces, pods: Selector::new(pods) })
    }
}

/// What a name of Cilium's for a group of ends stands for.
fn entity_peers(entity: &str) -> Vec<PeerKind> {
    let pods = || {
        let namespaces = Namespaces::Matching(Selector::default());
        PeerKind::Pods(PodSelection { namespaces, pods: Selector::default() })
    };
    match entity {
        "all" => vec![pods(), PeerKind::World, PeerKind::Nodes(Selector::default())],
        "world" => vec![PeerKind::World],
        "world-ipv4" | "world-ipv6" => {
            let text = if entity == "world-ipv4" { "0.0.0.0/0" } else { "::/0" };
            text.parse().map(|cidr| PeerKind::Networks(vec![cidr])).into_iter().collect()
        }
        "cluster" => vec![pods(), PeerKind::Nodes(Selector::default())],
        "host" | "remote-node" | "kube-apiserver" => vec![PeerKind::Nodes(Selector::default())],
        _ => Vec::new(),
    }
}

/// Cilium takes an address for the prefix that holds it alone.
fn with_length(text: &str) -> String {
    match (text.contains('/'), text.contains(':')) {
        (true, _) => text.to_owned(),
        (false, true) => format!("{text}/128"),
        (false, false) => format!("{text}/32"),
    }
}
