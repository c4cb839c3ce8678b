//! GRPCRoute of the Gateway API. Source: the markers and expressions of its types.

use super::super::fields::{Fields, is_placeholder, present};
use super::filter::{GRPC_FILTERS, redirect_excludes_rewrite};
use super::formats::HEADER_NAME;
use super::gateway::SECTION_NAME;
use super::http_route::COMPARISON;
use super::route::{
    DEFAULT_GATEWAYS, HOSTNAMES, PARENTS, REFERENCE_GROUP, REFERENCE_KIND, REFERENCE_NAME,
    REFERENCE_NAMESPACE, REFERENCE_PORT, SESSION_PERSISTENCE, WEIGHT, hosts_have_names, matches_are_few,
    parents_differ, rule_names_differ, service_needs_a_port,
};
use super::shape::{Constraint, Section, Shape, TEXT, field, list, required, section, text};
use crate::yaml::Node;

pub(super) static GRPC_ROUTE: Section = section(&[field("spec", Shape::Section(&SPEC))]);

static SPEC: Section = section(&[
    field("parentRefs", PARENTS),
    field("useDefaultGateways", DEFAULT_GATEWAYS),
    field("hostnames", HOSTNAMES),
    field("rules", list(&Shape::Section(&RULE)).at_most(16)),
])
.with(&[
    Constraint::Holds(parents_differ),
    Constraint::Holds(hosts_have_names),
    Constraint::Holds(rule_names_differ),
    Constraint::Holds(matches_are_few),
]);

static RULE: Section = section(&[
    field("name", SECTION_NAME),
    field("matches", list(&Shape::Section(&MATCH)).at_most(64)),
    field("filters", GRPC_FILTERS),
    field("backendRefs", list(&Shape::Section(&BACKEND)).at_most(16)),
    field("sessionPersistence", Shape::Section(&SESSION_PERSISTENCE)),
])
.with(&[Constraint::Holds(redirect_excludes_rewrite)]);

static BACKEND: Section = section(&[
    REFERENCE_GROUP,
    REFERENCE_KIND,
    REFERENCE_NAME,
    REFERENCE_NAMESPACE,
    REFERENCE_PORT,
    WEIGHT,
    field("filters", GRPC_FILTERS),
])
.with(&[Constraint::Holds(service_needs_a_port), Constraint::Holds(redirect_excludes_rewrite)]);

static MATCH: Section = section(&[
    field("method", Shape::Section(&METHOD)),
    field("headers", list(&Shape::Section(&HEADER)).at_most(16).by(&[("name", None)])),
]);

static METHOD: Section = section(&[
    field("type", COMPARISON),
    field("service", TEXT.at_most(1024)),
    field("method", TEXT.at_most(1024)),
])
.with(&[Constraint::Holds(method_says_something)]);

static HEADER: Section = section(&[
    field("type", COMPARISON),
    required("name", text(&HEADER_NAME).at_least(1).at_most(256)),
    required("value", TEXT.at_least(1).at_most(4096)),
]);

fn method_says_something(fields: &mut Fields, node: &Node) {
    let (service, method) = (present(node, "service"), present(node, "method"));
    if service.is_none() && method.is_none() {
        return fields.lacking(node, "one of `service` or `method` is needed here");
    }
    if present(node, "type").and_then(Node::text) == Some("RegularExpression") {
        return;
    }
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let is_service = |text: &str| text.strip_prefix('.').unwrap_or(text).split('.').all(is_word);
    let written =
        |node: Option<&Node>| node.and_then(Node::text).filter(|it| !is_placeholder(it)).map(str::to_owned);
    if let (Some(place), Some(text)) = (service, written(service).filter(|text| !is_service(text))) {
        fields.invalid(place, format!("`{text}` is not a service of gRPC: expected words between dots"));
    }
    if let (Some(place), Some(text)) = (method, written(method).filter(|text| !is_word(text))) {
        fields.invalid(place, format!("`{text}` is not a method of gRPC: expected letters, digits and `_`"));
    }
}
