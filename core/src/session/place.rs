//! What stands at a place of the text, and where a thing stands in it: so that what is selected in one pane shows
//! in the others.

use super::{Snapshot, ViewSnapshot};
use crate::mermaid::Graph;
use crate::text::Span;

/// Something of a view that can be selected.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    /// A node by its id.
    Node(String),
    /// A link by its id.
    Link(String),
    /// A subgraph by its id.
    Group(String),
}

impl Subject {
    /// Its id in the view's chart.
    pub fn id(&self) -> &str {
        match self {
            Self::Node(id) | Self::Link(id) | Self::Group(id) => id,
        }
    }
}

impl Snapshot {
    /// What stands at byte `at`, and the view that shows it: an id before an arrow before a group's header, in a
    /// chart or in the facts about it. A place in a group's body that holds nothing belongs to the group.
    pub fn subject_at(&self, at: usize) -> Option<(usize, Subject)> {
        let in_chart = self.views.iter().position(|view| view.content.touches(at));
        if let Some(view) = in_chart
            && let Some(subject) = self.views.get(view).and_then(|view| subject_in(&view.chart.graph, at))
        {
            return Some((view, subject));
        }
        self.subject_of_fact(at)
    }

    /// Where `subject` stands in the text, the best place to show first: its definition in `view`, its other
    /// mentions, then its facts.
    pub fn places_of(&self, view: usize, subject: &Subject) -> Vec<Span> {
        let mut places = self.views.get(view).map(|view| places_in(view, subject)).unwrap_or_default();
        let fact = match subject {
            Subject::Node(id) => self.model.thing(id).and_then(|thing| thing.fact),
            Subject::Group(id) => self.model.group(id).and_then(|group| group.fact),
            Subject::Link(id) => self.link_fact(view, id),
        };
        places.extend(fact);
        places
    }

    fn link_fact(&self, view: usize, id: &str) -> Option<Span> {
        let links = &self.views.get(view)?.chart.graph.links;
        let index = links.iter().position(|link| link.id == id)?;
        self.model.links.iter().find(|link| link.view == view && link.link == index)?.fact
    }

    fn subject_of_fact(&self, at: usize) -> Option<(usize, Subject)> {
        let touches = |fact: Option<Span>| fact.is_some_and(|fact| fact.touches(at));
        if let Some(thing) = self.model.things.iter().find(|thing| touches(thing.fact)) {
            return Some((*thing.views.first()?, Subject::Node(thing.id.clone())));
        }
        if let Some(group) = self.model.groups.iter().find(|group| touches(group.fact)) {
            let view = self.views.iter().position(|view| view.chart.graph.group(&group.id).is_some())?;
            return Some((view, Subject::Group(group.id.clone())));
        }
        let link = self.model.links.iter().find(|link| touches(link.fact))?;
        let id = &self.views.get(link.view)?.chart.graph.links.get(link.link)?.id;
        Some((link.view, Subject::Link(id.clone())))
    }
}

fn subject_in(graph: &Graph, at: usize) -> Option<Subject> {
    let is_named = |mentions: &[Span]| mentions.iter().any(|mention| mention.touches(at));
    if let Some(node) =
        graph.nodes.iter().find(|node| node.definition.touches(at) || is_named(&node.mentions))
    {
        return Some(Subject::Node(node.id.clone()));
    }
    if let Some(group) = graph.groups.iter().find(|group| is_named(&group.mentions)) {
        return Some(Subject::Group(group.id.clone()));
    }
    if let Some(link) = graph.links.iter().find(|link| link.arrow.touches(at)) {
        return Some(Subject::Link(link.id.clone()));
    }
    let around = graph.groups.iter().filter(|group| group.span.touches(at));
    around.min_by_key(|group| group.span.len()).map(|group| Subject::Group(group.id.clone()))
}

fn places_in(view: &ViewSnapshot, subject: &Subject) -> Vec<Span> {
    let graph = &view.chart.graph;
    match subject {
        Subject::Node(id) => {
            graph.node(id).and_then(|index| graph.nodes.get(index.0)).map_or_else(Vec::new, |node| {
                let others = node.mentions.iter().filter(|mention| !node.definition.contains(**mention));
                std::iter::once(node.definition).chain(others.copied()).collect()
            })
        }
        Subject::Group(id) => {
            graph.group(id).and_then(|index| graph.groups.get(index.0)).map_or_else(Vec::new, |group| {
                std::iter::once(group.header).chain(group.mentions.iter().copied()).collect()
            })
        }
        Subject::Link(id) => {
            graph.links.iter().filter(|link| link.id == *id).map(|link| link.arrow).collect()
        }
    }
}
