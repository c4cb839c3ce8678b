use crate::k8s::fields::{Fields, present};
use crate::k8s::placed::Placed;
use crate::text::Span;
use crate::yaml::Node;

/// What a request must be like: all that is written must hold.
#[derive(Clone, PartialEq, Debug)]
pub struct RouteMatch {
    /// All of the item.
    pub span: Span,
    /// Its path; any where none is written.
    pub path: Option<PathMatch>,
    /// Its HTTP method.
    pub method: Option<Placed<String>>,
    /// Its headers.
    pub headers: Vec<FieldMatch>,
    /// The parameters of its query.
    pub query: Vec<FieldMatch>,
    /// The call of gRPC that it is.
    pub grpc: Option<GrpcMatch>,
}

/// What the path of a request must be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PathMatch {
    /// All of it.
    pub span: Span,
    /// How it is held against the path of a request.
    pub kind: PathMatchKind,
    /// The path, or the expression.
    pub value: String,
}

/// How the path of a route is held against the path of a request.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PathMatchKind {
    /// Both are equal.
    Exact,
    /// All elements between slashes of the one are the first elements of the other.
    Prefix,
    /// A regular expression in the implementation's dialect.
    Regex,
}

/// What a header or a parameter of the query must be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldMatch {
    /// All of it.
    pub span: Span,
    /// The name. Those of headers do not differ by case.
    pub name: String,
    /// The value, or the expression.
    pub value: String,
    /// Whether the value is a regular expression.
    pub is_regex: bool,
}

/// Which call of gRPC is meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GrpcMatch {
    /// All of it.
    pub span: Span,
    /// The service: `shop.v1.Orders`; any where none is written.
    pub service: Option<String>,
    /// The method: `Get`; any where none is written.
    pub method: Option<String>,
    /// Whether both are regular expressions.
    pub is_regex: bool,
}

/// Reads what a request must be like.
pub(super) fn route_match(fields: &mut Fields, node: &Node) -> RouteMatch {
    let is_call = present(node, "method").is_some_and(|method| method.mapping().is_some());
    let headers = fields.sections(node, "headers").unwrap_or_default();
    let query = fields.sections(node, "queryParams").unwrap_or_default();
    RouteMatch {
        span: node.span,
        path: fields.section(node, "path").map(|node| path_match(fields, node)),
        method: if is_call { None } else { fields.placed_text(node, "method") },
        headers: headers.into_iter().filter_map(|node| field_match(fields, node)).collect(),
        query: query.into_iter().filter_map(|node| field_match(fields, node)).collect(),
        grpc: present(node, "method").filter(|_| is_call).map(|node| grpc_match(fields, node)),
    }
}

fn path_match(fields: &mut Fields, node: &Node) -> PathMatch {
    let kind = match fields.text(node, "type") {
        Some("Exact") => PathMatchKind::Exact,
        Some("RegularExpression") => PathMatchKind::Regex,
        _ => PathMatchKind::Prefix,
    };
    let value = fields.text(node, "value").unwrap_or("/").to_owned();
    PathMatch { span: node.span, kind, value }
}

fn field_match(fields: &mut Fields, node: &Node) -> Option<FieldMatch> {
    Some(FieldMatch {
        span: node.span,
        name: fields.text(node, "name")?.to_owned(),
        value: fields.text(node, "value").unwrap_or_default().to_owned(),
        is_regex: is_regex(fields, node),
    })
}

fn grpc_match(fields: &mut Fields, node: &Node) -> GrpcMatch {
    GrpcMatch {
        span: node.span,
        service: fields.text(node, "service").map(str::to_owned),
        method: fields.text(node, "method").map(str::to_owned),
        is_regex: is_regex(fields, node),
    }
}

fn is_regex(fields: &mut Fields, node: &Node) -> bool {
    fields.text(node, "type") == Some("RegularExpression")
}
