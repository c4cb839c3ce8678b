//! Which of the found entries are taken.

use netplat_core::import::Proposed;

/// A mark for each found entry.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Choice {
    taken: Vec<bool>,
    count: usize,
}

impl Choice {
    /// All entries but those that may not belong in a plan, and those that it has already.
    pub fn of(entries: &[Proposed], known: &[bool]) -> Self {
        let is_known = |index: usize| known.get(index).copied().unwrap_or(false);
        let is_taken = |(index, entry): (usize, &Proposed)| entry.doubt.is_none() && !is_known(index);
        let taken: Vec<bool> = entries.iter().enumerate().map(is_taken).collect();
        let count = taken.iter().filter(|taken| **taken).count();
        Self { taken, count }
    }

    /// Whether the entry at `index` is taken.
    pub fn is_taken(&self, index: usize) -> bool {
        self.taken.get(index).copied().unwrap_or(false)
    }

    /// How many are taken.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether nothing is left to be taken.
    pub fn is_all(&self) -> bool {
        self.count == self.taken.len()
    }

    /// Takes the entry at `index`, or leaves it.
    pub fn toggle(&mut self, index: usize) {
        let Some(taken) = self.taken.get_mut(index) else { return };
        *taken = !*taken;
        self.count = if *taken { self.count + 1 } else { self.count - 1 };
    }

    /// Takes all, or none when all are taken.
    pub fn toggle_all(&mut self) {
        let is_taken = !self.is_all();
        self.taken.fill(is_taken);
        self.count = if is_taken { self.taken.len() } else { 0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netplat_core::import;

    #[test]
    fn what_is_doubtful_is_taken_only_when_asked_for() {
        let found = import::read("10.0.0.0/24 lab\n0.0.0.0/0 default route\n10.0.1.0/24 yard\n");
        let mut choice = Choice::of(&found.entries, &[]);
        assert_eq!((choice.count(), choice.is_taken(1)), (2, false));
        choice.toggle(1);
        assert!(choice.is_all());
        choice.toggle_all();
        assert_eq!((choice.count(), choice.is_taken(0)), (0, false));
        assert_eq!(Choice::of(&found.entries, &[true, false, false]).count(), 1);
        choice.toggle(99);
        choice.toggle_all();
        assert_eq!(choice.count(), 3);
    }
}
