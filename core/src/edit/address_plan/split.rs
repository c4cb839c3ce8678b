use super::room::{self, Inside, within};
use super::target::{Target, named};
use super::{all, names};
use crate::edit::Refusal;
use crate::model::NewEntry;
use crate::model::{PlanEntry, PlanField};
use crate::net::{AddressRange, Cidr};
use crate::session::Snapshot;
use crate::text::Edit;

/// How many parts a split makes at most.
const MOST_PARTS: usize = 1024;

/// Into what a prefix is split.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parts {
    /// So many parts that together are the whole: of the same size when the number is a power of two, else the first
    /// ones of twice the size of the others.
    Number(u32),
    /// Parts with this prefix length.
    Length(u8),
}

/// What becomes of the entry that is split.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whole {
    /// Its parts take its place; it is the first of them.
    Replaced,
    /// It stays around its parts.
    Kept,
}

/// Splits the prefix at `index` of the plan. The parts are called `NAME-1`, `NAME-2` and so on, and say what the whole
/// says, but for its note, which stays where it is.
///
/// # Errors
/// When it is no prefix, when something within it would be cut or would be as large as a part, when nodes' blocks are
/// larger than the parts, or where an object says it.
pub fn split(snapshot: &Snapshot, index: usize, parts: Parts, whole: Whole) -> Result<Edit, Refusal> {
    let target = Target::new(snapshot, index)?;
    let entry = target.entry;
    let cidrs = divided(entry, parts)?;
    check(snapshot, index, entry, &cidrs)?;
    let called = names::parts(&snapshot.model.plan, written_name(entry), cidrs.len());
    let all_parts = cidrs.iter().zip(called).map(|(cidr, name)| NewEntry::like(entry, (*cidr).into(), name));
    let mut all_parts: Vec<NewEntry> = all_parts.collect();
    if whole == Whole::Kept {
        return target.insert_after(&all_parts);
    }
    // What has the same addresses would be around the parts afterwards.
    room::check(&snapshot.model.plan, &entry.range, entry.cluster.as_deref(), Inside::Children, |it| {
        it == index
    })?;
    let first = all_parts.remove(0);
    let mut edits = vec![target.set_range(first.range)?, target.insert_after(&all_parts)?];
    if !first.name.is_empty() {
        edits.push(target.set(PlanField::Name, Some(&first.name))?);
    }
    all(edits)
}

/// Its name, where it is said as such and not taken from another column.
fn written_name(entry: &PlanEntry) -> &str {
    if entry.place_of(PlanField::Name).is_some() { &entry.name } else { "" }
}

fn divided(entry: &PlanEntry, parts: Parts) -> Result<Vec<Cidr>, Refusal> {
    let name = named(entry);
    let mut blocks = entry.range.blocks();
    let (Some(whole), None) = (blocks.next(), blocks.next()) else {
        return Err(Refusal::new(format!("{name} is no prefix: only a prefix can be split.")));
    };
    let (bits, most) = (whole.family().bits(), MOST_PARTS);
    match parts {
        Parts::Length(length) if length <= whole.length() => Err(Refusal::new(format!(
            "The parts of {name} need a prefix longer than /{}; /{length} is not.",
            whole.length()
        ))),
        Parts::Length(length) if length > bits => {
            Err(Refusal::new(format!("/{length} is longer than an address of {bits} bits.")))
        }
        Parts::Length(length) if length - whole.length() > MOST_PARTS.ilog2() as u8 => {
            Err(Refusal::new(format!("{name} has more than {most} parts of /{length}: split it in steps.")))
        }
        Parts::Length(length) => Ok(whole.split(length).into_iter().flatten().collect()),
        Parts::Number(number) if number < 2 => Err(Refusal::new("A split makes two parts or more.")),
        Parts::Number(number) if number as usize > most => {
            Err(Refusal::new(format!("A split makes at most {most} parts: split it in steps.")))
        }
        Parts::Number(number) => in_number(whole, number)
            .ok_or_else(|| Refusal::new(format!("{name} is too small for {number} parts."))),
    }
}

/// So many parts of `whole`: the next lower power of two, of which the last ones are halved.
fn in_number(whole: Cidr, number: u32) -> Option<Vec<Cidr>> {
    let length = whole.length().checked_add(number.ilog2() as u8)?;
    let halved = (number - (1 << number.ilog2())) as usize;
    let parts: Vec<Cidr> = whole.split(length)?.collect();
    let (kept, last) = parts.split_at_checked(parts.len() - halved)?;
    let halves = last.iter().map(|part| part.split(length + 1)).collect::<Option<Vec<_>>>()?;
    Some(kept.iter().copied().chain(halves.into_iter().flatten()).collect())
}

fn check(snapshot: &Snapshot, index: usize, entry: &PlanEntry, parts: &[Cidr]) -> Result<(), Refusal> {
    let plan = &snapshot.model.plan;
    if let Some((mask, part)) =
        entry.node_mask.and_then(|mask| Some((mask, parts.iter().find(|part| part.length() > mask)?)))
    {
        return Err(Refusal::new(format!("Each node takes a /{mask}, more than the part {part} has.")));
    }
    for inner in within(plan, index).into_iter().filter_map(|inner| plan.get(inner)) {
        // The last part that does not begin after it is the one that holds it, if one does.
        let place = parts.partition_point(|part| part.first() <= inner.range.first());
        let part = place.checked_sub(1).and_then(|place| parts.get(place)).copied().map(AddressRange::from);
        let fits = part.is_some_and(|part| part.contains(&inner.range) && !part.same_addresses(&inner.range));
        if !fits {
            let name = named(inner);
            return Err(Refusal::new(format!("{name} lies in it and would be cut, or be a part itself.")));
        }
    }
    Ok(())
}
