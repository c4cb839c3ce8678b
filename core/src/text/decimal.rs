/// The number that `text` writes in decimal: digits with at most one point, a sign before them, an exponent behind.
/// `None` for anything else, the words for infinity among them.
///
/// Exact, as the standard library's, for up to fifteen digits between 1e-22 and 1e22. Beyond them the last bit or
/// two may differ, which no length, share or port in a design can tell. The standard library's exactness everywhere
/// costs a table of ten kilobytes that does not compress, in a page that travels.
///
/// ```
/// use netplat_core::text::decimal;
/// assert_eq!(decimal("-12.5e1"), Some(-125.0));
/// assert_eq!(decimal(".5"), Some(0.5));
/// assert_eq!(decimal("1.2.3"), None);
/// ```
pub fn decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (digits, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((digits, written)) => (digits, exponent(written)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut mantissa = 0_u64;
    let mut scale = exponent;
    for (digits, is_fraction) in [(whole, false), (fraction, true)] {
        for byte in digits.bytes() {
            let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
            // A digit beyond what 64 bits hold only counts by its place.
            match mantissa.checked_mul(10).and_then(|tens| tens.checked_add(digit)) {
                Some(more) => {
                    mantissa = more;
                    scale = scale.saturating_sub(i32::from(is_fraction));
                }
                None => scale = scale.saturating_add(i32::from(!is_fraction)),
            }
        }
    }
    let value = scaled(mantissa as f64, scale);
    Some(if text.starts_with('-') { -value } else { value })
}

/// The digits of an exponent, with a sign. One that no number reaches counts as the largest.
fn exponent(written: &str) -> Option<i32> {
    let digits = written.strip_prefix(['-', '+']).unwrap_or(written);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = digits.parse().unwrap_or(i32::MAX);
    Some(if written.starts_with('-') { -value } else { value })
}

/// `value` times ten to the power `scale`. Powers up to 1e22 are whole in a double, so one step is rounded once.
fn scaled(mut value: f64, scale: i32) -> f64 {
    const STEP: u32 = 22;
    let mut left = scale.unsigned_abs();
    while left > 0 && value != 0.0 && value.is_finite() {
        let power = 10_f64.powi(left.min(STEP) as i32);
        value = if scale < 0 { value / power } else { value * power };
        left = left.saturating_sub(STEP);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_decimal_number_is_none() {
        for text in [
            "", "-", ".", "e5", "1e", "1e+", "1e5.0", "inf", "NaN", "0x10", "1_000", "1 ", "--1", "1e-+2",
            "١",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn extremes_end_in_zero_and_infinity_and_take_no_time() {
        assert_eq!(decimal("1e999999999999"), Some(f64::INFINITY));
        assert_eq!(decimal("-1e400"), Some(f64::NEG_INFINITY));
        assert_eq!(decimal("1e-999999999999"), Some(0.0));
        assert_eq!(decimal("0e999999999999"), Some(0.0));
        assert_eq!(decimal(&"9".repeat(400)), Some(f64::INFINITY));
        assert_eq!(decimal(&format!("0.{}1", "0".repeat(400))), Some(0.0));
    }

    proptest! {
        #[test]
        fn fifteen_digits_are_read_as_the_standard_library_reads_them(
            sign in "[-+]?", whole in "[0-9]{1,8}", fraction in "(\\.[0-9]{0,7})?", exponent in "([eE][-+]?[0-9])?",
        ) {
            let text = format!("{sign}{whole}{fraction}{exponent}");
            prop_assert_eq!(decimal(&text), text.parse().ok(), "{}", text);
        }

        #[test]
        fn any_number_is_read_as_nearly_the_same(digits in "[1-9][0-9]{0,30}", exponent in -300_i32..270) {
            let text = format!("{digits}e{exponent}");
            let exact: f64 = text.parse().unwrap_or(f64::NAN);
            let read = decimal(&text).unwrap_or(f64::NAN);
            prop_assert!(((read - exact) / exact).abs() < 1e-14, "{} {} {}", text, read, exact);
        }
    }
}
