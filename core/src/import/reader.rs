use super::delimited::record;
use super::page::{self, Context};
use super::proposal::Proposal;
use super::recognise::{Format, Recognised};
use super::row::{Row, without_guard};
use super::{columns::TableShape, design, json};
use crate::document::{Block, Document};
use crate::text::Span;

/// How far a reader is, in bytes of its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// What has been read.
    pub read: usize,
    /// All of it.
    pub total: usize,
}

impl Progress {
    /// Whether there is nothing left to read.
    pub fn is_done(self) -> bool {
        self.read >= self.total
    }
}

/// Reads a foreign text in steps.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    table: Option<TableShape>,
    blocks: Vec<Block>,
    block: usize,
    context: Context,
    proposal: Proposal,
}

impl<'a> Reader<'a> {
    /// A reader of `text` as `recognised` says, perhaps after a change of its columns.
    pub fn new(text: &'a str, recognised: Recognised) -> Self {
        let Recognised { format, table } = recognised;
        let blocks = if format == Format::Page { Document::read(text).blocks } else { Vec::new() };
        let at = table.as_ref().map_or(0, |table| table.rows_from);
        let mut proposal = Proposal::new(format, table.clone());
        if let Some(table) = &table {
            above(text, table, &mut proposal);
        } else if format == Format::Csv {
            proposal.complain(Span::at(0), "expected a column with prefixes, found none");
        }
        Self { text, at, table, blocks, block: 0, context: Context::default(), proposal }
    }

    /// Reads on for about `bytes`; a record, a table of a page and a JSON text are never divided.
    pub fn step(&mut self, bytes: usize) -> Progress {
        let until = self.at.saturating_add(bytes.max(1)).min(self.text.len());
        while self.at < until {
            self.at = match self.proposal.format {
                Format::Csv => self.row(),
                Format::Json => self.json(),
                Format::List => self.line(true),
                Format::Design => self.design(),
                Format::Page => self.page(),
            };
        }
        Progress { read: self.at, total: self.text.len() }
    }

    /// How many entries were found so far.
    pub fn found(&self) -> usize {
        self.proposal.entries.len() + self.proposal.further_entries
    }

    /// What was found so far.
    pub fn finish(self) -> Proposal {
        self.proposal
    }

    fn row(&mut self) -> usize {
        let end = self.text.len();
        let Some(table) = &self.table else { return end };
        let Some(mut record) = record(self.text, self.at, table.separator) else { return end };
        // Only tables of separated values go through spreadsheets.
        for cell in &mut record.cells {
            cell.text = without_guard(&cell.text).to_owned();
        }
        for (span, expected) in &record.faults {
            self.proposal.complain(*span, *expected);
        }
        Row { text: self.text, span: record.span, columns: &table.columns, cells: &record.cells }
            .propose(&mut self.proposal);
        record.span.end as usize
    }

    fn json(&mut self) -> usize {
        json::read(self.text, &mut self.proposal);
        self.text.len()
    }

    fn design(&mut self) -> usize {
        design::read(self.text, &mut self.proposal);
        self.text.len()
    }

    fn line(&mut self, singles: bool) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let line = rest.split_inclusive('\n').next().unwrap_or(rest);
        let end = self.at + line.len().max(1);
        let span = Span::new(self.at, self.at + line.len());
        let before =
            self.proposal.entries.len() + self.proposal.problems.len() + self.proposal.further_entries;
        page::line(self.text, span, singles, &mut self.context, &mut self.proposal);
        let after =
            self.proposal.entries.len() + self.proposal.problems.len() + self.proposal.further_entries;
        let inner = line.trim();
        if singles && before == after && !inner.is_empty() && !inner.starts_with('#') {
            self.proposal.complain(span, "expected a prefix, range or address at the start of this line");
        }
        end
    }

    fn page(&mut self) -> usize {
        while self.blocks.get(self.block).is_some_and(|block| block.span.end as usize <= self.at) {
            self.block += 1;
        }
        match self.blocks.get(self.block) {
            Some(block)
                if page::is_table(block)
                    && block.span.start as usize == self.at
                    && page::table(self.text, block, &mut self.proposal) =>
            {
                block.span.end as usize
            }
            _ => self.line(false),
        }
    }
}

/// Says what stands above the headings of a table.
fn above(text: &str, table: &TableShape, proposal: &mut Proposal) {
    let mut at = 0;
    let mut lines = Vec::new();
    while at < table.rows_from
        && let Some(found) = record(text, at, table.separator)
    {
        at = found.span.end as usize;
        lines.push(found);
    }
    let headings = usize::from(!table.headings.is_empty());
    let over = lines.len().saturating_sub(headings);
    for line in lines.iter().take(over).filter(|line| !line.is_blank()) {
        let said = line.span.slice(text).trim();
        if said != "\u{feff}" && !said.starts_with("sep=") {
            proposal.mention(line.span, "this line stands above the table and was left out");
        }
    }
}
