use super::delimited::{Record, record};
use crate::model::{PlanColumns, PlanField};
use crate::net::AddressRange;

/// What a column of a foreign table holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// A field of an entry; [`PlanField::Cidr`] for prefixes and ranges.
    Field(PlanField),
    /// The prefix length or net mask of the address in another column.
    Mask,
    /// The last address of the range that starts in the column of addresses.
    Last,
    /// Nothing that is taken over.
    Ignored,
}

impl Column {
    /// All that a column can hold, what is not taken over last.
    pub const ALL: [Self; 14] = [
        Self::Field(PlanField::Cidr),
        Self::Field(PlanField::Range),
        Self::Mask,
        Self::Last,
        Self::Field(PlanField::Name),
        Self::Field(PlanField::Role),
        Self::Field(PlanField::NodeMask),
        Self::Field(PlanField::Cluster),
        Self::Field(PlanField::Cloud),
        Self::Field(PlanField::Zone),
        Self::Field(PlanField::Owner),
        Self::Field(PlanField::Status),
        Self::Field(PlanField::Note),
        Self::Ignored,
    ];

    /// What it holds in words: "the prefix length or mask".
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Field(PlanField::Cidr) => "the addresses",
            Self::Field(PlanField::Range) => "a start and stop",
            Self::Field(PlanField::Name) => "the name",
            Self::Field(PlanField::Role) => "the role",
            Self::Field(PlanField::NodeMask) => "the length of each node's block",
            Self::Field(PlanField::Cluster) => "the cluster",
            Self::Field(PlanField::Cloud) => "the cloud",
            Self::Field(PlanField::Zone) => "the zone, region or site",
            Self::Field(PlanField::Owner) => "who answers for it",
            Self::Field(PlanField::Status) => "the status",
            Self::Field(PlanField::Note) => "a note",
            Self::Mask => "the prefix length or mask",
            Self::Last => "the last address",
            Self::Ignored => "nothing that is taken over",
        }
    }
}

/// How a table of separated values is read: guessed, and open to change.
#[derive(Clone, PartialEq, Debug)]
pub struct TableShape {
    /// What stands between cells.
    pub separator: u8,
    /// The byte at which the first row starts, behind headings and what stands above them.
    pub rows_from: usize,
    /// The headings; empty when there are none.
    pub headings: Vec<String>,
    /// What the columns hold.
    pub columns: Vec<Column>,
}

/// As many records are looked at for a guess.
const SAMPLE: usize = 40;

impl TableShape {
    /// The likeliest shape of `text`; nothing when no column has addresses.
    pub fn guess(text: &str) -> Option<Self> {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let line = text.get(start..)?.split(['\r', '\n']).next().unwrap_or_default();
        if let Some(named) = line.strip_prefix("sep=").and_then(|rest| rest.bytes().next()) {
            let after = start + line.len();
            let after =
                after + text.get(after..)?.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            return Self::with_separator(text, after, named);
        }
        let shapes = [b',', b';', b'\t'].into_iter();
        let shapes = shapes.filter_map(|separator| Self::with_separator(text, start, separator));
        // The separator that makes the most columns is meant; of equals the first.
        shapes.rev().max_by_key(|shape| shape.columns.len())
    }

    /// The cells of the first row of `text`, so that whoever corrects the guess sees what it is about.
    pub fn first_row(&self, text: &str) -> Vec<String> {
        let cells = record(text, self.rows_from, self.separator).map(|record| record.cells);
        cells.unwrap_or_default().into_iter().map(|cell| cell.text).collect()
    }

    /// The same table with `column` at `index`. One column alone holds the addresses, their mask, or any one field: the
    /// column that held it before is not taken over any more.
    pub fn with_column(mut self, index: usize, column: Column) -> Self {
        if column != Column::Ignored {
            self.columns.iter_mut().filter(|held| **held == column).for_each(|held| *held = Column::Ignored);
        }
        if let Some(held) = self.columns.get_mut(index) {
            *held = column;
        }
        self
    }

    fn with_separator(text: &str, start: usize, separator: u8) -> Option<Self> {
        let mut records = Vec::new();
        let mut at = start;
        while let Some(found) = record(text, at, separator).filter(|_| records.len() < SAMPLE) {
            at = found.span.end as usize;
            records.push(found);
        }
        let first = records.iter().position(|record| {
            record.cells.len() > 1 && record.cells.iter().any(|cell| is_addresses(&cell.text))
        });
        let Some(first) = first else { return Self::of_one_column(&records, separator) };
        let width = records.get(first)?.cells.len();
        let rows = records.get(first..)?;
        if rows.iter().filter(|row| row.cells.len() == width).count() * 2 <= rows.len() {
            return None;
        }
        let above =
            first.checked_sub(1).and_then(|above| records.get(above)).filter(|above| !above.is_blank());
        let headings: Vec<String> =
            above.map(|above| above.cells.iter().map(|cell| cell.text.clone()).collect()).unwrap_or_default();
        let columns = columns(&headings, rows, width)?;
        Some(Self { separator, rows_from: rows.first()?.span.start as usize, headings, columns })
    }

    /// A heading that says so over a single column of prefixes.
    fn of_one_column(records: &[Record], separator: u8) -> Option<Self> {
        let [heading, rows @ ..] = records else { return None };
        let says = matches!(
            heading.cells.first()?.text.to_lowercase().as_str(),
            "cidr" | "prefix" | "subnet" | "network" | "range"
        );
        let fits = says && !rows.is_empty() && heading.cells.len() == 1 && separator == b',';
        fits.then(|| Self {
            separator,
            rows_from: heading.span.end as usize,
            headings: vec![heading.cells.first().map(|cell| cell.text.clone()).unwrap_or_default()],
            columns: vec![Column::Field(PlanField::Cidr)],
        })
    }
}

/// What the columns below `headings` hold.
fn columns(headings: &[String], rows: &[Record], width: usize) -> Option<Vec<Column>> {
    let addressed = |index: usize| {
        let cells =
            || rows.iter().filter_map(|row| row.cells.get(index)).filter(|cell| !cell.text.is_empty());
        let fitting = cells().filter(|cell| is_addresses(&cell.text)).count();
        fitting * 2 > cells().count()
    };
    let addresses = (0..width).find(|&index| addressed(index))?;
    let mut names = headings.to_vec();
    names.resize(width, String::new());
    Some(from_headings(&names, addresses))
}

/// What columns hold by their headings, when the one at `addresses` has the addresses.
pub(super) fn from_headings(names: &[String], addresses: usize) -> Vec<Column> {
    let exact = names.iter().any(|name| name == PlanField::Cidr.key())
        && names.iter().all(|name| PlanField::with_key(name).is_some());
    if exact {
        return names
            .iter()
            .map(|name| PlanField::with_key(name).map_or(Column::Ignored, Column::Field))
            .collect();
    }
    let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    // NetBox has no name: its description is one, and its comments are the note.
    if is_netbox(&lower) {
        return lower.iter().enumerate().map(|(index, name)| netbox(name, index, addresses)).collect();
    }
    let guessed = PlanColumns::guess(names, addresses);
    let mut columns: Vec<Column> =
        guessed.fields().iter().map(|field| field.map_or(Column::Ignored, Column::Field)).collect();
    for (index, name) in lower.iter().enumerate().filter(|(index, _)| *index != addresses) {
        let Some(column) = columns.get_mut(index) else { continue };
        match name.replace(['_', '-'], " ").trim() {
            "mask" | "netmask" | "subnet mask" | "prefix length" | "length" | "size" | "bits" => {
                *column = Column::Mask
            }
            "last" | "end" | "stop" | "end address" | "last address" | "end ip" | "last ip" => {
                *column = Column::Last
            }
            _ => {}
        }
    }
    columns
}

fn is_netbox(lower: &[String]) -> bool {
    let has = |name: &str| lower.iter().any(|it| it == name);
    has("status")
        && (has("prefix") || has("start_address"))
        && (has("vrf") || has("tenant") || has("is_pool"))
}

fn netbox(name: &str, index: usize, addresses: usize) -> Column {
    match name {
        _ if index == addresses => Column::Field(PlanField::Cidr),
        "end_address" => Column::Last,
        "description" => Column::Field(PlanField::Name),
        "comments" => Column::Field(PlanField::Note),
        "role" => Column::Field(PlanField::Role),
        "status" => Column::Field(PlanField::Status),
        "tenant" => Column::Field(PlanField::Owner),
        "site" | "scope" | "cf_zone" => Column::Field(PlanField::Zone),
        "cf_cluster" => Column::Field(PlanField::Cluster),
        "cf_cloud" => Column::Field(PlanField::Cloud),
        "cf_node_mask" => Column::Field(PlanField::NodeMask),
        _ => Column::Ignored,
    }
}

/// Whether a cell holds a prefix, range or address.
pub(super) fn is_addresses(cell: &str) -> bool {
    let part = cell.split([',', ';', '\n']).next().unwrap_or_default().trim();
    match AddressRange::read(part) {
        Ok(_) => true,
        Err(error) => error.suggestion.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_takes_over_a_field_leaves_the_other_one_without() {
        let text = "Prefix;Use;Remark\n10.0.0.0/24;lab;first\n10.0.1.0/24;yard;second\n";
        let shape = TableShape::guess(text).expect("a table");
        let name = Column::Field(PlanField::Name);
        let shape = shape.with_column(1, name).with_column(2, name);
        assert_eq!(shape.columns, [Column::Field(PlanField::Cidr), Column::Ignored, name]);
        assert_eq!(shape.first_row(text), ["10.0.0.0/24", "lab", "first"]);
    }
}
