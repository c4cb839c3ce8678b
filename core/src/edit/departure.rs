//! Nodes leaving the places that hold them in their groups, to be named anew elsewhere.

use super::chain::{Change, Fate, rewrite};
use super::chart::Chart;
use super::{Refusal, link_styles, reconnect};
use crate::mermaid::syntax::{Chain, Mention, Statement, StatementIndex};
use crate::mermaid::{End, GroupIndex};
use crate::text::Edit;
use std::collections::HashSet;

/// What has to change so that nodes can be named in another group.
///
/// A node belongs to the first group to close that names it. So all groups that close before the new one must stop
/// naming it: definitions move, and links go below all others, where they belong to no group.
pub(super) struct Departure {
    /// The edits at the old places, and the links below all others.
    pub edits: Vec<Edit>,
    /// What to write at the new place, for each node that has to be named there.
    pub definitions: Vec<String>,
}

impl Departure {
    /// Frees `nodes` for `target`: a group, or a new one at its end when `anew` is set; none is the whole chart.
    pub fn new(
        chart: &Chart<'_>,
        nodes: &[&str],
        target: Option<GroupIndex>,
        anew: bool,
    ) -> Result<Self, Refusal> {
        let is_moving = |id: &str| nodes.contains(&id);
        let leaves: HashSet<(StatementIndex, &str)> = chart
            .chains()
            .flat_map(|(index, _, chain)| {
                chain.ranks.iter().flatten().map(move |mention| (index, chain, mention))
            })
            .filter(|(index, chain, mention)| {
                let around = chart.group_around(*index);
                let blocks = around.is_some_and(|around| target.is_none_or(|target| around.0 < target.0));
                let moves = is_alone(chain) && (anew || around != target);
                is_moving(&mention.id.text) && (blocks || moves)
            })
            .map(|(index, _, mention)| (index, mention.id.text.as_str()))
            .collect();
        let is_gone = |index: StatementIndex, id: &str| leaves.contains(&(index, id));
        let (mut edits, mut order) = rewrite(chart, &Change { is_gone: &is_gone, fate: &|_| Fate::Keep });
        let cut = cut_links(chart, &is_gone);
        if !cut.is_empty() {
            link_styles::check_moved(chart, &cut)?;
            order.extend(cut.iter().map(|link| Some(*link)));
            let lines: Vec<String> = cut.iter().filter_map(|link| line(chart, *link)).collect();
            edits.push(chart.insert(None, &lines)?);
            edits.extend(link_styles::renumber(chart, &order)?);
        }
        let definitions = nodes.iter().filter_map(|id| {
            let of_node: Vec<(bool, bool, &Mention)> = chart
                .mentions(id)
                .map(|(index, mention)| (is_gone(index, id), chart.group_around(index) == target, mention))
                .collect();
            definition(chart, id, &of_node, anew)
        });
        let definitions = definitions.collect();
        Ok(Self { edits, definitions })
    }
}

/// Whether a chain is a single node: then its line can move.
fn is_alone(chain: &Chain) -> bool {
    chain.arrows.is_empty() && chain.ranks.iter().map(Vec::len).sum::<usize>() == 1
}

/// The links that statements make with ids which they no longer name.
fn cut_links(chart: &Chart<'_>, is_gone: &dyn Fn(StatementIndex, &str) -> bool) -> Vec<usize> {
    let of_chain = |(index, statement, _): (StatementIndex, &Statement, &Chain)| {
        let is_cut = |end: End| is_gone(index, chart.graph.id(end));
        let links = chart.links_of(statement);
        links
            .filter(|link| {
                chart.graph.links.get(*link).is_some_and(|link| is_cut(link.from) || is_cut(link.to))
            })
            .collect::<Vec<_>>()
    };
    chart.chains().flat_map(of_chain).collect()
}

/// A link by itself, without the texts of its ends.
fn line(chart: &Chart<'_>, link: usize) -> Option<String> {
    let link = chart.graph.links.get(link)?;
    let arrow = reconnect::arrow(chart, link);
    Some(format!("{} {arrow} {}", chart.graph.id(link.from), chart.graph.id(link.to)))
}

/// What to write of a node at its new place, from its mentions: whether they leave, whether they stand at the new
/// place, and the mention. That is what a leaving mention says of it, else its id; nothing when it is named there.
fn definition(
    chart: &Chart<'_>,
    id: &str,
    mentions: &[(bool, bool, &Mention)],
    anew: bool,
) -> Option<String> {
    let says =
        |mention: &Mention| mention.bracket.is_some() || mention.class.is_some() || mention.data.is_some();
    let leaving = mentions.iter().rev().find(|(leaves, _, mention)| *leaves && says(mention));
    let is_there = !anew && mentions.iter().any(|(leaves, at_target, _)| !leaves && *at_target);
    match leaving {
        Some((_, _, mention)) => Some(mention.span.slice(chart.text).to_owned()),
        None if is_there => None,
        None => Some(id.to_owned()),
    }
}
