//! Everything that a text says, worked out again after each change, but for what the change did not touch.
//!
//! What a stage is made from is held against what it was made from before, and where both are the same, what it made is
//! taken over:
//!
//! - A chart is read again only when its own text changed; one that only moved is moved.
//! - It is drawn again only when it was read again or the kinds of its nodes changed, and laid out again only where a
//!   size or a link changed.
//! - Facts, tables and what they say about the charts are read again only when one of them changed: never for prose.
//! - Checks run each time, since they may look at everything; whoever shows a picture has them run after it.

use super::{Snapshot, ViewSnapshot};
use crate::diagnostic::Problem;
use crate::document::{Block, BlockKind, Document};
use crate::mermaid::{self, Flowchart};
use crate::model::{self, Model, Readings};
use crate::render::{Drawing, Kinds, WidthTable};
use crate::text::{LineIndex, Span};
use crate::yaml::Reread;
use std::sync::{Arc, OnceLock};

/// What readings of one document leave for the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Carried {
    model: Readings,
    /// Of a file that is a chart.
    front_matter: Reread,
}

/// The snapshot of `text`, unchecked, with as much as possible taken over from `before` and from what was carried here.
pub(super) fn derive(text: Arc<str>, before: Option<&Snapshot>, carried: &mut Carried) -> Snapshot {
    let document = Document::read(&text);
    let read: Vec<ReadView<'_>> = document
        .flowcharts()
        .enumerate()
        .map(|(index, block)| read_view(&text, &document, block, index, before, carried))
        .collect();
    let charts: Vec<Arc<Flowchart>> = read.iter().map(|view| Arc::clone(&view.chart)).collect();
    let (model, found) = match before.filter(|before| says_the_same(before, &text, &document, &charts)) {
        Some(before) => (Arc::clone(&before.model), Arc::clone(&before.found)),
        None => {
            let (model, found) = model::build_again(&text, &document, &charts, &mut carried.model);
            (Arc::new(model), found.into())
        }
    };
    let views = draw_views(read, before, &model);
    let mut snapshot = Snapshot {
        lines: LineIndex::new(&text),
        text,
        document,
        views,
        model,
        found,
        problems: Vec::new(),
        worst_of_entries: OnceLock::new(),
    };
    snapshot.problems = found_in_reading(&snapshot);
    snapshot
}

/// What reading the charts, the facts and the addresses found, in order of place.
pub(super) fn found_in_reading(snapshot: &Snapshot) -> Vec<Problem> {
    let in_charts = snapshot.views.iter().flat_map(|view| view.chart.problems.iter());
    let mut problems: Vec<Problem> = in_charts.chain(snapshot.found.iter()).cloned().collect();
    problems.sort_by_key(|problem| problem.span);
    problems
}

/// Whether everything that the model is made from is what it was, at the same places: all but prose.
fn says_the_same(before: &Snapshot, text: &str, document: &Document, charts: &[Arc<Flowchart>]) -> bool {
    let same_charts = before.views.len() == charts.len()
        && before.views.iter().zip(charts).all(|(view, chart)| Arc::ptr_eq(&view.chart, chart));
    let same_block = |(old, new): (&Block, &Block)| match (&old.kind, &new.kind) {
        (BlockKind::Prose, BlockKind::Prose) => true,
        // Its chart was compared just now.
        (BlockKind::Flowchart, BlockKind::Flowchart) => old == new,
        _ => old == new && old.span.slice(&before.text) == new.span.slice(text),
    };
    let (old, new) = (&before.document.blocks, &document.blocks);
    same_charts && old.len() == new.len() && old.iter().zip(new).all(same_block)
}

/// A view whose chart is read, but not drawn.
struct ReadView<'a> {
    name: String,
    content: Span,
    chart: Arc<Flowchart>,
    /// The view of the same chart before the change, there or elsewhere.
    before: Option<&'a ViewSnapshot>,
}

fn read_view<'a>(
    text: &str,
    document: &Document,
    block: &Block,
    index: usize,
    before: Option<&'a Snapshot>,
    carried: &mut Carried,
) -> ReadView<'a> {
    let name = block.heading.clone().unwrap_or_else(|| format!("View {}", index + 1));
    let content = document.chart_span(block);
    let source = content.slice(text);
    // Most likely the view of the same number.
    let known = before.and_then(|before| {
        let is_same = |view: &&ViewSnapshot| {
            view.content.len() == content.len() && view.content.slice(&before.text) == source
        };
        before.views.get(index).filter(is_same).or_else(|| before.views.iter().find(is_same))
    });
    let chart = match known {
        Some(known) if known.content == content => Arc::clone(&known.chart),
        Some(known) => {
            let by = i64::from(content.start) - i64::from(known.content.start);
            Arc::new(known.chart.moved(by))
        }
        None => Arc::new(mermaid::read_again(source, content.start as usize, &mut carried.front_matter)),
    };
    ReadView { name, content, chart, before: known }
}

fn draw_views(read: Vec<ReadView<'_>>, before: Option<&Snapshot>, model: &Model) -> Vec<ViewSnapshot> {
    let kinds = Kinds::of(model);
    let same_kinds = before.is_some_and(|before| Kinds::of(&before.model) == kinds);
    let draw = |(index, ReadView { name, content, chart, before: same }): (usize, ReadView<'_>)| {
        // A scene holds no places of the text, so that of a chart that moved is still true.
        let drawing = match (same, before.and_then(|before| before.views.get(index))) {
            (Some(same), _) if same_kinds => Arc::clone(&same.drawing),
            (Some(drawn), _) | (None, Some(drawn)) => {
                Arc::new(drawn.drawing.redraw(&chart.graph, &kinds, &WidthTable))
            }
            (None, None) => Arc::new(Drawing::new(&chart.graph, &kinds, &WidthTable)),
        };
        ViewSnapshot { name, content, chart, scene: Arc::clone(&drawing.scene), drawing }
    };
    read.into_iter().enumerate().map(draw).collect()
}
