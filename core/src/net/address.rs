use super::SyntaxError;
use crate::text::Span;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 or IPv6.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Family {
    /// 32 bits.
    V4,
    /// 128 bits.
    V6,
}

impl Family {
    /// The bits of an address.
    pub fn bits(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }

    /// The highest address as a number.
    pub(super) fn highest(self) -> u128 {
        u128::MAX >> (128 - u32::from(self.bits()))
    }

    /// The address of this family with this number; bits above the family's are dropped.
    pub(super) fn address(self, number: u128) -> IpAddr {
        match self {
            Self::V4 => IpAddr::V4(Ipv4Addr::from_bits(number as u32)),
            Self::V6 => IpAddr::V6(Ipv6Addr::from_bits(number)),
        }
    }

    /// An address as its family and number.
    pub(super) fn split(address: IpAddr) -> (Self, u128) {
        match address {
            IpAddr::V4(address) => (Self::V4, u128::from(address.to_bits())),
            IpAddr::V6(address) => (Self::V6, address.to_bits()),
        }
    }
}

impl std::fmt::Display for Family {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::V4 => "IPv4",
            Self::V6 => "IPv6",
        })
    }
}

/// Reads one address. Stricter than the textbook and as strict as Kubernetes since KEP-4858: no leading zeros in
/// IPv4, no IPv4-mapped IPv6, no zone.
pub(super) fn read_address(text: &str) -> Result<IpAddr, SyntaxError> {
    if text.contains(':') { read_v6(text).map(IpAddr::V6) } else { read_v4(text).map(IpAddr::V4) }
}

fn read_v4(text: &str) -> Result<Ipv4Addr, SyntaxError> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(SyntaxError::at(text, Span::new(0, text.len()), "an IP address"));
    }
    let mut octets = [0u8; 4];
    let mut at = 0;
    let mut parts = text.split('.');
    for (index, octet) in octets.iter_mut().enumerate() {
        let Some(part) = parts.next() else {
            let missing = 4 - index;
            let expected = format!("{missing} more number{}", if missing == 1 { "" } else { "s" });
            return Err(SyntaxError::at(text, Span::at(text.len()), expected));
        };
        let span = Span::new(at, at + part.len());
        *octet = read_octet(text, span)?;
        at = span.end as usize + 1;
    }
    if parts.next().is_some() {
        return Err(SyntaxError::at(text, Span::new(at - 1, text.len()), "the end after four numbers"));
    }
    Ok(Ipv4Addr::from(octets))
}

fn read_octet(text: &str, span: Span) -> Result<u8, SyntaxError> {
    let part = span.slice(text);
    let wrong = || SyntaxError::at(text, span, "a number from 0 to 255");
    if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    if part.len() > 1 && part.starts_with('0') {
        let error = SyntaxError::at(text, span, "a number without leading zeros");
        // Some programs read a leading zero as octal; only where both readings agree is the meaning certain.
        let decimal = part.parse::<u8>().ok();
        let octal = u32::from_str_radix(part, 8).ok();
        let agreed = decimal.filter(|number| octal.is_none_or(|octal| octal == u32::from(*number)));
        let meant = agreed.map(|number| replaced(text, span, &number.to_string()));
        return Err(match meant.filter(|meant| meant.parse::<Ipv4Addr>().is_ok()) {
            Some(meant) => error.meant(meant),
            None => error,
        });
    }
    part.parse().map_err(|_| wrong())
}

fn read_v6(text: &str) -> Result<Ipv6Addr, SyntaxError> {
    if let Some(at) = text.find('%') {
        return Err(SyntaxError::at(text, Span::new(at, text.len()), "no zone after an IPv6 address"));
    }
    if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let error = SyntaxError::at(text, Span::new(0, 1), "an IPv6 address without brackets");
        return Err(if inner.parse::<Ipv6Addr>().is_ok() { error.meant(inner) } else { error });
    }
    let address: Ipv6Addr = text.parse().map_err(|_| v6_error(text))?;
    match address.to_ipv4_mapped() {
        None => Ok(address),
        Some(mapped) => {
            let all = Span::new(0, text.len());
            Err(SyntaxError::at(text, all, "IPv4 written as IPv4, not mapped into IPv6")
                .meant(mapped.to_string()))
        }
    }
}

/// What is wrong with an IPv6 address that the standard library refused.
fn v6_error(text: &str) -> SyntaxError {
    let foreign =
        |(_, character): &(usize, char)| !(character.is_ascii_hexdigit() || matches!(character, ':' | '.'));
    if let Some((at, character)) = text.char_indices().find(foreign) {
        return SyntaxError::at(
            text,
            Span::new(at, at + character.len_utf8()),
            "a hexadecimal digit or a colon",
        );
    }
    let mut at = 0;
    let mut groups = 0;
    for part in text.split(':') {
        let span = Span::new(at, at + part.len());
        if part.contains('.') {
            if let Err(error) = read_v4(part) {
                return error.shifted(at);
            }
            groups += 1;
        } else if part.len() > 4 {
            return SyntaxError::at(text, span, "at most four hexadecimal digits between colons");
        }
        groups += usize::from(!part.is_empty());
        at = span.end as usize + 1;
    }
    let all = Span::new(0, text.len());
    match text.find("::") {
        Some(first) if text[first + 1..].contains("::") => SyntaxError::at(text, all, "`::` at most once"),
        Some(_) if groups > 7 => SyntaxError::at(text, all, "at most seven groups beside `::`"),
        Some(_) => SyntaxError::at(text, all, "an IPv6 address"),
        None => {
            let mut error =
                SyntaxError::at(text, all, "eight groups of hexadecimal digits, or `::` for those left out");
            error.found = format!("{groups} in {}", error.found);
            error
        }
    }
}

/// `text` with `span` replaced.
pub(super) fn replaced(text: &str, span: Span, by: &str) -> String {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let after = text.get(span.end as usize..).unwrap_or_default();
    format!("{before}{by}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let said = match read_address(text) {
            Ok(address) => address.to_string(),
            Err(error) => {
                let meant = error.suggestion.as_ref().map(|text| format!(" => {text}")).unwrap_or_default();
                format!("{}: {error}{meant}", error.span.start)
            }
        };
        assert_eq!(said, expect, "{text}");
    }

    #[test]
    fn plain_addresses_are_read() {
        check("192.168.0.1", "192.168.0.1");
        check("0.0.0.0", "0.0.0.0");
        check("2001:db8::1", "2001:db8::1");
        check("64:ff9b::192.0.2.33", "64:ff9b::c000:221");
    }

    #[test]
    fn errors_name_the_wrong_part() {
        check("10.0.0.256", "7: expected a number from 0 to 255, found `256`");
        check("10.0.0.", "7: expected a number from 0 to 255, found the end");
        check("10.0.0", "6: expected 1 more number, found the end");
        check("10.0.0.0.0", "8: expected the end after four numbers, found `.0`");
        check("web", "0: expected an IP address, found `web`");
        check("", "0: expected an IP address, found the end");
        check("2001:db8::g", "10: expected a hexadecimal digit or a colon, found `g`");
        check(
            "2001:db8::12345",
            "10: expected at most four hexadecimal digits between colons, found `12345`",
        );
        check("1::2::3", "0: expected `::` at most once, found `1::2::3`");
        check("fe80::1%eth0", "7: expected no zone after an IPv6 address, found `%eth0`");
        check(
            "1:2:3",
            "0: expected eight groups of hexadecimal digits, or `::` for those left out, found 3 in `1:2:3`",
        );
    }

    #[test]
    fn a_suggestion_is_given_only_where_there_is_one_reading() {
        check("10.0.0.01", "7: expected a number without leading zeros, found `01` => 10.0.0.1");
        check("10.0.0.09", "7: expected a number without leading zeros, found `09` => 10.0.0.9");
        check("010.0.0.1", "0: expected a number without leading zeros, found `010`");
        check(
            "::ffff:10.0.0.1",
            "0: expected IPv4 written as IPv4, not mapped into IPv6, found `::ffff:10.0.0.1` => 10.0.0.1",
        );
    }
}
