//! What may pass between a workload and addresses outside of the cluster.

use super::ends::{End, Ends};
use crate::net::AddressRange;
use crate::reach::{ConnectionSet, Direction, Workload};
use std::net::IpAddr;

/// What may pass between `workload` and the outside that `end` is, with an address to ask about: from or to each of
/// declared addresses, some of those that nobody declared. Nothing where the policies do not say: of addresses of a
/// family that nothing mentions.
pub(super) fn allowed(
    ends: &Ends<'_>,
    workload: &Workload,
    end: &End,
    direction: Direction,
) -> Option<(ConnectionSet, IpAddr)> {
    let ranges = ends.reach.outside_of(workload, direction);
    let End::Addresses(declared) = end else {
        let first = ranges.first().and_then(|(range, _)| range.range());
        let example = first.map_or(IpAddr::from([203, 0, 113, 1]), |range| range.first());
        let some = ranges.iter().fold(ConnectionSet::default(), |all, (_, set)| all.union(set));
        return Some((some, example));
    };
    let mut all: Option<(ConnectionSet, IpAddr)> = None;
    for range in declared.iter().filter(|range| ends.reach.knows_family(range.first())) {
        let (set, example) = of_range(range, &ranges);
        all = Some(match all {
            // The example is of those that may do the least.
            Some((known, kept)) if known.without(&set).is_empty() => (known, kept),
            Some((known, _)) => (known.intersection(&set), example),
            None => (set, example),
        });
    }
    all
}

/// What may pass for all addresses of `range`, and one that may do no more than that.
fn of_range(
    range: &AddressRange,
    allowed: &[(crate::reach::OutsideRange, ConnectionSet)],
) -> (ConnectionSet, IpAddr) {
    let parts: Vec<(AddressRange, &ConnectionSet)> =
        allowed.iter().filter_map(|(part, set)| Some((part.range()?.intersection(range)?, set))).collect();
    let covered: Vec<AddressRange> = parts.iter().map(|(part, _)| *part).collect();
    if let Some(gap) = range.without(&covered).first() {
        return (ConnectionSet::default(), AddressRange::from(*gap).first());
    }
    let mut least = (ConnectionSet::all(), range.first());
    for (part, set) in parts {
        let both = least.0.intersection(set);
        if both != least.0 {
            least = (both, part.first());
        }
    }
    least
}
