//! Disjoint sets of numbers.

/// Sets that are joined one to another.
#[derive(Default)]
pub(super) struct Joined(Vec<usize>);

impl Joined {
    /// Each of `0..count` by itself.
    pub(super) fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// Takes all sets apart.
    pub(super) fn reset(&mut self, count: usize) {
        self.0.clear();
        self.0.extend(0..count);
    }

    /// The one that stands for the set of `member`.
    pub(super) fn root(&mut self, mut member: usize) -> usize {
        while self.0[member] != member {
            self.0[member] = self.0[self.0[member]];
            member = self.0[member];
        }
        member
    }

    /// Makes one set of two.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
