//! `projectcalico.org/v3` NetworkPolicy and GlobalNetworkPolicy, and the tiers and network sets that they name; in the
//! form of `crd.projectcalico.org/v1` as well. Source: Calico's documentation, "Network policy", "Global network
//! policy", "Tier", "Network set".
//!
//! Policies for the addresses of nodes (`doNotTrack`, `preDNAT`) are not asked, and staged ones are not in effect. A rule
//! that logs decides nothing.

mod entity;
mod ports;
mod selector_text;

use super::expression::Expression;
use super::fields::{Fields, present};
use super::network_policy::cidr;
use super::object::Object;
use super::pod::DEFAULT_NAMESPACE;
use super::policy::{Action, Policy, Rule};
use super::selection::{Namespaces, PodSelection};
use super::selector::{Labels, NAMESPACE_NAME, Selector, labels};
use super::service::Service;
use super::tier::{Order, Tier};
use crate::net::{Cidr, Family};
use crate::yaml::Node;
use entity::{Entity, namespaces, pods, selector_at};
use std::collections::{BTreeMap, BTreeSet};

/// What policies of Calico's name.
#[derive(Debug, Default)]
pub(super) struct Calico {
    /// Each tier by its name, and whether it passes on what none of its rules decides.
    tiers: BTreeMap<String, (Tier, bool)>,
    sets: Vec<NetworkSet>,
    namespaces: BTreeMap<String, Labels>,
}

/// Addresses with labels.
#[derive(Debug)]
struct NetworkSet {
    /// None for one of the whole cluster.
    namespace: Option<String>,
    labels: Labels,
    nets: Vec<Cidr>,
}

/// The policy is not about pods.
#[derive(Debug)]
pub(super) struct NotAsked;

/// Whether `object` belongs to Calico.
fn is_calico(object: &Object) -> bool {
    matches!(object.group(), "projectcalico.org" | "crd.projectcalico.org")
}

impl Calico {
    /// Reads tiers and network sets.
    pub fn read(fields: &mut Fields, objects: &[&Object], namespaces: &BTreeMap<String, Labels>) -> Self {
        let mut read = Self { namespaces: namespaces.clone(), ..Self::default() };
        let mut declared: BTreeMap<&str, (Order, bool)> = BTreeMap::new();
        let mut named: BTreeSet<&str> = BTreeSet::new();
        for (index, object) in objects.iter().enumerate().filter(|(_, object)| is_calico(object)) {
            fields.object = index;
            match object.kind.as_str() {
                "Tier" => {
                    let order = order(object);
                    let passes = object.at(&["spec", "defaultAction"]).and_then(Node::text) == Some("Pass");
                    declared.insert(&object.name, (order, passes));
                }
                "NetworkSet" | "GlobalNetworkSet" => read.sets.push(network_set(fields, object)),
                _ => named.extend(object.at(&["spec", "tier"]).and_then(Node::text)),
            }
        }
        let unknown = |name: &str| declared.get(name).copied().unwrap_or((Tier::UNKNOWN, false));
        let all: BTreeSet<(Order, &str, bool)> = declared
            .keys()
            .copied()
            .chain(named)
            .map(|name| {
                let (order, passes) = unknown(name);
                (order, name, passes)
            })
            .collect();
        for (number, (order, name, passes)) in all.into_iter().enumerate() {
            let tier = match name {
                "default" => (Tier::Namespace, passes),
                "kube-admin" | "adminnetworkpolicy" => (Tier::Admin, true),
                "kube-baseline" | "baselineadminnetworkpolicy" => (Tier::Baseline, true),
                _ => (Tier::Own(order, u16::try_from(number).unwrap_or(u16::MAX)), passes),
            };
            read.tiers.insert(name.to_owned(), tier);
        }
        read
    }

    fn labels_of(&self, namespace: &str) -> Labels {
        let mut labels = self.namespaces.get(namespace).cloned().unwrap_or_default();
        labels.insert(NAMESPACE_NAME.to_owned(), namespace.to_owned());
        labels
    }

    /// Reads the policy that `object` is; nothing where its subject cannot be understood.
    ///
    /// # Errors
    /// When it is about nodes.
    pub fn policy(
        &self,
        fields: &mut Fields,
        object: &Object,
        index: usize,
        services: &[Service],
    ) -> Result<Option<Policy>, NotAsked> {
        let Some(spec) = fields.section(&object.tree, "spec") else { return Ok(None) };
        let is_set = |key: &str| spec.get(key).and_then(Node::bool) == Some(true);
        let home = (object.kind == "NetworkPolicy")
            .then(|| object.namespace.clone().unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned()));
        let of_nodes = spec.get("namespaceSelector").and_then(Node::text).map(str::trim) == Some("global()");
        if is_set("doNotTrack") || is_set("preDNAT") || (of_nodes && home.is_none()) {
            return Err(NotAsked);
        }
        let Some(subject) = subject(fields, spec, home.as_deref()) else { return Ok(None) };
        let (about_ingress, about_egress) = types(fields, spec);
        let mut reader = Reader { fields, calico: self, home: home.as_deref(), services };
        let ingress = reader.rules(spec, "ingress");
        let egress = reader.rules(spec, "egress");
        let named = spec.get("tier").and_then(Node::text).unwrap_or("default");
        let (tier, passes) = self.tiers.get(named).copied().unwrap_or((Tier::Namespace, false));
        Ok(Some(Policy {
            object: index,
            span: object.span,
            kind: object.kind.clone(),
            namespace: home,
            name: object.name.clone(),
            tier,
            order: order(object),
            isolates: !passes,
            subject,
            ingress: about_ingress.then_some(ingress),
            egress: about_egress.then_some(egress),
        }))
    }
}

/// `spec.order`; what has none comes last.
fn order(object: &Object) -> Order {
    let number = object.at(&["spec", "order"]).and_then(Node::text).and_then(|text| text.parse().ok());
    number.map_or(Order::LAST, Order::number)
}

fn network_set(fields: &mut Fields, object: &Object) -> NetworkSet {
    let metadata = present(&object.tree, "metadata");
    let spec = fields.section(&object.tree, "spec");
    let nets = spec.and_then(|spec| fields.list(spec, "nets")).unwrap_or_default();
    let nets = nets.iter().filter_map(|item| {
        let text = item.text()?;
        // One address stands for the prefix that holds it alone.
        let alone = if text.contains(':') { "/128" } else { "/32" };
        let text = if text.contains('/') { text.to_owned() } else { format!("{text}{alone}") };
        cidr(fields, item, &text)
    });
    let nets = nets.collect();
    let namespace = object.namespace.clone().unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned());
    NetworkSet {
        namespace: (object.kind == "NetworkSet").then_some(namespace),
        labels: metadata.map(|node| labels(fields, node, "labels")).unwrap_or_default(),
        nets,
    }
}

/// The pods that a policy is about.
fn subject(fields: &mut Fields, spec: &Node, home: Option<&str>) -> Option<PodSelection> {
    let mut at = |key: &str| selector_at(fields, spec, key).transpose().ok();
    let by_labels = at("selector")?.unwrap_or(Expression::All(Vec::new()));
    let by_namespace = at("namespaceSelector")?.filter(|_| home.is_none());
    let by_account = at("serviceAccountSelector")?;
    let in_namespaces = match (home, by_namespace) {
        (Some(home), _) => Namespaces::Named(home.to_owned()),
        (None, Some(expression)) => namespaces(expression),
        (None, None) => Namespaces::Matching(Selector::default()),
    };
    Some(pods(by_labels, in_namespaces, by_account.map(Selector::expressed)))
}

/// Whether a policy is about ingress, and whether about egress. Where it does not say, it is about what it has rules
/// for, and about ingress where it has none.
fn types(fields: &mut Fields, spec: &Node) -> (bool, bool) {
    let types = fields.texts(spec, "types").unwrap_or_default();
    for (kind, span) in &types {
        if !matches!(*kind, "Ingress" | "Egress") {
            fields.invalid_at(*span, format!("expected `Ingress` or `Egress`, found `{kind}`"));
        }
    }
    if !types.is_empty() {
        let about = |wanted: &str| types.iter().any(|(kind, _)| *kind == wanted);
        return (about("Ingress"), about("Egress"));
    }
    let has = |key: &str| present(spec, key).is_some_and(|rules| !rules.items().is_empty());
    (has("ingress") || !has("egress"), has("egress"))
}

struct Reader<'a> {
    fields: &'a mut Fields,
    calico: &'a Calico,
    home: Option<&'a str>,
    services: &'a [Service],
}

impl Reader<'_> {
    fn rules(&mut self, spec: &Node, direction: &str) -> Vec<Rule> {
        let nodes = self.fields.sections(spec, direction).unwrap_or_default();
        nodes.into_iter().filter_map(|node| self.rule(node, direction == "ingress")).collect()
    }

    fn rule(&mut self, node: &Node, is_ingress: bool) -> Option<Rule> {
        let action = match self.fields.text(node, "action") {
            Some("Allow") => Action::Allow,
            Some("Deny") => Action::Deny,
            Some("Pass") => Action::Pass,
            Some("Log") => return None,
            Some(other) => {
                let message = format!("expected `Allow`, `Deny`, `Pass` or `Log`, found `{other}`");
                self.fields.invalid(node.get("action").unwrap_or(node), message);
                return None;
            }
            None => {
                self.fields.missing(node, "action");
                return None;
            }
        };
        let source = self.fields.section(node, "source");
        let destination = self.fields.section(node, "destination");
        let asked = ports::asked(self.fields, node, destination);
        let by_source_port = source.is_some_and(|it| it.get("ports").or(it.get("notPorts")).is_some());
        let family = match node.get("ipVersion").and_then(Node::integer) {
            Some(4) => Some(Family::V4),
            Some(6) => Some(Family::V6),
            _ => None,
        };
        let (other, own) = if is_ingress { (source, destination) } else { (destination, source) };
        let mut other = self.entity(other, node)?;
        if let Some(family) = family {
            other.of_family(family);
        }
        let subject = self.entity(own, node)?.subject()?;
        Some(Rule {
            span: node.span,
            name: None,
            action,
            subject,
            peers: other.peers(self.calico),
            ports: asked.ports,
            is_partial: asked.is_partial || by_source_port || present(node, "http").is_some(),
        })
    }

    /// One end of the rule at `rule`; nothing where it cannot be understood.
    fn entity(&mut self, end: Option<&Node>, rule: &Node) -> Option<Entity> {
        match end {
            Some(end) => Entity::read(self.fields, end, self.home, self.services),
            None => Some(Entity::anything(rule.span)),
        }
    }
}
