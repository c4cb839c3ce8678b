//! What a chart's style declarations ask for: `fill:#f9f`, `stroke-width:4px`. Read strictly: a value that is not a
//! colour, a number or a known word is ignored, so that nothing of a chart gets into an attribute as it was written.

use super::{Color, Rgba, Theme, Tone};
use crate::text::decimal;

/// A wish of the chart for how something looks. What it does not mention is left to the theme.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Look {
    /// `fill`
    pub fill: Option<Rgba>,
    /// `stroke`
    pub stroke: Option<Rgba>,
    /// `color`
    pub color: Option<Rgba>,
    /// `stroke-width`, in pixels.
    pub stroke_width: Option<f64>,
    /// `stroke-dasharray`, in pixels.
    pub dash: Option<Vec<f64>>,
    /// `font-weight`
    pub bold: Option<bool>,
    /// `font-style`
    pub italic: Option<bool>,
    /// `font-size`, in pixels.
    pub font_size: Option<f64>,
    /// `rx`, the rounding of a rectangle's corners, in pixels.
    pub radius: Option<f64>,
}

impl Look {
    /// Reads declarations; a later one wins over those before it.
    pub fn read(declarations: &[String]) -> Self {
        let mut look = Self::default();
        look.add(declarations);
        look
    }

    /// Adds declarations, which win over what is there.
    pub fn add(&mut self, declarations: &[String]) {
        for declaration in declarations.iter().flat_map(|text| text.split(';')) {
            if let Some((property, value)) = declaration.split_once(':') {
                let value = value.trim();
                let value = value.strip_suffix("!important").unwrap_or(value).trim_end();
                self.set(property.trim(), value);
            }
        }
    }

    /// Adds another look, which wins over what is there.
    pub fn merge(&mut self, over: &Self) {
        fn take<T: Clone>(own: &mut Option<T>, over: &Option<T>) {
            if over.is_some() {
                own.clone_from(over);
            }
        }
        take(&mut self.fill, &over.fill);
        take(&mut self.stroke, &over.stroke);
        take(&mut self.color, &over.color);
        take(&mut self.stroke_width, &over.stroke_width);
        take(&mut self.dash, &over.dash);
        take(&mut self.bold, &over.bold);
        take(&mut self.italic, &over.italic);
        take(&mut self.font_size, &over.font_size);
        take(&mut self.radius, &over.radius);
    }

    fn set(&mut self, property: &str, value: &str) {
        match property {
            "fill" | "background" | "background-color" => self.fill = paint(value).or(self.fill),
            "stroke" | "border-color" => self.stroke = paint(value).or(self.stroke),
            "color" => self.color = Rgba::parse(value).or(self.color),
            "stroke-width" | "border-width" => self.stroke_width = length(value, 20.0).or(self.stroke_width),
            "stroke-dasharray" => self.dash = dashes(value).or_else(|| self.dash.take()),
            "font-weight" => self.bold = weight(value).or(self.bold),
            "font-style" => match value {
                "italic" | "oblique" => self.italic = Some(true),
                "normal" => self.italic = Some(false),
                _ => {}
            },
            "font-size" => self.font_size = font_size(value).or(self.font_size),
            "rx" | "border-radius" => self.radius = length(value, 100.0).or(self.radius),
            _ => {}
        }
    }

    /// The colour of words on `back`, which is what they stand on unless this look has a fill.
    ///
    /// A chart's own colour is kept on its own fill, since the two were chosen together. On the theme's it is kept
    /// only if it can be read in light and in dark.
    pub fn text_color(&self, back: Tone) -> Color {
        match (self.fill.filter(|fill| fill.alpha > 0), self.color) {
            (Some(_), Some(color)) => Color::Given(color),
            (Some(fill), None) => readable_on(fill),
            (None, Some(color)) if reads_on(color, back) => Color::Given(color),
            (None, _) => Color::Theme(Tone::Text),
        }
    }
}

/// Least contrast at which a chart's own text colour is kept on a background of the theme's.
const READABLE: f64 = 3.0;

fn reads_on(color: Rgba, back: Tone) -> bool {
    [Theme::Light, Theme::Dark].into_iter().all(|theme| {
        let back = theme.color(back);
        color.over(back).contrast(back) >= READABLE
    })
}

/// Black or white words, whichever can be read better on `fill`; the theme's, if that differs in light and dark
/// because much shows through the fill.
fn readable_on(fill: Rgba) -> Color {
    const DARK: Rgba = Rgba::hex(0x11_18_27);
    const LIGHT: Rgba = Rgba::hex(0xff_ff_ff);
    let best = |theme: Theme| {
        let seen = fill.over(theme.color(Tone::Canvas));
        if seen.contrast(DARK) >= seen.contrast(LIGHT) { DARK } else { LIGHT }
    };
    let (in_light, in_dark) = (best(Theme::Light), best(Theme::Dark));
    if in_light == in_dark { Color::Given(in_light) } else { Color::Theme(Tone::Text) }
}

fn paint(value: &str) -> Option<Rgba> {
    if value == "none" { Rgba::parse("transparent") } else { Rgba::parse(value) }
}

/// A length in pixels, at most `most`.
fn length(value: &str, most: f64) -> Option<f64> {
    let number = value.strip_suffix("px").unwrap_or(value).trim_end();
    unsigned(number).map(|pixels| pixels.min(most))
}

/// A number of digits and at most one point; neither a sign nor an exponent.
fn unsigned(value: &str) -> Option<f64> {
    if value.len() > 12 || value.contains(['-', '+', 'e', 'E']) {
        return None;
    }
    decimal(value)
}

/// Dashes and gaps; empty for `none`.
fn dashes(value: &str) -> Option<Vec<f64>> {
    if value == "none" || value == "0" {
        return Some(Vec::new());
    }
    let parts = value.split([' ', ',', '\\']).filter(|part| !part.is_empty());
    let dash: Option<Vec<f64>> = parts.map(|part| length(part, 100.0)).collect();
    dash.filter(|dash| (1..=8).contains(&dash.len()) && dash.iter().sum::<f64>() > 0.0)
}

fn weight(value: &str) -> Option<bool> {
    match value {
        "bold" | "bolder" => Some(true),
        "normal" | "lighter" => Some(false),
        _ => unsigned(value).map(|weight| weight >= 600.0),
    }
}

/// From 8 to 40 pixels. Relative sizes count from mermaid's 16 pixels.
fn font_size(value: &str) -> Option<f64> {
    let pixels = if let Some(number) = value.strip_suffix("em") {
        unsigned(number.strip_suffix('r').unwrap_or(number))? * 16.0
    } else if let Some(number) = value.strip_suffix("pt") {
        unsigned(number)? * 4.0 / 3.0
    } else if let Some(number) = value.strip_suffix('%') {
        unsigned(number)? * 0.16
    } else {
        length(value, 100.0)?
    };
    Some(pixels.clamp(8.0, 40.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(declarations: &str) -> Look {
        Look::read(&declarations.split('|').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn the_declarations_that_charts_use_are_read() {
        let found = look(
            "fill:#f9f|stroke : navy !important|stroke-width:4px|color:#fff;|stroke-dasharray: 5 5|rx:9",
        );
        assert_eq!(found.fill, Some(Rgba::hex(0xff_99_ff)));
        assert_eq!(found.stroke, Some(Rgba::hex(0x00_00_80)));
        assert_eq!(found.color, Some(Rgba::hex(0xff_ff_ff)));
        assert_eq!(
            (found.stroke_width, found.dash, found.radius),
            (Some(4.0), Some(vec![5.0, 5.0]), Some(9.0))
        );
        let text = look("font-weight:600|font-style:italic|font-size:1.25em");
        assert_eq!((text.bold, text.italic, text.font_size), (Some(true), Some(true), Some(20.0)));
    }

    #[test]
    fn a_later_declaration_wins_and_a_bad_one_changes_nothing() {
        let found = look(
            "fill:red|fill:blue|fill:url(#x)|stroke-width:9|stroke-width:-1|stroke-dasharray:1|stroke-dasharray:a",
        );
        assert_eq!(found.fill, Some(Rgba::hex(0x00_00_ff)));
        assert_eq!((found.stroke_width, found.dash), (Some(9.0), Some(vec![1.0])));
    }

    #[test]
    fn hostile_values_ask_for_nothing() {
        let hostile = "fill:expression(alert(1))|stroke:\"><script>|stroke-width:1e9|color:var(--x)|font-size:calc(1px)\
                       |stroke-dasharray:1 1 1 1 1 1 1 1 1|behavior:url(x)|fill";
        assert_eq!(look(hostile), Look::default());
    }

    #[test]
    fn words_on_a_given_fill_are_readable() {
        assert_eq!(look("fill:#000").text_color(Tone::Node), Color::Given(Rgba::hex(0xff_ff_ff)));
        assert_eq!(look("fill:#ff0").text_color(Tone::Node), Color::Given(Rgba::hex(0x11_18_27)));
        assert_eq!(look("fill:#ff000010").text_color(Tone::Node), Color::Theme(Tone::Text));
        assert_eq!(look("fill:none|color:#000").text_color(Tone::Node), Color::Theme(Tone::Text));
        assert_eq!(look("color:#e5484d").text_color(Tone::Node), Color::Given(Rgba::hex(0xe5_48_4d)));
        assert_eq!(look("fill:#000|color:#222").text_color(Tone::Node), Color::Given(Rgba::hex(0x22_22_22)));
    }
}
