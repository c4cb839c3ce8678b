//! Parser events to a tree. A line that cannot be read is left out and the rest is read again, so that half a line
//! under the cursor does not take every fact below it away.

use super::node::{Entry, Mapping, Node, Sequence, Style, Value};
use super::rule::{BAD_ALIAS, BEYOND_LIMITS, DUPLICATE_KEY, SYNTAX, TAB, UNUSABLE_KEY};
use super::scalar::{Scalar, ScalarStyle};
use crate::diagnostic::{Problem, Rule};
use crate::text::Span;
use granit_parser::{ErrorKind, Event, Parser, ScanError, StructureStyle, Tag};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// How deep lists and mappings may nest, aliases followed.
pub const MAX_DEPTH: usize = 64;

/// How many nodes all aliases of a text may bring together.
pub const MAX_ALIASED_NODES: usize = 10_000;

/// How many unreadable lines are left out before the rest is given up.
const MAX_LINES_LEFT_OUT: usize = 8;

/// A text as YAML documents.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Yaml {
    /// What stands between `---` lines, in order.
    pub documents: Vec<Node>,
    /// What is wrong, in order of place.
    pub problems: Vec<Problem>,
}

impl Yaml {
    /// The first document.
    pub fn root(&self) -> Option<&Node> {
        self.documents.first()
    }
}

/// Reads `text`, which starts at byte `base` of the document: all spans are in the document.
///
/// Never fails. Linear, with the limits [`MAX_DEPTH`] and [`MAX_ALIASED_NODES`].
pub fn read(text: &str, base: usize) -> Yaml {
    read_marked(text, base).0
}

/// As [`read`], and whether there is an anchor or an alias.
pub(super) fn read_marked(text: &str, base: usize) -> (Yaml, bool) {
    let mut source = Cow::Borrowed(text);
    let mut unreadable = Vec::new();
    loop {
        let mut builder = Builder::new(text, base);
        let Err(failure) = builder.read(&source) else {
            let is_marked = builder.is_marked;
            return (builder.finish(unreadable), is_marked);
        };
        unreadable.push(failure.problem(text, base));
        let last = unreadable.len() > MAX_LINES_LEFT_OUT;
        match without_lines(&source, failure.line_of) {
            Some(shorter) if !last && !failure.is_final => source = Cow::Owned(shorter),
            _ => {
                let is_marked = builder.is_marked;
                return (builder.finish(unreadable), is_marked);
            }
        }
    }
}

/// The one document of `text`, if there is nothing wrong with it and no anchor or alias in it.
pub(super) fn read_plain(text: &str, base: usize) -> Option<Node> {
    let mut builder = Builder::new(text, base);
    builder.read(text).ok()?;
    let is_plain = builder.problems.is_empty() && !builder.is_marked && builder.documents.len() == 1;
    builder.documents.pop().filter(|_| is_plain)
}

/// Why reading stopped.
struct Failure {
    rule: &'static Rule,
    message: String,
    /// Where the parser noticed.
    at: usize,
    /// A byte of the line to leave out.
    line_of: usize,
    /// Whether leaving the line out would not help.
    is_final: bool,
}

impl Failure {
    /// At the rest of the line from where the parser noticed; it may have noticed at the line's end.
    fn problem(&self, text: &str, base: usize) -> Problem {
        let line = line_around(text, self.at);
        let content = line.slice(text).trim_end().len() + line.start as usize;
        let indent = line.slice(text).len() - line.slice(text).trim_start().len();
        let start = if self.at < content { self.at } else { line.start as usize + indent };
        let span =
            if start < content { Span::new(start, content) } else { Span::at(self.at.min(text.len())) };
        Problem::new(self.rule, span.shifted(base), self.message.clone())
    }
}

/// `at`, or the character before the blank lines that it stands in: the end of the text is where a quote that is never
/// closed is noticed.
fn last_content(text: &str, at: usize) -> usize {
    if !line_around(text, at).slice(text).trim().is_empty() {
        return at;
    }
    let before = text.get(..at).unwrap_or(text).trim_end();
    before.char_indices().next_back().map_or(0, |(last, _)| last)
}

/// `at`, or the start of the next line that a tab indents: of a text of several lines, the first is where the parser
/// stands when it notices the tab.
fn tab_after(text: &str, at: usize) -> usize {
    let indented_by_tab = |line: &str| line.trim_start_matches(' ').starts_with('\t');
    let mut start = line_around(text, at).start as usize;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        if indented_by_tab(line) {
            return start.max(at);
        }
        start += line.len();
    }
    at
}

/// The line above the one around `at` that says something.
fn line_above(text: &str, at: usize) -> Option<Span> {
    let above = text.get(..line_around(text, at).start as usize)?.trim_end();
    (!above.is_empty()).then(|| line_around(text, above.len()))
}

/// The quote in the line above the one around `at` that is not closed there.
fn quote_above(text: &str, at: usize) -> Option<usize> {
    let above = line_above(text, at)?;
    let line = above.slice(text);
    let open = line.rfind(['"', '\''])?;
    let quote = line.get(open..)?.chars().next()?;
    (line.matches(quote).count() % 2 == 1).then_some(above.start as usize + open)
}

/// The word that the line above the one around `at` consists of, when that is indented less: a key whose colon was
/// forgotten takes what hangs under it for more of its text.
fn word_above(text: &str, at: usize) -> Option<Span> {
    let line = line_around(text, at);
    let above = line_above(text, at)?;
    let word = above.slice(text).trim();
    let is_word = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    let is_deeper = indentation(line.slice(text))? > indentation(above.slice(text))?;
    let start = above.start as usize + above.slice(text).find(word)?;
    (is_word && is_deeper && !word.is_empty()).then(|| Span::new(start, start + word.len()))
}

/// The line around byte `at`, without its break.
fn line_around(text: &str, at: usize) -> Span {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let start = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |found| found + 1);
    let end = bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |found| at + found);
    Span::new(start, end)
}

/// The text with spaces in place of the line around `at` and of those below it that are indented deeper, so that all
/// other places stay. Nothing when the line is blank already.
fn without_lines(text: &str, at: usize) -> Option<String> {
    let first = line_around(text, at);
    let indent = indentation(first.slice(text))?;
    let mut end = first.end as usize;
    while end < text.len() {
        let next = line_around(text, end + 1);
        if indentation(next.slice(text)).is_some_and(|deeper| deeper <= indent) {
            break;
        }
        end = next.end as usize;
    }
    let (before, rest) = text.split_at_checked(first.start as usize)?;
    let (lines, after) = rest.split_at_checked(end - first.start as usize)?;
    let blank: Vec<String> = lines.split('\n').map(|line| " ".repeat(line.len())).collect();
    Some([before, &blank.join("\n"), after].concat())
}

/// The bytes before the first character of a line; nothing for a blank line.
fn indentation(line: &str) -> Option<usize> {
    let content = line.trim_start();
    (!content.trim_end().is_empty()).then(|| line.len() - content.len())
}

/// A list or mapping that is being read.
struct Open {
    start: usize,
    end: usize,
    style: Style,
    anchor: usize,
    depth: usize,
    content: Content,
}

enum Content {
    Sequence(Vec<Node>),
    Mapping(Keys),
}

/// A mapping that is being read.
#[derive(Default)]
struct Keys {
    entries: Vec<Entry>,
    merged: Vec<Entry>,
    seen: HashSet<String>,
    key: Option<PendingKey>,
}

struct PendingKey {
    /// Nothing for a key that cannot be used; its value is dropped.
    text: Option<String>,
    span: Span,
    is_merge: bool,
}

/// What an anchor marks.
struct Anchored {
    node: Node,
    size: usize,
    depth: usize,
}

struct Builder<'a> {
    text: &'a str,
    base: usize,
    documents: Vec<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    aliased: usize,
    /// Whether there was an anchor or an alias.
    is_marked: bool,
    problems: Vec<Problem>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, base: usize) -> Self {
        Self {
            text,
            base,
            documents: Vec::new(),
            open: Vec::new(),
            anchors: HashMap::new(),
            aliased: 0,
            is_marked: false,
            problems: Vec::new(),
        }
    }

    fn read(&mut self, source: &str) -> Result<(), Failure> {
        let options = granit_parser::options! {
            emit_unresolved_aliases: true,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        for next in Parser::new_from_str_with_options(source, options) {
            let (event, span) = next.map_err(|error| self.failure(&error))?;
            let place = span.byte_range().unwrap_or_default();
            self.event(event, Span::new(place.start, place.end))?;
        }
        Ok(())
    }

    fn failure(&self, error: &ScanError) -> Failure {
        let at = error.marker().byte_offset().unwrap_or_default();
        let rule = match error.kind() {
            ErrorKind::RecursionLimitExceeded => &BEYOND_LIMITS,
            ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInPlainScalar => &TAB,
            _ => &SYNTAX,
        };
        let at = if std::ptr::eq(rule, &raw const TAB) { tab_after(self.text, at) } else { at };
        let at = last_content(self.text, at);
        if let (ErrorKind::InvalidQuotedScalarIndent, Some(at)) = (error.kind(), quote_above(self.text, at)) {
            return Failure { rule, message: "unclosed quote".to_owned(), at, line_of: at, is_final: false };
        }
        if let Some(word) = word_above(self.text, at)
            && matches!(error.kind(), ErrorKind::MappingValueNotAllowed)
        {
            let message = format!("a `:` is missing after `{}`", word.slice(self.text));
            let at = word.start as usize;
            return Failure { rule, message, at, line_of: at, is_final: false };
        }
        // A bracket that is not closed is noticed far below the line to blame.
        let bracket = self.open.iter().find(|open| open.style == Style::Flow).map(|open| open.start);
        let message = match error.kind() {
            ErrorKind::RecursionLimitExceeded => format!("nested deeper than {MAX_DEPTH} levels"),
            _ => error.info(),
        };
        Failure {
            rule,
            message,
            at: bracket.unwrap_or(at),
            line_of: bracket.unwrap_or(at),
            is_final: std::ptr::eq(rule, &raw const BEYOND_LIMITS),
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Failure> {
        match event {
            Event::DocumentStart(..) => self.anchors.clear(),
            Event::Scalar(text, style, anchor, tag) => {
                let is_empty = span.is_empty() && style == granit_parser::ScalarStyle::Plain;
                let text = if is_empty { String::new() } else { text.into_owned() };
                let scalar = Scalar { text, style: scalar_style(style), tag: tag.map(tag_name) };
                let end = match scalar.style {
                    ScalarStyle::Block => span.start as usize + span.slice(self.text).trim_end().len(),
                    _ => span.end as usize,
                };
                let span = Span::new(span.start as usize, end);
                self.add(Node { span, value: Value::Scalar(scalar), is_alias: false }, anchor, 1)?;
            }
            Event::SequenceStart(style, anchor, _) => {
                self.start(span, structure_style(style), anchor, Content::Sequence(Vec::new()))?;
            }
            Event::MappingStart(style, anchor, _) => {
                self.start(span, structure_style(style), anchor, Content::Mapping(Keys::default()))?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span)?,
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::UnresolvedAlias(name) => {
                self.is_marked = true;
                let message = format!("no anchor `&{name}` stands before this alias");
                self.problem(&BAD_ALIAS, span, message);
                self.add(nothing_at(span), 0, 1)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, span: Span, style: Style, anchor: usize, content: Content) -> Result<(), Failure> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.too_much(span, format!("nested deeper than {MAX_DEPTH} levels")));
        }
        let (start, end) = (span.start as usize, span.end as usize);
        self.open.push(Open { start, end, style, anchor, depth: 1, content });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), Failure> {
        let Some(mut open) = self.open.pop() else { return Ok(()) };
        if open.style == Style::Flow {
            open.end = span.end as usize;
        }
        let (anchor, depth) = (open.anchor, open.depth + 1);
        self.add(self.closed(open), anchor, depth)
    }

    /// The node of a list or mapping that has ended, in place of the document's text.
    fn closed(&self, open: Open) -> Node {
        let span = Span::new(open.start, open.end);
        let value = match open.content {
            Content::Sequence(items) => Value::Sequence(Sequence { style: open.style, items }),
            Content::Mapping(keys) => Value::Mapping(Mapping { style: open.style, entries: keys.finish() }),
        };
        Node { span, value, is_alias: false }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Failure> {
        self.is_marked = true;
        let Some(anchored) = self.anchors.get(&anchor) else {
            // The anchor's own value is still being read.
            self.problem(&BAD_ALIAS, span, "an alias inside the value that it stands for".to_owned());
            return self.add(nothing_at(span), 0, 1);
        };
        let (size, depth) = (anchored.size, anchored.depth);
        if self.aliased + size > MAX_ALIASED_NODES {
            return Err(self.too_much(span, format!("aliases repeat more than {MAX_ALIASED_NODES} values")));
        }
        if self.open.len() + depth > MAX_DEPTH {
            return Err(self.too_much(span, format!("aliases nest deeper than {MAX_DEPTH} levels")));
        }
        self.aliased += size;
        let node = Node { span, value: anchored.node.value.clone(), is_alias: true };
        self.add(node, 0, depth)
    }

    /// Puts a finished node, `depth` levels deep, where it belongs.
    fn add(&mut self, node: Node, anchor: usize, depth: usize) -> Result<(), Failure> {
        if anchor != 0 {
            self.is_marked = true;
            // An anchor inside an anchored value would be kept at every level: count what is kept like aliases.
            let size = size(&node);
            self.aliased += size;
            if self.aliased > MAX_ALIASED_NODES {
                let message = format!("anchors mark more than {MAX_ALIASED_NODES} values");
                return Err(self.too_much(node.span, message));
            }
            self.anchors.insert(anchor, Anchored { node: node.clone(), size, depth });
        }
        let Some(parent) = self.open.last_mut() else {
            self.documents.push(shift(node, self.base));
            return Ok(());
        };
        parent.depth = parent.depth.max(depth);
        parent.end = parent.end.max(node.span.end as usize);
        let found = match &mut parent.content {
            Content::Sequence(items) => {
                items.push(node);
                None
            }
            Content::Mapping(keys) => keys.add(node),
        };
        if let Some((rule, span, message)) = found {
            self.problem(rule, span, message);
        }
        Ok(())
    }

    fn problem(&mut self, rule: &'static Rule, span: Span, message: String) {
        self.problems.push(Problem::new(rule, span.shifted(self.base), message));
    }

    fn too_much(&self, span: Span, message: String) -> Failure {
        let at = span.start as usize;
        Failure { rule: &BEYOND_LIMITS, message, at, line_of: at, is_final: true }
    }

    /// Closes what is open and puts the problems in order.
    fn finish(mut self, unreadable: Vec<Problem>) -> Yaml {
        while let Some(mut open) = self.open.pop() {
            if let Content::Mapping(Keys { key: Some(pending), .. }) = &open.content {
                let nothing = nothing_at(Span::at(pending.span.end as usize));
                if let Content::Mapping(keys) = &mut open.content {
                    keys.add(nothing);
                }
            }
            open.anchor = 0;
            let depth = open.depth + 1;
            let node = self.closed(open);
            if self.add(node, 0, depth).is_err() {
                break;
            }
        }
        self.problems.extend(unreadable);
        self.problems.sort_by_key(|problem| problem.span.start);
        Yaml { documents: self.documents, problems: self.problems }
    }
}

type Found = Option<(&'static Rule, Span, String)>;

impl Keys {
    /// Takes a key or a value, whichever is due. Returns what is wrong with a key.
    fn add(&mut self, node: Node) -> Found {
        let Some(pending) = self.key.take() else {
            let (pending, found) = pending_key(&node, &mut self.seen);
            self.key = Some(pending);
            return found;
        };
        if pending.is_merge {
            if node.items().iter().chain([&node]).any(|it| it.scalar().is_some() && !it.is_null()) {
                let message = "`<<` takes in a mapping, or a list of mappings".to_owned();
                return Some((&SYNTAX, node.span, message));
            }
            // `<<: *defaults` or `<<: [*a, *b]`
            let one = node.mapping().is_some();
            let sources = if one { std::slice::from_ref(&node) } else { node.items() };
            let brought = sources.iter().flat_map(Node::entries).cloned();
            self.merged.extend(brought.map(|entry| Entry {
                key_span: pending.span,
                is_merged: true,
                ..entry
            }));
        } else if let Some(key) = pending.text {
            self.entries.push(Entry { key, key_span: pending.span, value: node, is_merged: false });
        }
        None
    }

    /// A key that stands here counts more than a merged one, and the first of the merged ones most.
    fn finish(mut self) -> Vec<Entry> {
        for entry in self.merged {
            if self.seen.insert(entry.key.clone()) {
                self.entries.push(entry);
            }
        }
        self.entries
    }
}

/// A key that awaits its value, and what is wrong with it.
fn pending_key(node: &Node, seen: &mut HashSet<String>) -> (PendingKey, Found) {
    let Some(scalar) = node.scalar() else {
        let problem = (&UNUSABLE_KEY, node.span, format!("{} cannot be a key", node.described()));
        return (PendingKey { text: None, span: node.span, is_merge: false }, Some(problem));
    };
    let is_merge = scalar.text == "<<" && scalar.style == ScalarStyle::Plain;
    if !is_merge && !seen.insert(scalar.text.clone()) {
        let problem =
            (&DUPLICATE_KEY, node.span, format!("the key `{}` stands here a second time", scalar.text));
        return (PendingKey { text: None, span: node.span, is_merge }, Some(problem));
    }
    (PendingKey { text: Some(scalar.text.clone()), span: node.span, is_merge }, None)
}

fn nothing_at(span: Span) -> Node {
    let scalar = Scalar { text: String::new(), style: ScalarStyle::Plain, tag: None };
    Node { span, value: Value::Scalar(scalar), is_alias: false }
}

fn size(node: &Node) -> usize {
    let inside: usize = match &node.value {
        Value::Scalar(_) => 0,
        Value::Sequence(sequence) => sequence.items.iter().map(size).sum(),
        Value::Mapping(mapping) => mapping.entries.iter().map(|entry| 1 + size(&entry.value)).sum(),
    };
    1 + inside
}

/// The same node, `by` bytes further on.
fn shift(mut node: Node, by: usize) -> Node {
    if by > 0 {
        shift_in_place(&mut node, i64::try_from(by).unwrap_or(i64::MAX));
    }
    node
}

/// Moves a node, `by` bytes further on, or further up when `by` is negative.
pub(super) fn shift_in_place(node: &mut Node, by: i64) {
    node.span = node.span.moved(by);
    match &mut node.value {
        Value::Scalar(_) => {}
        Value::Sequence(sequence) => sequence.items.iter_mut().for_each(|item| shift_in_place(item, by)),
        Value::Mapping(mapping) => {
            mapping.entries.iter_mut().for_each(|entry| entry.shift(by));
        }
    }
}

impl Entry {
    /// Moves it, `by` bytes further on, or further up when `by` is negative.
    pub(super) fn shift(&mut self, by: i64) {
        self.key_span = self.key_span.moved(by);
        shift_in_place(&mut self.value, by);
    }
}

fn scalar_style(style: granit_parser::ScalarStyle) -> ScalarStyle {
    match style {
        granit_parser::ScalarStyle::Plain => ScalarStyle::Plain,
        granit_parser::ScalarStyle::SingleQuoted => ScalarStyle::SingleQuoted,
        granit_parser::ScalarStyle::DoubleQuoted => ScalarStyle::DoubleQuoted,
        _ => ScalarStyle::Block,
    }
}

fn structure_style(style: StructureStyle) -> Style {
    if style == StructureStyle::Flow { Style::Flow } else { Style::Block }
}

fn tag_name(tag: Cow<'_, Tag>) -> String {
    tag.core_suffix().map_or_else(|| tag.original(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(text: &str) -> Vec<(&'static str, &str)> {
        let problems = read(text, 0).problems;
        problems.iter().map(|problem| (problem.rule.code, problem.span.slice(text))).collect()
    }

    fn keys(node: &Node) -> Vec<&str> {
        node.entries().iter().map(|entry| entry.key.as_str()).collect()
    }

    #[test]
    fn every_key_and_value_knows_its_place() {
        let text = "é: 1\nnodes:\n  web: { kind: Job, 'a b': \"c\" } # why\n  db:\n    - x\nend: |\n  two\n  lines\n";
        let read = read(text, 0);
        assert_eq!(read.problems, []);
        let root = read.root().expect("a document");
        let nodes = root.get("nodes").expect("nodes");
        assert_eq!(nodes.span.slice(text), "web: { kind: Job, 'a b': \"c\" } # why\n  db:\n    - x");
        let web = nodes.get("web").expect("web");
        assert_eq!(web.span.slice(text), "{ kind: Job, 'a b': \"c\" }");
        assert_eq!(web.entries()[1].key_span.slice(text), "'a b'");
        assert_eq!(web.get("a b").and_then(Node::text), Some("c"));
        assert_eq!(root.get("end").map(|end| end.span.slice(text)), Some("two\n  lines"));
    }

    #[test]
    fn spans_are_in_the_document_when_the_yaml_starts_further_down() {
        let document = "---\na: b\n---\n";
        let read = read("a: b\n", 4);
        assert_eq!(read.root().and_then(|root| root.get("a")).map(|a| a.span.slice(document)), Some("b"));
    }

    #[test]
    fn several_documents_are_read_one_after_the_other() {
        let read = read("kind: A\n---\nkind: B\n", 0);
        let kinds: Vec<_> = read.documents.iter().map(|node| node.get("kind").and_then(Node::text)).collect();
        assert_eq!(kinds, [Some("A"), Some("B")]);
    }

    #[test]
    fn a_line_that_cannot_be_read_takes_nothing_else_away() {
        let text = "nodes:\n  web: { kind: Job\n  db: { kind: Pod }\nlinks:\n  x: y: z\n  a: b\n";
        let read = read(text, 0);
        let spans: Vec<_> = read.problems.iter().map(|problem| problem.span.slice(text)).collect();
        assert_eq!(spans, ["{ kind: Job", ": z"]);
        let root = read.root().expect("a document");
        assert_eq!(keys(root.get("nodes").expect("nodes")), ["db"]);
        assert_eq!(keys(root.get("links").expect("links")), ["a"]);
    }

    #[test]
    fn a_line_that_cannot_be_read_takes_what_hangs_under_it_along() {
        let text = "a:\n  b c d: e: f\n    g: h\n  i: j\n";
        assert_eq!(codes(text).len(), 1);
        let read = read(text, 0);
        assert_eq!(keys(read.root().and_then(|root| root.get("a")).expect("a")), ["i"]);
    }

    #[test]
    fn what_is_wrong_has_a_rule_and_a_place() {
        let expected: &[(&str, &[(&str, &str)])] = &[
            ("a: 1\nb: 2\na: 3\n", &[("YA002", "a")]),
            ("a:\n\tb: 1\n", &[("YA003", "b: 1")]),
            ("a: b\n\tc: 1\n", &[("YA003", "\tc: 1")]),
            ("a:\n  b\n    c: 1\n  d: 2\n", &[("YA001", "b")]),
            ("a: \"b\nc: 1\n", &[("YA001", "\"b")]),
            ("a:\n  <<: 3\n", &[("YA001", "3")]),
            ("a: *b\n", &[("YA005", "*b")]),
            ("a: &a [*a]\n", &[("YA005", "*a")]),
            ("? [a, b]\n: c\n", &[("YA006", "[a, b]")]),
            ("a: 'b\n\n", &[("YA001", "b")]),
            ("- a\nb: c\n", &[("YA001", "b: c")]),
        ];
        for (text, problems) in expected {
            assert_eq!(&codes(text), problems, "{text}");
        }
    }

    #[test]
    fn merge_keys_bring_what_is_not_said() {
        let text = "d: &d { a: 1, b: 2 }\nx:\n  b: 3\n  <<: *d\n";
        let read = read(text, 0);
        let x = read.root().and_then(|root| root.get("x")).expect("x");
        let said: Vec<_> = x
            .entries()
            .iter()
            .map(|entry| (entry.key.as_str(), entry.value.text(), entry.is_merged))
            .collect();
        assert_eq!(said, [("b", Some("3"), false), ("a", Some("1"), true)]);
    }

    #[test]
    fn thousands_of_levels_are_refused() {
        for text in ["[".repeat(10_000), "a: ".repeat(10_000), "- ".repeat(10_000), "{a: ".repeat(10_000)] {
            assert!(!codes(&text).is_empty());
        }
        let deep: String = (0..1_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        assert_eq!(codes(&deep)[0].0, "YA004");
        let aliases: String =
            (1..1_000).map(|level| format!("a{level}: &a{level} [*a{}]\n", level - 1)).collect();
        assert!(codes(&format!("a0: &a0 x\n{aliases}")).iter().any(|(code, _)| *code == "YA004"));
    }

    #[test]
    fn a_billion_laughs_are_refused() {
        let line = |level: usize| {
            let before: Vec<String> = (0..10).map(|_| format!("*l{}", level - 1)).collect();
            format!("l{level}: &l{level} [{}]\n", before.join(", "))
        };
        let text = format!("l0: &l0 ha\n{}", (1..10).map(line).collect::<String>());
        assert!(codes(&text).iter().any(|(code, _)| *code == "YA004"));
    }

    /// Every span lies within the one around it, unless an alias or a merge key brought it.
    fn assert_nested(node: &Node, text: &str) {
        assert!(text.get(node.span.range()).is_some(), "{:?}", node.span);
        if node.is_alias {
            return;
        }
        for item in node.items() {
            assert!(node.span.contains(item.span), "{:?} {:?}", node.span, item.span);
            assert_nested(item, text);
        }
        for entry in node.entries().iter().filter(|entry| !entry.is_merged) {
            assert!(text.get(entry.key_span.range()).is_some(), "{:?}", entry.key_span);
            assert!(node.span.contains(entry.value.span), "{:?} {:?}", node.span, entry.value.span);
            assert_nested(&entry.value, text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_text_can_be_read(text in "([ab&*!|>'\"é<{}\\[\\],:?#%@\\-]|: |- |\n|\n  |\t|\\PC|---\n){0,60}") {
            let read = read(&text, 0);
            for document in &read.documents {
                assert_nested(document, &text);
            }
            for problem in &read.problems {
                prop_assert!(text.get(problem.span.range()).is_some());
            }
        }
    }
}
