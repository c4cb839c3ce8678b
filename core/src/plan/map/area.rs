use super::MapStyle;
use crate::net::{AddressRange, Cidr};

/// A rectangle, in the units of the map's own size; pixels in the page.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Area {
    /// The left side.
    pub x: f64,
    /// The top.
    pub y: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

impl Area {
    /// The prefix of `length` bits at a point of this area, which stands for `outer`. None for one that is wider than
    /// `outer`, or narrower than an address.
    pub fn prefix_at(self, outer: &Cidr, length: u8, (x, y): (f64, f64)) -> Option<Cidr> {
        let (family, first, _) = AddressRange::from(*outer).numbers();
        let bits = family.bits();
        if !(outer.length()..=bits).contains(&length) {
            return None;
        }
        let (mut area, mut number) = (self, first);
        for bit in outer.length()..length {
            let (left, right) = (area.half(false), area.half(true));
            let is_second = if area.width >= area.height { x >= right.x } else { y >= right.y };
            number |= u128::from(is_second) << (bits - 1 - bit);
            area = if is_second { right } else { left };
        }
        Cidr::containing(AddressRange::between(family, number, number)?.first(), length)
    }

    /// Whether a point lies in it, on its sides too.
    pub fn holds(self, (x, y): (f64, f64)) -> bool {
        x >= self.x && x <= self.x + self.width && y >= self.y && y <= self.y + self.height
    }

    /// The part that `inner` has of this area, which stands for `outer`.
    pub(super) fn part(self, outer: &Cidr, inner: &Cidr) -> Self {
        let bits = outer.family().bits();
        let (_, number, _) = AddressRange::from(*inner).numbers();
        (outer.length()..inner.length()).fold(self, |area, length| {
            let is_second_half = number >> (bits - 1 - length) & 1 == 1;
            area.half(is_second_half)
        })
    }

    /// Half of it, cut across the longer side; the left or upper one comes first.
    fn half(mut self, is_second: bool) -> Self {
        if self.width >= self.height {
            self.width /= 2.0;
            self.x += if is_second { self.width } else { 0.0 };
        } else {
            self.height /= 2.0;
            self.y += if is_second { self.height } else { 0.0 };
        }
        self
    }

    pub(super) fn shrunk(self, by: f64) -> Self {
        let (width, height) = ((self.width - 2.0 * by).max(0.0), (self.height - 2.0 * by).max(0.0));
        Self { x: self.x + by, y: self.y + by, width, height }
    }

    /// The room for what lies inside a block of this area, below its name if it has one and there is room for both.
    pub(super) fn inside(self, style: MapStyle, is_named: bool) -> Self {
        let room = self.shrunk(style.padding);
        let has_header = is_named && room.height > 2.0 * style.header && room.width > 2.0 * style.header;
        let header = if has_header { style.header } else { 0.0 };
        Self { y: room.y + header, height: room.height - header, ..room }
    }

    pub(super) fn is_at_least(self, side: f64) -> bool {
        self.width >= side && self.height >= side
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_of_a_free_block_says_the_prefix_there() {
        let area = Area { x: 0.0, y: 0.0, width: 64.0, height: 64.0 };
        let free = Cidr::read("10.0.8.0/22").expect("a prefix").value;
        let at = |length, x, y| area.prefix_at(&free, length, (x, y)).map(|found| found.to_string());
        assert_eq!(at(22, 60.0, 60.0).as_deref(), Some("10.0.8.0/22"));
        assert_eq!(at(24, 60.0, 60.0).as_deref(), Some("10.0.11.0/24"));
        assert_eq!(at(24, 60.0, 3.0).as_deref(), Some("10.0.10.0/24"));
        assert_eq!(at(32, 0.0, 0.0).as_deref(), Some("10.0.8.0/32"));
        assert_eq!((at(21, 1.0, 1.0), at(33, 1.0, 1.0)), (None, None));
    }
}
