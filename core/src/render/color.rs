//! CSS colours, read strictly: hex, `rgb()`, `hsl()` and names. Whatever else stands in a chart's styles is no
//! colour and never reaches an attribute, because only the four numbers are kept.
//!
//! ```
//! use netplat_core::render::Rgba;
//! assert_eq!(Rgba::parse("#f9f"), Some(Rgba { red: 255, green: 153, blue: 255, alpha: 255 }));
//! ```

use super::color_names::NAMES;
use crate::text::decimal;

/// A colour in sRGB with its opacity, each part from 0 to 255.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Rgba {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
    /// 255 is opaque.
    pub alpha: u8,
}

impl Rgba {
    /// The opaque colour `0xRRGGBB`.
    pub const fn hex(value: u32) -> Self {
        let [_, red, green, blue] = value.to_be_bytes();
        Self { red, green, blue, alpha: 255 }
    }

    /// Reads a CSS colour. `None` for everything that is not one, `currentColor`, `var()` and `url()` included.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 64 || !text.is_ascii() {
            return None;
        }
        if let Some(digits) = text.strip_prefix('#') {
            return parse_hex(digits);
        }
        let lower = text.to_ascii_lowercase();
        if let Some((function, rest)) = lower.split_once('(') {
            return parse_function(function, rest.strip_suffix(')')?);
        }
        if lower == "transparent" {
            return Some(Self { red: 0, green: 0, blue: 0, alpha: 0 });
        }
        let index = NAMES.binary_search_by_key(&lower.as_str(), |(name, _)| name).ok()?;
        NAMES.get(index).map(|(_, value)| Self::hex(*value))
    }

    /// Relative luminance as WCAG 2 defines it, from 0 for black to 1 for white. Opacity is left aside.
    pub fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// The contrast of two opaque colours as WCAG 2 defines it, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// What is seen of this colour in front of an opaque one.
    pub fn over(self, back: Self) -> Self {
        let alpha = u32::from(self.alpha);
        let mix = |front: u8, back: u8| {
            let sum = u32::from(front) * alpha + u32::from(back) * (255 - alpha);
            u8::try_from((sum + 127) / 255).unwrap_or(255)
        };
        Self {
            red: mix(self.red, back.red),
            green: mix(self.green, back.green),
            blue: mix(self.blue, back.blue),
            alpha: 255,
        }
    }
}

fn parse_hex(digits: &str) -> Option<Rgba> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    let [first, second, third, fourth] = value.to_be_bytes();
    // A short form doubles each of its digits.
    let nibble = |shift: u32| u8::try_from((value >> shift) & 0xf).map_or(0, |digit| digit * 17);
    match digits.len() {
        3 => Some(Rgba { red: nibble(8), green: nibble(4), blue: nibble(0), alpha: 255 }),
        4 => Some(Rgba { red: nibble(12), green: nibble(8), blue: nibble(4), alpha: nibble(0) }),
        6 => Some(Rgba { red: second, green: third, blue: fourth, alpha: 255 }),
        8 => Some(Rgba { red: first, green: second, blue: third, alpha: fourth }),
        _ => None,
    }
}

/// `rgb`, `rgba`, `hsl`, `hsla`, with commas or with spaces and a slash, as CSS Color 4 has them.
fn parse_function(function: &str, arguments: &str) -> Option<Rgba> {
    let mut parts = arguments.split([',', ' ', '/']).filter(|part| !part.is_empty());
    let [first, second, third] = [parts.next()?, parts.next()?, parts.next()?];
    let alpha = match parts.next() {
        Some(alpha) => share(alpha, 1.0)?,
        None => 1.0,
    };
    if parts.next().is_some() {
        return None;
    }
    let [red, green, blue] = match function.trim() {
        "rgb" | "rgba" => [share(first, 255.0)?, share(second, 255.0)?, share(third, 255.0)?],
        "hsl" | "hsla" => {
            hsl(number(first.strip_suffix("deg").unwrap_or(first))?, percent(second)?, percent(third)?)
        }
        _ => return None,
    };
    Some(Rgba { red: byte(red), green: byte(green), blue: byte(blue), alpha: byte(alpha) })
}

/// A number as a share of `whole`, or a percentage.
fn share(text: &str, whole: f64) -> Option<f64> {
    if text.ends_with('%') { percent(text) } else { Some(number(text)? / whole) }
}

fn percent(text: &str) -> Option<f64> {
    Some(number(text.strip_suffix('%')?)? / 100.0)
}

/// A plain decimal number: neither `inf`, `nan` nor an exponent.
fn number(text: &str) -> Option<f64> {
    if text.contains(['e', 'E']) {
        return None;
    }
    decimal(text)
}

/// From a share between 0 and 1; beyond them it is clamped, as CSS does.
fn byte(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// The conversion of CSS Color 4, section 7.1.
fn hsl(degrees: f64, saturation: f64, lightness: f64) -> [f64; 3] {
    let hue = degrees.rem_euclid(360.0);
    let (saturation, lightness) = (saturation.clamp(0.0, 1.0), lightness.clamp(0.0, 1.0));
    let reach = saturation * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|offset| {
        let place = (offset + hue / 30.0).rem_euclid(12.0);
        lightness - reach * (place - 3.0).min(9.0 - place).clamp(-1.0, 1.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(u8, u8, u8, u8)>) {
        let found = Rgba::parse(text).map(|color| (color.red, color.green, color.blue, color.alpha));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn css_colours_are_read_in_all_their_forms() {
        check("#f9f", Some((255, 153, 255, 255)));
        check("#1234", Some((17, 34, 51, 68)));
        check(" #0a0B0c ", Some((10, 11, 12, 255)));
        check("#0a0b0c80", Some((10, 11, 12, 128)));
        check("rgb(1, 2, 300)", Some((1, 2, 255, 255)));
        check("rgba(10%,20%,30%,.5)", Some((26, 51, 77, 128)));
        check("rgb(1 2 3 / 50%)", Some((1, 2, 3, 128)));
        check("hsl(120, 100%, 25%)", Some((0, 128, 0, 255)));
        check("hsl(-120deg 100% 50%)", Some((0, 0, 255, 255)));
        check("RebeccaPurple", Some((102, 51, 153, 255)));
        check("aliceblue", Some((240, 248, 255, 255)));
        check("yellowgreen", Some((154, 205, 50, 255)));
        check("transparent", Some((0, 0, 0, 0)));
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        for text in [
            "",
            "#",
            "#12",
            "#12345",
            "#+12",
            "#ggg",
            "red;",
            "url(#a)",
            "url(javascript:alert(1))",
            "var(--x)",
            "expression(1)",
            "rgb(1,2)",
            "rgb(1,2,3,4,5)",
            "rgb(inf,0,0)",
            "rgb(1e3,0,0)",
            "hsl(1,2,3)",
            "red\"",
            "currentcolor",
            "r\u{e9}d",
            "rgb(1,2,3",
            "rgb(1,2,3)x",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn names_are_sorted_so_that_they_can_be_searched() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| name));
        assert_eq!(NAMES.len(), 148);
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let (black, white) = (Rgba::hex(0), Rgba::hex(0xff_ff_ff));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((Rgba::hex(0x76_76_76).contrast(white) - 4.54).abs() < 0.01);
        assert_eq!(Rgba { alpha: 128, ..black }.over(white), Rgba::hex(0x7f_7f_7f));
    }
}
