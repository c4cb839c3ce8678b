//! Parts of a container that no link ties together: set out like words on lines, in document order.

use super::Size;

/// Where each part goes, and the size of all together.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Packed {
    /// Low start corners: across the flow, along it.
    pub at: Vec<(f64, f64)>,
    /// Across (`width`) and along (`height`).
    pub size: Size,
}

/// How much wider than high a picture is meant to be.
const ASPECT: f64 = 1.7;

/// Packs parts of these sizes, `gap` apart, on lines across the flow. Of all line widths that some number of parts
/// fills, it takes the one whose picture is smallest, long sides counted twice.
/// `sideways` when the flow is horizontal: the canonical width is then the picture's height.
pub(super) fn pack(sizes: &[Size], gap: f64, sideways: bool) -> Packed {
    let mut widths: Vec<f64> = Vec::new();
    let mut width = 0.0;
    for size in sizes {
        width += size.width + gap;
        widths.push(width - gap);
    }
    // Enough candidates to be good, few enough to stay linear.
    let step = widths.len().div_ceil(48).max(1);
    let mut candidates: Vec<f64> = widths.iter().copied().step_by(step).collect();
    candidates.extend(widths.last());
    let widest = sizes.iter().map(|size| size.width).fold(0.0, f64::max);
    let mut best: Option<(f64, Packed)> = None;
    for width in candidates {
        let packed = lines(sizes, gap, width.max(widest));
        let score = score(packed.size, sideways);
        if best.as_ref().is_none_or(|(least, _)| score < least - 1.0) {
            best = Some((score, packed));
        }
    }
    best.map(|(_, packed)| packed).unwrap_or_default()
}

fn score(size: Size, sideways: bool) -> f64 {
    let (width, height) = if sideways { (size.height, size.width) } else { (size.width, size.height) };
    let long = (width / ASPECT).max(height);
    width * height + 0.35 * long * long
}

/// Lines of parts, none wider than `width`.
fn lines(sizes: &[Size], gap: f64, width: f64) -> Packed {
    let mut packed = Packed::default();
    let (mut across, mut along, mut deepest) = (0.0, 0.0, 0.0f64);
    for size in sizes {
        if across > 0.0 && across + size.width > width + 0.01 {
            across = 0.0;
            along += deepest + gap;
            deepest = 0.0;
        }
        packed.at.push((across, along));
        packed.size.width = packed.size.width.max(across + size.width);
        deepest = deepest.max(size.height);
        packed.size.height = packed.size.height.max(along + deepest);
        across += size.width + gap;
    }
    packed
}
