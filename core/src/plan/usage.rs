use super::tree::AddressPlan;
use crate::net::AddressCount;

/// How many addresses of an entry the entries directly inside it take.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Usage {
    /// All addresses of the entry, 2^128 − 1 at most.
    pub all: u128,
    /// Those that no entry inside takes.
    pub free: u128,
    /// The prefixes that the free ones make.
    pub free_blocks: usize,
}

impl Usage {
    /// The addresses that are taken.
    pub fn used(&self) -> u128 {
        self.all - self.free.min(self.all)
    }

    /// The share that is taken, from 0 to 1.
    pub fn share(&self) -> f64 {
        self.used() as f64 / self.all.max(1) as f64
    }
}

impl AddressPlan {
    /// How much of the entry at `index` is taken by those inside it; nothing of an entry that holds none.
    pub fn usage(&self, index: usize) -> Usage {
        let all = self.range(index).map_or(0, |range| range.count().saturating());
        if !self.holds_entries(index) {
            return Usage { all, free: all, free_blocks: 0 };
        }
        let free = self.free(index);
        let sum =
            free.iter().map(|block| AddressCount::saturating(block.count())).fold(0, u128::saturating_add);
        Usage { all, free: sum, free_blocks: free.len() }
    }
}
