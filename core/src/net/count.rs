/// A number of addresses, from none to 2^128: one more than an `u128` can hold.
///
/// ```
/// use netplat_core::net::Cidr;
/// let all: Cidr = "::/0".parse()?;
/// assert_eq!(all.count().to_string(), "340282366920938463463374607431768211456");
/// assert_eq!(all.count().less(1).get(), Some(u128::MAX));
/// # Ok::<(), netplat_core::net::SyntaxError>(())
/// ```
// Derived, the order is that of the numbers: the one that does not fit comes last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AddressCount {
    /// Whether it is 2^128; `low` is nothing then.
    is_all: bool,
    low: u128,
}

impl AddressCount {
    /// The addresses from `first` to `last`, both included; one if they are reversed.
    pub(super) fn between(first: u128, last: u128) -> Self {
        match last.saturating_sub(first).checked_add(1) {
            Some(low) => Self { is_all: false, low },
            None => Self { is_all: true, low: 0 },
        }
    }

    /// The number, unless it is 2^128.
    pub fn get(self) -> Option<u128> {
        (!self.is_all).then_some(self.low)
    }

    /// The number, or 2^128 − 1 for the whole of IPv6.
    pub fn saturating(self) -> u128 {
        self.get().unwrap_or(u128::MAX)
    }

    /// `number` less; none when there are not so many.
    pub fn less(self, number: u128) -> Self {
        match (self.is_all, number.checked_sub(1)) {
            (_, None) => self,
            (true, Some(beyond_one)) => Self { is_all: false, low: u128::MAX - beyond_one },
            (false, _) => Self { is_all: false, low: self.low.saturating_sub(number) },
        }
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
