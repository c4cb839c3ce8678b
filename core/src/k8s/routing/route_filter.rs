use super::route::{BackendReference, backend_reference};
use crate::k8s::fields::Fields;
use crate::text::Span;
use crate::yaml::Node;

/// What is done to requests on the way.
#[derive(Clone, PartialEq, Debug)]
pub struct RouteFilter {
    /// All of the item.
    pub span: Span,
    /// What is done.
    pub kind: RouteFilterKind,
}

/// What a filter does.
#[derive(Clone, PartialEq, Debug)]
pub enum RouteFilterKind {
    /// The client is sent elsewhere; no backend sees the request.
    Redirect {
        /// `http` or `https`; that of the request where none is written.
        scheme: Option<String>,
        /// The host; that of the request where none is written.
        host: Option<String>,
        /// The path; that of the request where none is written.
        path: Option<PathChange>,
        /// The port.
        port: Option<u16>,
        /// The status of the answer: 302 where none is written.
        status: u16,
    },
    /// The backend sees another host or path.
    Rewrite {
        /// The host.
        host: Option<String>,
        /// The path.
        path: Option<PathChange>,
    },
    /// A copy goes elsewhere; its answer is dropped.
    Mirror(BackendReference),
    /// Anything else, by the name of its type: it does not change where requests lead.
    Other(String),
}

/// How a path is changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PathChange {
    /// All of it.
    Full(String),
    /// The prefix that matched.
    Prefix(String),
}

/// Reads what is done to requests; nothing where it cannot be understood.
pub(super) fn route_filter(fields: &mut Fields, node: &Node) -> Option<RouteFilter> {
    let kind = match fields.text(node, "type")? {
        "RequestRedirect" => {
            let redirect = fields.section(node, "requestRedirect")?;
            let status = fields.integer(redirect, "statusCode", 300, 399);
            RouteFilterKind::Redirect {
                scheme: fields.text(redirect, "scheme").map(str::to_owned),
                host: fields.text(redirect, "hostname").map(str::to_owned),
                path: path_change(fields, redirect),
                port: fields.port(redirect, "port"),
                status: status.and_then(|status| u16::try_from(status).ok()).unwrap_or(302),
            }
        }
        "URLRewrite" => {
            let rewrite = fields.section(node, "urlRewrite")?;
            RouteFilterKind::Rewrite {
                host: fields.text(rewrite, "hostname").map(str::to_owned),
                path: path_change(fields, rewrite),
            }
        }
        "RequestMirror" => {
            let mirror = fields.section(node, "requestMirror")?;
            let backend = fields.section(mirror, "backendRef")?;
            RouteFilterKind::Mirror(backend_reference(fields, backend)?)
        }
        other => RouteFilterKind::Other(other.to_owned()),
    };
    Some(RouteFilter { span: node.span, kind })
}

fn path_change(fields: &mut Fields, node: &Node) -> Option<PathChange> {
    let path = fields.section(node, "path")?;
    match fields.text(path, "type")? {
        "ReplaceFullPath" => Some(PathChange::Full(fields.text(path, "replaceFullPath")?.to_owned())),
        "ReplacePrefixMatch" => Some(PathChange::Prefix(fields.text(path, "replacePrefixMatch")?.to_owned())),
        _ => None,
    }
}
