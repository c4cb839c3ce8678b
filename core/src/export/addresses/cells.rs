use crate::model::{PlanEntry, PlanField};

/// What the columns of an exported table hold.
pub(super) const COLUMNS: [PlanField; 10] = [
    PlanField::Cidr,
    PlanField::Name,
    PlanField::Role,
    PlanField::NodeMask,
    PlanField::Cluster,
    PlanField::Cloud,
    PlanField::Zone,
    PlanField::Owner,
    PlanField::Status,
    PlanField::Note,
];

/// What `entry` says in a column; empty where it says nothing.
pub(super) fn cell(entry: &PlanEntry, field: PlanField) -> String {
    match field {
        PlanField::Cidr | PlanField::Range => entry.range.to_string(),
        PlanField::Name => entry.name.clone(),
        PlanField::Role => entry.role.value.name().to_owned(),
        PlanField::NodeMask => entry.node_mask.map(|mask| mask.to_string()).unwrap_or_default(),
        PlanField::Cluster => entry.cluster.clone().unwrap_or_default(),
        PlanField::Cloud => entry.cloud.map(|cloud| cloud.name().to_owned()).unwrap_or_default(),
        PlanField::Zone => entry.zone.clone().unwrap_or_default(),
        PlanField::Owner => entry.owner.clone().unwrap_or_default(),
        PlanField::Status => entry.status.map(|status| status.name().to_owned()).unwrap_or_default(),
        PlanField::Note => entry.note.clone().unwrap_or_default(),
    }
}

/// Whether a spreadsheet would take a cell with this text for a formula.
/// Source: OWASP, CSV injection; also in their full-width forms, which some spreadsheets take for the same.
pub fn is_formula(text: &str) -> bool {
    text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A cell of CSV: quoted where it must be, and with `'` in front where it would be a formula. A text that begins with
/// such marks already gets one more, so that reading takes away what writing put there and nothing else.
pub(super) fn csv_cell(text: &str) -> String {
    let guard = if is_formula(text.trim_start_matches('\'')) { "'" } else { "" };
    let must_quote = text.contains(['"', ',', ';', '\t', '\r', '\n'])
        || text.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace);
    if must_quote { format!("\"{guard}{}\"", text.replace('"', "\"\"")) } else { format!("{guard}{text}") }
}
