//! From documents to Kubernetes objects, as a reviewer would read them.

#![allow(clippy::unwrap_used)]

use netplat_core::export::{Manifests, Object, folder, manifests, to_yaml};
use netplat_core::session::Session;
use serde_json::{Value, json};

const SHOP: &str = "---
netplat:
  version: 1
  nodes:
    edge: { kind: ingress-controller, namespace: ingress, class: public, ports: [443/TCP] }
    web: { kind: Deployment, labels: { app: web }, ports: [http 8080/TCP] }
    db: { kind: StatefulSet, namespace: data }
  links:
    edge --> web: { hosts: [shop.example.com], tls: letsencrypt }
---
flowchart LR
  internet((Internet)) --> edge[Traefik]
  edge --> web
  subgraph shop [Namespace shop]
    web[Web shop]
  end
  web -->|TCP 5432| db[(Orders)]
";

fn export(text: &str) -> Manifests {
    manifests(&Session::new(text).snapshot().model)
}

fn find<'a>(manifests: &'a Manifests, kind: &str, namespace: &str, name: &str) -> Option<&'a Object> {
    let mut objects = manifests.objects.iter();
    objects.find(|object| {
        object.kind == kind && object.name == name && object.namespace.as_deref() == Some(namespace)
    })
}

fn spec(manifests: &Manifests, kind: &str, namespace: &str, name: &str) -> Value {
    let object = find(manifests, kind, namespace, name);
    let names: Vec<_> =
        manifests.objects.iter().map(|object| (object.kind, &object.namespace, &object.name)).collect();
    object.unwrap_or_else(|| panic!("no {kind} {namespace}/{name} among {names:?}")).to_value()["spec"]
        .clone()
}

#[test]
fn every_namespace_denies_by_default() {
    let manifests = export(SHOP);
    for namespace in ["shop", "data", "ingress"] {
        let expected = json!({ "podSelector": {}, "policyTypes": ["Ingress", "Egress"] });
        assert_eq!(spec(&manifests, "NetworkPolicy", namespace, "default-deny"), expected);
    }
}

#[test]
fn a_flow_between_namespaces_is_allowed_at_both_ends() {
    let manifests = export(SHOP);
    let out = spec(&manifests, "NetworkPolicy", "shop", "web-to-db-egress");
    assert_eq!(
        out["egress"],
        json!([{
            "to": [{
                "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "data" } },
                "podSelector": { "matchLabels": { "app": "db" } },
            }],
            "ports": [{ "protocol": "TCP", "port": 5432 }],
        }])
    );
    let inward = spec(&manifests, "NetworkPolicy", "data", "web-to-db-ingress");
    assert_eq!(inward["podSelector"], json!({ "matchLabels": { "app": "db" } }));
    assert_eq!(inward["ingress"][0]["ports"], json!([{ "protocol": "TCP", "port": 5432 }]));
}

#[test]
fn who_opens_connections_may_look_up_names() {
    let dns = spec(&export(SHOP), "NetworkPolicy", "shop", "allow-dns");
    let ports = json!([{ "protocol": "UDP", "port": 53 }, { "protocol": "TCP", "port": 53 }]);
    assert_eq!(dns["egress"][0]["ports"], ports);
    assert!(
        find(&export(SHOP), "NetworkPolicy", "data", "allow-dns").is_none(),
        "nothing in data opens connections"
    );
}

#[test]
fn the_outside_reaches_the_controller_and_nothing_else() {
    let manifests = export(SHOP);
    let from = spec(&manifests, "NetworkPolicy", "ingress", "internet-to-edge-ingress")["ingress"][0]["from"]
        .clone();
    assert_eq!(from, json!([{ "ipBlock": { "cidr": "0.0.0.0/0" } }, { "ipBlock": { "cidr": "::/0" } }]));
    let open = manifests.objects.iter().filter(|object| object.to_value().to_string().contains("0.0.0.0/0"));
    assert_eq!(open.count(), 1);
}

#[test]
fn a_route_becomes_an_ingress_with_its_certificate_and_with_gateway_api_a_gateway() {
    let manifests = export(SHOP);
    let ingress = find(&manifests, "Ingress", "shop", "edge-web").unwrap();
    assert_eq!(ingress.annotations["cert-manager.io/cluster-issuer"], "letsencrypt");
    let rules = &ingress.to_value()["spec"];
    assert_eq!(rules["ingressClassName"], "public");
    assert_eq!(rules["tls"], json!([{ "hosts": ["shop.example.com"], "secretName": "edge-web-tls" }]));

    let gateways = SHOP.replace("  version: 1\n", "  version: 1\n  cluster: { routes: gateway-api }\n");
    let manifests = export(&gateways);
    let gateway = spec(&manifests, "Gateway", "ingress", "edge-letsencrypt");
    assert_eq!(gateway["listeners"][0]["hostname"], "shop.example.com");
    assert_eq!(gateway["listeners"][0]["port"], 443);
    let route = spec(&manifests, "HTTPRoute", "shop", "edge-web");
    assert_eq!(route["parentRefs"], json!([{ "name": "edge-letsencrypt", "namespace": "ingress" }]));
    assert_eq!(route["rules"][0]["backendRefs"], json!([{ "name": "web", "port": 8080 }]));
}

#[test]
fn each_object_says_which_link_it_came_from() {
    for object in export(SHOP).objects {
        assert!(!object.from.is_empty(), "{} {}", object.kind, object.name);
    }
}

#[test]
fn a_service_that_is_drawn_is_written_and_flows_pass_through_it() {
    let manifests = export(
        "---
netplat:
  nodes:
    api: { kind: Deployment, labels: { app: api }, ports: [9000/TCP] }
    svc: { kind: Service, ports: [80/TCP] }
    web: { kind: Deployment }
---
flowchart LR
  subgraph shop [Namespace shop]
    web --> svc --> api
  end
",
    );
    let ports = json!([{ "protocol": "TCP", "port": 80, "targetPort": 9000 }]);
    assert_eq!(spec(&manifests, "Service", "shop", "svc")["ports"], ports);
    assert!(find(&manifests, "Service", "shop", "api").is_none(), "api is reached through svc only");
    // Policies see the pods' port, never the Service's.
    let policy = spec(&manifests, "NetworkPolicy", "shop", "web-to-api-ingress");
    assert_eq!(policy["ingress"][0]["ports"], json!([{ "protocol": "TCP", "port": 9000 }]));
}

#[test]
fn a_range_of_ports_is_one_rule_and_no_service_port() {
    let manifests = export(
        "---
netplat:
  nodes:
    a: { kind: Deployment }
    b: { kind: Deployment }
---
flowchart LR
  subgraph shop [Namespace shop]
    a -->|5432-5440/udp| b
  end
",
    );
    let policy = spec(&manifests, "NetworkPolicy", "shop", "a-to-b-ingress");
    let ports = json!([{ "protocol": "UDP", "port": 5432, "endPort": 5440 }]);
    assert_eq!(policy["ingress"][0]["ports"], ports);
    assert!(find(&manifests, "Service", "shop", "b").is_none());
    assert!(
        manifests.problems.iter().any(|problem| problem.message.contains("no Service")),
        "and it is said"
    );
}

#[test]
fn what_lies_in_no_namespace_is_said_and_not_invented() {
    let manifests = export(
        "---\nnetplat: { nodes: { a: { kind: Deployment }, b: { kind: Deployment } } }\n---\nflowchart LR\n  a --> b\n",
    );
    assert_eq!(manifests.objects, []);
    assert!(manifests.problems.iter().all(|problem| problem.rule.code == "EX001"));
    assert!(!manifests.problems.is_empty());
}

#[test]
fn ids_that_make_one_name_make_two_objects() {
    let manifests = export(
        "---
netplat:
  nodes:
    my_db: { kind: Deployment, ports: [1/TCP] }
    my-db: { kind: Deployment, ports: [2/TCP] }
    c: { kind: Deployment }
---
flowchart LR
  subgraph shop [Namespace shop]
    c --> my_db
    c --> my-db
  end
",
    );
    assert!(find(&manifests, "Service", "shop", "my-db").is_some());
    assert!(find(&manifests, "Service", "shop", "my-db-2").is_some());
}

#[test]
fn a_folder_lists_its_files_and_the_same_design_gives_the_same_bytes() {
    let files = folder(&export(SHOP).objects, "").unwrap();
    assert_eq!(files, folder(&export(SHOP).objects, "").unwrap());
    let list = &files[0];
    assert_eq!(list.path, "kustomization.yaml");
    for file in &files[1..] {
        assert!(list.text.contains(&format!("- {}\n", file.path)), "{} is not in\n{}", file.path, list.text);
    }
    let single = to_yaml(&export(SHOP).objects).unwrap();
    let parts: usize = files[1..].iter().map(|file| file.text.matches("apiVersion:").count()).sum();
    assert_eq!(single.matches("apiVersion:").count(), parts);
}
