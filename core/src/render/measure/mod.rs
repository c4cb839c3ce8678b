//! How wide text is. [`WidthTable`] knows it without a font, so that the program and the page place alike; a page
//! that wants the exact width of its own font implements [`Measure`] with a canvas.
//!
//! The widths are an upper bound for the fonts named in [`super::FONT_FAMILY`]: nothing that is measured here is cut.

mod widths;

/// What a text is written with.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Font {
    /// Pixels.
    pub size: f64,
    /// Strong.
    pub bold: bool,
    /// Emphasised.
    pub italic: bool,
    /// For code: all characters are equally wide.
    pub code: bool,
}

/// Measures text.
pub trait Measure {
    /// The advance width of `text`, which holds no line break, in pixels.
    fn width(&self, text: &str, font: Font) -> f64;
}

/// Measures by a table of advance widths, the same everywhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct WidthTable;

impl Measure for WidthTable {
    fn width(&self, text: &str, font: Font) -> f64 {
        let hundredths: u32 = text.chars().map(|character| advance(character, font)).sum();
        f64::from(hundredths) * font.size / 100.0
    }
}

/// In hundredths of the font size.
fn advance(character: char, font: Font) -> u32 {
    let code = u32::from(character);
    if font.code && code < 0x2500 && !is_combining(code) {
        // DejaVu Sans Mono has 0.602, Courier New and Menlo about 0.6, Consolas 0.55.
        return 61;
    }
    let table = if font.bold { widths::BOLD } else { widths::REGULAR };
    for (first, row) in table {
        let place = code.checked_sub(*first).and_then(|offset| row.get(offset as usize));
        if let Some(&width) = place {
            return u32::from(width);
        }
    }
    beyond_table(code) + if font.bold { 10 } else { 0 }
}

/// Scripts for which one width each must do: wide enough for nearly all of their characters.
fn beyond_table(code: u32) -> u32 {
    if is_combining(code) {
        return 0;
    }
    match code {
        // Latin and IPA extensions, Cyrillic supplement, Armenian, Greek extended.
        0x180..=0x2af | 0x460..=0x58f | 0x1e00..=0x1fff => 88,
        0x590..=0x5ff => 72,
        // Arabic and its forms.
        0x600..=0x7ff | 0xfb50..=0xfdff | 0xfe70..=0xfefe => 90,
        // Spaces of fixed width.
        0x2000..=0x200a | 0x202f | 0x205f => 50,
        // Symbols that fonts for text and fonts for emoji both have.
        0x2300..=0x23ff | 0x2600..=0x27bf | 0x2b00..=0x2bff | 0x1f000..=0x1faff => 138,
        _ => 100,
    }
}

/// Marks that stand upon the character before, and characters that show nothing.
pub(super) fn is_combining(code: u32) -> bool {
    matches!(
        code,
        0x300..=0x36f
            | 0x483..=0x489
            | 0x591..=0x5bd
            | 0x610..=0x61a
            | 0x64b..=0x65f
            | 0x93c
            | 0x94d
            | 0xe31
            | 0xe34..=0xe3a
            | 0xe47..=0xe4e
            | 0x200b..=0x200f
            | 0x202a..=0x202e
            | 0x2060..=0x206f
            | 0x20d0..=0x20ff
            | 0xfe00..=0xfe0f
            | 0xfe20..=0xfe2f
            | 0xfeff
            | 0xe0000..=0xe0fff
    )
}

/// Whether a line may break on both sides of the character: ideographs and syllables of East Asia.
pub(super) fn is_ideographic(code: u32) -> bool {
    matches!(code, 0x2e80..=0x2fdf | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0x20000..=0x3fffd)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Font = Font { size: 10.0, bold: false, italic: false, code: false };

    #[test]
    fn widths_are_those_of_the_wider_font() {
        // DejaVu Sans: W 0.989, e 0.615, b 0.635.
        assert!((WidthTable.width("Web", PLAIN) - 22.5).abs() < 0.1);
        assert!(WidthTable.width("Web", Font { bold: true, ..PLAIN }) > 22.5);
        assert!((WidthTable.width("Web", Font { code: true, ..PLAIN }) - 18.3).abs() < 0.01);
    }

    #[test]
    fn marks_take_no_room_and_ideographs_a_whole_square() {
        assert_eq!(WidthTable.width("e\u{301}\u{200d}", PLAIN), WidthTable.width("e", PLAIN));
        assert_eq!(WidthTable.width("網路", PLAIN), 20.0);
    }
}
