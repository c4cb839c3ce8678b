/// How long something lasts at a growth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Lasting {
    /// It is too small already.
    Exceeded,
    /// It is enough for this many whole years, and not for one more.
    Years(u32),
    /// It is enough for a century, or for ever.
    Long,
}

/// How long `most` lasts when `used` grows by `per_cent` a year, each year on top of the one before.
///
/// ```
/// use netplat_core::plan::{Lasting, lasting};
/// assert_eq!(lasting(100, 250, 30), Lasting::Years(3), "130, 169, 219.7, and then 285.6");
/// assert_eq!(lasting(300, 250, 30), Lasting::Exceeded);
/// assert_eq!(lasting(100, 250, 0), Lasting::Long);
/// ```
pub fn lasting(used: u128, most: u128, per_cent: u32) -> Lasting {
    const CENTURY: u32 = 100;
    if used > most {
        return Lasting::Exceeded;
    }
    // Only sums and products, which are the same on every machine.
    let factor = 1.0 + f64::from(per_cent) / 100.0;
    let mut need = used as f64;
    for year in 0..CENTURY {
        need *= factor;
        if need > most as f64 {
            return Lasting::Years(year);
        }
    }
    Lasting::Long
}

impl std::fmt::Display for Lasting {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exceeded => formatter.write_str("too small already"),
            Self::Years(0) => formatter.write_str("lasts less than a year"),
            Self::Years(1) => formatter.write_str("lasts 1 year"),
            Self::Years(years) => write!(formatter, "lasts {years} years"),
            Self::Long => formatter.write_str("lasts a century"),
        }
    }
}
