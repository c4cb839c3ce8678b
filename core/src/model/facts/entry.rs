use crate::catalog::{GroupKind, ThingKind};
use crate::model::{Cluster, Known, PlanEntry, Tls, Zone};
use crate::net::{AddressRange, Port};
use crate::text::Span;
use std::collections::BTreeMap;

/// What the front matter says, each with its place. Orders are those of the text.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Facts {
    /// `title:`, beside `netplat:`.
    pub title: Option<String>,
    /// `cluster:` and `clusters:`
    pub clusters: Vec<Cluster>,
    /// `addresses:`
    pub plan: Vec<PlanEntry>,
    /// `dns.zones:`
    pub zones: Vec<Zone>,
    /// `nodes:`
    pub nodes: Vec<NodeFact>,
    /// `groups:`
    pub groups: Vec<GroupFact>,
    /// `links:`
    pub links: Vec<LinkFact>,
}

/// An entry of `nodes:`.
#[derive(Clone, PartialEq, Debug)]
pub struct NodeFact {
    /// The node's id.
    pub id: String,
    /// Where the id stands.
    pub id_span: Span,
    /// The whole entry.
    pub span: Span,
    /// `kind:`
    pub kind: Option<Known<ThingKind>>,
    /// `object:`
    pub object: Option<Known<ObjectFact>>,
    /// `namespace:`
    pub namespace: Option<Known<String>>,
    /// `labels:`
    pub labels: BTreeMap<String, String>,
    /// `ports:`
    pub ports: Vec<Known<Port>>,
    /// `controller:`
    pub controller: Option<Known<String>>,
    /// `class:`
    pub class: Option<Known<String>>,
    /// `image:`
    pub image: Option<String>,
    /// `addresses:`
    pub addresses: Vec<Known<AddressRange>>,
    /// `export:`
    pub export: Option<bool>,
}

/// The object that a node shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ObjectFact {
    /// None, whatever it is called.
    Nothing,
    /// This one, as [`super::ObjectReference`] reads it.
    Named(String),
}

/// An entry of `groups:`.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupFact {
    /// The subgraph's id.
    pub id: String,
    /// Where the id stands.
    pub id_span: Span,
    /// The whole entry.
    pub span: Span,
    /// `kind:`
    pub kind: Option<Known<GroupKind>>,
    /// `name:`
    pub name: Option<Known<String>>,
}

/// An entry of `links:`.
#[derive(Clone, PartialEq, Debug)]
pub struct LinkFact {
    /// The key, which [`super::LinkReference`] reads.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The whole entry.
    pub span: Span,
    /// `ports:`
    pub ports: Vec<Known<Port>>,
    /// `hosts:`
    pub hosts: Vec<Known<String>>,
    /// `paths:`
    pub paths: Vec<Known<String>>,
    /// `tls:`
    pub tls: Option<Known<Tls>>,
}
