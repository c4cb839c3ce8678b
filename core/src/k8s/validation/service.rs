//! `v1` Service. Source: `ValidateService` of Kubernetes.

pub(super) use addresses::check_special;

mod addresses;
mod ports;

use super::super::fields::{Fields, is_placeholder, present};
use super::formats::{ADDRESS, LABEL, LABEL_KEY, LABEL_VALUE, SUBDOMAIN};
use super::network_policy::PROTOCOL;
use super::shape::{
    Constraint, PORT_NUMBER, Section, Shape, TEXT, Unique, field, integer, list, map, required, section, text,
};
use crate::diagnostic::Severity;
use crate::net::Cidr;
use crate::yaml::Node;

pub(super) static SERVICE: Section = section(&[required("spec", Shape::Section(&SPEC))])
    .with(&[Constraint::Holds(source_ranges_are_prefixes)]);

static SPEC: Section = section(&[
    field("type", Shape::Choice(TYPES)).or_empty(),
    field("selector", map(&LABEL_KEY, &text(&LABEL_VALUE))),
    field("ports", PORTS),
    field("clusterIP", TEXT).or_empty(),
    field("clusterIPs", list(&TEXT).at_most(2)),
    field("ipFamilies", list(&Shape::Choice(&["IPv4", "IPv6"])).at_most(2).distinct()),
    field("ipFamilyPolicy", Shape::Choice(&["SingleStack", "PreferDualStack", "RequireDualStack"])),
    field("externalIPs", list(&text(&ADDRESS))),
    field("externalName", TEXT).or_empty(),
    field("sessionAffinity", Shape::Choice(&["None", "ClientIP"])).or_empty(),
    field("sessionAffinityConfig", Shape::Section(&AFFINITY_CONFIG)),
    field("externalTrafficPolicy", Shape::Choice(&["Cluster", "Local"])).or_empty(),
    field("internalTrafficPolicy", Shape::Choice(&["Cluster", "Local"])),
    field("healthCheckNodePort", integer(0, 65_535)),
    field("loadBalancerIP", TEXT).or_empty(),
    field("loadBalancerSourceRanges", list(&Shape::Prefix(Severity::Warning))),
    field("loadBalancerClass", text(&LABEL_KEY)),
    field("allocateLoadBalancerNodePorts", Shape::Bool),
    field("publishNotReadyAddresses", Shape::Bool),
    field("trafficDistribution", Shape::Choice(&["PreferClose", "PreferSameZone", "PreferSameNode"])),
])
.with(&[
    Constraint::Holds(ports::suit_the_type),
    Constraint::Holds(addresses::suit_the_type),
    Constraint::Holds(addresses::suit_their_families),
    Constraint::Holds(fields_suit_the_type),
    Constraint::Holds(affinity_is_by_client),
]);

static PORTS: Shape = Shape::List {
    items: &Shape::Section(&PORT),
    least: 0,
    most: u16::MAX,
    unique: Unique::By(&[("port", None), ("protocol", Some("TCP"))]),
};

static PORT: Section = section(&[
    field("name", text(&LABEL)).or_empty(),
    required("port", PORT_NUMBER),
    field("protocol", PROTOCOL).or_empty(),
    field("targetPort", Shape::Port).or_empty(),
    field("nodePort", integer(0, 65_535)),
    field("appProtocol", text(&LABEL_KEY)),
]);

static AFFINITY_CONFIG: Section = section(&[field("clientIP", Shape::Section(&CLIENT_IP))]);

static CLIENT_IP: Section = section(&[field("timeoutSeconds", integer(1, 86_400))]);

/// The types that there are.
const TYPES: &[&str] = &["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"];

/// The type that a service has: `ClusterIP` where it says nothing, none where it says what is no type.
fn kind(spec: &Node) -> Option<&str> {
    let said = present(spec, "type").and_then(Node::text).filter(|kind| !kind.is_empty());
    TYPES.iter().copied().find(|kind| *kind == said.unwrap_or("ClusterIP"))
}

/// Whether it asks for no address.
fn is_headless(spec: &Node) -> bool {
    let first = present(spec, "clusterIPs").and_then(|it| it.items().first()).and_then(Node::text);
    present(spec, "clusterIP").and_then(Node::text).or(first) == Some("None")
}

/// Reports fields that a service of its type cannot have.
fn fields_suit_the_type(fields: &mut Fields, spec: &Node) {
    let Some(kind) = kind(spec) else { return };
    if kind == "ExternalName" {
        check_external_name(fields, spec);
    }
    if kind != "LoadBalancer" {
        for key in ["loadBalancerClass", "loadBalancerSourceRanges", "allocateLoadBalancerNodePorts"] {
            let value =
                present(spec, key).filter(|node| node.sequence().is_none() || !node.items().is_empty());
            if let Some(value) = value {
                fields.invalid(value, format!("`{key}` is for services of type `LoadBalancer` only"));
            }
        }
    }
    let is_outside = matches!(kind, "LoadBalancer" | "NodePort")
        || present(spec, "externalIPs").is_some_and(|node| !node.items().is_empty());
    let traffic = present(spec, "externalTrafficPolicy").filter(|node| node.text() != Some(""));
    if let Some(policy) = traffic.filter(|_| !is_outside) {
        let types = "services of type `LoadBalancer` or `NodePort`, or with `externalIPs`";
        fields.invalid(policy, format!("`externalTrafficPolicy` is for {types} only"));
    }
    let is_local = kind == "LoadBalancer" && traffic.and_then(Node::text) == Some("Local");
    let health = present(spec, "healthCheckNodePort").filter(|port| port.integer() != Some(0));
    if let Some(port) = health.filter(|_| !is_local) {
        let needed = "`type: LoadBalancer` and `externalTrafficPolicy: Local`";
        fields.invalid(port, format!("`healthCheckNodePort` needs {needed}"));
    }
}

fn check_external_name(fields: &mut Fields, spec: &Node) {
    match present(spec, "externalName").filter(|node| node.text() != Some("")) {
        None => fields.missing(spec, "externalName"),
        Some(node) => {
            let name = node.text().unwrap_or_default();
            super::check::check_format(fields, node, name.strip_suffix('.').unwrap_or(name), &SUBDOMAIN);
        }
    }
}

/// Timeouts are for services that keep clients apart.
fn affinity_is_by_client(fields: &mut Fields, spec: &Node) {
    let by_client = present(spec, "sessionAffinity").and_then(Node::text) == Some("ClientIP");
    if let Some(config) = present(spec, "sessionAffinityConfig").filter(|_| !by_client) {
        fields.invalid(config, "`sessionAffinityConfig` needs `sessionAffinity: ClientIP`");
    }
}

/// The annotation that limits who may reach a load balancer says prefixes, and is for load balancers only.
fn source_ranges_are_prefixes(fields: &mut Fields, tree: &Node) {
    const RANGES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";
    let annotations = present(tree, "metadata").and_then(|it| present(it, "annotations"));
    let Some(ranges) = annotations.and_then(|it| present(it, RANGES)) else { return };
    let Some(text) = ranges.text().filter(|text| !text.trim().is_empty() && !is_placeholder(text)) else {
        return;
    };
    if present(tree, "spec").and_then(kind).is_some_and(|kind| kind != "LoadBalancer") {
        return fields.invalid(ranges, "source ranges are for services of type `LoadBalancer` only");
    }
    if let Some(wrong) = text.split(',').map(str::trim).find(|part| Cidr::read(part).is_err()) {
        fields.invalid(ranges, format!("`{wrong}` is not a prefix"));
    }
}
