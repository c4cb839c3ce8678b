use super::Builder;
use crate::catalog::{GroupKind, ThingKind};
use crate::mermaid::{End, Graph, GroupIndex, Link, Node, NodeIndex, Stroke, Tip};
use crate::model::infer::{Guess, from_group_title, from_itself, from_neighbour, guess};
use crate::model::reading::Reading;
use crate::model::{Evidence, Known, Thing};
use crate::net::PortInLabel;
use std::collections::BTreeMap;
use std::sync::Arc;

impl<'a> Builder<'a> {
    /// The nodes of all views, one for each id.
    pub(super) fn add_things(&mut self) {
        let charts = self.charts;
        for (view, chart) in charts.iter().enumerate() {
            for node in &chart.graph.nodes {
                let group = self.group_of(&chart.graph, node);
                match self.things.get(node.id.as_str()) {
                    Some(&index) => self.show_again(index, node, view, group),
                    None => self.add_thing(node, view, group),
                }
            }
        }
    }

    fn group_of(&self, graph: &Graph, node: &Node) -> Option<usize> {
        let GroupIndex(index) = node.group?;
        self.groups.get(graph.groups.get(index)?.id.as_str()).copied()
    }

    fn add_thing(&mut self, node: &'a Node, view: usize, group: Option<usize>) {
        let reading = self.readings.label(&node.label.text);
        let Guess { kind, system } = from_itself(node, self.readings);
        self.things.insert(&node.id, self.model.things.len());
        self.systems.push(system);
        self.labels.push(Arc::clone(&reading));
        self.model.things.push(Thing {
            id: node.id.clone(),
            text: reading.text.clone(),
            kind,
            namespace: None,
            labels: BTreeMap::new(),
            ports: ports_in(&reading, node),
            controller: None,
            class: None,
            image: None,
            addresses: Vec::new(),
            export: None,
            objects: Vec::new(),
            matched: None,
            views: vec![view],
            group,
            span: node.definition,
            text_span: node.label.span,
            fact: None,
        });
    }

    /// A node that an earlier view has, too: that one counts, but where it says nothing.
    fn show_again(&mut self, index: usize, node: &Node, view: usize, group: Option<usize>) {
        let Some(thing) = self.model.things.get_mut(index) else { return };
        thing.views.push(view);
        thing.group = thing.group.or(group);
        let says_more = thing.text_span.is_none() && node.label.span.is_some();
        if !says_more && thing.kind.value != ThingKind::Other {
            return;
        }
        let Guess { kind, system } = from_itself(node, self.readings);
        if says_more {
            let reading = self.readings.label(&node.label.text);
            thing.text.clone_from(&reading.text);
            if let Some(label) = self.labels.get_mut(index) {
                *label = reading;
            }
            thing.text_span = node.label.span;
        }
        if kind.value != ThingKind::Other {
            thing.kind = kind;
        }
        if let Some(slot) = self.systems.get_mut(index) {
            *slot = slot.or(system);
        }
    }

    /// Guesses about things of which nothing is known by themselves: from the groups around them, then from their
    /// neighbours, whose kinds are those known before.
    pub(super) fn infer_from_surroundings(&mut self) {
        let held: Vec<_> = self.model.groups.iter().map(|group| from_group_title(&group.text)).collect();
        let by_group: Vec<_> =
            self.model.things.iter().map(|thing| self.guess_by_group(thing, &held)).collect();
        self.take(by_group);
        let mut by_neighbour: Vec<Option<Known<ThingKind>>> = vec![None; self.model.things.len()];
        for chart in self.charts {
            for link in &chart.graph.links {
                self.guess_by_link(&chart.graph, link, &mut by_neighbour);
            }
        }
        self.take(by_neighbour);
        let around = self.namespaces_around();
        let by_namespace: Vec<_> =
            self.model.things.iter().map(|thing| self.guess_by_namespace(thing, &around)).collect();
        self.take(by_namespace);
        self.name_controllers();
    }

    fn take(&mut self, guesses: Vec<Option<Known<ThingKind>>>) {
        for (thing, guess) in self.model.things.iter_mut().zip(guesses) {
            let open = thing.kind.value == ThingKind::Other && !thing.kind.evidence.is_declared();
            if let Some(guess) = guess.filter(|_| open) {
                thing.kind = guess;
            }
        }
    }

    /// `held` says for each group what it holds.
    fn guess_by_group(&self, thing: &Thing, held: &[Option<ThingKind>]) -> Option<Known<ThingKind>> {
        let group = self.model.groups.get(thing.group?)?;
        if group.kind.value == GroupKind::Outside {
            return Some(guess(ThingKind::External, format!("it stands in “{}”", group.text), group.span));
        }
        let kind = held.get(thing.group?).copied().flatten()?;
        Some(guess(kind, format!("it stands in “{}”", group.text), group.span))
    }

    fn guess_by_namespace(&self, thing: &Thing, around: &[Option<usize>]) -> Option<Known<ThingKind>> {
        let namespace = around.get(thing.group?).copied().flatten()?;
        let group = self.model.groups.get(namespace)?;
        Some(guess(ThingKind::Deployment, format!("it stands in the namespace “{}”", group.text), group.span))
    }

    fn guess_by_link(&self, graph: &Graph, link: &Link, guesses: &mut [Option<Known<ThingKind>>]) {
        let is_arrow = link.stroke != Stroke::Invisible && link.head == Tip::Arrow;
        let (Some(from), Some(to)) = (self.index_of(graph, link.from), self.index_of(graph, link.to)) else {
            return;
        };
        let (Some(source), Some(target)) = (self.model.things.get(from), self.model.things.get(to)) else {
            return;
        };
        if !is_arrow || from == to {
            return;
        }
        for (unknown, other, unknown_is_to) in [(to, source, true), (from, target, false)] {
            let clue = from_neighbour(source.kind.value, target.kind.value, unknown_is_to);
            if let (Some(clue), Some(slot @ None)) = (clue, guesses.get_mut(unknown)) {
                *slot = Some(guess(ThingKind::Deployment, format!("{clue} {}", other.text), link.arrow));
            }
        }
    }

    fn index_of(&self, graph: &Graph, end: End) -> Option<usize> {
        let End::Node(NodeIndex(index)) = end else { return None };
        self.things.get(graph.nodes.get(index)?.id.as_str()).copied()
    }

    /// The product behind each ingress controller, where it is named.
    fn name_controllers(&mut self) {
        for (thing, system) in self.model.things.iter_mut().zip(&self.systems) {
            let is_controller = matches!(thing.kind.value, ThingKind::IngressController | ThingKind::Gateway);
            let Some(system) = system.filter(|_| is_controller && thing.controller.is_none()) else {
                continue;
            };
            thing.controller = system.controller.map(|controller| Known {
                value: controller.to_owned(),
                evidence: Evidence::Inferred {
                    clue: format!("it names {}", system.name),
                    span: thing.text_span.unwrap_or(thing.span),
                },
            });
        }
    }
}

/// Ports that a node's text gives as numbers: "Web :8080". A protocol alone says what it is, not where it listens.
fn ports_in(reading: &Reading, node: &Node) -> Vec<Known<crate::net::Port>> {
    let words = |found: &PortInLabel| found.span.slice(&reading.text);
    let numbers =
        reading.ports().iter().filter(|found| words(found).bytes().any(|byte| byte.is_ascii_digit()));
    numbers
        .map(|found| Known {
            evidence: Evidence::Inferred {
                clue: format!("its text says “{}”", words(found)),
                span: node.label.span.unwrap_or(node.definition),
            },
            value: found.port.clone(),
        })
        .collect()
}
