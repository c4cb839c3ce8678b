use super::target::{Target, named};
use crate::edit::Refusal;
use crate::model::{Cloud, PlanField, Role, Status};
use crate::session::Snapshot;
use crate::text::Edit;

/// Something that an entry says beside its addresses. An empty text or none takes it away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Detail<'a> {
    /// What it is called.
    Name(&'a str),
    /// What it is for.
    Role(Role),
    /// The length of each node's block.
    NodeMask(Option<u8>),
    /// The cluster.
    Cluster(&'a str),
    /// The cloud.
    Cloud(Option<Cloud>),
    /// The zone, region or site.
    Zone(&'a str),
    /// Who answers for it.
    Owner(&'a str),
    /// How far it is.
    Status(Option<Status>),
    /// Anything else.
    Note(&'a str),
}

impl Detail<'_> {
    /// The field with what it says.
    fn said(&self) -> (PlanField, Option<String>) {
        let text = |words: &str| Some(words.trim().to_owned()).filter(|words| !words.is_empty());
        match *self {
            Self::Name(words) => (PlanField::Name, text(words)),
            Self::Role(role) => (PlanField::Role, Some(role.name().to_owned())),
            Self::NodeMask(mask) => (PlanField::NodeMask, mask.map(|mask| mask.to_string())),
            Self::Cluster(words) => (PlanField::Cluster, text(words)),
            Self::Cloud(cloud) => (PlanField::Cloud, cloud.map(|cloud| cloud.name().to_owned())),
            Self::Zone(words) => (PlanField::Zone, text(words)),
            Self::Owner(words) => (PlanField::Owner, text(words)),
            Self::Status(status) => (PlanField::Status, status.map(|status| status.name().to_owned())),
            Self::Note(words) => (PlanField::Note, text(words)),
        }
    }
}

/// Writes `detail` of the entry at `index` of the plan: renames it, changes its role, and so on. In a table, entries of
/// the same row share what it says.
///
/// # Errors
/// When what it stands in has no place for it, or a node's block would not fit.
pub fn describe(snapshot: &Snapshot, index: usize, detail: Detail<'_>) -> Result<Edit, Refusal> {
    let target = Target::new(snapshot, index)?;
    if let Detail::NodeMask(Some(mask)) = detail {
        let range = &target.entry.range;
        let bits = range.family().bits();
        if mask > bits || range.prefix().is_some_and(|length| mask < length) {
            let name = named(target.entry);
            return Err(Refusal::new(format!("A block of /{mask} for each node does not fit into {name}.")));
        }
    }
    let (field, words) = detail.said();
    target.set(field, words.as_deref())
}
