//! Flows that policies name: for each rule that allows something to or from certain pods, a line for each pair of
//! workloads, as long as it may really pass. What is open to everybody is no flow that anybody meant, and not drawn.

use super::inventory::{End, Inventory, Line};
use crate::k8s::{Action, Peer, PeerKind, PodSelection, Policy, Resources, Rule};
use crate::reach::{ConnectionSet, Direction, Reach};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

/// A rule that is about more pairs than this says nothing about any of them.
const MAX_PAIRS: usize = 36;
/// So does one about more namespaces than this.
const MAX_NAMESPACES: usize = 6;
/// A label that is longer than this is no label.
const MAX_LABEL: usize = 120;

/// An address that stands for all that no policy mentions. Source: RFC 5737.
const SOMEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 1));

/// Adds the flows that the policies of `resources` name.
pub(super) fn link(inventory: &mut Inventory, resources: &Resources) {
    if resources.policies.is_empty() {
        return;
    }
    let members = Members::new(inventory);
    let named = Search { inventory, resources, members: &members }.pairs();
    let reach = Reach::new(resources);
    for (from, to) in named {
        let Some(connections) = passing(&reach, &members, from, to) else {
            inventory.undrawn += 1;
            continue;
        };
        if connections.is_empty() {
            continue;
        }
        let label = label(&connections);
        if label.len() > MAX_LABEL {
            inventory.undrawn += 1;
            continue;
        }
        let mut drawn = |end: End| match end {
            End::Item(OUTSIDE) => End::Item(inventory.outside()),
            end => end,
        };
        let (from, to) = (drawn(from), drawn(to));
        inventory.link(Line { from, to, label, is_flow: true });
    }
}

/// In pairs, what lies outside; there may be no item for it yet.
const OUTSIDE: usize = usize::MAX;

/// A workload with one of its pods, which stands for all.
#[derive(Clone, Copy)]
struct Member {
    item: usize,
    pod: usize,
    namespace: Option<usize>,
}

/// All workloads.
struct Members {
    all: Vec<Member>,
    by_item: BTreeMap<usize, Member>,
    by_namespace: BTreeMap<usize, Vec<Member>>,
}

impl Members {
    fn new(inventory: &Inventory) -> Self {
        let mut members = Self { all: Vec::new(), by_item: BTreeMap::new(), by_namespace: BTreeMap::new() };
        for (pod, item) in inventory.of_pod.iter().enumerate() {
            let Some(item) = item.filter(|item| !members.by_item.contains_key(item)) else { continue };
            let namespace = inventory.namespace(End::Item(item));
            let member = Member { item, pod, namespace };
            members.all.push(member);
            members.by_item.insert(item, member);
            if let Some(namespace) = namespace {
                members.by_namespace.entry(namespace).or_default().push(member);
            }
        }
        members
    }

    /// The pods that an end stands for; none for what lies outside.
    fn pods(&self, end: End) -> Vec<Option<usize>> {
        match end {
            End::Item(OUTSIDE) => vec![None],
            End::Item(item) => self.by_item.get(&item).map(|member| Some(member.pod)).into_iter().collect(),
            End::Namespace(namespace) => {
                let inside = self.by_namespace.get(&namespace).into_iter().flatten();
                inside.map(|member| Some(member.pod)).collect()
            }
        }
    }
}

struct Search<'a> {
    inventory: &'a mut Inventory,
    resources: &'a Resources,
    members: &'a Members,
}

impl Search<'_> {
    /// The ends between which rules allow something, in order.
    fn pairs(&mut self) -> BTreeSet<(End, End)> {
        let mut pairs = BTreeSet::new();
        let resources = self.resources;
        for policy in &resources.policies {
            for direction in [Direction::Ingress, Direction::Egress] {
                for rule in direction.rules(policy).unwrap_or_default() {
                    if rule.action == Action::Allow {
                        self.of_rule(policy, direction, rule, &mut pairs);
                    }
                }
            }
        }
        pairs
    }

    fn of_rule(
        &mut self,
        policy: &Policy,
        direction: Direction,
        rule: &Rule,
        pairs: &mut BTreeSet<(End, End)>,
    ) {
        let Some(peers) = &rule.peers else { return };
        let about: Vec<&PodSelection> = std::iter::once(&policy.subject).chain(&rule.subject).collect();
        let Some(subjects) = self.ends(&about) else {
            self.inventory.undrawn += 1;
            return;
        };
        for peer in peers {
            let Some(others) = self.others(peer) else {
                self.inventory.undrawn += 1;
                continue;
            };
            if subjects.len() * others.len() > MAX_PAIRS {
                self.inventory.undrawn += 1;
                continue;
            }
            for &subject in &subjects {
                for &other in &others {
                    let (from, to) = match direction {
                        Direction::Ingress => (other, subject),
                        Direction::Egress => (subject, other),
                    };
                    if self.can_be_drawn(from, to) {
                        pairs.insert((from, to));
                    } else if from != to {
                        self.inventory.undrawn += 1;
                    }
                }
            }
        }
    }

    /// A namespace and what stands in it cannot be linked: the line would lie within.
    fn can_be_drawn(&self, from: End, to: End) -> bool {
        let is_whole = |end: End| matches!(end, End::Namespace(_));
        let namespace = |end: End| self.inventory.namespace(end);
        from != to && !((is_whole(from) || is_whole(to)) && namespace(from) == namespace(to))
    }

    fn others(&self, peer: &Peer) -> Option<Vec<End>> {
        match &peer.kind {
            PeerKind::Pods(selection) => self.ends(&[selection]),
            PeerKind::World => Some(vec![End::Item(OUTSIDE)]),
            PeerKind::Block { cidr, .. } if cidr.length() == 0 => Some(vec![End::Item(OUTSIDE)]),
            _ => Some(Vec::new()),
        }
    }

    /// What is chosen by all of `selections`: whole namespaces where they take all of their pods, else workloads. Nothing
    /// where it is too much to be drawn.
    fn ends(&self, selections: &[&PodSelection]) -> Option<Vec<End>> {
        let chosen = |member: &&Member| selections.iter().all(|selection| self.is_chosen(selection, member));
        let chosen: Vec<&Member> = self.members.all.iter().filter(chosen).collect();
        if !selections.iter().all(|selection| takes_all_pods(selection)) {
            return Some(chosen.iter().map(|member| End::Item(member.item)).collect());
        }
        let namespaces: BTreeSet<usize> = chosen.iter().filter_map(|member| member.namespace).collect();
        if selections.iter().all(|selection| selection.is_everything()) || namespaces.len() > MAX_NAMESPACES {
            return None;
        }
        let mut ends = Vec::new();
        for namespace in namespaces {
            let inside: Vec<_> = chosen.iter().filter(|member| member.namespace == Some(namespace)).collect();
            let all = self.members.by_namespace.get(&namespace).map_or(0, Vec::len);
            if inside.len() > 1 && inside.len() == all {
                ends.push(End::Namespace(namespace));
            } else {
                ends.extend(inside.iter().map(|member| End::Item(member.item)));
            }
        }
        Some(ends)
    }

    fn is_chosen(&self, selection: &PodSelection, member: &Member) -> bool {
        self.resources.pods.get(member.pod).is_some_and(|pod| self.resources.assumes(selection, pod))
    }
}

/// Whether all pods of the namespaces are selected.
fn takes_all_pods(selection: &PodSelection) -> bool {
    selection.pods.is_everything() && selection.accounts.is_everything() && selection.addresses.is_none()
}

/// What may pass between two ends; nothing where it is not the same for all that they stand for.
fn passing(reach: &Reach, members: &Members, from: End, to: End) -> Option<ConnectionSet> {
    let mut found: Option<ConnectionSet> = None;
    let targets = members.pods(to);
    for source in members.pods(from) {
        for &target in &targets {
            let connections = match (source, target) {
                (Some(source), Some(target)) => reach.between(source, target),
                (Some(source), None) => reach.to_outside(source, SOMEWHERE),
                (None, Some(target)) => reach.from_outside(SOMEWHERE, target),
                (None, None) => return None,
            };
            if *found.get_or_insert_with(|| connections.clone()) != connections {
                return None;
            }
        }
    }
    found
}

/// `TCP 80, 443, UDP 53`; nothing for all ports.
fn label(connections: &ConnectionSet) -> String {
    if connections.is_all() { String::new() } else { connections.to_string().replace(',', ", ") }
}
