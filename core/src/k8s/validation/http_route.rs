//! HTTPRoute of the Gateway API. Source: the markers and expressions of its types.

use super::super::fields::{Fields, is_placeholder, present};
use super::filter::{FILTERS, redirect_excludes_rewrite};
use super::formats::{DURATION, HEADER_NAME, milliseconds};
use super::gateway::SECTION_NAME;
use super::ingress::refused_part;
use super::route::{
    DEFAULT_GATEWAYS, HOSTNAMES, PARENTS, REFERENCE_GROUP, REFERENCE_KIND, REFERENCE_NAME,
    REFERENCE_NAMESPACE, REFERENCE_PORT, SESSION_PERSISTENCE, WEIGHT, hosts_have_names, matches_are_few,
    parents_differ, rule_names_differ, service_needs_a_port,
};
use super::shape::{COUNT, Constraint, Section, Shape, TEXT, field, integer, list, required, section, text};
use crate::yaml::Node;

pub(super) static HTTP_ROUTE: Section = section(&[required("spec", Shape::Section(&SPEC))]);

static SPEC: Section = section(&[
    field("parentRefs", PARENTS),
    field("useDefaultGateways", DEFAULT_GATEWAYS),
    field("hostnames", HOSTNAMES),
    field("rules", list(&Shape::Section(&RULE)).at_least(1).at_most(16)),
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
    field("filters", FILTERS),
    field("backendRefs", list(&Shape::Section(&BACKEND)).at_most(16)),
    field("timeouts", Shape::Section(&TIMEOUTS)),
    field("retry", Shape::Section(&RETRY)),
    field("sessionPersistence", Shape::Section(&SESSION_PERSISTENCE)),
])
.with(&[
    Constraint::Holds(redirect_excludes_rewrite),
    Constraint::Holds(redirect_excludes_backends),
    Constraint::Holds(prefix_is_replaced_where_one_is_matched),
]);

static BACKEND: Section = section(&[
    REFERENCE_GROUP,
    REFERENCE_KIND,
    REFERENCE_NAME,
    REFERENCE_NAMESPACE,
    REFERENCE_PORT,
    WEIGHT,
    field("filters", FILTERS),
])
.with(&[Constraint::Holds(service_needs_a_port), Constraint::Holds(redirect_excludes_rewrite)]);

static MATCH: Section = section(&[
    field("path", Shape::Section(&PATH)),
    field("headers", list(&Shape::Section(&HEADER)).at_most(16).by(&[("name", None)])),
    field("queryParams", list(&Shape::Section(&PARAMETER)).at_most(16).by(&[("name", None)])),
    field(
        "method",
        Shape::Choice(&["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]),
    ),
]);

static PATH: Section = section(&[
    field("type", Shape::Choice(&["Exact", "PathPrefix", "RegularExpression"])),
    field("value", TEXT.at_most(1024)),
])
.with(&[Constraint::Holds(path_suits_its_type)]);

/// How a header or a parameter is compared.
pub(super) const COMPARISON: Shape = Shape::Choice(&["Exact", "RegularExpression"]);

static HEADER: Section = section(&[
    field("type", COMPARISON),
    required("name", text(&HEADER_NAME).at_least(1).at_most(256)),
    required("value", TEXT.at_least(1).at_most(4096)),
]);

static PARAMETER: Section = section(&[
    field("type", COMPARISON),
    required("name", text(&HEADER_NAME).at_least(1).at_most(256)),
    required("value", TEXT.at_least(1).at_most(1024)),
]);

static TIMEOUTS: Section =
    section(&[field("request", text(&DURATION)), field("backendRequest", text(&DURATION))])
        .with(&[Constraint::Holds(backend_is_no_slower)]);

static RETRY: Section = section(&[
    field("codes", list(&integer(400, 599)).distinct()),
    field("attempts", COUNT),
    field("backoff", text(&DURATION)),
]);

fn path_suits_its_type(fields: &mut Fields, node: &Node) {
    let is_pattern = present(node, "type").and_then(Node::text) == Some("RegularExpression");
    let Some(value) = present(node, "value").filter(|_| !is_pattern) else { return };
    let Some(text) = value.text().filter(|text| !is_placeholder(text)) else { return };
    if !text.starts_with('/') {
        return fields.invalid(value, format!("`{text}` does not start with `/`"));
    }
    if let Some(part) = refused_part(text).or(text.contains('#').then_some("#")) {
        return fields.invalid(value, format!("`{text}` has `{part}`, which no request has"));
    }
    if let Some(foreign) = foreign_to_path(text) {
        fields.invalid(value, format!("`{text}` has `{foreign}`, which a path writes as `%` and two digits"));
    }
}

/// The first character that a path cannot have.
fn foreign_to_path(path: &str) -> Option<char> {
    let mut rest = path.chars();
    while let Some(character) = rest.next() {
        let fits = match character {
            '%' => rest.by_ref().take(2).filter(char::is_ascii_hexdigit).count() == 2,
            other => other.is_ascii_alphanumeric() || "-/._~!$&'()*+,;=:@".contains(other),
        };
        if !fits {
            return Some(character);
        }
    }
    None
}

fn backend_is_no_slower(fields: &mut Fields, node: &Node) {
    let read = |key| present(node, key).and_then(|node| milliseconds(node.text()?));
    let (Some(request), Some(backend)) = (read("request"), read("backendRequest")) else { return };
    if let Some(place) = present(node, "backendRequest").filter(|_| request > 0 && backend > request) {
        fields.invalid(place, "one request to the backend may not take longer than `request`");
    }
}

fn filters(node: &Node) -> &[Node] {
    present(node, "filters").map(Node::items).unwrap_or_default()
}

fn redirect_excludes_backends(fields: &mut Fields, rule: &Node) {
    let has_backends = present(rule, "backendRefs").is_some_and(|backends| !backends.items().is_empty());
    let redirect = filters(rule).iter().find_map(|filter| present(filter, "requestRedirect"));
    if let Some(redirect) = redirect.filter(|_| has_backends) {
        fields.invalid(redirect, "a rule that redirects has no `backendRefs`");
    }
}

/// Replacing a prefix needs the one prefix that is matched.
fn prefix_is_replaced_where_one_is_matched(fields: &mut Fields, rule: &Node) {
    let is_prefix = |matched: &Node| {
        let kind = present(matched, "path").and_then(|path| present(path, "type")).and_then(Node::text);
        kind.is_none_or(|kind| kind == "PathPrefix")
    };
    let one_prefix = match present(rule, "matches").map(Node::items) {
        None => true,
        Some([matched]) => is_prefix(matched),
        Some(_) => false,
    };
    if one_prefix {
        return;
    }
    let backends = present(rule, "backendRefs").map(Node::items).unwrap_or_default();
    for filter in std::iter::once(rule).chain(backends).flat_map(filters) {
        for change in ["requestRedirect", "urlRewrite"].into_iter().filter_map(|key| present(filter, key)) {
            let replaced = present(change, "path").and_then(|path| present(path, "replacePrefixMatch"));
            if let Some(replaced) = replaced {
                let needed = "exactly one match, of type `PathPrefix`";
                fields.invalid(replaced, format!("`replacePrefixMatch` needs a rule with {needed}"));
            }
        }
    }
}
