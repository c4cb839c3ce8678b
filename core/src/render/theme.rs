//! Light and dark: the value of each part of the theme. The scene names parts; only this file knows colours.

use super::{Family, Rgba, Tone};

/// Which set of colours.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Theme {
    /// On white.
    Light,
    /// On near black.
    Dark,
}

/// What a chart writes its text in. Every family here is as wide as or narrower than the widths in
/// [`super::measure`], so that text measured there fits whichever of them a machine has.
pub const FONT_FAMILY: &str = "ui-sans-serif,system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Liberation Sans',sans-serif";

/// What code is written in.
pub const CODE_FONT_FAMILY: &str = "ui-monospace,Menlo,Consolas,'Liberation Mono',monospace";

impl Tone {
    /// All parts of the theme.
    pub fn all() -> impl Iterator<Item = Self> {
        let plain = [
            Self::Canvas,
            Self::Node,
            Self::NodeBorder,
            Self::Text,
            Self::Muted,
            Self::Group,
            Self::GroupAlternate,
            Self::GroupBorder,
            Self::Link,
            Self::LabelBack,
        ];
        plain.into_iter().chain(
            Family::ALL.into_iter().flat_map(|family| [Self::Accent(family), Self::AccentFill(family)]),
        )
    }

    /// Its name: the page's style sheet has it as `--np-` and this. `fill` tells a family's two colours apart.
    pub fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Canvas => ("canvas", ""),
            Self::Node => ("node", ""),
            Self::NodeBorder => ("node-border", ""),
            Self::Text => ("text", ""),
            Self::Muted => ("muted", ""),
            Self::Group => ("group", ""),
            Self::GroupAlternate => ("group-alternate", ""),
            Self::GroupBorder => ("group-border", ""),
            Self::Link => ("link", ""),
            Self::LabelBack => ("label-back", ""),
            Self::Accent(family) => (family.name(), ""),
            Self::AccentFill(family) => (family.name(), "-fill"),
        }
    }
}

impl Theme {
    /// The colour of a part.
    pub fn color(self, tone: Tone) -> Rgba {
        Rgba::hex(match self {
            Self::Light => light(tone),
            Self::Dark => dark(tone),
        })
    }

    /// The parts as CSS custom properties, one a line: `--np-canvas: #ffffff;`.
    pub fn custom_properties(self) -> String {
        let mut css = String::new();
        for tone in Tone::all() {
            let ((name, suffix), Rgba { red, green, blue, .. }) = (tone.name(), self.color(tone));
            css.push_str(&format!("--np-{name}{suffix}: #{red:02x}{green:02x}{blue:02x};\n"));
        }
        css
    }
}

fn light(tone: Tone) -> u32 {
    match tone {
        Tone::Canvas | Tone::LabelBack => 0xff_ff_ff,
        Tone::Node => 0xf1_f5_fd,
        Tone::NodeBorder => 0x7d_92_b8,
        Tone::Text => 0x17_20_33,
        Tone::Muted => 0x4d_5a_73,
        Tone::Group => 0xf7_f9_fc,
        Tone::GroupAlternate => 0xee_f2_f8,
        Tone::GroupBorder => 0xc3_cd_dd,
        Tone::Link => 0x64_72_8b,
        Tone::Accent(family) => match family {
            Family::Outside => 0x74_56_d1,
            Family::Ingress => 0x2c_6b_d9,
            Family::Workload => 0x0c_80_74,
            Family::Data => 0xa8_6a_0b,
            Family::Policy => 0xc6_3a_60,
            Family::Dns => 0x0b_7c_a8,
            Family::Observability => 0x5f_7c_13,
            Family::Infrastructure => 0x55_66_82,
            Family::External => 0x97_47_a8,
        },
        Tone::AccentFill(family) => match family {
            Family::Outside => 0xf3_f0_fe,
            Family::Ingress => 0xe9_f1_fe,
            Family::Workload => 0xe5_f6_f3,
            Family::Data => 0xfd_f4_e0,
            Family::Policy => 0xfd_ee_f2,
            Family::Dns => 0xe4_f5_fb,
            Family::Observability => 0xf2_f7_e1,
            Family::Infrastructure => 0xed_f1_f6,
            Family::External => 0xf9_ef_fb,
        },
    }
}

fn dark(tone: Tone) -> u32 {
    match tone {
        Tone::Canvas | Tone::LabelBack => 0x0e_13_1b,
        Tone::Node => 0x1b_25_36,
        Tone::NodeBorder => 0x60_77_a0,
        Tone::Text => 0xe8_ed_f6,
        Tone::Muted => 0xa3_b0_c6,
        Tone::Group => 0x13_1a_25,
        Tone::GroupAlternate => 0x19_22_30,
        Tone::GroupBorder => 0x38_46_5d,
        Tone::Link => 0x8a_9a_b6,
        Tone::Accent(family) => match family {
            Family::Outside => 0xa8_91_f7,
            Family::Ingress => 0x6f_a5_ff,
            Family::Workload => 0x3f_c1_af,
            Family::Data => 0xe2_ac_4d,
            Family::Policy => 0xf2_7f_9f,
            Family::Dns => 0x4f_bc_e6,
            Family::Observability => 0xab_cb_52,
            Family::Infrastructure => 0x95_a7_c4,
            Family::External => 0xd6_8d_e7,
        },
        Tone::AccentFill(family) => match family {
            Family::Outside => 0x26_20_40,
            Family::Ingress => 0x16_28_49,
            Family::Workload => 0x10_31_2e,
            Family::Data => 0x35_29_11,
            Family::Policy => 0x3a_1b_27,
            Family::Dns => 0x0e_2f_3e,
            Family::Observability => 0x26_2f_12,
            Family::Infrastructure => 0x21_2b_3b,
            Family::External => 0x33_1e_3a,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2, level AA: 4.5 for words, 3 for lines that carry meaning.
    #[test]
    fn words_and_lines_stand_out_in_light_and_dark() {
        for theme in [Theme::Light, Theme::Dark] {
            let contrast = |a: Tone, b: Tone| theme.color(a).contrast(theme.color(b));
            let backs = Tone::all().filter(|tone| {
                matches!(
                    tone,
                    Tone::Canvas
                        | Tone::Node
                        | Tone::Group
                        | Tone::GroupAlternate
                        | Tone::LabelBack
                        | Tone::AccentFill(_)
                )
            });
            for back in backs {
                assert!(contrast(Tone::Text, back) >= 7.0, "{theme:?} {back:?}");
                assert!(contrast(Tone::Muted, back) >= 4.5, "{theme:?} {back:?}");
                assert!(contrast(Tone::Link, back) >= 3.0, "{theme:?} {back:?}");
            }
            for family in Family::ALL {
                let accent = Tone::Accent(family);
                for back in [Tone::AccentFill(family), Tone::Canvas, Tone::Group, Tone::GroupAlternate] {
                    assert!(contrast(accent, back) >= 3.0, "{theme:?} {family:?} {back:?}");
                }
            }
        }
    }
}
