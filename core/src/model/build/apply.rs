//! Facts onto what is drawn. What the author says wins over what was guessed.

use super::Builder;
use crate::diagnostic::Problem;
use crate::mermaid::Flowchart;
use crate::model::facts::{Facts, GroupFact, LinkFact, LinkReference, NOT_DRAWN, NodeFact};
use crate::model::{LinkThing, Model};
use crate::text::{Edit, Span};
use crate::yaml::nearest;
use std::collections::HashMap;
use std::sync::Arc;

impl Builder<'_> {
    /// Applies the facts about nodes and groups; those about others are problems.
    pub(super) fn declare(&mut self, facts: &Facts, problems: &mut Vec<Problem>) {
        for fact in &facts.nodes {
            match self.things.get(fact.id.as_str()).copied() {
                Some(index) => declare_thing(&mut self.model, index, fact),
                None if self.groups.contains_key(fact.id.as_str()) => {
                    let problem = not_drawn("node", &fact.id, fact.id_span);
                    problems.push(
                        problem.with_help(format!("`{}` is a subgraph: say it under `groups`", fact.id)),
                    );
                }
                None => {
                    let problem = not_drawn("node", &fact.id, fact.id_span);
                    problems.push(with_nearest(problem, &fact.id, &self.things, problems.len()));
                }
            }
        }
        for fact in &facts.groups {
            match self.groups.get(fact.id.as_str()).copied() {
                Some(index) => declare_group(&mut self.model, index, fact),
                None if self.things.contains_key(fact.id.as_str()) => {
                    let problem = not_drawn("subgraph", &fact.id, fact.id_span);
                    problems
                        .push(problem.with_help(format!("`{}` is a node: say it under `nodes`", fact.id)));
                }
                None => {
                    let problem = not_drawn("subgraph", &fact.id, fact.id_span);
                    problems.push(with_nearest(problem, &fact.id, &self.groups, problems.len()));
                }
            }
        }
    }

    /// Applies the facts about links: those about all between two nodes first, so that those about one win.
    pub(super) fn declare_links(&mut self, facts: &Facts, problems: &mut Vec<Problem>) {
        if facts.links.is_empty() {
            return;
        }
        let drawn = Drawn::new(&self.model.links, self.charts);
        let mut matched: Vec<(&LinkFact, Vec<usize>, bool)> = Vec::new();
        for fact in &facts.links {
            let Ok(reference) = LinkReference::read(&fact.key) else { continue };
            let (found, is_one) = drawn.links(reference);
            if found.is_empty() {
                problems.push(drawn.missing(reference, fact));
            }
            matched.push((fact, found, is_one));
        }
        matched.sort_by_key(|(_, _, is_one)| *is_one);
        for (fact, found, _) in matched {
            for index in found {
                if let Some(link) = self.model.links.get_mut(index) {
                    declare_link(link, fact);
                }
            }
        }
    }
}

fn declare_thing(model: &mut Model, index: usize, fact: &NodeFact) {
    let Some(thing) = model.things.get_mut(index) else { return };
    thing.fact = Some(fact.span);
    if let Some(kind) = &fact.kind {
        thing.kind = kind.clone();
    }
    thing.namespace.clone_from(&fact.namespace);
    thing.labels.clone_from(&fact.labels);
    if !fact.ports.is_empty() {
        thing.ports.clone_from(&fact.ports);
    }
    thing.controller.clone_from(&fact.controller);
    thing.class.clone_from(&fact.class);
    thing.image.clone_from(&fact.image);
    thing.addresses.clone_from(&fact.addresses);
    thing.export = fact.export;
}

fn declare_group(model: &mut Model, index: usize, fact: &GroupFact) {
    let Some(group) = model.groups.get_mut(index) else { return };
    group.fact = Some(fact.span);
    if let Some(kind) = &fact.kind {
        group.kind = kind.clone();
    }
    if let Some(name) = &fact.name {
        group.name.clone_from(&name.value);
    }
}

fn declare_link(link: &mut LinkThing, fact: &LinkFact) {
    link.fact = Some(fact.span);
    for (known, said) in [(&mut link.hosts, &fact.hosts), (&mut link.paths, &fact.paths)] {
        if !said.is_empty() {
            known.clone_from(said);
        }
    }
    if !fact.ports.is_empty() {
        link.ports.clone_from(&fact.ports);
    }
    if fact.tls.is_some() {
        link.tls.clone_from(&fact.tls);
    }
}

/// The drawn links by what facts call them.
struct Drawn<'a> {
    /// By the ids at the ends; the indices in the model.
    by_ends: HashMap<(&'a str, &'a str), Vec<usize>>,
    /// By the id that stands in the chart.
    by_id: HashMap<&'a str, Vec<usize>>,
    links: &'a [LinkThing],
}

impl<'a> Drawn<'a> {
    fn new(links: &'a [LinkThing], charts: &'a [Arc<Flowchart>]) -> Self {
        let mut by_ends: HashMap<_, Vec<usize>> = HashMap::new();
        let mut by_id: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, link) in links.iter().enumerate() {
            by_ends.entry((link.from.as_str(), link.to.as_str())).or_default().push(index);
            let drawn = charts.get(link.view).and_then(|chart| chart.graph.links.get(link.link));
            if let Some(drawn) = drawn.filter(|drawn| drawn.id_span.is_some()) {
                by_id.entry(drawn.id.as_str()).or_default().push(index);
            }
        }
        Self { by_ends, by_id, links }
    }

    /// The links that `reference` means, and whether it means one of several.
    fn links(&self, reference: LinkReference<'_>) -> (Vec<usize>, bool) {
        match reference {
            LinkReference::Id(id) => (self.by_id.get(id).cloned().unwrap_or_default(), true),
            LinkReference::Ends { from, to, number } => {
                let all = self.by_ends.get(&(from, to)).cloned().unwrap_or_default();
                match number {
                    None => (all, false),
                    Some(number) => (self.numbered(&all, number), true),
                }
            }
        }
    }

    /// The link with this number in each view.
    fn numbered(&self, all: &[usize], number: usize) -> Vec<usize> {
        let mut seen: HashMap<usize, usize> = HashMap::new();
        let mut is_meant = |index: usize| {
            let Some(link) = self.links.get(index) else { return false };
            let count = seen.entry(link.view).or_default();
            *count += 1;
            *count == number
        };
        all.iter().copied().filter(|&index| is_meant(index)).collect()
    }

    fn missing(&self, reference: LinkReference<'_>, fact: &LinkFact) -> Problem {
        let problem = not_drawn("link", &fact.key, fact.key_span);
        let LinkReference::Ends { from, to, .. } = reference else {
            return problem.with_help("a link's own id stands before its arrow in the chart: `e1@-->`");
        };
        if self.by_ends.contains_key(&(to, from)) {
            let meant = format!("{to} --> {from}");
            let help = format!("there is one the other way: `{meant}`");
            return problem.with_help(help).with_fix(
                format!("Write {meant}"),
                Edit::replace(fact.key_span, meant),
                false,
            );
        }
        problem
    }
}

fn not_drawn(what: &str, id: &str, span: Span) -> Problem {
    Problem::new(&NOT_DRAWN, span, format!("no chart has a {what} `{id}`"))
}

/// Adds the id that was most likely meant, while there are few problems: it looks at every id.
fn with_nearest(problem: Problem, id: &str, known: &HashMap<&str, usize>, before: usize) -> Problem {
    const MOST: usize = 20;
    let mut ids: Vec<&str> = if before < MOST { known.keys().copied().collect() } else { Vec::new() };
    ids.sort_unstable();
    let Some(near) = nearest(id, ids) else { return problem };
    let edit = Edit::replace(problem.span, near);
    problem.with_help(format!("did you mean `{near}`?")).with_fix(format!("Write {near}"), edit, false)
}
