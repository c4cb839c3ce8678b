//! ReferenceGrant and BackendTLSPolicy of the Gateway API. Source: the markers and expressions of their types.

use super::super::fields::{Fields, present};
use super::formats::{GROUP, KIND, LABEL, PRECISE_HOST};
use super::gateway::{HOSTNAME, NAME, OPTIONS, SECTION_NAME};
use super::route::{LOCAL_OBJECT, references_differ};
use super::shape::{Constraint, Section, Shape, field, list, required, section, text};
use crate::yaml::{Format, Node};

pub(super) static REFERENCE_GRANT: Section = section(&[required("spec", Shape::Section(&GRANT_SPEC))]);

static GRANT_SPEC: Section = section(&[
    required("from", list(&Shape::Section(&FROM)).at_least(1).at_most(16)),
    required("to", list(&Shape::Section(&TO)).at_least(1).at_most(16)),
]);

static FROM: Section = section(&[
    required("group", text(&GROUP)),
    required("kind", text(&KIND).at_least(1)),
    required("namespace", text(&LABEL).at_least(1)),
]);

static TO: Section = section(&[
    required("group", text(&GROUP)),
    required("kind", text(&KIND).at_least(1)),
    field("name", NAME),
]);

pub(super) static BACKEND_TLS_POLICY: Section = section(&[required("spec", Shape::Section(&TLS_SPEC))]);

static TLS_SPEC: Section = section(&[
    required("targetRefs", list(&Shape::Section(&TARGET)).at_least(1).at_most(16)),
    required("validation", Shape::Section(&VALIDATION)),
    field("options", OPTIONS),
])
.with(&[Constraint::Holds(targets_differ)]);

static TARGET: Section = section(&[
    required("group", text(&GROUP)),
    required("kind", text(&KIND).at_least(1)),
    required("name", NAME),
    field("sectionName", SECTION_NAME),
]);

static VALIDATION: Section = section(&[
    field("caCertificateRefs", list(&Shape::Section(&LOCAL_OBJECT)).at_most(8)),
    field("wellKnownCACertificates", Shape::Choice(&["System"])).or_empty(),
    required("hostname", text(&PRECISE_HOST).at_least(1)),
    field("subjectAltNames", list(&Shape::Section(&SUBJECT_NAME)).at_most(5)),
])
.with(&[Constraint::Holds(authority_is_one_thing)]);

static SUBJECT_NAME: Section = section(&[
    required("type", Shape::Choice(&["Hostname", "URI"])),
    field("hostname", text(&HOSTNAME).at_least(1)),
    field("uri", text(&URI).at_least(1).at_most(253)),
])
.with(&[Constraint::Union("type", &[("Hostname", "hostname"), ("URI", "uri")])]);

static URI: Format = Format {
    name: "an absolute URI",
    read: |text| {
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        let fits = !scheme.is_empty() && !scheme.contains(['/', '?', '#', ':']);
        super::formats::is(text, fits, "a scheme, `://`, and more")
    },
    pattern: None,
};

/// Certificates of authorities are named here, or those of the system are taken.
fn authority_is_one_thing(fields: &mut Fields, node: &Node) {
    let listed = present(node, "caCertificateRefs").filter(|refs| !refs.items().is_empty());
    let known = present(node, "wellKnownCACertificates").filter(|known| known.text() != Some(""));
    match (listed, known) {
        (Some(_), Some(known)) => {
            let message = "`caCertificateRefs` and `wellKnownCACertificates` exclude each other";
            fields.invalid(known, message);
        }
        (None, None) => {
            fields.lacking(node, "one of `caCertificateRefs` or `wellKnownCACertificates` is needed here")
        }
        _ => {}
    }
}

fn targets_differ(fields: &mut Fields, spec: &Node) {
    references_differ(fields, present(spec, "targetRefs").map(Node::items).unwrap_or_default());
}
