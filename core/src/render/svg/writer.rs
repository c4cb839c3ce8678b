//! Writes SVG: names as they are, numbers short, text escaped.

use crate::layout::Point;
use crate::render::{Color, Figure, Paint, Rgba, Step, Theme, Tone};

/// Where colours of the theme come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Colors {
    /// From custom properties of the page.
    Variables,
    /// From one theme.
    Fixed(Theme),
    /// From the light theme, with a class for a style sheet that changes to the dark one.
    Classed,
}

pub(super) struct Writer {
    out: String,
    colors: Colors,
}

impl Writer {
    pub fn new(colors: Colors) -> Self {
        Self { out: String::with_capacity(512), colors }
    }

    pub fn finish(self) -> String {
        self.out
    }

    /// Markup of our own, verbatim.
    pub fn raw(&mut self, markup: &str) -> &mut Self {
        self.out.push_str(markup);
        self
    }

    /// Text of the chart's, escaped for element content and for quoted attributes alike. Characters that XML does
    /// not allow become U+FFFD.
    pub fn text(&mut self, text: &str) -> &mut Self {
        // Most text needs no escaping and is copied whole.
        let is_plain =
            |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
        if text.as_bytes().iter().all(is_plain) {
            return self.raw(text);
        }
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || !is_allowed(c))
        {
            let (plain, from) = rest.split_at(at);
            self.out.push_str(plain);
            let mut characters = from.chars();
            self.out.push_str(match characters.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some('\'') => "&#39;",
                _ => "\u{fffd}",
            });
            rest = characters.as_str();
        }
        self.out.push_str(rest);
        self
    }

    /// ` name="text"`
    pub fn attribute(&mut self, name: &str, text: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").text(text).raw("\"")
    }

    /// ` name="1.5"`
    pub fn measure(&mut self, name: &str, value: f64) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").number(value).raw("\"")
    }

    /// A number with at most two decimals; what is not finite is 0.
    pub fn number(&mut self, value: f64) -> &mut Self {
        let hundredths =
            if value.is_finite() { (value.clamp(-1e12, 1e12) * 100.0).round() as i64 } else { 0 };
        let mut digits = Digits::default();
        let mut left = hundredths.unsigned_abs();
        // Zeros at the end of the fraction are not written.
        for _ in 0..2 {
            if left % 10 > 0 || digits.any() {
                digits.put_before(b'0' + (left % 10) as u8);
            }
            left /= 10;
        }
        if digits.any() {
            digits.put_before(b'.');
        }
        loop {
            digits.put_before(b'0' + (left % 10) as u8);
            left /= 10;
            if left == 0 {
                break;
            }
        }
        if hundredths < 0 {
            digits.put_before(b'-');
        }
        self.raw(digits.as_str())
    }

    /// ` d="M1 2L3 4Z"`
    pub fn path(&mut self, path: &[Step]) -> &mut Self {
        self.raw(" d=\"");
        for step in path {
            match *step {
                Step::Move(to) => self.raw("M").point(to),
                Step::Line(to) => self.raw("L").point(to),
                Step::Curve(first, second, to) => {
                    self.raw("C").point(first).raw(" ").point(second).raw(" ").point(to)
                }
                Step::Close => self.raw("Z"),
            };
        }
        self.raw("\"")
    }

    fn point(&mut self, point: Point) -> &mut Self {
        self.number(point.x).raw(" ").number(point.y)
    }

    /// Colours as attributes, such as ` fill="#f9f"`, and as classes where a style sheet follows light and dark.
    pub fn paints(&mut self, paints: &[(Property, Color)]) -> &mut Self {
        if self.colors == Colors::Classed {
            self.classes(paints);
        }
        for (property, color) in paints {
            let name = property.name();
            match *color {
                Color::None => {
                    self.raw(" ").raw(name).raw("=\"none\"");
                }
                Color::Theme(tone) => {
                    self.raw(" ").raw(name).raw("=\"").tone(tone).raw("\"");
                }
                Color::Given(given) if given.alpha == 0 => {
                    self.raw(" ").raw(name).raw("=\"none\"");
                }
                Color::Given(given) => {
                    self.raw(" ").raw(name).raw("=\"").rgb(given).raw("\"");
                    if given.alpha < 255 {
                        self.raw(" ")
                            .raw(name)
                            .raw("-opacity=\"")
                            .number(f64::from(given.alpha) / 255.0)
                            .raw("\"");
                    }
                }
            }
        }
        self
    }

    fn classes(&mut self, paints: &[(Property, Color)]) {
        let mut first = true;
        for (property, color) in paints {
            if let Color::Theme(tone) = color {
                self.raw(if first { " class=\"" } else { " " }).class(*property, *tone);
                first = false;
            }
        }
        if !first {
            self.raw("\"");
        }
    }

    /// The class of things whose `property` has the colour of `tone`: `f-node`.
    pub fn class(&mut self, property: Property, tone: Tone) -> &mut Self {
        let (name, suffix) = tone.name();
        self.raw(property.letter()).raw("-").raw(name).raw(suffix)
    }

    fn tone(&mut self, tone: Tone) -> &mut Self {
        match self.colors {
            Colors::Variables => {
                let (name, suffix) = tone.name();
                self.raw("var(--np-").raw(name).raw(suffix).raw(")")
            }
            Colors::Fixed(theme) => self.rgb(theme.color(tone)),
            Colors::Classed => self.rgb(Theme::Light.color(tone)),
        }
    }

    /// `#rrggbb`
    pub fn rgb(&mut self, color: Rgba) -> &mut Self {
        self.out.push('#');
        for part in [color.red, color.green, color.blue] {
            for nibble in [part >> 4, part & 0xf] {
                self.out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        self
    }

    /// A whole `<path>`.
    pub fn figure(&mut self, figure: &Figure) -> &mut Self {
        self.painted(&figure.path, &figure.paint)
    }

    /// A whole `<path>`.
    pub fn painted(&mut self, path: &[Step], paint: &Paint) -> &mut Self {
        self.raw("<path").path(path);
        let line = if paint.stroke_width > 0.0 { paint.stroke } else { Color::None };
        if line == Color::None {
            return self.paints(&[(Property::Fill, paint.fill)]).raw("/>");
        }
        self.paints(&[(Property::Fill, paint.fill), (Property::Stroke, line)]);
        self.measure("stroke-width", paint.stroke_width).dash(&paint.dash).raw("/>")
    }

    /// ` stroke-dasharray="3 4"`, if there are dashes.
    fn dash(&mut self, dash: &[f64]) -> &mut Self {
        for (index, length) in dash.iter().enumerate() {
            self.raw(if index == 0 { " stroke-dasharray=\"" } else { " " }).number(*length);
        }
        if dash.is_empty() { self } else { self.raw("\"") }
    }
}

/// The characters of a number, written from its end.
struct Digits {
    bytes: [u8; 24],
    start: usize,
}

impl Default for Digits {
    fn default() -> Self {
        Self { bytes: [0; 24], start: 24 }
    }
}

impl Digits {
    fn any(&self) -> bool {
        self.start < self.bytes.len()
    }

    fn put_before(&mut self, byte: u8) {
        if let Some(slot) = self.start.checked_sub(1).and_then(|index| self.bytes.get_mut(index)) {
            *slot = byte;
            self.start -= 1;
        }
    }

    fn as_str(&self) -> &str {
        self.bytes.get(self.start..).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// What is coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Property {
    Fill,
    Stroke,
}

impl Property {
    pub fn name(self) -> &'static str {
        match self {
            Self::Fill => "fill",
            Self::Stroke => "stroke",
        }
    }

    fn letter(self) -> &'static str {
        match self {
            Self::Fill => "f",
            Self::Stroke => "s",
        }
    }
}

/// Whether XML 1.0 allows the character; the C1 controls, which it discourages, are left out too.
fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | ' '..='\u{7e}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Writer)) -> String {
        let mut writer = Writer::new(Colors::Variables);
        write(&mut writer);
        writer.finish()
    }

    #[test]
    fn numbers_are_short_and_have_at_most_two_decimals() {
        let number = |value: f64| written(|writer| _ = writer.number(value));
        for (value, expected) in [
            (0.0, "0"),
            (-0.001, "0"),
            (1.0, "1"),
            (-1.5, "-1.5"),
            (2.34567, "2.35"),
            (0.05, "0.05"),
            (1234567.0, "1234567"),
            (f64::NAN, "0"),
            (f64::INFINITY, "0"),
        ] {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn text_is_escaped_and_stripped_of_what_xml_forbids() {
        let text = written(|writer| _ = writer.text("a<b> & \"c\" 'd' ]]> \u{0}\u{1b}\u{ffff}é"));
        assert_eq!(text, "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; ]]&gt; \u{fffd}\u{fffd}\u{fffd}é");
    }
}
