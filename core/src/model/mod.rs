//! What a document says about a network: things, groups, links, zones and address plan, each with the places in
//! the text that say so.

mod address_text;

pub use crate::catalog::{GroupKind, ThingKind};
pub use address_text::{HOST_BITS_SET, MALFORMED_PREFIX, NON_CANONICAL_ADDRESS, read_range};

use crate::diagnostic::Rule;
use crate::mermaid::{End, Tip};
use crate::net::{AddressRange, Port};
use crate::text::Span;
use serde::Serialize;
use std::collections::BTreeMap;

/// What reading a model can find wrong, in the order of the codes.
pub static RULES: &[&Rule] = &[&MALFORMED_PREFIX, &HOST_BITS_SET, &NON_CANONICAL_ADDRESS];

/// Why the model holds something to be so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Evidence {
    /// The author says it, here.
    Declared(Span),
    /// It was guessed from this clue: "its text names Traefik".
    Inferred {
        /// In words, for the inspector.
        clue: String,
        /// The text that the guess rests on.
        span: Span,
    },
}

impl Evidence {
    /// Whether the author said it.
    pub fn is_declared(&self) -> bool {
        matches!(self, Self::Declared(_))
    }
}

/// A value with the reason for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// The reason.
    pub evidence: Evidence,
}

/// A node of one or more views.
#[derive(Clone, PartialEq, Debug)]
pub struct Thing {
    /// The id, shared by all views.
    pub id: String,
    /// What it shows, in one line and without markup.
    pub text: String,
    /// What it is.
    pub kind: Known<ThingKind>,
    /// The namespace that it lives in: declared, or that of the group around it.
    pub namespace: Option<Known<String>>,
    /// Pod labels: declared, else `app: <id as a DNS label>` at export.
    pub labels: BTreeMap<String, String>,
    /// Ports that it listens on.
    pub ports: Vec<Known<Port>>,
    /// `controller:` of an ingress controller: `traefik`.
    pub controller: Option<Known<String>>,
    /// Ingress class or gateway class.
    pub class: Option<Known<String>>,
    /// Container image, for the exported manifests' Services only as a note.
    pub image: Option<String>,
    /// Addresses declared for it.
    pub addresses: Vec<Known<AddressRange>>,
    /// `true` or `false` when the author silences or asks for exporting it.
    pub export: Option<bool>,
    /// The views that show it: index into [`Model::views`].
    pub views: Vec<usize>,
    /// The innermost group in the first view that shows it inside one: index into [`Model::groups`].
    pub group: Option<usize>,
    /// Its definition in the text of the first view.
    pub span: Span,
    /// Its text, where it can be changed.
    pub text_span: Option<Span>,
    /// Its entry under `netplat.nodes`.
    pub fact: Option<Span>,
}

/// A subgraph of one or more views.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupThing {
    /// The id.
    pub id: String,
    /// The title.
    pub text: String,
    /// What it is.
    pub kind: Known<GroupKind>,
    /// The namespace's name, when it is one: a DNS label.
    pub name: String,
    /// The group around it.
    pub parent: Option<usize>,
    /// The header in the text.
    pub span: Span,
    /// Its entry under `netplat.groups`.
    pub fact: Option<Span>,
}

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

/// What `netplat.cluster` says.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Cluster {
    /// `cilium`, `calico`, `flannel`, … in lower case.
    pub cni: Option<Known<String>>,
    /// The Kubernetes version, `1.33`.
    pub kubernetes: Option<Known<String>>,
    /// `ingress` or `gateway-api`.
    pub routes: Option<Known<Routes>>,
}

/// What routes are exported as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Routes {
    /// `networking.k8s.io/v1` Ingress.
    Ingress,
    /// `gateway.networking.k8s.io/v1` Gateway and HTTPRoute.
    GatewayApi,
}

/// A DNS zone as seen by some.
#[derive(Clone, PartialEq, Debug)]
pub struct Zone {
    /// `example.com`
    pub name: String,
    /// `public` or `internal`.
    pub view: String,
    /// Who serves it.
    pub provider: Option<String>,
    /// Its entry.
    pub span: Span,
}

/// What an address prefix is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// A site or campus.
    Site,
    /// A VPC.
    Vpc,
    /// A subnet.
    Subnet,
    /// Cluster nodes.
    Nodes,
    /// Pods.
    Pods,
    /// Services.
    Services,
    /// Load balancer addresses.
    LoadBalancers,
    /// A secondary network of pods.
    Attachment,
    /// VPN clients or tunnels.
    Vpn,
    /// Kept free.
    Reserved,
    /// Not said.
    Unknown,
}

/// A prefix or range of the address plan.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanEntry {
    /// Its name.
    pub name: String,
    /// The addresses.
    pub range: AddressRange,
    /// What it is for.
    pub role: Known<Role>,
    /// `nodeMask:` of a pod prefix.
    pub node_mask: Option<u8>,
    /// The cluster that it belongs to, when there are several.
    pub cluster: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// The whole entry: a YAML item or a table row.
    pub span: Span,
    /// The prefix or range itself.
    pub range_span: Span,
}

/// A view: one flowchart of the document.
#[derive(Clone, PartialEq, Debug)]
pub struct View {
    /// The heading above it, or "View 2".
    pub name: String,
    /// The block in [`crate::document::Document::blocks`].
    pub block: usize,
}

/// What a document says about a network. Orders are those of the text.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Model {
    /// `title:` of the front matter.
    pub title: Option<String>,
    /// One for each flowchart.
    pub views: Vec<View>,
    /// One for each node id.
    pub things: Vec<Thing>,
    /// One for each subgraph id.
    pub groups: Vec<GroupThing>,
    /// All links of all views.
    pub links: Vec<LinkThing>,
    /// The cluster.
    pub cluster: Cluster,
    /// DNS zones.
    pub zones: Vec<Zone>,
    /// The address plan's entries, as they stand in the text.
    pub plan: Vec<PlanEntry>,
}

impl Model {
    /// The thing with this id.
    pub fn thing(&self, id: &str) -> Option<&Thing> {
        self.things.iter().find(|thing| thing.id == id)
    }

    /// The group with this id.
    pub fn group(&self, id: &str) -> Option<&GroupThing> {
        self.groups.iter().find(|group| group.id == id)
    }
}
