//! Tables of GitHub-flavoured Markdown.

use super::lines::{Line, lines};
use crate::text::Span;

/// A table's cells by their places in the document.
///
/// ```
/// use netplat_core::{document::Table, text::Span};
/// let text = "| Name | CIDR |\n|---|---|\n| pods | 10.0.0.0/8 |\n";
/// let table = Table::read(text, Span::new(0, text.len()));
/// assert_eq!(table.rows[0].cells[1].slice(text), "10.0.0.0/8");
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// The cells of the header row, without the spaces around them.
    pub header: Vec<Span>,
    /// The rows below the delimiter row. Rows may have fewer or more cells than the header.
    pub rows: Vec<Row>,
}

/// A row below the header.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The whole line, its end included.
    pub span: Span,
    /// The cells, without the spaces around them.
    pub cells: Vec<Span>,
}

impl Table {
    /// Reads the table that fills `span` of `text`: a block of kind [`super::BlockKind::Table`].
    pub fn read(text: &str, span: Span) -> Self {
        let start = span.start as usize;
        let mut all = lines(text.get(..span.end as usize).unwrap_or_default(), start);
        let header = all.next().map(|line| cells(&line)).unwrap_or_default();
        let rows = all.skip(1).map(|line| Row { span: line.span(), cells: cells(&line) }).collect();
        Self { header, rows }
    }
}

impl Table {
    /// Reads the header of the table that fills `span`, and no rows: enough for changing one that is known.
    pub fn read_header(text: &str, span: Span) -> Self {
        let mut all = lines(text.get(..span.end as usize).unwrap_or_default(), span.start as usize);
        Self { header: all.next().map(|line| cells(&line)).unwrap_or_default(), rows: Vec::new() }
    }
}

/// Whether `line` can be a table's header with `below` as its delimiter row.
pub(super) fn is_header(line: &Line<'_>, below: &Line<'_>) -> bool {
    below.text.contains('-')
        && (below.text.contains('|') || line.text.contains('|'))
        && below.text.bytes().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ' | b'\t'))
        && cells(below).iter().all(|cell| is_delimiter(below, *cell))
        && cells(below).len() == cells(line).len()
}

/// Whether `line` goes on with a table of `columns` columns. A line without a pipe would be a row of one cell; below
/// a wider table it is rather a sentence that follows without a blank line.
pub(super) fn is_row(line: &Line<'_>, columns: usize) -> bool {
    !line.is_blank() && (columns == 1 || line.text.contains('|'))
}

/// The number of cells of a row.
pub(super) fn columns(line: &Line<'_>) -> usize {
    cells(line).len()
}

fn is_delimiter(line: &Line<'_>, cell: Span) -> bool {
    let text =
        line.text.get(cell.start as usize - line.start..cell.end as usize - line.start).unwrap_or_default();
    let dashes = text.strip_prefix(':').unwrap_or(text);
    let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
    !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
}

/// The cells of a row: what pipes separate, but for escaped ones, with or without a pipe at either end.
fn cells(line: &Line<'_>) -> Vec<Span> {
    let trimmed = line.text.trim();
    let offset = line.start + (line.text.len() - line.text.trim_start().len());
    let inner = trimmed.strip_prefix('|').unwrap_or(trimmed);
    let inner_start = offset + (trimmed.len() - inner.len());
    let mut found = Vec::new();
    let mut cell_start = 0;
    let mut cell = |from: usize, to: usize| {
        let text = &inner[from..to];
        let start = inner_start + from + (text.len() - text.trim_start().len());
        found.push(Span::new(start, start + text.trim().len()));
    };
    let mut escaped = false;
    for (at, byte) in inner.bytes().enumerate() {
        if byte == b'|' && !escaped {
            cell(cell_start, at);
            cell_start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    // A pipe at the end closes the last cell.
    if cell_start < inner.len() || inner.is_empty() {
        cell(cell_start, inner.len());
    }
    found
}
