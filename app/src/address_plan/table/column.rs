//! The columns of the table: what each says of an entry, and what typing into it changes.

use crate::address_plan::{grouped, percent};
use netplat_core::edit::address_plan::{Detail, describe, move_to, resize};
use netplat_core::edit::{Planned, Refusal};
use netplat_core::model::{PlanEntry, Role, Status};
use netplat_core::net::AddressRange;
use netplat_core::plan::{AddressPlan, SortBy, usable};
use netplat_core::session::Snapshot;

/// A column.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Column {
    /// The prefix or range.
    Addresses,
    /// The name.
    Name,
    /// What it is for.
    Role,
    /// How many addresses.
    Size,
    /// How many can be given out.
    Usable,
    /// How much of it entries inside take.
    Used,
    /// The addresses that entries inside leave.
    Free,
    /// The first address.
    First,
    /// The last address.
    Last,
    /// The cluster.
    Cluster,
    /// The zone.
    Zone,
    /// Who answers for it.
    Owner,
    /// How far it is.
    Status,
    /// A note.
    Note,
}

impl Column {
    /// From left to right.
    pub const ALL: [Self; 14] = [
        Self::Addresses,
        Self::Name,
        Self::Role,
        Self::Size,
        Self::Usable,
        Self::Used,
        Self::Free,
        Self::First,
        Self::Last,
        Self::Cluster,
        Self::Zone,
        Self::Owner,
        Self::Status,
        Self::Note,
    ];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Addresses => "Addresses",
            Self::Name => "Name",
            Self::Role => "Role",
            Self::Size => "Size",
            Self::Usable => "Usable",
            Self::Used => "Used",
            Self::Free => "Free",
            Self::First => "First",
            Self::Last => "Last",
            Self::Cluster => "Cluster",
            Self::Zone => "Zone",
            Self::Owner => "Owner",
            Self::Status => "Status",
            Self::Note => "Note",
        }
    }

    /// What the table is sorted by when its heading is pressed.
    pub const fn sort(self) -> Option<SortBy> {
        match self {
            Self::Addresses | Self::First => Some(SortBy::Addresses),
            Self::Name => Some(SortBy::Name),
            Self::Role => Some(SortBy::Role),
            Self::Size => Some(SortBy::Size),
            Self::Usable => Some(SortBy::Usable),
            Self::Used => Some(SortBy::Used),
            Self::Cluster => Some(SortBy::Cluster),
            _ => None,
        }
    }

    /// Whether typing into it changes the text.
    pub const fn is_written(self) -> bool {
        !matches!(self, Self::Size | Self::Usable | Self::Used | Self::Free | Self::First | Self::Last)
    }

    /// What it says of the entry at `index`.
    pub fn says(self, entry: &PlanEntry, plan: &AddressPlan, index: usize) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match self {
            Self::Addresses => entry.range.to_string(),
            Self::Name => entry.name.clone(),
            Self::Role if entry.role.value == Role::Unknown => String::new(),
            Self::Role => entry.role.value.name().to_owned(),
            Self::Size => grouped(entry.range.count().saturating()),
            Self::Usable => grouped(usable(entry, plan.cloud(index)).saturating()),
            Self::Used | Self::Free if !plan.holds_entries(index) => String::new(),
            Self::Used => percent(plan.usage(index).share()),
            Self::Free => grouped(plan.usage(index).free),
            Self::First => entry.range.first().to_string(),
            Self::Last => entry.range.last().to_string(),
            Self::Cluster => text(&entry.cluster),
            Self::Zone => text(&entry.zone),
            Self::Owner => text(&entry.owner),
            Self::Status => entry.status.map(|status| status.name().to_owned()).unwrap_or_default(),
            Self::Note => text(&entry.note),
        }
    }

    /// What writing `words` into it does to the entry at `index`.
    pub fn write(self, snapshot: &Snapshot, index: usize, words: &str) -> Planned {
        let words = words.trim();
        let edit = match self {
            Self::Addresses => readdress(snapshot, index, words)?,
            Self::Name => describe(snapshot, index, Detail::Name(words))?,
            Self::Role => describe(snapshot, index, Detail::Role(role(words)?))?,
            Self::Cluster => describe(snapshot, index, Detail::Cluster(words))?,
            Self::Zone => describe(snapshot, index, Detail::Zone(words))?,
            Self::Owner => describe(snapshot, index, Detail::Owner(words))?,
            Self::Status => describe(snapshot, index, Detail::Status(status(words)?))?,
            Self::Note => describe(snapshot, index, Detail::Note(words))?,
            _ => return Err(Refusal(format!("{} follows from the addresses.", self.title()))),
        };
        Ok(edit.into())
    }
}

/// Other addresses at the same place resize an entry; as many elsewhere move it.
fn readdress(snapshot: &Snapshot, index: usize, words: &str) -> Result<netplat_core::text::Edit, Refusal> {
    let to = AddressRange::read(words).map_err(|error| Refusal(error.to_string()))?.value;
    let Some(entry) = snapshot.model.plan.get(index) else {
        return Err(Refusal("The plan has no such entry any more.".to_owned()));
    };
    if to.overlaps(&entry.range) {
        resize(snapshot, index, to)
    } else if to.count() == entry.range.count() {
        move_to(snapshot, index, to.first())
    } else {
        Err(Refusal(format!("{to} lies elsewhere and has another size: move first, then resize.")))
    }
}

fn role(words: &str) -> Result<Role, Refusal> {
    if words.is_empty() {
        return Ok(Role::Unknown);
    }
    let names = || Role::ALL.map(Role::name).join(", ");
    Role::named(&words.to_lowercase()).ok_or_else(|| Refusal(format!("A role is one of {}.", names())))
}

fn status(words: &str) -> Result<Option<Status>, Refusal> {
    if words.is_empty() {
        return Ok(None);
    }
    let known = Status::ALL.into_iter().find(|status| status.name() == words.to_lowercase());
    let names = || Status::ALL.map(Status::name).join(", ");
    known.map(Some).ok_or_else(|| Refusal(format!("A status is one of {}.", names())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_addresses_resizes_in_place_and_moves_elsewhere() {
        let text = "| Name | CIDR |\n|---|---|\n| lab | 10.0.4.0/24 |\n";
        let snapshot = Snapshot::new(text);
        let written = |words: &str| {
            Column::Addresses
                .write(&snapshot, 0, words)
                .map(|plan| plan.edit.apply(text).expect("an edit of this text"))
                .map_err(|refusal| refusal.0)
        };
        assert_eq!(written("10.0.4.0/23"), Ok(text.replace("/24", "/23")));
        assert_eq!(written("10.0.9.0/24"), Ok(text.replace(".4.", ".9.")));
        assert!(written("10.0.9.0/25").is_err());
        assert!(written("10.0.4.0/33").is_err());
    }
}
