//! Which Kubernetes object a node stands for, and which Namespace a group.
//!
//! The strongest sign is the id that an imported design gives the node ([`node_id`]), then the object's name as the id or
//! a line of the text: "web", "Web", "shop/web", "Service web". The namespace must agree where the node's is known, and
//! the kind where the author says one. Where two objects fit equally well, none is taken. It knows nothing of what facts
//! declare, and looks at each name once.

use super::object_kind::{self, fits, is_unsure};
use crate::catalog::ThingKind;
use crate::k8s::Object;
use crate::net::to_dns_label;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;

/// The id of the node that stands for `object`, and for no other: kind, namespace and name, in characters that mermaid
/// reads as one id.
///
/// ```
/// use netplat_core::{k8s, model::node_id};
/// let read = k8s::read_manifest("apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web-1, namespace: shop }\n");
/// assert_eq!(node_id(&read.objects[0]), "deployment_shop_web-1");
/// ```
pub fn node_id(object: &Object) -> String {
    let mut id = String::new();
    push_escaped(&mut id, &object.kind.to_ascii_lowercase());
    if !object_kind::is_usual_group(object) {
        id.push('.');
        push_escaped(&mut id, object.group().split('.').next().unwrap_or_default());
    }
    for part in object.namespace.as_deref().into_iter().chain([object.name.as_str()]) {
        id.push('_');
        push_escaped(&mut id, part);
    }
    id
}

/// Adds `part`; what an id cannot have, or what would end it, as its number between underscores. Names of Kubernetes
/// have no underscore of their own, so that two different objects do not get one id.
fn push_escaped(id: &mut String, part: &str) {
    let mut characters = part.chars().peekable();
    while let Some(character) = characters.next() {
        // A dash before a dash, a dot or the end is the start of an arrow.
        let is_inner_dash =
            character == '-' && characters.peek().is_some_and(|next| next.is_ascii_alphanumeric());
        if character.is_ascii_alphanumeric() || character == '.' || is_inner_dash {
            id.push(character);
        } else {
            let _ = write!(id, "_{:x}_", u32::from(character));
        }
    }
}

/// What is known of a node before its object is.
pub(super) struct Sought<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its text, line by line.
    pub lines: &'a str,
    /// What it is taken for, and whether the author says so.
    pub kind: (ThingKind, bool),
    /// The namespace that it lives in, where that is known.
    pub namespace: Option<&'a str>,
}

/// The objects of a document, by their names.
pub(super) struct Matching<'a> {
    objects: &'a [Object],
    by_id: HashMap<String, usize>,
    by_name: HashMap<&'a str, Vec<usize>>,
    /// The namespaces that objects are in.
    namespaces: BTreeSet<&'a str>,
}

impl<'a> Matching<'a> {
    /// Indexes `objects`. Of an object that stands twice, the last one counts, as it does for the cluster.
    pub fn new(objects: &'a [Object]) -> Self {
        let by_id: HashMap<String, usize> =
            objects.iter().enumerate().map(|(index, object)| (node_id(object), index)).collect();
        let mut counting: Vec<usize> = by_id.values().copied().collect();
        counting.sort_unstable();
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for index in counting {
            if let Some(object) = objects.get(index).filter(|object| !object.name.is_empty()) {
                by_name.entry(&object.name).or_default().push(index);
            }
        }
        let namespaces = objects.iter().filter_map(|object| object.namespace.as_deref()).collect();
        Self { objects, by_id, by_name, namespaces }
    }

    /// The object that a fact names, for a node that lives in `namespace`.
    pub fn named(&self, kind: &str, name: &str, namespace: Option<&str>) -> Option<usize> {
        let of_kind = |index: &usize| self.objects.get(*index).is_some_and(|object| object.kind == kind);
        let all: Vec<usize> = self.by_name.get(name).into_iter().flatten().copied().filter(of_kind).collect();
        let of = |index: &usize| self.objects.get(*index).and_then(|object| object.namespace.as_deref());
        let only = |is_meant: &dyn Fn(Option<&str>) -> bool| {
            let mut fitting = all.iter().copied().filter(|index| is_meant(of(index)));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        match namespace {
            None => only(&|_| true),
            // What is written without a namespace goes where it is applied to.
            Some(_) => only(&|of| of == namespace).or_else(|| only(&|of| of.is_none())),
        }
    }

    /// The object that a node stands for, with the clue.
    pub fn of_node(&self, sought: &Sought<'_>) -> Option<(usize, String)> {
        if let Some(&index) = self.by_id.get(sought.id) {
            return Some((index, "its id names the object".to_owned()));
        }
        let by_id =
            self.called(sought.id, sought).map(|index| (index, "its id is the object's name".to_owned()));
        by_id.or_else(|| {
            let lines = sought.lines.lines();
            let found =
                |line: &str| Some((self.called(line, sought)?, format!("its text says “{}”", line.trim())));
            lines.into_iter().find_map(found)
        })
    }

    /// The Namespace that a group with this id and name stands for: the object, where there is one.
    pub fn of_group(&self, id: &str, name: &str) -> Option<Option<usize>> {
        let is_namespace = |index: &usize| self.objects.get(*index).is_some_and(is_namespace);
        let by_id = self.by_id.get(id).copied().filter(is_namespace);
        let declared = || self.by_name.get(name)?.iter().copied().find(is_namespace);
        match by_id.or_else(declared) {
            Some(index) => Some(Some(index)),
            None => self.namespaces.contains(name).then_some(None),
        }
    }

    /// The one object that `text` calls by its name.
    fn called(&self, text: &str, sought: &Sought<'_>) -> Option<usize> {
        Called::readings(text.trim()).into_iter().find_map(|called| self.best(&called, sought))
    }

    /// The object that fits best; none where two fit equally well.
    fn best(&self, called: &Called<'_>, sought: &Sought<'_>) -> Option<usize> {
        let namespace = called.namespace.or(sought.namespace);
        let label = to_dns_label(called.name);
        let names = [Some(called.name), label.as_deref().filter(|label| *label != called.name)];
        let candidates = names.into_iter().flatten().find_map(|name| self.by_name.get(name))?;
        let mut ranked: Vec<_> = candidates
            .iter()
            .filter_map(|&index| {
                Some((rank(self.objects.get(index)?, called.kind, sought.kind, namespace)?, index))
            })
            .collect();
        ranked.sort_unstable();
        match ranked.as_slice() {
            [(best, _), (next, _), ..] if best == next => None,
            [(_, index), ..] => Some(*index),
            [] => None,
        }
    }
}

fn is_namespace(object: &Object) -> bool {
    object.kind == "Namespace" && object.group().is_empty()
}

/// How well `object` fits, the best first; nothing where it cannot be meant.
fn rank(
    object: &Object,
    said: Option<ThingKind>,
    (guess, is_declared): (ThingKind, bool),
    namespace: Option<&str>,
) -> Option<(bool, u8, bool)> {
    let kind = object_kind::of(object)?;
    if said.is_some_and(|said| said != kind) {
        return None;
    }
    let fits = said.is_some() || fits(guess, is_declared, kind);
    if !fits && (is_declared || !is_unsure(guess, kind)) {
        return None;
    }
    let own = object.namespace.as_deref();
    if namespace.is_some_and(|namespace| own.is_some_and(|own| own != namespace)) {
        return None;
    }
    let order = match kind {
        kind if kind.is_workload() => 0,
        ThingKind::Service => 1,
        _ => 2,
    };
    Some((!fits, order, namespace.is_some() && own.is_none()))
}

/// A name as a text gives it.
struct Called<'a> {
    kind: Option<ThingKind>,
    namespace: Option<&'a str>,
    name: &'a str,
}

impl<'a> Called<'a> {
    /// What `text` can mean, the likeliest first: all of it a name, or a kind or namespace and a name.
    fn readings(text: &'a str) -> Vec<Self> {
        let mut readings = vec![Self { kind: None, namespace: None, name: text }];
        let of_kind =
            |word: &str, name| Some(Self { kind: Some(object_kind::by_word(word)?), namespace: None, name });
        if let Some((front, name)) = text.split_once('/') {
            readings.push(of_kind(front, name).unwrap_or(Self { kind: None, namespace: Some(front), name }));
        }
        let mut words = text.split_whitespace();
        if let (Some(first), Some(second), None) = (words.next(), words.next(), words.next()) {
            let named = of_kind(first, second).or_else(|| of_kind(second, first));
            readings.extend(named.map(|named| match named.name.split_once('/') {
                Some((namespace, name)) => Self { namespace: Some(namespace), name, ..named },
                None => named,
            }));
        }
        readings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s::read_manifest;

    #[test]
    fn ids_of_different_objects_differ_and_are_ids() {
        let objects = [
            ("v1", "Service", Some("shop"), "web"),
            ("serving.knative.dev/v1", "Service", Some("shop"), "web"),
            ("v1", "Service", Some("shop-a"), "b"),
            ("v1", "Service", Some("shop"), "a-b"),
            ("v1", "Service", Some("a"), "b--c"),
            ("v1", "Service", Some("a"), "b-.c"),
            ("rbac.authorization.k8s.io/v1", "ClusterRole", None, "system:nodes"),
            ("rbac.authorization.k8s.io/v1", "ClusterRole", None, "system_nodes"),
            ("v1", "Namespace", None, "end"),
        ];
        let mut ids = Vec::new();
        for (api_version, kind, namespace, name) in objects {
            let namespace = namespace.map(|it| format!(", namespace: {it}")).unwrap_or_default();
            let text = format!(
                "apiVersion: {api_version}\nkind: {kind}\nmetadata: {{ name: \"{name}\"{namespace} }}\n"
            );
            ids.extend(read_manifest(&text).objects.iter().map(node_id));
        }
        for id in &ids {
            let chart = crate::mermaid::read(&format!("flowchart LR\n  {id}[x] --> y\n"), 0);
            assert_eq!(chart.graph.nodes.first().map(|node| node.id.as_str()), Some(id.as_str()));
        }
        let all = ids.len();
        assert_eq!(all, objects.len());
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all, "{ids:?}");
    }
}
