use crate::model::{Model, Thing};
use crate::net::to_dns_label;
use std::collections::BTreeMap;

/// Names of objects for things: their ids as DNS labels, each used once.
#[derive(Default)]
pub struct Names {
    by_id: BTreeMap<String, String>,
}

impl Names {
    /// Names every thing, in the order of the text: of two ids that give one label, the later gets a number.
    pub fn new(model: &Model) -> Self {
        let mut taken = Taken::default();
        let mut by_id = BTreeMap::new();
        for thing in &model.things {
            let label = to_dns_label(&thing.id).or_else(|| to_dns_label(&thing.text));
            let name = unique(&mut taken, &label.unwrap_or_else(|| "unnamed".to_owned()));
            by_id.insert(thing.id.clone(), name);
        }
        Self { by_id }
    }

    /// The name of a thing of the model that the names were made for.
    pub fn of(&self, thing: &Thing) -> String {
        self.by_id.get(&thing.id).cloned().unwrap_or_default()
    }

    /// The labels that select the thing's pods: declared ones, else `app: NAME`.
    pub fn labels(&self, thing: &Thing) -> BTreeMap<String, String> {
        if thing.labels.is_empty() {
            BTreeMap::from([("app".to_owned(), self.of(thing))])
        } else {
            thing.labels.clone()
        }
    }
}

/// The longest name that leaves room for what objects append to it.
const LONGEST: usize = 50;

/// Names that are taken, each with the number to try next for it: thousands that are alike are numbered in linear time.
#[derive(Clone, Debug, Default)]
pub struct Taken(BTreeMap<String, u32>);

/// `base`, or `base-2` and so on when it is taken; shortened to fit a DNS label.
pub fn unique(taken: &mut Taken, base: &str) -> String {
    let base: String = base.chars().take(LONGEST).collect();
    let base = base.trim_end_matches('-');
    let from = taken.0.get(base).copied();
    let numbered = (from.unwrap_or(2)..).map(|number| (number + 1, format!("{base}-{number}")));
    let bare = from.is_none().then(|| (2, base.to_owned()));
    let free = bare.into_iter().chain(numbered).find(|(_, name)| !taken.0.contains_key(name));
    let (next, name) = free.unwrap_or_default();
    taken.0.insert(base.to_owned(), next);
    taken.0.entry(name.clone()).or_insert(2);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_alike_are_numbered_and_none_is_given_twice() {
        let mut taken = Taken::default();
        let given: Vec<String> =
            ["a", "a-2", "a", "a", "a-2"].iter().map(|base| unique(&mut taken, base)).collect();
        assert_eq!(given, ["a", "a-2", "a-3", "a-4", "a-2-2"]);
    }

    #[test]
    fn thousands_that_are_alike_are_numbered_at_once() {
        let mut taken = Taken::default();
        let last = (0..100_000).map(|_| unique(&mut taken, "pool")).last();
        assert_eq!(last.as_deref(), Some("pool-100000"));
    }
}
