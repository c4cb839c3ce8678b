//! `cilium.io/v2` CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy: what decides who may talk to whom. Source: the
//! definitions that Cilium installs. Rules about single requests are not described.

use super::super::fields::{Fields, is_placeholder, present};
use super::formats::{LABEL_VALUE, is};
use super::selector::operator_suits_values;
use super::shape::{
    COUNT, Constraint, Section, Shape, TEXT, field, integer, list, map, required, section, text,
};
use crate::net::{Cidr, LabelKey, SyntaxError};
use crate::yaml::{Format, Node};
use std::net::IpAddr;

pub(super) static CILIUM_POLICY: Section =
    section(&[field("spec", Shape::Section(&RULE)), field("specs", list(&Shape::Section(&RULE)))])
        .with(&[Constraint::Holds(has_rules)]);

static RULE: Section = section(&[
    field("description", TEXT),
    field("endpointSelector", SELECTOR),
    field("nodeSelector", SELECTOR),
    field("ingress", list(&Shape::Section(&INGRESS))),
    field("ingressDeny", list(&Shape::Section(&INGRESS))),
    field("egress", list(&Shape::Section(&EGRESS))),
    field("egressDeny", list(&Shape::Section(&EGRESS))),
    field("enableDefaultDeny", Shape::Section(&DEFAULT_DENY)),
    field("labels", list(&Shape::Any)),
    field("log", Shape::Any),
])
.with(&[Constraint::One(&["endpointSelector", "nodeSelector"])]);

static DEFAULT_DENY: Section = section(&[field("ingress", Shape::Bool), field("egress", Shape::Bool)]);

static INGRESS: Section = section(&[
    field("fromEndpoints", list(&SELECTOR)),
    field("fromRequires", list(&Shape::Any)),
    field("fromCIDR", list(&text(&BLOCK))),
    field("fromCIDRSet", list(&Shape::Section(&BLOCK_SET))),
    field("fromEntities", list(&ENTITY)),
    field("fromGroups", list(&Shape::Any)),
    field("fromNodes", list(&SELECTOR)),
    field("toPorts", list(&Shape::Section(&PORTS))),
    field("icmps", list(&Shape::Section(&ICMPS))),
    field("authentication", Shape::Any),
]);

static EGRESS: Section = section(&[
    field("toEndpoints", list(&SELECTOR)),
    field("toRequires", list(&Shape::Any)),
    field("toCIDR", list(&text(&BLOCK))),
    field("toCIDRSet", list(&Shape::Section(&BLOCK_SET))),
    field("toEntities", list(&ENTITY)),
    field("toGroups", list(&Shape::Any)),
    field("toNodes", list(&SELECTOR)),
    field("toServices", list(&Shape::Any)),
    field("toFQDNs", list(&Shape::Section(&DOMAIN))),
    field("toPorts", list(&Shape::Section(&PORTS))),
    field("icmps", list(&Shape::Section(&ICMPS))),
    field("authentication", Shape::Any),
]);

static SELECTOR: Shape = Shape::Section(&SELECTOR_FIELDS);

static SELECTOR_FIELDS: Section = section(&[
    field("matchLabels", map(&KEY, &text(&LABEL_VALUE))),
    field("matchExpressions", list(&Shape::Section(&REQUIREMENT))),
]);

static REQUIREMENT: Section = section(&[
    required("key", text(&KEY)),
    required("operator", Shape::Choice(&["In", "NotIn", "Exists", "DoesNotExist"])),
    field("values", list(&TEXT)),
])
.with(&[Constraint::Holds(operator_suits_values)]);

/// A label's key, after the source of the label if need be: `k8s:app`.
static KEY: Format = Format {
    name: "a label's key",
    read: |text| text.split_once(':').map_or(text, |(_, key)| key).parse::<LabelKey>().map(drop),
    pattern: None,
};

static ENTITY: Shape = Shape::Choice(&[
    "all",
    "world",
    "world-ipv4",
    "world-ipv6",
    "cluster",
    "host",
    "init",
    "ingress",
    "unmanaged",
    "remote-node",
    "health",
    "none",
    "kube-apiserver",
]);

/// A prefix, or an address for the prefix that holds it alone.
static BLOCK: Format = Format { name: "a prefix", read: block, pattern: None };

fn block(text: &str) -> Result<(), SyntaxError> {
    if text.parse::<IpAddr>().is_ok() { Ok(()) } else { Cidr::read(text).map(drop) }
}

static BLOCK_SET: Section = section(&[
    field("cidr", text(&BLOCK)),
    field("cidrGroupRef", TEXT),
    field("cidrGroupSelector", SELECTOR),
    field("except", list(&text(&BLOCK))),
])
.with(&[
    Constraint::One(&["cidr", "cidrGroupRef", "cidrGroupSelector"]),
    Constraint::Holds(super::network_policy::exceptions_lie_within),
]);

static DOMAIN: Section =
    section(&[field("matchName", text(&DOMAIN_NAME)), field("matchPattern", text(&DOMAIN_PATTERN))])
        .with(&[Constraint::Holds(domain_is_said)]);

static DOMAIN_NAME: Format =
    Format { name: "a domain name", read: |text| domain(text, "-._"), pattern: None };

static DOMAIN_PATTERN: Format =
    Format { name: "a pattern of domain names", read: |text| domain(text, "-._*"), pattern: None };

/// Refuses what is neither letter nor digit nor one of `marks`.
fn domain(text: &str, marks: &str) -> Result<(), SyntaxError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || marks.contains(c);
    is(text, text.chars().all(fits), "letters, digits, dashes and dots")
}

static PORTS: Section = section(&[
    field("ports", list(&Shape::Section(&PORT)).at_most(40)),
    field("rules", Shape::Any),
    field("terminatingTLS", Shape::Any),
    field("originatingTLS", Shape::Any),
    field("serverNames", list(&TEXT)),
    field("listener", Shape::Any),
]);

static PORT: Section = section(&[
    required("port", text(&PORT_TEXT)),
    field("endPort", integer(0, 65_535)),
    field("protocol", Shape::Choice(&["TCP", "UDP", "SCTP", "ICMP", "ICMPv6", "VRRP", "IGMP", "ANY"])),
])
.with(&[Constraint::Holds(range_is_in_order)]);

/// A port's number or name; always a text.
static PORT_TEXT: Format = Format {
    name: "a port's number or name",
    read: |text| {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let fits = if is_number { text.parse::<u16>().is_ok() } else { text.chars().all(inner) };
        is(text, fits && !text.is_empty(), "a number up to 65535, or letters, digits and dashes")
    },
    pattern: None,
};

static ICMPS: Section = section(&[field("fields", list(&Shape::Section(&ICMP)).at_most(40))]);

static ICMP: Section = section(&[
    field("family", Shape::Choice(&["IPv4", "IPv6"])),
    required("type", Shape::Any),
    field("code", COUNT),
]);

fn has_rules(fields: &mut Fields, tree: &Node) {
    if present(tree, "spec").is_none() && present(tree, "specs").is_none() {
        fields.missing(tree, "spec");
    }
}

fn domain_is_said(fields: &mut Fields, node: &Node) {
    if present(node, "matchName").is_none() && present(node, "matchPattern").is_none() {
        fields.lacking(node, "one of `matchName` or `matchPattern` is needed here");
    }
}

fn range_is_in_order(fields: &mut Fields, node: &Node) {
    let first = present(node, "port").and_then(Node::text).filter(|text| !is_placeholder(text));
    let (Some(first), Some(end)) = (first, present(node, "endPort")) else { return };
    match (first.parse::<i64>(), end.integer()) {
        (Ok(first), Some(last)) if last != 0 && last < first => {
            fields.invalid(end, format!("`endPort` {last} is below `port` {first}"));
        }
        (Err(_), Some(last)) if last != 0 => fields.invalid(end, "`endPort` needs a `port` that is a number"),
        _ => {}
    }
}
