//! What an entry of the address plan stands in: an item of the facts, a row of a table, or a Kubernetes object.

use super::plan_columns::PlanColumns;
use crate::text::Span;
use std::sync::Arc;

/// A part of an entry of the address plan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PlanField {
    /// The prefix; in a table also a range.
    Cidr,
    /// The first and last address.
    Range,
    /// What it is called.
    Name,
    /// What it is for.
    Role,
    /// The length of each node's block.
    NodeMask,
    /// The cluster.
    Cluster,
    /// The cloud.
    Cloud,
    /// The zone, region or site.
    Zone,
    /// Who answers for it.
    Owner,
    /// How far it is.
    Status,
    /// Anything else.
    Note,
}

impl PlanField {
    /// Every field, in the order in which an item is written.
    pub const ALL: [Self; 11] = [
        Self::Cidr,
        Self::Range,
        Self::Name,
        Self::Role,
        Self::NodeMask,
        Self::Cluster,
        Self::Cloud,
        Self::Zone,
        Self::Owner,
        Self::Status,
        Self::Note,
    ];

    /// Its key in the facts.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cidr => "cidr",
            Self::Range => "range",
            Self::Name => "name",
            Self::Role => "role",
            Self::NodeMask => "nodeMask",
            Self::Cluster => "cluster",
            Self::Cloud => "cloud",
            Self::Zone => "zone",
            Self::Owner => "owner",
            Self::Status => "status",
            Self::Note => "note",
        }
    }

    /// The field with this key.
    pub fn with_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }
}

/// What an entry stands in.
#[derive(Clone, PartialEq, Debug)]
pub enum EntrySource {
    /// An item of `netplat.addresses`.
    Fact(FactSource),
    /// A row of a Markdown table.
    Row(RowSource),
    /// A Kubernetes object, or a document of kubeadm's.
    Object(ObjectSource),
}

/// An item of `netplat.addresses`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactSource {
    /// Its index in the list.
    pub item: usize,
    /// Whether the item is an alias of another one: its fields stand there, and to write them is to write both.
    pub is_alias: bool,
    /// The fields that the item has itself, in their order; those of a merge key are not.
    pub fields: Vec<FieldPlace>,
}

impl FactSource {
    /// Where the item has `field`.
    pub fn place_of(&self, field: PlanField) -> Option<&FieldPlace> {
        self.fields.iter().find(|place| place.field == field)
    }
}

/// Where a field of an item stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldPlace {
    /// Which one it is.
    pub field: PlanField,
    /// Its key.
    pub key: Span,
    /// Its value, quotes included.
    pub value: Span,
}

/// A row of a Markdown table. Several entries come from one row when its cell of addresses holds several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowSource {
    /// The table in [`crate::document::Document::blocks`].
    pub block: usize,
    /// The index among the rows below the header.
    pub row: usize,
    /// The row's cells, without the spaces around them. There may be fewer or more than headings.
    pub cells: Vec<Span>,
    /// What the table's columns hold.
    pub columns: Arc<PlanColumns>,
}

impl RowSource {
    /// The cell for `field`; none when the table has no such column or the row ends before it.
    pub fn cell_of(&self, field: PlanField) -> Option<Span> {
        self.cells.get(self.columns.column(field)?).copied()
    }
}

/// A Kubernetes object that says which addresses something has.
#[derive(Clone, PartialEq, Debug)]
pub struct ObjectSource {
    /// Its index in [`super::Model::objects`].
    pub object: usize,
    /// What it is, with what else it says about its addresses.
    pub kind: ObjectEntry,
    /// The scalars that say the addresses: a prefix or range, or a start and a stop. None where they cannot be told
    /// apart from the text around them, as in JSON with escapes.
    pub places: Vec<Span>,
}

/// Objects that entries of the address plan come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ObjectEntry {
    /// `networking.k8s.io` ServiceCIDR.
    ServiceCidr,
    /// Calico's IPPool.
    CalicoPool {
        /// `spec.blockSize`, where it is said. Calico's own are 26 for IPv4 and 122 for IPv6.
        block_size: Option<u8>,
    },
    /// CiliumLoadBalancerIPPool.
    CiliumLoadBalancerPool {
        /// Whether the first and last address of a prefix are given out: unless `spec.allowFirstLastIPs` is `No`.
        gives_first_and_last: bool,
    },
    /// CiliumPodIPPool.
    CiliumPodPool,
    /// NetworkAttachmentDefinition with the plugin `host-local`.
    HostLocal,
    /// NetworkAttachmentDefinition with the plugin `whereabouts`, or Whereabouts' own IPPool.
    Whereabouts,
    /// kubeadm's ClusterConfiguration.
    Kubeadm,
    /// `spec.podCIDRs` of a Node.
    Node,
}
