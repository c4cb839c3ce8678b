//! Address plans in Markdown tables.

use super::address_text::read_range;
use super::cluster::Cloud;
use super::entry_source::{EntrySource, PlanField, RowSource};
use super::known::{Evidence, Known};
use super::plain_text::cell;
use super::plan_columns::{PlanColumns, address_columns};
use super::plan_entry::PlanEntry;
use super::role::Role;
use super::status::Status;
use crate::diagnostic::Problem;
use crate::document::{BlockKind, Document, Row, Table};
use crate::net::AddressRange;
use crate::text::Span;
use std::sync::Arc;

/// The entries of all tables of `document` that have a column of prefixes.
///
/// A column is one of prefixes when its header says so ("CIDR", "subnet") and its cells look like addresses, or when
/// most of its cells are prefixes. What looks like an address and is none is added to `problems`.
pub(super) fn read(text: &str, document: &Document, problems: &mut Vec<Problem>) -> Vec<PlanEntry> {
    let tables = document.blocks.iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Table);
    let mut entries = Vec::new();
    for (index, block) in tables {
        let table = Table::read(text, block.content);
        let headings: Vec<String> = table.header.iter().map(|span| cell(span.slice(text))).collect();
        if let Some(addresses) = address_column(text, &table, &headings) {
            let columns = Arc::new(PlanColumns::guess(&headings, addresses));
            let addresses = AddressTable { text, block: index, columns };
            let rows = table.rows.iter().enumerate();
            entries.extend(rows.flat_map(|(place, row)| addresses.entries(place, row, problems)));
        }
    }
    entries
}

/// A table of addresses that is being read.
struct AddressTable<'a> {
    text: &'a str,
    /// The table's block.
    block: usize,
    columns: Arc<PlanColumns>,
}

impl AddressTable<'_> {
    /// The prefixes and ranges of one row: a cell may hold several, IPv4 and IPv6.
    fn entries(&self, index: usize, row: &Row, problems: &mut Vec<Problem>) -> Vec<PlanEntry> {
        let Some(place) = self.place(row, PlanField::Cidr) else { return Vec::new() };
        let said = |field| self.said(row, field);
        let (name, purpose, zone) = (said(PlanField::Name), said(PlanField::Role), said(PlanField::Zone));
        let role = self.role(row, name.as_deref(), purpose.as_deref());
        let addresses =
            parts(self.text, place).into_iter().filter(|part| looks_like_addresses(part.slice(self.text)));
        let entry = |part: Span| {
            let range = read_range(self.text, part, part.slice(self.text), problems)?;
            Some(PlanEntry {
                name: name.clone().or_else(|| purpose.clone()).or_else(|| zone.clone()).unwrap_or_default(),
                range,
                role: role.clone(),
                node_mask: said(PlanField::NodeMask)
                    .and_then(|mask| mask.trim_start_matches('/').parse().ok()),
                cluster: said(PlanField::Cluster),
                cloud: said(PlanField::Cloud).and_then(|cloud| Cloud::named(&cloud.to_lowercase())),
                zone: zone.clone(),
                owner: said(PlanField::Owner),
                status: said(PlanField::Status).and_then(|status| Status::recognised(&status)),
                note: said(PlanField::Note),
                span: row.span,
                range_span: part,
                source: EntrySource::Row(RowSource {
                    block: self.block,
                    row: index,
                    cells: row.cells.clone(),
                    columns: Arc::clone(&self.columns),
                }),
            })
        };
        addresses.filter_map(entry).collect()
    }

    fn place(&self, row: &Row, field: PlanField) -> Option<Span> {
        row.cells.get(self.columns.column(field)?).copied()
    }

    fn said(&self, row: &Row, field: PlanField) -> Option<String> {
        let said = cell(self.place(row, field)?.slice(self.text));
        (!said.is_empty() && said != "-" && said != "–").then_some(said)
    }

    /// What the purpose says counts more than what the name says.
    fn role(&self, row: &Row, name: Option<&str>, purpose: Option<&str>) -> Known<Role> {
        let place = |field| self.place(row, field).unwrap_or(row.span);
        if let Some(value) = purpose.and_then(Role::named) {
            return Known { value, evidence: Evidence::Declared(place(PlanField::Role)) };
        }
        let by_purpose = Role::inferred(purpose.unwrap_or_default(), place(PlanField::Role));
        if by_purpose.value == Role::Unknown {
            Role::inferred(name.unwrap_or_default(), place(PlanField::Name))
        } else {
            by_purpose
        }
    }
}

/// The column of prefixes, if there is one.
fn address_column(text: &str, table: &Table, headings: &[String]) -> Option<usize> {
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
    let by_heading = address_columns(headings)
        .into_iter()
        .find(|&index| share(index, looks_like_addresses) && plans(index));
    let by_content = || {
        (0..headings.len())
            .find(|&index| share(index, |part| AddressRange::read(part).is_ok() && is_block(part)))
    };
    by_heading.or_else(by_content)
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
    fn a_row_says_where_each_part_of_an_entry_stands() {
        let text = "| CIDR | Rolle | Eigentümer | Cluster | Status | Zone |\n|---|---|---|---|---|---|\n\
                    | 10.1.0.0/16 | pods | **Netz** | west | in use | a |\n";
        let entries = read(text, &Document::read(text), &mut Vec::new());
        let entry = entries.first().expect("an entry");
        let said = [PlanField::Cidr, PlanField::Owner, PlanField::Name]
            .map(|field| entry.place_of(field).map(|place| place.slice(text)));
        assert_eq!(said, [Some("10.1.0.0/16"), Some("**Netz**"), None]);
        assert_eq!(
            (entry.owner.as_deref(), entry.cluster.as_deref(), entry.zone.as_deref(), entry.status),
            (Some("Netz"), Some("west"), Some("a"), Some(Status::Active))
        );
        assert!(entry.role.evidence.is_declared());
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
