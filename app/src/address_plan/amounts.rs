//! Numbers and shares of addresses as people read them.

/// Exact up to 16 million, a power of two beyond.
pub fn grouped(number: u128) -> String {
    if number >= 1 << 24 {
        let power = 128 - (number - 1).leading_zeros();
        return if number.is_power_of_two() { format!("2^{power}") } else { format!("under 2^{power}") };
    }
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// A share in hundredths; a little is never nothing, and almost all is never all.
pub fn percent(share: f64) -> String {
    match share * 100.0 {
        none if none <= 0.0 => "0 %".to_owned(),
        little if little < 0.1 => "< 0.1 %".to_owned(),
        most if most < 100.0 => format!("{:.1} %", most.min(99.9)),
        _ => "100 %".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well_whatever_their_size() {
        assert_eq!(grouped(256), "256");
        assert_eq!(grouped(65_536), "65\u{202f}536");
        assert_eq!(grouped(1 << 64), "2^64");
        assert_eq!(grouped((1 << 64) + 1), "under 2^65");
    }

    #[test]
    fn a_little_use_is_seen_and_almost_all_is_not_all() {
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(1e-9), "< 0.1 %");
        assert_eq!(percent(0.99999), "99.9 %");
        assert_eq!(percent(1.0), "100 %");
    }
}
