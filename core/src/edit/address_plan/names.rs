//! Names of parts, and the name that parts have together.

use crate::model::PlanEntry;
use std::collections::HashSet;

/// Names for `count` parts of something called `name`: `name-1`, `name-2` and so on, from the first number on from
/// which none is taken. Empty ones when it has no name.
pub(super) fn parts(entries: &[PlanEntry], name: &str, count: usize) -> Vec<String> {
    if name.is_empty() {
        return vec![String::new(); count];
    }
    let taken: HashSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    let highest = taken.iter().filter_map(|taken| number(taken, name)).max().unwrap_or(0);
    (highest + 1..=highest + count as u64).map(|number| format!("{name}-{number}")).collect()
}

/// What parts with these names are called together: `pods` for `pods-1` and `pods-2`, else as the first one is.
pub(super) fn whole(names: &[&str]) -> String {
    let first = names.first().copied().unwrap_or_default();
    let Some((stem, _)) = first.rsplit_once('-') else { return first.to_owned() };
    let numbers: Option<Vec<u64>> = names.iter().map(|name| number(name, stem)).collect();
    let are_consecutive =
        numbers.is_some_and(|numbers| numbers.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b)));
    if are_consecutive && !stem.is_empty() { stem.to_owned() } else { first.to_owned() }
}

/// The number behind `stem-`.
fn number(name: &str, stem: &str) -> Option<u64> {
    let digits = name.strip_prefix(stem)?.strip_prefix('-')?;
    let is_number =
        digits.len() < 10 && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_are_numbered_one_after_the_other_are_one_thing() {
        assert_eq!(whole(&["pods-1", "pods-2"]), "pods");
        assert_eq!(whole(&["pods-1", "pods-3"]), "pods-1");
        assert_eq!(whole(&["east", "west"]), "east");
        assert_eq!(whole(&["a-b-7", "a-b-8", "a-b-9"]), "a-b");
    }
}
