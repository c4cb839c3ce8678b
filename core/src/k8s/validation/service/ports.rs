use super::super::super::fields::{Fields, present};
use super::{is_headless, kind};
use crate::yaml::Node;

/// The port of the kubelet, which no load balancer may open.
const KUBELET: i64 = 10_250;

/// Reports missing ports, missing and repeated names, and node ports where there are none.
pub(super) fn suit_the_type(fields: &mut Fields, spec: &Node) {
    let ports = present(spec, "ports").map(Node::items).unwrap_or_default();
    let Some(kind) = kind(spec) else { return };
    // What has neither selector nor ports is a patch that kustomize lays over the service.
    let is_patch = ["selector", "ports"].iter().all(|key| present(spec, key).is_none());
    let is_list = present(spec, "ports").is_none_or(|ports| ports.sequence().is_some());
    if ports.is_empty() && is_list && !is_patch && kind != "ExternalName" && !is_headless(spec) {
        fields.missing(spec, "ports");
    }
    let name = |port| present(port, "name").filter(|name| name.text() != Some(""));
    for port in ports.iter().filter(|port| ports.len() > 1 && name(port).is_none()) {
        fields.lacking(port, "the field `name` is missing: a service of several ports names each");
    }
    let names = ports.iter().filter_map(name);
    fields.once(names.filter_map(|name| Some((name.text()?, name.span))), "two ports have this name");
    check_node_ports(fields, ports, kind);
    let kubelet =
        |port| present(port, "port").filter(|it| kind == "LoadBalancer" && it.integer() == Some(KUBELET));
    for port in ports.iter().filter_map(kubelet) {
        fields.invalid(port, "a load balancer may not open port 10250, which is the kubelet's");
    }
}

fn check_node_ports(fields: &mut Fields, ports: &[Node], kind: &str) {
    let node_port = |port| present(port, "nodePort").filter(|node| node.integer() != Some(0));
    if !matches!(kind, "NodePort" | "LoadBalancer") {
        for node in ports.iter().filter_map(node_port) {
            fields.invalid(node, format!("a service of type `{kind}` has no `nodePort`"));
        }
        return;
    }
    let key = |port| {
        let node = node_port(port)?;
        let protocol = present(port, "protocol").and_then(Node::text).unwrap_or("TCP");
        Some(((protocol, node.integer()?), node.span))
    };
    fields.once(ports.iter().filter_map(key), "two ports have this `nodePort`");
}
