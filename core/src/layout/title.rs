//! Where a group's title goes: beside the links that come through the same side.

use super::spacing::TITLE_GAP;

/// A title's place along the top side, and how much wider the frame must be for it.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct TitlePlace {
    /// The title's left side from the frame's, once that has grown.
    pub left: f64,
    /// What the frame grows by at its left.
    pub grow_left: f64,
    /// What it grows by at its right.
    pub grow_right: f64,
}

/// Finds room for a title of width `title` in a top side of width `frame` where links pass at `links`: at the left if
/// it is free, else at the right, else between links; else the frame grows on the side where it needs less.
///
/// ```text
/// │Title      │      │ Title│      │Titl│e       links pass at ▼
/// ▼ passes beside    ▼             ▼    (never)
/// ```
pub(super) fn place_title(frame: f64, title: f64, links: &[f64]) -> TitlePlace {
    let mut links = links.to_vec();
    links.sort_by(f64::total_cmp);
    let (Some(&first), Some(&last)) = (links.first(), links.last()) else {
        return TitlePlace {
            left: TITLE_GAP,
            grow_left: 0.0,
            grow_right: (title + 2.0 * TITLE_GAP - frame).max(0.0),
        };
    };
    let need = title + 2.0 * TITLE_GAP;
    if first >= need {
        return TitlePlace { left: TITLE_GAP, ..TitlePlace::default() };
    }
    if frame - last >= need {
        return TitlePlace { left: frame - title - TITLE_GAP, ..TitlePlace::default() };
    }
    if let Some(pair) = links.windows(2).find(|pair| pair[1] - pair[0] >= need) {
        return TitlePlace { left: pair[0] + TITLE_GAP, ..TitlePlace::default() };
    }
    let (grow_left, grow_right) = (need - first, need - (frame - last));
    if grow_left <= grow_right + 0.5 {
        TitlePlace { left: TITLE_GAP, grow_left, grow_right: 0.0 }
    } else {
        TitlePlace { left: last + TITLE_GAP, grow_left: 0.0, grow_right }
    }
}
