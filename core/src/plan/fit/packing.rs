use crate::net::Cidr;
use std::collections::{BTreeMap, BTreeSet};

/// Free blocks that prefixes are cut out of.
pub(super) struct Packing {
    /// By length, each in the order of the addresses.
    free: BTreeMap<u8, BTreeSet<Cidr>>,
}

impl Packing {
    pub fn new(free: &BTreeSet<Cidr>) -> Self {
        let mut packing = Self { free: BTreeMap::new() };
        for block in free {
            packing.give_back(*block);
        }
        packing
    }

    /// A prefix of each of the `lengths`, if there is one; the widest are placed first.
    pub fn place_all(mut self, lengths: &[u8]) -> Vec<Option<Cidr>> {
        let mut order: Vec<usize> = (0..lengths.len()).collect();
        order.sort_by_key(|&index| (lengths.get(index).copied(), index));
        let mut placed = vec![None; lengths.len()];
        for index in order {
            if let (Some(slot), Some(&length)) = (placed.get_mut(index), lengths.get(index)) {
                *slot = self.take(length);
            }
        }
        placed
    }

    /// Cuts the first prefix of `length` out of the narrowest free block that holds it.
    fn take(&mut self, length: u8) -> Option<Cidr> {
        let (_, blocks) = self.free.range_mut(..=length).rev().find(|(_, blocks)| !blocks.is_empty())?;
        let mut block = blocks.pop_first()?;
        while block.length() < length {
            let mut halves = block.split(block.length() + 1)?;
            let (first, second) = (halves.next()?, halves.next()?);
            self.give_back(second);
            block = first;
        }
        Some(block)
    }

    fn give_back(&mut self, block: Cidr) {
        self.free.entry(block.length()).or_default().insert(block);
    }
}
