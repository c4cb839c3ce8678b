//! Mermaid's tokens. Which rules apply depends on what was opened before, and never on the grammar, so the lexer
//! runs by itself; it hands out one token at a time because the reader starts it anew after a problem.
//!
//! The rules are those of the grammar's lexer in mermaid 11.17, in its order: the first that matches wins, not the
//! longest. So `end` is a keyword wherever a token starts, `--x` is an arrow even in `a--xyz`, and a line that says
//! `direction LR` anywhere is a direction from there on.

use super::Direction;
use super::chars::{is_id_byte, is_id_letter, is_line_end, is_space, is_word};
use super::token::{Kind, Token};

/// What is open at a place of the text, innermost last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Direction,
    Text,
    TrapezoidText,
    EllipseText,
    String,
    Markdown,
    EdgeText(Line),
    Data,
    DataString,
    Click,
    CallbackName,
    CallbackArguments,
    AccessibleTitle,
    AccessibleDescription,
    AccessibleBlock,
}

/// The strokes that have a text form, by their character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Line {
    Normal,
    Thick,
    Dotted,
}

/// Reads tokens from a prepared text.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    states: Vec<State>,
    /// Where the outermost of `states` began.
    opened_at: usize,
    /// Whether the word `graph` still introduces a direction.
    awaits_header: bool,
    /// Whether the end of the text was told.
    ended: bool,
    directions: Vec<DirectionPhrase>,
    space: Cache,
    next: [Cache; 4],
    word: WordCache,
}

/// Signs that end what is open. Where the next one stands is remembered: after a problem the reader comes back to
/// places from which the lexer has already looked ahead to the end of the text.
#[derive(Clone, Copy)]
enum Sign {
    Bracket,
    Data,
    OpeningParenthesis,
    ClosingParenthesis,
}

impl Sign {
    fn characters(self) -> &'static [char] {
        match self {
            Self::Bracket => &['[', ']', '(', ')', '{', '}', '|', '"'],
            Self::Data => &['"', '}', '^'],
            Self::OpeningParenthesis => &['('],
            Self::ClosingParenthesis => &[')'],
        }
    }
}

/// `direction LR` somewhere in a line.
struct DirectionPhrase {
    /// The start of its line.
    line: usize,
    start: usize,
    end: usize,
    direction: Direction,
    order: usize,
}

/// For any place in `from..to`, what is looked for stands at `to`.
#[derive(Clone, Copy, Default)]
struct Cache {
    from: usize,
    to: usize,
}

/// A run without spaces and quotes, and its last `@` that may end an edge id.
#[derive(Clone, Copy, Default)]
struct WordCache {
    from: usize,
    to: usize,
    at_sign: Option<usize>,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            states: Vec::new(),
            opened_at: 0,
            awaits_header: true,
            ended: false,
            directions: direction_phrases(text),
            space: Cache::default(),
            next: [Cache::default(); 4],
            word: WordCache::default(),
        }
    }

    /// Goes on at byte `at` with nothing open.
    pub fn restart(&mut self, at: usize) {
        self.at = at;
        self.states.clear();
        self.ended = false;
    }

    /// Where the outermost quote, bracket or the like began that is open now.
    pub fn opened_at(&self) -> Option<usize> {
        (!self.states.is_empty()).then_some(self.opened_at)
    }

    /// The next token. After the end of the text there are only [`Kind::Finished`] ones.
    pub fn next(&mut self) -> Token {
        loop {
            let start = self.at;
            let Some(kind) = self.step() else {
                if self.at == start && self.at >= self.text.len() {
                    return Token { kind: Kind::Finished, start, end: start };
                }
                continue;
            };
            return Token { kind, start, end: self.at };
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Consumes something; what it is, unless it is no token by itself.
    fn step(&mut self) -> Option<Kind> {
        match self.states.last() {
            None => self.outside(),
            Some(&state) => self.inside(state),
        }
    }

    fn take(&mut self, len: usize, kind: Kind) -> Option<Kind> {
        self.at += len;
        Some(kind)
    }

    fn open(&mut self, len: usize, state: State) {
        if self.states.is_empty() {
            // A link's token begins with the white space before it; what opens is its first stroke.
            self.opened_at = self.blank_to();
        }
        self.at += len;
        self.states.push(state);
    }

    fn open_as(&mut self, len: usize, state: State, kind: Kind) -> Option<Kind> {
        self.open(len, state);
        Some(kind)
    }

    fn close(&mut self, len: usize, kind: Kind) -> Option<Kind> {
        self.at += len;
        self.states.pop();
        Some(kind)
    }

    /// One character that no rule knows.
    fn unknown(&mut self) -> Option<Kind> {
        let len = self.rest().chars().next().map_or(0, char::len_utf8);
        if len == 0 { self.finish() } else { self.take(len, Kind::Unknown) }
    }

    fn finish(&mut self) -> Option<Kind> {
        self.ended = true;
        Some(Kind::Finished)
    }

    fn quote(&mut self) -> Option<Option<Kind>> {
        let rest = self.rest();
        if rest.starts_with("\"`") {
            self.open(2, State::Markdown);
            Some(None)
        } else if rest.starts_with('"') {
            self.open(1, State::String);
            Some(None)
        } else {
            None
        }
    }

    fn outside(&mut self) -> Option<Kind> {
        let rest = self.rest();
        let Some(&first) = rest.as_bytes().first() else {
            if self.ended {
                return Some(Kind::Finished);
            }
            self.ended = true;
            return Some(Kind::EndOfText);
        };
        if rest.starts_with("@{") {
            return self.open_as(2, State::Data, Kind::DataStart);
        }
        if let Some(quote) = self.quote() {
            return quote;
        }
        if (first.is_ascii_alphabetic() || first == b'_')
            && let Some(keyword) = self.keyword(rest)
        {
            return keyword;
        }
        if let Some((end, direction)) = self.direction_to() {
            self.at = end;
            return Some(Kind::DirectionStatement(direction));
        }
        if let Some(end) = self.edge_id_to() {
            self.at = end;
            return Some(Kind::LinkId);
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            return self.take(digits, Kind::Number);
        }
        self.punctuation(rest, first)
    }

    /// A keyword at this place: `Some(None)` for one that is no token by itself.
    fn keyword(&mut self, rest: &str) -> Option<Option<Kind>> {
        let word_len = rest.bytes().take_while(|&byte| is_word(byte)).count();
        let (word, after) = rest.split_at_checked(word_len)?;
        let blank = after.len() - after.trim_start_matches(is_space).len();
        if let Some(described) = self.accessible(rest) {
            return Some(described);
        }
        let kind = match word {
            "call" if blank > 0 => {
                self.open(word_len + blank, State::CallbackName);
                return Some(None);
            }
            "click" if blank > 0 => {
                self.open(word_len + blank, State::Click);
                return Some(None);
            }
            "href" => {
                let space = after.chars().next().filter(|&character| is_space(character))?;
                return Some(self.take(word_len + space.len_utf8(), Kind::Href));
            }
            "end" => return Some(self.take(word_len + blank, Kind::End)),
            "flowchart" if after.starts_with("-elk") && !starts_with_word(&after[4..]) => {
                return Some(self.header(word_len + 4));
            }
            "swimlane" if after.starts_with("-beta") && !starts_with_word(&after[5..]) => {
                return Some(self.header(word_len + 5));
            }
            "graph" | "flowchart" => return Some(self.header(word_len)),
            "style" => Kind::Style,
            "default" => Kind::Default,
            "linkStyle" => Kind::LinkStyle,
            "interpolate" => Kind::Interpolate,
            "classDef" => Kind::ClassDef,
            "class" => Kind::Class,
            "subgraph" => Kind::Subgraph,
            "_self" | "_blank" | "_parent" | "_top" => Kind::LinkTarget,
            _ => return None,
        };
        Some(self.take(word_len, kind))
    }

    /// `accTitle:`, `accDescr:` and `accDescr {`.
    fn accessible(&mut self, rest: &str) -> Option<Option<Kind>> {
        let (word, title) = match rest {
            _ if rest.starts_with("accTitle") => ("accTitle", true),
            _ if rest.starts_with("accDescr") => ("accDescr", false),
            _ => return None,
        };
        let after = rest[word.len()..].trim_start_matches(is_space);
        let mark = after.chars().next()?;
        let len = rest.len() - after[mark.len_utf8()..].trim_start_matches(is_space).len();
        match (title, mark) {
            (true, ':') => Some(self.open_as(len, State::AccessibleTitle, Kind::AccessibleTitle)),
            (false, ':') => {
                Some(self.open_as(len, State::AccessibleDescription, Kind::AccessibleDescription))
            }
            (false, '{') => {
                self.open(len, State::AccessibleBlock);
                Some(None)
            }
            _ => None,
        }
    }

    /// `graph`: the first one introduces a direction.
    fn header(&mut self, len: usize) -> Option<Kind> {
        if self.awaits_header {
            self.awaits_header = false;
            self.open_as(len, State::Direction, Kind::Graph)
        } else {
            self.take(len, Kind::Graph)
        }
    }

    fn punctuation(&mut self, rest: &str, first: u8) -> Option<Kind> {
        match first {
            b'#' => return self.take(1, Kind::Hash),
            b':' if rest.starts_with(":::") => return self.take(3, Kind::ClassSeparator),
            b':' => return self.take(1, Kind::Colon),
            b'&' => return self.take(1, Kind::Ampersand),
            b';' => return self.take(1, Kind::Semicolon),
            b',' => return self.take(1, Kind::Comma),
            b'*' => return self.take(1, Kind::Star),
            _ => {}
        }
        if let Some(link) = self.link(rest) {
            return link;
        }
        if let Some(opened) = self.opening_bracket(rest) {
            return opened;
        }
        match first {
            b'<' => return self.take(1, Kind::Less),
            b'^' => return self.take(1, Kind::Caret),
            b'\\' if rest.starts_with("\\|") => return self.take(2, Kind::Unknown),
            b'v' if !starts_with_word(&rest[1..]) => return self.take(1, Kind::Down),
            _ => {}
        }
        let id = id_len(rest);
        if id > 0 {
            return self.take(id, Kind::Id);
        }
        if first == b'-' {
            return self.take(1, Kind::Minus);
        }
        let letters = rest.len() - rest.trim_start_matches(is_id_letter).len();
        if letters > 0 {
            return self.take(letters, Kind::Letters);
        }
        match first {
            b'|' => return self.open_as(1, State::Text, Kind::Pipe),
            b'\n' => {
                let len = rest.bytes().take_while(|&byte| byte == b'\n').count();
                return self.take(len, Kind::Newline);
            }
            _ => {}
        }
        match rest.chars().next() {
            Some(space) if is_space(space) => self.take(space.len_utf8(), Kind::Space),
            _ => self.unknown(),
        }
    }

    /// A bracket that opens a text, outside of any.
    fn opening_bracket(&mut self, rest: &str) -> Option<Option<Kind>> {
        let (len, state, kind) = match rest.as_bytes() {
            [b'(', b'-', ..] => (2, State::EllipseText, Kind::EllipseStart),
            [b'(', b'[', ..] => (2, State::Text, Kind::StadiumStart),
            [b'[', b'[', ..] => (2, State::Text, Kind::SubroutineStart),
            [b'[', b'|', ..] => return Some(self.take(2, Kind::PropertiesStart)),
            [b'>', ..] => (1, State::Text, Kind::TagEnd),
            [b'[', b'(', ..] => (2, State::Text, Kind::CylinderStart),
            [b'(', b'(', b'(', ..] => (3, State::Text, Kind::DoubleCircleStart),
            [b'[', b'/', ..] => (2, State::TrapezoidText, Kind::TrapezoidStart),
            [b'[', b'\\', ..] => (2, State::TrapezoidText, Kind::InvertedTrapezoidStart),
            [b'(', ..] => (1, State::Text, Kind::RoundStart),
            [b'[', ..] => (1, State::Text, Kind::SquareStart),
            [b'{', ..] => (1, State::Text, Kind::DiamondStart),
            _ => return None,
        };
        Some(self.open_as(len, state, kind))
    }

    /// `-->`, `-- `, `~~~` and their like, outside of any text.
    fn link(&mut self, rest: &str) -> Option<Option<Kind>> {
        let first = rest.chars().next()?;
        if !is_space(first) && !matches!(first, 'x' | 'o' | '<' | '-' | '=' | '.' | '~') {
            return None;
        }
        let blank = self.blank_to() - self.at;
        let core = rest.get(blank..)?;
        for line in [Line::Normal, Line::Thick, Line::Dotted] {
            if let Some(len) = link_len(core, line) {
                let len = self.with_blank(blank + len);
                return Some(self.take(len, Kind::Link));
            }
            if let Some(len) = link_start_len(core, line) {
                let len = self.with_blank(blank + len);
                return Some(self.open_as(len, State::EdgeText(line), Kind::LinkStart));
            }
        }
        let tildes = core.bytes().take_while(|&byte| byte == b'~').count();
        (tildes >= 3).then(|| {
            let len = self.with_blank(blank + tildes);
            self.take(len, Kind::Link)
        })
    }

    /// `len` and the white space after it.
    fn with_blank(&self, len: usize) -> usize {
        let after = self.rest().get(len..).unwrap_or_default();
        len + after.len() - after.trim_start_matches(is_space).len()
    }

    /// The end of the white space here.
    fn blank_to(&mut self) -> usize {
        if !(self.space.from..self.space.to).contains(&self.at) {
            let rest = self.rest();
            let len = rest.len() - rest.trim_start_matches(is_space).len();
            self.space = Cache { from: self.at, to: self.at + len };
        }
        self.space.to
    }

    /// Whether `\s*~~~` stands here, which is a link even within a text.
    fn tildes_follow(&mut self) -> bool {
        let blank_to = self.blank_to();
        self.text.get(blank_to..).is_some_and(|rest| rest.starts_with("~~~"))
    }

    /// How far away the next of these signs stands; nothing if there is none.
    fn distance_to(&mut self, sign: Sign) -> Option<usize> {
        let at = self.at;
        let rest = self.rest();
        let cache = self.next.get_mut(sign as usize)?;
        if !(cache.from..cache.to).contains(&at) {
            let found = rest.find(sign.characters());
            *cache = Cache { from: at, to: found.map_or(usize::MAX, |found| at + found) };
        }
        (cache.to != usize::MAX).then(|| cache.to - at)
    }

    /// `.*direction\s+LR[^\n]*`: the direction, and where its line ends.
    fn direction_to(&self) -> Option<(usize, Direction)> {
        let first = self.directions.partition_point(|phrase| phrase.start < self.at);
        let here = self.directions.get(first..)?.iter().take_while(|phrase| phrase.line <= self.at);
        let phrase = here.min_by_key(|phrase| (phrase.order, std::cmp::Reverse(phrase.start)))?;
        let tail = self.text.get(phrase.end..)?;
        Some((phrase.end + tail.find('\n').unwrap_or(tail.len()), phrase.direction))
    }

    /// `[^\s"]+@(?=[^{"])`: where an edge id ends that starts here.
    fn edge_id_to(&mut self) -> Option<usize> {
        if !(self.word.from..self.word.to).contains(&self.at) {
            let rest = self.rest();
            let len = rest.find(|character| is_space(character) || character == '"').unwrap_or(rest.len());
            let ends_id = |&(at, _): &(usize, &str)| {
                rest.as_bytes().get(at + 1).is_some_and(|next| !matches!(next, b'{' | b'"'))
            };
            let at_sign = rest[..len].rmatch_indices('@').find(ends_id).map(|(at, _)| self.at + at);
            self.word = WordCache { from: self.at, to: self.at + len, at_sign };
        }
        self.word.at_sign.filter(|&at_sign| at_sign > self.at).map(|at_sign| at_sign + 1)
    }

    fn inside(&mut self, state: State) -> Option<Kind> {
        match state {
            State::Direction => self.header_direction(),
            State::Text => self.bracketed_text(),
            State::TrapezoidText => self.trapezoid_text(),
            State::EllipseText => self.ellipse_text(),
            State::String => self.string(),
            State::Markdown => self.markdown(),
            State::EdgeText(line) => self.edge_text(line),
            State::Data => self.data(),
            State::DataString => match self.rest().find('"') {
                Some(0) => self.close(1, Kind::Data),
                Some(len) => self.take(len, Kind::DataString),
                None if self.rest().is_empty() => self.finish(),
                None => self.take(self.rest().len(), Kind::DataString),
            },
            State::Click => self.click(),
            State::CallbackName => self.callback_name(),
            State::CallbackArguments => match self.distance_to(Sign::ClosingParenthesis) {
                Some(0) => {
                    self.close(1, Kind::CallbackArguments);
                    None
                }
                len => self.take_or_finish(len, Kind::CallbackArguments),
            },
            State::AccessibleTitle => self.rest_of_line(Kind::AccessibleText),
            State::AccessibleDescription => self.rest_of_line(Kind::AccessibleText),
            State::AccessibleBlock => match self.rest().find('}') {
                Some(0) => {
                    self.close(1, Kind::AccessibleBlock);
                    None
                }
                len => self.take_or_finish(len, Kind::AccessibleBlock),
            },
        }
    }

    fn rest_of_line(&mut self, kind: Kind) -> Option<Kind> {
        let rest = self.rest();
        self.close(rest.find('\n').unwrap_or(rest.len()), kind)
    }

    /// Up to `len`, or to the end of the text, which counts as one more empty token where mermaid counts it.
    fn take_or_finish(&mut self, len: Option<usize>, kind: Kind) -> Option<Kind> {
        if self.rest().is_empty() && self.ended {
            return Some(Kind::Finished);
        }
        self.ended |= len.is_none() && self.rest().is_empty();
        self.take(len.unwrap_or(self.rest().len()), kind)
    }

    /// After `graph`.
    fn header_direction(&mut self) -> Option<Kind> {
        if let Some(quote) = self.quote() {
            return quote;
        }
        let rest = self.rest();
        let blank = rest.len() - rest.trim_start_matches(is_space).len();
        if let Some(newline) = rest[..blank].rfind('\n') {
            return self.close(newline + 1, Kind::NoDirection);
        }
        let word = &rest[blank..];
        let spelled = ["LR", "RL", "TB", "BT", "TD", "BR", "v"].iter();
        let spelled =
            spelled.copied().find(|name| word.starts_with(name) && !starts_with_word(&word[name.len()..]));
        let found = spelled.or_else(|| ["<", ">", "^"].into_iter().find(|mark| word.starts_with(mark)));
        match found {
            Some(name) => self.close(blank + name.len(), Kind::HeaderDirection),
            None => self.unknown(),
        }
    }

    /// Between brackets.
    fn bracketed_text(&mut self) -> Option<Kind> {
        if let Some(quote) = self.quote() {
            return quote;
        }
        let rest = self.rest();
        if self.tildes_follow() {
            return self.unknown();
        }
        let (len, kind) = match rest.as_bytes() {
            [] => return self.finish(),
            [b']', b')', ..] => (2, Kind::StadiumEnd),
            [b']', b']', ..] => (2, Kind::SubroutineEnd),
            [b')', b']', ..] => (2, Kind::CylinderEnd),
            [b')', b')', b')', ..] => (3, Kind::DoubleCircleEnd),
            [b'|', ..] => (1, Kind::Pipe),
            [b')', ..] => (1, Kind::RoundEnd),
            [b']', ..] => (1, Kind::SquareEnd),
            [b'}', ..] => (1, Kind::DiamondEnd),
            [b'(' | b'[' | b'{', ..] => return self.opening_bracket(rest)?,
            _ => {
                let len = self.distance_to(Sign::Bracket);
                return self.take(len.unwrap_or(rest.len()), Kind::Text);
            }
        };
        self.close(len, kind)
    }

    fn trapezoid_text(&mut self) -> Option<Kind> {
        if let Some(quote) = self.quote() {
            return quote;
        }
        let rest = self.rest();
        if self.tildes_follow() {
            return self.unknown();
        }
        match rest.as_bytes() {
            [] => self.finish(),
            [b'(', b'-' | b'[', ..] | [b'[', b'[' | b'(', ..] | [b'(', b'(', b'(', ..] => self.unknown(),
            [b'\\' | b'(' | b'?' | b'=' | b']' | b')', b']', ..] => self.close(2, Kind::TrapezoidEnd),
            [b'/', b']', ..] => self.close(2, Kind::InvertedTrapezoidEnd),
            [b'/' | b'\\', ..] => self.take(1, Kind::Text),
            [b'[' | b']' | b'(' | b')' | b'{' | b'}', ..] => self.unknown(),
            _ => {
                let stop = rest.find(['\\', '[', ']', '(', ')', '{', '}', '/']);
                self.take(stop.unwrap_or(rest.len()), Kind::Text)
            }
        }
    }

    fn ellipse_text(&mut self) -> Option<Kind> {
        if let Some(quote) = self.quote() {
            return quote;
        }
        let rest = self.rest();
        if self.tildes_follow() {
            return self.unknown();
        }
        match rest.as_bytes() {
            [] => self.finish(),
            [b'-' | b'/' | b')', b')', ..] => self.close(2, Kind::EllipseEnd),
            [b'(' | b')' | b'[' | b']' | b'{' | b'}', ..] => self.unknown(),
            // One character at a time: each may be followed by the closing bracket or a quote.
            _ => self.take(rest.chars().next().map_or(1, char::len_utf8), Kind::Text),
        }
    }

    fn string(&mut self) -> Option<Kind> {
        match self.rest().find('"') {
            _ if self.rest().is_empty() => self.finish(),
            Some(0) if self.rest().starts_with("\"`") => {
                self.open(2, State::Markdown);
                None
            }
            Some(0) => {
                self.close(1, Kind::Text);
                None
            }
            len => self.take(len.unwrap_or(self.rest().len()), Kind::String),
        }
    }

    fn markdown(&mut self) -> Option<Kind> {
        let rest = self.rest();
        if rest.is_empty() {
            return self.finish();
        }
        if rest.starts_with("`\"") {
            self.close(2, Kind::Text);
            return None;
        }
        match rest.find(['`', '"']) {
            Some(0) => self.quote().unwrap_or_else(|| self.unknown()),
            len => self.take(len.unwrap_or(rest.len()), Kind::Markdown),
        }
    }

    /// Between `--` and `-->`.
    fn edge_text(&mut self, line: Line) -> Option<Kind> {
        let text_start = self.at;
        loop {
            let rest = self.rest();
            let Some(first) = rest.chars().next() else { break };
            if first == '"' {
                break;
            }
            let blank = if is_space(first) { self.blank_to() - self.at } else { 0 };
            let core = rest.get(blank..).unwrap_or_default();
            if let Some(len) = link_len(core, line) {
                if self.at > text_start {
                    return Some(Kind::EdgeText);
                }
                let len = self.with_blank(blank + len);
                return self.close(len, Kind::Link);
            }
            let stuck = match line {
                Line::Normal => rest.starts_with("--"),
                Line::Thick => first == '=',
                Line::Dotted => first == '.',
            };
            if stuck {
                break;
            }
            self.at += if blank > 0 { blank } else { first.len_utf8() };
        }
        match (self.at > text_start, self.rest().is_empty()) {
            (true, _) => Some(Kind::EdgeText),
            (false, true) => self.finish(),
            (false, false) => self.quote().unwrap_or_else(|| self.unknown()),
        }
    }

    /// In `@{ … }`.
    fn data(&mut self) -> Option<Kind> {
        match self.distance_to(Sign::Data) {
            Some(0) => match self.rest().as_bytes() {
                [b'"', ..] => self.open_as(1, State::DataString, Kind::Data),
                [b'}', ..] => self.close(1, Kind::DataEnd),
                _ => self.unknown(),
            },
            None if self.rest().is_empty() => self.finish(),
            len => self.take(len.unwrap_or(self.rest().len()), Kind::Data),
        }
    }

    /// After `click`: up to the next white space.
    fn click(&mut self) -> Option<Kind> {
        if let Some(quote) = self.quote() {
            return quote;
        }
        let rest = self.rest();
        match rest.char_indices().find(|&(_, character)| is_space(character)) {
            Some((0, space)) => {
                self.close(space.len_utf8(), Kind::Click);
                None
            }
            found => self.take_or_finish(found.map(|(len, _)| len), Kind::Click),
        }
    }

    fn callback_name(&mut self) -> Option<Kind> {
        let rest = self.rest();
        match self.distance_to(Sign::OpeningParenthesis) {
            Some(0) => {
                let blank = rest[1..].len() - rest[1..].trim_start_matches(is_space).len();
                if rest[1 + blank..].starts_with(')') {
                    self.close(blank + 2, Kind::CallbackName);
                } else {
                    self.close(1, Kind::CallbackName);
                    self.open(0, State::CallbackArguments);
                }
                None
            }
            len => self.take_or_finish(len, Kind::CallbackName),
        }
    }
}

fn starts_with_word(text: &str) -> bool {
    text.bytes().next().is_some_and(is_word)
}

/// `[xo<]?--+[-xo>]` and the thick and dotted forms: the length of the link at the start of `core`.
fn link_len(core: &str, line: Line) -> Option<usize> {
    let bytes = core.as_bytes();
    let tail = usize::from(matches!(bytes.first(), Some(b'x' | b'o' | b'<')));
    let body = bytes.get(tail..)?;
    let tip = |at: usize| matches!(body.get(at), Some(b'x' | b'o' | b'>'));
    let run = |from: usize, wanted: u8| body.iter().skip(from).take_while(|&&byte| byte == wanted).count();
    let solid = |wanted: u8| match run(0, wanted) {
        len if len >= 2 && tip(len) => Some(len + 1),
        len if len >= 3 => Some(len),
        _ => None,
    };
    let len = match line {
        Line::Normal => solid(b'-'),
        Line::Thick => solid(b'='),
        Line::Dotted => {
            let dash = usize::from(body.first() == Some(&b'-'));
            let end = dash + run(dash, b'.');
            let closed = end > dash && body.get(end) == Some(&b'-');
            closed.then(|| end + 1 + usize::from(tip(end + 1)))
        }
    };
    len.map(|len| tail + len)
}

/// `[xo<]?--` and the thick and dotted forms.
fn link_start_len(core: &str, line: Line) -> Option<usize> {
    let tail = usize::from(core.starts_with(['x', 'o', '<']));
    let start = match line {
        Line::Normal => "--",
        Line::Thick => "==",
        Line::Dotted => "-.",
    };
    core.get(tail..)?.starts_with(start).then_some(tail + 2)
}

/// `([A-Za-z0-9!"#$%&'*+.`?\\_/]|-(?=[^>\-.]))+`
fn id_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let goes_on = |at: &usize| match bytes.get(*at) {
        Some(b'-') => bytes.get(at + 1).is_some_and(|next| !matches!(next, b'>' | b'-' | b'.')),
        Some(&byte) => is_id_byte(byte),
        None => false,
    };
    (0..).take_while(goes_on).count()
}

fn direction_phrases(text: &str) -> Vec<DirectionPhrase> {
    const NAMES: [(&str, Direction); 5] = [
        ("TB", Direction::Down),
        ("BT", Direction::Up),
        ("RL", Direction::Left),
        ("LR", Direction::Right),
        ("TD", Direction::Down),
    ];
    let mut line = 0;
    let mut seen = 0;
    let mut phrases = Vec::new();
    for (start, word) in text.match_indices("direction") {
        let between = &text[seen..start];
        if let Some(newline) = between.rfind(is_line_end) {
            line = seen + newline + between[newline..].chars().next().map_or(1, char::len_utf8);
        }
        seen = start;
        let after = &text[start + word.len()..];
        let name = after.trim_start_matches(is_space);
        let spelled = NAMES.iter().position(|(spelling, _)| name.starts_with(spelling));
        if let Some((order, blank)) =
            spelled.zip(after.len().checked_sub(name.len()).filter(|&blank| blank > 0))
        {
            let (spelling, direction) = NAMES[order];
            let end = start + word.len() + blank + spelling.len();
            phrases.push(DirectionPhrase { line, start, end, direction, order });
        }
    }
    phrases
}
