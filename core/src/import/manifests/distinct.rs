use std::collections::{BTreeMap, BTreeSet};

/// Names of which no two are the same: `web`, `web-2`, `web-3`. Each costs the same, however many there are.
#[derive(Debug, Default)]
pub(super) struct Distinct {
    taken: BTreeSet<String>,
    /// The number that is tried first for each name.
    next: BTreeMap<String, usize>,
}

impl Distinct {
    /// Keeps others from being called `name`.
    pub fn reserve(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// `name`, or the first of what `numbered` makes of it that was not taken.
    pub fn take(&mut self, name: String, numbered: impl Fn(&str, usize) -> String) -> String {
        if self.taken.insert(name.clone()) {
            return name;
        }
        let next = self.next.entry(name.clone()).or_insert(2);
        loop {
            let candidate = numbered(&name, *next);
            *next += 1;
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_a_name_already_is_passed_over() {
        let mut distinct = Distinct::default();
        let names = ["web", "web-2", "web", "web"];
        let taken =
            names.map(|name| distinct.take(name.to_owned(), |name, number| format!("{name}-{number}")));
        assert_eq!(taken, ["web", "web-2", "web-3", "web-4"]);
    }
}
