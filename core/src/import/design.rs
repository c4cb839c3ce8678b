use super::proposal::{Proposal, Proposed};
use super::row::short;
use crate::document::Document;
use crate::model::{self, Known, NewEntry, PlanField, Role};
use crate::yaml::NewValue;

/// Proposes the entries of the plan of the design `text`, as they are.
pub(super) fn read(text: &str, proposal: &mut Proposal) {
    let (entries, problems) = model::plan_entries(text, &Document::read(text));
    for entry in &entries {
        let role = Known { value: Role::Unknown, evidence: entry.role.evidence.clone() };
        let mut proposed = Proposed::new(entry.range, role, entry.range_span);
        proposed.entry = NewEntry::of(entry);
        proposed.words = short(entry.span.slice(text));
        proposal.propose(proposed);
    }
    problems.into_iter().for_each(|problem| proposal.report(problem));
}

/// A design that has `entries` as facts and nothing else.
///
/// ```
/// use netplat_core::import;
/// let found = import::read("10.244.0.0/16 pods\n10.96.0.0/16 services\n");
/// let text = import::design(found.entries.iter().map(|found| &found.entry));
/// assert!(text.contains("    - { cidr: 10.244.0.0/16, name: pods, role: pods }\n"));
/// ```
pub fn design<'a>(entries: impl IntoIterator<Item = &'a NewEntry>) -> String {
    let items: String =
        entries.into_iter().map(|entry| format!("    - {}\n", item(&entry.fields()))).collect();
    let list = if items.is_empty() { " []\n".to_owned() } else { format!("\n{items}") };
    format!("---\nnetplat:\n  version: 1\n  addresses:{list}---\n")
}

fn item(fields: &[(PlanField, String)]) -> String {
    let pairs: Vec<(&str, NewValue<'_>)> =
        fields.iter().map(|(field, said)| (field.key(), NewValue::Text(said))).collect();
    NewValue::Mapping(&pairs).to_string()
}
