use crate::export::ExportError;
use crate::export::addresses::cells::{COLUMNS, cell};
use crate::model::{PlanEntry, PlanField};
use serde_json::{Map, Value, json};

/// The plan as JSON: `{"addresses": […]}`, each item with the keys of the facts.
///
/// # Errors
/// When the writer refuses a value, which none of a plan is.
pub fn json(plan: &[PlanEntry]) -> Result<String, ExportError> {
    let items: Vec<Value> = plan.iter().map(|entry| Value::Object(item(entry))).collect();
    let text = serde_json::to_string_pretty(&json!({ "addresses": items }));
    text.map(|text| text + "\n").map_err(|error| ExportError(error.to_string()))
}

fn item(entry: &PlanEntry) -> Map<String, Value> {
    let said = COLUMNS.iter().map(|field| (*field, cell(entry, *field))).filter(|(_, said)| !said.is_empty());
    said.map(|(field, said)| match field {
        PlanField::NodeMask => (field.key().to_owned(), json!(entry.node_mask)),
        PlanField::Cidr if entry.range.prefix().is_none() => (PlanField::Range.key().to_owned(), json!(said)),
        _ => (field.key().to_owned(), json!(said)),
    })
    .collect()
}
