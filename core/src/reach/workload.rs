use super::connection_table::{ConnectionId, ConnectionTable};
use super::ends::{End, Ends};
use super::posture::Postures;
use crate::k8s::{Owner, Resources};
use std::collections::BTreeMap;

/// Pods of one owner that do not differ in whom they may talk to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Workload {
    /// Its namespace.
    pub namespace: String,
    /// The name of the owner; of the pod, where pods of one owner differ.
    pub name: String,
    /// The kind of the owner; `Pod`, where pods of one owner differ.
    pub kind: String,
    /// The pods, by their index in the resources; never empty.
    pub pods: Vec<usize>,
    pub(super) owner: Owner,
    pub(super) end: End,
}

impl Workload {
    /// One of its pods, which stands for all.
    pub fn pod(&self) -> Option<usize> {
        self.pods.first().copied()
    }

    /// How its owner is written: `shop/web[Deployment]`; as it itself, unless the owner's pods differ.
    pub(super) fn owner_name(&self) -> String {
        format!("{}/{}[{}]", self.namespace, self.owner.name, self.owner.kind)
    }
}

impl std::fmt::Display for Workload {
    /// `shop/web[Deployment]`
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}[{}]", self.namespace, self.name, self.kind)
    }
}

/// The workloads of `resources`, in order of namespace, name and kind.
pub(super) fn workloads(
    resources: &Resources,
    ends: &Ends,
    ingress: &Postures,
    egress: &Postures,
    table: &mut ConnectionTable,
) -> Vec<Workload> {
    let mut by_owner: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for (index, pod) in resources.pods.iter().enumerate() {
        let key = (pod.namespace.as_str(), pod.owner.name.as_str(), pod.owner.kind.as_str());
        by_owner.entry(key).or_default().push(index);
    }
    let mut workloads = Vec::new();
    for ((namespace, name, kind), pods) in by_owner {
        let mut classes: Vec<End> = pods.iter().filter_map(|&pod| ends.of_pod.get(pod).copied()).collect();
        classes.sort_unstable();
        classes.dedup();
        let Some(&first) = classes.first() else { continue };
        let mut view = |class: End| view(class, ends, ingress, egress, table);
        let is_one = classes.len() == 1 || {
            let expected = view(first);
            classes.iter().skip(1).all(|&class| view(class) == expected)
        };
        let owner = Owner { name: name.to_owned(), kind: kind.to_owned() };
        let workload = |name: &str, kind: &str, pods: Vec<usize>, end: End| {
            let (namespace, name, kind) = (namespace.to_owned(), name.to_owned(), kind.to_owned());
            Workload { namespace, name, kind, pods, owner: owner.clone(), end }
        };
        if is_one {
            workloads.push(workload(name, kind, pods, first));
            continue;
        }
        for pod in pods {
            if let (Some(known), Some(&end)) = (resources.pods.get(pod), ends.of_pod.get(pod)) {
                workloads.push(workload(&known.name, "Pod", vec![pod], end));
            }
        }
    }
    workloads
}

/// All that a class may do and that may be done to it, end by end.
fn view(
    class: End,
    ends: &Ends,
    ingress: &Postures,
    egress: &Postures,
    table: &mut ConnectionTable,
) -> Vec<(ConnectionId, ConnectionId)> {
    let pods = ends.pods.len();
    let mut one = |other: End| {
        let (mut out, mut into) = (egress.connections(class, other), ingress.connections(class, other));
        if other < pods {
            out = table.intersection(out, ingress.connections(other, class));
            into = table.intersection(into, egress.connections(other, class));
        }
        (out, into)
    };
    (0..ends.len()).map(&mut one).collect()
}
