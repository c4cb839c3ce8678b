//! Numbers without a pattern, the same ones each time (xorshift, Marsaglia 2003).

/// A sequence of numbers.
pub(in crate::layout) struct Dice(u64);

impl Dice {
    /// The one sequence that there is, from its start.
    pub(in crate::layout) fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    /// The next number below `limit`; 0 when that is 0.
    pub(in crate::layout) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}
