//! `metadata`, which every object has. Source: `ValidateObjectMeta` of apimachinery.

use super::super::fields::{Fields, present};
use super::check::{check_format, check_section};
use super::formats::{ANNOTATION_KEY, LABEL, LABEL_KEY, LABEL_VALUE};
use super::shape::{COUNT, Section, Shape, TEXT, field, list, map, required, section, text};
use crate::diagnostic::Severity;
use crate::yaml::{Format, Node};

/// Labels, each with a text.
pub(super) static LABELS: Shape = map(&LABEL_KEY, &text(&LABEL_VALUE));

/// Annotations, each with a text.
pub(super) static ANNOTATIONS: Shape = map(&ANNOTATION_KEY, &TEXT);

static METADATA: Section = section(&[
    field("annotations", ANNOTATIONS),
    field("creationTimestamp", Shape::Any),
    field("deletionGracePeriodSeconds", COUNT),
    field("deletionTimestamp", Shape::Any),
    field("finalizers", list(&TEXT)),
    field("generateName", TEXT),
    field("generation", Shape::Any),
    field("labels", LABELS),
    field("managedFields", Shape::Any),
    field("name", TEXT),
    field("namespace", text(&LABEL)).or_empty(),
    field("ownerReferences", list(&Shape::Section(&OWNER))),
    field("resourceVersion", Shape::Any),
    field("selfLink", TEXT),
    field("uid", TEXT),
]);

static OWNER: Section = section(&[
    required("apiVersion", TEXT),
    required("kind", TEXT),
    required("name", TEXT),
    required("uid", TEXT),
    field("controller", Shape::Bool),
    field("blockOwnerDeletion", Shape::Bool),
]);

/// `metadata` of a template, whose name does not matter.
pub(super) static TEMPLATE_METADATA: Section =
    section(&[field("annotations", ANNOTATIONS), field("labels", LABELS)]).open();

/// What is checked of `metadata` where a kind is not known: it may be another program's.
pub(super) static FOREIGN_METADATA: Section =
    section(&[field("labels", map(&LABEL_KEY, &Shape::Any))]).open();

/// Where objects of a kind live.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scope {
    /// In a namespace.
    Namespaced,
    /// In the whole cluster.
    Cluster,
}

/// Reports what is wrong with `metadata` of an object whose name is of this format.
pub(super) fn check_metadata(fields: &mut Fields, tree: &Node, name: &Format, scope: Scope) {
    let Some(metadata) = present(tree, "metadata") else { return fields.missing(tree, "metadata") };
    check_section(fields, metadata, &METADATA, &[]);
    if metadata.mapping().is_none() {
        return;
    }
    match present(metadata, "name").filter(|name| name.text() != Some("")) {
        // One of another type is reported already; what it means is clear.
        Some(node) => {
            if let Some(text) = node.text() {
                check_format(fields, node, text, name);
            }
        }
        None if present(metadata, "generateName").is_none() => fields.missing(metadata, "name"),
        None => {}
    }
    let namespace = present(metadata, "namespace").filter(|node| node.text() != Some(""));
    if let Some(namespace) = namespace.filter(|_| scope == Scope::Cluster) {
        let message = "objects of this kind live in no namespace";
        fields.remark(namespace, message, Severity::Warning);
    }
}
