//! How the map is looked at: magnified, then moved. Arithmetic alone.

/// How much the map can be magnified. Beyond, numbers of the screen lose whole pixels.
const MOST: f64 = 1e6;
/// What part of the map the pane shows.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Lens {
    /// How many times larger than the pane the map is.
    pub scale: f64,
    /// Where its left side is, in pixels of the pane.
    pub x: f64,
    /// Where its top is.
    pub y: f64,
}

/// All of the map.
pub const WHOLE: Lens = Lens { scale: 1.0, x: 0.0, y: 0.0 };

impl Lens {
    /// Magnified by `by` around a point of the screen; never smaller than whole, never moved off.
    pub fn magnified(self, by: f64, (x, y): (f64, f64), size: (f64, f64)) -> Self {
        let scale = (self.scale * by).clamp(1.0, MOST);
        let by = scale / self.scale;
        Self { scale, x: x - (x - self.x) * by, y: y - (y - self.y) * by }.held(size)
    }

    /// Moved by some pixels; never off the pane.
    pub fn moved(self, x: f64, y: f64, size: (f64, f64)) -> Self {
        Self { x: self.x + x, y: self.y + y, ..self }.held(size)
    }

    /// Moved and magnified so that what was under two fingers still is.
    pub fn pinched(self, before: [(f64, f64); 2], after: [(f64, f64); 2], size: (f64, f64)) -> Self {
        let middle = |[a, b]: [(f64, f64); 2]| ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
        let apart = |[a, b]: [(f64, f64); 2]| (a.0 - b.0).hypot(a.1 - b.1).max(1.0);
        let (from, to) = (middle(before), middle(after));
        let magnified = self.magnified(apart(after) / apart(before), from, size);
        magnified.moved(to.0 - from.0, to.1 - from.1, size)
    }

    /// As near to it as a pane of this size allows.
    pub fn held(self, (width, height): (f64, f64)) -> Self {
        let x = self.x.clamp(width - width * self.scale, 0.0);
        let y = self.y.clamp(height - height * self.scale, 0.0);
        Self { x, y, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magnifying_keeps_the_point_under_the_pointer() {
        let size = (400.0, 200.0);
        let lens = WHOLE.magnified(4.0, (100.0, 50.0), size);
        // What was at a quarter of the map is there still.
        assert_eq!((lens.x + 0.25 * 400.0 * lens.scale, lens.y + 0.25 * 200.0 * lens.scale), (100.0, 50.0));
        assert_eq!(lens.magnified(0.01, (0.0, 0.0), size), WHOLE);
    }

    #[test]
    fn what_is_under_two_fingers_stays_there() {
        let size = (400.0, 200.0);
        let (before, after) = ([(100.0, 100.0), (200.0, 100.0)], [(60.0, 90.0), (260.0, 90.0)]);
        let lens = WHOLE.pinched(before, after, size);
        let seen = |(x, y): (f64, f64)| (x * lens.scale + lens.x, y * lens.scale + lens.y);
        assert_eq!((seen(before[0]), seen(before[1])), ((60.0, 90.0 + 10.0 - 10.0), (260.0, 90.0)));
    }

    #[test]
    fn the_map_is_never_moved_off_the_pane() {
        let size = (400.0, 200.0);
        assert_eq!(WHOLE.moved(50.0, -50.0, size), WHOLE);
        let lens = WHOLE.magnified(2.0, (0.0, 0.0), size).moved(-1e9, 10.0, size);
        assert_eq!((lens.x, lens.y), (-400.0, 0.0));
    }
}
