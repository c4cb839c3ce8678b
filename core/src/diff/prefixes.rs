use super::Side;
use super::statement::Statement;
use crate::model::{PlanEntry, Status};

/// The entries of the address plan, known by cluster and name; those without a name by their addresses.
pub(super) fn statements(side: &Side<'_>) -> Vec<Statement> {
    side.model.plan.iter().map(statement).collect()
}

fn statement(entry: &PlanEntry) -> Statement {
    let range = entry.range.to_string();
    let said = [
        ("addresses", Some(range.clone())),
        ("role", entry.role.evidence.is_declared().then(|| entry.role.value.name().to_owned())),
        ("cluster", entry.cluster.clone()),
        ("node mask", entry.node_mask.map(|length| format!("/{length}"))),
        ("cloud", entry.cloud.map(|cloud| cloud.name().to_owned())),
        ("zone", entry.zone.clone()),
        ("owner", entry.owner.clone()),
        ("status", entry.status.map(Status::name).map(str::to_owned)),
        ("note", entry.note.clone()),
    ];
    let name = if entry.name.is_empty() { range.clone() } else { entry.name.clone() };
    Statement {
        key: format!("{}\n{name}", entry.cluster.as_deref().unwrap_or_default()),
        otherwise: Some(range),
        name,
        fields: said.into_iter().filter_map(|(field, said)| Some((field, said?))).collect(),
        at: entry.span.start,
    }
}
