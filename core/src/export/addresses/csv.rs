use super::cells::{COLUMNS, cell, csv_cell};
use crate::model::{PlanEntry, PlanField};

/// The plan as CSV (RFC 4180), a column for each key of the facts; the first column has prefixes and ranges.
pub fn csv(plan: &[PlanEntry]) -> String {
    let line = |cells: Vec<String>| cells.join(",") + "\r\n";
    let heading = line(COLUMNS.iter().map(|field| field.key().to_owned()).collect());
    let row = |entry: &PlanEntry| {
        line(COLUMNS.iter().map(|field: &PlanField| csv_cell(&cell(entry, *field))).collect())
    };
    std::iter::once(heading).chain(plan.iter().map(row)).collect()
}
