//! New clusters in the free space of a plan: aligned, with room beside each to grow, moving nothing that is there.

mod packing;
mod parts;
mod request;

pub use request::FitRequest;

use super::pods::PodSettings;
use super::tree::AddressPlan;
use crate::model::{Model, NewEntry, Role};
use crate::net::{Cidr, Family};
use packing::Packing;
use parts::Part;
use std::collections::BTreeSet;

/// Prefixes for new clusters, and what cannot be placed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fit {
    /// By cluster, nodes first, IPv4 first.
    pub placed: Vec<Placed>,
    /// In the same order. Empty when everything fits.
    pub missing: Vec<Missing>,
}

/// A prefix that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// A name that no entry of the plan has.
    pub name: String,
    /// The new cluster.
    pub cluster: String,
    /// What it is for.
    pub role: Role,
    /// The addresses.
    pub cidr: Cidr,
    /// For pods: the length of each node's block.
    pub node_mask: Option<u8>,
    /// The block of twice the size that it can grow into, if that was left free.
    pub room: Option<Cidr>,
}

impl From<&Placed> for NewEntry {
    fn from(placed: &Placed) -> Self {
        Self {
            name: placed.name.clone(),
            role: Some(placed.role),
            node_mask: placed.node_mask,
            cluster: Some(placed.cluster.clone()),
            ..Self::new(placed.cidr.into())
        }
    }
}

/// A prefix that could not be placed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    /// As in [`Placed`].
    pub name: String,
    /// As in [`Placed`].
    pub cluster: String,
    /// As in [`Placed`].
    pub role: Role,
    /// The family of its addresses.
    pub family: Family,
    /// Why, as a sentence without its full stop.
    pub why: String,
}

/// Finds room for what `request` asks in the entries `roots` of `plan`, which is the tree of `model`: IPv4 in those of
/// IPv4, and IPv6 in those of IPv6.
///
/// The same plan and request give the same answer. Each prefix gets a block of twice its size where all get one; where
/// space is short, load balancers go without first, then Services, then nodes, then pods. Wide prefixes are placed
/// before narrow ones, each in the narrowest free block that holds it: of prefixes, whose sizes divide each other, all
/// fit that way if they fit at all.
///
/// ```
/// use netplat_core::{document::Document, model, plan::{AddressPlan, fit}};
/// let text = "| Name | CIDR |\n|---|---|\n| all | 10.0.0.0/8 |\n| old | 10.0.0.0/16 |\n";
/// let (model, _) = model::build(text, &Document::read(text), &[]);
/// let found = fit(&model, &AddressPlan::of(&model), &[0], &"nodes=200,maxPods=110".parse()?);
/// let said: Vec<_> = found.placed.iter().map(|it| format!("{} {}", it.name, it.cidr)).collect();
/// assert_eq!(said, ["cluster-1-nodes 10.1.8.0/24", "cluster-1-pods 10.2.0.0/16", "cluster-1-services 10.1.0.0/22"]);
/// # Ok::<(), String>(())
/// ```
pub fn fit(model: &Model, plan: &AddressPlan, roots: &[usize], request: &FitRequest) -> Fit {
    let clusters = new_names(model, request.clusters);
    let mut fit = Fit::default();
    for family in [Family::V4, Family::V6] {
        let in_family = |index: &&usize| plan.range(**index).is_some_and(|range| range.family() == family);
        let roots: Vec<usize> = roots.iter().filter(in_family).copied().collect();
        let Some(&first) = roots.first() else { continue };
        let mut pods = PodSettings::of(model.cluster(None), plan.cloud(first));
        pods.max_pods = request.max_pods.unwrap_or(pods.max_pods);
        let free: BTreeSet<Cidr> = roots.iter().flat_map(|&root| plan.unallocated(root)).collect();
        let alternatives = parts::alternatives(family, &pods, request, &clusters);
        let best =
            alternatives.into_iter().map(|parts| pack(parts, &free)).min_by_key(|packed| packed.worth());
        let Some(best) = best else { continue };
        let names: Vec<&str> =
            roots.iter().filter_map(|&root| Some(model.plan.get(root)?.name.as_str())).collect();
        best.tell(&names, &free, &mut fit);
    }
    let order = |cluster: &str, role: Role| (clusters.iter().position(|it| it == cluster), role);
    fit.placed.sort_by_key(|it| (order(&it.cluster, it.role), it.cidr.family()));
    fit.missing.sort_by_key(|it| (order(&it.cluster, it.role), it.family));
    fit
}

/// Names of clusters that the plan does not have: `cluster-1` and so on.
fn new_names(model: &Model, count: u32) -> Vec<String> {
    let declared = model.clusters.iter().filter_map(|cluster| cluster.name.as_deref());
    let said = model.plan.iter().filter_map(|entry| entry.cluster.as_deref());
    let known: BTreeSet<&str> = declared.chain(said).collect();
    let numbers = (1u32..).map(|number| format!("cluster-{number}"));
    numbers.filter(|name| !known.contains(name.as_str())).take(count as usize).collect()
}

/// Parts with their places.
struct Packed {
    parts: Vec<Part>,
    /// For each part its slot, if there is one.
    slots: Vec<Option<Cidr>>,
    /// How many kinds of parts go without room to grow.
    without_room: usize,
}

/// The roles in the order in which they go without room.
const ROOM_ENDS: [Role; 4] = [Role::LoadBalancers, Role::Services, Role::Nodes, Role::Pods];

/// Places as many of `parts` as there is space for, with as much room as is left then.
fn pack(parts: Vec<Part>, free: &BTreeSet<Cidr>) -> Packed {
    let has_room = |part: &Part, without_room: usize| {
        part.length > 0 && !ROOM_ENDS.iter().take(without_room).any(|role| *role == part.role)
    };
    let slots = |without_room: usize| {
        let lengths: Vec<u8> =
            parts.iter().map(|part| part.slot_length(has_room(part, without_room))).collect();
        Packing::new(free).place_all(&lengths)
    };
    let mut best: Option<(usize, Vec<Option<Cidr>>, usize)> = None;
    for without_room in 0..=ROOM_ENDS.len() {
        let slots = slots(without_room);
        let missing = slots.iter().filter(|slot| slot.is_none()).count();
        if best.as_ref().is_none_or(|(fewest, ..)| missing < *fewest) {
            best = Some((missing, slots, without_room));
        }
        if missing == 0 {
            break;
        }
    }
    let (_, slots, without_room) = best.unwrap_or_default();
    let mut parts = parts;
    for part in &mut parts {
        part.has_room = has_room(part, without_room);
    }
    Packed { parts, slots, without_room }
}

impl Packed {
    /// The less, the better: first what is missing counts, then the room.
    fn worth(&self) -> (usize, usize) {
        (self.slots.iter().filter(|slot| slot.is_none()).count(), self.without_room)
    }

    /// Adds what was found, in the entries with these `names`, to `fit`.
    fn tell(self, names: &[&str], free: &BTreeSet<Cidr>, fit: &mut Fit) {
        let largest = free.iter().min_by_key(|block| (block.length(), **block));
        for (part, slot) in self.parts.into_iter().zip(self.slots) {
            let found = slot.and_then(|slot| Some((slot, Cidr::containing(slot.first(), part.length)?)));
            match found {
                Some((slot, cidr)) => fit.placed.push(Placed {
                    name: part.name,
                    cluster: part.cluster,
                    role: part.role,
                    cidr,
                    node_mask: part.node_mask,
                    room: part.has_room.then_some(slot),
                }),
                None => {
                    let why = why_not(&part, names, largest);
                    let Part { name, cluster, role, family, .. } = part;
                    fit.missing.push(Missing { name, cluster, role, family, why });
                }
            }
        }
    }
}

/// Why a part has no place.
fn why_not(part: &Part, names: &[&str], largest: Option<&Cidr>) -> String {
    let within = names.join(", ");
    let need = format!("{} needs a /{}", part.reason, part.length);
    match largest {
        None => format!("{need}, and nothing is free in {within}"),
        Some(largest) if largest.length() > part.length => {
            format!("{need}, and the widest free block of {within} is {largest}")
        }
        Some(_) => {
            format!("{need}, and the free blocks of {within} that are as wide are taken by the others")
        }
    }
}

#[cfg(test)]
mod tests;
