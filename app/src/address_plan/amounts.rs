//! Numbers of addresses as people read them.

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
}
