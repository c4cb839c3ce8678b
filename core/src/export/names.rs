use crate::model::{Model, Thing};
use crate::net::to_dns_label;
use std::collections::{BTreeMap, BTreeSet};

/// Names of objects for things: their ids as DNS labels, each used once.
#[derive(Default)]
pub struct Names {
    by_id: BTreeMap<String, String>,
}

impl Names {
    /// Names every thing, in the order of the text: of two ids that give one label, the later gets a number.
    pub fn new(model: &Model) -> Self {
        let mut taken = BTreeSet::new();
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

/// `base`, or `base-2` and so on when it is taken; shortened to fit a DNS label.
pub fn unique(taken: &mut BTreeSet<String>, base: &str) -> String {
    let base: String = base.chars().take(LONGEST).collect();
    let base = base.trim_end_matches('-');
    let numbered = (2u32..).map(|number| format!("{base}-{number}"));
    let mut candidates = std::iter::once(base.to_owned()).chain(numbered);
    let name = candidates.find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(name.clone());
    name
}
