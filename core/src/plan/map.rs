//! The plan as a map: blocks inside blocks, each as large as its share of the addresses around it.

mod area;
mod reshape;

pub use area::Area;

use super::tree::AddressPlan;
use crate::net::{AddressRange, Cidr};

/// What a block of the map stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockContent {
    /// The entry at this index, or a part of it: one that is no prefix is drawn as the fewest prefixes that make it.
    Entry(usize),
    /// Addresses that no entry inside the one around it takes.
    Free(Cidr),
}

/// A rectangle of the map.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MapBlock {
    /// What it stands for.
    pub content: BlockContent,
    /// Where it is.
    pub area: Area,
    /// How many blocks are around it.
    pub depth: usize,
    /// Whether this is the largest block of its content, which carries the name.
    pub is_named: bool,
    /// Entries inside that are too small to be drawn.
    pub hidden: usize,
}

/// How a map is drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MapStyle {
    /// Above the blocks inside another one: the room for its name.
    pub header: f64,
    /// Around the blocks inside another one.
    pub padding: f64,
    /// Blocks with a side below this are not drawn.
    pub least_side: f64,
}

impl MapStyle {
    /// For pixels of a screen.
    pub const SCREEN: Self = Self { header: 17.0, padding: 2.0, least_side: 3.0 };
}

/// A map: of the whole plan side by side, or of what one entry holds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PlanMap<'a> {
    /// The tree.
    pub plan: &'a AddressPlan,
    /// The entry that fills the map; the whole plan when there is none.
    pub root: Option<usize>,
    /// Where the map is; larger than what is seen of it when it is magnified.
    pub area: Area,
    /// The part that is seen: blocks outside of it are left out.
    pub window: Area,
    /// Sizes.
    pub style: MapStyle,
}

impl PlanMap<'_> {
    /// The blocks, each after the one around it.
    ///
    /// An address space is halved bit by bit along the longer side of what is left, so that a prefix is a rectangle
    /// whose area is its share, and neighbours in number are neighbours on the map.
    pub fn blocks(&self) -> Vec<MapBlock> {
        let mut blocks = Vec::new();
        let mut open: Vec<Open> = match self.root {
            Some(root) => self.framed(root, self.area).into_iter().collect(),
            None => self.tiles().filter_map(|(root, area)| self.framed(root, area)).collect(),
        };
        open.reverse();
        while let Some(next) = open.pop() {
            let from = open.len();
            self.draw(&next, &mut blocks, &mut open);
            // The last is drawn next: turned, the entries come in their own order.
            if let Some(inside) = open.get_mut(from..) {
                inside.reverse();
            }
        }
        blocks
    }

    /// Where the entry at `index` would lie if it had `prefix`. None where that is not in what is around it, or not on
    /// this map.
    pub fn place_of(&self, index: usize, prefix: &Cidr) -> Option<Area> {
        let parent = self.plan.node(index)?.parent.filter(|_| self.root != Some(index));
        if let Some(parent) = parent {
            return self.place(&self.rooms(&self.opened(parent)?), prefix);
        }
        // Nothing is around it: it can lie only where it is.
        let around = narrowest_around(self.plan.range(index)?)?;
        let area = match self.root {
            Some(_) => self.area,
            None => self.tiles().find(|(root, _)| *root == index)?.1,
        };
        around.contains(prefix).then(|| area.part(&around, prefix))
    }

    /// The entry at `index` with its pieces, whether they are seen or not.
    fn opened(&self, index: usize) -> Option<Open> {
        let mut path: Vec<usize> = std::iter::once(index).chain(self.plan.ancestors(index)).collect();
        let top = match self.root {
            Some(root) => {
                path.truncate(path.iter().position(|&entry| entry == root)?);
                self.framed(root, self.area)
            }
            None => {
                let top = path.pop()?;
                self.tiles().find(|(root, _)| *root == top).and_then(|(root, area)| self.framed(root, area))
            }
        };
        path.into_iter().rev().try_fold(top?, |around, entry| {
            let pieces = self.pieces(&self.rooms(&around), entry);
            Some(Open { entry, pieces, depth: around.depth + 1 })
        })
    }

    /// Roots share no address space, so each gets as much room as the next.
    fn tiles(&self) -> impl Iterator<Item = (usize, Area)> {
        let roots: Vec<usize> = self.plan.roots().collect();
        let count = roots.len().max(1) as f64;
        let (area, padding) = (self.area, self.style.padding);
        let wide = count * area.width / area.height.max(1.0);
        let columns = wide.sqrt().round().clamp(1.0, count);
        let (width, height) = (area.width / columns, area.height / (count / columns).ceil());
        roots.into_iter().enumerate().map(move |(place, entry)| {
            let (row, column) = ((place as f64 / columns).floor(), place as f64 % columns);
            let (x, y) = (area.x + column * width, area.y + row * height);
            (entry, Area { x, y, width, height }.shrunk(padding))
        })
    }

    /// An entry that fills `area`; one that is no prefix fills its part of the narrowest prefix around it.
    fn framed(&self, entry: usize, area: Area) -> Option<Open> {
        let range = self.plan.range(entry)?;
        let around = narrowest_around(range)?;
        let pieces = range.blocks().map(|piece| Piece { prefix: piece, area: area.part(&around, &piece) });
        Some(Open { entry, pieces: pieces.collect(), depth: 0 })
    }

    /// Draws one entry and what is free in it, and puts the entries inside it on the list.
    fn draw(&self, entry: &Open, blocks: &mut Vec<MapBlock>, open: &mut Vec<Open>) {
        let Some(named) = entry.largest() else { return };
        let at = blocks.len();
        let (content, depth) = (BlockContent::Entry(entry.entry), entry.depth);
        for (place, piece) in entry.pieces.iter().enumerate() {
            if self.is_drawn(piece.area) {
                let is_named = place == named;
                blocks.push(MapBlock { content, area: piece.area, depth, is_named, hidden: 0 });
            }
        }
        let Some(node) = self.plan.node(entry.entry).filter(|node| !node.children.is_empty()) else { return };
        let rooms = self.rooms(entry);
        for prefix in self.plan.free(entry.entry) {
            let area = self.place(&rooms, &prefix).filter(|area| self.is_drawn(*area));
            let content = BlockContent::Free(prefix);
            blocks.extend(area.map(|area| MapBlock {
                content,
                area,
                depth: depth + 1,
                is_named: true,
                hidden: 0,
            }));
        }
        let mut hidden = 0;
        for &child in &node.children {
            let pieces = self.pieces(&rooms, child);
            if pieces.iter().any(|piece| piece.area.is_at_least(self.style.least_side)) {
                open.push(Open { entry: child, pieces, depth: depth + 1 });
            } else {
                hidden += 1;
            }
        }
        // The first block of this entry is there unless all of it lies outside the window.
        if let Some(block) = blocks.get_mut(at).filter(|block| block.content == content) {
            block.hidden = hidden;
        }
    }

    /// What the pieces of an entry leave for what lies inside.
    fn rooms(&self, entry: &Open) -> Vec<Piece> {
        let named = entry.largest();
        let room = |(place, piece): (usize, &Piece)| {
            let area = piece.area.inside(self.style, Some(place) == named);
            Piece { area, ..*piece }
        };
        entry.pieces.iter().enumerate().map(room).collect()
    }

    /// The pieces that an entry has in the rooms of the one around it.
    fn pieces(&self, rooms: &[Piece], entry: usize) -> Vec<Piece> {
        let prefixes = self.plan.range(entry).into_iter().flat_map(AddressRange::blocks);
        prefixes.filter_map(|prefix| Some(Piece { prefix, area: self.place(rooms, &prefix)? })).collect()
    }

    /// Where `prefix` lies in the rooms of the entry around it.
    fn place(&self, rooms: &[Piece], prefix: &Cidr) -> Option<Area> {
        let after = rooms.partition_point(|room| room.prefix <= *prefix);
        let room = rooms.get(after.checked_sub(1)?).filter(|room| room.prefix.contains(prefix))?;
        Some(room.area.part(&room.prefix, prefix).shrunk(self.style.padding / 2.0))
    }

    fn is_drawn(&self, area: Area) -> bool {
        area.is_at_least(self.style.least_side) && area.meets(self.window)
    }
}

/// An entry about to be drawn.
struct Open {
    entry: usize,
    pieces: Vec<Piece>,
    depth: usize,
}

impl Open {
    /// The piece with the most room, the first of equals.
    fn largest(&self) -> Option<usize> {
        let shortest = self.pieces.iter().map(|piece| piece.prefix.length()).min()?;
        self.pieces.iter().position(|piece| piece.prefix.length() == shortest)
    }
}

/// A prefix with its place.
#[derive(Clone, Copy)]
struct Piece {
    prefix: Cidr,
    area: Area,
}

/// The longest prefix that holds all of `range`.
fn narrowest_around(range: &AddressRange) -> Option<Cidr> {
    let (family, first, last) = range.numbers();
    let differing = 128 - (first ^ last).leading_zeros();
    Cidr::containing(range.first(), family.bits().checked_sub(u8::try_from(differing).ok()?)?)
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::entry;
    use super::*;
    use proptest::prelude::*;

    const FLAT: MapStyle = MapStyle { header: 0.0, padding: 0.0, least_side: 0.0 };
    const AREA: Area = Area { x: 0.0, y: 0.0, width: 64.0, height: 64.0 };

    fn plan(ranges: &[&str]) -> AddressPlan {
        let read = |text: &&str| entry(AddressRange::read(text).expect("a range").value);
        AddressPlan::new(&ranges.iter().map(read).collect::<Vec<_>>())
    }

    fn map(plan: &AddressPlan, root: Option<usize>, style: MapStyle) -> Vec<MapBlock> {
        PlanMap { plan, root, area: AREA, window: AREA, style }.blocks()
    }

    /// `content x y width height`, a line each.
    fn drawn(blocks: &[MapBlock]) -> String {
        let line = |block: &MapBlock| {
            let Area { x, y, width, height } = block.area;
            let content = match block.content {
                BlockContent::Entry(entry) => format!("#{entry}"),
                BlockContent::Free(prefix) => format!("free {prefix}"),
            };
            format!("{}{content} at {x},{y} {width}x{height}\n", "  ".repeat(block.depth))
        };
        blocks.iter().map(line).collect()
    }

    #[test]
    fn a_prefix_has_its_share_of_the_area_around_it() {
        let plan = plan(&["10.0.0.0/22", "10.0.0.0/24", "10.0.2.0/25"]);
        insta::assert_snapshot!(drawn(&map(&plan, None, FLAT)), @r"
        #0 at 0,0 64x64
          free 10.0.1.0/24 at 0,32 32x32
          free 10.0.2.128/25 at 48,0 16x32
          free 10.0.3.0/24 at 32,32 32x32
          #1 at 0,0 32x32
          #2 at 32,0 16x32
        ");
    }

    #[test]
    fn a_start_and_stop_is_drawn_as_its_prefixes_with_one_name() {
        let plan = plan(&["10.0.0.0/29", "10.0.0.1-10.0.0.6", "10.0.0.2"]);
        let blocks = map(&plan, Some(0), FLAT);
        let pieces: Vec<_> = blocks.iter().filter(|block| block.content == BlockContent::Entry(1)).collect();
        let areas: f64 = pieces.iter().map(|block| block.area.width * block.area.height).sum();
        assert_eq!((pieces.len(), areas), (4, 64.0 * 64.0 * 6.0 / 8.0));
        assert_eq!(pieces.iter().filter(|block| block.is_named).count(), 1);
        // What lies inside lies in the piece that holds it.
        assert!(blocks.iter().any(|block| block.content == BlockContent::Entry(2) && block.depth == 2));
    }

    #[test]
    fn roots_stand_side_by_side_and_what_is_too_small_is_counted() {
        let plan = plan(&["10.0.0.0/8", "10.0.0.0/24", "fd00::/48", "192.168.0.0/16", "172.16.0.0/12"]);
        let blocks = map(&plan, None, MapStyle { least_side: 1.0, ..FLAT });
        let roots: Vec<_> = blocks.iter().filter(|block| block.depth == 0).map(|block| block.area).collect();
        assert_eq!(roots.len(), 4);
        assert!(roots.iter().all(|area| (area.width, area.height) == (32.0, 32.0)));
        assert_eq!(blocks.iter().map(|block| block.hidden).sum::<usize>(), 1);
    }

    #[test]
    fn only_what_is_seen_of_a_magnified_map_is_drawn() {
        let plan = plan(&["10.0.0.0/8", "10.0.0.0/24"]);
        let area = Area { x: 0.0, y: 0.0, width: 65_536.0, height: 65_536.0 };
        let seen = |x: f64| {
            PlanMap { plan: &plan, root: Some(0), area, window: Area { x, ..AREA }, style: FLAT }.blocks()
        };
        assert!(seen(0.0).iter().any(|block| block.content == BlockContent::Entry(1)));
        assert!(!seen(4_096.0).iter().any(|block| block.content == BlockContent::Entry(1)));
    }

    #[test]
    fn a_prefix_is_placed_where_it_would_be_drawn() {
        let plan = plan(&["10.0.0.0/20", "10.0.0.0/22", "10.0.2.0/24", "fd00::/48"]);
        for (root, style) in [(None, MapStyle::SCREEN), (Some(0), FLAT), (Some(1), MapStyle::SCREEN)] {
            let map = PlanMap { plan: &plan, root, area: AREA, window: AREA, style };
            let drawn: Vec<_> = map.blocks();
            for block in drawn.iter().filter(|block| block.is_named) {
                let BlockContent::Entry(entry) = block.content else { continue };
                let prefix = plan.range(entry).and_then(AddressRange::cidr).expect("a prefix");
                assert_eq!(map.place_of(entry, &prefix), Some(block.area), "{root:?} {prefix}");
            }
        }
        let map = PlanMap { plan: &plan, root: Some(0), area: AREA, window: AREA, style: FLAT };
        let at = |text: &str| map.place_of(2, &Cidr::read(text).expect("a prefix").value);
        assert_eq!(at("10.0.2.0/23"), Some(Area { x: 16.0, y: 0.0, width: 16.0, height: 32.0 }));
        assert_eq!(at("10.0.4.0/24"), None);
    }

    proptest! {
        #[test]
        fn what_lies_inside_a_block_fills_it_and_shares_no_room(lengths in prop::collection::vec((0u8..=8, any::<u8>()), 0..12)) {
            let mut texts = vec!["10.0.0.0/24".to_owned()];
            for (bits, number) in lengths {
                let first = u32::from(number) >> (8 - bits.min(8)) << (8 - bits.min(8));
                texts.push(format!("10.0.0.{}/{}", first & 255, 24 + bits));
            }
            texts.dedup();
            let plan = plan(&texts.iter().map(String::as_str).collect::<Vec<_>>());
            let blocks = map(&plan, Some(0), FLAT);
            // Each leaf once: entries with the same addresses lie on one another.
            let leaves: Vec<_> = blocks.iter().filter(|block| match block.content {
                BlockContent::Free(_) => true,
                BlockContent::Entry(entry) => plan.node(entry).is_some_and(|node| node.children.is_empty() && node.same_as.is_none()),
            }).collect();
            let twins_hold_something = (0..texts.len()).any(|entry| plan.node(entry).is_some_and(|node| node.same_as.is_some()));
            let filled: f64 = leaves.iter().map(|block| block.area.width * block.area.height).sum();
            prop_assert!(twins_hold_something || (filled - 4096.0).abs() < 1e-6, "{filled}");
        }
    }
}
