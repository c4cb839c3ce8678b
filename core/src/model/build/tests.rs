use super::*;
use crate::mermaid;
use crate::model::{Cloud, EntrySource, GroupKind as G, LinkKind as L, PlanField, ThingKind as T, Tls};

pub(in crate::model::build) fn built(text: &str) -> (Model, Vec<Problem>) {
    let document = Document::read(text);
    let charts: Vec<_> = document
        .flowcharts()
        .map(|block| Arc::new(mermaid::read(block.content.slice(text), block.content.start as usize)))
        .collect();
    build(text, &document, &charts)
}

fn model(text: &str) -> Model {
    let (model, problems) = built(text);
    assert_eq!(problems, [], "{text}");
    model
}

/// The rule and the text of each problem.
fn problems(text: &str) -> Vec<(&'static str, String)> {
    let found = built(text).1;
    found.iter().map(|problem| (problem.rule.code, problem.span.slice(text).to_owned())).collect()
}

fn kinds(text: &str) -> Vec<(String, T)> {
    model(text).things.into_iter().map(|thing| (thing.id, thing.kind.value)).collect()
}

fn kind(text: &str, id: &str) -> T {
    model(text).thing(id).map(|thing| thing.kind.value).expect("drawn")
}

fn clue(text: &str, id: &str) -> String {
    match model(text).thing(id).map(|thing| thing.kind.evidence.clone()) {
        Some(crate::model::Evidence::Inferred { clue, .. }) => clue,
        other => panic!("{other:?}"),
    }
}

const SHOP: &str = "---
title: Shop network
netplat:
  version: 1
  cluster: { cni: Cilium, kubernetes: \"1.33\", routes: gateway-api }
  addresses:
    - { cidr: 10.244.0.0/16, name: pods, role: pods, nodeMask: 24 }
    - { range: 192.168.40.10-192.168.40.60, name: load balancers }
  dns:
    zones:
      - { name: example.com, view: internal, provider: unifi }
  nodes:
    edge: { kind: ingress-controller, controller: traefik, class: public }
    web:  { kind: Deployment, namespace: store, labels: { app: web }, ports: [http 8080/TCP] }
  links:
    edge --> web: { hosts: [shop.example.com], paths: [/], tls: letsencrypt }
---
flowchart LR
  subgraph shop [Namespace shop]
    web[Web shop] -->|TCP 5432| db[(Orders)]
  end
  internet((Internet)) --> edge[Entrance] --> web
";

#[test]
fn a_whole_document_becomes_a_model() {
    let model = model(SHOP);
    assert_eq!(model.title.as_deref(), Some("Shop network"));
    assert_eq!(model.clusters[0].cni.as_ref().map(|cni| cni.value.as_str()), Some("cilium"));
    let plan: Vec<_> = model
        .plan
        .iter()
        .map(|entry| (entry.name.as_str(), entry.role.value.name(), entry.node_mask))
        .collect();
    assert_eq!(plan, [("pods", "pods", Some(24)), ("load balancers", "load-balancers", None)]);
    assert_eq!(model.zones[0].view, "internal");
    let things: Vec<_> = model
        .things
        .iter()
        .map(|thing| {
            let namespace = thing.namespace.as_ref().map(|known| known.value.as_str());
            (thing.id.as_str(), thing.kind.value, thing.kind.evidence.is_declared(), namespace)
        })
        .collect();
    assert_eq!(
        things,
        [
            ("web", T::Deployment, true, Some("store")),
            ("db", T::Database, false, Some("shop")),
            ("internet", T::Outside, false, None),
            ("edge", T::IngressController, true, None),
        ]
    );
    let links: Vec<_> =
        model.links.iter().map(|link| (link.from.as_str(), link.to.as_str(), link.kind)).collect();
    assert_eq!(links, [("web", "db", L::Flow), ("internet", "edge", L::Request), ("edge", "web", L::Route),]);
    assert_eq!(model.links[0].ports[0].value.to_string(), "5432/TCP");
    assert_eq!(model.links[2].hosts[0].value, "shop.example.com");
    assert_eq!(
        model.links[2].tls.as_ref().map(|tls| &tls.value),
        Some(&Tls::Issuer("letsencrypt".to_owned()))
    );
    assert_eq!(model.links[2].fact.map(|fact| fact.slice(SHOP).starts_with("edge --> web: {")), Some(true));
}

#[test]
fn text_outline_class_group_and_neighbours_say_what_a_node_is() {
    let text = "flowchart LR
  a[Traefik] --> b[Orders] --> c[(Records)]
  b --> d[Blob]:::external
  subgraph Databases
    e[Customers of old]
  end
  subgraph x [Namespace shop]
    f[Thing]
  end
  subgraph External
    g[Bank]
  end
  h[Nothing] --> i[Nobody]
";
    let expected = [
        ("a", T::IngressController, "its text names Traefik"),
        ("b", T::Deployment, "linked from the ingress controller Traefik"),
        ("c", T::Database, "drawn as a cylinder"),
        ("d", T::External, "its class is `external`"),
        ("e", T::Database, "it stands in “Databases”"),
        ("f", T::Deployment, "it stands in the namespace “Namespace shop”"),
        ("g", T::External, "it stands in “External”"),
        ("h", T::Other, "nothing says what it is"),
    ];
    for (id, expected_kind, expected_clue) in expected {
        assert_eq!((kind(text, id), clue(text, id)), (expected_kind, expected_clue.to_owned()), "{id}");
    }
}

#[test]
fn the_text_counts_more_than_the_id_and_the_outline_more_than_a_vague_text() {
    assert_eq!(kind("flowchart LR\n  user[User Service]", "user"), T::Deployment);
    assert_eq!(kind("flowchart LR\n  redis[Sessions]", "redis"), T::Cache);
    assert_eq!(kind("flowchart LR\n  x[(App)]", "x"), T::Database);
    assert_eq!(kind("flowchart LR\n  x[(Redis)]", "x"), T::Cache);
}

#[test]
fn guesses_do_not_depend_on_the_order_of_the_links() {
    let chain = ["t[Traefik] --> a", "a --> b", "b --> c[(Store)]"];
    let forward = kinds(&format!("flowchart LR\n  t & a & b & c\n  {}\n", chain.join("\n  ")));
    let backward =
        kinds(&format!("flowchart LR\n  t & a & b & c\n  {}\n  {}\n  {}\n", chain[2], chain[1], chain[0]));
    assert_eq!(forward, backward);
}

#[test]
fn views_share_what_has_the_same_id() {
    let text = "# Overview\n\n```mermaid\nflowchart LR\n  web --> db[(Orders)]\n```\n\n```mermaid\nflowchart LR\n  \
                subgraph s [Namespace shop]\n    web[Traefik]\n  end\n```\n";
    let model = model(text);
    let names: Vec<_> = model.views.iter().map(|view| view.name.as_str()).collect();
    assert_eq!(names, ["Overview", "Overview"]);
    let web = model.thing("web").expect("drawn");
    assert_eq!(
        (web.text.as_str(), web.kind.value, &web.views[..]),
        ("Traefik", T::IngressController, &[0, 1][..])
    );
    assert_eq!(web.namespace.as_ref().map(|known| known.value.as_str()), Some("shop"));
    assert_eq!(model.things.len(), 2);
}

#[test]
fn views_that_nest_groups_in_each_other_end() {
    let text = "```mermaid\nflowchart LR\nsubgraph a\nsubgraph b\nx\nend\nend\n```\n\n```mermaid\nflowchart LR\n\
                subgraph b\nsubgraph a\ny\nend\nend\n```\n";
    let model = model(text);
    let parents: Vec<_> = model.groups.iter().map(|group| (group.id.as_str(), group.parent)).collect();
    assert_eq!(parents, [("b", Some(1)), ("a", None)]);
}

#[test]
fn groups_are_what_their_titles_say_and_facts_win() {
    let text = "---\nnetplat:\n  groups:\n    two: { kind: namespace, name: back }\n---\nflowchart LR\n  \
                subgraph one [VLAN 20 cameras]\n    a\n  end\n  subgraph two [Cluster B]\n    b\n  end\n";
    let model = model(text);
    let groups: Vec<_> = model.groups.iter().map(|group| (group.kind.value, group.name.as_str())).collect();
    assert_eq!(groups, [(G::Vlan, "vlan-20-cameras"), (G::Namespace, "back")]);
    assert_eq!(
        model.thing("b").and_then(|b| b.namespace.as_ref()).map(|known| known.value.as_str()),
        Some("back")
    );
}

#[test]
fn facts_about_links_reach_all_one_or_the_named_one() {
    let text = "---\nnetplat:\n  links:\n    a --> b (2): { ports: [2] }\n    a --> b: { ports: [1], tls: false }\n    \
                e1: { ports: [3] }\n---\nflowchart LR\n  a --> b\n  a --> b\n  a e1@--> c\n";
    let model = model(text);
    let ports: Vec<_> = model.links.iter().map(|link| link.ports[0].value.first()).collect();
    assert_eq!(ports, [1, 2, 3]);
    assert_eq!(model.links[1].tls.as_ref().map(|tls| &tls.value), Some(&Tls::Off));
}

#[test]
fn wrong_facts_are_problems_at_their_place() {
    let facts = |facts: &str| {
        let body: String = facts.lines().map(|line| format!("  {line}\n")).collect();
        problems(&format!("---\nnetplat:\n{body}---\nflowchart LR\n  web --> db\n"))
    };
    let expected: &[(&str, &[(&str, &str)])] = &[
        ("nodes: { wbe: {} }", &[("NP005", "wbe")]),
        ("links: { db --> web: {} }", &[("NP005", "db --> web")]),
        ("links: { web ==> db: {} }", &[("NP003", "web ==> db")]),
        ("groups: { web: {} }", &[("NP005", "web")]),
        ("nodes: { web: { knd: Job } }", &[("NP001", "knd")]),
        ("nodes: { web: { kind: job } }", &[("NP003", "job")]),
        ("nodes: { web: { kind: [Job] } }", &[("NP002", "[Job]")]),
        ("nodes: { web: { ports: 8080 } }", &[("NP002", "8080")]),
        ("nodes: { web: { ports: [0] } }", &[("NP003", "0")]),
        ("nodes: { web: { export: maybe } }", &[("NP002", "maybe")]),
        ("nodes: { web: { namespace: My_Shop } }", &[("NP003", "M")]),
        ("nodes: [web]", &[("NP002", "[web]")]),
        ("addresses: [{ cidr: 10.0.0.0/33 }]", &[("AP002", "33")]),
        ("addresses: [{ name: x }]", &[("NP004", "{ name: x }")]),
        ("version: 2", &[("NP003", "2")]),
        ("cluster: { kubernetes: v1.33 }", &[("NP003", "v1.33")]),
        ("nodes: { web: {}, web: {} }", &[("YA002", "web")]),
        ("nodes: { web: {", &[("YA001", "{ web: {")]),
    ];
    for (text, found) in expected {
        let expected: Vec<_> = found.iter().map(|(code, text)| (*code, (*text).to_owned())).collect();
        assert_eq!(facts(text), expected, "{text}");
    }
}

#[test]
fn an_unknown_key_has_a_fix_with_the_nearest() {
    let text = "---\nnetplat:\n  nodes:\n    web: { kind: deployment }\n---\nflowchart LR\n  web\n";
    let problem = built(text).1.remove(0);
    let mended = problem.fixes[0].edit.apply(text).expect("it fits");
    assert_eq!(problems(&mended), []);
    assert_eq!(kind(&mended, "web"), T::Deployment);
}

#[test]
fn a_cluster_is_the_one_with_its_name_else_the_general_one() {
    let text = "---\nnetplat:\n  cluster: { cni: flannel, maxPods: 30 }\n  clusters:\n    west: { cni: Cilium, cloud: aws, \
                mesh: cluster-mesh, nodes: 40, growth: 30 }\n---\nflowchart LR\n  a\n";
    let model = model(text);
    let cni = |name| model.cluster(name).and_then(|it| it.cni.as_ref()).map(|cni| cni.value.as_str());
    assert_eq!(
        (cni(Some("west")), cni(Some("east")), cni(None)),
        (Some("cilium"), Some("flannel"), Some("flannel"))
    );
    let west = model.cluster(Some("west")).expect("declared");
    assert_eq!(
        west.nodes.as_ref().map(|nodes| (nodes.value, nodes.evidence.span().slice(text))),
        Some((40, "40"))
    );
    assert_eq!(west.cloud.as_ref().map(|cloud| cloud.value), Some(Cloud::Aws));
}

#[test]
fn an_entry_of_the_plan_knows_where_each_of_its_fields_stands() {
    let text = "---\nnetplat:\n  addresses:\n    - cidr: \"10.0.0.0/16\"\n      owner: net\n      status: planned # soon\n    \
                - { range: 10.1.0.1-10.1.0.9, name: edge, zone: a }\n---\nflowchart LR\n  a\n";
    let model = model(text);
    let said = |entry: usize, field| model.plan[entry].place_of(field).map(|place| place.slice(text));
    assert_eq!(said(0, PlanField::Cidr), Some("\"10.0.0.0/16\""));
    assert_eq!(said(0, PlanField::Status), Some("planned"));
    assert_eq!((said(0, PlanField::Name), said(1, PlanField::Zone)), (None, Some("a")));
    let EntrySource::Fact(item) = &model.plan[1].source else { panic!("an item") };
    assert_eq!((item.item, item.place_of(PlanField::Name).map(|it| it.key.slice(text))), (1, Some("name")));
}
