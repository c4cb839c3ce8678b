use super::address::read_address;
use super::{AddressCount, Cidr, Family, Remark, RemarkKind, SyntaxError, Written};
use crate::text::Span;
use std::net::IpAddr;

/// Addresses of one family from a first to a last one, both included: a prefix, a start and stop, or one address.
///
/// ```
/// use netplat_core::net::AddressRange;
/// let pool = AddressRange::read("192.168.40.10-192.168.40.60")?.value;
/// assert_eq!(pool.count().to_string(), "51");
/// let blocks: Vec<_> = pool.blocks().map(|block| block.to_string()).collect();
/// assert_eq!(blocks[0], "192.168.40.10/31");
/// # Ok::<(), netplat_core::net::SyntaxError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AddressRange {
    family: Family,
    first: u128,
    last: u128,
    prefix: Option<u8>,
}

impl AddressRange {
    /// The addresses from `first` to `last`; nothing when they are reversed or of two families.
    pub fn new(first: IpAddr, last: IpAddr) -> Option<Self> {
        let (family, first) = Family::split(first);
        let (other, last) = Family::split(last);
        (family == other && first <= last).then_some(Self { family, first, last, prefix: None })
    }

    /// The addresses of `family` from one number to another, both included; nothing when they are reversed or too high.
    pub fn between(family: Family, first: u128, last: u128) -> Option<Self> {
        (first <= last && last <= family.highest()).then_some(Self { family, first, last, prefix: None })
    }

    /// Every address of `family`.
    pub fn whole(family: Family) -> Self {
        Self { family, first: 0, last: family.highest(), prefix: None }
    }

    /// Reads a prefix (`10.0.0.0/8`), a start and stop (`10.0.0.1-10.0.0.9`, spaces around the dash allowed), or a
    /// single address.
    ///
    /// # Errors
    /// When it is none of these, or the stop lies before the start.
    pub fn read(text: &str) -> Result<Written<Self>, SyntaxError> {
        if let Some(dash) = text.find(['-', '–']) {
            return read_start_stop(text, dash);
        }
        if text.contains(['/', '\\']) {
            return Cidr::read(text).map(|written| written.map(Self::from));
        }
        let address = read_address(text)?;
        let (family, number) = Family::split(address);
        let value = Self { family, first: number, last: number, prefix: None };
        Ok(Written { value, remarks: canonical_remark(text, &value) })
    }

    /// Its family.
    pub fn family(&self) -> Family {
        self.family
    }

    /// The first address.
    pub fn first(&self) -> IpAddr {
        self.family.address(self.first)
    }

    /// The last address.
    pub fn last(&self) -> IpAddr {
        self.family.address(self.last)
    }

    /// The prefix length, when it was written as a prefix.
    pub fn prefix(&self) -> Option<u8> {
        self.prefix
    }

    /// The prefix that it was written as.
    pub fn cidr(&self) -> Option<Cidr> {
        self.prefix.map(|length| Cidr::aligned(self.family, self.first, length))
    }

    /// How many addresses it has.
    pub fn count(&self) -> AddressCount {
        AddressCount::between(self.first, self.last)
    }

    /// Whether all of `other` lies in it.
    pub fn contains(&self, other: &AddressRange) -> bool {
        self.family == other.family && self.first <= other.first && other.last <= self.last
    }

    /// Whether `address` lies in it.
    pub fn contains_address(&self, address: IpAddr) -> bool {
        let (family, number) = Family::split(address);
        self.family == family && (self.first..=self.last).contains(&number)
    }

    /// Whether they have the same addresses, however written.
    pub fn same_addresses(&self, other: &AddressRange) -> bool {
        (self.family, self.first, self.last) == (other.family, other.first, other.last)
    }

    /// Whether they share an address.
    pub fn overlaps(&self, other: &AddressRange) -> bool {
        self.intersection(other).is_some()
    }

    /// The addresses that both have.
    pub fn intersection(&self, other: &AddressRange) -> Option<AddressRange> {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        (self.family == other.family && first <= last).then_some(Self {
            family: self.family,
            first,
            last,
            prefix: None,
        })
    }

    /// The fewest prefixes that together are this range, in order.
    pub fn blocks(&self) -> impl Iterator<Item = Cidr> + use<> {
        let Self { family, last, .. } = *self;
        let mut next = Some(self.first);
        std::iter::from_fn(move || {
            let first = next?;
            let block = widest_block(family, first, last);
            next = block.last_number().checked_add(1).filter(|&number| number <= last);
            Some(block)
        })
    }

    /// What is left without `taken`, as the fewest prefixes, in order. `taken` may be unordered and overlap itself.
    /// `n log n` in the number of ranges taken.
    pub fn without(&self, taken: &[AddressRange]) -> Vec<Cidr> {
        let mut taken: Vec<_> = taken.iter().filter_map(|range| self.intersection(range)).collect();
        taken.sort_by_key(|range| range.first);
        let mut left = Vec::new();
        let mut next = Some(self.first);
        for range in taken {
            let Some(first) = next else { break };
            if first < range.first {
                left.extend(Self { last: range.first - 1, first, ..*self }.blocks());
            }
            // Nothing follows the very last address.
            next = range.last.checked_add(1).map(|after| after.max(first));
        }
        if let Some(first) = next.filter(|&first| first <= self.last) {
            left.extend(Self { first, ..*self }.blocks());
        }
        left
    }

    /// The range that lies as far from `to` as this one lies from `from`; nothing where there are no such addresses, or
    /// a prefix cannot begin.
    ///
    /// ```
    /// use netplat_core::net::AddressRange;
    /// let range = AddressRange::read("10.0.4.0/24")?.value;
    /// let moved = range.moved("10.0.0.0".parse().unwrap(), "172.16.0.0".parse().unwrap());
    /// assert_eq!(moved.map(|moved| moved.to_string()).as_deref(), Some("172.16.4.0/24"));
    /// # Ok::<(), netplat_core::net::SyntaxError>(())
    /// ```
    pub fn moved(&self, from: IpAddr, to: IpAddr) -> Option<Self> {
        let ((from_family, from), (to_family, to)) = (Family::split(from), Family::split(to));
        let place = |number: u128| {
            let moved =
                if from <= to { number.checked_add(to - from) } else { number.checked_sub(from - to) };
            moved.filter(|&moved| moved <= self.family.highest())
        };
        let moved = Self { first: place(self.first)?, last: place(self.last)?, ..*self };
        let is_aligned = moved.cidr().is_none_or(|cidr| {
            Cidr::containing(moved.first(), cidr.length())
                .is_some_and(|block| block.first_number() == moved.first)
        });
        (from_family == self.family && to_family == self.family && is_aligned).then_some(moved)
    }

    /// Family, first and last as numbers, for sorting and sweeping.
    pub fn numbers(&self) -> (Family, u128, u128) {
        (self.family, self.first, self.last)
    }
}

impl From<Cidr> for AddressRange {
    fn from(cidr: Cidr) -> Self {
        Self {
            family: cidr.family(),
            first: cidr.first_number(),
            last: cidr.last_number(),
            prefix: Some(cidr.length()),
        }
    }
}

impl std::fmt::Display for AddressRange {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.prefix {
            Some(length) => write!(formatter, "{}/{length}", self.first()),
            None if self.first == self.last => write!(formatter, "{}", self.first()),
            None => write!(formatter, "{}-{}", self.first(), self.last()),
        }
    }
}

impl std::fmt::Debug for AddressRange {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, formatter)
    }
}

fn read_start_stop(text: &str, dash: usize) -> Result<Written<AddressRange>, SyntaxError> {
    let after = dash + text[dash..].chars().next().map_or(1, char::len_utf8);
    let start_text = text[..dash].trim_end();
    let stop_text = text[after..].trim_start();
    let stop_at = text.len() - stop_text.len();
    let whole = |meant: String| AddressRange::read(&meant).is_ok().then_some(meant);
    let start = read_address(start_text).map_err(|mut error| {
        error.suggestion = error.suggestion.and_then(|start| whole(format!("{start}-{stop_text}")));
        error
    })?;
    let stop = read_address(stop_text).map_err(|mut error| {
        let stop = error.suggestion.or_else(|| abbreviated_stop(start_text, stop_text));
        error.suggestion = stop.and_then(|stop| whole(format!("{start_text}-{stop}")));
        error.shifted(stop_at)
    })?;
    let stop_span = Span::new(stop_at, text.len());
    let ((family, first), (other, last)) = (Family::split(start), Family::split(stop));
    if family != other {
        return Err(SyntaxError::at(text, stop_span, format!("an {family} address as the start is")));
    }
    if last < first {
        let error = SyntaxError::at(text, stop_span, format!("an address not before {start}"));
        return Err(error.meant(format!("{stop}-{start}")));
    }
    let value = AddressRange { family, first, last, prefix: None };
    let written_canonically = start_text == start.to_string() && stop_text == stop.to_string();
    let remarks = if written_canonically { Vec::new() } else { canonical_remark(text, &value) };
    Ok(Written { value, remarks })
}

/// The stop of `192.168.40.10-60` as it is meant: with the start's first three numbers.
fn abbreviated_stop(start: &str, stop: &str) -> Option<String> {
    let (network, _) = start.rsplit_once('.')?;
    let _: u8 = stop.parse().ok()?;
    Some(format!("{network}.{stop}"))
}

fn canonical_remark(text: &str, value: &AddressRange) -> Vec<Remark> {
    let canonical = value.to_string();
    if canonical == text { Vec::new() } else { vec![Remark { kind: RemarkKind::NotCanonical, canonical }] }
}

/// The widest prefix that starts at `first` and ends by `last`.
fn widest_block(family: Family, first: u128, last: u128) -> Cidr {
    let bits = u32::from(family.bits());
    let aligned = first.trailing_zeros().min(bits);
    // One less than the count, so that 2^128 addresses fit.
    let beyond_first = last - first;
    let fitting = match beyond_first.checked_add(1) {
        Some(count) => count.ilog2(),
        None => 128,
    };
    Cidr::aligned(family, first, (bits - aligned.min(fitting)) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expect: &str) {
        let said = match AddressRange::read(text) {
            Ok(written) => {
                let remarks =
                    written.remarks.iter().map(|remark| format!(" {:?}", remark.kind)).collect::<String>();
                format!("{}{remarks}", written.value)
            }
            Err(error) => {
                let meant = error.suggestion.as_ref().map(|text| format!(" => {text}")).unwrap_or_default();
                format!("{}: {error}{meant}", error.span.start)
            }
        };
        assert_eq!(said, expect, "{text}");
    }

    fn range(text: &str) -> AddressRange {
        AddressRange::read(text).expect(text).value
    }

    fn listed(blocks: impl IntoIterator<Item = Cidr>) -> String {
        blocks.into_iter().map(|block| block.to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_three_forms_are_read() {
        check("10.0.0.0/8", "10.0.0.0/8");
        check("10.0.0.7", "10.0.0.7");
        check("10.0.0.1 – 10.0.0.9", "10.0.0.1-10.0.0.9");
        check("fd00::1-fd00::ff", "fd00::1-fd00::ff");
        check("FD00::1-fd00::ff", "fd00::1-fd00::ff NotCanonical");
    }

    #[test]
    fn a_stop_must_fit_its_start() {
        check(
            "10.0.0.9-10.0.0.1",
            "9: expected an address not before 10.0.0.9, found `10.0.0.1` => 10.0.0.1-10.0.0.9",
        );
        check("10.0.0.9-fd00::1", "9: expected an IPv4 address as the start is, found `fd00::1`");
        check("10.0.0.9-20", "11: expected 3 more numbers, found the end => 10.0.0.9-10.0.0.20");
        check("10.0.0.9-", "9: expected an IP address, found the end");
    }

    #[test]
    fn a_range_falls_into_the_fewest_blocks() {
        assert_eq!(
            listed(range("10.0.0.1-10.0.0.6").blocks()),
            "10.0.0.1/32 10.0.0.2/31 10.0.0.4/31 10.0.0.6/32"
        );
        assert_eq!(listed(range("0.0.0.0-255.255.255.255").blocks()), "0.0.0.0/0");
        assert_eq!(listed(range("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").blocks()), "::/0");
    }

    #[test]
    fn what_is_taken_leaves_the_rest() {
        let taken = [range("10.0.0.128/25"), range("10.0.0.0/26"), range("10.0.0.200"), range("fd00::/8")];
        assert_eq!(listed(range("10.0.0.0/24").without(&taken)), "10.0.0.64/26");
        assert_eq!(listed(range("255.0.0.0/8").without(&[range("255.128.0.0/9")])), "255.0.0.0/9");
        assert_eq!(listed(range("10.0.0.0/24").without(&[range("10.0.0.0/8")])), "");
    }

    fn any_range() -> impl Strategy<Value = AddressRange> {
        (any::<bool>(), any::<u128>(), any::<u128>(), 0u32..128).prop_map(|(v4, a, b, shift)| {
            let family = if v4 { Family::V4 } else { Family::V6 };
            // Small distances as well as large ones.
            let first = a & family.highest();
            let last = first.saturating_add(b.checked_shr(shift).unwrap_or(0)).min(family.highest());
            AddressRange { family, first, last, prefix: None }
        })
    }

    proptest! {
        #[test]
        fn printing_and_reading_keep_a_range(range in any_range()) {
            prop_assert_eq!(AddressRange::read(&range.to_string()), Ok(Written { value: range, remarks: vec![] }));
        }

        #[test]
        fn blocks_cover_a_range_in_order_without_gap(range in any_range()) {
            let mut next = Some(range.first);
            for block in range.blocks() {
                prop_assert_eq!(Some(block.first_number()), next);
                next = block.last_number().checked_add(1);
            }
            prop_assert_eq!(next, range.last.checked_add(1));
        }

        #[test]
        fn what_is_left_and_what_is_taken_are_the_whole(range in any_range(), others in prop::collection::vec(any_range(), 0..4)) {
            let left = range.without(&others);
            for block in &left {
                prop_assert!(others.iter().all(|other| !other.overlaps(&AddressRange::from(*block))));
            }
            let mut all = others.clone();
            all.extend(left.iter().map(|block| AddressRange::from(*block)));
            prop_assert!(range.without(&all).is_empty());
        }

        #[test]
        fn any_text_is_read_or_refused_at_a_place_inside_it(text in "[0-9a-f:./ –-]{0,24}|\\PC{0,12}") {
            if let Err(error) = AddressRange::read(&text) {
                prop_assert!(text.get(error.span.range()).is_some(), "{:?} in {:?}", error.span, text);
                if let Some(meant) = error.suggestion {
                    prop_assert!(AddressRange::read(&meant).is_ok(), "{} for {}", meant, text);
                }
            }
        }
    }
}
