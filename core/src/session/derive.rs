//! Everything that a text says, worked out again after each change, but for what the change did not touch.
//!
//! A chart is read again only when its text changed or moved, and drawn again only when it was read again or the
//! kinds of its nodes changed; it is laid out again only when a size or a link changed. Model and checks are worked
//! out anew each time: they depend on everything and cost little.

use super::{Snapshot, ViewSnapshot};
use crate::check;
use crate::diagnostic::Problem;
use crate::document::{Block, Document};
use crate::mermaid::{self, Flowchart};
use crate::model;
use crate::render::{Drawing, Kinds, WidthTable};
use crate::text::{LineIndex, Span};
use std::sync::Arc;

/// The snapshot of `text`, with as much as possible taken over from `before`.
pub(super) fn derive(text: Arc<str>, before: Option<&Snapshot>) -> Snapshot {
    let document = Document::read(&text);
    let read: Vec<ReadView> = document
        .flowcharts()
        .enumerate()
        .map(|(index, block)| read_view(&text, &document, block, index, before))
        .collect();
    let charts: Vec<Arc<Flowchart>> = read.iter().map(|view| Arc::clone(&view.chart)).collect();
    let (model, found) = model::build(&text, &document, &charts);
    let kinds = Kinds::of(&model);
    let same_kinds = before.is_some_and(|before| Kinds::of(&before.model) == kinds);
    let views = read
        .into_iter()
        .enumerate()
        .map(|(index, view)| {
            let before = before.and_then(|before| before.views.get(index));
            draw_view(view, before, &kinds, same_kinds)
        })
        .collect();
    let mut problems: Vec<Problem> = charts.iter().flat_map(|chart| chart.problems.iter().cloned()).collect();
    problems.extend(found);
    problems.sort_by_key(|problem| problem.span);
    problems.extend(check::run(&text, &document, &charts, &model));
    Snapshot { lines: LineIndex::new(&text), text, document, views, model, problems }
}

/// A view whose chart is read, but not drawn.
struct ReadView {
    name: String,
    content: Span,
    chart: Arc<Flowchart>,
}

fn read_view(
    text: &str,
    document: &Document,
    block: &Block,
    index: usize,
    before: Option<&Snapshot>,
) -> ReadView {
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
    ReadView { name, content, chart }
}

/// Draws a view. `before` is the view of the same number before the change: what it has in common with this one need
/// not be laid out again, and if nothing changed it is taken as it is.
fn draw_view(
    view: ReadView,
    before: Option<&ViewSnapshot>,
    kinds: &Kinds<'_>,
    same_kinds: bool,
) -> ViewSnapshot {
    let ReadView { name, content, chart } = view;
    let drawing = match before {
        Some(before) if same_kinds && Arc::ptr_eq(&before.chart, &chart) => Arc::clone(&before.drawing),
        Some(before) => Arc::new(before.drawing.redraw(&chart.graph, kinds, &WidthTable)),
        None => Arc::new(Drawing::new(&chart.graph, kinds, &WidthTable)),
    };
    ViewSnapshot { name, content, chart, scene: Arc::clone(&drawing.scene), drawing }
}
