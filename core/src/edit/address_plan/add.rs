use super::room::{Inside, check};
use super::target::Target;
use super::{fact, row};
use crate::edit::Refusal;
use crate::model::NewEntry;
use crate::model::{EntrySource, PlanEntry, Role};
use crate::net::AddressRange;
use crate::session::Snapshot;
use crate::text::Edit;

/// Adds an entry to the plan: behind the one before it in the same parent, else behind the parent, else at the end of
/// the facts. A table takes it only where it has columns for all that the entry says.
///
/// # Errors
/// When another entry has the addresses, or would cross it.
pub fn add(snapshot: &Snapshot, new: &NewEntry) -> Result<Edit, Refusal> {
    let plan = &snapshot.model.plan;
    check(plan, &new.range, new.cluster.as_deref(), Inside::Children, |_| false)?;
    let takes = |entry: &PlanEntry| match &entry.source {
        EntrySource::Fact(item) => !item.is_alias,
        EntrySource::Row(source) => row::can_hold(source, new),
        EntrySource::Object(_) => false,
    };
    let neighbour = neighbour(plan, &new.range, takes);
    let last_of = |is_kind: fn(&EntrySource) -> bool| {
        plan.iter().rposition(|entry| is_kind(&entry.source) && takes(entry))
    };
    let last = || {
        last_of(|it| matches!(it, EntrySource::Fact(_)))
            .or_else(|| last_of(|it| matches!(it, EntrySource::Row(_))))
    };
    match neighbour.or_else(last) {
        Some(index) => Target::new(snapshot, index)?.insert_after(std::slice::from_ref(new)),
        None => fact::append(snapshot, &[new]),
    }
}

/// Keeps addresses free: adds an entry with the role `reserved`.
///
/// # Errors
/// As for [`add`].
pub fn reserve(snapshot: &Snapshot, range: AddressRange, name: &str) -> Result<Edit, Refusal> {
    add(snapshot, &NewEntry { name: name.to_owned(), role: Some(Role::Reserved), ..NewEntry::new(range) })
}

/// The entry behind which one with `range` belongs: the one before it in the narrowest entry around it, else that one.
fn neighbour(plan: &[PlanEntry], range: &AddressRange, takes: impl Fn(&PlanEntry) -> bool) -> Option<usize> {
    let size = |entry: &PlanEntry| entry.range.numbers().2 - entry.range.numbers().1;
    let holds = |&index: &usize| plan.get(index).is_some_and(|entry| entry.range.contains(range));
    let parent = (0..plan.len()).filter(holds).min_by_key(|&index| plan.get(index).map(size));
    let around = parent.and_then(|parent| plan.get(parent)).map(|parent| parent.range);
    let is_before = |&index: &usize| {
        plan.get(index).is_some_and(|entry| {
            let inside = around
                .is_none_or(|around| around.contains(&entry.range) && !around.same_addresses(&entry.range));
            inside
                && entry.range.family() == range.family()
                && entry.range.last() < range.first()
                && takes(entry)
        })
    };
    let before = (0..plan.len())
        .filter(is_before)
        .max_by_key(|&index| plan.get(index).map(|entry| entry.range.numbers().2));
    before.or_else(|| parent.filter(|&parent| plan.get(parent).is_some_and(&takes)))
}
