use super::all;
use super::room::{Inside, check, within};
use super::target::{Target, named};
use crate::edit::Refusal;
use crate::model::PlanEntry;
use crate::plan::next_free;
use crate::session::Snapshot;
use crate::text::Edit;
use std::net::IpAddr;

/// Moves the entry at `index` of the plan to the addresses from `first` on, as many as it has. What lies in it goes
/// along and keeps its place in it.
///
/// # Errors
/// When the addresses are taken, of another family, or do not begin where a prefix of this length can; or when
/// something that would go along stands where it cannot be changed.
pub fn move_to(snapshot: &Snapshot, index: usize, first: IpAddr) -> Result<Edit, Refusal> {
    let target = Target::new(snapshot, index)?;
    let (entry, plan) = (target.entry, &snapshot.model.plan);
    let moved = |inner: &PlanEntry| {
        let range = inner.range.moved(entry.range.first(), first);
        range.ok_or_else(|| Refusal::new(format!("{} cannot begin at {first}.", named(entry))))
    };
    let to = moved(entry)?;
    let children = within(plan, index);
    let is_ignored = |other: usize| other == index || children.binary_search(&other).is_ok();
    check(plan, &to, entry.cluster.as_deref(), Inside::Nothing, is_ignored)?;
    let edits = children.iter().map(|&child| {
        let child = Target::new(snapshot, child)?;
        child.set_range(moved(child.entry)?)
    });
    let edits: Vec<Edit> = edits.collect::<Result<_, _>>()?;
    all(edits.into_iter().chain([target.set_range(to)?]))
}

/// Moves the entry at `index` of the plan, with what lies in it, to the [`next_free`] block.
///
/// # Errors
/// When there is none, or as for [`move_to`].
pub fn move_to_next_free(snapshot: &Snapshot, index: usize) -> Result<Edit, Refusal> {
    let target = Target::new(snapshot, index)?;
    match next_free(&snapshot.model.plan, index) {
        Some(block) => move_to(snapshot, index, block.first()),
        None => Err(Refusal::new(format!("No block as large as {} is free.", named(target.entry)))),
    }
}
