//! Ids and texts: the parts that statements are made of.

use super::{Parser, Read};
use crate::mermaid::syntax::{Quoting, Text, Word};
use crate::mermaid::token::Kind;

/// What an id is made of.
const ID: [Kind; 11] = [
    Kind::Number,
    Kind::Id,
    Kind::Down,
    Kind::Minus,
    Kind::Default,
    Kind::Comma,
    Kind::Colon,
    Kind::Ampersand,
    Kind::Hash,
    Kind::Star,
    Kind::Letters,
];

impl Parser<'_> {
    pub(super) fn id(&mut self, expected: &str) -> Read<Word> {
        self.run_of(&ID, expected)
    }

    /// One or more tokens of these kinds, as one word.
    pub(super) fn run_of(&mut self, kinds: &[Kind], expected: &str) -> Read<Word> {
        let start = self.token.start;
        if !self.is_any(kinds) {
            return Err(self.unexpected(expected));
        }
        let mut end = self.token.end;
        while self.is_any(kinds) {
            end = self.advance().end;
        }
        Ok(self.word(start, end))
    }

    /// A text up to `closer`: quoted or not, then more of it unquoted. `plain` tokens make it up.
    pub(super) fn text(&mut self, plain: &[Kind], closer: &str) -> Read<Text> {
        let first = self.token;
        let quoting = match first.kind {
            Kind::String => Quoting::Quoted,
            Kind::Markdown => Quoting::Markdown,
            kind if plain.contains(&kind) => Quoting::Plain,
            _ => return Err(self.unexpected(&format!("a text before {closer}"))),
        };
        let mut parts = vec![self.advance()];
        while self.is_any(plain) {
            parts.push(self.advance());
        }
        if self.is(Kind::Finished) {
            // It may be all the rest of the chart; nothing of it is kept.
            return Err(self.unexpected(closer));
        }
        let end = parts.last().map_or(first.end, |part| part.end);
        let text = parts.iter().map(|part| self.slice(part.start, part.end)).collect();
        Ok(Text { text, span: self.span(first.start, end), quoting })
    }

    /// The ids of a list, `a,b`, each with its place.
    pub(super) fn list(&self, word: &Word) -> Vec<Word> {
        let mut start = word.span.start as usize;
        let exact = word.span.len() == word.text.len();
        let mut words = Vec::new();
        for part in word.text.split(',') {
            let span = if exact { crate::text::Span::new(start, start + part.len()) } else { word.span };
            words.push(Word { text: part.to_owned(), span });
            start += part.len() + 1;
        }
        words
    }
}
