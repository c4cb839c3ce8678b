use super::{Side, Way};
use crate::reach::{ChangeKind, Difference, Reach};
use serde::Serialize;
use std::collections::BTreeMap;

/// What changed in who may talk to whom.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Reachability {
    /// Workloads that are new or gone, in order of their names.
    pub workloads: Vec<WorkloadChange>,
    /// Pairs of ends between which something else may pass, in order of their names.
    pub pairs: Vec<ReachChange>,
}

/// A workload that is new or gone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct WorkloadChange {
    /// Which of the two.
    pub change: Way,
    /// `shop/web[Deployment]`
    pub name: String,
}

/// A pair of ends between which something else may pass.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct ReachChange {
    /// Who starts.
    #[serde(rename = "src")]
    pub from: String,
    /// Who is reached.
    #[serde(rename = "dst")]
    pub to: String,
    /// In which way.
    pub change: ChangeKind,
    /// What could pass: `TCP 80,443`.
    pub before: String,
    /// What may pass now.
    pub after: String,
    /// Those of the ends that only one version has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<WorkloadChange>,
}

impl Reachability {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.workloads.is_empty() && self.pairs.is_empty()
    }
}

impl ReachChange {
    /// What may pass, and what could where that is not nothing: `TCP 80`, `TCP 80 → TCP 80,443`.
    pub fn connections(&self) -> String {
        match self.change {
            ChangeKind::Gained => self.after.clone(),
            ChangeKind::Lost => self.before.clone(),
            _ => format!("{} → {}", self.before, self.after),
        }
    }
}

/// Asks both versions.
pub(super) fn compare(old: &Side<'_>, new: &Side<'_>) -> Reachability {
    let (before, after) = Reach::pair(old.resources, new.resources);
    let difference = Difference::new(&before, &after);
    let mut found = Reachability::default();
    for workload in difference.workloads() {
        let change = match (workload.old, workload.new) {
            (None, Some(_)) => Way::New,
            (Some(_), None) => Way::Gone,
            _ => continue,
        };
        found.workloads.push(WorkloadChange { change, name: workload.name.clone() });
    }
    let one_sided: BTreeMap<String, Way> =
        found.workloads.iter().map(|it| (it.name.clone(), it.change)).collect();
    difference.for_each(|change| {
        let (from, to) = (difference.name(change.from), difference.name(change.to));
        let one_sided = [&from, &to].into_iter().filter_map(|name| {
            one_sided.get(name).map(|&change| WorkloadChange { change, name: name.clone() })
        });
        found.pairs.push(ReachChange {
            change: ChangeKind::of(change.before, change.after),
            before: change.before.to_string(),
            after: change.after.to_string(),
            because: one_sided.collect(),
            from,
            to,
        });
    });
    found.pairs.sort_unstable();
    found
}
