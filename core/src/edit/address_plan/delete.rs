use super::target::{named, remove};
use crate::edit::Refusal;
use crate::plan::AddressPlan;
use crate::session::Snapshot;
use crate::text::Edit;

/// What becomes of entries that lie in one that is deleted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Children {
    /// There must be none.
    Refused,
    /// They stay, now in what was around it.
    Kept,
    /// They go along, unless another entry with the very same addresses stays around them.
    Deleted,
}

/// Deletes the entries at `indices` of the plan, each with the comments that are about it alone.
///
/// # Errors
/// When something else lies in one of them and `children` does not say what becomes of it, or where an object says one.
pub fn delete(snapshot: &Snapshot, indices: &[usize], children: Children) -> Result<Edit, Refusal> {
    let entries = &snapshot.model.plan;
    let mut is_gone = vec![false; entries.len()];
    for &index in indices {
        match is_gone.get_mut(index) {
            Some(gone) => *gone = true,
            None => return Err(Refusal::new("The plan has no such entry any more.")),
        }
    }
    if children != Children::Kept {
        let plan = AddressPlan::new(entries);
        // Parents come first, so one pass reaches all below them.
        for index in plan.in_order() {
            let parent = plan.node(index).and_then(|node| node.parent);
            let goes_along = parent.and_then(|parent| is_gone.get(parent)).copied().unwrap_or_default();
            let Some(gone) = is_gone.get_mut(index).filter(|gone| goes_along && !**gone) else { continue };
            if let (Children::Refused, Some(inner)) = (children, entries.get(index)) {
                return Err(Refusal::new(format!("{} lies in it. Delete both, or keep it.", named(inner))));
            }
            *gone = true;
        }
    }
    let gone: Vec<usize> = (0..entries.len()).filter(|&index| is_gone.get(index) == Some(&true)).collect();
    remove(snapshot, &gone)
}
