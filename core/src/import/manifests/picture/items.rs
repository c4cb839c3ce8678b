use super::inventory::{Inventory, Item, Sort};
use crate::import::manifests::distinct::Distinct;
use crate::k8s::{DEFAULT_NAMESPACE, Object, Resources};
use crate::mermaid::write;
use crate::model::node_id;
use crate::net::to_dns_label;
use std::collections::{BTreeMap, BTreeSet};

/// The nodes for `objects`: one for all pods of one owner, one for each service, gateway, route and release.
pub(super) fn find(
    placed: &[(&Object, Option<&str>)],
    objects: &[&Object],
    resources: &Resources,
) -> Inventory {
    let mut by_identity: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for (index, object) in objects.iter().enumerate() {
        by_identity.entry((&object.kind, namespace(object), &object.name)).or_insert(index);
    }
    // Which object each item stands for, in their order.
    let mut found: BTreeMap<usize, Found> = BTreeMap::new();
    let mut object_of_pod = Vec::with_capacity(resources.pods.len());
    for pod in &resources.pods {
        let owner = (pod.owner.kind.as_str(), pod.namespace.as_str(), pod.owner.name.as_str());
        // Pods whose owner is not there share the first of them.
        let object = *by_identity.entry(owner).or_insert(pod.object);
        object_of_pod.push(object);
        found.entry(object).or_insert_with(|| Found {
            text: pod.owner.name.clone(),
            sort: Sort::Workload,
            shape: "square",
        });
    }
    for (index, object) in objects.iter().enumerate() {
        if let Some(item) = not_a_workload(object) {
            let first = by_identity.get(&(object.kind.as_str(), namespace(object), object.name.as_str()));
            found.entry(first.copied().unwrap_or(index)).or_insert(item);
        }
    }
    let mut inventory = Inventory::default();
    inventory.namespaces = namespaces(placed, &found);
    let mut taken = Distinct::default();
    taken.reserve("outside");
    for (index, found) in found {
        let Some(place) = placed.get(index) else { continue };
        let id = unique(node_id(place.0), &mut taken);
        let namespace = inventory.namespaces.binary_search_by(|known| known.as_str().cmp(home(place)));
        inventory.of_object.insert(index, inventory.items.len());
        let Found { text, sort, shape } = found;
        inventory.items.push(Item { id, text, shape, namespace: namespace.ok(), sort });
    }
    inventory.of_pod = object_of_pod.iter().map(|object| inventory.of_object.get(object).copied()).collect();
    // A route may name an object by its second text.
    for (index, object) in objects.iter().enumerate() {
        let first = by_identity.get(&(object.kind.as_str(), namespace(object), object.name.as_str()));
        if let Some(&item) = first.and_then(|first| inventory.of_object.get(first)) {
            inventory.of_object.insert(index, item);
        }
    }
    inventory
}

struct Found {
    text: String,
    sort: Sort,
    shape: &'static str,
}

/// The namespace that an object is in: the one that it says, else `default`.
pub(super) fn namespace(object: &Object) -> &str {
    object.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE)
}

/// The namespace that an object is drawn in: the one that it says, else the one that it is applied to.
pub(super) fn home<'a>((object, applied): &(&'a Object, Option<&'a str>)) -> &'a str {
    object.namespace.as_deref().or(*applied).unwrap_or(DEFAULT_NAMESPACE)
}

/// What `object` is drawn as, if it is and makes no pods.
fn not_a_workload(object: &Object) -> Option<Found> {
    let (sort, shape) = match (object.group(), object.kind.as_str()) {
        ("", "Service") => (Sort::Service, "stadium"),
        ("networking.k8s.io" | "extensions", "Ingress") => (Sort::Route, "hexagon"),
        ("gateway.networking.k8s.io", "Gateway") => (Sort::Gateway, "hexagon"),
        ("gateway.networking.k8s.io", kind) if kind.ends_with("Route") => (Sort::Route, "hexagon"),
        ("route.openshift.io", "Route") => (Sort::Route, "hexagon"),
        ("helm.toolkit.fluxcd.io", "HelmRelease") | ("argoproj.io", "Application" | "ApplicationSet") => {
            (Sort::Release, "subroutine")
        }
        _ => return None,
    };
    let mut text = object.name.clone();
    for line in hosts(object) {
        text.push('\n');
        text.push_str(&line);
    }
    Some(Found { text, sort, shape })
}

/// The first host names of a route, and how many more there are.
fn hosts(object: &Object) -> Vec<String> {
    const SHOWN: usize = 2;
    let spec = object.at(&["spec"]);
    let named = |key: &str| spec.and_then(|spec| spec.get(key)).map(|node| node.items()).unwrap_or_default();
    let rules = named("rules").iter().filter_map(|rule| rule.get("host"));
    let mut hosts: Vec<&str> =
        named("hostnames").iter().chain(rules).filter_map(|node| node.text()).collect();
    let mut seen = BTreeSet::new();
    hosts.retain(|host| !host.is_empty() && seen.insert(*host));
    let more = hosts.len().saturating_sub(SHOWN);
    let mut lines: Vec<String> = hosts.into_iter().take(SHOWN).map(str::to_owned).collect();
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines
}

/// The namespaces that something drawn is in, and those that objects declare.
fn namespaces(placed: &[(&Object, Option<&str>)], found: &BTreeMap<usize, Found>) -> Vec<String> {
    let is_namespace = |object: &&Object| object.kind == "Namespace" && object.group().is_empty();
    let declared = placed.iter().map(|(object, _)| *object).filter(is_namespace);
    let declared = declared.map(|object| object.name.clone());
    // What kustomize or Helm fill in later is no name.
    let declared = declared.filter(|name| to_dns_label(name).as_ref() == Some(name));
    let used = found.keys().filter_map(|&index| placed.get(index)).map(|place| home(place).to_owned());
    let all: BTreeSet<String> = declared.chain(used).filter(|name| !name.is_empty()).collect();
    all.into_iter().collect()
}

/// `id`, or what makes it an id that no other node has.
pub(super) fn unique(id: String, taken: &mut Distinct) -> String {
    let base = if write::is_id(&id) { id } else { write::fresh_id(&id, |_| false) };
    taken.take(base, |base, number| format!("{base}_{number}"))
}
