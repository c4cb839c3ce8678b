//! `networking.k8s.io/v1` NetworkPolicy. Source: `ValidateNetworkPolicy` of Kubernetes.

use super::super::fields::{Fields, present};
use super::selector::SELECTOR;
use super::shape::{Constraint, PORT_NUMBER, Section, Shape, field, list, required, section};
use crate::diagnostic::Severity;
use crate::net::Cidr;
use crate::yaml::Node;

/// The words for a transport.
pub(super) const PROTOCOL: Shape = Shape::Choice(&["TCP", "UDP", "SCTP"]);

pub(super) static NETWORK_POLICY: Section = section(&[field("spec", Shape::Section(&SPEC))]);

static SPEC: Section = section(&[
    field("podSelector", SELECTOR),
    field("policyTypes", list(&Shape::Choice(&["Ingress", "Egress"])).at_most(2)),
    field("ingress", list(&Shape::Section(&INGRESS))),
    field("egress", list(&Shape::Section(&EGRESS))),
]);

static INGRESS: Section =
    section(&[field("from", list(&Shape::Section(&PEER))), field("ports", list(&Shape::Section(&PORT)))]);

static EGRESS: Section =
    section(&[field("to", list(&Shape::Section(&PEER))), field("ports", list(&Shape::Section(&PORT)))]);

static PEER: Section = section(&[
    field("podSelector", SELECTOR),
    field("namespaceSelector", SELECTOR),
    field("ipBlock", Shape::Section(&IP_BLOCK)),
])
.with(&[Constraint::Holds(peer_is_one_thing)]);

static IP_BLOCK: Section = section(&[
    required("cidr", Shape::Prefix(Severity::Warning)).or_empty(),
    field("except", list(&Shape::Prefix(Severity::Warning))),
])
.with(&[Constraint::Holds(exceptions_lie_within)]);

static PORT: Section =
    section(&[field("port", Shape::Port), field("endPort", PORT_NUMBER), field("protocol", PROTOCOL)])
        .with(&[Constraint::Holds(range_is_in_order)]);

fn peer_is_one_thing(fields: &mut Fields, node: &Node) {
    let block = present(node, "ipBlock");
    let selector = present(node, "podSelector").or_else(|| present(node, "namespaceSelector"));
    match (block, selector) {
        (Some(block), Some(_)) => {
            fields.invalid(block, "an `ipBlock` stands alone, without selectors beside it");
        }
        // One with a field that is not known is reported for that.
        (None, None) if node.entries().is_empty() => {
            fields.invalid(node, "a peer needs `podSelector`, `namespaceSelector` or `ipBlock`");
        }
        _ => {}
    }
}

/// Each exception is a smaller part of the prefix.
pub(super) fn exceptions_lie_within(fields: &mut Fields, node: &Node) {
    let read = |node: &Node| node.text().and_then(|text| Cidr::read(text).ok()).map(|written| written.value);
    let Some(cidr) = present(node, "cidr").and_then(read) else { return };
    for item in present(node, "except").map(Node::items).unwrap_or_default() {
        if let Some(inner) = read(item).filter(|inner| !cidr.contains(inner) || *inner == cidr) {
            fields.invalid(item, format!("`{inner}` lies not within `{cidr}`"));
        }
    }
}

fn range_is_in_order(fields: &mut Fields, node: &Node) {
    let Some(end) = present(node, "endPort") else { return };
    let Some(port) = present(node, "port") else {
        return fields.invalid(end, "`endPort` needs a `port` where the range starts");
    };
    match (port.integer(), end.integer()) {
        (Some(first), Some(last)) if last < first => {
            fields.invalid(end, format!("`endPort` {last} is below `port` {first}"));
        }
        (None, _) => fields.invalid(end, "`endPort` needs a `port` that is a number"),
        _ => {}
    }
}
