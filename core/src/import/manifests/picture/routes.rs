//! The way in: the outside to gateways, ingresses and published services, these to services, and services to pods.

use super::inventory::{End, Inventory, Line, Sort};
use super::items::home;
use crate::k8s::{Object, Resources, Service};
use crate::yaml::Node;
use std::collections::BTreeMap;

pub(super) fn link(inventory: &mut Inventory, placed: &[(&Object, Option<&str>)], resources: &Resources) {
    let services: BTreeMap<(&str, &str), &Service> = resources
        .services
        .iter()
        .map(|service| ((service.namespace.as_str(), service.name.as_str()), service))
        .collect();
    let is_gateway =
        |object: &Object| object.kind == "Gateway" && object.group() == "gateway.networking.k8s.io";
    let gateways: BTreeMap<(&str, &str), usize> = placed
        .iter()
        .enumerate()
        .filter(|(_, (object, _))| is_gateway(object))
        .filter_map(|(index, place)| {
            Some(((home(place), place.0.name.as_str()), *inventory.of_object.get(&index)?))
        })
        .collect();
    for (index, place) in placed.iter().enumerate() {
        let object = place.0;
        let Some(&item) = inventory.of_object.get(&index) else { continue };
        match inventory.items.get(item).map(|item| item.sort) {
            Some(Sort::Gateway) => from_outside(inventory, item),
            Some(Sort::Route) if object.group() == "gateway.networking.k8s.io" => {
                for parent in object.at(&["spec", "parentRefs"]).map(Node::items).unwrap_or_default() {
                    let text = |key: &str| parent.get(key).and_then(Node::text);
                    let there = text("namespace").unwrap_or(home(place));
                    let gateway = text("name").and_then(|name| gateways.get(&(there, name)));
                    if let Some(&gateway) =
                        gateway.filter(|_| text("kind").is_none_or(|kind| kind == "Gateway"))
                    {
                        join(inventory, gateway, item);
                    }
                }
            }
            Some(Sort::Route) => from_outside(inventory, item),
            Some(Sort::Service) if is_published(object) => from_outside(inventory, item),
            _ => {}
        }
    }
    for backend in &resources.backends {
        let service = services.get(&(backend.namespace.as_str(), backend.service.as_str()));
        let service = service.and_then(|service| inventory.of_object.get(&service.object).copied());
        if let (Some(&route), Some(service)) = (inventory.of_object.get(&backend.object), service) {
            join(inventory, route, service);
        }
    }
    to_pods(inventory, resources);
}

/// Services to what they select.
fn to_pods(inventory: &mut Inventory, resources: &Resources) {
    let mut by_namespace: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, pod) in resources.pods.iter().enumerate() {
        by_namespace.entry(&pod.namespace).or_default().push(index);
    }
    for service in &resources.services {
        let Some(&from) = inventory.of_object.get(&service.object) else { continue };
        for &index in by_namespace.get(service.namespace.as_str()).into_iter().flatten() {
            let item = inventory.of_pod.get(index).copied().flatten();
            let is_selected = resources.pods.get(index).is_some_and(|pod| service.selects(pod));
            if let Some(to) = item.filter(|_| is_selected) {
                join(inventory, from, to);
            }
        }
    }
}

fn from_outside(inventory: &mut Inventory, item: usize) {
    let outside = inventory.outside();
    join(inventory, outside, item);
}

fn join(inventory: &mut Inventory, from: usize, to: usize) {
    let (from, to) = (End::Item(from), End::Item(to));
    inventory.link(Line { from, to, label: String::new(), is_flow: false });
}

/// Whether a service can be reached from outside of the cluster by itself.
fn is_published(service: &Object) -> bool {
    let kind = service.at(&["spec", "type"]).and_then(Node::text);
    matches!(kind, Some("LoadBalancer" | "NodePort"))
}
