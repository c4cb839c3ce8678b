use super::room::within;
use super::target::{named, remove};
use crate::edit::Refusal;
use crate::session::Snapshot;
use crate::text::Edit;

/// What becomes of entries that lie in one that is deleted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Children {
    /// There must be none.
    Refused,
    /// They stay, now in what was around it.
    Kept,
    /// They go along.
    Deleted,
}

/// Deletes the entries at `indices` of the plan, each with the comments that are about it alone.
///
/// # Errors
/// When something else lies in one of them and `children` does not say what becomes of it, or where an object says one.
pub fn delete(snapshot: &Snapshot, indices: &[usize], children: Children) -> Result<Edit, Refusal> {
    let plan = &snapshot.model.plan;
    let mut gone = indices.to_vec();
    if children != Children::Kept {
        gone.extend(indices.iter().flat_map(|&index| within(plan, index)));
    }
    gone.sort_unstable();
    gone.dedup();
    let inner = gone.iter().find(|index| !indices.contains(index));
    if let (Children::Refused, Some(inner)) = (children, inner.and_then(|&inner| plan.get(inner))) {
        return Err(Refusal::new(format!("{} lies in it. Delete both, or keep it.", named(inner))));
    }
    remove(snapshot, &gone)
}
