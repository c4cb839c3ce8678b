use crate::model::{PlanEntry, Role};
use crate::net::{AddressRange, Cidr};

/// The next block as large as the entry at `index` that nothing has: behind the entry, else before it, in the narrowest
/// site, VPC or subnet around it, else in the private range that it is of. What lies in the entry is taken to move
/// along. None for what is no prefix, and where everything is taken. `n log n` in the number of entries.
///
/// ```
/// use netplat_core::plan::next_free;
/// let text = "| Name | CIDR |\n|---|---|\n| a | 10.0.0.0/24 |\n| b | 10.0.0.0/24 |\n| c | 10.0.1.0/24 |\n";
/// let entries = netplat_core::session::Snapshot::new(text).model.plan.clone();
/// let free = next_free(&entries, 1);
/// assert_eq!(free.map(|free| free.to_string()).as_deref(), Some("10.0.2.0/24"));
/// ```
pub fn next_free(entries: &[PlanEntry], index: usize) -> Option<Cidr> {
    let entry = entries.get(index)?;
    let (length, home) = (entry.range.prefix()?, home(entries, entry)?);
    let moves_along =
        |other: &PlanEntry| entry.range.contains(&other.range) && !entry.range.same_addresses(&other.range);
    let is_taken = |other: &PlanEntry| {
        other.range.overlaps(&home) && !other.range.contains(&home) && !moves_along(other)
    };
    let others = entries.iter().enumerate().filter(|(other, it)| *other != index && is_taken(it));
    let taken: Vec<AddressRange> = others.map(|(_, it)| it.range).chain([entry.range]).collect();
    let free: Vec<Cidr> = home.without(&taken).into_iter().filter(|free| free.length() <= length).collect();
    let behind = free.iter().find(|free| free.first() > entry.range.first());
    Cidr::containing(behind.or(free.first())?.first(), length)
}

/// RFC 1918, RFC 6598 and RFC 4193.
static PRIVATE_RANGES: &[&str] =
    &["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

/// What an entry moves within.
fn home(entries: &[PlanEntry], entry: &PlanEntry) -> Option<AddressRange> {
    let is_home = |other: &&PlanEntry| {
        matches!(other.role.value, Role::Site | Role::Vpc | Role::Subnet)
            && other.range.contains(&entry.range)
            && !other.range.same_addresses(&entry.range)
    };
    let size = |other: &PlanEntry| other.range.numbers().2 - other.range.numbers().1;
    let around = entries.iter().filter(is_home).min_by_key(|other| size(other)).map(|other| other.range);
    let private = || {
        let read = PRIVATE_RANGES.iter().filter_map(|text| AddressRange::read(text).ok());
        read.map(|read| read.value).find(|range| range.contains(&entry.range))
    };
    around.or_else(private)
}
