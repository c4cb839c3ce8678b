//! Walking along the drawn links, the way that traffic goes.

use super::Design;
use crate::mermaid::Tip;
use crate::model::{LinkKind, LinkThing};
use std::collections::{BTreeMap, VecDeque};

/// One link in the direction of its traffic.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'a> {
    pub(super) link: &'a LinkThing,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
}

/// The drawn traffic, in the order of the text: requests, routes, flows and relations that are drawn as arrows, both
/// ways where they have two heads. Policies, attachments and DNS carry none; neither does a dead end (`--x`).
pub(super) fn traffic<'a>(subject: &Design<'a>) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    for link in subject.model.links.iter().filter(|link| carries_traffic(link) && subject.is_visible(link)) {
        let (tail, head) = link.tips;
        let (from, to) = (link.from.as_str(), link.to.as_str());
        if head != Tip::Cross && (head == Tip::Arrow || tail == Tip::None) {
            steps.push(Step { link, from, to });
        }
        if tail == Tip::Arrow {
            steps.push(Step { link, from: to, to: from });
        }
    }
    steps
}

/// Shortest ways to the nearest of some ends.
#[derive(Debug)]
pub(super) struct Ways<'a> {
    /// The next node on the way; none at an end.
    next: BTreeMap<&'a str, Option<&'a str>>,
}

impl<'a> Ways<'a> {
    /// Goes back from `ends` along `steps`, never through a node that `closed` names. Linear.
    pub(super) fn to(
        ends: impl IntoIterator<Item = &'a str>,
        steps: &[Step<'a>],
        closed: impl Fn(&str) -> bool,
    ) -> Self {
        let mut into: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
        for step in steps {
            into.entry(step.to).or_default().push(step.from);
        }
        let mut next: BTreeMap<&'a str, Option<&'a str>> = BTreeMap::new();
        let mut queue: VecDeque<&'a str> = ends.into_iter().collect();
        next.extend(queue.iter().map(|end| (*end, None)));
        while let Some(id) = queue.pop_front() {
            for &before in into.get(id).into_iter().flatten() {
                if !closed(before) && !next.contains_key(before) {
                    next.insert(before, Some(id));
                    queue.push_back(before);
                }
            }
        }
        Self { next }
    }

    /// The nodes from `start` to its nearest end, both included; empty when no way leads there.
    pub(super) fn from(&self, start: &'a str) -> Vec<&'a str> {
        if !self.next.contains_key(start) {
            return Vec::new();
        }
        std::iter::successors(Some(start), |id| self.next.get(id).copied().flatten()).collect()
    }
}

fn carries_traffic(link: &LinkThing) -> bool {
    matches!(link.kind, LinkKind::Request | LinkKind::Route | LinkKind::Flow | LinkKind::Relation)
}
