//! The statements of a flowchart with all their places: what an edit of the text needs to know.
//!
//! Statements are a flat list in text order; each names the subgraph that it stands in. All spans are in the
//! document. What a statement means, and which nodes there are in the end, is the [`Graph`](super::Graph)'s
//! business, not this module's.
//!
//! For `subgraph s [Shop]`, `a[Web] -->|reads| b & c` and `end` the list holds a subgraph (header, body, end)
//! and a chain of two ranks, whose `within` is 0.

use super::{Direction, Stroke, Tip};
use crate::text::Span;

/// A flowchart's statements.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Syntax {
    /// `flowchart LR`, unless it is missing.
    pub header: Option<Header>,
    /// In text order; a subgraph stands before what it holds.
    pub statements: Vec<Statement>,
    /// Comments and directives, in text order: from `%%` to the end of the line, or to `}%%`.
    pub comments: Vec<Span>,
    /// Between the `---` lines above the header.
    pub front_matter: Option<Span>,
}

/// The line that makes the text a flowchart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Header {
    /// `graph`, `flowchart`.
    pub keyword: Span,
    /// The direction, if one is written.
    pub direction: Option<(Direction, Span)>,
}

/// Index into [`Syntax::statements`].
pub type StatementIndex = usize;

/// One statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    /// Its place, without the newline or `;` that ends it.
    pub span: Span,
    /// The subgraph that it stands in.
    pub within: Option<StatementIndex>,
    /// Whether it could be read to its end. If not, it holds what was read before the problem.
    pub complete: bool,
    /// What it says.
    pub kind: StatementKind,
}

/// What a statement says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StatementKind {
    /// `a & b --> c[Web]`, or a node alone.
    Chain(Chain),
    /// `subgraph … end`.
    Subgraph(Subgraph),
    /// `direction LR`.
    Direction(Direction, Span),
    /// `classDef a,b fill:#f9f`: names and declarations.
    ClassDef(Vec<Word>, Vec<Word>),
    /// `class a,b name`: ids and the class.
    Class(Vec<Word>, Word),
    /// `style a fill:#f9f`: the id and declarations.
    Style(Word, Vec<Word>),
    /// `linkStyle 0,1 stroke:red`.
    LinkStyle(LinkStyle),
    /// `click a …`.
    Click(Click),
    /// `accTitle: …`.
    AccessibleTitle(Word),
    /// `accDescr: …` or `accDescr { … }`.
    AccessibleDescription(Word),
    /// A `;` that ends nothing. Mermaid counts it among the members of a subgraph.
    Stray,
    /// Nothing that could be read.
    Unreadable,
}

/// A piece of text and where it stands. The text is as mermaid's parser holds it: entities still encoded.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Word {
    /// The text.
    pub text: String,
    /// Its place.
    pub span: Span,
}

/// How a text is marked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Quoting {
    /// Not at all.
    #[default]
    Plain,
    /// In double quotes.
    Quoted,
    /// In double quotes and backticks.
    Markdown,
}

/// A text as a label shows it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Text {
    /// The text, entities still encoded.
    pub text: String,
    /// Its place, without quotes.
    pub span: Span,
    /// How it is marked.
    pub quoting: Quoting,
}

/// Ranks of nodes with arrows between them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chain {
    /// Nodes, `&` between those of one rank. Never empty in a complete chain.
    pub ranks: Vec<Vec<Mention>>,
    /// One fewer than ranks when the chain is complete.
    pub arrows: Vec<Arrow>,
}

/// A node as it stands in a chain: `web:::hot@{ shape: cyl }` or `web[Shop]`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mention {
    /// All of it.
    pub span: Span,
    /// The id.
    pub id: Word,
    /// `[Shop]`.
    pub bracket: Option<Bracket>,
    /// The class after `:::`.
    pub class: Option<Word>,
    /// `@{ … }`.
    pub data: Option<Data>,
}

/// A shape by brackets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bracket {
    /// Mermaid's name for the shape: `round`, `cylinder`.
    pub shape: &'static str,
    /// From the opening to the closing bracket.
    pub span: Span,
    /// What stands between them.
    pub text: Text,
}

/// YAML in braces.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Data {
    /// The text between the braces, as mermaid hands it to its YAML reader.
    pub text: String,
    /// From `@{` to `}`.
    pub span: Span,
    /// Between the braces.
    pub inner: Span,
}

/// What links two ranks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrow {
    /// From its id or first character to the end of its label, without white space around it.
    pub span: Span,
    /// The id and where it stands, without the `@`.
    pub id: Option<Word>,
    /// Its strokes: one span for `-->`, two for `-- text -->`.
    pub strokes: (Span, Option<Span>),
    /// The text and how it is written.
    pub label: Option<ArrowLabel>,
    /// The line.
    pub stroke: Stroke,
    /// At its start.
    pub tail: Tip,
    /// At its end.
    pub head: Tip,
    /// How many ranks it spans.
    pub length: u32,
}

/// The text of an arrow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ArrowLabel {
    /// What it says.
    pub text: Text,
    /// All of it: `|text|` with its bars, or what stands between the strokes.
    pub span: Span,
    /// Whether it stands between bars.
    pub barred: bool,
}

/// `subgraph id [title]` up to its `end`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Subgraph {
    /// What stands after `subgraph`: an id, or a title when there is no bracket.
    pub name: Text,
    /// `[title]` in brackets: the brackets and the text.
    pub title: Option<(Span, Text)>,
    /// From `subgraph` to the end of the title.
    pub header: Span,
    /// From the end of the header to `end`.
    pub body: Span,
    /// The word `end`; none when it is missing.
    pub end: Option<Span>,
}

/// `linkStyle 0,1 interpolate basis stroke:red`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LinkStyle {
    /// Which links, by number as written; empty for `default`.
    pub positions: Vec<Word>,
    /// The curve after `interpolate`.
    pub curve: Option<Word>,
    /// Declarations; none when only the curve is set.
    pub styles: Option<Vec<Word>>,
}

/// `click a href "…"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Click {
    /// Ids.
    pub targets: Vec<Word>,
    /// The address, when it opens one. Otherwise it calls a function of the page, which Netplat never does.
    pub address: Option<Word>,
    /// The tooltip.
    pub tooltip: Option<Word>,
}
