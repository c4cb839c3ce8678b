//! Addresses that standards set apart (IANA's special-purpose registries), and what a plan may do with them.

use crate::net::{AddressRange, Family};
use std::net::Ipv6Addr;

/// What a range is set apart for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    /// No router passes them on, or no host may have them.
    NeverRouted,
    /// For examples in documents.
    Documentation,
    /// Shared by carriers and their customers: 100.64.0.0/10.
    Shared,
    /// For networks of one's own.
    Private,
}

/// A range set apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpecialRange {
    /// As it is written.
    pub(super) written: &'static str,
    /// What it is called.
    pub(super) name: &'static str,
    /// What for.
    pub(super) purpose: Purpose,
    family: Family,
    first: u128,
    length: u8,
}

/// The range of the registries that all of `range` lies in.
pub(super) fn special(range: &AddressRange) -> Option<&'static SpecialRange> {
    let (family, first, last) = range.numbers();
    SPECIAL.iter().find(|it| it.family == family && it.first <= first && last <= it.last())
}

impl SpecialRange {
    fn last(&self) -> u128 {
        let host_bits = u32::from(self.family.bits() - self.length);
        self.first | 1u128.checked_shl(host_bits).map_or(u128::MAX, |size| size - 1)
    }
}

const fn four(
    octets: [u8; 4],
    length: u8,
    written: &'static str,
    name: &'static str,
    purpose: Purpose,
) -> SpecialRange {
    let first = u32::from_be_bytes(octets) as u128;
    SpecialRange { written, name, purpose, family: Family::V4, first, length }
}

const fn six(
    start: Ipv6Addr,
    length: u8,
    written: &'static str,
    name: &'static str,
    purpose: Purpose,
) -> SpecialRange {
    SpecialRange { written, name, purpose, family: Family::V6, first: start.to_bits(), length }
}

static SPECIAL: &[SpecialRange] = &[
    four([10, 0, 0, 0], 8, "10.0.0.0/8", "private (RFC 1918)", Purpose::Private),
    four([172, 16, 0, 0], 12, "172.16.0.0/12", "private (RFC 1918)", Purpose::Private),
    four([192, 168, 0, 0], 16, "192.168.0.0/16", "private (RFC 1918)", Purpose::Private),
    four([198, 18, 0, 0], 15, "198.18.0.0/15", "for benchmarks (RFC 2544)", Purpose::Private),
    four([100, 64, 0, 0], 10, "100.64.0.0/10", "shared (RFC 6598)", Purpose::Shared),
    four([0, 0, 0, 0], 8, "0.0.0.0/8", "\"this network\" (RFC 791)", Purpose::NeverRouted),
    four([127, 0, 0, 0], 8, "127.0.0.0/8", "loopback (RFC 1122)", Purpose::NeverRouted),
    four([169, 254, 0, 0], 16, "169.254.0.0/16", "link-local (RFC 3927)", Purpose::NeverRouted),
    four([192, 0, 2, 0], 24, "192.0.2.0/24", "for documentation (RFC 5737)", Purpose::Documentation),
    four([198, 51, 100, 0], 24, "198.51.100.0/24", "for documentation (RFC 5737)", Purpose::Documentation),
    four([203, 0, 113, 0], 24, "203.0.113.0/24", "for documentation (RFC 5737)", Purpose::Documentation),
    four([224, 0, 0, 0], 4, "224.0.0.0/4", "multicast (RFC 5771)", Purpose::NeverRouted),
    four([240, 0, 0, 0], 4, "240.0.0.0/4", "reserved (RFC 1112)", Purpose::NeverRouted),
    six(
        Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0),
        7,
        "fc00::/7",
        "unique local (RFC 4193)",
        Purpose::Private,
    ),
    six(
        Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0),
        10,
        "fe80::/10",
        "link-local (RFC 4291)",
        Purpose::NeverRouted,
    ),
    six(
        Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0),
        8,
        "ff00::/8",
        "multicast (RFC 4291)",
        Purpose::NeverRouted,
    ),
    six(
        Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0),
        32,
        "2001:db8::/32",
        "for documentation (RFC 3849)",
        Purpose::Documentation,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_meant() {
        for it in SPECIAL {
            let written = AddressRange::read(it.written).expect(it.written).value;
            assert_eq!((it.family, it.first, it.last()), written.numbers(), "{}", it.written);
            assert_eq!(special(&written).map(|found| found.written), Some(it.written));
        }
    }

    #[test]
    fn what_holds_more_is_not_special() {
        for text in ["0.0.0.0/0", "8.0.0.0/8", "2000::/3", "172.0.0.0/8"] {
            assert!(special(&AddressRange::read(text).expect(text).value).is_none(), "{text}");
        }
    }
}
