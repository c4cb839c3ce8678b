//! A page of text: its tables by their columns, and every prefix and range in the rest with the words around it.

use super::addresses_in_text::find;
use super::columns::{Column, from_headings, is_addresses};
use super::delimited::Cell;
use super::proposal::{Proposal, Proposed, role_of};
use super::row::{Row, read_addresses, short};
use crate::document::{Block, BlockKind, Table};
use crate::model::{Evidence, Known, Role};
use crate::text::Span;

/// What stands above the line that is being read.
#[derive(Clone, Default, Debug)]
pub(super) struct Context {
    heading: String,
    /// The last line that ended with a colon: what a list below it is about.
    introduction: String,
}

/// Proposes the rows of a table, if one of its columns has addresses; else whether it has is left to the lines.
pub(super) fn table(text: &str, block: &Block, proposal: &mut Proposal) -> bool {
    let table = Table::read(text, block.content);
    let headings: Vec<String> = table.header.iter().map(|span| plain(span.slice(text))).collect();
    let filled = |index: usize| {
        let cells = table.rows.iter().filter_map(move |row| row.cells.get(index));
        cells.map(|span| plain(span.slice(text))).filter(|cell| !cell.is_empty())
    };
    let addressed = |index: &usize| {
        let fitting = filled(*index).filter(|cell| is_addresses(cell)).count();
        fitting > 0 && fitting * 2 >= filled(*index).count()
    };
    let Some(addresses) = (0..headings.len()).find(addressed) else { return false };
    let keys: Vec<String> = headings.iter().map(|heading| as_key(heading)).collect();
    let exact = keys.iter().all(|key| crate::model::PlanField::with_key(key).is_some());
    let columns: Vec<Column> = from_headings(if exact { &keys } else { &headings }, addresses);
    for row in &table.rows {
        let cells: Vec<Cell> =
            row.cells.iter().map(|span| Cell { text: plain(span.slice(text)), span: *span }).collect();
        Row { text, span: row.span, columns: &columns, cells: &cells }.propose(proposal);
    }
    true
}

/// Proposes what the line at `span` has. With `singles` also single addresses.
pub(super) fn line(text: &str, span: Span, singles: bool, context: &mut Context, proposal: &mut Proposal) {
    let said = span.slice(text);
    let found = find(said, singles);
    let mut before = 0;
    let mut last: Option<(Known<Role>, String)> = None;
    for (index, place) in found.iter().enumerate() {
        let behind = found.get(index + 1).map_or(said.len(), |next| next.start as usize);
        let left = said.get(before..place.start as usize).unwrap_or_default();
        let right = said.get(place.end as usize..behind).unwrap_or_default();
        before = place.end as usize;
        let there = place.shifted(span.start as usize);
        let written = place.slice(said).replace(" to ", "-").replace(" bis ", "-").replace(" through ", "-");
        let Some(range) = read_addresses(text, &written.replace('—', "-"), there, proposal) else {
            continue;
        };
        // The same prefix is often named again: the first place counts, or the first that says what it is for.
        let described = match last.take() {
            // The second of two families, behind a comma or a slash, is for the same.
            Some(same) if !left.contains(char::is_alphanumeric) && !left.contains(['|', ';']) => same,
            _ => describe(left, right, context, there),
        };
        last = Some(described.clone());
        let (role, name) = described;
        if let Some(known) =
            proposal.entries.iter_mut().rev().take(64).find(|known| known.entry.range == range)
        {
            if known.role() == Role::Unknown && role.value != Role::Unknown {
                known.set_role(role);
            }
            continue;
        }
        let mut entry = Proposed::new(range, role, there);
        entry.entry.name = name;
        entry.words = short(said);
        proposal.propose(entry);
    }
    let inner = said.trim();
    if let Some(heading) = inner.strip_prefix('#') {
        inner_text(heading.trim_start_matches('#')).clone_into(&mut context.heading);
        context.introduction.clear();
    } else if inner.ends_with(':') && found.is_empty() {
        short(inner.trim_end_matches(':')).clone_into(&mut context.introduction);
    }
}

/// The role that the nearest words speak of, and what to call the entry.
fn describe(left: &str, right: &str, context: &Context, place: Span) -> (Known<Role>, String) {
    let left = last_clause(left);
    let right = right.split([';', '\n']).next().unwrap_or_default();
    let right = right.split(". ").next().unwrap_or_default();
    let words_left: Vec<&str> = telling_words(left);
    let words_right: Vec<&str> = telling_words(right);
    let tail =
        |most: usize| words_left.get(words_left.len().saturating_sub(most)..).unwrap_or_default().join(" ");
    let head = |most: usize| words_right.get(..words_right.len().min(most)).unwrap_or_default().join(" ");
    let clues = [
        tail(1),
        tail(2),
        tail(4),
        head(1),
        head(4),
        tail(8),
        context.introduction.clone(),
        context.heading.clone(),
    ];
    let known = clues.iter().map(|clue| role_of(clue, place)).find(|role| role.value != Role::Unknown);
    let role = known.unwrap_or_else(|| role_of("", place));
    let role = match role {
        // Prose never declares: a word alone is a guess as well.
        Known { value, evidence: Evidence::Declared(span) } => Known {
            value,
            evidence: Evidence::Inferred { clue: format!("it says “{}”", value.name()), span },
        },
        guessed => guessed,
    };
    let label = inner_text(left.trim_end_matches([':', '=', ' ', '(', '[', '`', '"', '\'', '*']));
    let few = |text: &str| !text.is_empty() && text.split_whitespace().count() <= 5 && text.len() <= 60;
    let behind = inner_text(right.trim_matches(|it: char| !it.is_alphanumeric()));
    let name = if few(&label) {
        label
    } else if label.is_empty() && few(&behind) {
        behind
    } else if role.value != Role::Unknown {
        role.value.name().to_owned()
    } else {
        String::new()
    };
    (role, name)
}

fn last_clause(text: &str) -> &str {
    let at = text.rfind([';', ',']).map_or(0, |at| at + 1);
    let clause = text.get(at..).unwrap_or_default();
    // A comma straight before the addresses says nothing.
    let clause = if clause.trim().is_empty() { text } else { clause };
    clause.rsplit(". ").next().unwrap_or_default()
}

/// Words that say something, without those that only join.
fn telling_words(text: &str) -> Vec<&str> {
    const JOINING: &[&str] = &[
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "is",
        "are",
        "of",
        "for",
        "from",
        "to",
        "use",
        "uses",
        "using",
        "with",
        "their",
        "get",
        "has",
        "have",
        "live",
        "run",
        "and",
        "range",
        "ranges",
        "block",
        "addresses",
        "address",
    ];
    let words = text.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !JOINING.contains(&word.to_lowercase().as_str())).collect()
}

/// Words without the marks of lists, headings and emphasis.
fn inner_text(text: &str) -> String {
    let text = text.trim().trim_start_matches(|it: char| !it.is_alphanumeric());
    short(&text.replace(['*', '`', '_', '|', '"'], " "))
}

/// The key of the facts that a heading of an exported table stands for.
fn as_key(heading: &str) -> String {
    match heading {
        "CIDR" => "cidr".to_owned(),
        "Node mask" => "nodeMask".to_owned(),
        other => other.to_lowercase(),
    }
}

/// What a cell of a Markdown table shows: escapes, entities and `<br>` as what they stand for, code without its marks.
fn plain(cell: &str) -> String {
    let mut said = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(at) = rest.find(['\\', '&', '<', '`', '*']) {
        let (before, after) = rest.split_at(at);
        said.push_str(before);
        let (shown, length) = match after.as_bytes().first() {
            Some(b'\\') => escape(after),
            Some(b'&') => entity(after),
            Some(b'<') => line_break(after),
            _ => (None, 1),
        };
        said.extend(shown);
        rest = after.get(length..).unwrap_or_default();
    }
    said.push_str(rest);
    said
}

fn escape(text: &str) -> (Option<char>, usize) {
    match text.chars().nth(1) {
        Some(next) if next.is_ascii_punctuation() => (Some(next), 2),
        _ => (Some('\\'), 1),
    }
}

fn entity(text: &str) -> (Option<char>, usize) {
    let end = text.bytes().take(12).position(|byte| byte == b';');
    let body = end.and_then(|end| text.get(1..end)).unwrap_or_default();
    let code = body.strip_prefix('#').and_then(|code| match code.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => code.parse().ok(),
    });
    let named = match body {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some(' '),
        _ => None,
    };
    match code.and_then(char::from_u32).or(named) {
        Some(shown) => (Some(shown), body.len() + 2),
        None => (Some('&'), 1),
    }
}

fn line_break(text: &str) -> (Option<char>, usize) {
    let found = ["<br>", "<br/>", "<br />"].iter().find(|tag| text.starts_with(**tag));
    found.map_or((Some('<'), 1), |tag| (Some('\n'), tag.len()))
}

pub(super) fn is_table(block: &Block) -> bool {
    block.kind == BlockKind::Table
}
