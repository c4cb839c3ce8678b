//! The address plan as the rules look at it: the entries of each cluster, beside what is said of that cluster.

use crate::model::{Cloud, Cluster, Model, PlanEntry, Role};
use crate::plan::PodSettings;
use std::collections::{BTreeMap, BTreeSet};

/// The clusters of a plan. Made once for all rules.
#[derive(Debug)]
pub(super) struct PlanView<'a> {
    /// In the order of their names; the one without a name first.
    pub(super) clusters: Vec<ClusterPlan<'a>>,
    /// The cloud of entries that name none and belong to no cluster: the one of all clusters.
    common_cloud: Option<Cloud>,
    clouds: BTreeMap<&'a str, Cloud>,
    meshed: BTreeSet<&'a str>,
}

/// The addresses of one cluster.
#[derive(Debug)]
pub(super) struct ClusterPlan<'a> {
    /// What is said of it.
    pub(super) facts: Option<&'a Cluster>,
    /// Its name; none when the plan speaks of one cluster without a name.
    pub(super) name: Option<&'a str>,
    entries: Vec<&'a PlanEntry>,
}

impl<'a> PlanView<'a> {
    /// The entries of `model` by cluster. Where one cluster is named at most, every entry belongs to it; where there
    /// are several, an entry that names none is shared and belongs to none.
    pub(super) fn new(model: &'a Model) -> Self {
        let general = model.clusters.iter().find(|cluster| cluster.name.is_none());
        let mut named: BTreeMap<&str, ClusterPlan<'_>> = BTreeMap::new();
        for cluster in &model.clusters {
            if let Some(name) = cluster.name.as_deref() {
                named.entry(name).or_insert(ClusterPlan {
                    facts: Some(cluster),
                    name: Some(name),
                    entries: Vec::new(),
                });
            }
        }
        let mut rest = Vec::new();
        for entry in &model.plan {
            match entry.cluster.as_deref() {
                Some(name) => named
                    .entry(name)
                    .or_insert(ClusterPlan { facts: general, name: Some(name), entries: Vec::new() })
                    .entries
                    .push(entry),
                None => rest.push(entry),
            }
        }
        let mut clusters: Vec<_> = named.into_values().collect();
        match clusters.as_mut_slice() {
            [only] if general.is_none() || only.facts.is_none() => only.entries.extend(rest),
            [] => clusters.push(ClusterPlan { facts: general, name: None, entries: rest }),
            _ => {}
        }
        let clouds: BTreeMap<_, _> =
            clusters.iter().filter_map(|cluster| Some((cluster.name?, cluster.cloud()?))).collect();
        let mut all = clusters.iter().map(ClusterPlan::cloud);
        let first = all.next().flatten();
        let common_cloud = first.filter(|_| all.all(|other| other == first));
        let is_meshed = |cluster: &&ClusterPlan<'_>| cluster.facts.is_some_and(|facts| facts.mesh.is_some());
        let meshed = clusters.iter().filter(is_meshed).filter_map(|cluster| cluster.name).collect();
        Self { clusters, common_cloud, clouds, meshed }
    }

    /// Whether the cluster of this name is joined with others.
    pub(super) fn is_in_mesh(&self, cluster: &str) -> bool {
        self.meshed.contains(cluster)
    }

    /// The cloud that `entry` lies in, where that is known.
    pub(super) fn cloud(&self, entry: &PlanEntry) -> Option<Cloud> {
        let of_cluster = || entry.cluster.as_deref().and_then(|name| self.clouds.get(name).copied());
        entry.cloud.or_else(of_cluster).or(self.common_cloud)
    }
}

impl<'a> ClusterPlan<'a> {
    /// Its entries for `role`, as they stand in the text.
    pub(super) fn of(&self, role: Role) -> impl Iterator<Item = &'a PlanEntry> + '_ {
        self.entries.iter().copied().filter(move |entry| entry.role.value == role)
    }

    /// Its entries for `role` that the author says are for it.
    pub(super) fn declared(&self, role: Role) -> Vec<&'a PlanEntry> {
        self.of(role).filter(|entry| entry.role.evidence.is_declared()).collect()
    }

    /// The cloud that it runs in.
    pub(super) fn cloud(&self) -> Option<Cloud> {
        self.facts?.cloud.as_ref().map(|cloud| cloud.value)
    }

    /// How many pods its nodes run, and where those get their addresses from.
    pub(super) fn pods(&self) -> PodSettings {
        PodSettings::of(self.facts, self.cloud())
    }

    /// Its version of Kubernetes: 1 and 33.
    pub(super) fn kubernetes(&self) -> Option<(u32, u32)> {
        let mut parts = self.facts?.kubernetes.as_ref()?.value.split('.').map(str::parse);
        Some((parts.next()?.ok()?, parts.next()?.ok()?))
    }

    /// Whether its network plugin is said to be `cni`.
    pub(super) fn runs(&self, cni: &str) -> bool {
        self.facts.and_then(|facts| facts.cni.as_ref()).is_some_and(|said| said.value == cni)
    }
}

/// An entry as a message names it: its name with its addresses.
pub(super) fn shown(entry: &PlanEntry) -> String {
    if entry.name.is_empty() { entry.range.to_string() } else { format!("{} ({})", entry.name, entry.range) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{design, with_model};

    /// The clusters with the entries of each.
    fn check(facts: &str, entries: &str, expect: &str) {
        with_model(&design(facts, entries), |model| {
            let view = PlanView::new(model);
            let line = |cluster: &ClusterPlan<'_>| {
                let names: Vec<_> = cluster.entries.iter().map(|entry| entry.name.as_str()).collect();
                format!("{}: {}", cluster.name.unwrap_or("-"), names.join(" "))
            };
            assert_eq!(view.clusters.iter().map(line).collect::<Vec<_>>().join("; "), expect);
        });
    }

    #[test]
    fn one_cluster_owns_everything_and_of_several_each_its_own() {
        check("", "cidr: 10.0.0.0/8, name: a", "-: a");
        check("", "cidr: 10.0.0.0/8, name: a\ncidr: 10.1.0.0/16, name: b, cluster: east", "east: b a");
        check(
            "",
            "cidr: 10.0.0.0/8, name: a\ncidr: 10.1.0.0/16, name: b, cluster: west\ncidr: 10.2.0.0/16, name: c, cluster: east",
            "east: c; west: b",
        );
    }
}
