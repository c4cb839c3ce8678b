//! What a pointer on the map means for the addresses of an entry.

use super::{Area, BlockContent, MapBlock, PlanMap};
use crate::net::{AddressRange, Cidr};

impl PlanMap<'_> {
    /// The prefix that the one of the entry at `index` becomes when its end is dragged to `point`: of those that begin
    /// where it begins, the one whose last corner is nearest. None for what is no prefix, or not on this map.
    ///
    /// Whether the entry may have these addresses is for [`resize`](crate::edit::address_plan::resize) to say.
    pub fn resized(&self, index: usize, point: (f64, f64)) -> Option<Cidr> {
        let now = self.plan.range(index).and_then(AddressRange::cidr)?;
        let from_here = |length: u8| Cidr::containing(now.first(), length);
        let prefixes = (0..=now.family().bits()).filter_map(from_here);
        let placed = prefixes.filter(|prefix| prefix.first() == now.first()).filter_map(|prefix| {
            let area = self.place_of(index, &prefix)?;
            // What is too small to be seen cannot be aimed at.
            let is_aimed_at = prefix == now || area.is_at_least(self.style.least_side);
            is_aimed_at.then(|| (prefix, distance(area, point)))
        });
        placed.min_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(prefix, _)| prefix)
    }

    /// The free prefix at `point` that is as large as the entry at `index`, and where it lies; `blocks` are this map's.
    /// None where nothing is free, or not enough.
    ///
    /// Whether the entry may have these addresses is for [`move_to`](crate::edit::address_plan::move_to) to say.
    pub fn free_at(&self, index: usize, blocks: &[MapBlock], point: (f64, f64)) -> Option<(Cidr, Area)> {
        let now = self.plan.range(index).and_then(AddressRange::cidr)?;
        let innermost = blocks.iter().rev().find(|block| block.area.holds(point))?;
        match innermost.content {
            BlockContent::Free(free) if free.family() == now.family() => {
                let prefix = innermost.area.prefix_at(&free, now.length(), point)?;
                Some((prefix, innermost.area.part(&free, &prefix)))
            }
            _ => None,
        }
    }
}

/// The square of the way from the last corner of `area` to a point.
fn distance(area: Area, (x, y): (f64, f64)) -> f64 {
    (area.x + area.width - x).powi(2) + (area.y + area.height - y).powi(2)
}

#[cfg(test)]
mod tests {
    use super::super::MapStyle;
    use super::*;
    use crate::plan::AddressPlan;
    use crate::plan::tree::tests::entry;

    const AREA: Area = Area { x: 0.0, y: 0.0, width: 64.0, height: 64.0 };

    /// A /24 of which the first /26 is taken, and the /27 behind it.
    fn with_map(ask: impl FnOnce(&PlanMap<'_>)) {
        let ranges = ["10.0.0.0/24", "10.0.0.0/26", "10.0.0.64/27"];
        let read = |text: &str| entry(AddressRange::read(text).expect("a range").value);
        let plan = AddressPlan::new(&ranges.map(read));
        let style = MapStyle { header: 0.0, padding: 0.0, least_side: 3.0 };
        ask(&PlanMap { plan: &plan, root: None, area: AREA, window: AREA, style });
    }

    #[test]
    fn the_end_of_a_block_snaps_to_prefixes_that_begin_where_it_begins() {
        with_map(|map| {
            let dragged = |index, x, y| map.resized(index, (x, y)).map(|prefix| prefix.to_string());
            // The /26 is the upper left quarter.
            assert_eq!(dragged(1, 32.0, 32.0).as_deref(), Some("10.0.0.0/26"));
            assert_eq!(dragged(1, 30.0, 61.0).as_deref(), Some("10.0.0.0/25"));
            assert_eq!(dragged(1, 15.0, 30.0).as_deref(), Some("10.0.0.0/27"));
            assert_eq!(dragged(1, 99.0, 99.0).as_deref(), Some("10.0.0.0/24"));
            // 10.0.0.64 begins no /25.
            assert_eq!(dragged(2, 99.0, 99.0).as_deref(), Some("10.0.0.64/26"));
            // A root has nothing to grow into.
            assert_eq!(dragged(0, 99.0, 99.0).as_deref(), Some("10.0.0.0/24"));
            assert_eq!(dragged(0, 33.0, 63.0).as_deref(), Some("10.0.0.0/25"));
        });
    }

    #[test]
    fn a_block_moves_to_what_is_free_under_the_pointer() {
        with_map(|map| {
            let blocks = map.blocks();
            let moved =
                |index, x, y| map.free_at(index, &blocks, (x, y)).map(|(prefix, _)| prefix.to_string());
            assert_eq!(moved(1, 60.0, 10.0).as_deref(), Some("10.0.0.128/26"));
            assert_eq!(moved(2, 60.0, 60.0).as_deref(), Some("10.0.0.224/27"));
            // Taken, and too small.
            assert_eq!((moved(2, 10.0, 10.0), moved(1, 30.0, 60.0)), (None, None));
        });
    }
}
