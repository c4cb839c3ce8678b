//! Everything that a text says, worked out again after each change, but for what the change did not touch.
//!
//! A chart is read again only when its text changed or moved. Model and checks are worked out anew each time: they
//! depend on everything and cost little.

use super::{Snapshot, ViewSnapshot};
use crate::check;
use crate::diagnostic::Problem;
use crate::document::{Block, Document};
use crate::mermaid::{self, Flowchart};
use crate::model::Model;
use crate::render::Scene;
use crate::text::LineIndex;
use std::sync::Arc;

/// The snapshot of `text`, with as much as possible taken over from `before`.
pub(super) fn derive(text: Arc<str>, before: Option<&Snapshot>) -> Snapshot {
    let document = Document::read(&text);
    let views: Vec<ViewSnapshot> = document
        .flowcharts()
        .enumerate()
        .map(|(index, block)| view(&text, &document, block, index, before))
        .collect();
    let charts: Vec<Arc<Flowchart>> = views.iter().map(|view| Arc::clone(&view.chart)).collect();
    let model = Model::default();
    let mut problems: Vec<Problem> = charts.iter().flat_map(|chart| chart.problems.iter().cloned()).collect();
    problems.sort_by_key(|problem| problem.span);
    problems.extend(check::run(&text, &document, &charts, &model));
    Snapshot { lines: LineIndex::new(&text), text, document, views, model, problems }
}

fn view(
    text: &str,
    document: &Document,
    block: &Block,
    index: usize,
    before: Option<&Snapshot>,
) -> ViewSnapshot {
    let name = block.heading.clone().unwrap_or_else(|| format!("View {}", index + 1));
    let content = document.chart_span(block);
    let source = content.slice(text);
    // The same text at the same place, most likely in the view of the same number.
    let known = before.and_then(|before| {
        let is_same =
            |view: &&ViewSnapshot| view.content == content && view.content.slice(&before.text) == source;
        before.views.get(index).filter(is_same).or_else(|| before.views.iter().find(is_same))
    });
    let chart = known.map_or_else(
        || Arc::new(mermaid::read(source, content.start as usize)),
        |known| Arc::clone(&known.chart),
    );
    ViewSnapshot { name, content, chart, scene: Arc::new(Scene::default()) }
}
