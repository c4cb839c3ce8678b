//! Whether addresses can be taken, and what lies within an entry.

use super::target::named;
use crate::edit::Refusal;
use crate::model::PlanEntry;
use crate::net::AddressRange;

/// What may lie within addresses that are to be taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Nothing: the addresses are new.
    Nothing,
    /// Whole entries, which become children.
    Children,
}

/// Whether an entry of `cluster` can have `range` among `entries`, those left out of account that `is_ignored` names.
pub(super) fn check(
    entries: &[PlanEntry],
    range: &AddressRange,
    cluster: Option<&str>,
    inside: Inside,
    is_ignored: impl Fn(usize) -> bool,
) -> Result<(), Refusal> {
    let others = entries
        .iter()
        .enumerate()
        .filter(|(index, other)| other.range.overlaps(range) && !is_ignored(*index));
    for (_, other) in others {
        let name = named(other);
        if other.range.same_addresses(range) {
            if may_share(other.cluster.as_deref(), cluster) {
                continue;
            }
            return Err(Refusal::new(format!("{name} has the addresses {range} already.")));
        }
        if range.contains(&other.range) {
            if inside == Inside::Nothing {
                return Err(Refusal::new(format!("{name} lies in {range}.")));
            }
        } else if !other.range.contains(range) {
            return Err(Refusal::new(format!("{range} would cross {name}.")));
        }
    }
    Ok(())
}

/// Whether both clusters are named and differ: what one has, the other may have as well.
fn may_share(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

/// The entries within the one at `index`, those of another cluster left out, in the order of the text.
pub(super) fn within(entries: &[PlanEntry], index: usize) -> Vec<usize> {
    let Some(outer) = entries.get(index) else { return Vec::new() };
    let lies_in = |inner: &PlanEntry| {
        outer.range.contains(&inner.range)
            && !outer.range.same_addresses(&inner.range)
            && !may_share(outer.cluster.as_deref(), inner.cluster.as_deref())
    };
    (0..entries.len()).filter(|&other| entries.get(other).is_some_and(lies_in)).collect()
}
