//! `policy.networking.k8s.io/v1alpha2` ClusterNetworkPolicy. Source: the markers and expressions of the type in
//! kubernetes-sigs/network-policy-api.

use super::super::fields::Fields;
use super::admin_policy::{
    EGRESS_PEER, PRIORITY, RULE_NAME, SUBJECT, check_named_ports, domains_are_allowed, start_is_below_end,
};
use super::formats::PORT_NAME;
use super::shape::{Constraint, PORT_NUMBER, Section, Shape, field, list, required, section, text};
use crate::yaml::Node;

pub(super) static CLUSTER_POLICY: Section = section(&[required("spec", Shape::Section(&SPEC))]);

static SPEC: Section = section(&[
    required("tier", Shape::Choice(&["Admin", "Baseline"])),
    required("priority", PRIORITY),
    required("subject", Shape::Section(&SUBJECT)),
    field("ingress", list(&Shape::Section(&INGRESS)).at_most(25)),
    field("egress", list(&Shape::Section(&EGRESS)).at_most(25)),
]);

const ACTION: Shape = Shape::Choice(&["Accept", "Deny", "Pass"]);
static PROTOCOLS: Shape = list(&Shape::Section(&PROTOCOL)).at_least(1).at_most(25);

static INGRESS: Section = section(&[
    field("name", RULE_NAME),
    required("action", ACTION),
    required("from", list(&Shape::Section(&SUBJECT)).at_least(1).at_most(25)),
    field("protocols", PROTOCOLS),
]);

static EGRESS: Section = section(&[
    field("name", RULE_NAME),
    required("action", ACTION),
    required("to", list(&Shape::Section(&EGRESS_PEER)).at_least(1).at_most(25)),
    field("protocols", PROTOCOLS),
])
.with(&[Constraint::Holds(named_ports_belong_to_pods), Constraint::Holds(domains_are_allowed)]);

static PROTOCOL: Section = section(&[
    field("tcp", Shape::Section(&TRANSPORT)),
    field("udp", Shape::Section(&TRANSPORT)),
    field("sctp", Shape::Section(&TRANSPORT)),
    field("destinationNamedPort", text(&PORT_NAME)),
])
.with(&[Constraint::One(&["tcp", "udp", "sctp", "destinationNamedPort"])]);

static TRANSPORT: Section = section(&[field("destinationPort", Shape::Section(&PORT))])
    .with(&[Constraint::One(&["destinationPort"])]);

static PORT: Section = section(&[field("number", PORT_NUMBER), field("range", Shape::Section(&RANGE))])
    .with(&[Constraint::One(&["number", "range"])]);

static RANGE: Section = section(&[required("start", PORT_NUMBER), required("end", PORT_NUMBER)])
    .with(&[Constraint::Holds(start_is_below_end)]);

fn named_ports_belong_to_pods(fields: &mut Fields, rule: &Node) {
    check_named_ports(fields, rule, "protocols", "destinationNamedPort");
}
