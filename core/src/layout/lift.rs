//! Links lifted to the container in which they run: the lowest one that holds both ends. There a link is one
//! between two children, whatever those hold.

use super::tree::{Child, Tree};
use super::{LinkEnd, LinkLine, Request};

/// A link as its container sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lifted {
    /// An end that is not there.
    Absent,
    /// From a box to itself.
    Loop(Child),
    /// Between two children of a container.
    Across { container: usize, from: Child, to: Child },
    /// Between a group and something in it; `child` is what holds that something.
    Inward { group: usize, child: Child, outward: bool },
}

/// Lifts each link of `request`.
pub(super) fn lift(request: &Request, tree: &Tree) -> Vec<Lifted> {
    request.links.iter().map(|link| lift_one(request, tree, link)).collect()
}

/// The end of a link as a child, if it is there.
pub(super) fn child_at(request: &Request, end: LinkEnd) -> Option<Child> {
    match end {
        LinkEnd::Node(node) => (node < request.nodes.len()).then_some(Child::Node(node)),
        LinkEnd::Group(group) => (group < request.groups.len()).then_some(Child::Group(group)),
    }
}

fn lift_one(request: &Request, tree: &Tree, link: &LinkLine) -> Lifted {
    let (Some(from), Some(to)) = (child_at(request, link.from), child_at(request, link.to)) else {
        return Lifted::Absent;
    };
    if from == to {
        return Lifted::Loop(from);
    }
    let (mut a, mut b) = (from, to);
    let (mut below_a, mut below_b) = (from, to);
    loop {
        let (holder_a, holder_b) = (tree.holder(a), tree.holder(b));
        if a == b {
            let Child::Group(group) = a else { return Lifted::Absent };
            let outward = b == to;
            return Lifted::Inward { group, child: if outward { below_a } else { below_b }, outward };
        }
        if holder_a == holder_b {
            return Lifted::Across { container: holder_a, from: a, to: b };
        }
        if tree.depth[holder_a] >= tree.depth[holder_b] {
            (below_a, a) = (a, Child::Group(holder_a));
        } else {
            (below_b, b) = (b, Child::Group(holder_b));
        }
    }
}
