//! Chains rewritten: some of their links changed or gone, all others as they were, in the same order.

use super::chart::Chart;
use crate::mermaid::syntax::{Arrow, Chain, Mention, Statement, StatementIndex, StatementKind, Word};
use crate::text::{Edit, Span};
use std::collections::HashSet;

/// What becomes of a link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    /// It stays.
    Keep,
    /// It goes.
    Drop,
    /// Its ends change places.
    Reverse,
    /// It starts at this id.
    From(String),
    /// It ends at this id.
    To(String),
    /// This is its arrow.
    Arrow(String),
}

/// A change of a chart's chains.
pub(super) struct Change<'a> {
    /// Whether a statement no longer names an id. Links that it makes with it go too.
    pub is_gone: &'a dyn Fn(StatementIndex, &str) -> bool,
    /// What becomes of the link with this number.
    pub fate: &'a dyn Fn(usize) -> Fate,
}

/// The edits that make a change, and the old numbers of the links that there are afterwards, in their order.
pub(super) fn rewrite(chart: &Chart<'_>, change: &Change<'_>) -> (Vec<Edit>, Vec<Option<usize>>) {
    let is_touched = |index: StatementIndex, statement: &Statement, chain: &Chain| {
        let loses = chain.ranks.iter().flatten().any(|mention| (change.is_gone)(index, &mention.id.text));
        loses || chart.links_of(statement).any(|link| (change.fate)(link) != Fate::Keep)
    };
    let touched: HashSet<StatementIndex> = chart
        .chains()
        .filter(|(index, statement, chain)| is_touched(*index, statement, chain))
        .map(|(index, _, _)| index)
        .collect();
    let mut edits = Vec::new();
    let mut order = Vec::new();
    for (index, statement, chain) in chart.chains() {
        if !touched.contains(&index) {
            order.extend(chart.links_of(statement).map(Some));
            continue;
        }
        let mut writer = Writer::new(chart, change, index, statement, chain);
        writer.write();
        writer.keep_mentions(|mention| is_needed(chart, index, mention, &touched));
        order.extend(writer.order.into_iter().map(Some));
        edits.push(replace_statement(chart, statement, &writer.pieces));
    }
    (edits, order)
}

/// Whether a mention that no link holds any more has to stand by itself: when it says something of the node, or is
/// the only one to keep the node where it is.
fn is_needed(
    chart: &Chart<'_>,
    index: StatementIndex,
    mention: &Mention,
    touched: &HashSet<StatementIndex>,
) -> bool {
    if mention.bracket.is_some() || mention.class.is_some() || mention.data.is_some() {
        return true;
    }
    let within =
        |index: StatementIndex| chart.syntax.statements.get(index).and_then(|statement| statement.within);
    let keeps = |(other, _): (StatementIndex, &Mention)| {
        let is_later =
            other > index && !touched.contains(&other) && !is_classed_between(chart, index, other, mention);
        within(other) == within(index) && (other < index || is_later)
    };
    !chart.mentions(&mention.id.text).any(keeps)
}

/// Whether a `class` or `click` names a node between two statements: it reaches only what stands above it.
fn is_classed_between(
    chart: &Chart<'_>,
    from: StatementIndex,
    to: StatementIndex,
    mention: &Mention,
) -> bool {
    let names = |words: &[Word]| words.iter().any(|word| word.text == mention.id.text);
    chart.syntax.statements.get(from..to).into_iter().flatten().any(|statement| match &statement.kind {
        StatementKind::Class(ids, _) => names(ids),
        StatementKind::Click(click) => names(&click.targets),
        _ => false,
    })
}

/// The smallest edit that puts `pieces`, a line each, in the place of a statement.
fn replace_statement(chart: &Chart<'_>, statement: &Statement, pieces: &[String]) -> Edit {
    if pieces.is_empty() {
        return Edit::delete(chart.removal(statement.span));
    }
    let separator = format!("{}{}", chart.newline(), chart.indentation(statement.span.start as usize));
    smallest(statement.span, statement.span.slice(chart.text), &pieces.join(&separator))
}

/// The edit that makes `old`, which stands at `span`, into `new`, without what both begin and end with.
pub(super) fn smallest(span: Span, old: &str, new: &str) -> Edit {
    let same = |(a, b): &(char, char)| a == b;
    let prefix: usize = old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (&old[prefix..], &new[prefix..]);
    let suffix: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let start = span.start as usize + prefix;
    Edit::replace(Span::new(start, start + old.len() - suffix), &new[..new.len() - suffix])
}

/// Writes one chain anew.
struct Writer<'a> {
    chart: &'a Chart<'a>,
    change: &'a Change<'a>,
    chain: &'a Chain,
    /// The mentions of each rank that stay.
    ranks: Vec<Vec<&'a Mention>>,
    /// The numbers of its links.
    links: std::ops::Range<usize>,
    written: HashSet<Span>,
    pieces: Vec<String>,
    order: Vec<usize>,
}

impl<'a> Writer<'a> {
    fn new(
        chart: &'a Chart<'a>,
        change: &'a Change<'a>,
        index: StatementIndex,
        statement: &Statement,
        chain: &'a Chain,
    ) -> Self {
        let stays = |mention: &&Mention| !(change.is_gone)(index, &mention.id.text);
        let ranks = chain.ranks.iter().map(|rank| rank.iter().filter(stays).collect()).collect();
        let links = chart.links_of(statement);
        Self {
            chart,
            change,
            chain,
            ranks,
            links,
            written: HashSet::new(),
            pieces: Vec::new(),
            order: Vec::new(),
        }
    }

    fn write(&mut self) {
        let mut at = 0;
        while at < self.ranks.len() {
            if self.is_intact(at) {
                at = self.run(at);
            } else {
                self.broken(at);
                at += 1;
            }
        }
    }

    /// Mentions that have not been written, each by itself if `is_needed` says so.
    fn keep_mentions(&mut self, is_needed: impl Fn(&Mention) -> bool) {
        let all: Vec<&Mention> = self.ranks.iter().flatten().copied().collect();
        for mention in all {
            if !self.written.contains(&mention.span) && is_needed(mention) {
                let text = self.mention(mention);
                self.pieces.push(text);
            }
        }
    }

    /// The links of the arrow after rank `at`: number and ends, in mermaid's order.
    fn links_after(&self, at: usize) -> Vec<(usize, &'a Mention, &'a Mention)> {
        let (Some(from), Some(to), Some(arrow)) =
            (self.ranks.get(at), self.ranks.get(at + 1), self.chain.arrows.get(at))
        else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for start in from {
            for end in to {
                let is_this = |index: &usize| {
                    self.chart.graph.links.get(*index).is_some_and(|link| {
                        link.arrow == arrow.span && link.from_span == start.span && link.to_span == end.span
                    })
                };
                if let Some(index) = self.links.clone().find(is_this) {
                    found.push((index, *start, *end));
                }
            }
        }
        found
    }

    /// Whether all links of the arrow after rank `at` stay as they are.
    fn is_intact(&self, at: usize) -> bool {
        let links = self.links_after(at);
        !links.is_empty() && links.iter().all(|(link, _, _)| (self.change.fate)(*link) == Fate::Keep)
    }

    /// Writes the chain from rank `at` on as far as its arrows are intact, and returns the rank where it ends.
    fn run(&mut self, at: usize) -> usize {
        let mut text = self.rank(at);
        let mut last = at;
        while self.is_intact(last) {
            let links = self.links_after(last);
            if let (Some(arrow), Some(from), Some(to)) =
                (self.chain.arrows.get(last), self.chain.ranks.get(last), self.chain.ranks.get(last + 1))
            {
                let before = from.last().map_or(arrow.span.start, |mention| mention.span.end);
                let after = to.first().map_or(arrow.span.end, |mention| mention.span.start);
                text.push_str(self.slice(before, arrow.span.start));
                text.push_str(self.arrow(arrow, self.keeps_id(arrow, &links)));
                text.push_str(self.slice(arrow.span.end, after));
            }
            self.order.extend(links.iter().map(|(link, _, _)| *link));
            last += 1;
            let rank = self.rank(last);
            text.push_str(&rank);
        }
        self.pieces.push(text);
        last
    }

    /// Writes each link of the arrow after rank `at` by itself.
    fn broken(&mut self, at: usize) {
        let Some(arrow) = self.chain.arrows.get(at) else { return };
        for (link, from, to) in self.links_after(at) {
            let own = self.keeps_id(arrow, &[(link, from, to)]);
            let text = self.arrow(arrow, own).to_owned();
            let piece = match (self.change.fate)(link) {
                Fate::Drop => continue,
                Fate::Keep => format!("{} {text} {}", self.mention(from), self.mention(to)),
                Fate::Reverse => format!("{} {text} {}", self.mention(to), self.mention(from)),
                Fate::From(id) => format!("{id} {text} {}", self.mention(to)),
                Fate::To(id) => format!("{} {text} {id}", self.mention(from)),
                Fate::Arrow(text) => format!("{} {text} {}", self.mention(from), self.mention(to)),
            };
            self.order.push(link);
            self.pieces.push(piece);
        }
    }

    fn slice(&self, start: u32, end: u32) -> &'a str {
        Span::new(start as usize, end as usize).slice(self.chart.text)
    }

    /// Whether the arrow's written id belongs to one of `links`.
    fn keeps_id(&self, arrow: &Arrow, links: &[(usize, &Mention, &Mention)]) -> bool {
        let id = arrow.id.as_ref().map(|id| id.span);
        links
            .iter()
            .any(|(link, _, _)| self.chart.graph.links.get(*link).is_some_and(|link| link.id_span == id))
    }

    fn arrow(&self, arrow: &Arrow, with_id: bool) -> &'a str {
        let start = if with_id { arrow.span.start } else { arrow.strokes.0.start };
        self.slice(start, arrow.span.end)
    }

    /// A mention as it stands, or only its id once it was written.
    fn mention(&mut self, mention: &'a Mention) -> String {
        let span = if self.written.insert(mention.span) { mention.span } else { mention.id.span };
        span.slice(self.chart.text).to_owned()
    }

    fn rank(&mut self, at: usize) -> String {
        let Some(rank) = self.ranks.get(at).cloned() else { return String::new() };
        let texts: Vec<String> = rank.iter().map(|mention| self.mention(mention)).collect();
        let is_whole = self.chain.ranks.get(at).is_some_and(|all| all.len() == rank.len());
        if !is_whole {
            return texts.join(" & ");
        }
        let mut out = String::new();
        let mut before: Option<u32> = None;
        for (mention, text) in rank.iter().zip(&texts) {
            out.push_str(before.map_or("", |before| self.slice(before, mention.span.start)));
            out.push_str(text);
            before = Some(mention.span.end);
        }
        out
    }
}
