//! A chart as an edit sees it: its statements, the lines that they stand on, and where new ones go.

use super::Refusal;
use crate::mermaid::syntax::{
    Chain, Mention, Quoting, Statement, StatementIndex, StatementKind, Subgraph, Word,
};
use crate::mermaid::{End, Graph, GroupIndex, Link, Node, Syntax};
use crate::session::Snapshot;
use crate::text::{Edit, Span};
use std::ops::Range;

/// A view's chart with its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chart<'a> {
    pub text: &'a str,
    pub graph: &'a Graph,
    pub syntax: &'a Syntax,
    /// The part of the text that the chart is read from.
    content: Span,
}

impl<'a> Chart<'a> {
    /// The chart of view `view`.
    pub fn of(snapshot: &'a Snapshot, view: usize) -> Result<Self, Refusal> {
        let view = snapshot.views.get(view).ok_or_else(|| Refusal::new("There is no such view."))?;
        Ok(Self {
            text: &snapshot.text,
            graph: &view.chart.graph,
            syntax: &view.chart.syntax,
            content: view.content,
        })
    }

    pub fn node(&self, id: &str) -> Result<&'a Node, Refusal> {
        let index = self
            .graph
            .node(id)
            .ok_or_else(|| Refusal::new(format!("There is no node `{id}` in this view.")))?;
        self.graph.nodes.get(index.0).ok_or_else(|| Refusal::new("There is no such node."))
    }

    /// The index of the link with this id.
    pub fn link(&self, id: &str) -> Result<usize, Refusal> {
        let at = self.graph.links.iter().position(|link| link.id == id);
        at.ok_or_else(|| Refusal::new(format!("There is no link `{id}` in this view.")))
    }

    /// The index of the group with this id.
    pub fn group(&self, id: &str) -> Result<GroupIndex, Refusal> {
        self.graph.group(id).ok_or_else(|| Refusal::new(format!("There is no group `{id}` in this view.")))
    }

    /// The node or group with this id.
    pub fn end(&self, id: &str) -> Result<End, Refusal> {
        let node = self.graph.node(id).map(End::Node);
        let end = node.or_else(|| self.graph.group(id).map(End::Group));
        end.ok_or_else(|| Refusal::new(format!("There is neither a node nor a group `{id}` in this view.")))
    }

    /// The chains with their numbers, in text order.
    pub fn chains(&self) -> impl Iterator<Item = (StatementIndex, &'a Statement, &'a Chain)> + use<'a> {
        self.syntax.statements.iter().enumerate().filter_map(|(index, statement)| match &statement.kind {
            StatementKind::Chain(chain) => Some((index, statement, chain)),
            _ => None,
        })
    }

    /// Every mention of `id` in a chain, with the chain's number, in text order.
    pub fn mentions<'i>(
        &self,
        id: &'i str,
    ) -> impl Iterator<Item = (StatementIndex, &'a Mention)> + use<'a, 'i> {
        let of_chain = move |(index, _, chain): (StatementIndex, &'a Statement, &'a Chain)| {
            chain.ranks.iter().flatten().map(move |mention| (index, mention))
        };
        self.chains().flat_map(of_chain).filter(move |(_, mention)| mention.id.text == id)
    }

    /// The statement of a group.
    pub fn subgraph(
        &self,
        group: GroupIndex,
    ) -> Result<(StatementIndex, &'a Statement, &'a Subgraph), Refusal> {
        let header = self.graph.groups.get(group.0).map(|group| group.header);
        let mut all = self.syntax.statements.iter().enumerate();
        let found = all.find_map(|(index, statement)| match &statement.kind {
            StatementKind::Subgraph(subgraph) if Some(subgraph.header) == header => {
                Some((index, statement, subgraph))
            }
            _ => None,
        });
        found.ok_or_else(|| Refusal::new("There is no such group."))
    }

    /// `subgraph id [title]` with the quotes around a name.
    pub fn header(&self, subgraph: &Subgraph) -> Span {
        let quotes = match subgraph.name.quoting {
            Quoting::Plain => 0,
            Quoting::Quoted => 1,
            Quoting::Markdown => 2,
        };
        let end = subgraph.header.end.max(subgraph.name.span.end + quotes);
        Span { start: subgraph.header.start, end }
    }

    /// The group whose body holds a statement directly.
    pub fn group_around(&self, statement: StatementIndex) -> Option<GroupIndex> {
        let around = self.syntax.statements.get(statement)?.within?;
        let StatementKind::Subgraph(subgraph) = &self.syntax.statements.get(around)?.kind else {
            return None;
        };
        self.graph.groups.iter().position(|group| group.header == subgraph.header).map(GroupIndex)
    }

    /// The numbers of the links that a chain makes.
    pub fn links_of(&self, statement: &Statement) -> Range<usize> {
        let links: &[Link] = &self.graph.links;
        let start = links.partition_point(|link| link.statement.start < statement.span.start);
        let count = links.iter().skip(start).take_while(|link| link.statement == statement.span).count();
        start..start + count
    }

    /// Refuses a chart that lacks an `end`: what is added to it would land in the subgraph that is open.
    pub fn check_closed(&self) -> Result<(), Refusal> {
        let open = self.syntax.statements.iter().find_map(|statement| match &statement.kind {
            StatementKind::Subgraph(subgraph) if subgraph.end.is_none() => Some(subgraph),
            _ => None,
        });
        match open {
            Some(subgraph) => Err(Refusal::new(format!(
                "`{}` has no `end` yet. Add it first.",
                subgraph.header.slice(self.text)
            ))),
            None => Ok(()),
        }
    }

    /// The line end that the text uses.
    pub fn newline(&self) -> &'static str {
        let first = self.text.find('\n');
        if first.is_some_and(|at| self.text[..at].ends_with('\r')) { "\r\n" } else { "\n" }
    }

    /// The white space that the line of byte `at` begins with.
    pub fn indentation(&self, at: usize) -> &'a str {
        let line = &self.text[self.line_start(at)..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Whether only white space stands before byte `at` on its line.
    pub fn begins_line(&self, at: usize) -> bool {
        self.text[self.line_start(at)..at].trim().is_empty()
    }

    pub fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1).max(self.content.start as usize).min(at)
    }

    /// The byte after the end of the line that holds byte `at`.
    pub fn line_end(&self, at: usize) -> usize {
        let end = self.content.end as usize;
        self.text[at..end].find('\n').map_or(end, |newline| at + newline + 1)
    }

    /// What to remove so that a statement is gone: its lines when it stands alone on them, else it and its `;`.
    pub fn removal(&self, span: Span) -> Span {
        let (start, end) = (span.start as usize, span.end as usize);
        let line_end = self.line_end(end);
        let after = self.text[end..line_end].trim_end();
        let is_last = matches!(after.trim(), "" | ";");
        if self.begins_line(start) && is_last {
            return Span::new(self.line_start(start), line_end);
        }
        if let Some(semicolon) = after.find(';').filter(|at| after[..*at].trim().is_empty()) {
            let rest = &after[semicolon + 1..];
            return Span::new(start, end + semicolon + 1 + (rest.len() - rest.trim_start().len()));
        }
        let before = self.text[..start].trim_end_matches([' ', '\t', ';']);
        Span::new(before.len().max(self.line_start(start)), end)
    }

    /// All of a `click` statement: its span begins at the id and may leave out the last quote.
    pub fn click(&self, span: Span) -> Span {
        let before = self.text[..span.start as usize].trim_end();
        let start =
            if before.ends_with("click") { before.len() - "click".len() } else { span.start as usize };
        let end = span.end as usize;
        Span::new(start, end + usize::from(self.text[end..].starts_with('"')))
    }

    /// Lines put at the end of a subgraph's body, or of the chart when `within` is none.
    pub fn insert(&self, within: Option<StatementIndex>, lines: &[String]) -> Result<Edit, Refusal> {
        self.check_closed()?;
        let around = within.and_then(|index| self.syntax.statements.get(index));
        match around.map(|statement| &statement.kind) {
            Some(StatementKind::Subgraph(subgraph)) => Ok(self.insert_in_subgraph(within, subgraph, lines)),
            _ => Ok(self.insert_at_end(lines)),
        }
    }

    /// Lines put at the end of the chart, and below the `style` lines of `ids` that no chain names: from there on nodes
    /// are known to `class` lines, and those above must not reach them for being named anew.
    pub fn insert_known(&self, ids: &[&str], lines: &[String]) -> Result<Edit, Refusal> {
        self.check_closed()?;
        let is_unnamed =
            |word: &Word| ids.contains(&word.text.as_str()) && self.mentions(&word.text).next().is_none();
        let styles = self.syntax.statements.iter().enumerate().filter(
            |(_, statement)| matches!(&statement.kind, StatementKind::Style(word, _) if is_unnamed(word)),
        );
        let around = |index: &StatementIndex| self.syntax.statements.get(*index).and_then(|it| it.within);
        let outermost = |index| std::iter::successors(Some(index), around).last();
        let ends =
            styles.filter_map(|(index, _)| Some(self.syntax.statements.get(outermost(index)?)?.span.end));
        Ok(self.insert_behind(ends.max().max(self.body_end()).unwrap_or(self.content.end), lines))
    }

    fn insert_in_subgraph(
        &self,
        within: Option<StatementIndex>,
        subgraph: &Subgraph,
        lines: &[String],
    ) -> Edit {
        let end = subgraph.end.map_or(subgraph.body.end, |end| end.start) as usize;
        let inner = self.last_indentation(within).unwrap_or_else(|| {
            format!("{}{}", self.indentation(subgraph.header.start as usize), self.indentation_step())
        });
        let newline = self.newline();
        if self.begins_line(end) {
            let added: String = lines.iter().map(|line| format!("{inner}{line}{newline}")).collect();
            return Edit::insert(self.line_start(end), added);
        }
        let added: String = lines.iter().map(|line| format!("{line}{newline}{inner}")).collect();
        Edit::insert(end, format!("{newline}{inner}{}{newline}", added.trim_end()))
    }

    fn insert_at_end(&self, lines: &[String]) -> Edit {
        self.insert_behind(self.body_end().unwrap_or(self.content.end), lines)
    }

    /// The end of the last chain or subgraph, or of the header.
    fn body_end(&self) -> Option<u32> {
        let is_body = |statement: &&Statement| {
            let of_links = matches!(statement.kind, StatementKind::Chain(_) | StatementKind::Subgraph(_));
            statement.within.is_none() && of_links
        };
        let last = self.syntax.statements.iter().rfind(is_body).map(|statement| statement.span.end);
        last.or(self.header_end())
    }

    fn header_end(&self) -> Option<u32> {
        self.syntax.header.as_ref().map(|header| header.keyword.end)
    }

    /// Lines put below the one that holds byte `after`, and below what goes on from there.
    fn insert_behind(&self, after: u32, lines: &[String]) -> Edit {
        let mut at = self.line_end(after as usize);
        // Another statement may begin on the line and go on below it.
        while let Some(statement) = self.syntax.statements.iter().find(|statement| {
            (statement.span.start as usize) < at
                && (statement.span.end as usize) > at
                && statement.within.is_none()
        }) {
            at = self.line_end(statement.span.end as usize);
        }
        let indentation = self.last_indentation(None).unwrap_or_else(|| {
            let of_header = self.header_end().map_or("", |header| self.indentation(header as usize));
            format!("{of_header}{}", self.indentation_step())
        });
        let newline = self.newline();
        if self.text[..at].ends_with('\n') {
            let added: String = lines.iter().map(|line| format!("{indentation}{line}{newline}")).collect();
            return Edit::insert(at, added);
        }
        let added: String = lines.iter().map(|line| format!("{newline}{indentation}{line}")).collect();
        Edit::insert(at, added)
    }

    /// The indentation of the last statement in the same subgraph that begins its line.
    fn last_indentation(&self, within: Option<StatementIndex>) -> Option<String> {
        let beside = self.syntax.statements.iter().rev().filter(|statement| statement.within == within);
        let mut starts = beside.map(|statement| statement.span.start as usize);
        starts.find(|start| self.begins_line(*start)).map(|start| self.indentation(start).to_owned())
    }

    /// How much further this chart indents what is nested.
    pub fn indentation_step(&self) -> &'a str {
        let header = self
            .syntax
            .header
            .as_ref()
            .map_or(0, |header| self.indentation(header.keyword.start as usize).len());
        let mut starts = self.syntax.statements.iter().map(|statement| statement.span.start as usize);
        let first = starts.find(|start| self.begins_line(*start) && self.indentation(*start).len() > header);
        first.and_then(|start| self.indentation(start).get(header..)).unwrap_or("  ")
    }
}
