use crate::page::Page;
use leptos::prelude::*;
use netplat_core::drawn::Ends;
use netplat_core::model::{Model, ThingKind};
use netplat_core::reach::Reach;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The policies of a document, asked once for all that is shown of them.
#[derive(Debug)]
pub struct Asked {
    /// What the document says.
    pub model: Arc<Model>,
    /// Who may talk to whom.
    pub reach: Reach,
    /// The node that stands for each workload that is drawn.
    pub nodes: BTreeMap<usize, String>,
}

/// Two answers are one when they were made for the same model.
#[derive(Clone, Debug)]
pub struct Shared(pub Arc<Asked>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0.model, &other.0.model)
    }
}

impl std::ops::Deref for Shared {
    type Target = Asked;

    fn deref(&self) -> &Asked {
        &self.0
    }
}

/// The answer for the page's document, asked again when what the document says has changed.
pub fn asked(page: Page) -> Memo<Shared> {
    Memo::new(move |before: Option<&Shared>| {
        let model = page.workspace.with_settled(|snapshot| Arc::clone(&snapshot.model));
        match before.filter(|before| Arc::ptr_eq(&before.model, &model)) {
            Some(before) => before.clone(),
            None => Shared(Arc::new(Asked::new(model))),
        }
    })
}

impl Asked {
    fn new(model: Arc<Model>) -> Self {
        let reach = Reach::new(model.objects.resources());
        let nodes = nodes(&model, &reach);
        Self { model, reach, nodes }
    }

    /// The workload that the node or group with this id stands for first.
    pub fn workload(&self, id: &str) -> Option<usize> {
        Ends::new(&self.model, &self.reach).target(id)?.workloads().first().copied()
    }
}

/// The first node of each workload, a Service's only where no other shows it.
fn nodes(model: &Model, reach: &Reach) -> BTreeMap<usize, String> {
    let ends = Ends::new(model, reach);
    let mut nodes: BTreeMap<usize, String> = BTreeMap::new();
    let (services, others): (Vec<_>, Vec<_>) =
        model.things.iter().partition(|thing| thing.kind.value == ThingKind::Service);
    for thing in others.into_iter().chain(services) {
        for &workload in ends.of_thing(thing).iter().flat_map(|end| end.workloads()) {
            nodes.entry(workload).or_insert_with(|| thing.id.clone());
        }
    }
    nodes
}
