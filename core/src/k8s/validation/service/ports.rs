use super::super::super::fields::{Fields, present};
use super::{is_headless, kind};
use crate::yaml::Node;
use std::collections::BTreeMap;

/// The port of the kubelet, which no load balancer may open.
const KUBELET: i64 = 10_250;

/// Reports missing ports, missing and repeated names, and node ports where there are none.
pub(super) fn suit_the_type(fields: &mut Fields, spec: &Node) {
    let ports = present(spec, "ports").map(Node::items).unwrap_or_default();
    let Some(kind) = kind(spec) else { return };
    // What has neither selector nor ports is a patch that kustomize lays over the service.
    let is_patch = ["selector", "ports"].iter().all(|key| present(spec, key).is_none());
    if ports.is_empty() && !is_patch && kind != "ExternalName" && !is_headless(spec) {
        fields.missing(spec, "ports");
    }
    let mut names = BTreeMap::new();
    let mut node_ports = BTreeMap::new();
    for port in ports {
        match present(port, "name").filter(|name| name.text() != Some("")) {
            None if ports.len() > 1 => {
                fields.lacking(port, "the field `name` is missing: a service of several ports names each");
            }
            None => {}
            Some(node) => match names.get(&node.text()) {
                Some(&first) => fields.repeated(node.span, first, "two ports have this name"),
                None => {
                    names.insert(node.text(), node.span);
                }
            },
        }
        if let Some(node) = present(port, "nodePort").filter(|node| node.integer() != Some(0)) {
            check_node_port(fields, port, node, kind, &mut node_ports);
        }
        let number = present(port, "port");
        if let Some(number) = number.filter(|it| kind == "LoadBalancer" && it.integer() == Some(KUBELET)) {
            fields.invalid(number, "a load balancer may not open port 10250, which is the kubelet's");
        }
    }
}

fn check_node_port<'n>(
    fields: &mut Fields,
    port: &'n Node,
    node: &'n Node,
    kind: &str,
    seen: &mut BTreeMap<(&'n str, Option<i64>), crate::text::Span>,
) {
    if !matches!(kind, "NodePort" | "LoadBalancer") {
        fields.invalid(node, format!("a service of type `{kind}` has no `nodePort`"));
        return;
    }
    let protocol = present(port, "protocol").and_then(Node::text).unwrap_or("TCP");
    match seen.get(&(protocol, node.integer())) {
        Some(&first) => fields.repeated(node.span, first, "two ports have this `nodePort`"),
        None => {
            seen.insert((protocol, node.integer()), node.span);
        }
    }
}
