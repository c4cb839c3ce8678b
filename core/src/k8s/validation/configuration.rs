//! `v1` ConfigMap and Secret, and what has only its name and labels checked. Source: `ValidateConfigMap` and
//! `ValidateSecret` of Kubernetes.

use super::super::fields::{Fields, present};
use super::formats::is;
use super::shape::{Constraint, Section, Shape, TEXT, field, map, section};
use crate::text::Span;
use crate::yaml::{Format, Node};

pub(super) static CONFIG_MAP: Section = section(&[
    field("data", map(&FILE_NAME, &TEXT)),
    field("binaryData", map(&FILE_NAME, &TEXT)),
    field("immutable", Shape::Bool),
])
// Programs that encrypt manifests add a field of theirs.
.open()
.with(&[Constraint::Holds(keys_differ)]);

pub(super) static SECRET: Section = section(&[
    field("data", map(&FILE_NAME, &TEXT)),
    field("stringData", map(&FILE_NAME, &TEXT)),
    field("type", TEXT),
    field("immutable", Shape::Bool),
])
.open();

/// A kind whose fields are not described.
pub(super) static UNDESCRIBED: Section = section(&[]).open();

/// The key of an entry, which is a file where it is mounted.
static FILE_NAME: Format = Format {
    name: "a key",
    read: |text| {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let is_path = matches!(text, "." | "..");
        let length = (1..=253).contains(&text.len());
        is(text, length && !is_path && text.chars().all(fits), "letters, digits, `-`, `_` and `.`")
    },
    pattern: None,
};

/// No key stands in both halves.
fn keys_differ(fields: &mut Fields, map: &Node) {
    let keys = |half| present(map, half).map(Node::entries).unwrap_or_default();
    let all = keys("data").iter().chain(keys("binaryData"));
    let keys: Vec<(&str, Span)> = all.map(|entry| (entry.key.as_str(), entry.key_span)).collect();
    fields.once(keys, "this key stands in `data` already");
}
