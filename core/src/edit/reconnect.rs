use super::chain::{Change, Fate, rewrite};
use super::chart::Chart;
use super::guard::guarded;
use super::{Plan, Planned, Refusal, link_styles};
use crate::mermaid::{End, GroupIndex, Link};
use crate::session::Snapshot;
use crate::text::Span;

/// An end of a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkEnd {
    /// Where it starts.
    From,
    /// Where it ends.
    To,
}

/// Moves one end of a link to another node or group. The link stays at its place in the text unless it stands in a
/// group that would swallow the new end; then it goes below all others.
///
/// # Errors
/// When there is no such link or end, or when a `linkStyle` stands in the way.
pub fn reconnect(snapshot: &Snapshot, view: usize, link: &str, end: LinkEnd, id: &str) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    let index = chart.link(link)?;
    let target = chart.end(id)?;
    let found = chart.graph.links.get(index).ok_or_else(|| Refusal::new("There is no such link."))?;
    let stays = can_be_named_at(&chart, found.statement, target);
    let fate = |other: usize| match end {
        _ if other != index => Fate::Keep,
        _ if !stays => Fate::Drop,
        LinkEnd::From => Fate::From(id.to_owned()),
        LinkEnd::To => Fate::To(id.to_owned()),
    };
    let (mut edits, mut order) = rewrite(&chart, &Change { is_gone: &|_, _| false, fate: &fate });
    if !stays {
        link_styles::check_moved(&chart, &[index])?;
        order.push(Some(index));
        edits.push(chart.insert(None, &[written(&chart, found, end, id)])?);
        edits.extend(link_styles::renumber(&chart, &order)?);
    }
    guarded(snapshot, view, Plan::of(edits, &[])?, &[])
}

fn written(chart: &Chart<'_>, link: &Link, end: LinkEnd, id: &str) -> String {
    let arrow = arrow(chart, link);
    match end {
        LinkEnd::From => format!("{id} {arrow} {}", chart.graph.id(link.to)),
        LinkEnd::To => format!("{} {arrow} {id}", chart.graph.id(link.from)),
    }
}

/// A link's arrow as written, without an id that belongs to another link of it.
pub(super) fn arrow<'a>(chart: &Chart<'a>, link: &Link) -> &'a str {
    let mut arrows = chart.chains().flat_map(|(_, _, chain)| &chain.arrows);
    let found = arrows.find(|arrow| arrow.span == link.arrow).filter(|_| link.id_span.is_none());
    let start = found.map_or(link.arrow.start, |arrow| arrow.strokes.0.start);
    Span::new(start as usize, link.arrow.end as usize).slice(chart.text)
}

/// Whether naming `target` in the statement at `statement` leaves it in the group where it is: a thing belongs to
/// the first group to close that names it.
pub(super) fn can_be_named_at(chart: &Chart<'_>, statement: Span, target: End) -> bool {
    let found = chart.chains().find(|(_, other, _)| other.span == statement);
    let Some(around) = found.and_then(|(index, _, _)| chart.group_around(index)) else { return true };
    let owner = match target {
        End::Node(node) => chart.graph.nodes.get(node.0).and_then(|node| node.group),
        End::Group(group) => chart.graph.groups.get(group.0).and_then(|group| group.parent),
    };
    let itself = target == End::Group(around);
    !itself && owner.is_some_and(|GroupIndex(owner)| owner <= around.0)
}
