use super::cells::{COLUMNS, cell};
use crate::model::{PlanEntry, PlanField};

/// The plan as a Markdown table, which is part of the plan of any document that it is put into.
pub fn markdown(plan: &[PlanEntry]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let heading = line(COLUMNS.iter().map(|field| heading(*field)).collect());
    let rule = line(COLUMNS.iter().map(|_| "---".to_owned()).collect());
    let row = |entry: &PlanEntry| line(COLUMNS.iter().map(|field| escaped(&cell(entry, *field))).collect());
    [heading, rule].into_iter().chain(plan.iter().map(row)).collect()
}

fn heading(field: PlanField) -> String {
    match field {
        PlanField::Cidr => "CIDR".to_owned(),
        PlanField::NodeMask => "Node mask".to_owned(),
        other => {
            let key = other.key();
            let first = key.get(..1).unwrap_or_default().to_uppercase();
            first + key.get(1..).unwrap_or_default()
        }
    }
}

/// Text as Markdown shows it: marks behind a backslash; line breaks and outer spaces, which a cell cannot hold, as
/// entities.
fn escaped(text: &str) -> String {
    let inner = text.trim();
    let start = text.len() - text.trim_start().len();
    let is_inner = |at: usize| (start..start + inner.len()).contains(&at);
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match character {
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '#' | '!' => {
                out.push('\\');
                out.push(character);
            }
            _ if character.is_control() || (character.is_whitespace() && !is_inner(at)) => {
                out.push_str(&format!("&#{};", u32::from(character)));
            }
            _ => out.push(character),
        }
    }
    out
}
