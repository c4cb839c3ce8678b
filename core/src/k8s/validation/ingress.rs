//! `networking.k8s.io/v1` Ingress and IngressClass. Source: `ValidateIngressCreate` and `ValidateIngressClass` of
//! Kubernetes.

use super::super::fields::{Fields, is_placeholder, present};
use super::formats::{DOMAIN_PATH, HOST, LABEL, LABEL_1035, PATH_SEGMENT, PORT_NAME, SUBDOMAIN};
use super::shape::{Constraint, Section, Shape, TEXT, field, integer, list, required, section, text};
use crate::yaml::{Format, Node};

pub(super) static INGRESS: Section =
    section(&[field("spec", Shape::Section(&SPEC))]).with(&[Constraint::Holds(class_is_said_once)]);

static SPEC: Section = section(&[
    field("ingressClassName", text(&SUBDOMAIN)),
    field("defaultBackend", Shape::Section(&BACKEND)),
    field("tls", list(&Shape::Section(&TLS))),
    field("rules", list(&Shape::Section(&RULE))),
])
.with(&[Constraint::Holds(has_a_backend)]);

static TLS: Section =
    section(&[field("hosts", list(&text(&TLS_HOST))), field("secretName", text(&SUBDOMAIN)).or_empty()]);

/// The host of a certificate; an address is not refused here.
static TLS_HOST: Format = Format {
    name: "a host name",
    read: |text| super::formats::subdomain(text.strip_prefix("*.").unwrap_or(text)),
    pattern: None,
};

static RULE: Section =
    section(&[field("host", text(&HOST)).or_empty(), field("http", Shape::Section(&HTTP))]);

static HTTP: Section = section(&[required("paths", list(&Shape::Section(&PATH)).at_least(1))]);

static PATH: Section = section(&[
    field("path", TEXT).or_empty(),
    required("pathType", Shape::Choice(&["Exact", "Prefix", "ImplementationSpecific"])),
    required("backend", Shape::Section(&BACKEND)),
])
.with(&[Constraint::Holds(path_suits_its_type)]);

static BACKEND: Section =
    section(&[field("service", Shape::Section(&SERVICE)), field("resource", Shape::Section(&RESOURCE))])
        .with(&[Constraint::One(&["service", "resource"])]);

static SERVICE: Section =
    section(&[required("name", text(&LABEL_1035)).or_empty(), required("port", Shape::Section(&PORT))]);

static PORT: Section =
    section(&[field("number", integer(0, 65_535)), field("name", text(&PORT_NAME)).or_empty()])
        .with(&[Constraint::Holds(port_is_one_thing)]);

static RESOURCE: Section = section(&[
    field("apiGroup", text(&SUBDOMAIN)),
    required("kind", text(&PATH_SEGMENT)).or_empty(),
    required("name", text(&PATH_SEGMENT)).or_empty(),
]);

pub(super) static INGRESS_CLASS: Section = section(&[required("spec", Shape::Section(&CLASS_SPEC))]);

static CLASS_SPEC: Section = section(&[
    required("controller", text(&DOMAIN_PATH).at_most(250)).or_empty(),
    field("parameters", Shape::Section(&PARAMETERS)),
]);

static PARAMETERS: Section = section(&[
    field("apiGroup", text(&SUBDOMAIN)),
    required("kind", text(&PATH_SEGMENT)).or_empty(),
    required("name", text(&PATH_SEGMENT)).or_empty(),
    field("scope", Shape::Choice(&["Cluster", "Namespace"])),
    field("namespace", text(&LABEL)),
])
.with(&[Constraint::Holds(namespace_suits_the_scope)]);

/// The class is a field now; the old annotation may stay beside it if it says the same.
fn class_is_said_once(fields: &mut Fields, tree: &Node) {
    let annotations = present(tree, "metadata").and_then(|it| present(it, "annotations"));
    let annotation = annotations.and_then(|it| present(it, "kubernetes.io/ingress.class"));
    let class = present(tree, "spec").and_then(|it| present(it, "ingressClassName"));
    if let (Some(annotation), Some(class)) = (annotation, class.and_then(Node::text))
        && annotation.text() != Some(class)
    {
        let message = format!("the annotation names another class than `ingressClassName: {class}`");
        fields.invalid(annotation, message);
    }
}

fn has_a_backend(fields: &mut Fields, spec: &Node) {
    let has_rules = present(spec, "rules").is_some_and(|rules| !rules.items().is_empty());
    if !has_rules && present(spec, "defaultBackend").is_none() {
        fields.lacking(spec, "one of `rules` or `defaultBackend` is needed here");
    }
}

fn path_suits_its_type(fields: &mut Fields, node: &Node) {
    let path = present(node, "path");
    let text = path.and_then(Node::text).unwrap_or_default();
    let is_strict = match present(node, "pathType").and_then(Node::text) {
        Some("Exact" | "Prefix") => true,
        Some("ImplementationSpecific") if !text.is_empty() => false,
        _ => return,
    };
    if is_placeholder(text) {
        return;
    }
    let Some(path) = path else { return fields.missing(node, "path") };
    if !text.starts_with('/') {
        fields.invalid(path, format!("`{text}` does not start with `/`"));
    } else if let Some(part) = is_strict.then(|| refused_part(text)).flatten() {
        fields.invalid(path, format!("`{text}` has `{part}`, which no request has"));
    }
}

/// What a path that is compared part by part cannot have.
pub(super) fn refused_part(path: &str) -> Option<&'static str> {
    let inside = ["//", "/./", "/../", "%2f", "%2F"].into_iter().find(|part| path.contains(part));
    inside.or_else(|| ["/..", "/."].into_iter().find(|part| path.ends_with(part)))
}

fn port_is_one_thing(fields: &mut Fields, port: &Node) {
    let number = present(port, "number").filter(|node| node.integer() != Some(0));
    let name = present(port, "name").filter(|node| node.text() != Some(""));
    match (number, name) {
        (Some(_), Some(name)) => fields.invalid(name, "a port has a number or a name, not both"),
        (None, None) => fields.lacking(port, "one of `number` or `name` is needed here"),
        _ => {}
    }
}

fn namespace_suits_the_scope(fields: &mut Fields, node: &Node) {
    let scope = present(node, "scope").and_then(Node::text).unwrap_or("Cluster");
    match present(node, "namespace") {
        None if scope == "Namespace" => {
            fields.lacking(node, "`scope: Namespace` needs the field `namespace`")
        }
        Some(namespace) if scope == "Cluster" => {
            fields.invalid(namespace, "parameters of the whole cluster have no namespace");
        }
        _ => {}
    }
}
