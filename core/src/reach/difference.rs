use super::connection_set::ConnectionSet;
use super::connection_table::{ConnectionId, ConnectionTable};
use super::ends::End;
use super::engine::{OutsideRange, Reach};
use super::outside::push_merged;
use super::row::Direction;
use super::workload::Workload;
use crate::net::{AddressRange, Family};
use std::collections::{BTreeMap, BTreeSet};

/// Two answers to who may talk to whom, held against each other.
///
/// Workloads are the same when namespace, name and kind are. Where the pods of an owner differ in one of the two only,
/// each of them is held against the whole owner in the other. Pairs are compared by the classes that policies tell
/// apart, so that the work is about that of the answers themselves.
#[derive(Debug)]
pub struct Difference<'a> {
    old: &'a Reach,
    new: &'a Reach,
    workloads: Vec<Compared>,
}

/// A workload of either answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Compared {
    /// `shop/web[Deployment]`
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// In [`Reach::workloads`] of the old answer; none where it is new.
    pub old: Option<usize>,
    /// In [`Reach::workloads`] of the new answer; none where it is gone.
    pub new: Option<usize>,
}

/// One end of a connection that changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ComparedEnd {
    /// A workload, by its index in [`Difference::workloads`].
    Workload(usize),
    /// Addresses outside of the cluster.
    Outside(OutsideRange),
    /// An ingress controller that the input does not show.
    IngressController,
}

/// What may pass between two ends, before and after. The two differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change<'c> {
    /// Who starts.
    pub from: ComparedEnd,
    /// Who is reached.
    pub to: ComparedEnd,
    /// What could pass.
    pub before: &'c ConnectionSet,
    /// What may pass now.
    pub after: &'c ConnectionSet,
}

/// In which way what may pass has changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// Nothing could pass, something may now.
    Gained,
    /// Something could pass, nothing may now.
    Lost,
    /// All that could pass may, and more.
    Widened,
    /// A part of what could pass may, and nothing else.
    Narrowed,
    /// Some of it may no longer, and something else may.
    Shifted,
}

impl ChangeKind {
    /// The kind of a change from `before` to `after`, which differ.
    pub fn of(before: &ConnectionSet, after: &ConnectionSet) -> Self {
        match (before.is_empty(), after.is_empty()) {
            (true, _) => Self::Gained,
            (_, true) => Self::Lost,
            _ if before.without(after).is_empty() => Self::Widened,
            _ if after.without(before).is_empty() => Self::Narrowed,
            _ => Self::Shifted,
        }
    }

    /// As it is written: `gained`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Widened => "widened",
            Self::Narrowed => "narrowed",
            Self::Shifted => "shifted",
        }
    }
}

/// The workloads that are alike in both answers.
struct Class {
    old: Option<End>,
    new: Option<End>,
    members: Vec<usize>,
}

/// Sets of connections of both answers by numbers of one table.
struct Joint<'a> {
    old: &'a Reach,
    new: &'a Reach,
    table: ConnectionTable,
    of_new: Vec<Option<ConnectionId>>,
}

impl<'a> Difference<'a> {
    /// Pairs the workloads of two answers.
    pub fn new(old: &'a Reach, new: &'a Reach) -> Self {
        Self { old, new, workloads: paired(old.workloads(), new.workloads()) }
    }

    /// The workloads of both, in order of namespace, name and kind.
    pub fn workloads(&self) -> &[Compared] {
        &self.workloads
    }

    /// How an end is written: `shop/web[Deployment]`, `10.0.0.0-10.0.0.255`, `{ingress-controller}`.
    pub fn name(&self, end: ComparedEnd) -> String {
        match end {
            ComparedEnd::Workload(index) => {
                self.workloads.get(index).map(|workload| workload.name.clone()).unwrap_or_default()
            }
            ComparedEnd::Outside(range) => range.to_string(),
            ComparedEnd::IngressController => "{ingress-controller}".to_owned(),
        }
    }

    /// Calls `each` with every pair of ends between which something else may pass now, but for a workload and itself.
    pub fn for_each(&self, mut each: impl FnMut(Change<'_>)) {
        let classes = self.classes();
        let mut joint = Joint::new(self.old, self.new);
        for from in &classes {
            for to in &classes {
                let (before, after) = joint.between(from, to);
                if before == after {
                    continue;
                }
                for &source in &from.members {
                    for &target in to.members.iter().filter(|&&target| target != source) {
                        let (from, to) = (ComparedEnd::Workload(source), ComparedEnd::Workload(target));
                        let (before, after) = (joint.table.set(before), joint.table.set(after));
                        each(Change { from, to, before, after });
                    }
                }
            }
        }
        for class in &classes {
            for direction in [Direction::Egress, Direction::Ingress] {
                for (range, before, after) in joint.outside(class, direction) {
                    for &member in &class.members {
                        let (itself, outside) = (ComparedEnd::Workload(member), ComparedEnd::Outside(range));
                        let (from, to) = match direction {
                            Direction::Egress => (itself, outside),
                            Direction::Ingress => (outside, itself),
                        };
                        let (before, after) = (joint.table.set(before), joint.table.set(after));
                        each(Change { from, to, before, after });
                    }
                }
            }
        }
        for (index, workload) in self.workloads.iter().enumerate() {
            let opened = |reach: &Reach, workload: Option<usize>| {
                workload.map(|workload| reach.entrance(workload)).unwrap_or_default()
            };
            let (before, after) = (opened(self.old, workload.old), opened(self.new, workload.new));
            if before != after {
                let (from, to) = (ComparedEnd::IngressController, ComparedEnd::Workload(index));
                each(Change { from, to, before: &before, after: &after });
            }
        }
    }

    fn classes(&self) -> Vec<Class> {
        let mut by_ends: BTreeMap<(Option<End>, Option<End>), Vec<usize>> = BTreeMap::new();
        let end = |reach: &Reach, workload: Option<usize>| {
            workload.and_then(|workload| reach.workloads().get(workload)).map(|workload| workload.end)
        };
        for (index, workload) in self.workloads.iter().enumerate() {
            let ends = (end(self.old, workload.old), end(self.new, workload.new));
            by_ends.entry(ends).or_default().push(index);
        }
        by_ends.into_iter().map(|((old, new), members)| Class { old, new, members }).collect()
    }
}

/// The workloads of both, each once.
fn paired(old: &[Workload], new: &[Workload]) -> Vec<Compared> {
    let by_name = |workloads: &[Workload]| -> BTreeMap<String, usize> {
        workloads.iter().enumerate().map(|(index, workload)| (workload.to_string(), index)).collect()
    };
    let (in_old, in_new) = (by_name(old), by_name(new));
    // A pod that stands for itself in one answer is held against its whole owner in the other, unless it is there too.
    let counterpart = |workload: &Workload, others: &BTreeMap<String, usize>| {
        let itself = others.get(&workload.to_string());
        itself.or_else(|| others.get(&workload.owner_name())).copied()
    };
    let mut found: BTreeMap<(String, String), Compared> = BTreeMap::new();
    let mut add = |workload: &Workload, old: Option<usize>, new: Option<usize>| {
        let (namespace, name) = (workload.namespace.clone(), workload.to_string());
        let key = (namespace.clone(), name.clone());
        found.entry(key).or_insert(Compared { name, namespace, old, new });
    };
    let mut split: BTreeSet<String> = BTreeSet::new();
    for (index, workload) in old.iter().enumerate() {
        let other = counterpart(workload, &in_new);
        if workload.to_string() != workload.owner_name() {
            split.insert(workload.owner_name());
        }
        add(workload, Some(index), other);
    }
    for (index, workload) in new.iter().enumerate() {
        let other = counterpart(workload, &in_old);
        if workload.to_string() != workload.owner_name() {
            split.insert(workload.owner_name());
        }
        add(workload, other, Some(index));
    }
    // An owner whose pods stand for themselves in the other answer is spoken for by them.
    found.retain(|(_, name), it| !(split.contains(name) && (it.old.is_none() || it.new.is_none())));
    found.into_values().collect()
}

impl<'a> Joint<'a> {
    fn new(old: &'a Reach, new: &'a Reach) -> Self {
        Self { old, new, table: old.table.clone(), of_new: Vec::new() }
    }

    /// What may pass between the members of two classes, in the old answer and in the new one.
    fn between(&mut self, from: &Class, to: &Class) -> (ConnectionId, ConnectionId) {
        let before = from.old.zip(to.old).map_or(ConnectionTable::NONE, |(from, to)| {
            let (out, into) = (self.old.egress.connections(from, to), self.old.ingress.connections(to, from));
            self.table.intersection(out, into)
        });
        let after = from.new.zip(to.new).map_or(ConnectionTable::NONE, |(from, to)| {
            let (out, into) = (self.new.egress.connections(from, to), self.new.ingress.connections(to, from));
            let (out, into) = (self.joined(out), self.joined(into));
            self.table.intersection(out, into)
        });
        (before, after)
    }

    /// The number here of a set of the new answer.
    fn joined(&mut self, id: ConnectionId) -> ConnectionId {
        let index = id.number();
        if let Some(Some(known)) = self.of_new.get(index) {
            return *known;
        }
        let joined = self.table.id(self.new.table.set(id).clone());
        if self.of_new.len() <= index {
            self.of_new.resize(index + 1, None);
        }
        if let Some(slot) = self.of_new.get_mut(index) {
            *slot = Some(joined);
        }
        joined
    }

    /// The fewest ranges of outside addresses for which something changed, in order.
    fn outside(
        &mut self,
        class: &Class,
        direction: Direction,
    ) -> Vec<(OutsideRange, ConnectionId, ConnectionId)> {
        let ranges = |reach: &Reach, end: Option<End>| {
            end.map(|end| reach.outside_ranges(end, reach.postures(direction))).unwrap_or_default()
        };
        let before = ranges(self.old, class.old);
        let mut after = ranges(self.new, class.new);
        for (_, connections) in &mut after {
            *connections = self.joined(*connections);
        }
        let mut found: Vec<(Vec<AddressRange>, ConnectionId, ConnectionId)> = Vec::new();
        for range in pieces(&before, &after) {
            let at = |ranges: &[(OutsideRange, ConnectionId)]| {
                let after = ranges.partition_point(|(outside, _)| *outside <= OutsideRange::from(range));
                // A range that starts where this one does sorts behind it when it is longer.
                let near = ranges.iter().take(after + 1).rev().take(2);
                let mut holds = near
                    .filter(|(outside, _)| outside.range().is_some_and(|outside| outside.contains(&range)));
                holds.next().map_or(ConnectionTable::NONE, |&(_, connections)| connections)
            };
            let (before, after) = (at(&before), at(&after));
            if before == after {
                continue;
            }
            match found.last_mut() {
                Some((ranges, old, new)) if (*old, *new) == (before, after) => push_merged(ranges, range),
                _ => found.push((vec![range], before, after)),
            }
        }
        let each = |(ranges, before, after): (Vec<AddressRange>, _, _)| {
            ranges.into_iter().map(move |range| (OutsideRange::from(range), before, after))
        };
        found.into_iter().flat_map(each).collect()
    }
}

/// All addresses of the families of `before` and `after`, cut wherever a range of either starts or ends.
fn pieces(
    before: &[(OutsideRange, ConnectionId)],
    after: &[(OutsideRange, ConnectionId)],
) -> Vec<AddressRange> {
    let mut cuts: BTreeSet<(Family, u128)> = BTreeSet::new();
    let mut families: BTreeSet<Family> = BTreeSet::new();
    for range in before.iter().chain(after).filter_map(|(outside, _)| outside.range()) {
        let (family, first, last) = range.numbers();
        families.insert(family);
        cuts.insert((family, first));
        cuts.extend(last.checked_add(1).filter(|&next| next <= highest(family)).map(|next| (family, next)));
    }
    let mut found = Vec::new();
    for family in families {
        cuts.insert((family, 0));
        let of_family: Vec<u128> =
            cuts.iter().filter(|(of, _)| *of == family).map(|&(_, start)| start).collect();
        for (index, &start) in of_family.iter().enumerate() {
            let last = of_family.get(index + 1).map_or(highest(family), |next| next - 1);
            found.extend(AddressRange::between(family, start, last));
        }
    }
    found
}

fn highest(family: Family) -> u128 {
    let (_, _, last) = AddressRange::whole(family).numbers();
    last
}
