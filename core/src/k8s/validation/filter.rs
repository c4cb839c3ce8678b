//! What the rules of an HTTPRoute or a GRPCRoute do with requests beside leading them on. Source: the markers and
//! expressions of the types of the Gateway API.

use super::super::fields::{Fields, present};
use super::formats::{HEADER_NAME, PRECISE_HOST};
use super::route::{BACKEND_OBJECT, LOCAL_OBJECT};
use super::shape::{
    COUNT, Constraint, PORT_NUMBER, Section, Shape, TEXT, field, integer, list, required, section, text,
};
use crate::text::Span;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// The filters of a rule of an HTTPRoute, or of one of its backends.
pub(super) static FILTERS: Shape = list(&Shape::Section(&FILTER)).at_most(16);

/// The filters of a rule of a GRPCRoute, or of one of its backends.
pub(super) static GRPC_FILTERS: Shape = list(&Shape::Section(&GRPC_FILTER)).at_most(16);

static FILTER: Section = section(&[
    required(
        "type",
        Shape::Choice(&[
            "RequestHeaderModifier",
            "ResponseHeaderModifier",
            "RequestMirror",
            "RequestRedirect",
            "URLRewrite",
            "ExtensionRef",
            "CORS",
            "ExternalAuth",
        ]),
    ),
    field("requestHeaderModifier", Shape::Section(&HEADERS)),
    field("responseHeaderModifier", Shape::Section(&HEADERS)),
    field("requestMirror", Shape::Section(&MIRROR)),
    field("requestRedirect", Shape::Section(&REDIRECT)),
    field("urlRewrite", Shape::Section(&REWRITE)),
    field("extensionRef", Shape::Section(&LOCAL_OBJECT)),
    field("cors", Shape::Section(&CORS)),
    field("externalAuth", Shape::Section(&EXTERNAL_AUTH)),
])
.with(&[Constraint::Union(
    "type",
    &[
        ("RequestHeaderModifier", "requestHeaderModifier"),
        ("ResponseHeaderModifier", "responseHeaderModifier"),
        ("RequestMirror", "requestMirror"),
        ("RequestRedirect", "requestRedirect"),
        ("URLRewrite", "urlRewrite"),
        ("ExtensionRef", "extensionRef"),
        ("CORS", "cors"),
        ("ExternalAuth", "externalAuth"),
    ],
)]);

static GRPC_FILTER: Section = section(&[
    required(
        "type",
        Shape::Choice(&["RequestHeaderModifier", "ResponseHeaderModifier", "RequestMirror", "ExtensionRef"]),
    ),
    field("requestHeaderModifier", Shape::Section(&HEADERS)),
    field("responseHeaderModifier", Shape::Section(&HEADERS)),
    field("requestMirror", Shape::Section(&MIRROR)),
    field("extensionRef", Shape::Section(&LOCAL_OBJECT)),
])
.with(&[Constraint::Union(
    "type",
    &[
        ("RequestHeaderModifier", "requestHeaderModifier"),
        ("ResponseHeaderModifier", "responseHeaderModifier"),
        ("RequestMirror", "requestMirror"),
        ("ExtensionRef", "extensionRef"),
    ],
)]);

static HEADERS: Section = section(&[
    field("set", list(&Shape::Section(&HEADER)).at_most(16).by(&[("name", None)])),
    field("add", list(&Shape::Section(&HEADER)).at_most(16).by(&[("name", None)])),
    field("remove", list(&TEXT).at_most(16).distinct()),
]);

static HEADER: Section = section(&[
    required("name", text(&HEADER_NAME).at_least(1).at_most(256)),
    required("value", TEXT.at_least(1).at_most(4096)),
]);

static MIRROR: Section = section(&[
    required("backendRef", Shape::Section(&BACKEND_OBJECT)),
    field("percent", integer(0, 100)),
    field("fraction", Shape::Section(&FRACTION)),
])
.with(&[Constraint::AtMostOne(&["percent", "fraction"])]);

static FRACTION: Section =
    section(&[required("numerator", COUNT), field("denominator", integer(1, i32::MAX as i64))])
        .with(&[Constraint::Holds(fraction_is_at_most_one)]);

static REDIRECT: Section = section(&[
    field("scheme", Shape::Choice(&["http", "https"])),
    field("hostname", text(&PRECISE_HOST).at_least(1)),
    field("path", Shape::Section(&PATH_CHANGE)),
    field("port", PORT_NUMBER),
    field("statusCode", Shape::Choice(&["301", "302", "303", "307", "308"])),
]);

static REWRITE: Section = section(&[
    field("hostname", text(&PRECISE_HOST).at_least(1)),
    field("path", Shape::Section(&PATH_CHANGE)),
]);

static PATH_CHANGE: Section = section(&[
    required("type", Shape::Choice(&["ReplaceFullPath", "ReplacePrefixMatch"])),
    field("replaceFullPath", TEXT.at_most(1024)),
    field("replacePrefixMatch", TEXT.at_most(1024)),
])
.with(&[Constraint::Union(
    "type",
    &[("ReplaceFullPath", "replaceFullPath"), ("ReplacePrefixMatch", "replacePrefixMatch")],
)]);

static CORS: Section = section(&[
    field("allowOrigins", list(&TEXT.at_least(1).at_most(253)).at_most(64).distinct()),
    field("allowCredentials", Shape::Bool),
    field(
        "allowMethods",
        list(&Shape::Choice(&[
            "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "*",
        ]))
        .at_most(9)
        .distinct(),
    ),
    field("allowHeaders", list(&text(&HEADER_NAME).at_least(1).at_most(256)).at_most(64).distinct()),
    field("exposeHeaders", list(&text(&HEADER_NAME).at_least(1).at_most(256)).at_most(64).distinct()),
    field("maxAge", integer(1, i32::MAX as i64)),
])
.with(&[Constraint::Holds(star_stands_alone)]);

static EXTERNAL_AUTH: Section = section(&[
    required("protocol", Shape::Choice(&["HTTP", "GRPC"])),
    required("backendRef", Shape::Section(&BACKEND_OBJECT)),
    field("grpc", Shape::Any),
    field("http", Shape::Any),
    field("forwardBody", Shape::Any),
])
.with(&[Constraint::Union("protocol", &[("HTTP", "http"), ("GRPC", "grpc")])]);

fn fraction_is_at_most_one(fields: &mut Fields, node: &Node) {
    let numerator = present(node, "numerator");
    let denominator = present(node, "denominator").and_then(Node::integer).unwrap_or(100);
    if let Some(place) = numerator.filter(|it| it.integer().is_some_and(|number| number > denominator)) {
        fields.invalid(place, format!("more than the whole, which is {denominator}"));
    }
}

fn star_stands_alone(fields: &mut Fields, cors: &Node) {
    for key in ["allowOrigins", "allowMethods", "allowHeaders"] {
        let items = present(cors, key).map(Node::items).unwrap_or_default();
        let star = items.iter().find(|item| item.text() == Some("*"));
        if let Some(star) = star.filter(|_| items.len() > 1) {
            fields.invalid(star, "`*` stands alone: it takes in all others");
        }
    }
}

/// Of each filter there is one at most, but for those that may be several; and who redirects does not rewrite.
pub(super) fn redirect_excludes_rewrite(fields: &mut Fields, rule: &Node) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for filter in present(rule, "filters").map(Node::items).unwrap_or_default() {
        let Some(kind) = present(filter, "type") else { continue };
        let Some(word) = kind.text().filter(|word| !matches!(*word, "RequestMirror" | "ExtensionRef")) else {
            continue;
        };
        if let Some(&first) = seen.get(word) {
            fields.repeated(kind.span, first, format!("a second filter of type `{word}`"));
        }
        let other = match word {
            "RequestRedirect" => "URLRewrite",
            "URLRewrite" => "RequestRedirect",
            _ => "",
        };
        if seen.contains_key(other) {
            fields.invalid(kind, format!("`{word}` and `{other}` exclude each other"));
        }
        seen.entry(word).or_insert(kind.span);
    }
}
