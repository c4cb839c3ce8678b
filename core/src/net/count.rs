/// A number of addresses, from 1 to 2^128: one more than an `u128` can hold.
///
/// ```
/// use netplat_core::net::Cidr;
/// let all: Cidr = "::/0".parse()?;
/// assert_eq!(all.count().to_string(), "340282366920938463463374607431768211456");
/// # Ok::<(), netplat_core::net::SyntaxError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AddressCount {
    /// One less than the number.
    beyond_first: u128,
}

impl AddressCount {
    /// The addresses from `first` to `last`, both included; one if they are reversed.
    pub(super) fn between(first: u128, last: u128) -> Self {
        Self { beyond_first: last.saturating_sub(first) }
    }

    /// The number, unless it is 2^128.
    pub fn get(self) -> Option<u128> {
        self.beyond_first.checked_add(1)
    }

    /// The number, or 2^128 − 1 for the whole of IPv6.
    pub fn saturating(self) -> u128 {
        self.beyond_first.saturating_add(1)
    }
}

impl std::fmt::Display for AddressCount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.get() {
            Some(number) => write!(formatter, "{number}"),
            // 2^128, the one number that does not fit.
            None => formatter.write_str("340282366920938463463374607431768211456"),
        }
    }
}
