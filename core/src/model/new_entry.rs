use super::cluster::Cloud;
use super::entry_source::{EntrySource, PlanField};
use super::plan_entry::PlanEntry;
use super::role::Role;
use super::status::Status;
use crate::net::AddressRange;

/// An entry that the address plan does not have yet: what it would say, and no place.
#[derive(Clone, PartialEq, Debug)]
pub struct NewEntry {
    /// The addresses.
    pub range: AddressRange,
    /// Its name; empty for none.
    pub name: String,
    /// What it is for, when that is to be said; never [`Role::Unknown`].
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

    /// Everything that `entry` says, a guessed role included.
    pub fn of(entry: &PlanEntry) -> Self {
        Self {
            range: entry.range,
            name: entry.name.clone(),
            role: Some(entry.role.value).filter(|role| *role != Role::Unknown),
            node_mask: entry.node_mask,
            cluster: entry.cluster.clone(),
            cloud: entry.cloud,
            zone: entry.zone.clone(),
            owner: entry.owner.clone(),
            status: entry.status,
            note: entry.note.clone(),
        }
    }

    /// An entry with other addresses and another name that says all else that `entry` says, but for its note: that is
    /// about `entry`.
    pub(crate) fn like(entry: &PlanEntry, range: AddressRange, name: String) -> Self {
        let has_role = entry.role.evidence.is_declared() || matches!(entry.source, EntrySource::Row(_));
        let all = Self::of(entry);
        Self { range, name, role: all.role.filter(|_| has_role), note: None, ..all }
    }

    /// What it says, as keys and values of an item of the facts, in the order in which an item is written.
    pub fn fields(&self) -> Vec<(PlanField, String)> {
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
