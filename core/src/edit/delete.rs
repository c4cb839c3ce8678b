use super::chain::{Change, Fate, rewrite};
use super::chart::Chart;
use super::facts;
use super::guard::guarded;
use super::{Plan, Planned, Refusal, link_styles};
use crate::mermaid::syntax::{StatementIndex, StatementKind, Word};
use crate::mermaid::{End, Graph, GroupIndex};
use crate::session::{Snapshot, Subject};
use crate::text::{Edit, Span};
use std::collections::HashSet;

/// What happens to the members of a group that is deleted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Members {
    /// They stay, in the group around it.
    Keep,
    /// They go as well.
    Delete,
}

/// Deletes nodes, links and groups from a view: from chains and from the statements that class, style or name them.
/// Links of what is deleted go too, and so do the facts about what no other view
/// shows; the rest of their chains stays.
///
/// # Errors
/// When something to delete is not there, or a subgraph lacks its `end`.
pub fn delete(snapshot: &Snapshot, view: usize, subjects: &[Subject], members: Members) -> Planned {
    let chart = Chart::of(snapshot, view)?;
    chart.check_closed()?;
    let doomed = Doomed::new(&chart, subjects, members)?;
    let is_gone = |_: StatementIndex, id: &str| doomed.ids.contains(id);
    let fate = |link: usize| if doomed.links.contains(&link) { Fate::Drop } else { Fate::Keep };
    let (mut edits, order) = rewrite(&chart, &Change { is_gone: &is_gone, fate: &fate });
    for statement in &chart.syntax.statements {
        let gone = |word: &Word| doomed.ids.contains(&word.text);
        match &statement.kind {
            StatementKind::Class(ids, _) => edits.extend(without(&chart, statement.span, ids, gone)),
            StatementKind::Click(click) => {
                edits.extend(without(&chart, chart.click(statement.span), &click.targets, gone))
            }
            StatementKind::Style(id, _) if gone(id) => {
                edits.push(Edit::delete(chart.removal(statement.span)))
            }
            _ => {}
        }
    }
    for group in &doomed.groups {
        edits.extend(unwrapped(&chart, *group)?);
    }
    let elsewhere = snapshot.views.iter().enumerate().filter(|(other, _)| *other != view);
    let graphs: Vec<&Graph> = elsewhere.map(|(_, view)| &view.chart.graph).collect();
    let is_elsewhere =
        |id: &str| graphs.iter().any(|graph| graph.node(id).is_some() || graph.group(id).is_some());
    edits.extend(facts::forgotten(snapshot, |id| doomed.ids.contains(id) && !is_elsewhere(id)));
    edits.extend(link_styles::renumber(&chart, &order)?);
    let freed: Vec<&str> = if doomed.groups.is_empty() { Vec::new() } else { node_ids(&chart) };
    guarded(snapshot, view, Plan::of(merged(edits), &[])?, &freed)
}

/// The nodes that may change their group when one goes.
fn node_ids<'a>(chart: &Chart<'a>) -> Vec<&'a str> {
    chart.graph.nodes.iter().map(|node| node.id.as_str()).collect()
}

/// Everything that goes.
struct Doomed {
    ids: HashSet<String>,
    links: HashSet<usize>,
    groups: Vec<GroupIndex>,
}

impl Doomed {
    fn new(chart: &Chart<'_>, subjects: &[Subject], members: Members) -> Result<Self, Refusal> {
        let mut this = Self { ids: HashSet::new(), links: HashSet::new(), groups: Vec::new() };
        for subject in subjects {
            match subject {
                Subject::Node(id) => {
                    chart.node(id)?;
                    this.ids.insert(id.clone());
                }
                Subject::Link(id) => this.add_link(chart, chart.link(id)?),
                Subject::Group(id) => this.add_group(chart, chart.group(id)?, members),
            }
        }
        let is_doomed = |end: End| this.ids.contains(chart.graph.id(end));
        let links = chart.graph.links.iter().enumerate();
        let cut: Vec<usize> = links
            .filter(|(_, link)| is_doomed(link.from) || is_doomed(link.to))
            .map(|(index, _)| index)
            .collect();
        for link in cut {
            this.add_link(chart, link);
        }
        Ok(this)
    }

    fn add_link(&mut self, chart: &Chart<'_>, index: usize) {
        self.links.insert(index);
        if let Some(link) = chart.graph.links.get(index)
            && link.id_span.is_some()
        {
            self.ids.insert(link.id.clone());
        }
    }

    fn add_group(&mut self, chart: &Chart<'_>, group: GroupIndex, members: Members) {
        let Some(found) = chart.graph.groups.get(group.0) else { return };
        if self.groups.contains(&group) {
            return;
        }
        self.groups.push(group);
        self.ids.insert(found.id.clone());
        if members == Members::Delete {
            let nodes = chart.graph.nodes.iter().filter(|node| node.group == Some(group));
            self.ids.extend(nodes.map(|node| node.id.clone()));
            for (index, inner) in chart.graph.groups.iter().enumerate() {
                if inner.parent == Some(group) {
                    self.add_group(chart, GroupIndex(index), members);
                }
            }
        }
    }
}

/// The edit that takes ids out of a list; the whole statement goes with the last of them.
fn without(chart: &Chart<'_>, statement: Span, ids: &[Word], gone: impl Fn(&Word) -> bool) -> Option<Edit> {
    let kept: Vec<&str> = ids.iter().filter(|id| !gone(id)).map(|id| id.span.slice(chart.text)).collect();
    if kept.len() == ids.len() {
        return None;
    }
    if kept.is_empty() {
        return Some(Edit::delete(chart.removal(statement)));
    }
    let (first, last) = (ids.first()?, ids.last()?);
    Some(Edit::replace(first.span.cover(last.span), kept.join(",")))
}

/// The edits that take away a group's header, direction and `end`, and leave what stands between.
fn unwrapped(chart: &Chart<'_>, group: GroupIndex) -> Result<Vec<Edit>, Refusal> {
    let (index, _, subgraph) = chart.subgraph(group)?;
    let mut edits = vec![Edit::delete(chart.removal(chart.header(subgraph)))];
    edits.extend(subgraph.end.map(|end| Edit::delete(chart.removal(end))));
    let inside = chart.syntax.statements.iter().filter(|statement| statement.within == Some(index));
    let directions = inside.filter(|statement| matches!(statement.kind, StatementKind::Direction(..)));
    edits.extend(directions.map(|statement| Edit::delete(chart.removal(statement.span))));
    Ok(edits)
}

/// Removals that meet on a line of several statements, as one.
fn merged(edits: Vec<Edit>) -> Vec<Edit> {
    let mut splices: Vec<_> = edits.iter().flat_map(|edit| edit.splices().to_vec()).collect();
    splices.sort_by_key(|splice| (splice.span.start, splice.span.end));
    let mut out: Vec<crate::text::Splice> = Vec::with_capacity(splices.len());
    for splice in splices {
        match out.last_mut() {
            Some(last)
                if splice.span.start < last.span.end
                    && last.insert.is_empty()
                    && splice.insert.is_empty() =>
            {
                last.span = last.span.cover(splice.span);
            }
            _ => out.push(splice),
        }
    }
    out.into_iter().map(|splice| Edit::replace(splice.span, splice.insert)).collect()
}
