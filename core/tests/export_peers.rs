//! Which peers and ports exported policies name.

use netplat_core::document::Document;
use netplat_core::export::{Manifests, manifests};
use netplat_core::mermaid::{self, Flowchart};
use netplat_core::model;
use serde_json::Value;
use std::sync::Arc;

fn exported(text: &str) -> Manifests {
    let document = Document::read(text);
    let spans = document.flowcharts().map(|block| document.chart_span(block));
    let charts: Vec<Arc<Flowchart>> =
        spans.map(|span| Arc::new(mermaid::read(span.slice(text), span.start as usize))).collect();
    manifests(&model::build(text, &document, &charts).0)
}

/// The specs of the objects of one kind, as `namespace/name` and compact JSON.
fn specs(text: &str, kind: &str) -> Vec<(String, Value)> {
    let objects = exported(text).objects.into_iter().filter(|object| object.kind == kind);
    objects
        .map(|object| {
            let name = format!("{}/{}", object.namespace.clone().unwrap_or_default(), object.name);
            (name, object.to_value()["spec"].clone())
        })
        .collect()
}

fn spec(text: &str, kind: &str, name: &str) -> Value {
    let all = specs(text, kind);
    let names: Vec<_> = all.iter().map(|(name, _)| name.clone()).collect();
    all.into_iter().find(|(found, _)| found == name).unwrap_or_else(|| panic!("{name} not in {names:?}")).1
}

#[test]
fn a_policy_names_the_pods_own_port() {
    let text = "---\nnetplat:\n  nodes:\n    web: { kind: Deployment, namespace: shop, ports: [http 8080/TCP] }\n---\n\
                flowchart LR\n  internet((Internet)) -->|HTTPS 443| web\n";
    let ingress = spec(text, "NetworkPolicy", "shop/internet-to-web-ingress");
    assert_eq!(ingress["ingress"][0]["ports"][0]["port"], 8080);
}

#[test]
fn the_outside_is_every_address_only_where_it_is_drawn_at_the_pods() {
    let direct = "flowchart LR\n  internet((Internet)) -->|TCP 443| web\n  subgraph shop [Namespace shop]\n    web[Web app]\n  end\n";
    let peers = &spec(direct, "NetworkPolicy", "shop/internet-to-web-ingress")["ingress"][0]["from"];
    assert_eq!(peers[0]["ipBlock"]["cidr"], "0.0.0.0/0");
    assert_eq!(peers[1]["ipBlock"]["cidr"], "::/0");

    let through = "---\nnetplat:\n  nodes:\n    route: { kind: Ingress, namespace: shop }\n---\nflowchart LR\n  \
                   internet((Internet)) --> route -->|TCP 443| web\n  subgraph shop [Namespace shop]\n    web[Web app]\n  end\n";
    assert!(!specs(through, "NetworkPolicy").iter().any(|(name, _)| name.contains("internet")));
    let problems = exported(through).problems;
    assert!(
        problems.iter().any(|problem| problem.message.starts_with("the pods that serve route")),
        "{problems:?}"
    );
}

#[test]
fn a_gateway_in_a_namespace_is_the_pods_that_run_for_it() {
    let text = "---\nnetplat:\n  nodes:\n    gate: { kind: Gateway, class: envoy, namespace: infra }\n    \
                web: { kind: Deployment, namespace: shop, ports: [8080/TCP] }\n---\nflowchart LR\n  gate --> web\n";
    let from = &spec(text, "NetworkPolicy", "shop/gate-to-web-ingress")["ingress"][0]["from"][0];
    assert_eq!(from["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], "infra");
    assert_eq!(from["podSelector"]["matchExpressions"][0]["key"], "gateway.networking.k8s.io/gateway-name");
}
