//! Which container holds what. A container is a group or the picture itself; parents that point nowhere, or round in
//! a circle, are taken for the picture.

use super::Request;
use super::lift::Lifted;
use crate::mermaid::Direction;

/// What a container holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Child {
    Node(usize),
    Group(usize),
}

/// The containers of a request. A group's container has the group's index, the picture's comes after them.
pub(super) struct Tree {
    /// The picture's index.
    pub root: usize,
    /// The container that holds each node.
    pub node_parent: Vec<usize>,
    /// The container that holds each group.
    pub group_parent: Vec<usize>,
    /// How many containers are around each; 0 for the picture.
    pub depth: Vec<usize>,
    /// What each holds, in the order in which the document first mentions it.
    pub children: Vec<Vec<Child>>,
    /// Where ranks grow to in each.
    pub flow: Vec<Direction>,
    /// All containers, each after the one around it.
    pub outer_first: Vec<usize>,
}

impl Tree {
    /// Reads the nesting of `request`.
    pub(super) fn of(request: &Request) -> Self {
        let root = request.groups.len();
        let group_parent = parents(request);
        let node_parent: Vec<usize> = request
            .nodes
            .iter()
            .map(|node| node.parent.filter(|&parent| parent < root).unwrap_or(root))
            .collect();
        let mut inside: Vec<Vec<usize>> = vec![Vec::new(); root + 1];
        for (group, &parent) in group_parent.iter().enumerate() {
            inside[parent].push(group);
        }
        let mut tree = Self {
            root,
            node_parent,
            depth: vec![0; root + 1],
            children: vec![Vec::new(); root + 1],
            flow: vec![request.direction; root + 1],
            outer_first: vec![root],
            group_parent,
        };
        let mut next = 0;
        while let Some(&container) = tree.outer_first.get(next) {
            next += 1;
            for &group in &inside[container] {
                tree.depth[group] = tree.depth[container] + 1;
                tree.flow[group] = request.groups[group].direction.unwrap_or(tree.flow[container]);
                tree.outer_first.push(group);
            }
        }
        tree.fill();
        tree
    }

    /// Lets each group in which no link runs from child to child flow as the container around it does: its own
    /// direction says nothing there, and links from outside then reach what is in it without a turn.
    pub(super) fn flow_on(&mut self, lifted: &[Lifted]) {
        let mut has_links = vec![false; self.root + 1];
        for lift in lifted {
            if let Lifted::Across { container, .. } = *lift {
                has_links[container] = true;
            }
        }
        for &group in &self.outer_first {
            if group != self.root && !has_links[group] {
                self.flow[group] = self.flow[self.group_parent[group]];
            }
        }
    }

    /// The container that holds `child`.
    pub(super) fn holder(&self, child: Child) -> usize {
        match child {
            Child::Node(node) => self.node_parent[node],
            Child::Group(group) => self.group_parent[group],
        }
    }

    /// Lists children in the order of their first mention: a group's is that of the first node in it.
    fn fill(&mut self) {
        let mut first = vec![usize::MAX; self.root + 1];
        for (node, &parent) in self.node_parent.iter().enumerate() {
            first[parent] = first[parent].min(node);
            self.children[parent].push(Child::Node(node));
        }
        for &group in self.outer_first.iter().rev() {
            if group != self.root {
                let parent = self.group_parent[group];
                first[parent] = first[parent].min(first[group]);
            }
        }
        for (group, &parent) in self.group_parent.iter().enumerate() {
            self.children[parent].push(Child::Group(group));
        }
        for children in &mut self.children {
            children.sort_by_key(|&child| match child {
                Child::Node(node) => (node, 0),
                Child::Group(group) => (first[group], group + 1),
            });
        }
    }
}

/// The container around each group, circles broken where they close.
fn parents(request: &Request) -> Vec<usize> {
    let root = request.groups.len();
    let mut parent: Vec<usize> = request
        .groups
        .iter()
        .map(|group| group.parent.filter(|&parent| parent < root).unwrap_or(root))
        .collect();
    // The walk that came through each group; 0 for none yet.
    let mut walk = vec![0; root];
    for start in 0..root {
        let mut group = start;
        while group != root && walk[group] == 0 {
            walk[group] = start + 1;
            if parent[group] != root && walk[parent[group]] == start + 1 {
                parent[group] = root;
            }
            group = parent[group];
        }
    }
    parent
}
