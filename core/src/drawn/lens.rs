use super::ends::{End, Ends};
use crate::reach::Workload;
use std::collections::BTreeSet;

/// What a node or group may reach, and what may reach it, as nodes of the drawing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lens {
    /// The ids of the nodes that it may open connections to.
    pub reaches: BTreeSet<String>,
    /// The ids of the nodes that may open connections to it.
    pub reached_by: BTreeSet<String>,
    /// Whether some addresses outside of the cluster are among what it may reach.
    pub reaches_outside: bool,
    /// Whether some addresses outside of the cluster are among what may reach it.
    pub reached_from_outside: bool,
}

impl Lens {
    /// The lens for the node or group with this id; nothing where it stands for no workload.
    pub fn new(ends: &Ends<'_>, id: &str) -> Option<Self> {
        let chosen = ends.target(id).filter(|end| !end.workloads().is_empty())?;
        let mut lens = Self::default();
        for thing in ends.model.things.iter().filter(|thing| thing.id != id) {
            let Some(other) = ends.of_thing(thing) else { continue };
            if may_pass(ends, &chosen, &other) {
                lens.reaches.insert(thing.id.clone());
            }
            if may_pass(ends, &other, &chosen) {
                lens.reached_by.insert(thing.id.clone());
            }
        }
        let workloads = || chosen.workloads().iter().filter_map(|&index| ends.reach.workloads().get(index));
        let any =
            |direction| workloads().any(|workload| !ends.reach.outside_of(workload, direction).is_empty());
        lens.reaches_outside = any(crate::reach::Direction::Egress);
        lens.reached_from_outside = any(crate::reach::Direction::Ingress);
        Some(lens)
    }
}

fn may_pass(ends: &Ends<'_>, from: &End, to: &End) -> bool {
    let pod = |index: usize| ends.reach.workloads().get(index).and_then(Workload::pod);
    let between = |from: usize, to: usize| match (pod(from), pod(to)) {
        (Some(source), Some(target)) => from != to && !ends.reach.between(source, target).is_empty(),
        _ => false,
    };
    from.workloads().iter().any(|&from| to.workloads().iter().any(|&to| between(from, to)))
}
