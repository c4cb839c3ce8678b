use super::fact;
use crate::edit::Refusal;
use crate::model::{NewEntry, PlanEntry};
use crate::session::Snapshot;
use crate::text::Edit;
use std::collections::BTreeSet;

/// What adding many entries comes to.
#[derive(Clone, PartialEq, Debug)]
pub struct AddedAll {
    /// The one edit that adds them.
    pub edit: Edit,
    /// How many the plan had already, and were left out.
    pub left_out: usize,
}

/// For each of `new` whether `plan` has its addresses already, for the same cluster. `n log n` in the entries of both.
pub fn known<'a>(plan: &[PlanEntry], new: impl IntoIterator<Item = &'a NewEntry>) -> Vec<bool> {
    let plan = plan.iter().map(|entry| (entry.range.numbers(), entry.cluster.as_deref()));
    let known: BTreeSet<_> = plan.collect();
    let is_known = |entry: &NewEntry| known.contains(&(entry.range.numbers(), entry.cluster.as_deref()));
    new.into_iter().map(is_known).collect()
}

/// Adds entries that come from elsewhere behind the facts of the plan, in their order. Those whose addresses the plan
/// has for the same cluster are left out; [`known`] names them. Nothing is refused for where it lies: the source may be wrong, and the rules say
/// so once it stands in the plan.
///
/// # Errors
/// When the front matter cannot be read, or has something else where the facts belong.
pub fn add_all(snapshot: &Snapshot, new: &[NewEntry]) -> Result<AddedAll, Refusal> {
    let known = known(&snapshot.model.plan, new);
    let added: Vec<&NewEntry> =
        new.iter().zip(known).filter(|(_, is_known)| !is_known).map(|(entry, _)| entry).collect();
    Ok(AddedAll { edit: fact::append(snapshot, &added)?, left_out: new.len() - added.len() })
}
