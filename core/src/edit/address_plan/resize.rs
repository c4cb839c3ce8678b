use super::room::{Inside, check, within};
use super::target::{Target, named};
use crate::edit::Refusal;
use crate::model::PlanEntry;
use crate::net::AddressRange;
use crate::session::Snapshot;
use crate::text::Edit;

/// Gives the entry at `index` of the plan more or fewer addresses: `to`, which shares some with those that it has.
///
/// # Errors
/// When something that lies in it would lie outside, when it would reach over its parent or take in what lies beside
/// it, or when each node's block would not fit any more.
pub fn resize(snapshot: &Snapshot, index: usize, to: AddressRange) -> Result<Edit, Refusal> {
    let target = Target::new(snapshot, index)?;
    let (entry, plan) = (target.entry, &snapshot.model.plan);
    if !to.overlaps(&entry.range) {
        return Err(Refusal::new(format!("{to} lies elsewhere: move {} instead.", named(entry))));
    }
    let children = within(plan, index);
    let outside = |child: &&usize| {
        plan.get(**child).is_some_and(|child| !to.contains(&child.range) || to.same_addresses(&child.range))
    };
    if let Some(child) = children.iter().find(outside).and_then(|&child| plan.get(child)) {
        return Err(Refusal::new(format!("{} lies in it and would not any more.", named(child))));
    }
    if let Some((mask, length)) = entry.node_mask.zip(to.prefix()).filter(|(mask, length)| mask < length) {
        return Err(Refusal::new(format!("Each node takes a /{mask}, more than a /{length} has.")));
    }
    // Whatever is around it must stay around it.
    let reached_over = |(other, around): &(usize, &PlanEntry)| {
        *other != index && around.range.contains(&entry.range) && !around.range.contains(&to)
    };
    let size = |around: &PlanEntry| around.range.numbers().2 - around.range.numbers().1;
    let narrowest = plan.iter().enumerate().filter(reached_over).min_by_key(|(_, around)| size(around));
    if let Some((_, around)) = narrowest {
        return Err(Refusal::new(format!("It would reach over {}.", named(around))));
    }
    let is_ignored = |other: usize| other == index || children.binary_search(&other).is_ok();
    check(plan, &to, entry.cluster.as_deref(), Inside::Nothing, is_ignored)?;
    target.set_range(to)
}
