use super::connection_set::ConnectionSet;
use super::connection_table::{ConnectionId, ConnectionTable};
use super::ends::{End, Ends};
use super::entrance::entrances;
use super::outside::{mentions_v6, push_merged};
use super::posture::Postures;
use super::row::Direction;
use super::stranger::Stranger;
use super::workload::{Workload, workloads};
use crate::k8s::Resources;
use crate::net::{AddressRange, Family};
use std::collections::BTreeMap;

/// Who may talk to whom, for all pods, the outside and the ingress controller at once.
///
/// It costs about what pods and rules count, and a row of numbers for each combination of policies; no pair of pods
/// is looked at before it is asked for.
#[derive(Clone, Debug)]
pub struct Reach {
    pub(super) ends: Ends,
    pub(super) table: ConnectionTable,
    pub(super) ingress: Postures,
    pub(super) egress: Postures,
    workloads: Vec<Workload>,
    /// What an ingress controller is told to open to each workload, policies aside.
    entrances: BTreeMap<usize, ConnectionSet>,
}

/// One end of an allowed connection.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Endpoint {
    /// A workload, by its index in [`Reach::workloads`].
    Workload(usize),
    /// Addresses outside of the cluster.
    Outside(OutsideRange),
    /// An ingress controller that the input does not show.
    IngressController,
}

/// Addresses that are all alike to the other end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OutsideRange {
    first: std::net::IpAddr,
    last: std::net::IpAddr,
}

impl OutsideRange {
    /// The addresses.
    pub fn range(self) -> Option<AddressRange> {
        AddressRange::new(self.first, self.last)
    }
}

impl From<AddressRange> for OutsideRange {
    fn from(range: AddressRange) -> Self {
        Self { first: range.first(), last: range.last() }
    }
}

impl std::fmt::Display for OutsideRange {
    /// `10.0.0.0-10.0.0.255`; one address as a prefix.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first == self.last {
            let bits = if self.first.is_ipv4() { 32 } else { 128 };
            return write!(formatter, "{}/{bits}", self.first);
        }
        write!(formatter, "{}-{}", self.first, self.last)
    }
}

/// A pair of ends with what may pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allowed {
    /// Who starts.
    pub from: Endpoint,
    /// Who is reached.
    pub to: Endpoint,
    /// Over which ports.
    pub connections: ConnectionSet,
}

impl Reach {
    /// Asks the policies of `resources`.
    pub fn new(resources: &Resources) -> Self {
        Self::with_strangers(resources, vec![Stranger::IngressController])
    }

    /// Asks the policies of two inputs, so that the answers can be held against each other: both tell IPv6 apart where
    /// either mentions it.
    pub fn pair(old: &Resources, new: &Resources) -> (Self, Self) {
        let families = families(mentions_v6(old) || mentions_v6(new));
        let ask = |resources| Self::about(resources, &[Stranger::IngressController], families);
        (ask(old), ask(new))
    }

    /// Asks the policies also about pods that are not shown; the first of them is the ingress controller.
    pub(super) fn with_strangers(resources: &Resources, strangers: Vec<Stranger>) -> Self {
        Self::about(resources, &strangers, families(mentions_v6(resources)))
    }

    fn about(resources: &Resources, strangers: &[Stranger], families: &[Family]) -> Self {
        let ends = Ends::new(resources, strangers, families);
        let mut table = ConnectionTable::new();
        let ingress = Postures::new(resources, &ends, Direction::Ingress, &mut table);
        let egress = Postures::new(resources, &ends, Direction::Egress, &mut table);
        let workloads = workloads(resources, &ends, &ingress, &egress, &mut table);
        let entrances = entrances(resources, &workloads);
        Self { ends, table, ingress, egress, workloads, entrances }
    }

    /// The workloads, in order of namespace and name.
    pub fn workloads(&self) -> &[Workload] {
        &self.workloads
    }

    /// What may pass from one pod to another, by their indices in the resources; everything from a pod to itself.
    pub fn between(&self, from: usize, to: usize) -> ConnectionSet {
        let (Some(&source), Some(&target)) = (self.ends.of_pod.get(from), self.ends.of_pod.get(to)) else {
            return ConnectionSet::default();
        };
        if from == to {
            return ConnectionSet::all();
        }
        let (out, into) = (self.egress.connections(source, target), self.ingress.connections(target, source));
        self.table.set(out).intersection(self.table.set(into))
    }

    /// What may pass from a pod to an address outside of the cluster.
    pub fn to_outside(&self, from: usize, address: std::net::IpAddr) -> ConnectionSet {
        self.with_outside(from, address, &self.egress)
    }

    /// What may pass from an address outside of the cluster to a pod.
    pub fn from_outside(&self, address: std::net::IpAddr, to: usize) -> ConnectionSet {
        self.with_outside(to, address, &self.ingress)
    }

    /// Whether addresses of this family are told apart: IPv6 is left out where nothing mentions it.
    pub fn knows_family(&self, address: std::net::IpAddr) -> bool {
        self.ends.outside.class(address).is_some()
    }

    fn with_outside(&self, pod: usize, address: std::net::IpAddr, postures: &Postures) -> ConnectionSet {
        let Some(&class) = self.ends.of_pod.get(pod) else { return ConnectionSet::default() };
        match self.ends.outside.class(address) {
            Some(outside) => self.table.set(postures.connections(class, self.ends.outside(outside))).clone(),
            None => ConnectionSet::default(),
        }
    }

    /// Calls `each` with every pair of ends between which something may pass, but for a workload and itself. The work
    /// is a look at two numbers for each pair of workloads.
    pub fn for_each_allowed(&self, each: impl FnMut(Endpoint, Endpoint, &ConnectionSet)) {
        self.for_each_allowed_between(|_| true, |_| true, each);
    }

    /// The same for pairs of which both ends are meant: each end is asked for once.
    pub fn for_each_allowed_between(
        &self,
        is_from: impl Fn(Endpoint) -> bool,
        is_to: impl Fn(Endpoint) -> bool,
        mut each: impl FnMut(Endpoint, Endpoint, &ConnectionSet),
    ) {
        let mut table = self.table.clone();
        let meant = |is_meant: &dyn Fn(Endpoint) -> bool| -> Vec<usize> {
            (0..self.workloads.len()).filter(|&index| is_meant(Endpoint::Workload(index))).collect()
        };
        let (sources, targets) = (meant(&is_from), meant(&is_to));
        let workload = |index: &usize| Some((*index, self.workloads.get(*index)?));
        for (from, source) in sources.iter().filter_map(workload) {
            for (to, target) in targets.iter().filter_map(workload) {
                let out = self.egress.connections(source.end, target.end);
                if from == to || out == ConnectionTable::NONE {
                    continue;
                }
                let both = table.intersection(out, self.ingress.connections(target.end, source.end));
                if both != ConnectionTable::NONE {
                    each(Endpoint::Workload(from), Endpoint::Workload(to), table.set(both));
                }
            }
        }
        for (index, source) in sources.iter().filter_map(workload) {
            for (range, connections) in self.outside_ranges(source.end, &self.egress) {
                if is_to(Endpoint::Outside(range)) {
                    each(Endpoint::Workload(index), Endpoint::Outside(range), self.table.set(connections));
                }
            }
        }
        for (index, target) in targets.iter().filter_map(workload) {
            for (range, connections) in self.outside_ranges(target.end, &self.ingress) {
                if is_from(Endpoint::Outside(range)) {
                    each(Endpoint::Outside(range), Endpoint::Workload(index), self.table.set(connections));
                }
            }
        }
        if !is_from(Endpoint::IngressController) {
            return;
        }
        for &index in self.entrances.keys().filter(|index| is_to(Endpoint::Workload(**index))) {
            let connections = self.entrance(index);
            if !connections.is_empty() {
                each(Endpoint::IngressController, Endpoint::Workload(index), &connections);
            }
        }
    }

    /// What reaches a workload through an ingress controller that the input does not show.
    pub(super) fn entrance(&self, workload: usize) -> ConnectionSet {
        let Some((known, opened)) = self.workloads.get(workload).zip(self.entrances.get(&workload)) else {
            return ConnectionSet::default();
        };
        let into = self.ingress.connections(known.end, self.ends.stranger(0));
        opened.intersection(self.table.set(into))
    }

    pub(super) fn postures(&self, direction: Direction) -> &Postures {
        match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        }
    }

    /// The fewest ranges of outside addresses that differ for a class of pods, in order, with what may pass.
    pub(super) fn outside_ranges(
        &self,
        class: End,
        postures: &Postures,
    ) -> Vec<(OutsideRange, ConnectionId)> {
        let mut by_connections: BTreeMap<ConnectionId, Vec<AddressRange>> = BTreeMap::new();
        for (number, ranges) in self.ends.outside.classes.iter().enumerate() {
            let connections = postures.connections(class, self.ends.outside(number));
            if connections != ConnectionTable::NONE {
                by_connections.entry(connections).or_default().extend(ranges);
            }
        }
        let mut found = Vec::new();
        for (connections, mut ranges) in by_connections {
            ranges.sort_unstable_by_key(AddressRange::numbers);
            let mut merged = Vec::new();
            ranges.into_iter().for_each(|range| push_merged(&mut merged, range));
            found.extend(merged.into_iter().map(|range| (OutsideRange::from(range), connections)));
        }
        found.sort_unstable();
        found
    }

    /// How an end is written: `shop/web[Deployment]`, `10.0.0.0-10.0.0.255`, `{ingress-controller}`.
    pub fn name(&self, endpoint: Endpoint) -> String {
        match endpoint {
            Endpoint::Workload(index) => {
                self.workloads.get(index).map(ToString::to_string).unwrap_or_default()
            }
            Endpoint::Outside(range) => range.to_string(),
            Endpoint::IngressController => "{ingress-controller}".to_owned(),
        }
    }

    /// All pairs between which something may pass.
    pub fn allowed(&self) -> Vec<Allowed> {
        let mut all = Vec::new();
        self.for_each_allowed(|from, to, connections| {
            all.push(Allowed { from, to, connections: connections.clone() });
        });
        all
    }

    /// Whether any policy is about what the workload does in `direction`.
    pub fn is_protected(&self, workload: &Workload, direction: Direction) -> bool {
        match direction {
            Direction::Ingress => self.ingress.is_selected(workload.end),
            Direction::Egress => self.egress.is_selected(workload.end),
        }
    }
}

fn families(with_v6: bool) -> &'static [Family] {
    if with_v6 { &[Family::V4, Family::V6] } else { &[Family::V4] }
}
