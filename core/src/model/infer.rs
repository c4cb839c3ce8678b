//! What a node is, guessed: first from itself (text, id, outline, classes), then from the group around it, then from its
//! neighbours. Each guess says why. The neighbours' kinds are those of the first two steps, so that no guess rests on
//! one of its own kind and the order of the text does not matter.

use super::known::{Evidence, Known};
use super::reading::Readings;
use crate::catalog::{Recognised, Strength, System, ThingKind, recognise};
use crate::mermaid::Node;
use crate::text::Span;

/// A guess about a node.
#[derive(Clone, Debug)]
pub(super) struct Guess {
    pub kind: Known<ThingKind>,
    /// The system that its text or id names.
    pub system: Option<&'static System>,
}

/// What `node` is, by itself.
pub(super) fn from_itself(node: &Node, readings: &mut Readings) -> Guess {
    let text_span = node.label.span.unwrap_or(node.definition);
    let by_text = readings.label(&node.label.text).named().map(|found| (found, "its text", text_span));
    let by_id = (node.label.text != node.id).then(|| readings.name(&node.id)).flatten();
    let by_id =
        by_id.map(|found| (found, "its id", node.mentions.first().copied().unwrap_or(node.definition)));
    let system = [by_text, by_id].into_iter().flatten().find_map(|(found, _, _)| found.system);

    let strong = by_text.or(by_id).filter(|(found, _, _)| found.strength == Strength::Strong);
    let outline =
        || from_outline(&node.shape.0).map(|(kind, clue)| guess(kind, clue.to_owned(), node.definition));
    let named = |(found, whose, span): (Recognised, &str, Span)| guess(found.kind, found.clue(whose), span);
    let kind = strong
        .map(named)
        .or_else(outline)
        .or_else(|| by_text.or(by_id).map(named))
        .or_else(|| from_classes(node, readings))
        .unwrap_or_else(|| guess(ThingKind::Other, "nothing says what it is".to_owned(), node.definition));
    Guess { kind, system }
}

pub(super) fn guess(kind: ThingKind, clue: String, span: Span) -> Known<ThingKind> {
    Known { value: kind, evidence: Evidence::Inferred { clue, span } }
}

/// What mermaid's outlines stand for. Only those that people choose for their meaning.
fn from_outline(shape: &str) -> Option<(ThingKind, &'static str)> {
    match shape {
        "cylinder" | "cyl" | "db" | "database" | "lin-cyl" | "lined-cylinder" | "datastore"
        | "data-store" => Some((ThingKind::Database, "drawn as a cylinder")),
        "h-cyl" | "das" | "horizontal-cylinder" => Some((ThingKind::Queue, "drawn as a lying cylinder")),
        "disk" => Some((ThingKind::Storage, "drawn as a disk")),
        "bow-rect" | "stored-data" | "bow-tie-rectangle" => {
            Some((ThingKind::Storage, "drawn as stored data"))
        }
        _ => None,
    }
}

fn from_classes(node: &Node, readings: &mut Readings) -> Option<Known<ThingKind>> {
    node.classes.iter().find_map(|class| {
        let clue = format!("its class is `{class}`");
        if matches!(class.to_ascii_lowercase().as_str(), "external" | "ext" | "thirdparty" | "third-party") {
            return Some(guess(ThingKind::External, clue, node.definition));
        }
        readings.name(class).map(|found| guess(found.kind, clue, node.definition))
    })
}

/// What a thing that nothing else is said about is in a group with this title: "Network Policies" holds policies.
pub(super) fn from_group_title(title: &str) -> Option<ThingKind> {
    let found = recognise(title)?;
    let collects = found.system.is_none()
        && matches!(
            found.kind,
            ThingKind::Policy
                | ThingKind::Database
                | ThingKind::Cache
                | ThingKind::Queue
                | ThingKind::Storage
                | ThingKind::Observability
                | ThingKind::Deployment
                | ThingKind::Service
        );
    // A box of services holds what runs; a Service each is what manifests make of it.
    let kind = if found.kind == ThingKind::Service { ThingKind::Deployment } else { found.kind };
    collects.then_some(kind)
}

/// What a link says about an end of which nothing else is known.
pub(super) fn from_neighbour(from: ThingKind, to: ThingKind, unknown_is_to: bool) -> Option<&'static str> {
    match (unknown_is_to, from, to) {
        (true, ThingKind::IngressController, _) => Some("linked from the ingress controller"),
        (true, ThingKind::Ingress, _) => Some("linked from the Ingress"),
        (true, ThingKind::Gateway, _) => Some("linked from the Gateway"),
        (true, ThingKind::HttpRoute, _) => Some("linked from the HTTPRoute"),
        (true, ThingKind::Service, _) => Some("linked from the Service"),
        (false, _, ThingKind::Database) => Some("it talks to the database"),
        (false, _, ThingKind::Cache) => Some("it talks to the cache"),
        (false, _, ThingKind::Queue) => Some("it talks to the queue"),
        _ => None,
    }
}
