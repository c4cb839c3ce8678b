//! TLSRoute, TCPRoute and UDPRoute of the Gateway API. Source: the markers and expressions of their types.

use super::formats::HOST;
use super::gateway::SECTION_NAME;
use super::route::{BACKEND, DEFAULT_GATEWAYS, HOSTNAMES, PARENTS, parents_differ, rule_names_differ};
use super::shape::{Constraint, Section, Shape, field, list, required, section, text};

pub(super) static TLS_ROUTE: Section = section(&[required("spec", Shape::Section(&TLS_SPEC))]);

static TLS_SPEC: Section = section(&[
    field("parentRefs", PARENTS),
    field("useDefaultGateways", DEFAULT_GATEWAYS),
    required("hostnames", list(&text(&HOST).at_least(1)).at_least(1).at_most(1024)),
    required("rules", list(&Shape::Section(&RULE)).at_least(1).at_most(1)),
])
.with(&[Constraint::Holds(parents_differ)]);

/// TLSRoute before `v1`, which did not need host names.
pub(super) static EARLY_TLS_ROUTE: Section = section(&[required("spec", Shape::Section(&EARLY_TLS_SPEC))]);

static EARLY_TLS_SPEC: Section = section(&[
    field("parentRefs", PARENTS),
    field("useDefaultGateways", DEFAULT_GATEWAYS),
    field("hostnames", HOSTNAMES),
    required("rules", RULES),
])
.with(&[Constraint::Holds(parents_differ), Constraint::Holds(rule_names_differ)]);

/// TCPRoute and UDPRoute.
pub(super) static STREAM_ROUTE: Section = section(&[required("spec", Shape::Section(&STREAM_SPEC))]);

static STREAM_SPEC: Section = section(&[
    field("parentRefs", PARENTS),
    field("useDefaultGateways", DEFAULT_GATEWAYS),
    required("rules", RULES),
])
.with(&[Constraint::Holds(parents_differ), Constraint::Holds(rule_names_differ)]);

static RULES: Shape = list(&Shape::Section(&RULE)).at_least(1).at_most(16);

static RULE: Section = section(&[
    field("name", SECTION_NAME),
    required("backendRefs", list(&Shape::Section(&BACKEND)).at_least(1).at_most(16)),
]);
