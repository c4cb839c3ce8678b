use super::all;
use super::room::{Inside, check, within};
use super::target::{Target, named};
use crate::edit::Refusal;
use crate::model::{PlanEntry, Role};
use crate::net::{AddressRange, Cidr};
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

/// The next block of the same size that is free: behind the entry at `index` of the plan, else before it, in the site,
/// network or subnet around it, else in the private range that it is of. None for what is no prefix, and where
/// everything is taken.
pub fn next_free(snapshot: &Snapshot, index: usize) -> Option<Cidr> {
    let plan = &snapshot.model.plan;
    let entry = plan.get(index)?;
    let (length, home) = (entry.range.prefix()?, home(plan, index)?);
    let is_around = |other: &PlanEntry| other.range.contains(&home);
    let children = within(plan, index);
    let others = plan.iter().enumerate().filter(|(other, it)| {
        *other != index
            && !is_around(it)
            && it.range.overlaps(&home)
            && children.binary_search(other).is_err()
    });
    let taken: Vec<AddressRange> = others.map(|(_, it)| it.range).chain([entry.range]).collect();
    let fits = |free: &Cidr| free.length() <= length;
    let free: Vec<Cidr> = home.without(&taken).into_iter().filter(fits).collect();
    let behind = free.iter().find(|free| free.first() > entry.range.first());
    Cidr::containing(behind.or(free.first())?.first(), length)
}

/// Moves the entry at `index` of the plan, with what lies in it, to the [`next_free`] block.
///
/// # Errors
/// When there is none, or as for [`move_to`].
pub fn move_to_next_free(snapshot: &Snapshot, index: usize) -> Result<Edit, Refusal> {
    let target = Target::new(snapshot, index)?;
    match next_free(snapshot, index) {
        Some(block) => move_to(snapshot, index, block.first()),
        None => Err(Refusal::new(format!("No block as large as {} is free.", named(target.entry)))),
    }
}

/// RFC 1918, RFC 6598 and RFC 4193.
static PRIVATE_RANGES: &[&str] =
    &["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

/// What an entry moves within: the narrowest site, VPC or subnet around it, else the private range that it is of.
fn home(plan: &[PlanEntry], index: usize) -> Option<AddressRange> {
    let entry = plan.get(index)?;
    let is_home = |other: &&PlanEntry| {
        matches!(other.role.value, Role::Site | Role::Vpc | Role::Subnet)
            && other.range.contains(&entry.range)
            && !other.range.same_addresses(&entry.range)
    };
    let around = plan
        .iter()
        .filter(is_home)
        .max_by_key(|other| (other.range.numbers().1, std::cmp::Reverse(other.range.numbers().2)));
    let private = || {
        let read = PRIVATE_RANGES.iter().filter_map(|text| AddressRange::read(text).ok());
        read.map(|read| read.value).find(|range| range.contains(&entry.range))
    };
    around.map(|around| around.range).or_else(private)
}
