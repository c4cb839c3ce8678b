/// Ports from 1 to 65535, as the fewest ranges in order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct PortSet {
    /// First and last, both included; in order, with a gap between each two.
    ranges: Vec<(u16, u16)>,
}

impl PortSet {
    /// All ports.
    pub fn all() -> Self {
        Self::range(1, u16::MAX)
    }

    /// The ports from `first` to `last`, both included; none when they are reversed. There is no port 0.
    pub fn range(first: u16, last: u16) -> Self {
        let first = first.max(1);
        Self { ranges: if first <= last { vec![(first, last)] } else { Vec::new() } }
    }

    /// Whether there is no port.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether `port` is among them.
    pub fn contains(&self, port: u16) -> bool {
        let after = self.ranges.partition_point(|&(first, _)| first <= port);
        self.ranges.get(after.wrapping_sub(1)).is_some_and(|&(_, last)| port <= last)
    }

    /// The ranges, first and last included, in order.
    pub fn ranges(&self) -> &[(u16, u16)] {
        &self.ranges
    }

    /// The ports of either. Linear.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut all: Vec<(u16, u16)> = self.ranges.iter().chain(&other.ranges).copied().collect();
        all.sort_unstable();
        let mut ranges: Vec<(u16, u16)> = Vec::with_capacity(all.len());
        for (first, last) in all {
            match ranges.last_mut() {
                Some(open) if first <= open.1.saturating_add(1) => open.1 = open.1.max(last),
                _ => ranges.push((first, last)),
            }
        }
        Self { ranges }
    }

    /// The ports of both. Linear.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        let (mut left, mut right) = (self.ranges.iter().peekable(), other.ranges.iter().peekable());
        while let (Some(&&(a, b)), Some(&&(c, d))) = (left.peek(), right.peek()) {
            if a.max(c) <= b.min(d) {
                ranges.push((a.max(c), b.min(d)));
            }
            if b < d {
                left.next()
            } else {
                right.next()
            };
        }
        Self { ranges }
    }

    /// The ports of this one that the other does not have. Linear.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        let mut next = 1;
        for &(first, last) in &other.ranges {
            if next < first {
                ranges.push((next, first - 1));
            }
            match last.checked_add(1) {
                Some(after) => next = after,
                None => return self.intersection(&Self { ranges }),
            }
        }
        ranges.push((next, u16::MAX));
        self.intersection(&Self { ranges })
    }
}

impl std::fmt::Display for PortSet {
    /// `80,443,8000-8080`
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, (first, last)) in self.ranges.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            if first == last {
                write!(formatter, "{comma}{first}")?;
            } else {
                write!(formatter, "{comma}{first}-{last}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_ports() -> impl Strategy<Value = PortSet> {
        // Few distinct bounds, so that ranges meet, and both ends of what there is.
        let bound = prop_oneof![1u16..12, 65_530u16..=65_535];
        prop::collection::vec((bound.clone(), bound), 0..4).prop_map(|ranges| {
            ranges.iter().fold(PortSet::default(), |set, &(a, b)| set.union(&PortSet::range(a, b)))
        })
    }

    proptest! {
        #[test]
        fn sets_of_ports_are_what_their_ports_are(a in any_ports(), b in any_ports()) {
            let (union, both, rest) = (a.union(&b), a.intersection(&b), a.without(&b));
            for port in (1..16).chain(65_525..=65_535) {
                let (in_a, in_b) = (a.contains(port), b.contains(port));
                prop_assert_eq!(union.contains(port), in_a || in_b);
                prop_assert_eq!(both.contains(port), in_a && in_b);
                prop_assert_eq!(rest.contains(port), in_a && !in_b);
            }
            // One form for each set.
            prop_assert_eq!(rest.union(&both), a);
        }
    }
}
