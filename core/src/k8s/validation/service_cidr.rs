//! `networking.k8s.io/v1` ServiceCIDR and IPAddress. Source: `ValidateServiceCIDR` and `ValidateIPAddress` of
//! Kubernetes.

use super::super::fields::{Fields, present};
use super::formats::{GROUP, PATH_SEGMENT};
use super::shape::{Constraint, Section, Shape, field, list, required, section, text};
use crate::diagnostic::Severity;
use crate::yaml::Node;

pub(super) static SERVICE_CIDR: Section = section(&[required("spec", Shape::Section(&SPEC))]);

static SPEC: Section =
    section(&[required("cidrs", list(&Shape::Prefix(Severity::Error)).at_least(1).at_most(2))])
        .with(&[Constraint::Holds(one_of_each_family)]);

pub(super) static IP_ADDRESS: Section = section(&[required("spec", Shape::Section(&ADDRESS_SPEC))]);

static ADDRESS_SPEC: Section = section(&[required("parentRef", Shape::Section(&PARENT))]);

static PARENT: Section = section(&[
    field("group", text(&GROUP)),
    required("resource", text(&PATH_SEGMENT)).or_empty(),
    field("namespace", text(&PATH_SEGMENT)).or_empty(),
    required("name", text(&PATH_SEGMENT)).or_empty(),
]);

fn one_of_each_family(fields: &mut Fields, spec: &Node) {
    let items = present(spec, "cidrs").map(Node::items).unwrap_or_default();
    if let [first, second] = items
        && let (Some(one), Some(other)) = (first.text(), second.text())
        && one.contains(':') == other.contains(':')
    {
        fields.invalid(second, "a second prefix of one family: one of IPv4 and one of IPv6 is allowed");
    }
}
