//! What the routes of the Gateway API have in common. Source: the markers and expressions of its types.

use super::super::fields::{Fields, present};
use super::formats::{GROUP, KIND, LABEL};
use super::gateway::{HOSTNAME, NAME, SECTION_NAME};
use super::shape::{
    Constraint, Field, PORT_NUMBER, Section, Shape, field, integer, list, required, section, text,
};
use crate::diagnostic::Severity;
use crate::text::Span;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// What a route is attached to.
pub(super) static PARENTS: Shape = list(&Shape::Section(&PARENT)).at_most(32);

static PARENT: Section = section(&[
    field("group", text(&GROUP)),
    field("kind", text(&KIND).at_least(1)),
    field("namespace", text(&LABEL).at_least(1)),
    required("name", NAME),
    field("sectionName", SECTION_NAME),
    field("port", PORT_NUMBER),
]);

/// Whether it attaches itself to gateways for everybody.
pub(super) const DEFAULT_GATEWAYS: Shape = Shape::Choice(&["All", "None"]);

/// The hosts that a route is for.
pub(super) static HOSTNAMES: Shape = list(&text(&HOSTNAME).at_least(1)).at_most(16);

pub(super) const REFERENCE_GROUP: Field = field("group", text(&GROUP));
pub(super) const REFERENCE_KIND: Field = field("kind", text(&KIND).at_least(1));
pub(super) const REFERENCE_NAME: Field = required("name", NAME);
pub(super) const REFERENCE_NAMESPACE: Field = field("namespace", text(&LABEL).at_least(1));
pub(super) const REFERENCE_PORT: Field = field("port", PORT_NUMBER);
pub(super) const WEIGHT: Field = field("weight", integer(0, 1_000_000));

/// Where requests go to, without a weight.
pub(super) static BACKEND_OBJECT: Section =
    section(&[REFERENCE_GROUP, REFERENCE_KIND, REFERENCE_NAME, REFERENCE_NAMESPACE, REFERENCE_PORT])
        .with(&[Constraint::Holds(service_needs_a_port)]);

/// Where connections go to.
pub(super) static BACKEND: Section =
    section(&[REFERENCE_GROUP, REFERENCE_KIND, REFERENCE_NAME, REFERENCE_NAMESPACE, REFERENCE_PORT, WEIGHT])
        .with(&[Constraint::Holds(service_needs_a_port)]);

/// A reference to an object of the same namespace.
pub(super) static LOCAL_OBJECT: Section = section(&[
    required("group", text(&GROUP)),
    required("kind", text(&KIND).at_least(1)),
    required("name", NAME),
]);

/// How long a client is led to the same backend.
pub(super) static SESSION_PERSISTENCE: Section = section(&[
    field("sessionName", super::shape::TEXT.at_most(128)),
    field("absoluteTimeout", text(&super::formats::DURATION)),
    field("idleTimeout", text(&super::formats::DURATION)),
    field("type", Shape::Choice(&["Cookie", "Header"])),
    field("cookieConfig", Shape::Section(&COOKIE)),
])
.with(&[Constraint::Holds(permanent_cookies_end)]);

static COOKIE: Section = section(&[field("lifetimeType", Shape::Choice(&["Permanent", "Session"]))]);

pub(super) fn service_needs_a_port(fields: &mut Fields, backend: &Node) {
    let text = |key: &str, default| present(backend, key).and_then(Node::text).unwrap_or(default);
    if text("group", "").is_empty()
        && text("kind", "Service") == "Service"
        && present(backend, "port").is_none()
    {
        fields.lacking(backend, "the field `port` is missing: a Service is reached at one of its ports");
    }
}

fn permanent_cookies_end(fields: &mut Fields, node: &Node) {
    let cookie = present(node, "cookieConfig");
    let lifetime = cookie.and_then(|cookie| present(cookie, "lifetimeType")).and_then(Node::text);
    if lifetime == Some("Permanent") && present(node, "absoluteTimeout").is_none() {
        fields.lacking(node, "a cookie with `lifetimeType: Permanent` needs `absoluteTimeout`");
    }
}

/// References to one parent differ by listener or port, and all say it where one does.
pub(super) fn parents_differ(fields: &mut Fields, spec: &Node) {
    references_differ(fields, present(spec, "parentRefs").map(Node::items).unwrap_or_default());
}

/// What a reference says of the part of an object that is meant: its section, and its port.
type PartOf<'n> = (Option<&'n str>, Option<&'n str>);

/// Reports references that cannot be told apart. Linear, but for sorting.
pub(super) fn references_differ(fields: &mut Fields, references: &[Node]) {
    let mut parts_of: BTreeMap<[&str; 4], Vec<(PartOf<'_>, Span)>> = BTreeMap::new();
    for reference in references {
        let text = |key: &str| present(reference, key).and_then(Node::text).filter(|text| !text.is_empty());
        let Some((name, place)) = present(reference, "name").and_then(|it| Some((it.text()?, it.span)))
        else {
            continue;
        };
        let group = present(reference, "group").and_then(Node::text).unwrap_or("gateway.networking.k8s.io");
        let kind = text("kind").unwrap_or("Gateway");
        let object = [group, kind, text("namespace").unwrap_or_default(), name];
        parts_of.entry(object).or_default().push(((text("sectionName"), text("port")), place));
    }
    for parts in parts_of.into_values() {
        let says = |(section, port): PartOf<'_>| (section.is_some(), port.is_some());
        let first = parts.first().map(|(part, _)| says(*part));
        for (_, place) in parts.iter().filter(|(part, _)| Some(says(*part)) != first) {
            let message =
                "of several references to this object either all or none have `sectionName`, and so `port`";
            fields.invalid_at(*place, message);
        }
        fields.once(parts, "a second reference to this object: tell them apart by `sectionName` or `port`");
    }
}

/// Host names are no addresses, though the patterns of the Gateway API do not tell them apart.
pub(super) fn hosts_have_names(fields: &mut Fields, spec: &Node) {
    let listed = present(spec, "hostnames").map(Node::items).unwrap_or_default();
    for host in listed.iter().chain(present(spec, "hostname")) {
        if host.text().is_some_and(|text| super::formats::refuse_address(text).is_err()) {
            fields.remark(host, "an address is no host name: no request is for it", Severity::Warning);
        }
    }
}

/// Rules that have a name have one of their own.
pub(super) fn rule_names_differ(fields: &mut Fields, spec: &Node) {
    let rules = present(spec, "rules").map(Node::items).unwrap_or_default();
    let names = rules.iter().filter_map(|rule| present(rule, "name"));
    fields.once(names.filter_map(|name| Some((name.text()?, name.span))), "two rules have this name");
}

/// The matches of all rules together are at most 128.
pub(super) fn matches_are_few(fields: &mut Fields, spec: &Node) {
    const MOST: usize = 128;
    let rules = present(spec, "rules").map(Node::items).unwrap_or_default();
    let mut count = 0;
    for rule in rules {
        let before = count;
        // Where none is written, one is filled in.
        count += present(rule, "matches").map_or(0, |it| it.items().len());
        if let Some(matches) = present(rule, "matches").filter(|_| before <= MOST && count > MOST) {
            let message = format!("more than {MOST} matches in all rules of the route");
            fields.invalid_at(matches.items().first().map_or(matches.span, |first| first.span), message);
        }
    }
}
