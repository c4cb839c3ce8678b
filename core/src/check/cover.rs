use crate::net::{AddressRange, Family};

/// Ranges to be asked which of them lies around or touches another, in logarithmic time.
#[derive(Debug, Default)]
pub(super) struct Cover {
    /// By family and first address; with each the range that reaches farthest of those up to it.
    sorted: Vec<Reach>,
}

#[derive(Clone, Copy, Debug)]
struct Reach {
    family: Family,
    first: u128,
    last: u128,
    index: usize,
}

impl Cover {
    /// The ranges, each with an index of the caller's.
    pub(super) fn new<'r>(ranges: impl IntoIterator<Item = (usize, &'r AddressRange)>) -> Self {
        let mut sorted: Vec<_> = ranges
            .into_iter()
            .map(|(index, range)| {
                let (family, first, last) = range.numbers();
                Reach { family, first, last, index }
            })
            .collect();
        sorted.sort_by_key(|it| (it.family, it.first, std::cmp::Reverse(it.last), it.index));
        let mut farthest: Option<Reach> = None;
        for it in &mut sorted {
            let before = farthest.filter(|far| far.family == it.family && far.last >= it.last);
            let far = before.unwrap_or(*it);
            (it.last, it.index) = (far.last, far.index);
            farthest = Some(far);
        }
        Self { sorted }
    }

    /// A range that holds all of `range`.
    pub(super) fn around(&self, range: &AddressRange) -> Option<usize> {
        let (family, first, last) = range.numbers();
        self.farthest(family, first).filter(|far| far.last >= last).map(|far| far.index)
    }

    /// A range that shares an address with `range`.
    pub(super) fn touching(&self, range: &AddressRange) -> Option<usize> {
        let (family, first, last) = range.numbers();
        self.farthest(family, last).filter(|far| far.last >= first).map(|far| far.index)
    }

    /// Of the ranges that begin at `number` or before, the one that reaches farthest.
    fn farthest(&self, family: Family, number: u128) -> Option<Reach> {
        let after = self.sorted.partition_point(|it| (it.family, it.first) <= (family, number));
        self.sorted.get(after.checked_sub(1)?).copied().filter(|far| far.family == family)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::net::{IpAddr, Ipv4Addr};

    fn any_range() -> impl Strategy<Value = AddressRange> {
        (0u32..40, 0u32..12).prop_map(|(first, length)| {
            let address = |number| IpAddr::from(Ipv4Addr::from_bits(number));
            AddressRange::new(address(first), address(first + length)).expect("in order")
        })
    }

    proptest! {
        #[test]
        fn answers_are_those_of_looking_at_each(ranges in prop::collection::vec(any_range(), 0..8), asked in any_range()) {
            let cover = Cover::new(ranges.iter().enumerate());
            let around = cover.around(&asked);
            prop_assert_eq!(around.is_some(), ranges.iter().any(|range| range.contains(&asked)));
            prop_assert!(around.is_none_or(|index| ranges[index].contains(&asked)));
            let touching = cover.touching(&asked);
            prop_assert_eq!(touching.is_some(), ranges.iter().any(|range| range.overlaps(&asked)));
            prop_assert!(touching.is_none_or(|index| ranges[index].overlaps(&asked)));
        }
    }
}
