use std::collections::{BTreeMap, BTreeSet};

/// What is drawn, before it is cut into views.
#[derive(Debug, Default)]
pub(super) struct Inventory {
    /// In the order of their objects.
    pub items: Vec<Item>,
    /// The names of namespaces, sorted.
    pub namespaces: Vec<String>,
    /// In the order in which they were found; each pair of ends once.
    pub lines: Vec<Line>,
    /// The item of each object that one stands for.
    pub of_object: BTreeMap<usize, usize>,
    /// The item of each pod.
    pub of_pod: Vec<Option<usize>>,
    /// The ends of `lines`.
    pub linked: BTreeSet<(End, End)>,
    /// Flows that are allowed and not drawn.
    pub undrawn: usize,
    /// The item for what lies outside of the cluster.
    outside: Option<usize>,
}

/// A node.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Item {
    pub id: String,
    pub text: String,
    /// Mermaid's name of its outline.
    pub shape: &'static str,
    /// An index of [`Inventory::namespaces`].
    pub namespace: Option<usize>,
    pub sort: Sort,
}

/// What an item is counted as where its namespace is folded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Sort {
    Workload,
    Service,
    Gateway,
    Route,
    Release,
    Outside,
}

impl Sort {
    /// All that stand in namespaces.
    pub const ALL: [Self; 5] = [Self::Workload, Self::Release, Self::Service, Self::Gateway, Self::Route];

    /// `workload`
    pub fn word(self) -> &'static str {
        match self {
            Self::Workload => "workload",
            Self::Service => "service",
            Self::Gateway => "gateway",
            Self::Route => "route",
            Self::Release => "release",
            Self::Outside => "outside",
        }
    }
}

/// An end of a line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum End {
    /// An index of [`Inventory::items`].
    Item(usize),
    /// All of a namespace: an index of [`Inventory::namespaces`].
    Namespace(usize),
}

/// A link.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Line {
    pub from: End,
    pub to: End,
    pub label: String,
    /// Whether a policy allows it; else an object leads there.
    pub is_flow: bool,
}

impl Inventory {
    /// The namespace that an end is or lies in.
    pub fn namespace(&self, end: End) -> Option<usize> {
        match end {
            End::Item(index) => self.items.get(index)?.namespace,
            End::Namespace(index) => Some(index),
        }
    }

    /// Adds a line, unless there is one already.
    pub fn link(&mut self, line: Line) {
        if line.from != line.to && self.linked.insert((line.from, line.to)) {
            self.lines.push(line);
        }
    }

    /// The item for what lies outside of the cluster, which is added when it is first asked for.
    pub fn outside(&mut self) -> usize {
        if let Some(known) = self.outside {
            return known;
        }
        self.outside = Some(self.items.len());
        self.items.push(Item {
            id: "outside".to_owned(),
            text: "Outside".to_owned(),
            shape: "circle",
            namespace: None,
            sort: Sort::Outside,
        });
        self.items.len() - 1
    }
}
