use crate::diagnostic::Problem;
use crate::model::{EntrySource, PlanEntry};
use crate::text::Span;
use crate::yaml::{Kept, Node, Reread};

/// What one reading of the facts leaves for the next: the tree, and each item of the address plan, of which there may be
/// thousands.
#[derive(Clone, Debug, Default)]
pub struct KeptFacts {
    pub(super) yaml: Reread,
    pub(super) items: Vec<KeptItem>,
}

/// An item of `netplat.addresses` as it was read.
#[derive(Clone, Debug)]
pub(super) struct KeptItem {
    span: Span,
    /// The entry that it says, if it says one.
    pub entry: Option<PlanEntry>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl KeptItem {
    pub fn new(span: Span, entry: Option<PlanEntry>, problems: Vec<Problem>) -> Self {
        Self { span, entry, problems }
    }

    fn shift(&mut self, by: i64, item: usize) {
        self.span = self.span.moved(by);
        for problem in self.problems.iter_mut().filter(|_| by != 0) {
            *problem = problem.moved(by);
        }
        if let Some(entry) = &mut self.entry {
            entry.shift(by);
            if let EntrySource::Fact(source) = &mut entry.source {
                source.item = item;
            }
        }
    }
}

/// Brings `items` up to `nodes`: those that `kept` says to be as they were stay, the others are read.
pub(super) fn update(
    items: &mut Vec<KeptItem>,
    nodes: &[Node],
    kept: Kept,
    mut read: impl FnMut(usize, &Node) -> KeptItem,
) {
    let mut before = items.partition_point(|item| item.span.end <= kept.before);
    let mut behind = items.len() - items.partition_point(|item| item.span.start < kept.after);
    if before + behind > nodes.len().min(items.len()) {
        // They stood in another list.
        (before, behind) = (0, 0);
    }
    let changed = before..items.len() - behind;
    let from = nodes.len() - behind;
    let new = nodes.iter().enumerate().take(from).skip(before);
    let new: Vec<KeptItem> = new.map(|(index, node)| read(index, node)).collect();
    items.splice(changed, new);
    for (index, item) in items.iter_mut().enumerate().skip(from) {
        item.shift(kept.moved_by, index);
    }
}
