//! Address plans in Markdown tables.

use super::address_text::read_range;
use super::plain_text::cell;
use super::plan_entry::{PlanEntry, Role};
use crate::diagnostic::Problem;
use crate::document::{BlockKind, Document, Row, Table};
use crate::net::AddressRange;
use crate::text::Span;

/// The entries of all tables of `document` that have a column of prefixes.
///
/// A column is one of prefixes when its header says so ("CIDR", "subnet") and its cells look like addresses, or when
/// most of its cells are prefixes. What looks like an address and is none is added to `problems`.
pub(super) fn read(text: &str, document: &Document, problems: &mut Vec<Problem>) -> Vec<PlanEntry> {
    let tables = document.blocks.iter().filter(|block| block.kind == BlockKind::Table);
    let mut entries = Vec::new();
    for block in tables {
        let table = Table::read(text, block.content);
        if let Some(columns) = Columns::of(text, &table) {
            entries.extend(table.rows.iter().flat_map(|row| columns.entries(text, row, problems)));
        }
    }
    entries
}

/// What the columns of a table hold, by their index.
struct Columns {
    addresses: usize,
    name: Option<usize>,
    purpose: Option<usize>,
    cluster: Option<usize>,
    note: Option<usize>,
}

static ADDRESS_HEADERS: &[&str] = &["cidr", "prefix", "subnet", "range", "network", "address", "block", "ip"];
static NAME_HEADERS: &[&str] =
    &["name", "network", "subnet", "segment", "vlan", "pool", "type", "zone", "component"];
static PURPOSE_HEADERS: &[&str] =
    &["role", "purpose", "use", "usage", "used for", "function", "type", "description"];
static CLUSTER_HEADERS: &[&str] = &["cluster"];
static NOTE_HEADERS: &[&str] = &["note", "comment", "remark", "description"];

impl Columns {
    fn of(text: &str, table: &Table) -> Option<Self> {
        let headers: Vec<String> =
            table.header.iter().map(|span| cell(span.slice(text)).to_lowercase()).collect();
        let addresses = address_column(text, table, &headers)?;
        let mut taken = vec![addresses];
        let mut column = |words: &[&str]| {
            let found = words.iter().find_map(|word| {
                headers.iter().enumerate().find_map(|(index, header)| {
                    (!taken.contains(&index) && says(header, word)).then_some(index)
                })
            })?;
            taken.push(found);
            Some(found)
        };
        let cluster = column(CLUSTER_HEADERS);
        let purpose = column(PURPOSE_HEADERS.get(..6).unwrap_or_default());
        let name = column(NAME_HEADERS);
        let purpose = purpose.or_else(|| column(PURPOSE_HEADERS));
        let note = column(NOTE_HEADERS);
        let first_other = (0..headers.len()).find(|index| !taken.contains(index));
        Some(Self { addresses, name: name.or(first_other), purpose, cluster, note })
    }

    /// The prefixes and ranges of one row: a cell may hold several, IPv4 and IPv6.
    fn entries(&self, text: &str, row: &Row, problems: &mut Vec<Problem>) -> Vec<PlanEntry> {
        let said = |column: Option<usize>| {
            let span = row.cells.get(column?)?;
            Some(cell(span.slice(text))).filter(|said| !said.is_empty() && said != "-" && said != "–")
        };
        let Some(place) = row.cells.get(self.addresses) else { return Vec::new() };
        let (name, purpose, note) = (said(self.name), said(self.purpose), said(self.note));
        let role = self.role(row, name.as_deref(), purpose.as_deref());
        let addresses = parts(text, *place).into_iter().filter(|part| looks_like_addresses(part.slice(text)));
        addresses
            .filter_map(|part| {
                let range = read_range(text, part, part.slice(text), problems)?;
                Some(PlanEntry {
                    name: name.clone().or_else(|| purpose.clone()).unwrap_or_default(),
                    range,
                    role: role.clone(),
                    node_mask: None,
                    cluster: said(self.cluster),
                    note: note.clone(),
                    span: row.span,
                    range_span: part,
                })
            })
            .collect()
    }

    /// What the purpose says counts more than what the name says.
    fn role(&self, row: &Row, name: Option<&str>, purpose: Option<&str>) -> super::Known<Role> {
        let place = |column: Option<usize>| {
            column.and_then(|index| row.cells.get(index)).copied().unwrap_or(row.span)
        };
        let by_purpose = Role::inferred(purpose.unwrap_or_default(), place(self.purpose));
        if by_purpose.value == Role::Unknown {
            Role::inferred(name.unwrap_or_default(), place(self.name))
        } else {
            by_purpose
        }
    }
}

/// The column of prefixes, if there is one.
fn address_column(text: &str, table: &Table, headers: &[String]) -> Option<usize> {
    let cells = |index: usize| {
        let filled =
            table.rows.iter().filter_map(move |row| row.cells.get(index)).filter(|span| !span.is_empty());
        filled.map(|span| parts(text, *span))
    };
    let share = |index: usize, fits: fn(&str) -> bool| {
        let all = cells(index).count();
        let fitting = cells(index).filter(|parts| parts.iter().any(|part| fits(part.slice(text)))).count();
        all > 0 && fitting * 2 > all
    };
    // Single addresses alone make no plan: a table of hosts has them, too.
    let plans = |index: usize| cells(index).any(|parts| parts.iter().any(|part| is_block(part.slice(text))));
    let by_header = |word: &str| {
        headers.iter().enumerate().find_map(|(index, header)| {
            (says(header, word) && share(index, looks_like_addresses) && plans(index)).then_some(index)
        })
    };
    let by_content = || {
        (0..headers.len())
            .find(|&index| share(index, |part| AddressRange::read(part).is_ok() && is_block(part)))
    };
    ADDRESS_HEADERS.iter().find_map(|word| by_header(word)).or_else(by_content)
}

/// Whether `header` has `word` among its words, also in the plural.
fn says(header: &str, word: &str) -> bool {
    let padded: String = header.chars().map(|it| if it.is_alphanumeric() { it } else { ' ' }).collect();
    let words: Vec<&str> = padded.split_whitespace().collect();
    let phrase: Vec<&str> = word.split(' ').collect();
    let same = |said: &str, word: &str| {
        said == word || said.strip_suffix("es") == Some(word) || said.strip_suffix('s') == Some(word)
    };
    words.windows(phrase.len()).any(|window| window.iter().zip(&phrase).all(|(said, word)| same(said, word)))
}

/// The values in a cell, without the marks around them, by their places.
fn parts(text: &str, cell: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = cell.start as usize;
    for part in cell.slice(text).split_inclusive([',', ';', '&', '(', ')', '[', ']']) {
        let end = start + part.len();
        for line in breaks(part) {
            let inner = line.trim_matches(|it: char| it.is_whitespace() || "`*_\"',;&()[]<>".contains(it));
            if !inner.is_empty() {
                let offset = inner.as_ptr() as usize - part.as_ptr() as usize;
                found.push(Span::new(start + offset, start + offset + inner.len()));
            }
        }
        start = end;
    }
    found
}

fn breaks(part: &str) -> impl Iterator<Item = &str> {
    part.split("<br>").flat_map(|line| line.split("<br/>")).flat_map(|line| line.split("<br />"))
}

/// Whether someone who writes this means addresses: digits and dots or colons, with a length or a stop.
fn looks_like_addresses(part: &str) -> bool {
    let start: &str = part.split(['/', '\\', '-', '–']).next().unwrap_or_default().trim();
    let four = start.bytes().filter(|&byte| byte == b'.').count() >= 2
        && start.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let six = start.bytes().filter(|&byte| byte == b':').count() >= 2
        && start.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':' || byte == b'.');
    four || six
}

/// Whether it is more than one address.
fn is_block(part: &str) -> bool {
    looks_like_addresses(part) && part.contains(['/', '\\', '-', '–'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> (Vec<String>, Vec<&'static str>) {
        let mut problems = Vec::new();
        let entries = read(text, &Document::read(text), &mut problems);
        let shown = entries.iter().map(|entry| {
            assert!(entry.span.contains(entry.range_span));
            format!("{} {} {}", entry.name, entry.range_span.slice(text), entry.role.value.name())
        });
        (shown.collect(), problems.iter().map(|problem| problem.rule.code).collect())
    }

    #[test]
    fn a_table_with_a_column_of_prefixes_is_part_of_the_plan() {
        let text = "| Network Type | CIDR Range | Purpose |\n|---|---|---|\n| Cluster CIDR | 10.244.0.0/16 | Pod IPs |\n\
                    | Service CIDR | `10.96.0.0/12` | Service virtual IPs |\n| Node CIDR | **10.0.0.0/16** | Machines |\n";
        let expected = [
            "Cluster CIDR 10.244.0.0/16 pods",
            "Service CIDR 10.96.0.0/12 services",
            "Node CIDR 10.0.0.0/16 nodes",
        ];
        assert_eq!(plan(text), (expected.map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn rows_without_outer_pipes_links_and_two_families_are_read() {
        let text = "Name | Range | Note\n--- | --- | ---\n[pool](#p) | 10.1.0.10-10.1.0.20 | LB\n\
                    dual | 10.2.0.0/16, fd00::/48 | \nnone | – | \n";
        let expected =
            ["pool 10.1.0.10-10.1.0.20 unknown", "dual 10.2.0.0/16 unknown", "dual fd00::/48 unknown"];
        assert_eq!(plan(text).0, expected);
    }

    #[test]
    fn a_prefix_that_cannot_be_is_a_problem() {
        let text =
            "| Name | CIDR |\n|---|---|\n| a | 10.0.0.0/33 |\n| b | 10.1.2.3/8 |\n| c | 300.0.0.0/8 |\n";
        assert_eq!(plan(text), (vec!["b 10.1.2.3/8 unknown".to_owned()], vec!["AP002", "AP003", "AP002"]));
    }

    #[test]
    fn other_tables_are_left_alone() {
        for text in [
            "| Plugin | Network |\n|---|---|\n| Calico | BGP |\n",
            "| Host | IP |\n|---|---|\n| a | 10.0.0.1 |\n",
            "| Version | Range |\n|---|---|\n| one | 1.2.3 |\n",
        ] {
            assert_eq!(plan(text), (vec![], vec![]), "{text}");
        }
    }
}
