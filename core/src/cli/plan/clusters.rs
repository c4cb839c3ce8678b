use crate::model::Model;
use crate::plan::{AddressPlan, ClusterCapacity, Lasting, Limit, capacities};
use serde::Serialize;
use std::fmt::Write;

/// What a cluster's addresses are enough for.
#[derive(Serialize)]
pub(super) struct ClusterReport<'a> {
    name: Option<String>,
    nodes: Option<String>,
    #[serde(rename = "podsPerNode")]
    per_node: String,
    pods: Option<String>,
    growth: Option<u32>,
    limits: Vec<LimitReport<'a>>,
}

/// What bounds it; what ends first comes first.
#[derive(Serialize)]
struct LimitReport<'a> {
    limit: &'static str,
    family: Option<String>,
    unit: &'static str,
    most: String,
    used: Option<String>,
    entries: Vec<&'a str>,
    /// For how many years it lasts at the growth that the facts say: null for longer than a century.
    #[serde(rename = "lastsYears", skip_serializing_if = "Option::is_none")]
    lasts_years: Option<Option<u32>>,
    #[serde(skip)]
    words: String,
}

pub(super) fn of<'a>(model: &'a Model, plan: &AddressPlan) -> Vec<ClusterReport<'a>> {
    capacities(model, plan).into_iter().map(|capacity| ClusterReport::of(model, &capacity)).collect()
}

impl<'a> ClusterReport<'a> {
    fn of(model: &'a Model, capacity: &ClusterCapacity) -> Self {
        Self {
            name: capacity.cluster.clone(),
            nodes: capacity.nodes.map(|nodes| nodes.to_string()),
            per_node: capacity.per_node.pods.to_string(),
            pods: capacity.pods.map(|pods| pods.to_string()),
            growth: capacity.growth,
            limits: capacity
                .limits
                .iter()
                .map(|limit| LimitReport::of(model, limit, capacity.growth))
                .collect(),
        }
    }
}

impl<'a> LimitReport<'a> {
    fn of(model: &'a Model, limit: &Limit, growth: Option<u32>) -> Self {
        let name = |&index: &usize| model.plan.get(index).map(|entry| entry.name.as_str());
        let lasts = growth.and_then(|growth| limit.lasts(growth));
        let used = limit.used.map(|used| format!(", {used} used")).unwrap_or_default();
        let lasting = lasts.map(|lasts| format!(", {lasts}")).unwrap_or_default();
        let unit = limit.kind.unit().name();
        Self {
            limit: limit.kind.name(),
            family: limit.kind.family().map(|family| family.to_string()),
            unit,
            most: limit.most.to_string(),
            used: limit.used.map(|used| used.to_string()),
            entries: limit.entries.iter().filter_map(name).collect(),
            lasts_years: lasts.map(|lasts| match lasts {
                Lasting::Exceeded => Some(0),
                Lasting::Years(years) => Some(years),
                Lasting::Long => None,
            }),
            words: format!(
                "{}: {} {}{used}{lasting}",
                limit.kind.in_words(),
                limit.most,
                unit.replace('-', " ")
            ),
        }
    }
}

/// A paragraph for each.
pub(super) fn write(out: &mut String, clusters: &[ClusterReport<'_>]) -> std::fmt::Result {
    for cluster in clusters {
        match &cluster.name {
            Some(name) => write!(out, "\ncluster {name}: ")?,
            None => out.push_str("\ncluster: "),
        }
        match (&cluster.nodes, &cluster.pods) {
            (Some(nodes), Some(pods)) => {
                writeln!(out, "at most {nodes} nodes of {} pods, {pods} pods in all", cluster.per_node)?;
            }
            _ => writeln!(out, "nothing bounds its nodes, {} pods each", cluster.per_node)?,
        }
        for (place, limit) in cluster.limits.iter().enumerate() {
            let first = if place == 0 { "  ends first: " } else { "  " };
            writeln!(out, "{first}{}", limit.words)?;
        }
    }
    Ok(())
}
