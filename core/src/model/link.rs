use super::known::Known;
use crate::mermaid::{End, Tip};
use crate::net::Port;
use crate::text::Span;
use serde::Serialize;

/// What a link means, from what its ends are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// A step from the outside towards a workload: outside, edge, ingress, service.
    Request,
    /// An ingress or gateway routes to its backend.
    Route,
    /// A workload talks to a workload or store.
    Flow,
    /// A policy applies to something.
    Applies,
    /// A thing is attached to a network.
    Attaches,
    /// A DNS lookup or record.
    Dns,
    /// Anything else.
    Relation,
}

/// A link of a view.
#[derive(Clone, PartialEq, Debug)]
pub struct LinkThing {
    /// The view that draws it.
    pub view: usize,
    /// Its index in that view's graph.
    pub link: usize,
    /// The id where it starts.
    pub from: String,
    /// The id where it ends.
    pub to: String,
    /// Its ends in the view's graph.
    pub ends: (End, End),
    /// What it means.
    pub kind: LinkKind,
    /// Heads, so that `<-->` is read as both ways.
    pub tips: (Tip, Tip),
    /// Ports from its label or declared.
    pub ports: Vec<Known<Port>>,
    /// Hosts of a route.
    pub hosts: Vec<Known<String>>,
    /// Paths of a route.
    pub paths: Vec<Known<String>>,
    /// `tls:` of a route: the issuer's name, or `false`.
    pub tls: Option<Known<Tls>>,
    /// The label, without markup.
    pub text: String,
    /// The arrow in the text.
    pub span: Span,
    /// The label in the text.
    pub text_span: Option<Span>,
    /// Its entry under `netplat.links`.
    pub fact: Option<Span>,
}

/// How a route is encrypted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Tls {
    /// On purpose not.
    Off,
    /// By a certificate that exists: the secret's name, or the issuer's.
    Issuer(String),
}
