//! What a document says about a network: things, groups, links, zones and address plan, each with the places in
//! the text that say so.
//!
//! Declared facts ([`facts`]) win over what is guessed from names, outlines, neighbours and groups; every guess carries
//! its clue. Nothing is judged here: the rules in [`crate::check`] do that, over what is drawn and said.
//!
//! ```
//! use netplat_core::{document::Document, mermaid, model::{self, ThingKind}};
//! use std::sync::Arc;
//! let text = "flowchart LR\n  edge[Traefik] --> web[Shop]\n";
//! let document = Document::read(text);
//! let charts: Vec<_> = document
//!     .flowcharts()
//!     .map(|block| Arc::new(mermaid::read(block.content.slice(text), block.content.start as usize)))
//!     .collect();
//! let (model, problems) = model::build(text, &document, &charts);
//! assert_eq!(model.thing("edge").map(|thing| thing.kind.value), Some(ThingKind::IngressController));
//! assert!(problems.is_empty());
//! ```

mod address_table;
mod address_text;
mod build;
mod cluster;
mod entry_source;
pub mod facts;
mod group;
mod infer;
mod known;
mod link;
mod link_kind;
mod matching;
mod object_kind;
mod new_entry;
mod plain_text;
mod plan_columns;
mod plan_entry;
mod plan_objects;
mod reading;
mod role;
mod status;
mod thing;
mod zone;

pub use crate::catalog::{GroupKind, ThingKind};
pub use address_text::{HOST_BITS_SET, MALFORMED_PREFIX, NON_CANONICAL_ADDRESS, read_range};
pub use build::{build, build_again, plan_entries};
pub use cluster::{Cloud, Cluster, KubeProxy, Mesh, PodAddresses, Routes};
pub use entry_source::{
    EntrySource, FactSource, FieldPlace, ObjectEntry, ObjectSource, PlanField, RowSource,
};
pub use group::GroupThing;
pub use known::{Evidence, Known};
pub use link::{LinkKind, LinkThing, Tls};
pub use matching::node_id;
pub use new_entry::NewEntry;
pub use plan_columns::PlanColumns;
pub use plan_entry::PlanEntry;
pub use reading::Readings;
pub use role::Role;
pub use status::Status;
pub use thing::Thing;
pub use zone::Zone;

use crate::diagnostic::Rule;
use crate::k8s::Objects;
use std::sync::Arc;

/// What reading a model can find wrong, in the order of the codes.
pub static RULES: &[&Rule] = &[
    &MALFORMED_PREFIX,
    &HOST_BITS_SET,
    &NON_CANONICAL_ADDRESS,
    &facts::UNKNOWN_KEY,
    &facts::WRONG_TYPE,
    &facts::BAD_VALUE,
    &facts::MISSING_KEY,
    &facts::NOT_DRAWN,
];

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
    /// The clusters that the facts describe: the one under `cluster:` first.
    pub clusters: Vec<Cluster>,
    /// DNS zones.
    pub zones: Vec<Zone>,
    /// The address plan's entries, as they stand in the text.
    pub plan: Vec<PlanEntry>,
    /// Kubernetes objects in the page's YAML.
    pub objects: Arc<Objects>,
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

    /// What is known of the cluster with this name, or of the one that something without a name belongs to: the only
    /// one. What stands under `cluster:` holds for every cluster that `clusters:` does not name.
    pub fn cluster(&self, name: Option<&str>) -> Option<&Cluster> {
        let named = self.clusters.iter().find(|cluster| cluster.name.as_deref() == name);
        let general = || self.clusters.iter().find(|cluster| cluster.name.is_none());
        match (name, self.clusters.as_slice()) {
            (None, [only]) => Some(only),
            _ => named.or_else(general),
        }
    }

    /// The cluster that manifests are exported for: the one under `cluster:`, else the first.
    pub fn exported_cluster(&self) -> Option<&Cluster> {
        self.cluster(None).or_else(|| self.clusters.first())
    }
}
