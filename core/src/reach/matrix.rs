use super::connection_set::ConnectionSet;
use super::engine::Reach;
use super::row::Direction;
use super::workload::Workload;
use std::collections::{BTreeMap, HashMap};

/// Who may talk to whom as a square: workloads, or all of a namespace in one row and column, and the outside.
///
/// What each cell says is worked out when it is asked for, so that a page that shows a few hundred of a million waits
/// for those alone.
///
/// ```
/// use netplat_core::{k8s, reach::{Entry, Matrix, Reach}};
/// let pod = "kind: Pod\nspec: { containers: [{ image: a }] }\napiVersion: v1\nmetadata: { namespace: shop, name: ";
/// let objects = k8s::read_manifest(&format!("{pod}web }}\n---\n{pod}db }}\n"));
/// let reach = Reach::new(objects.resources());
/// let matrix = Matrix::new(&reach, None);
/// assert_eq!(matrix.entries(&reach, "", |_| false), [Entry::Workload(0), Entry::Workload(1), Entry::Outside]);
/// assert_eq!(matrix.cell(&reach, Entry::Workload(0), Entry::Workload(1)).allowed, 1);
/// assert_eq!(matrix.entries(&reach, "", |_| true), [Entry::Namespace(0), Entry::Outside]);
/// assert_eq!(matrix.cell(&reach, Entry::Namespace(0), Entry::Namespace(0)).allowed, 2);
/// ```
#[derive(Clone, Debug)]
pub struct Matrix {
    namespaces: Vec<Members>,
    /// The namespace of each workload.
    of_workload: Vec<usize>,
    /// What may pass between two classes of workloads, where anything may, by its place in `sets`.
    allowed: HashMap<(usize, usize), usize>,
    sets: Vec<ConnectionSet>,
    /// How many pairs may talk between two namespaces.
    between: HashMap<(usize, usize), usize>,
    /// What is asked for; all where nothing is.
    port: Option<ConnectionSet>,
}

/// A namespace with its workloads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Members {
    /// Its name.
    pub name: String,
    /// Its workloads, by their indices in [`Reach::workloads`].
    pub workloads: Vec<usize>,
}

/// A row or column.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Entry {
    /// All workloads of a namespace, by its index in [`Matrix::namespaces`].
    Namespace(usize),
    /// A workload, by its index in [`Reach::workloads`].
    Workload(usize),
    /// Addresses outside of the cluster.
    Outside,
}

/// What may pass from a row to a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// How many pairs of workloads may talk.
    pub allowed: usize,
    /// How many pairs there are. A workload and itself are none.
    pub of: usize,
    /// What may pass, where it is the same for all that may.
    pub connections: Option<ConnectionSet>,
}

impl Cell {
    fn of_pair(connections: Option<ConnectionSet>) -> Self {
        Self { allowed: usize::from(connections.is_some()), of: 1, connections }
    }

    /// Whether all pairs may talk, over everything.
    pub fn is_open(&self) -> bool {
        self.of > 0 && self.allowed == self.of && self.connections.as_ref().is_some_and(ConnectionSet::is_all)
    }
}

impl Matrix {
    /// The square of `reach`; with `port`, of what may pass over some of that alone. It costs a look at each pair of
    /// classes of workloads.
    pub fn new(reach: &Reach, port: Option<ConnectionSet>) -> Self {
        let (namespaces, of_workload) = namespaces(reach.workloads());
        let mut by_class: HashMap<usize, BTreeMap<usize, usize>> = HashMap::new();
        for (workload, &namespace) in reach.workloads().iter().zip(&of_workload) {
            *by_class.entry(workload.class()).or_default().entry(namespace).or_default() += 1;
        }
        let mut matrix = Self {
            namespaces,
            of_workload,
            allowed: HashMap::new(),
            sets: Vec::new(),
            between: HashMap::new(),
            port,
        };
        let mut numbers: HashMap<ConnectionSet, usize> = HashMap::new();
        reach.for_each_allowed_class(|from, to, connections| {
            let Some(asked) = matrix.asked(connections) else { return };
            let number = *numbers.entry(asked).or_insert_with_key(|asked| {
                matrix.sets.push(asked.clone());
                matrix.sets.len() - 1
            });
            matrix.allowed.insert((from, to), number);
            for (&source, &sources) in by_class.get(&from).into_iter().flatten() {
                for (&target, &targets) in by_class.get(&to).into_iter().flatten() {
                    // A workload and itself are no pair.
                    let itself = if from == to && source == target { sources } else { 0 };
                    *matrix.between.entry((source, target)).or_default() +=
                        sources.saturating_mul(targets).saturating_sub(itself);
                }
            }
        });
        matrix
    }

    /// The namespaces, in order.
    pub fn namespaces(&self) -> &[Members] {
        &self.namespaces
    }

    /// The namespace of an entry.
    pub fn namespace(&self, entry: Entry) -> Option<&Members> {
        let index = match entry {
            Entry::Namespace(index) => Some(index),
            Entry::Workload(workload) => self.of_workload.get(workload).copied(),
            Entry::Outside => None,
        };
        self.namespaces.get(index?)
    }

    /// The rows and columns: the namespaces that are folded, the workloads of the others, the outside; of these what is
    /// called like `filter`, in any case.
    pub fn entries(&self, reach: &Reach, filter: &str, is_folded: impl Fn(&str) -> bool) -> Vec<Entry> {
        let filter = filter.trim().to_lowercase();
        let fits = |name: &str| filter.is_empty() || name.to_lowercase().contains(&filter);
        let fits_workload = |index: &usize| {
            filter.is_empty() || reach.workloads().get(*index).is_some_and(|it| fits(&it.to_string()))
        };
        let mut entries = Vec::new();
        for (index, members) in self.namespaces.iter().enumerate() {
            let all = fits(&members.name);
            if is_folded(&members.name) {
                if all || members.workloads.iter().any(fits_workload) {
                    entries.push(Entry::Namespace(index));
                }
                continue;
            }
            let shown = members.workloads.iter().copied().filter(|index| all || fits_workload(index));
            entries.extend(shown.map(Entry::Workload));
        }
        if fits("outside") {
            entries.push(Entry::Outside);
        }
        entries
    }

    /// How a row or column is called: `shop/web`, `shop`, `outside`.
    pub fn name(&self, reach: &Reach, entry: Entry) -> String {
        match entry {
            Entry::Namespace(index) => {
                self.namespaces.get(index).map(|it| it.name.clone()).unwrap_or_default()
            }
            Entry::Workload(index) => {
                reach.workloads().get(index).map(ToString::to_string).unwrap_or_default()
            }
            Entry::Outside => "outside".to_owned(),
        }
    }

    /// What may pass from one entry to another.
    pub fn cell(&self, reach: &Reach, from: Entry, to: Entry) -> Cell {
        match (from, to) {
            (Entry::Outside, Entry::Outside) => Cell { allowed: 0, of: 0, connections: None },
            (Entry::Outside, inside) => self.with_outside(reach, inside, Direction::Ingress),
            (inside, Entry::Outside) => self.with_outside(reach, inside, Direction::Egress),
            (Entry::Namespace(source), Entry::Namespace(target)) => self.between_namespaces(source, target),
            (from, to) => self.between_members(reach, self.members(&from), self.members(&to)),
        }
    }

    fn members<'a>(&'a self, entry: &'a Entry) -> &'a [usize] {
        match entry {
            Entry::Namespace(index) => self.namespaces.get(*index).map_or(&[], |it| &it.workloads),
            Entry::Workload(index) => std::slice::from_ref(index),
            Entry::Outside => &[],
        }
    }

    /// The counts are known; what may pass is said for one pair only where it is all.
    fn between_namespaces(&self, source: usize, target: usize) -> Cell {
        let count = |index: usize| self.namespaces.get(index).map_or(0, |it| it.workloads.len());
        let itself = if source == target { count(source) } else { 0 };
        let of = count(source).saturating_mul(count(target)).saturating_sub(itself);
        let allowed = self.between.get(&(source, target)).copied().unwrap_or_default();
        let only = match self.sets.as_slice() {
            [only] if allowed > 0 => Some(only.clone()),
            _ => None,
        };
        Cell { allowed, of, connections: only }
    }

    fn between_members(&self, reach: &Reach, from: &[usize], to: &[usize]) -> Cell {
        let class = |index: usize| reach.workloads().get(index).map(Workload::class);
        let (mut allowed, mut of, mut only) = (0, 0, Only::Nothing);
        for &source in from {
            for &target in to.iter().filter(|&&target| target != source) {
                of += 1;
                let pair = class(source).zip(class(target));
                if let Some(&set) = pair.and_then(|pair| self.allowed.get(&pair)) {
                    allowed += 1;
                    only = only.and(set);
                }
            }
        }
        let connections = match only {
            Only::One(set) => self.sets.get(set).cloned(),
            Only::Nothing | Only::Several => None,
        };
        Cell { allowed, of, connections }
    }

    fn with_outside(&self, reach: &Reach, inside: Entry, direction: Direction) -> Cell {
        let cells = self.members(&inside).iter().filter_map(|&index| {
            let ranges = reach.outside_of(reach.workloads().get(index)?, direction);
            let all = ranges.iter().fold(ConnectionSet::default(), |all, (_, set)| all.union(set));
            Some(Cell::of_pair(self.asked(&all)))
        });
        cells.fold(Cell { allowed: 0, of: 0, connections: None }, |sum, cell| Cell {
            connections: match (sum.allowed, cell.allowed) {
                (0, _) => cell.connections,
                (_, 0) => sum.connections,
                _ if sum.connections == cell.connections => sum.connections,
                _ => None,
            },
            allowed: sum.allowed + cell.allowed,
            of: sum.of + cell.of,
        })
    }

    /// What of `connections` is asked for.
    fn asked(&self, connections: &ConnectionSet) -> Option<ConnectionSet> {
        let asked = match &self.port {
            Some(port) => connections.intersection(port),
            None => connections.clone(),
        };
        (!asked.is_empty()).then_some(asked)
    }
}

/// One number, if it is always the same.
#[derive(Clone, Copy)]
enum Only {
    Nothing,
    One(usize),
    Several,
}

impl Only {
    fn and(self, number: usize) -> Self {
        match self {
            Self::Nothing => Self::One(number),
            Self::One(known) if known == number => self,
            Self::One(_) | Self::Several => Self::Several,
        }
    }
}

/// Workloads are in order of their namespaces.
fn namespaces(workloads: &[Workload]) -> (Vec<Members>, Vec<usize>) {
    let mut namespaces: Vec<Members> = Vec::new();
    let mut of_workload = Vec::with_capacity(workloads.len());
    for (index, workload) in workloads.iter().enumerate() {
        if namespaces.last().is_none_or(|last| last.name != workload.namespace) {
            namespaces.push(Members { name: workload.namespace.clone(), workloads: Vec::new() });
        }
        if let Some(last) = namespaces.last_mut() {
            last.workloads.push(index);
        }
        of_workload.push(namespaces.len() - 1);
    }
    (namespaces, of_workload)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s::read_manifest;
    use crate::net::Protocol;

    fn reach() -> Reach {
        let pod = |name: &str| {
            let (namespace, name) = name.split_once('/').unwrap_or_default();
            format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{ name: {name}, namespace: {namespace}, labels: {{ app: {name} }} }}\nspec: {{ containers: [{{ image: a }}] }}\n---\n"
            )
        };
        let pods: String = ["a/p", "a/q", "b/r", "b/s"].map(pod).concat();
        let policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: r, namespace: b }\n\
                      spec: { podSelector: { matchLabels: { app: r } }, ingress: [{ ports: [{ port: 80 }], from: [{ podSelector: {} }, { namespaceSelector: {}, podSelector: { matchLabels: { app: p } } }] }] }\n";
        Reach::new(read_manifest(&format!("{pods}{policy}")).resources())
    }

    #[test]
    fn a_namespace_counts_what_its_workloads_may() {
        let reach = reach();
        let matrix = Matrix::new(&reach, None);
        let (a, b) = (Entry::Namespace(0), Entry::Namespace(1));
        assert_eq!(matrix.cell(&reach, a, b), Cell { allowed: 3, of: 4, connections: None });
        assert!(!matrix.cell(&reach, b, b).is_open());
        assert_eq!(matrix.cell(&reach, a, a).allowed, 2);
        for (from, to) in [(a, b), (b, a), (a, a), (b, b)] {
            let by_members = matrix.between_members(&reach, matrix.members(&from), matrix.members(&to));
            let cell = matrix.cell(&reach, from, to);
            assert_eq!((cell.allowed, cell.of), (by_members.allowed, by_members.of));
        }
        let web = matrix.cell(&reach, Entry::Workload(0), Entry::Workload(2));
        assert_eq!(web.connections.map(|set| set.to_string()).as_deref(), Some("TCP 80"));
        assert_eq!(matrix.cell(&reach, Entry::Workload(0), Entry::Workload(0)).of, 0);
        assert!(matrix.cell(&reach, Entry::Workload(0), Entry::Outside).is_open());
        assert_eq!(matrix.cell(&reach, Entry::Outside, Entry::Workload(2)).allowed, 0);
    }

    #[test]
    fn a_port_and_a_name_leave_out_what_is_not_asked_for() {
        let reach = reach();
        let port = ConnectionSet::ports(Protocol::Tcp, 443, 443);
        let matrix = Matrix::new(&reach, Some(port));
        assert_eq!(matrix.cell(&reach, Entry::Workload(0), Entry::Workload(2)).allowed, 0);
        assert_eq!(matrix.cell(&reach, Entry::Namespace(0), Entry::Namespace(1)).allowed, 2);
        assert_eq!(matrix.entries(&reach, "B/S", |_| false), [Entry::Workload(3)]);
        assert_eq!(matrix.entries(&reach, "b/s", |_| true), [Entry::Namespace(1)]);
        assert_eq!(matrix.entries(&reach, "a", |name| name == "b").len(), 2);
    }
}
