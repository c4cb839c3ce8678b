use super::ends::{End, Ends};
use crate::catalog::ThingKind;
use crate::model::{LinkKind, Model};
use crate::reach::Direction;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Flows that may pass between drawn workloads and that no arrow shows: those into one namespace that nothing protects,
/// or those between two namespaces that rules permit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Undrawn {
    /// The namespace of those who answer.
    pub to: String,
    /// The namespaces of those who open connections; none where no policy protects the others, whoever it is.
    pub from: Vec<String>,
    /// How many pairs of workloads it is about.
    pub count: usize,
    /// Those who answer, by their indices in [`crate::reach::Reach::workloads`].
    pub targets: Vec<usize>,
    /// Some of the pairs, the first ones.
    pub pairs: Vec<Pair>,
}

/// Two workloads, by their indices in [`crate::reach::Reach::workloads`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Pair {
    /// Who opens the connection.
    pub from: usize,
    /// Who answers.
    pub to: usize,
}

/// How many pairs a finding names.
const NAMED: usize = 3;

/// Where more namespaces than this may open connections to one, they are one finding.
const MOST_SOURCES: usize = 4;

/// What arrows show.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Shown {
    pairs: HashSet<Pair>,
    /// Arrows at groups: everything of one end to everything of the other.
    areas: Vec<[BTreeSet<usize>; 2]>,
}

impl Shown {
    /// Adds what an arrow between two ends shows.
    pub fn add(&mut self, from: &End, to: &End) {
        let (sources, targets) = (from.workloads(), to.workloads());
        if sources.is_empty() || targets.is_empty() {
            return;
        }
        if sources.len().saturating_mul(targets.len()) > 64 {
            self.areas.push([sources.iter().copied().collect(), targets.iter().copied().collect()]);
            return;
        }
        let pairs = sources.iter().flat_map(|&from| targets.iter().map(move |&to| Pair { from, to }));
        self.pairs.extend(pairs);
    }

    pub fn has(&self, pair: Pair) -> bool {
        self.pairs.contains(&pair) || self.has_area(pair)
    }

    fn has_area(&self, pair: Pair) -> bool {
        self.areas.iter().any(|[from, to]| from.contains(&pair.from) && to.contains(&pair.to))
    }
}

/// Adds what is shown through objects that pass requests on: a controller that leads to an Ingress that leads to a
/// Service.
pub(super) fn follow_through(model: &Model, ends: &Ends<'_>, shown: &mut Shown) {
    let kinds: HashMap<&str, ThingKind> =
        model.things.iter().map(|thing| (thing.id.as_str(), thing.kind.value)).collect();
    let passes = |id: &str| {
        matches!(
            kinds.get(id),
            Some(
                ThingKind::Ingress
                    | ThingKind::HttpRoute
                    | ThingKind::Gateway
                    | ThingKind::LoadBalancer
                    | ThingKind::Service
            )
        )
    };
    let mut leaving: HashMap<&str, Vec<&str>> = HashMap::new();
    for link in model.links.iter().filter(|link| passes(&link.from)) {
        leaving.entry(&link.from).or_default().push(&link.to);
    }
    let starts = model.links.iter().filter(|link| {
        matches!(link.kind, LinkKind::Flow | LinkKind::Request | LinkKind::Route)
            && passes(&link.to)
            && !passes(&link.from)
    });
    for link in starts {
        let Some(from) = ends.source(&link.from, link.kind).filter(|end| !end.workloads().is_empty()) else {
            continue;
        };
        let mut seen: BTreeSet<&str> = BTreeSet::from([link.to.as_str()]);
        let mut open = vec![link.to.as_str()];
        while let Some(at) = open.pop() {
            for &next in leaving.get(at).into_iter().flatten() {
                if let Some(to) = ends.target(next) {
                    shown.add(&from, &to);
                }
                if passes(next) && seen.insert(next) {
                    open.push(next);
                }
            }
        }
    }
}

/// Drawn workloads that are alike: in one namespace, of one class, shown in the same areas.
#[derive(Debug)]
struct Cell {
    namespace: usize,
    is_protected: bool,
    workloads: Vec<usize>,
}

/// What may pass between drawn workloads and is not shown. A workload and itself are no pair.
pub(super) fn find(ends: &Ends<'_>, shown: &Shown) -> Vec<Undrawn> {
    let drawn: BTreeSet<usize> = ends
        .model
        .things
        .iter()
        .filter_map(|thing| ends.of_thing(thing))
        .flat_map(|end| end.workloads().to_vec())
        .collect();
    let namespaces = namespaces(ends, &drawn);
    let (cells, by_class) = cells(ends, &drawn, &namespaces, shown);
    let mut groups: BTreeMap<(usize, Option<usize>), Group> = BTreeMap::new();
    ends.reach.for_each_allowed_class(|from, to, _| {
        for &source in by_class.get(&from).into_iter().flatten() {
            for &target in by_class.get(&to).into_iter().flatten() {
                add(&cells, source, target, shown, &mut groups);
            }
        }
    });
    for pair in &shown.pairs {
        let count = drawn.contains(&pair.from)
            && drawn.contains(&pair.to)
            && pair.from != pair.to
            && !shown.has_area(*pair)
            && may_pass(ends, *pair);
        let key = key_of(ends, *pair, &namespaces).filter(|_| count);
        if let Some(group) = key.and_then(|key| groups.get_mut(&key)) {
            group.count = group.count.saturating_sub(1);
        }
    }
    let names: Vec<&str> = namespaces.keys().copied().collect();
    let name = |index: usize| names.get(index).copied().unwrap_or_default().to_owned();
    groups.retain(|_, group| group.count > 0);
    let found = merged(groups).into_iter().map(|(to, from, group)| Undrawn {
        to: name(to),
        from: from.into_iter().map(name).collect(),
        count: group.count,
        pairs: group.pairs(&cells, shown),
        targets: group.targets(&cells),
    });
    found.filter(|undrawn| !undrawn.pairs.is_empty()).collect()
}

/// The groups with their namespaces, those of many sources into one namespace as one.
fn merged(groups: BTreeMap<(usize, Option<usize>), Group>) -> Vec<(usize, Vec<usize>, Group)> {
    let mut sources: BTreeMap<usize, usize> = BTreeMap::new();
    for (to, from) in groups.keys() {
        *sources.entry(*to).or_default() += usize::from(from.is_some());
    }
    let mut merged: Vec<(usize, Vec<usize>, Group)> = Vec::new();
    for ((to, from), group) in groups {
        let has_many = sources.get(&to).is_some_and(|&count| count > MOST_SOURCES);
        match (from, merged.last_mut()) {
            (Some(from), Some((last, all, into))) if has_many && *last == to && !all.is_empty() => {
                all.push(from);
                into.count += group.count;
                into.cells.extend(group.cells);
            }
            (from, _) => merged.push((to, from.into_iter().collect(), group)),
        }
    }
    merged
}

/// Cells between which something may pass.
#[derive(Debug, Default)]
struct Group {
    count: usize,
    cells: Vec<(usize, usize)>,
}

impl Group {
    /// The first pairs that are not shown.
    fn pairs(&self, cells: &[Cell], shown: &Shown) -> Vec<Pair> {
        let members = |index: usize| cells.get(index).map_or(&[][..], |cell| cell.workloads.as_slice());
        let all = self.cells.iter().flat_map(|&(source, target)| {
            members(source)
                .iter()
                .flat_map(move |&from| members(target).iter().map(move |&to| Pair { from, to }))
        });
        let mut pairs: Vec<Pair> =
            all.filter(|pair| pair.from != pair.to && !shown.has(*pair)).take(NAMED).collect();
        pairs.sort_unstable();
        pairs
    }

    fn targets(&self, cells: &[Cell]) -> Vec<usize> {
        let targets: BTreeSet<usize> = self.cells.iter().map(|(_, target)| *target).collect();
        let mut all: Vec<usize> = targets
            .iter()
            .filter_map(|&cell| cells.get(cell))
            .flat_map(|cell| cell.workloads.clone())
            .collect();
        all.sort_unstable();
        all
    }
}

fn add(
    cells: &[Cell],
    source: usize,
    target: usize,
    shown: &Shown,
    groups: &mut BTreeMap<(usize, Option<usize>), Group>,
) {
    let (Some(from), Some(to)) = (cells.get(source), cells.get(target)) else { return };
    let example = from.workloads.first().zip(to.workloads.first()).map(|(&from, &to)| Pair { from, to });
    // All of a cell is in the same areas.
    if example.is_some_and(|pair| shown.has_area(pair)) {
        return;
    }
    let (sources, targets) = (from.workloads.len(), to.workloads.len());
    let itself = if source == target { sources } else { 0 };
    let count = sources.saturating_mul(targets).saturating_sub(itself);
    if count > 0 {
        let group = groups.entry((to.namespace, to.is_protected.then_some(from.namespace))).or_default();
        group.count += count;
        group.cells.push((source, target));
    }
}

fn may_pass(ends: &Ends<'_>, pair: Pair) -> bool {
    let pod = |index: usize| ends.reach.workloads().get(index).and_then(|workload| workload.pod());
    let (Some(from), Some(to)) = (pod(pair.from), pod(pair.to)) else { return false };
    !ends.reach.between(from, to).is_empty()
}

/// The group that a pair belongs to.
fn key_of(ends: &Ends<'_>, pair: Pair, namespaces: &BTreeMap<&str, usize>) -> Option<(usize, Option<usize>)> {
    let workload = |index: usize| ends.reach.workloads().get(index);
    let (from, to) = (workload(pair.from)?, workload(pair.to)?);
    let number = |namespace: &str| namespaces.get(namespace).copied();
    let source = number(&from.namespace)?;
    let is_protected = ends.reach.is_protected(to, Direction::Ingress);
    Some((number(&to.namespace)?, is_protected.then_some(source)))
}

/// The namespaces of drawn workloads, numbered in order.
fn namespaces<'a>(ends: &Ends<'a>, drawn: &BTreeSet<usize>) -> BTreeMap<&'a str, usize> {
    let of = |index: &usize| ends.reach.workloads().get(*index).map(|workload| workload.namespace.as_str());
    let names: BTreeSet<&str> = drawn.iter().filter_map(of).collect();
    names.into_iter().enumerate().map(|(number, name)| (name, number)).collect()
}

/// The cells of the drawn workloads, and those of each class.
fn cells(
    ends: &Ends<'_>,
    drawn: &BTreeSet<usize>,
    namespaces: &BTreeMap<&str, usize>,
    shown: &Shown,
) -> (Vec<Cell>, HashMap<usize, Vec<usize>>) {
    let mut cells: Vec<Cell> = Vec::new();
    let mut known: HashMap<(usize, usize, Vec<bool>), usize> = HashMap::new();
    let mut by_class: HashMap<usize, Vec<usize>> = HashMap::new();
    for &index in drawn {
        let Some(workload) = ends.reach.workloads().get(index) else { continue };
        let namespace = namespaces.get(workload.namespace.as_str()).copied().unwrap_or_default();
        let areas = shown.areas.iter().flatten().map(|area| area.contains(&index)).collect();
        let cell = *known.entry((namespace, workload.class(), areas)).or_insert_with(|| {
            let is_protected = ends.reach.is_protected(workload, Direction::Ingress);
            cells.push(Cell { namespace, is_protected, workloads: Vec::new() });
            by_class.entry(workload.class()).or_default().push(cells.len() - 1);
            cells.len() - 1
        });
        if let Some(cell) = cells.get_mut(cell) {
            cell.workloads.push(index);
        }
    }
    (cells, by_class)
}
