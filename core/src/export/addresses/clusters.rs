use super::super::names::{Taken, unique};
use crate::diagnostic::Problem;
use crate::export::NOT_EXPORTED;
use crate::model::{Cluster, Model, PlanEntry, Role};
use crate::net::{Family, to_dns_label};

/// A cluster with the entries of the plan that are its own.
pub(super) struct ClusterPlan<'a> {
    /// Its name; none where the plan names none.
    pub name: Option<&'a str>,
    /// What the facts say of it.
    pub facts: Option<&'a Cluster>,
    /// Its name as a DNS label that no other cluster of the plan has; none where the plan names none.
    pub label: Option<String>,
    entries: Vec<&'a PlanEntry>,
}

impl<'a> ClusterPlan<'a> {
    /// The clusters that the plan has pods, services or load balancers for, in the order of the text.
    pub fn all(model: &'a Model) -> Vec<Self> {
        let is_inside = |role| matches!(role, Role::Pods | Role::Services | Role::LoadBalancers);
        let (mut plans, mut taken): (Vec<Self>, _) = (Vec::new(), Taken::default());
        for entry in model.plan.iter().filter(|entry| is_inside(entry.role.value)) {
            let name = entry.cluster.as_deref();
            match plans.iter_mut().find(|plan| plan.name == name) {
                Some(plan) => plan.entries.push(entry),
                None => {
                    let label = name.map(|name| to_dns_label(name).unwrap_or_else(|| "cluster".to_owned()));
                    let label = label.map(|label| unique(&mut taken, &label));
                    plans.push(Self { name, facts: model.cluster(name), label, entries: vec![entry] });
                }
            }
        }
        plans
    }

    /// Its entries with this role.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &'a PlanEntry> + '_ {
        self.entries.iter().copied().filter(move |entry| entry.role.value == role)
    }

    /// The first prefix of each family with this role, in the order of the text: what a setting of two families takes.
    /// Others are reported.
    pub fn one_of_each_family(&self, role: Role, problems: &mut Vec<Problem>) -> Vec<&'a PlanEntry> {
        let mut found: Vec<&PlanEntry> = Vec::new();
        for entry in self.with_role(role) {
            if entry.range.prefix().is_none() {
                problems.push(left_out(entry, "it is no prefix, and only a prefix can be set here"));
            } else if found.iter().any(|it| it.range.family() == entry.range.family()) {
                problems.push(left_out(entry, "only one prefix of each family can be set here"));
            } else {
                found.push(entry);
            }
        }
        found
    }

    /// `path` in a folder of the cluster, where clusters are named.
    pub fn path(&self, path: &str) -> String {
        match &self.label {
            Some(folder) => format!("{folder}/{path}"),
            None => path.to_owned(),
        }
    }
}

/// The prefixes of one family, as text.
pub(super) fn texts(entries: &[&PlanEntry], family: Family) -> Vec<String> {
    entries
        .iter()
        .filter(|entry| entry.range.family() == family)
        .map(|entry| entry.range.to_string())
        .collect()
}

/// Says that an entry is not in the export.
pub(super) fn left_out(entry: &PlanEntry, why: &str) -> Problem {
    let name = if entry.name.is_empty() { entry.range.to_string() } else { entry.name.clone() };
    Problem::new(&NOT_EXPORTED, entry.span, format!("{name} is not exported: {why}"))
}

/// A name for the object of `entry` that no other has.
pub(super) fn object_name(taken: &mut Taken, entry: &PlanEntry) -> String {
    let label = to_dns_label(&entry.name).unwrap_or_else(|| entry.role.value.name().to_owned());
    unique(taken, &label)
}

/// What an object says that it came from.
pub(super) fn source(entry: &PlanEntry) -> String {
    format!("addresses {}", entry.range)
}
