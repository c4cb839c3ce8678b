//! Statements to a [`Graph`]: which nodes, links and groups there are in the end.
//!
//! Mermaid builds its graph statement by statement, and the order shows: a node's text is the last one given, a
//! group takes only members that no group before it has, a class reaches only what exists already. So does this.

mod groups;
mod links;
mod nodes;

use super::graph::{Class, Graph, Label, Link, Node};
use super::rules::EXCESSIVE_EXPANSION;
use super::syntax::{Chain, StatementIndex, StatementKind, Syntax, Word};
use crate::diagnostic::Problem;
use crate::text::Span;
use groups::OpenGroup;
use std::collections::{HashMap, HashSet};

/// Builds the graph and notes what mermaid refuses while it does so.
pub(super) fn build(syntax: &Syntax, problems: &mut Vec<Problem>) -> Graph {
    let mut builder = Builder::new(syntax, problems);
    for (index, statement) in syntax.statements.iter().enumerate() {
        builder.close_groups_until(statement.within);
        builder.statement(index, &statement.kind, statement.span);
    }
    builder.close_groups_until(None);
    builder.finish()
}

struct Builder<'a> {
    syntax: &'a Syntax,
    problems: &'a mut Vec<Problem>,
    graph: Graph,
    /// Every node by its id, those that stand for groups included.
    nodes: HashMap<&'a str, usize>,
    /// The ends of each link by id, until all groups are known.
    ends: Vec<(&'a str, &'a str)>,
    /// The first link with an id.
    link_ids: HashMap<String, usize>,
    /// How many links join two ids.
    parallel: HashMap<(&'a str, &'a str), usize>,
    /// The last group with an id.
    groups: HashMap<String, usize>,
    open: Vec<OpenGroup>,
    /// Ids that are members of a group.
    claimed: HashSet<String>,
    classes: HashMap<&'a str, usize>,
    /// How many bytes may still be made by multiplying what stands in the text.
    budget: usize,
    budget_exceeded: bool,
}

/// So much may be made from few words without question.
const FREE_EXPANSION: usize = 16 * 1024 * 1024;

impl<'a> Builder<'a> {
    fn new(syntax: &'a Syntax, problems: &'a mut Vec<Problem>) -> Self {
        Self {
            syntax,
            problems,
            graph: Graph::default(),
            nodes: HashMap::new(),
            ends: Vec::new(),
            link_ids: HashMap::new(),
            parallel: HashMap::new(),
            groups: HashMap::new(),
            open: Vec::new(),
            claimed: HashSet::new(),
            classes: HashMap::new(),
            budget: FREE_EXPANSION,
            budget_exceeded: false,
        }
    }

    fn statement(&mut self, index: StatementIndex, kind: &'a StatementKind, span: Span) {
        match kind {
            StatementKind::Chain(chain) => self.chain(chain, span),
            StatementKind::Subgraph(_) => self.open.push(OpenGroup::new(index)),
            StatementKind::Direction(direction, span) => {
                if let Some(group) = self.open.last_mut() {
                    group.direction = Some((*direction, *span));
                }
            }
            StatementKind::ClassDef(names, styles) => self.define_classes(names, styles, span),
            StatementKind::Class(ids, class) => {
                for id in ids {
                    self.set_class(&id.text, &class.text, span);
                }
            }
            StatementKind::Style(id, styles) => self.style(id, styles),
            StatementKind::LinkStyle(style) => self.link_style(style, span),
            StatementKind::Click(click) => self.click(click, span),
            StatementKind::AccessibleTitle(text) => {
                let text = super::chars::trim(&text.text);
                self.graph.accessible_title = Some(super::label::decode(text));
                self.add_member(text);
            }
            StatementKind::AccessibleDescription(text) => {
                let text = super::chars::trim(&text.text);
                self.graph.accessible_description = Some(super::label::decode(text));
                self.add_member(text);
            }
            StatementKind::Stray => self.add_member(";"),
            StatementKind::Unreadable => {}
        }
    }

    fn chain(&mut self, chain: &'a Chain, span: Span) {
        for (at, rank) in chain.ranks.iter().enumerate() {
            // Mermaid adds the data of a node only after the node behind the `&`, if there is one.
            let mut data = None;
            for mention in rank {
                self.mention(mention);
                self.data_of(data.replace(mention));
            }
            self.data_of(data);
            let before =
                at.checked_sub(1).and_then(|before| chain.ranks.get(before).zip(chain.arrows.get(before)));
            if let Some((from, arrow)) = before {
                self.links(from, rank, arrow, span);
            }
        }
        for mention in chain.ranks.iter().rev().flatten() {
            self.add_member(&mention.id.text);
        }
    }

    fn define_classes(&mut self, names: &'a [Word], styles: &[Word], span: Span) {
        let size: usize = styles.iter().map(|style| style.text.len() + 24).sum();
        for name in names {
            if !self.spend(size, span) {
                return;
            }
            let index = *self.classes.entry(&name.text).or_insert_with(|| {
                self.graph.classes.push(Class { name: name.text.clone(), styles: Vec::new(), span });
                self.graph.classes.len() - 1
            });
            if let Some(class) = self.graph.classes.get_mut(index) {
                class.styles.extend(declarations(styles));
            }
        }
    }

    /// Takes `bytes` from what may be made by multiplying. Once that is used up, one problem says so.
    fn spend(&mut self, bytes: usize, span: Span) -> bool {
        match self.budget.checked_sub(bytes) {
            Some(left) => {
                self.budget = left;
                true
            }
            None => {
                if !self.budget_exceeded {
                    self.budget_exceeded = true;
                    let message = "This multiplies to more than can be drawn; not all of it is kept.";
                    self.problems.push(Problem::new(&EXCESSIVE_EXPANSION, span, message));
                }
                false
            }
        }
    }

    fn finish(mut self) -> Graph {
        self.graph.direction = self
            .syntax
            .header
            .as_ref()
            .and_then(|header| header.direction)
            .map(|(direction, _)| direction)
            .unwrap_or_default();
        self.warn_of_many_links();
        self.resolve_groups();
        self.graph
    }
}

/// Declarations as written, each without white space around it.
fn declarations(words: &[Word]) -> impl Iterator<Item = String> {
    words
        .iter()
        .map(|word| super::label::decode(super::chars::trim(&word.text)))
        .filter(|word| !word.is_empty())
}

fn label(text: &super::syntax::Text) -> Label {
    Label {
        text: super::label::shown(&text.text),
        markdown: text.quoting == super::syntax::Quoting::Markdown,
        span: Some(text.span),
    }
}
