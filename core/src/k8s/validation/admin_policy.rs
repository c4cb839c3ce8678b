//! `policy.networking.k8s.io/v1alpha1` AdminNetworkPolicy and BaselineAdminNetworkPolicy. Source: the markers and
//! expressions of the types in kubernetes-sigs/network-policy-api.

use super::super::fields::{Fields, present};
use super::formats::PORT_NAME;
use super::selector::SELECTOR;
use super::shape::{
    Constraint, PORT_NUMBER, Section, Shape, TEXT, field, integer, list, required, section, text,
};
use crate::diagnostic::Severity;
use crate::net::SyntaxError;
use crate::yaml::{Format, Node};

pub(super) static ADMIN_POLICY: Section = section(&[required("spec", Shape::Section(&ADMIN_SPEC))]);

pub(super) static BASELINE_POLICY: Section = section(&[required("spec", Shape::Section(&BASELINE_SPEC))]);

/// The name of the only BaselineAdminNetworkPolicy.
pub(super) static BASELINE_NAME: Format = Format {
    name: "the name of the only BaselineAdminNetworkPolicy",
    read: |text| super::formats::is(text, text == "default", "`default`"),
    pattern: None,
};

/// A number that says which policy is asked first.
pub(super) const PRIORITY: Shape = integer(0, 1000);

/// What a rule is called.
pub(super) const RULE_NAME: Shape = TEXT.at_most(100);

static ADMIN_SPEC: Section = section(&[
    required("priority", PRIORITY),
    required("subject", Shape::Section(&SUBJECT)),
    field("ingress", list(&Shape::Section(&ADMIN_INGRESS)).at_most(100)),
    field("egress", list(&Shape::Section(&ADMIN_EGRESS)).at_most(100)),
]);

static BASELINE_SPEC: Section = section(&[
    required("subject", Shape::Section(&SUBJECT)),
    field("ingress", list(&Shape::Section(&BASELINE_INGRESS)).at_most(100)),
    field("egress", list(&Shape::Section(&BASELINE_EGRESS)).at_most(100)),
]);

/// Which pods a policy is about.
pub(super) static SUBJECT: Section =
    section(&[field("namespaces", SELECTOR), field("pods", Shape::Section(&NAMESPACED_POD))])
        .with(&[Constraint::One(&["namespaces", "pods"])]);

static NAMESPACED_POD: Section =
    section(&[required("namespaceSelector", SELECTOR), required("podSelector", SELECTOR)]);

const ACTION: Shape = Shape::Choice(&["Allow", "Deny", "Pass"]);
const BASELINE_ACTION: Shape = Shape::Choice(&["Allow", "Deny"]);
static FROM: Shape = list(&Shape::Section(&SUBJECT)).at_least(1).at_most(100);
static TO: Shape = list(&Shape::Section(&EGRESS_PEER)).at_least(1).at_most(100);
static PORTS: Shape = list(&Shape::Section(&PORT)).at_most(100);

static ADMIN_INGRESS: Section = section(&[
    field("name", RULE_NAME),
    required("action", ACTION),
    required("from", FROM),
    field("ports", PORTS),
]);

static BASELINE_INGRESS: Section = section(&[
    field("name", RULE_NAME),
    required("action", BASELINE_ACTION),
    required("from", FROM),
    field("ports", PORTS),
]);

static ADMIN_EGRESS: Section = section(&[
    field("name", RULE_NAME),
    required("action", ACTION),
    required("to", TO),
    field("ports", PORTS),
])
.with(&[Constraint::Holds(named_ports_belong_to_pods), Constraint::Holds(domains_are_allowed)]);

static BASELINE_EGRESS: Section = section(&[
    field("name", RULE_NAME),
    required("action", BASELINE_ACTION),
    required("to", TO),
    field("ports", PORTS),
])
.with(&[Constraint::Holds(named_ports_belong_to_pods), Constraint::Holds(domains_are_allowed)]);

/// What a rule of egress leads to.
pub(super) static EGRESS_PEER: Section = section(&[
    field("namespaces", SELECTOR),
    field("pods", Shape::Section(&NAMESPACED_POD)),
    field("nodes", SELECTOR),
    field("networks", list(&Shape::Prefix(Severity::Warning)).at_least(1).at_most(25).distinct()),
    field("domainNames", list(&text(&DOMAIN)).at_least(1).at_most(25).distinct()),
])
.with(&[Constraint::One(&["namespaces", "pods", "nodes", "networks", "domainNames"])]);

static PORT: Section = section(&[
    field("portNumber", Shape::Section(&PORT_WITH_NUMBER)),
    field("portRange", Shape::Section(&PORT_RANGE)),
    field("namedPort", text(&PORT_NAME)),
])
.with(&[Constraint::One(&["portNumber", "portRange", "namedPort"])]);

static PORT_WITH_NUMBER: Section =
    section(&[field("protocol", super::network_policy::PROTOCOL), required("port", PORT_NUMBER)]);

static PORT_RANGE: Section = section(&[
    field("protocol", super::network_policy::PROTOCOL),
    required("start", PORT_NUMBER),
    required("end", PORT_NUMBER),
])
.with(&[Constraint::Holds(start_is_below_end)]);

/// `*.example.com`, with at least two labels.
static DOMAIN: Format = Format { name: "a domain name", read: domain, pattern: None };

fn domain(text: &str) -> Result<(), SyntaxError> {
    let outer = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name = text.strip_prefix("*.").unwrap_or(text);
    let name = name.strip_suffix('.').unwrap_or(name);
    let is_label = |label: &str| {
        outer(label.as_bytes().first()) && outer(label.as_bytes().last()) && label.chars().all(inner)
    };
    let fits = name.contains('.') && name.split('.').all(is_label);
    super::formats::is(text, fits, "two or more labels between dots, after `*.` if need be")
}

/// Reports a range of ports that ends where it starts, or before.
pub(super) fn start_is_below_end(fields: &mut Fields, node: &Node) {
    let (start, end) = (present(node, "start"), present(node, "end"));
    if let (Some(first), Some(place)) = (start.and_then(Node::integer), end)
        && let Some(last) = place.integer().filter(|last| *last <= first)
    {
        fields.invalid(place, format!("`end` {last} is not above `start` {first}"));
    }
}

/// Nodes, networks and domains have no ports by name.
fn named_ports_belong_to_pods(fields: &mut Fields, rule: &Node) {
    check_named_ports(fields, rule, "ports", "namedPort");
}

/// Reports a port by name in a rule whose ends are not all pods.
pub(super) fn check_named_ports(fields: &mut Fields, rule: &Node, ports: &str, named: &str) {
    let ports = present(rule, ports).map(Node::items).unwrap_or_default();
    let Some(port) = ports.iter().find_map(|port| present(port, named)) else { return };
    let peers = present(rule, "to").map(Node::items).unwrap_or_default();
    let outside = ["networks", "nodes", "domainNames"];
    let is_outside = |peer: &&Node| outside.iter().any(|key| present(peer, key).is_some());
    if peers.iter().any(|peer| is_outside(&peer)) {
        fields.invalid(port, "only pods have ports by name: nodes, networks and domain names have none");
    }
}

/// Domain names are for rules that allow.
pub(super) fn domains_are_allowed(fields: &mut Fields, rule: &Node) {
    let denies = matches!(present(rule, "action").and_then(Node::text), Some("Deny" | "Pass"));
    let peers = present(rule, "to").map(Node::items).unwrap_or_default();
    if let Some(domains) = peers.iter().find_map(|peer| present(peer, "domainNames")).filter(|_| denies) {
        fields.remark(domains, "`domainNames` are for rules that allow", Severity::Warning);
    }
}
