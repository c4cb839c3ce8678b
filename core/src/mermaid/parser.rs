//! Tokens to statements. After a problem it goes on with the next line, so that the rest of the chart still shows.
//!
//! The grammar is mermaid's:
//!
//! ```text
//! chart      = header { statement | ";" | newline | space }
//! statement  = chain end | subgraph | style | linkStyle | classDef | class | click … end | direction | accTitle …
//! chain      = rank { link rank }
//! rank       = node { space "&" space node }
//! node       = id [ bracket ] [ ":::" id ] [ "@{" yaml "}" ]
//! subgraph   = "subgraph" " " title [ "[" text "]" ] end { statement } "end"
//! end        = newline | ";" | end of text
//! ```
//!
//! White space is a token and stands only where the grammar has it, so `class a hot ` with a blank at its end is
//! refused here because mermaid refuses it.

mod chain;
mod style;
mod subgraph;
mod words;

use super::Direction;
use super::lexer::Lexer;
use super::rules::{MISSING_HEADER, UNCLOSED_TEXT, UNEXPECTED_TEXT};
use super::source::Derived;
use super::syntax::{Header, Statement, StatementIndex, StatementKind, Syntax, Word};
use super::token::{Kind, Token};
use crate::diagnostic::Problem;
use crate::text::Span;

/// Reads the statements of a prepared text.
pub(super) fn parse(source: &Derived) -> (Syntax, Vec<Problem>) {
    let mut parser = Parser::new(source);
    parser.header();
    parser.statements();
    parser.close_open_subgraphs();
    parser.problems.sort_by_key(|problem| problem.span);
    (parser.syntax, parser.problems)
}

/// A statement that cannot be read; the problem is noted already.
struct Broken;

type Read<T> = Result<T, Broken>;

struct Parser<'a> {
    source: &'a Derived,
    lexer: Lexer<'a>,
    token: Token,
    /// What was open before the token was read.
    opened_at: Option<usize>,
    /// Where the token before this one ended.
    last_end: usize,
    syntax: Syntax,
    problems: Vec<Problem>,
    /// The subgraphs that are open, innermost last.
    open: Vec<StatementIndex>,
}

impl<'a> Parser<'a> {
    fn new(source: &'a Derived) -> Self {
        let mut lexer = Lexer::new(source.text());
        let token = lexer.next();
        Self {
            source,
            lexer,
            token,
            opened_at: None,
            last_end: 0,
            syntax: Syntax::default(),
            problems: Vec::new(),
            open: Vec::new(),
        }
    }

    fn is(&self, kind: Kind) -> bool {
        self.token.kind == kind
    }

    fn is_any(&self, kinds: &[Kind]) -> bool {
        kinds.contains(&self.token.kind)
    }

    /// Takes the token and reads the next.
    fn advance(&mut self) -> Token {
        let token = self.token;
        self.last_end = token.end;
        self.opened_at = self.lexer.opened_at();
        self.token = self.lexer.next();
        token
    }

    /// Takes the token if it is of this kind.
    fn eat(&mut self, kind: Kind) -> Option<Token> {
        self.is(kind).then(|| self.advance())
    }

    fn expect(&mut self, kind: Kind, expected: &str) -> Read<Token> {
        match self.eat(kind) {
            Some(token) => Ok(token),
            None => Err(self.unexpected(expected)),
        }
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.source.text().get(start..end).unwrap_or_default()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        self.source.span(start, end)
    }

    /// The span from `start` to `end` of the prepared text without the white space at its ends.
    fn trimmed(&self, start: usize, end: usize) -> Span {
        let text = self.slice(start, end);
        let left = text.len() - text.trim_start_matches(super::chars::is_space).len();
        let right = text.trim_end_matches(super::chars::is_space).len();
        self.span(start + left, start + right.max(left))
    }

    fn word(&self, start: usize, end: usize) -> Word {
        Word { text: self.slice(start, end).to_owned(), span: self.span(start, end) }
    }

    /// Notes that something else should stand here.
    fn unexpected(&mut self, expected: &str) -> Broken {
        let problem = match (self.token.kind, self.opened_at) {
            (Kind::Finished, Some(opened)) => {
                let line = self.slice(opened, self.line_end(opened));
                let span = self.trimmed(opened, opened + line.len());
                let opener = line.chars().next().unwrap_or_default();
                let help = format!("Close it, or remove `{opener}`.");
                Problem::new(&UNCLOSED_TEXT, span, format!("Nothing closes `{opener}`; expected {expected}."))
                    .with_help(help)
            }
            _ => {
                let (found, span) = self.found();
                let problem =
                    Problem::new(&UNEXPECTED_TEXT, span, format!("Expected {expected}, found {found}."));
                match self.advice() {
                    Some(help) => problem.with_help(help),
                    None => problem,
                }
            }
        };
        self.problems.push(problem);
        Broken
    }

    /// The token in words, and its place.
    fn found(&self) -> (String, Span) {
        let Token { kind, start, end } = self.token;
        let span = self.trimmed(start, end);
        let text = self.slice(start, end).trim();
        match kind {
            Kind::EndOfText | Kind::Finished => ("the end of the chart".to_owned(), span),
            Kind::Newline => ("the end of the line".to_owned(), self.span(start, start)),
            Kind::Space => ("a space".to_owned(), self.span(start, end)),
            Kind::String | Kind::Markdown => ("a quoted text".to_owned(), span),
            _ if text.is_empty() => ("nothing".to_owned(), span),
            _ => {
                let line = text.lines().next().unwrap_or_default();
                let short: String = line.chars().take(20).collect();
                let more = if short.len() < text.len() { "…" } else { "" };
                (format!("`{short}{more}`"), span)
            }
        }
    }

    /// What to do about a token that often stands in the wrong place.
    fn advice(&self) -> Option<&'static str> {
        match self.token.kind {
            Kind::End => Some("`end` is a keyword. Write `End`, or put the word in quotes."),
            Kind::Style
            | Kind::LinkStyle
            | Kind::ClassDef
            | Kind::Class
            | Kind::Click
            | Kind::Subgraph
            | Kind::Graph => Some("This word is a keyword. As an id, begin it with a capital letter."),
            Kind::RoundStart | Kind::SquareStart | Kind::DiamondStart | Kind::RoundEnd | Kind::String
                if self.opened_at.is_some() =>
            {
                Some("Put the whole text in double quotes; write a double quote in it as `#quot;`.")
            }
            _ => None,
        }
    }

    fn line_end(&self, at: usize) -> usize {
        let text = self.source.text();
        text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| at + newline)
    }

    /// Goes on at the end of the line, or at a `;` before it: returns where.
    fn recover(&mut self) -> usize {
        let text = self.slice(self.token.start, self.token.end);
        // A link takes in the newline before it; what is wrong then is on the next line.
        let blank = text.len() - text.trim_start_matches(super::chars::is_space).len();
        let blank = if blank < text.len() { blank } else { 0 };
        let anchor = self.opened_at.unwrap_or(self.token.start + blank);
        let line_end = self.line_end(anchor);
        while self.opened_at.is_none() && self.token.start < line_end {
            if self.is(Kind::Semicolon) {
                return self.token.start;
            }
            self.advance();
        }
        self.lexer.restart(line_end);
        self.advance();
        if matches!(self.token.kind, Kind::Link | Kind::LinkStart) && self.token.start == line_end {
            // Nothing is left for it to link: its line is a statement of its own.
            self.lexer.restart(self.source.text().len().min(line_end + 1));
            self.advance();
        }
        line_end
    }

    fn header(&mut self) {
        while self.is_any(&[Kind::Space, Kind::Newline]) {
            self.advance();
        }
        if !self.is(Kind::Graph) {
            let (found, span) = self.found();
            let message = format!("Expected `flowchart` or `graph` and a direction, found {found}.");
            self.problems.push(Problem::new(&MISSING_HEADER, span, message));
            return;
        }
        let keyword = self.advance();
        let keyword = self.span(keyword.start, keyword.end);
        self.syntax.header = Some(Header { keyword, direction: None });
        if self.eat(Kind::NoDirection).is_some() {
            return;
        }
        if !self.is(Kind::HeaderDirection) {
            self.unexpected("a direction (TB, TD, BT, LR or RL) or a new line after it");
            self.recover();
            return;
        }
        let token = self.advance();
        let direction = match self.slice(token.start, token.end).trim_matches(super::chars::is_space) {
            "LR" | ">" => Direction::Right,
            "RL" | "<" => Direction::Left,
            "BT" | "^" => Direction::Up,
            _ => Direction::Down,
        };
        let span = self.trimmed(token.start, token.end);
        self.syntax.header = Some(Header { keyword, direction: Some((direction, span)) });
        if self.eat(Kind::Semicolon).is_some() || self.eat(Kind::Newline).is_some() {
            return;
        }
        while self.eat(Kind::Space).is_some() {}
        if self.eat(Kind::Newline).is_none() {
            self.unexpected("a new line after the direction");
            self.recover();
        }
    }

    fn statements(&mut self) {
        loop {
            match self.token.kind {
                Kind::Finished => return,
                Kind::Newline | Kind::Space | Kind::EndOfText => {
                    self.advance();
                }
                Kind::End => self.end_of_subgraph(),
                _ => self.statement(),
            }
        }
    }

    fn statement(&mut self) {
        let start = self.token.start;
        let index = self.syntax.statements.len();
        self.syntax.statements.push(Statement {
            span: Span::default(),
            within: self.open.last().copied(),
            complete: true,
            kind: StatementKind::Unreadable,
        });
        let read = self.statement_at(index);
        let mut end = self.last_end.max(start);
        if read.is_err() {
            // What was taken for its text is read again.
            end = end.min(self.recover()).max(start);
        }
        let span = self.trimmed(start, end);
        if let Some(statement) = self.syntax.statements.get_mut(index) {
            statement.complete = read.is_ok();
            statement.span = span;
            if let StatementKind::Subgraph(subgraph) = &mut statement.kind {
                subgraph.header = span;
                subgraph.body = Span::at(span.end as usize);
            }
        }
    }

    /// Reads a statement, its end included, into its place.
    fn statement_at(&mut self, index: StatementIndex) -> Read<()> {
        let ended = match self.token.kind {
            Kind::Semicolon => {
                self.advance();
                self.put(index, StatementKind::Stray);
                return Ok(());
            }
            Kind::DirectionStatement(direction) => {
                let token = self.advance();
                let words = self.slice(token.start, token.end);
                let name = words.rfind("direction").map_or(token.start, |at| token.start + at);
                let name = name + "direction".len();
                let blank = self.slice(name, token.end);
                let name = name + blank.len() - blank.trim_start_matches(super::chars::is_space).len();
                let span = self.span(name, (name + 2).min(token.end));
                self.put(index, StatementKind::Direction(direction, span));
                return Ok(());
            }
            Kind::AccessibleTitle => {
                self.advance();
                let text = self.expect(Kind::AccessibleText, "a title")?;
                self.put(index, StatementKind::AccessibleTitle(self.word(text.start, text.end)));
                return Ok(());
            }
            Kind::AccessibleDescription => {
                self.advance();
                let text = self.expect(Kind::AccessibleText, "a description")?;
                self.put(index, StatementKind::AccessibleDescription(self.word(text.start, text.end)));
                return Ok(());
            }
            Kind::AccessibleBlock => {
                let text = self.advance();
                self.put(index, StatementKind::AccessibleDescription(self.word(text.start, text.end)));
                return Ok(());
            }
            Kind::Subgraph => return self.subgraph(index),
            Kind::Style => self.style(index),
            Kind::LinkStyle => self.link_style(index),
            Kind::ClassDef => self.class_definition(index),
            Kind::Class => self.class(index),
            Kind::Click => self.click(index),
            _ => self.chain(index),
        };
        ended?;
        self.separator()
    }

    fn put(&mut self, index: StatementIndex, kind: StatementKind) {
        if let Some(statement) = self.syntax.statements.get_mut(index) {
            statement.kind = kind;
        }
    }

    /// The end of a statement.
    fn separator(&mut self) -> Read<()> {
        let end = self.last_end;
        if !self.is_any(&[Kind::Newline, Kind::Semicolon, Kind::EndOfText]) {
            return Err(self.unexpected("the end of the statement (a new line or `;`)"));
        }
        self.advance();
        self.last_end = end;
        Ok(())
    }
}
