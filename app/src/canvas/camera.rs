use netplat_core::layout::{Point, Rect, Size};

/// Where the scene stands in the pane: `screen = scene × scale + offset`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Camera {
    /// The scene's corner, in pixels of the pane.
    pub offset: Point,
    /// Screen pixels to a scene pixel.
    pub scale: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self { offset: Point { x: MARGIN, y: MARGIN }, scale: 1.0 }
    }
}

const SMALLEST: f64 = 0.05;
const LARGEST: f64 = 6.0;
/// Kept free around a picture that is fitted, in screen pixels.
const MARGIN: f64 = 32.0;
/// A small picture is not blown up further than this.
const FITTED_LARGEST: f64 = 1.25;

/// Below this, text of 14 pixels can hardly be read.
const READABLE: f64 = 0.36;

fn fitting_scale(scene: Size, pane: Size) -> f64 {
    let room = |pane: f64| (pane - 2.0 * MARGIN).max(1.0);
    let by = |room: f64, length: f64| room / length.max(1.0);
    let (across, down) = (by(room(pane.width), scene.width), by(room(pane.height), scene.height));
    across.min(down).clamp(SMALLEST, FITTED_LARGEST)
}

impl Camera {
    /// A place of the pane in the scene.
    pub fn to_scene(self, screen: Point) -> Point {
        Point { x: (screen.x - self.offset.x) / self.scale, y: (screen.y - self.offset.y) / self.scale }
    }

    /// A place of the scene in the pane.
    pub fn to_screen(self, scene: Point) -> Point {
        Point { x: scene.x * self.scale + self.offset.x, y: scene.y * self.scale + self.offset.y }
    }

    /// A box of the scene in the pane.
    pub fn rect_to_screen(self, rect: Rect) -> Rect {
        let corner = self.to_screen(Point { x: rect.x, y: rect.y });
        Rect { x: corner.x, y: corner.y, width: rect.width * self.scale, height: rect.height * self.scale }
    }

    /// Moved by screen pixels.
    pub fn panned(self, by: Point) -> Self {
        Self { offset: Point { x: self.offset.x + by.x, y: self.offset.y + by.y }, ..self }
    }

    /// Larger or smaller by `factor`; what stands at `screen` stays there.
    pub fn zoomed(self, screen: Point, factor: f64) -> Self {
        let scale = (self.scale * factor).clamp(SMALLEST, LARGEST);
        let at = self.to_scene(screen);
        Self { offset: Point { x: screen.x - at.x * scale, y: screen.y - at.y * scale }, scale }
    }

    /// All of a scene in the middle of the pane.
    pub fn fitting(scene: Size, pane: Size) -> Self {
        Self::at_scale(scene, pane, fitting_scale(scene, pane))
    }

    /// A scene as it is shown at first: all of it, unless nobody could read that. Then it is its corner, or the
    /// neighbourhood of `first`, with which the text begins, where that lies further in.
    pub fn opening(scene: Size, pane: Size, first: Option<Rect>) -> Self {
        let corner = Self::at_scale(scene, pane, fitting_scale(scene, pane).max(READABLE));
        let Some(first) = first.filter(|&first| corner.showing(first, pane) != corner) else { return corner };
        let middle = |start: f64, length: f64, scene: f64, pane: f64, offset: f64| {
            let last = pane - scene * corner.scale - MARGIN;
            (pane / 2.0 - (start + length / 2.0) * corner.scale).min(offset).max(last.min(offset))
        };
        let offset = Point {
            x: middle(first.x, first.width, scene.width, pane.width, corner.offset.x),
            y: middle(first.y, first.height, scene.height, pane.height, corner.offset.y),
        };
        Self { offset, ..corner }
    }

    /// In the middle where there is room, else from the scene's corner.
    fn at_scale(scene: Size, pane: Size, scale: f64) -> Self {
        let middle = |pane: f64, length: f64| ((pane - length * scale) / 2.0).max(MARGIN.min(pane / 8.0));
        Self {
            offset: Point { x: middle(pane.width, scene.width), y: middle(pane.height, scene.height) },
            scale,
        }
    }

    /// Moved just so far that `rect` of the scene is in sight.
    pub fn showing(self, rect: Rect, pane: Size) -> Self {
        let on_screen = self.rect_to_screen(rect);
        let by = |start: f64, length: f64, pane: f64| {
            let (low, high) = (MARGIN, pane - MARGIN);
            if start + length > high && start > low {
                (high - start - length).max(low - start)
            } else if start < low {
                low - start
            } else {
                0.0
            }
        };
        self.panned(Point {
            x: by(on_screen.x, on_screen.width, pane.width),
            y: by(on_screen.y, on_screen.height, pane.height),
        })
    }

    /// As an SVG `transform`.
    pub fn transform(self) -> String {
        format!("translate({:.2} {:.2}) scale({:.4})", self.offset.x, self.offset.y, self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANE: Size = Size { width: 800.0, height: 600.0 };

    #[test]
    fn zooming_keeps_the_place_under_the_pointer() {
        let pointer = Point { x: 300.0, y: 200.0 };
        let before = Camera::default().panned(Point { x: 17.0, y: -40.0 });
        let after = before.zoomed(pointer, 1.7);
        let (a, b) = (before.to_scene(pointer), after.to_scene(pointer));
        assert!((a.x - b.x).abs() < 1e-9 && (a.y - b.y).abs() < 1e-9, "{a:?} {b:?}");
    }

    #[test]
    fn a_fitted_picture_lies_within_the_pane() {
        for scene in [Size { width: 5000.0, height: 200.0 }, Size { width: 10.0, height: 9000.0 }] {
            let camera = Camera::fitting(scene, PANE);
            let shown =
                camera.rect_to_screen(Rect { x: 0.0, y: 0.0, width: scene.width, height: scene.height });
            assert!(shown.x >= 0.0 && shown.x + shown.width <= PANE.width, "{shown:?}");
            assert!(shown.y >= 0.0 && shown.y + shown.height <= PANE.height, "{shown:?}");
        }
    }

    #[test]
    fn a_long_picture_opens_at_its_beginning_large_enough_to_read() {
        let camera = Camera::opening(Size { width: 5000.0, height: 200.0 }, PANE, None);
        assert!(camera.scale >= READABLE && camera.offset.x > 0.0 && camera.offset.x <= MARGIN, "{camera:?}");
    }

    #[test]
    fn a_wide_picture_opens_where_its_text_begins() {
        let scene = Size { width: 5000.0, height: 2000.0 };
        let middle = |x: f64, y: f64| {
            let first = Rect { x, y, width: 100.0, height: 40.0 };
            Camera::opening(scene, PANE, Some(first)).rect_to_screen(first)
        };
        let inner = middle(2500.0, 20.0);
        assert_eq!(inner.x + inner.width / 2.0, PANE.width / 2.0);
        assert!(inner.y >= 0.0 && inner.y < PANE.height / 4.0, "the upper edge stays in sight: {inner:?}");
        let last = middle(4880.0, 1950.0);
        assert!(last.x + last.width <= PANE.width && last.y + last.height <= PANE.height, "{last:?}");
    }

    #[test]
    fn showing_what_is_in_sight_moves_nothing() {
        let camera = Camera::default();
        assert_eq!(camera.showing(Rect { x: 10.0, y: 10.0, width: 50.0, height: 20.0 }, PANE), camera);
        let far = camera.showing(Rect { x: 2000.0, y: 10.0, width: 50.0, height: 20.0 }, PANE);
        let shown = far.rect_to_screen(Rect { x: 2000.0, y: 10.0, width: 50.0, height: 20.0 });
        assert!(shown.x + shown.width <= PANE.width, "{shown:?}");
    }
}
