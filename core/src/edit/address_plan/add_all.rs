use super::fact;
use crate::edit::Refusal;
use crate::model::NewEntry;
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

/// Adds entries that come from elsewhere behind the facts of the plan, in their order. Those whose addresses the plan
/// has for the same cluster are left out. Nothing is refused for where it lies: the source may be wrong, and the rules say
/// so once it stands in the plan.
///
/// # Errors
/// When the front matter cannot be read, or has something else where the facts belong.
pub fn add_all(snapshot: &Snapshot, new: &[NewEntry]) -> Result<AddedAll, Refusal> {
    let plan = snapshot.model.plan.iter();
    let known: BTreeSet<_> = plan.map(|entry| (entry.range.numbers(), entry.cluster.as_deref())).collect();
    let is_new = |entry: &&NewEntry| !known.contains(&(entry.range.numbers(), entry.cluster.as_deref()));
    let added: Vec<&NewEntry> = new.iter().filter(is_new).collect();
    Ok(AddedAll { edit: fact::append(snapshot, &added)?, left_out: new.len() - added.len() })
}
