use super::room::{self, Inside, within};
use super::target::{Target, named, remove};
use super::{all, names};
use crate::edit::Refusal;
use crate::model::{PlanEntry, PlanField};
use crate::net::AddressRange;
use crate::session::Snapshot;
use crate::text::Edit;

/// Joins entries of the plan that lie side by side to the prefix that they are together. The first by its addresses
/// stays with its note, comments and name; parts called `NAME-1`, `NAME-2` and so on, as a split calls them, are `NAME`
/// again. Where an entry around them has the very same addresses, they become that one.
///
/// # Errors
/// When they are not exactly one prefix, when something else lies between, or when they are of different clusters or
/// roles.
pub fn join(snapshot: &Snapshot, indices: &[usize]) -> Result<Edit, Refusal> {
    let plan = &snapshot.model.plan;
    let mut parts: Vec<Target<'_>> =
        indices.iter().map(|&index| Target::new(snapshot, index)).collect::<Result<_, _>>()?;
    parts.sort_by_key(|part| (part.entry.range.numbers(), part.index));
    parts.dedup_by_key(|part| part.index);
    let (Some((first, others)), true) = (parts.split_first(), parts.len() > 1) else {
        return Err(Refusal::new("Two entries or more can be joined."));
    };
    let whole = united(&parts)?;
    for other in others {
        check_alike(first.entry, other.entry)?;
    }
    check_between(plan, &parts, &whole)?;
    let is_around = |entry: &PlanEntry| {
        entry.range.same_addresses(&whole)
            && (entry.cluster.is_none() || entry.cluster == first.entry.cluster)
    };
    let gone: Vec<usize> = others.iter().map(|part| part.index).collect();
    if plan.iter().any(is_around) {
        return remove(snapshot, &parts.iter().map(|part| part.index).collect::<Vec<_>>());
    }
    let is_part = |index: usize| parts.iter().any(|part| part.index == index);
    room::check(plan, &whole, first.entry.cluster.as_deref(), Inside::Children, is_part)?;
    let called: Vec<&str> = parts.iter().map(|part| part.entry.name.as_str()).collect();
    let name = names::whole(&called);
    let mut edits = vec![first.set_range(whole)?, remove(snapshot, &gone)?];
    if name != first.entry.name && first.entry.place_of(PlanField::Name).is_some() {
        edits.push(first.set(PlanField::Name, Some(&name))?);
    }
    all(edits)
}

/// The prefix that `parts`, in order, are together.
fn united(parts: &[Target<'_>]) -> Result<AddressRange, Refusal> {
    for pair in parts.windows(2) {
        let [one, next] = pair else { continue };
        let ((family, _, last), (other, first, _)) = (one.entry.range.numbers(), next.entry.range.numbers());
        if family != other || last.checked_add(1) != Some(first) {
            let (one, next) = (named(one.entry), named(next.entry));
            return Err(Refusal::new(format!("{one} and {next} do not lie side by side.")));
        }
    }
    let ends = parts.first().zip(parts.last());
    let range =
        ends.and_then(|(first, last)| AddressRange::new(first.entry.range.first(), last.entry.range.last()));
    let mut blocks = range.into_iter().flat_map(|range| range.blocks().collect::<Vec<_>>());
    match (blocks.next(), blocks.next()) {
        (Some(block), None) => Ok(block.into()),
        _ => {
            let range = range.map(|range| range.to_string()).unwrap_or_default();
            Err(Refusal::new(format!("Together they are {range}, which is no prefix.")))
        }
    }
}

fn check_alike(one: &PlanEntry, other: &PlanEntry) -> Result<(), Refusal> {
    let differ = |what: &str| {
        Err(Refusal::new(format!("{} and {} differ in their {what}.", named(one), named(other))))
    };
    if one.cluster != other.cluster {
        return differ("cluster");
    }
    if one.role.value != other.role.value {
        return differ("role");
    }
    Ok(())
}

/// Everything else in `whole` must lie in one of the parts.
fn check_between(plan: &[PlanEntry], parts: &[Target<'_>], whole: &AddressRange) -> Result<(), Refusal> {
    let mut known = vec![false; plan.len()];
    for part in parts {
        for index in within(plan, part.index).into_iter().chain([part.index]) {
            if let Some(known) = known.get_mut(index) {
                *known = true;
            }
        }
    }
    let lies_between = |(index, entry): &(usize, &PlanEntry)| {
        let is_known = known.get(*index).copied().unwrap_or_default();
        entry.range.overlaps(whole) && !entry.range.contains(whole) && !is_known
    };
    match plan.iter().enumerate().find(lies_between) {
        Some((_, entry)) => Err(Refusal::new(format!("{} lies between.", named(entry)))),
        None => Ok(()),
    }
}
