//! Charts, facts and tables to a model. Linear but for sorting; ids are looked up in maps.

mod apply;
mod groups;
mod links;
mod objects;
mod things;

use super::facts;
use super::reading::Reading;
use super::{Model, PlanEntry, Readings, View, address_table, plan_objects};
use crate::diagnostic::Problem;
use crate::document::{BlockKind, Document};
use crate::k8s;
use crate::mermaid::Flowchart;
use std::collections::HashMap;
use std::sync::Arc;

/// What `document`, whose flowcharts are `charts` in order, says about a network, and what is wrong with its facts and
/// addresses. `text` is what all spans are places in.
pub fn build(text: &str, document: &Document, charts: &[Arc<Flowchart>]) -> (Model, Vec<Problem>) {
    build_again(text, document, charts, &mut Readings::default())
}

/// As [`build`], for a document of which a model was built before: `readings` is what that one left, and the result is
/// the same whatever it is.
pub fn build_again(
    text: &str,
    document: &Document,
    charts: &[Arc<Flowchart>],
    readings: &mut Readings,
) -> (Model, Vec<Problem>) {
    readings.turn();
    let (mut facts, mut problems) = facts::read_again(text, document, &mut readings.facts);
    let objects = k8s::read(text, document);
    problems.extend(objects.problems.iter().cloned());
    let mut builder = Builder {
        charts,
        readings,
        model: Model::default(),
        things: HashMap::new(),
        groups: HashMap::new(),
        systems: Vec::new(),
        labels: Vec::new(),
    };
    builder.model.views = views(document, charts);
    builder.model.title.clone_from(&facts.title);
    builder.model.clusters.clone_from(&facts.clusters);
    builder.model.zones.clone_from(&facts.zones);
    builder.model.plan = std::mem::take(&mut facts.plan);
    builder.model.plan.extend(address_table::read(text, document, &mut problems));
    builder.model.plan.extend(plan_objects::read(text, &objects, &mut problems));
    builder.model.objects = Arc::new(objects);
    builder.add_groups();
    builder.add_things();
    builder.declare(&facts, &mut problems);
    builder.name_groups();
    builder.match_objects(&facts);
    builder.infer_from_surroundings();
    builder.name_namespaces();
    builder.add_links();
    builder.declare_links(&facts, &mut problems);
    problems.sort_by_key(|problem| problem.span.start);
    (builder.model, problems)
}

/// The entries of the address plan alone, in the order of [`Model::plan`], and what is wrong with the facts and addresses.
pub fn plan_entries(text: &str, document: &Document) -> (Vec<PlanEntry>, Vec<Problem>) {
    let (facts, mut problems) = facts::read(text, document);
    let mut entries = facts.plan;
    entries.extend(address_table::read(text, document, &mut problems));
    entries.extend(plan_objects::read(text, &k8s::read(text, document), &mut problems));
    problems.sort_by_key(|problem| problem.span.start);
    (entries, problems)
}

fn views(document: &Document, charts: &[Arc<Flowchart>]) -> Vec<View> {
    let blocks = document.blocks.iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Flowchart);
    let numbered = blocks.zip(charts).enumerate();
    let view =
        |(index, ((block, found), chart)): (usize, ((usize, &crate::document::Block), &Arc<Flowchart>))| {
            let name = found.heading.clone().or_else(|| chart.graph.title.clone());
            View { name: name.unwrap_or_else(|| format!("View {}", index + 1)), block }
        };
    numbered.map(view).collect()
}

/// A model that is being put together.
struct Builder<'a> {
    charts: &'a [Arc<Flowchart>],
    readings: &'a mut Readings,
    model: Model,
    /// The index of each thing by its id.
    things: HashMap<&'a str, usize>,
    /// The index of each group by its id.
    groups: HashMap<&'a str, usize>,
    /// The system that each thing names, by the thing's index.
    systems: Vec<Option<&'static crate::catalog::System>>,
    /// What the label of each thing says, by the thing's index.
    labels: Vec<Arc<Reading>>,
}

#[cfg(test)]
mod tests;
