use crate::import::Proposed;
use crate::model::{Cloud, EntrySource, PlanEntry, PlanField, Role, Status};
use crate::net::AddressRange;
use crate::plan::Placed;

/// An entry to be added to the plan.
#[derive(Clone, PartialEq, Debug)]
pub struct NewEntry {
    /// The addresses.
    pub range: AddressRange,
    /// Its name; empty for none.
    pub name: String,
    /// What it is for, when that is to be said.
    pub role: Option<Role>,
    /// The length of the block that each cluster node takes.
    pub node_mask: Option<u8>,
    /// The cluster.
    pub cluster: Option<String>,
    /// The cloud.
    pub cloud: Option<Cloud>,
    /// The zone, region or site.
    pub zone: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// How far it is.
    pub status: Option<Status>,
    /// A note.
    pub note: Option<String>,
}

impl NewEntry {
    /// An entry that says its addresses and nothing else.
    pub fn new(range: AddressRange) -> Self {
        Self {
            range,
            name: String::new(),
            role: None,
            node_mask: None,
            cluster: None,
            cloud: None,
            zone: None,
            owner: None,
            status: None,
            note: None,
        }
    }

    /// An entry with other addresses and another name that says all else that `entry` says, but for its note: that is
    /// about `entry`.
    pub(super) fn like(entry: &PlanEntry, range: AddressRange, name: String) -> Self {
        let has_role = entry.role.evidence.is_declared() || matches!(entry.source, EntrySource::Row(_));
        Self {
            range,
            name,
            role: Some(entry.role.value).filter(|role| has_role && *role != Role::Unknown),
            node_mask: entry.node_mask,
            cluster: entry.cluster.clone(),
            cloud: entry.cloud,
            zone: entry.zone.clone(),
            owner: entry.owner.clone(),
            status: entry.status,
            note: None,
        }
    }

    /// What it says, in the order in which an item is written.
    pub(super) fn fields(&self) -> Vec<(PlanField, String)> {
        let text = |field, text: &Option<String>| Some((field, text.clone()?));
        let place = if self.range.prefix().is_some() { PlanField::Cidr } else { PlanField::Range };
        let name = Some(self.name.clone()).filter(|name| !name.is_empty());
        [
            Some((place, self.range.to_string())),
            text(PlanField::Name, &name),
            self.role.map(|role| (PlanField::Role, role.name().to_owned())),
            self.node_mask.map(|mask| (PlanField::NodeMask, mask.to_string())),
            text(PlanField::Cluster, &self.cluster),
            self.cloud.map(|cloud| (PlanField::Cloud, cloud.name().to_owned())),
            text(PlanField::Zone, &self.zone),
            text(PlanField::Owner, &self.owner),
            self.status.map(|status| (PlanField::Status, status.name().to_owned())),
            text(PlanField::Note, &self.note),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl From<&Proposed> for NewEntry {
    /// What was found elsewhere, with the role that it was taken for.
    fn from(found: &Proposed) -> Self {
        Self {
            range: found.range,
            name: found.name.clone(),
            role: Some(found.role.value).filter(|role| *role != Role::Unknown),
            node_mask: found.node_mask,
            cluster: found.cluster.clone(),
            cloud: found.cloud,
            zone: found.zone.clone(),
            owner: found.owner.clone(),
            status: found.status,
            note: found.note.clone(),
        }
    }
}

impl From<&Placed> for NewEntry {
    /// A prefix for a new cluster.
    fn from(placed: &Placed) -> Self {
        Self {
            name: placed.name.clone(),
            role: Some(placed.role),
            node_mask: placed.node_mask,
            cluster: Some(placed.cluster.clone()),
            ..Self::new(placed.cidr.into())
        }
    }
}
