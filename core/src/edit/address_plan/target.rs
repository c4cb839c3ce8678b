//! An entry that is to be changed, whatever it stands in.

use super::{all, fact, object, row};
use crate::edit::Refusal;
use crate::model::NewEntry;
use crate::model::{EntrySource, PlanEntry, PlanField};
use crate::net::AddressRange;
use crate::session::Snapshot;
use crate::text::Edit;

/// An entry of the plan with the text that it stands in.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub snapshot: &'a Snapshot,
    pub index: usize,
    pub entry: &'a PlanEntry,
}

impl<'a> Target<'a> {
    pub fn new(snapshot: &'a Snapshot, index: usize) -> Result<Self, Refusal> {
        match snapshot.model.plan.get(index) {
            Some(entry) => Ok(Self { snapshot, index, entry }),
            None => Err(Refusal::new("The plan has no such entry any more.")),
        }
    }

    /// The edit after which it has these addresses.
    pub fn set_range(&self, range: AddressRange) -> Result<Edit, Refusal> {
        match &self.entry.source {
            EntrySource::Fact(item) => fact::set_range(self, item, range),
            EntrySource::Row(source) => row::set_range(self, source, range),
            EntrySource::Object(source) => object::set_range(self, source, range),
        }
    }

    /// The edit after which it says `words` for `field`; nothing for none.
    pub fn set(&self, field: PlanField, words: Option<&str>) -> Result<Edit, Refusal> {
        match &self.entry.source {
            EntrySource::Fact(item) => fact::set(self, item, field, words),
            EntrySource::Row(source) => row::set(self, source, field, words),
            EntrySource::Object(_) => Err(self.is_object("this")),
        }
    }

    /// The edit after which `new` stand behind it.
    pub fn insert_after(&self, new: &[NewEntry]) -> Result<Edit, Refusal> {
        match &self.entry.source {
            EntrySource::Fact(item) => fact::insert_after(self, item, new),
            EntrySource::Row(source) => row::insert_after(self, source, new),
            EntrySource::Object(_) => Err(self.is_object("other entries")),
        }
    }

    fn is_object(&self, what: &str) -> Refusal {
        let name = named(self.entry);
        Refusal::new(format!("A Kubernetes object says {name}; it has no place for {what}."))
    }
}

/// The edit that takes the entries at `indices` out of the text.
pub(super) fn remove(snapshot: &Snapshot, indices: &[usize]) -> Result<Edit, Refusal> {
    let mut facts = Vec::new();
    let mut rows = Vec::new();
    for &index in indices {
        let target = Target::new(snapshot, index)?;
        match &target.entry.source {
            EntrySource::Fact(item) if item.is_alias => return Err(fact::is_alias(&target)),
            EntrySource::Fact(_) => facts.push(target),
            EntrySource::Row(source) => rows.push((target, source)),
            EntrySource::Object(_) => {
                let name = named(target.entry);
                return Err(Refusal::new(format!(
                    "A Kubernetes object says {name}; it goes with the object, or where the object is written."
                )));
            }
        }
    }
    all([fact::remove(snapshot, &facts)?, row::remove(&rows)?])
}

/// What a message calls `entry`.
pub(super) fn named(entry: &PlanEntry) -> String {
    if entry.name.is_empty() {
        format!("{}", entry.range)
    } else {
        format!("`{}` ({})", entry.name, entry.range)
    }
}
