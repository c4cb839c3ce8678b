use super::cluster::Cloud;
use super::entry_source::{EntrySource, PlanField};
use super::known::{Evidence, Known};
use super::role::Role;
use super::status::Status;
use crate::net::AddressRange;
use crate::text::Span;

/// A prefix or range of the address plan.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanEntry {
    /// Its name.
    pub name: String,
    /// The addresses.
    pub range: AddressRange,
    /// What it is for.
    pub role: Known<Role>,
    /// The length of the block that each cluster node takes of a pod prefix.
    pub node_mask: Option<u8>,
    /// The cluster that it belongs to, when there are several.
    pub cluster: Option<String>,
    /// The cloud whose network it is, where the entry says so itself.
    pub cloud: Option<Cloud>,
    /// The zone, region or site that it lies in.
    pub zone: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// How far it is.
    pub status: Option<Status>,
    /// A note.
    pub note: Option<String>,
    /// The whole entry: a YAML item, a table row or a Kubernetes object.
    pub span: Span,
    /// The prefix or range itself.
    pub range_span: Span,
    /// What says so, and where each part of it stands.
    pub source: EntrySource,
}

impl PlanEntry {
    /// Where the text says `field`; none where it does not.
    pub fn place_of(&self, field: PlanField) -> Option<Span> {
        match &self.source {
            EntrySource::Fact(item) => item.place_of(field).map(|place| place.value),
            EntrySource::Row(row) => row.cell_of(field).filter(|cell| !cell.is_empty()),
            EntrySource::Object(object) => match (field, object.places.as_slice()) {
                (PlanField::Cidr, [place]) => Some(*place),
                _ => None,
            },
        }
    }

    /// Whether it says `field`, itself or through a merge key.
    pub fn said(&self, field: PlanField) -> bool {
        match field {
            PlanField::Cidr | PlanField::Range => true,
            PlanField::Name => !self.name.is_empty(),
            PlanField::Role => self.role.evidence.is_declared(),
            PlanField::NodeMask => self.node_mask.is_some(),
            PlanField::Cluster => self.cluster.is_some(),
            PlanField::Cloud => self.cloud.is_some(),
            PlanField::Zone => self.zone.is_some(),
            PlanField::Owner => self.owner.is_some(),
            PlanField::Status => self.status.is_some(),
            PlanField::Note => self.note.is_some(),
        }
    }

    /// Moves its places, `by` bytes further on, or further up when `by` is negative.
    pub(super) fn shift(&mut self, by: i64) {
        if by == 0 {
            return;
        }
        let shift = |span: &mut Span| *span = span.moved(by);
        let Self { span, range_span, role, source, .. } = self;
        shift(span);
        shift(range_span);
        match &mut role.evidence {
            Evidence::Declared(span) | Evidence::Inferred { span, .. } => shift(span),
        }
        match source {
            EntrySource::Fact(item) => {
                for place in &mut item.fields {
                    shift(&mut place.key);
                    shift(&mut place.value);
                }
            }
            EntrySource::Row(row) => row.cells.iter_mut().for_each(shift),
            EntrySource::Object(object) => object.places.iter_mut().for_each(shift),
        }
    }
}
