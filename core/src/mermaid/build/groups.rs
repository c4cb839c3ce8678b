//! Groups: closed from the inside out, each with the members that no group before it has.

use super::Builder;
use crate::diagnostic::Problem;
use crate::mermaid::Direction;
use crate::mermaid::chars::{is_space, trim};
use crate::mermaid::graph::{End, Group, GroupIndex, Label, NodeIndex};
use crate::mermaid::label::shown_title;
use crate::mermaid::rules::DEEP_NESTING;
use crate::mermaid::syntax::{Quoting, StatementIndex, StatementKind, Subgraph};
use crate::text::Span;
use std::collections::HashSet;

/// Groups deeper than this are put beside each other: what draws them works level by level.
const MAX_DEPTH: usize = 100;

/// A subgraph whose `end` has not come yet.
pub(super) struct OpenGroup {
    statement: StatementIndex,
    members: Vec<String>,
    pub(super) direction: Option<(Direction, Span)>,
}

impl OpenGroup {
    pub(super) fn new(statement: StatementIndex) -> Self {
        Self { statement, members: Vec::new(), direction: None }
    }
}

impl Builder<'_> {
    /// What stands here belongs to the innermost group that is open.
    pub(super) fn add_member(&mut self, id: &str) {
        if let Some(group) = self.open.last_mut() {
            group.members.push(id.to_owned());
        }
    }

    /// Closes groups until `within` is the innermost one.
    pub(super) fn close_groups_until(&mut self, within: Option<StatementIndex>) {
        while let Some(group) = self.open.pop_if(|group| Some(group.statement) != within) {
            self.close(group);
        }
    }

    fn close(&mut self, group: OpenGroup) {
        let Some(statement) = self.syntax.statements.get(group.statement) else { return };
        let StatementKind::Subgraph(subgraph) = &statement.kind else { return };
        let id = self.group_id(subgraph);
        let mut seen = HashSet::new();
        let claimed = &mut self.claimed;
        let mut members = group.members;
        members.retain(|member| {
            !trim(member).is_empty() && seen.insert(member.clone()) && !claimed.contains(member)
        });
        claimed.extend(members.iter().cloned());
        let text = subgraph.title.as_ref().map_or(&subgraph.name, |(_, title)| title);
        self.groups.insert(id.clone(), self.graph.groups.len());
        self.graph.groups.push(Group {
            id: id.clone(),
            label: Label {
                text: shown_title(&text.text),
                markdown: text.quoting == Quoting::Markdown,
                span: Some(text.span).filter(|span| !span.is_empty()),
            },
            direction: group.direction.map(|(direction, _)| direction),
            direction_span: group.direction.map(|(_, span)| span),
            parent: None,
            members,
            classes: Vec::new(),
            styles: Vec::new(),
            mentions: Vec::new(),
            span: statement.span,
            header: subgraph.header,
            body: subgraph.body,
        });
        self.add_member(&id);
    }

    /// The written id; a title with white space in it and no brackets is none.
    fn group_id(&self, subgraph: &Subgraph) -> String {
        let name = &subgraph.name.text;
        if subgraph.title.is_none() && (name.contains(is_space) || name.is_empty()) {
            format!("subGraph{}", self.graph.groups.len())
        } else {
            trim(name).to_owned()
        }
    }

    /// Once all groups are known: sorts nodes from those that stand for groups, and finds every end and parent.
    pub(super) fn resolve_groups(&mut self) {
        let nodes = std::mem::take(&mut self.graph.nodes);
        let mut ends = Vec::with_capacity(nodes.len());
        for node in nodes {
            if let Some(&group) = self.groups.get(&node.id) {
                if let Some(group) = self.graph.groups.get_mut(group) {
                    group.styles.clone_from(&node.styles);
                    group.mentions.clone_from(&node.mentions);
                }
                ends.push(End::Group(GroupIndex(group)));
                self.graph.shadows.push(node);
            } else {
                ends.push(End::Node(NodeIndex(self.graph.nodes.len())));
                self.graph.nodes.push(node);
            }
        }
        let end = |id: &str| {
            let node = self.nodes.get(id).and_then(|&index| ends.get(index)).copied();
            node.or_else(|| self.groups.get(id).map(|&group| End::Group(GroupIndex(group))))
        };
        let mut kept = Vec::with_capacity(self.graph.links.len());
        for (mut link, (from, to)) in std::mem::take(&mut self.graph.links).into_iter().zip(&self.ends) {
            // A link to the id of another link leads nowhere.
            if let Some((from, to)) = end(from).zip(end(to)) {
                (link.from, link.to) = (from, to);
                kept.push(link);
            }
        }
        self.graph.links = kept;
        self.set_parents(&ends);
        self.limit_depth();
    }

    fn set_parents(&mut self, ends: &[End]) {
        let mut parents = vec![None; self.graph.groups.len()];
        for (index, group) in self.graph.groups.iter().enumerate() {
            for member in &group.members {
                if let Some(&inner) = self.groups.get(member) {
                    if let Some(parent) = parents.get_mut(inner) {
                        *parent = Some(index);
                    }
                } else if let Some(End::Node(NodeIndex(node))) =
                    self.nodes.get(member.as_str()).and_then(|&at| ends.get(at))
                    && let Some(node) = self.graph.nodes.get_mut(*node)
                {
                    node.group = Some(GroupIndex(index));
                }
            }
        }
        break_cycles(&mut parents);
        for (group, parent) in self.graph.groups.iter_mut().zip(&parents) {
            group.parent = parent.map(GroupIndex);
        }
    }

    /// Lifts groups that are nested too deep.
    fn limit_depth(&mut self) {
        let groups = &mut self.graph.groups;
        let mut depths: Vec<Option<usize>> = vec![None; groups.len()];
        let mut lifted = None;
        for index in 0..groups.len() {
            let mut path = Vec::new();
            let mut at = Some(index);
            while let Some(group) = at.filter(|&group| depths.get(group) == Some(&None)) {
                path.push(group);
                at = groups.get(group).and_then(|group| group.parent).map(|parent| parent.0);
            }
            while let Some(inner) = path.pop() {
                let parent = groups.get(inner).and_then(|group| group.parent);
                let above = parent.and_then(|GroupIndex(parent)| depths.get(parent).copied().flatten());
                let depth = above.map_or(1, |above| above + 1);
                if depth > MAX_DEPTH {
                    let grandparent = parent
                        .and_then(|GroupIndex(parent)| groups.get(parent))
                        .and_then(|group| group.parent);
                    if let Some(group) = groups.get_mut(inner) {
                        group.parent = grandparent;
                        lifted = lifted.or(Some(group.header));
                    }
                }
                if let Some(known) = depths.get_mut(inner) {
                    *known = Some(depth.min(MAX_DEPTH));
                }
            }
        }
        if let Some(header) = lifted {
            let message = format!("Subgraphs are nested more than {MAX_DEPTH} deep.");
            self.problems.push(Problem::new(&DEEP_NESTING, header, message));
        }
    }
}

/// Two groups can each name the other as a member. Mermaid cannot draw that; the second membership is dropped.
fn break_cycles(parents: &mut [Option<usize>]) {
    // Each group is walked over once: 0 not yet, otherwise the number of the walk that saw it.
    let mut seen = vec![0; parents.len()];
    for start in 0..parents.len() {
        let walk = start + 1;
        let mut at = Some(start);
        while let Some(group) = at {
            match seen.get_mut(group) {
                Some(mark) if *mark == 0 => *mark = walk,
                _ => break,
            }
            let next = parents.get(group).copied().flatten();
            if next.and_then(|next| seen.get(next)) == Some(&walk)
                && let Some(parent) = parents.get_mut(group)
            {
                *parent = None;
            }
            at = parents.get(group).copied().flatten();
        }
    }
}
