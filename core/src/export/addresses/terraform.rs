use super::super::names::{Taken, unique};
use crate::model::{PlanEntry, PlanField};
use crate::net::to_dns_label;

/// The plan for Terraform: a variable for each prefix or range, and a map of them all in `local.address_plan`, as
/// `terraform fmt` writes it. Names, notes and all else stand between quotes with HCL's escapes; `${` and `%{` are text.
pub fn terraform(plan: &[PlanEntry]) -> String {
    let mut taken = Taken::default();
    let named: Vec<(String, &PlanEntry)> = plan
        .iter()
        .map(|entry| {
            let label = to_dns_label(&entry.name).unwrap_or_else(|| entry.role.value.name().to_owned());
            // A name of HCL begins with a letter, and a map that begins with `for` is an expression.
            let label = if label == "for" || label.starts_with(|it: char| it.is_ascii_digit()) {
                format!("net-{label}")
            } else {
                label
            };
            (unique(&mut taken, &label).replace('-', "_"), entry)
        })
        .collect();
    let variables: String = named.iter().map(|(name, entry)| variable(name, entry)).collect();
    let items: String = named.iter().map(|(name, entry)| item(name, entry)).collect();
    let map = if items.is_empty() { "{}\n".to_owned() } else { format!("{{\n{items}  }}\n") };
    format!("{variables}locals {{\n  address_plan = {map}}}\n")
}

fn variable(name: &str, entry: &PlanEntry) -> String {
    let about = if entry.name.is_empty() { entry.role.value.about() } else { &entry.name };
    format!(
        "variable \"{name}_{}\" {{\n  description = {}\n  type        = string\n  default     = {}\n}}\n\n",
        place(entry).key(),
        quoted(about),
        quoted(&entry.range.to_string()),
    )
}

fn item(name: &str, entry: &PlanEntry) -> String {
    let place = place(entry);
    let mut fields = vec![(place.key(), format!("var.{name}_{}", place.key()))];
    for (key, field) in [
        ("name", PlanField::Name),
        ("role", PlanField::Role),
        ("node_mask", PlanField::NodeMask),
        ("cluster", PlanField::Cluster),
        ("cloud", PlanField::Cloud),
        ("zone", PlanField::Zone),
        ("owner", PlanField::Owner),
        ("status", PlanField::Status),
        ("note", PlanField::Note),
    ] {
        let said = super::cells::cell(entry, field);
        if !said.is_empty() {
            fields.push((key, if field == PlanField::NodeMask { said } else { quoted(&said) }));
        }
    }
    let width = fields.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
    let lines: String =
        fields.iter().map(|(key, value)| format!("      {key:<width$} = {value}\n")).collect();
    format!("    {name} = {{\n{lines}    }}\n")
}

fn place(entry: &PlanEntry) -> PlanField {
    if entry.range.prefix().is_some() { PlanField::Cidr } else { PlanField::Range }
}

/// A quoted template of HCL that stands for `text`.
/// Source: Terraform language, strings and templates.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    let mut before = ' ';
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // The code of the mark, since in `$$${` the doubled mark would be read in two ways.
            '{' if matches!(before, '$' | '%') => {
                out.pop();
                out.push_str(&format!("\\u{:04x}{{", u32::from(before)));
            }
            _ if character.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => out.push(character),
        }
        before = character;
    }
    out.push('"');
    out
}
