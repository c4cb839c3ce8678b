//! `cilium.io/v2` CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy. Source: Cilium's documentation, "Layer 3
//! Examples", "Layer 4 Examples" and "Deny Policies".
//!
//! What a policy allows is one policy of the namespaces' tier; what it denies is another, of the tier that is asked
//! before all. Rules about single requests (HTTP, DNS, Kafka) are read as what they allow of the transport.

mod entity;

use super::fields::{Fields, present};
use super::network_policy::cidr;
use super::object::Object;
use super::pod::DEFAULT_NAMESPACE;
use super::policy::{Action, Peer, PeerKind, Policy, PortMatch, Ports, Rule};
use super::selection::{ACCOUNT_NAME, Addresses, Namespaces, PodSelection};
use super::selector::{NAMESPACE_NAME, Requirement, Selector, selector};
use super::service::Service;
use super::tier::{Order, Tier};
use crate::net::Protocol;
use crate::yaml::Node;
use entity::entity_peers;

/// The label by which Cilium knows a pod's namespace.
const NAMESPACE: &str = "io.kubernetes.pod.namespace";
/// What Cilium puts before the labels of a pod's namespace.
const NAMESPACE_LABELS: &str = "io.cilium.k8s.namespace.labels.";

/// The label by which Cilium knows a pod's service account.
const ACCOUNT: &str = "io.cilium.k8s.policy.serviceaccount";
/// The label by which Cilium knows a pod's cluster. There is one only.
const CLUSTER: &str = "io.cilium.k8s.policy.cluster";

/// Reads the policies that `object` is. `services` are those that rules may lead to. Nothing where it is about nodes.
pub(super) fn cilium_policies(
    fields: &mut Fields,
    object: &Object,
    index: usize,
    services: &[Service],
) -> Vec<Policy> {
    let home = match object.kind.as_str() {
        "CiliumNetworkPolicy" => {
            Some(object.namespace.clone().unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned()))
        }
        _ => None,
    };
    let spec = fields.section(&object.tree, "spec");
    let specs = fields.sections(&object.tree, "specs").unwrap_or_default();
    fields.keys_have_sources = true;
    let mut reader = Reader { fields, object, index, home, services };
    let policies = spec.into_iter().chain(specs).flat_map(|spec| reader.spec(spec)).collect();
    fields.keys_have_sources = false;
    policies
}

/// Whether `object` is about nodes, not pods: it says nothing of who may talk to whom among pods.
pub(super) fn is_about_nodes(object: &Object) -> bool {
    let spec = object.at(&["spec"]);
    let specs = object.at(&["specs"]).map(Node::items).unwrap_or_default();
    spec.into_iter().chain(specs).any(|spec| spec.get("nodeSelector").is_some())
}

struct Reader<'a> {
    fields: &'a mut Fields,
    object: &'a Object,
    index: usize,
    /// The policy's namespace; none for one of the whole cluster.
    home: Option<String>,
    services: &'a [Service],
}

/// The rules of one direction.
struct Side {
    allow: Vec<Rule>,
    deny: Vec<Rule>,
    /// Whether what no rule allows is denied.
    isolates: bool,
}

impl Reader<'_> {
    fn spec(&mut self, spec: &Node) -> Vec<Policy> {
        let Some(endpoints) = self.fields.section(spec, "endpointSelector") else { return Vec::new() };
        let Some(subject) = self.selection(endpoints) else { return Vec::new() };
        let mut policies: Vec<Policy> = Vec::new();
        for (key, way) in [("ingress", "from"), ("egress", "to")] {
            let Some(Side { allow, deny, isolates }) = self.side(spec, key, way) else { continue };
            for (tier, isolates, rules) in [(Tier::Namespace, isolates, allow), (Tier::Deny, false, deny)] {
                if tier == Tier::Deny && rules.is_empty() {
                    continue;
                }
                // Both directions are one policy where they are alike.
                let of_other = policies.iter_mut().find(|it| it.tier == tier && it.isolates == isolates);
                let (ingress, egress) =
                    if key == "ingress" { (Some(rules), None) } else { (None, Some(rules)) };
                match of_other {
                    Some(policy) => policy.egress = egress,
                    None => policies.push(self.policy(&subject, tier, isolates, ingress, egress)),
                }
            }
        }
        policies
    }

    fn policy(
        &self,
        subject: &PodSelection,
        tier: Tier,
        isolates: bool,
        ingress: Option<Vec<Rule>>,
        egress: Option<Vec<Rule>>,
    ) -> Policy {
        Policy {
            object: self.index,
            span: self.object.span,
            kind: self.object.kind.clone(),
            namespace: self.home.clone(),
            name: self.object.name.clone(),
            tier,
            order: Order::NETWORK_POLICY,
            isolates,
            subject: subject.clone(),
            ingress,
            egress,
        }
    }

    /// The rules of one direction; none where there are none. Rules of either sort deny the rest, unless the policy
    /// says that they do not; and it may say that the rest is denied without any rule.
    fn side(&mut self, spec: &Node, key: &str, way: &str) -> Option<Side> {
        let allowing = self.fields.sections(spec, key).unwrap_or_default();
        let denying = self.fields.sections(spec, &format!("{key}Deny")).unwrap_or_default();
        let said = spec.get("enableDefaultDeny").and_then(|it| it.get(key)).and_then(Node::bool);
        if allowing.is_empty() && denying.is_empty() && said != Some(true) {
            return None;
        }
        let required = allowing.iter().filter_map(|node| self.requires(node, way)).collect::<Vec<_>>();
        let mut rules = |nodes: Vec<&Node>, action: Action| -> Vec<Rule> {
            nodes.into_iter().filter_map(|node| self.rule(node, way, action)).collect()
        };
        let mut side = Side {
            allow: rules(allowing, Action::Allow),
            deny: rules(denying, Action::Deny),
            isolates: said.unwrap_or(true),
        };
        side.deny.extend(required);
        Some(side)
    }

    /// What `fromRequires` and `toRequires` say: endpoints that lack something required are denied, whatever is
    /// allowed. They allow nothing by themselves.
    fn requires(&mut self, node: &Node, way: &str) -> Option<Rule> {
        let required = self.fields.sections(node, &format!("{way}Requires")).filter(|it| !it.is_empty())?;
        let mut peers = Vec::new();
        for node in required {
            let Some(PodSelection { namespaces, pods, .. }) = self.selection(node) else { continue };
            let lacks = pods.requirements().iter().map(|it| Selector::new(vec![it.negated()]));
            let everywhere = || Namespaces::Matching(Selector::default());
            let lacks = lacks.map(|pods| PodSelection::new(everywhere(), pods));
            let elsewhere = match namespaces {
                Namespaces::Named(home) => vec![Selector::equal(NAMESPACE_NAME, &home)],
                Namespaces::Matching(selector) => vec![selector],
            };
            let elsewhere = elsewhere.iter().flat_map(Selector::requirements).map(|it| {
                PodSelection::new(
                    Namespaces::Matching(Selector::new(vec![it.negated()])),
                    Selector::default(),
                )
            });
            peers.extend(lacks.chain(elsewhere).map(|it| Peer { span: node.span, kind: PeerKind::Pods(it) }));
        }
        Some(Rule {
            span: node.span,
            name: None,
            action: Action::Deny,
            subject: None,
            peers: Some(peers),
            ports: None,
            is_partial: false,
        })
    }

    /// One rule. An empty one selects nothing: it is how a default deny is written.
    fn rule(&mut self, node: &Node, way: &str, action: Action) -> Option<Rule> {
        let has = |what: &str| present(node, &format!("{way}{what}")).is_some();
        let kinds =
            ["Endpoints", "Entities", "CIDR", "CIDRSet", "Nodes", "FQDNs", "Services", "Groups", "Requires"];
        let has_peers = kinds.iter().any(|kind| has(kind));
        let ports = self.fields.sections(node, "toPorts").filter(|ports| !ports.is_empty());
        let is_about_icmp = present(node, "icmps").is_some();
        if !has_peers && ports.is_none() && !is_about_icmp {
            return None;
        }
        let is_partial = ports.iter().flatten().any(|ports| asks_for_requests(ports));
        let ports = ports.map(|ports| ports.into_iter().flat_map(|node| self.ports(node)).collect());
        // What is about ICMP alone is about no port.
        let ports = ports.or_else(|| is_about_icmp.then(Vec::new));
        let peers = has_peers.then(|| self.peers(node, way));
        Some(Rule { span: node.span, name: None, action, subject: None, peers, ports, is_partial })
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
            let kind = |cidr| PeerKind::Outside(Addresses { within: vec![cidr], except: Vec::new() });
            peers.extend(block.map(|cidr| Peer { span: item.span, kind: kind(cidr) }));
        }
        for set in self.fields.sections(node, &format!("{way}CIDRSet")).unwrap_or_default() {
            peers.extend(self.cidr_set(set));
        }
        for nodes in self.fields.sections(node, &format!("{way}Nodes")).unwrap_or_default() {
            let selected = selector(self.fields, nodes);
            peers.extend(selected.map(|it| Peer { span: nodes.span, kind: PeerKind::Nodes(it) }));
        }
        for service in self.fields.sections(node, &format!("{way}Services")).unwrap_or_default() {
            peers.extend(self.service(service));
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
        Some(Peer { span: set.span, kind: PeerKind::Outside(Addresses { within: vec![around], except }) })
    }

    /// The pods of a service that is named.
    fn service(&mut self, node: &Node) -> Option<Peer> {
        let named = self.fields.section(node, "k8sService")?;
        let name = self.fields.text(named, "serviceName")?;
        let namespace = self.fields.text(named, "namespace").or(self.home.as_deref())?;
        let service = self.services.iter().find(|it| it.name == name && it.namespace == namespace)?;
        Some(Peer { span: node.span, kind: PeerKind::Pods(service.selection()?) })
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
        let mut accounts = Vec::new();
        for Requirement { key, operator } in all.requirements() {
            let key = key
                .split_once(':')
                .filter(|(source, _)| matches!(*source, "k8s" | "any"))
                .map_or(key.as_str(), |(_, key)| key);
            if key == NAMESPACE {
                namespaces.push(Requirement { key: NAMESPACE_NAME.to_owned(), operator: operator.clone() });
            } else if let Some(label) = key.strip_prefix(NAMESPACE_LABELS) {
                namespaces.push(Requirement { key: label.to_owned(), operator: operator.clone() });
            } else if key == ACCOUNT {
                accounts.push(Requirement { key: ACCOUNT_NAME.to_owned(), operator: operator.clone() });
            } else if key != CLUSTER {
                pods.push(Requirement { key: key.to_owned(), operator: operator.clone() });
            }
        }
        let namespaces = match &self.home {
            Some(home) if namespaces.is_empty() => Namespaces::Named(home.clone()),
            _ => Namespaces::Matching(Selector::new(namespaces)),
        };
        Some(PodSelection {
            accounts: Selector::new(accounts),
            ..PodSelection::new(namespaces, Selector::new(pods))
        })
    }
}

/// Whether `ports` let only some requests pass, by what they say.
fn asks_for_requests(ports: &Node) -> bool {
    let rules = ports.get("rules").map(Node::entries).unwrap_or_default();
    let by_rules = rules.iter().any(|entry| {
        let items = entry.value.items();
        let lets_all = |item: &Node| match entry.key.as_str() {
            "dns" => item.get("matchPattern").and_then(Node::text) == Some("*"),
            _ => item.entries().is_empty(),
        };
        !items.is_empty() && !items.iter().any(lets_all)
    });
    by_rules || ports.get("serverNames").is_some_and(|names| !names.items().is_empty())
}

/// Cilium takes an address for the prefix that holds it alone.
fn with_length(text: &str) -> String {
    match (text.contains('/'), text.contains(':')) {
        (true, _) => text.to_owned(),
        (false, true) => format!("{text}/128"),
        (false, false) => format!("{text}/32"),
    }
}
