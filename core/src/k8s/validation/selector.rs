//! `LabelSelector`. Source: `ValidateLabelSelector` of apimachinery.

use super::super::fields::{Fields, present};
use super::formats::{LABEL_KEY, LABEL_VALUE};
use super::metadata::LABELS;
use super::shape::{Constraint, Section, Shape, field, list, required, section, text};
use crate::yaml::Node;

/// A selector of labels.
pub(super) const SELECTOR: Shape = Shape::Section(&SELECTOR_FIELDS);

static SELECTOR_FIELDS: Section =
    section(&[field("matchLabels", LABELS), field("matchExpressions", list(&Shape::Section(&REQUIREMENT)))]);

static REQUIREMENT: Section = section(&[
    required("key", text(&LABEL_KEY)),
    required("operator", Shape::Choice(&["In", "NotIn", "Exists", "DoesNotExist"])),
    field("values", list(&text(&LABEL_VALUE))),
])
.with(&[Constraint::Holds(operator_suits_values)]);

/// `In` and `NotIn` need values, the other operators take none.
pub(super) fn operator_suits_values(fields: &mut Fields, node: &Node) {
    let Some(operator) = present(node, "operator") else { return };
    let has_values = present(node, "values").is_some_and(|values| !values.items().is_empty());
    match operator.text() {
        Some(word @ ("In" | "NotIn")) if !has_values => {
            fields.invalid(operator, format!("`{word}` needs values"));
        }
        Some(word @ ("Exists" | "DoesNotExist")) if has_values => {
            fields.invalid(operator, format!("`{word}` takes no values"));
        }
        _ => {}
    }
}
