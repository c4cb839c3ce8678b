use crate::model::{Model, Thing};
use std::collections::BTreeSet;

/// What objects of the document stand for already.
#[derive(Debug, Default)]
pub(super) struct Standing<'a> {
    things: BTreeSet<&'a str>,
    namespaces: BTreeSet<&'a str>,
}

impl<'a> Standing<'a> {
    pub fn new(model: &'a Model) -> Self {
        let standing = || model.things.iter().filter(|thing| !thing.objects.is_empty());
        let things = standing().map(|thing| thing.id.as_str()).collect();
        // Where a kustomization says the namespace, only the drawing shows it.
        let drawn = standing().filter_map(|thing| thing.namespace.as_ref());
        let groups = model.groups.iter().filter(|group| group.object.is_some());
        let resources = model.objects.resources();
        let namespaces = groups
            .map(|group| group.name.as_str())
            .chain(model.objects.objects.iter().filter_map(|object| object.namespace.as_deref()))
            .chain(resources.pods.iter().map(|pod| pod.namespace.as_str()))
            .chain(drawn.map(|namespace| namespace.value.as_str()))
            .collect();
        Self { things, namespaces }
    }

    /// Whether an object of the document is what `thing` shows.
    pub fn thing(&self, thing: &Thing) -> bool {
        self.things.contains(thing.id.as_str())
    }

    /// Whether objects of the document are, or lie in, the namespace. What is written for all of its pods would change
    /// what those of the document do.
    pub fn namespace(&self, name: &str) -> bool {
        self.namespaces.contains(name)
    }
}
