//! `v1` Endpoints and `discovery.k8s.io/v1` EndpointSlice. Source: `ValidateEndpoints` and `ValidateEndpointSlice` of
//! Kubernetes.

use super::super::fields::{Fields, is_placeholder, present};
use super::check::check_format;
use super::formats::{ADDRESS, FULL_NAME, LABEL, LABEL_KEY};
use super::network_policy::PROTOCOL;
use super::service::check_special;
use super::shape::{
    Constraint, PORT_NUMBER, Section, Shape, TEXT, field, integer, list, required, section, text,
};
use crate::net::Family;
use crate::yaml::Node;

pub(super) static ENDPOINTS: Section = section(&[field("subsets", list(&Shape::Section(&SUBSET)))]);

static SUBSET: Section = section(&[
    field("addresses", list(&Shape::Section(&ENDPOINT_ADDRESS))),
    field("notReadyAddresses", list(&Shape::Section(&ENDPOINT_ADDRESS))),
    field("ports", list(&Shape::Section(&ENDPOINT_PORT))),
])
.with(&[Constraint::Holds(has_addresses), Constraint::Holds(several_ports_have_names)]);

static ENDPOINT_ADDRESS: Section = section(&[
    required("ip", text(&ADDRESS)),
    field("hostname", text(&LABEL)).or_empty(),
    field("nodeName", TEXT),
    field("targetRef", Shape::Any),
])
.with(&[Constraint::Holds(address_is_a_host)]);

static ENDPOINT_PORT: Section = section(&[
    field("name", text(&LABEL)).or_empty(),
    required("port", PORT_NUMBER),
    field("protocol", PROTOCOL).or_empty(),
    field("appProtocol", text(&LABEL_KEY)),
]);

pub(super) static ENDPOINT_SLICE: Section = section(&[
    required("addressType", Shape::Choice(&["IPv4", "IPv6", "FQDN"])),
    field("endpoints", list(&Shape::Section(&ENDPOINT)).at_most(1000)),
    field("ports", list(&Shape::Section(&SLICE_PORT)).at_most(100).by(&[("name", Some(""))])),
])
.with(&[Constraint::Holds(addresses_are_of_their_type)]);

static ENDPOINT: Section = section(&[
    required("addresses", list(&TEXT).at_least(1).at_most(100)),
    field("conditions", Shape::Section(&CONDITIONS)),
    field("hostname", text(&LABEL)),
    field("targetRef", Shape::Any),
    field("deprecatedTopology", Shape::Any),
    field("nodeName", TEXT),
    field("zone", TEXT),
    field("hints", Shape::Any),
]);

static CONDITIONS: Section =
    section(&[field("ready", Shape::Bool), field("serving", Shape::Bool), field("terminating", Shape::Bool)]);

static SLICE_PORT: Section = section(&[
    field("name", text(&LABEL)).or_empty(),
    field("protocol", PROTOCOL),
    field("port", integer(0, 65_535)),
    field("appProtocol", text(&LABEL_KEY)),
]);

fn has_addresses(fields: &mut Fields, subset: &Node) {
    let has = |key| present(subset, key).is_some_and(|node| !node.items().is_empty());
    if !has("addresses") && !has("notReadyAddresses") {
        fields.lacking(subset, "one of `addresses` or `notReadyAddresses` is needed here");
    }
}

fn several_ports_have_names(fields: &mut Fields, subset: &Node) {
    let ports = present(subset, "ports").map(Node::items).unwrap_or_default();
    let has_name = |port: &&Node| present(port, "name").is_some_and(|name| name.text() != Some(""));
    for port in ports.iter().filter(|port| ports.len() > 1 && !has_name(port)) {
        fields.lacking(port, "the field `name` is missing: of several ports each has one");
    }
}

fn address_is_a_host(fields: &mut Fields, endpoint: &Node) {
    if let Some(address) = present(endpoint, "ip") {
        check_special(fields, address);
    }
}

fn addresses_are_of_their_type(fields: &mut Fields, slice: &Node) {
    let Some(kind) = present(slice, "addressType").and_then(Node::text) else { return };
    let endpoints = present(slice, "endpoints").map(Node::items).unwrap_or_default();
    let addresses = endpoints.iter().filter_map(|it| present(it, "addresses")).flat_map(Node::items);
    for address in addresses {
        let Some(text) = address.text().filter(|text| !is_placeholder(text)) else { continue };
        match kind {
            "FQDN" => check_format(fields, address, text, &FULL_NAME),
            "IPv4" | "IPv6" => {
                let family = if text.contains(':') { Family::V6 } else { Family::V4 };
                if (ADDRESS.read)(text).is_err() || family.to_string() != kind {
                    fields.invalid(address, format!("`{text}` is not an {kind} address"));
                } else {
                    check_special(fields, address);
                }
            }
            _ => {}
        }
    }
}
