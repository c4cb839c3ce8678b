//! `subgraph … end`.

use super::{Parser, Read};
use crate::diagnostic::Problem;
use crate::mermaid::rules::UNBALANCED_SUBGRAPH;
use crate::mermaid::syntax::{StatementIndex, StatementKind, Subgraph, Text};
use crate::mermaid::token::Kind;
use crate::text::Span;

/// What a title without quotes is made of. Keywords are words here.
const TITLE: [Kind; 21] = [
    Kind::Number,
    Kind::Id,
    Kind::Space,
    Kind::Minus,
    Kind::Ampersand,
    Kind::Letters,
    Kind::Colon,
    Kind::Star,
    Kind::Hash,
    Kind::LinkStart,
    Kind::Style,
    Kind::LinkStyle,
    Kind::ClassDef,
    Kind::Class,
    Kind::Click,
    Kind::Graph,
    Kind::HeaderDirection,
    Kind::Subgraph,
    Kind::End,
    Kind::Down,
    Kind::Caret,
];

impl Parser<'_> {
    /// Reads the header and opens the subgraph, even if the header is broken: its `end` will come.
    pub(super) fn subgraph(&mut self, index: StatementIndex) -> Read<()> {
        let keyword = self.advance();
        // A header that cannot be read names nothing, right behind the word.
        let here = self.span(keyword.end, keyword.end);
        let name = Text { span: here, ..Text::default() };
        let mut subgraph = Subgraph { name, header: here, body: here, ..Subgraph::default() };
        let read = self.subgraph_header(&mut subgraph);
        self.put(index, StatementKind::Subgraph(subgraph));
        self.open.push(index);
        read?;
        self.separator()
    }

    fn subgraph_header(&mut self, subgraph: &mut Subgraph) -> Read<()> {
        if self.eat(Kind::Space).is_none() {
            return Err(self.unexpected("a space and a title after `subgraph`"));
        }
        let start = self.token.start;
        let read = self.text(&TITLE, "the end of the line");
        subgraph.name = read?;
        subgraph.name.span = match subgraph.name.quoting {
            crate::mermaid::syntax::Quoting::Plain => self.trimmed(start, self.last_end),
            _ => subgraph.name.span,
        };
        let Some(open) = self.eat(Kind::SquareStart) else { return Ok(()) };
        let text = self.label("`]`")?;
        subgraph.title = Some((self.span(open.start, self.token.end), text));
        self.expect(Kind::SquareEnd, "`]` after the title").map(|_| ())
    }

    /// `end`
    pub(super) fn end_of_subgraph(&mut self) {
        let token = self.advance();
        self.last_end = token.end;
        let word = self.span(token.start, token.start + "end".len());
        match self.open.pop() {
            Some(index) => self.close(index, Some(word), word.start as usize),
            None => {
                let message = "`end` closes no subgraph.".to_owned();
                self.problems.push(Problem::new(&UNBALANCED_SUBGRAPH, word, message));
            }
        }
    }

    fn close(&mut self, index: StatementIndex, end: Option<Span>, body_end: usize) {
        let Some(statement) = self.syntax.statements.get_mut(index) else { return };
        if let StatementKind::Subgraph(subgraph) = &mut statement.kind {
            subgraph.end = end;
            subgraph.body = Span::new(subgraph.body.start as usize, body_end);
            statement.span =
                Span::new(statement.span.start as usize, end.map_or(body_end, |end| end.end as usize));
        }
    }

    /// At the end of the text.
    pub(super) fn close_open_subgraphs(&mut self) {
        let text_end = self.source.text().len();
        let body_end = self.span(text_end, text_end).start as usize;
        while let Some(index) = self.open.pop() {
            self.close(index, None, body_end);
            let Some(statement) = self.syntax.statements.get(index) else { continue };
            let StatementKind::Subgraph(Subgraph { header, name, .. }) = &statement.kind else { continue };
            let Text { text, .. } = name;
            let message = format!("Nothing closes the subgraph `{}`; expected `end`.", text.trim());
            let problem = Problem::new(&UNBALANCED_SUBGRAPH, *header, message)
                .with_help("Write `end` on a line of its own after the last statement of the subgraph.");
            self.problems.push(problem);
        }
    }
}
