//! Chains: ranks of nodes with links between them.

use super::{Parser, Read};
use crate::mermaid::syntax::{
    Arrow, ArrowLabel, Bracket, Chain, Data, Mention, StatementIndex, StatementKind, Text, Word,
};
use crate::mermaid::token::{Kind, Token};
use crate::mermaid::{Stroke, Tip};
use std::borrow::Cow;

const NODE: &str = "a node";

impl Parser<'_> {
    pub(super) fn chain(&mut self, index: StatementIndex) -> Read<()> {
        let mut chain = Chain::default();
        let read = self.chain_into(&mut chain);
        if !chain.ranks.is_empty() {
            self.put(index, StatementKind::Chain(chain));
        }
        read
    }

    fn chain_into(&mut self, chain: &mut Chain) -> Read<()> {
        let mut arrow = None;
        loop {
            let mut rank = Vec::new();
            let read =
                self.rank(&mut rank, if arrow.is_some() { "a node that the link leads to" } else { NODE });
            if !rank.is_empty() {
                chain.ranks.push(rank);
                chain.arrows.extend(arrow);
            }
            read?;
            if !self.is_any(&[Kind::LinkId, Kind::Link, Kind::LinkStart]) {
                return Ok(());
            }
            arrow = Some(self.arrow()?);
        }
    }

    /// Nodes with `&` between them, and the white space after the last.
    fn rank(&mut self, rank: &mut Vec<Mention>, expected: &str) -> Read<()> {
        let mut expected = expected;
        loop {
            self.node(rank, expected)?;
            let with_data = rank.last().is_some_and(|mention| mention.data.is_some());
            let spaces = self.spaces();
            if spaces && self.eat(Kind::Ampersand).is_some() {
                if !self.spaces() {
                    return Err(self.unexpected("a space after `&`"));
                }
                expected = "another node after `&`";
                continue;
            }
            if spaces && with_data {
                return Err(self.unexpected("`&`, a link, or the end of the line right after `}`"));
            }
            return Ok(());
        }
    }

    fn spaces(&mut self) -> bool {
        let mut any = false;
        while self.eat(Kind::Space).is_some() {
            any = true;
        }
        any
    }

    fn node(&mut self, rank: &mut Vec<Mention>, expected: &str) -> Read<()> {
        let start = self.token.start;
        let id = self.id(expected)?;
        rank.push(Mention { span: id.span, id, ..Mention::default() });
        let bracket = self.bracket()?;
        let class = match self.eat(Kind::ClassSeparator) {
            Some(_) => Some(self.id("a class after `:::`")?),
            None => None,
        };
        let data = self.data()?;
        let span = self.span(start, self.last_end);
        if let Some(mention) = rank.last_mut() {
            *mention = Mention { span, id: std::mem::take(&mut mention.id), bracket, class, data };
        }
        Ok(())
    }

    /// `[text]` and the other shapes.
    fn bracket(&mut self) -> Read<Option<Bracket>> {
        let start = self.token.start;
        let opener = self.token.kind;
        let (closers, shapes, name): (&[Kind], &[&'static str], _) = match opener {
            Kind::SquareStart => (&[Kind::SquareEnd], &["square"], "`]`"),
            Kind::DoubleCircleStart => (&[Kind::DoubleCircleEnd], &["doublecircle"], "`)))`"),
            Kind::EllipseStart => (&[Kind::EllipseEnd], &["ellipse"], "`-)`"),
            Kind::StadiumStart => (&[Kind::StadiumEnd], &["stadium"], "`])`"),
            Kind::SubroutineStart => (&[Kind::SubroutineEnd], &["subroutine"], "`]]`"),
            Kind::CylinderStart => (&[Kind::CylinderEnd], &["cylinder"], "`)]`"),
            Kind::TagEnd => (&[Kind::SquareEnd], &["odd"], "`]`"),
            Kind::TrapezoidStart => (
                &[Kind::TrapezoidEnd, Kind::InvertedTrapezoidEnd],
                &["trapezoid", "lean_right"],
                "`\\]` or `/]`",
            ),
            Kind::InvertedTrapezoidStart => (
                &[Kind::InvertedTrapezoidEnd, Kind::TrapezoidEnd],
                &["inv_trapezoid", "lean_left"],
                "`/]` or `\\]`",
            ),
            Kind::RoundStart => {
                return self.doubled(Kind::RoundEnd, ["round", "circle"], ["`)`", "`))`"]).map(Some);
            }
            Kind::DiamondStart => {
                return self.doubled(Kind::DiamondEnd, ["diamond", "hexagon"], ["`}`", "`}}`"]).map(Some);
            }
            Kind::PropertiesStart => return self.with_properties().map(Some),
            _ => return Ok(None),
        };
        self.advance();
        let text = self.label(name)?;
        let closing = closers.iter().position(|closer| self.is(*closer));
        let Some(shape) = closing.and_then(|at| shapes.get(at)) else {
            return Err(self.unexpected(&format!("{name} after the text")));
        };
        self.advance();
        Ok(Some(Bracket { shape, span: self.span(start, self.last_end), text }))
    }

    /// `(text)` or `((text))`, `{text}` or `{{text}}`.
    fn doubled(
        &mut self,
        closer: Kind,
        shapes: [&'static str; 2],
        names: [&'static str; 2],
    ) -> Read<Bracket> {
        let opener = self.advance();
        let doubled = usize::from(self.eat(opener.kind).is_some());
        let [name, shape] = [names, shapes].map(|pair| pair.get(doubled).copied().unwrap_or_default());
        let text = self.label(name)?;
        for _ in 0..=doubled {
            self.expect(closer, &format!("{name} after the text"))?;
        }
        Ok(Bracket { shape, span: self.span(opener.start, self.last_end), text })
    }

    /// `[|border:lt|text]`: a rectangle with properties that nothing draws.
    fn with_properties(&mut self) -> Read<Bracket> {
        let opener = self.advance();
        self.expect(Kind::Id, "a property")?;
        self.expect(Kind::Colon, "`:` after the property")?;
        self.expect(Kind::Id, "the property's value")?;
        self.expect(Kind::Pipe, "`|` after the value")?;
        let text = self.label("`]`")?;
        self.expect(Kind::SquareEnd, "`]` after the text")?;
        Ok(Bracket { shape: "rect", span: self.span(opener.start, self.last_end), text })
    }

    /// The text of a node.
    pub(super) fn label(&mut self, closer: &str) -> Read<Text> {
        self.text(&[Kind::Text], closer)
    }

    /// `@{ … }`, once or more.
    fn data(&mut self) -> Read<Option<Data>> {
        if !self.is(Kind::DataStart) {
            return Ok(None);
        }
        let start = self.token.start;
        let inner_start = self.token.end;
        let mut inner_end = inner_start;
        let mut parts = Vec::new();
        while self.eat(Kind::DataStart).is_some() {
            while self.is_any(&[Kind::Data, Kind::DataString]) {
                parts.push(self.advance());
            }
            inner_end = self.token.start;
            self.expect(Kind::DataEnd, "`}` after the data")?;
        }
        let text = parts.iter().map(|part| match (part.kind, self.slice(part.start, part.end)) {
            (Kind::DataString, text) if text.contains('\n') => Cow::Owned(join_lines(text)),
            (_, text) => Cow::Borrowed(text),
        });
        let text = text.collect();
        let inner = self.span(inner_start, inner_end);
        Ok(Some(Data { text, span: self.span(start, self.last_end), inner }))
    }

    fn arrow(&mut self) -> Read<Arrow> {
        let start = self.token.start;
        let id = self.eat(Kind::LinkId).map(|token| self.word(token.start, token.end - 1));
        let first = self.token;
        let (label, last) = match first.kind {
            Kind::Link => {
                self.advance();
                (None, None)
            }
            Kind::LinkStart => {
                self.advance();
                let text = self.text(&[Kind::EdgeText], "the rest of the link, such as `-->`")?;
                let between = (first.end, self.token.start);
                let last = self.expect(Kind::Link, "the rest of the link, such as `-->`")?;
                let span = self.trimmed(between.0, between.1);
                (Some(ArrowLabel { text, span, barred: false }), Some(last))
            }
            _ => return Err(self.unexpected("a link such as `-->` after its id")),
        };
        let barred = if last.is_none() { self.barred_label()? } else { None };
        let end = if barred.is_some() { self.last_end } else { last.unwrap_or(first).end };
        let look =
            Look::of(self.slice(first.start, first.end), last.map(|last| self.slice(last.start, last.end)));
        if barred.is_some() {
            self.eat(Kind::Space);
        }
        let strokes = (self.stroke_span(first), last.map(|last| self.stroke_span(last)));
        let span = self.trimmed(start, end);
        let Look { stroke, tail, head, length } = look;
        Ok(Arrow {
            span,
            id: id.map(without_at),
            strokes,
            label: label.or(barred),
            stroke,
            tail,
            head,
            length,
        })
    }

    fn stroke_span(&self, token: Token) -> crate::text::Span {
        self.trimmed(token.start, token.end)
    }

    /// `|text|` after a link.
    fn barred_label(&mut self) -> Read<Option<ArrowLabel>> {
        let Some(open) = self.eat(Kind::Pipe) else { return Ok(None) };
        let text = self.text(&[Kind::Text], "`|`")?;
        let close = self.expect(Kind::Pipe, "`|` after the text of the link")?;
        let span = self.span(open.start, close.end);
        Ok(Some(ArrowLabel { text, span, barred: true }))
    }
}

/// An edge id keeps every `@` but the first, which mermaid takes for its mark.
fn without_at(mut id: Word) -> Word {
    // The token's last `@` is cut off already. If there is another, that one goes and the last one stays.
    if let Some(at) = id.text.find('@') {
        id.text.remove(at);
        id.text.push('@');
    }
    id
}

/// A newline in quoted data, with the white space after it, is a line break of the label.
fn join_lines(part: &str) -> String {
    let mut joined = String::with_capacity(part.len());
    let mut rest = part;
    while let Some((line, after)) = rest.split_once('\n') {
        joined.push_str(line);
        joined.push_str("<br/>");
        rest = after.trim_start_matches(crate::mermaid::chars::is_space);
    }
    joined.push_str(rest);
    joined
}

/// What a link looks like, by its characters.
struct Look {
    stroke: Stroke,
    tail: Tip,
    head: Tip,
    length: u32,
}

impl Look {
    /// As mermaid takes a link apart: `last` is the part after the text, if the text stands inside the link.
    fn of(first: &str, last: Option<&str>) -> Self {
        let ending = Self::of_ending(last.unwrap_or(first).trim_matches(crate::mermaid::chars::is_space));
        let Some(_) = last else { return ending };
        let start = first.trim_matches(crate::mermaid::chars::is_space);
        let (tail, line) = match start.as_bytes().first() {
            Some(b'<') => (Tip::Arrow, &start[1..]),
            Some(b'x') => (Tip::Cross, &start[1..]),
            Some(b'o') => (Tip::Circle, &start[1..]),
            _ => (Tip::None, start),
        };
        let stroke = match line {
            _ if line.contains('.') => Stroke::Dotted,
            _ if line.contains('=') => Stroke::Thick,
            _ => Stroke::Normal,
        };
        if stroke != ending.stroke || (tail != Tip::None && (tail != ending.head || ending.tail != Tip::None))
        {
            // The two halves contradict each other; mermaid then draws a plain arrow.
            return Self { stroke: Stroke::Normal, tail: Tip::None, head: Tip::Arrow, length: 1 };
        }
        let tail = if tail == Tip::None { ending.tail } else { tail };
        Self { tail, ..ending }
    }

    fn of_ending(link: &str) -> Self {
        let (body, head) = match link.as_bytes().last() {
            Some(b'x') => (&link[..link.len() - 1], Tip::Cross),
            Some(b'>') => (&link[..link.len() - 1], Tip::Arrow),
            Some(b'o') => (&link[..link.len() - 1], Tip::Circle),
            _ => (link.get(..link.len().saturating_sub(1)).unwrap_or_default(), Tip::None),
        };
        let opener = match head {
            Tip::Cross => "x",
            Tip::Arrow => "<",
            Tip::Circle => "o",
            Tip::None => "\n",
        };
        let (body, tail) = match body.strip_prefix(opener) {
            Some(body) => (body, head),
            None => (body, Tip::None),
        };
        let dots = body.bytes().filter(|&byte| byte == b'.').count();
        let (stroke, length) = match body.as_bytes().first() {
            _ if dots > 0 => (Stroke::Dotted, dots),
            Some(b'=') => (Stroke::Thick, body.len().saturating_sub(1)),
            Some(b'~') => (Stroke::Invisible, body.len().saturating_sub(1)),
            _ => (Stroke::Normal, body.len().saturating_sub(1)),
        };
        let length = u32::try_from(length.min(10)).unwrap_or(10);
        Self { stroke, tail, head, length }
    }
}
