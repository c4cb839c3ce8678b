//! Which rows of a long list are in sight: only those are in the page, so that ten thousand scroll as ten do.

use crate::platform::listen::on_resize;
use leptos::html;
use leptos::prelude::*;
use std::ops::Range;

/// Rows in the page above and below those in sight, so that scrolling shows no gap.
const SPARE_ROWS: usize = 8;

/// A pane that scrolls over rows of one height. A handle: copies are the same pane.
#[derive(Clone, Copy)]
pub struct Sight {
    /// The pane's element.
    pub pane: NodeRef<html::Div>,
    row_px: f64,
    /// What stays at the top of the pane.
    head_px: f64,
    scrolled: RwSignal<f64>,
    height: RwSignal<f64>,
}

impl Sight {
    /// A pane over rows of `row_px`, with something that stays above them.
    pub fn new(row_px: f64, head_px: f64) -> Self {
        let (scrolled, height) = (RwSignal::new(0.0), RwSignal::new(600.0));
        let sight = Self { pane: NodeRef::new(), row_px, head_px, scrolled, height };
        Effect::new(move |_| {
            let Some(element) = sight.pane.get() else { return };
            let watched = element.clone();
            on_resize(&watched, move || sight.height.set(f64::from(element.client_height())));
        });
        sight
    }

    /// To be called when the pane has scrolled.
    pub fn follow(self) {
        self.scrolled.set(self.pane.get_untracked().map_or(0.0, |pane| f64::from(pane.scroll_top())));
    }

    /// The rows to have in the page, of `count`; tracked.
    pub fn rows(self, count: usize) -> Range<usize> {
        let first = (self.scrolled.get() / self.row_px) as usize;
        let shown = (self.height.get() / self.row_px).ceil() as usize + 1;
        first.saturating_sub(SPARE_ROWS).min(count)..(first + shown + SPARE_ROWS).min(count)
    }

    /// How many rows a page key goes over.
    pub fn screenful(self) -> usize {
        ((self.height.get_untracked() / self.row_px) as usize).saturating_sub(2).max(1)
    }

    /// Scrolls the row at `place` into sight.
    pub fn bring(self, place: usize) {
        let Some(pane) = self.pane.get_untracked() else { return };
        let top = place as f64 * self.row_px;
        let seen = f64::from(pane.client_height()) - self.head_px - self.row_px;
        let scrolled = f64::from(pane.scroll_top());
        if top < scrolled {
            pane.set_scroll_top(top as i32);
        } else if top > scrolled + seen {
            pane.set_scroll_top((top - seen).ceil() as i32);
        }
    }
}
