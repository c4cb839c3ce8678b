use super::address::{read_address, replaced};
use super::{AddressCount, Family, Remark, RemarkKind, SyntaxError, Written};
use crate::text::Span;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

/// A prefix: a network address without host bits and a length that fits its family.
///
/// The grammar is `address "/" length`; both are decimal without leading zeros, the address is IPv4 or IPv6 but not
/// IPv4 mapped into IPv6 (KEP-4858).
///
/// ```
/// use netplat_core::net::Cidr;
/// assert!("10.1.2.3/8".parse::<Cidr>().is_err(), "host bits are set");
/// let written = Cidr::read("10.1.2.3/8")?;
/// assert_eq!(written.remarks[0].canonical, "10.0.0.0/8");
/// # Ok::<(), netplat_core::net::SyntaxError>(())
/// ```
// The order is that of a plan: by family, then by first address, then the wider one first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cidr {
    family: Family,
    first: u128,
    length: u8,
}

impl Cidr {
    /// The prefix of `length` bits that holds `address`; nothing when the family has fewer bits.
    pub fn containing(address: IpAddr, length: u8) -> Option<Self> {
        let (family, number) = Family::split(address);
        (length <= family.bits()).then(|| Self { family, first: number & !host_mask(family, length), length })
    }

    /// A block whose first number is known to be aligned.
    pub(super) fn aligned(family: Family, first: u128, length: u8) -> Self {
        Self { family, first, length }
    }

    /// Reads a prefix, also one with host bits or in a form that is not canonical; remarks say so then.
    ///
    /// # Errors
    /// When it is not a prefix at all.
    pub fn read(text: &str) -> Result<Written<Self>, SyntaxError> {
        let (address, length) = split_prefix(text)?;
        let (family, number) = Family::split(address);
        let cidr = Self { family, first: number & !host_mask(family, length), length };
        let mut remarks = Vec::new();
        if cidr.first != number {
            remarks.push(Remark { kind: RemarkKind::HostBits, canonical: cidr.to_string() });
        } else if family == Family::V6 && cidr.to_string() != text {
            remarks.push(Remark { kind: RemarkKind::NotCanonical, canonical: cidr.to_string() });
        }
        Ok(Written { value: cidr, remarks })
    }

    /// Its family.
    pub fn family(&self) -> Family {
        self.family
    }

    /// The bits that all its addresses share.
    pub fn length(&self) -> u8 {
        self.length
    }

    /// The network address.
    pub fn first(&self) -> IpAddr {
        self.family.address(self.first)
    }

    /// The last address: broadcast in IPv4.
    pub fn last(&self) -> IpAddr {
        self.family.address(self.last_number())
    }

    /// How many addresses it has.
    pub fn count(&self) -> AddressCount {
        AddressCount::between(self.first, self.last_number())
    }

    /// Whether all of `other` lies in it.
    pub fn contains(&self, other: &Cidr) -> bool {
        self.family == other.family
            && self.length <= other.length
            && self.first == other.first & !host_mask(self.family, self.length)
    }

    /// Whether they share an address: then one contains the other.
    pub fn overlaps(&self, other: &Cidr) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// Its parts of `length` bits, in order; nothing when that is shorter than its own or too long for its family.
    pub fn split(&self, length: u8) -> Option<impl Iterator<Item = Cidr> + use<>> {
        if length < self.length || length > self.family.bits() {
            return None;
        }
        let Self { family, first, .. } = *self;
        let last = self.last_number();
        let mut next = Some(first);
        Some(std::iter::from_fn(move || {
            let part = Cidr { family, first: next?, length };
            next = part.last_number().checked_add(1).filter(|&number| number <= last);
            Some(part)
        }))
    }

    pub(super) fn first_number(&self) -> u128 {
        self.first
    }

    pub(super) fn last_number(&self) -> u128 {
        self.first | host_mask(self.family, self.length)
    }
}

impl Ord for Cidr {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.family, self.first, self.length).cmp(&(other.family, other.first, other.length))
    }
}

impl PartialOrd for Cidr {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Cidr {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.first(), self.length)
    }
}

impl std::fmt::Debug for Cidr {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, formatter)
    }
}

impl FromStr for Cidr {
    type Err = SyntaxError;

    /// Reads the canonical form of a prefix and nothing else.
    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        let written = Self::read(text)?;
        match written.remarks.into_iter().next() {
            None => Ok(written.value),
            Some(remark) => {
                let expected = match remark.kind {
                    RemarkKind::HostBits => "no bits set after the prefix length",
                    RemarkKind::NotCanonical => "the canonical form",
                };
                Err(SyntaxError::at(text, Span::new(0, text.len()), expected).meant(remark.canonical))
            }
        }
    }
}

/// The bits of an address that a prefix of this length leaves free.
fn host_mask(family: Family, length: u8) -> u128 {
    family.highest().checked_shr(u32::from(length)).unwrap_or(0)
}

/// Both sides of the slash.
fn split_prefix(text: &str) -> Result<(IpAddr, u8), SyntaxError> {
    let Some(slash) = text.find('/') else {
        return Err(match text.find('\\') {
            Some(at) => {
                let span = Span::new(at, at + 1);
                certain(SyntaxError::at(text, span, "a slash"), replaced(text, span, "/"))
            }
            None => match read_address(text) {
                Ok(_) => SyntaxError::at(text, Span::at(text.len()), "a slash and a prefix length"),
                Err(error) => error,
            },
        });
    };
    let spaces = text.find(char::is_whitespace);
    if let Some(at) = spaces {
        let width = text[at..].chars().next().map_or(1, char::len_utf8);
        let tight: String = text.split_whitespace().collect();
        return Err(certain(SyntaxError::at(text, Span::new(at, at + width), "no space in a prefix"), tight));
    }
    let (front, back) = (&text[..slash], &text[slash + 1..]);
    let address = read_address(front).map_err(|error| address_error(error, front, back))?;
    let length = read_length(text, slash + 1, Family::split(address).0)?;
    Ok((address, length))
}

/// An error in the address before the slash, with a suggestion for the whole prefix.
fn address_error(mut error: SyntaxError, front: &str, back: &str) -> SyntaxError {
    let octets = front.split('.').count();
    let suggestion = match error.suggestion.take() {
        // A length that was meant for IPv4 in IPv6 counts 96 more bits.
        Some(mapped) if front.contains(':') && !mapped.contains(':') => {
            let length = back.parse::<u8>().ok().and_then(|length| length.checked_sub(96));
            length.map(|length| format!("{mapped}/{length}"))
        }
        Some(meant) => Some(format!("{meant}/{back}")),
        // `10.0/16` leaves out what the length says is zero anyway.
        None if octets < 4 && !front.contains(':') => {
            Some(format!("{front}{}/{back}", ".0".repeat(4 - octets)))
        }
        None => None,
    };
    match suggestion {
        Some(suggestion) => certain(error, suggestion),
        None => error,
    }
}

fn read_length(text: &str, at: usize, family: Family) -> Result<u8, SyntaxError> {
    let part = &text[at..];
    let span = Span::new(at, text.len());
    let wrong = || SyntaxError::at(text, span, format!("a prefix length from 0 to {}", family.bits()));
    if let Some(length) = netmask(part) {
        return Err(certain(wrong(), replaced(text, span, &length.to_string())));
    }
    if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let length = part.parse::<u8>().ok().filter(|&length| length <= family.bits()).ok_or_else(wrong)?;
    if part.len() > 1 && part.starts_with('0') {
        let error = SyntaxError::at(text, span, "a prefix length without leading zeros");
        return Err(certain(error, replaced(text, span, &length.to_string())));
    }
    Ok(length)
}

/// The length that a mask such as `255.255.255.0` stands for.
fn netmask(text: &str) -> Option<u8> {
    let mask = text.parse::<Ipv4Addr>().ok()?.to_bits();
    (mask.leading_ones() + mask.trailing_zeros() == 32).then(|| mask.leading_ones() as u8)
}

/// The error with `suggestion`, if that is itself a prefix; in its canonical form.
fn certain(error: SyntaxError, suggestion: String) -> SyntaxError {
    match suggestion.parse::<Cidr>() {
        Ok(cidr) => error.meant(cidr.to_string()),
        Err(_) => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let said = match Cidr::read(text) {
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

    fn cidr(text: &str) -> Cidr {
        text.parse().expect(text)
    }

    #[test]
    fn canonical_prefixes_are_read_without_remark() {
        for text in ["10.0.0.0/8", "0.0.0.0/0", "192.168.1.7/32", "::/0", "2001:db8::/32", "fd00::1/128"] {
            check(text, text);
        }
    }

    #[test]
    fn odd_forms_are_read_with_a_remark() {
        check("192.12.2.8/24", "192.12.2.0/24 HostBits");
        check("2001:0DB8::/32", "2001:db8::/32 NotCanonical");
        check("fd00:0:0::/48", "fd00::/48 NotCanonical");
    }

    #[test]
    fn what_is_no_prefix_is_refused_with_what_was_meant_where_that_is_certain() {
        check("10.0.0.0/33", "9: expected a prefix length from 0 to 32, found `33`");
        check("::/129", "3: expected a prefix length from 0 to 128, found `129`");
        check("10.0.0.0", "8: expected a slash and a prefix length, found the end");
        check("10.0.0.0/", "9: expected a prefix length from 0 to 32, found the end");
        check("10.0.0.0/08", "9: expected a prefix length without leading zeros, found `08` => 10.0.0.0/8");
        check("10.0.0.0 /8", "8: expected no space in a prefix, found ` ` => 10.0.0.0/8");
        check("10.0.0.0\\8", "8: expected a slash, found `\\` => 10.0.0.0/8");
        check("10.0/16", "4: expected 2 more numbers, found the end => 10.0.0.0/16");
        check("10.1.2/16", "6: expected 1 more number, found the end");
        check(
            "10.0.0.0/255.255.0.0",
            "9: expected a prefix length from 0 to 32, found `255.255.0.0` => 10.0.0.0/16",
        );
        check("10.0.0.0/255.0.255.0", "9: expected a prefix length from 0 to 32, found `255.0.255.0`");
        check("010.0.0.0/8", "0: expected a number without leading zeros, found `010`");
        check(
            "::ffff:10.0.0.0/104",
            "0: expected IPv4 written as IPv4, not mapped into IPv6, found `::ffff:10.0.0.0` => 10.0.0.0/8",
        );
        check("10.0.0.0/8/8", "9: expected a prefix length from 0 to 32, found `8/8`");
    }

    #[test]
    fn one_of_two_prefixes_that_overlap_contains_the_other() {
        let (wide, narrow, other) = (cidr("10.0.0.0/8"), cidr("10.255.0.0/16"), cidr("11.0.0.0/8"));
        assert!(wide.contains(&narrow) && !narrow.contains(&wide));
        assert!(wide.overlaps(&narrow) && narrow.overlaps(&wide) && !wide.overlaps(&other));
        assert!(!cidr("::/0").overlaps(&cidr("0.0.0.0/0")), "families never overlap");
    }

    #[test]
    fn a_split_covers_the_prefix_up_to_the_last_address() {
        let parts: Vec<_> =
            cidr("255.255.255.0/24").split(26).expect("longer").map(|part| part.to_string()).collect();
        assert_eq!(
            parts,
            ["255.255.255.0/26", "255.255.255.64/26", "255.255.255.128/26", "255.255.255.192/26"]
        );
        assert_eq!(cidr("ffff::/16").split(17).expect("longer").count(), 2);
        assert!(cidr("10.0.0.0/24").split(23).is_none());
        assert!(cidr("10.0.0.0/24").split(33).is_none());
    }
}
