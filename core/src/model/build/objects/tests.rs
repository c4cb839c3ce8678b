use crate::model::build::tests::built;
use crate::model::{GroupKind, Model, ThingKind};

/// A page with a chart, facts, and objects given as "group/version Kind namespace/name".
fn model(facts: &str, chart: &str, objects: &str) -> Model {
    let facts: String = facts.lines().map(|line| format!("  {line}\n")).collect();
    let front = if facts.is_empty() { String::new() } else { format!("---\nnetplat:\n{facts}---\n") };
    let objects: String = objects.lines().map(object).collect();
    built(&format!("{front}```mermaid\nflowchart LR\n{chart}\n```\n\n```yaml\n{objects}```\n")).0
}

fn object(line: &str) -> String {
    let mut words = line.split_whitespace();
    let mut word = || words.next().unwrap_or_default();
    let (api_version, kind, name) = (word(), word(), word());
    let (namespace, name) = match name.split_once('/') {
        Some((namespace, name)) => (format!(", namespace: {namespace}"), name),
        None => (String::new(), name),
    };
    let pods = format!(
        "metadata: {{ labels: {{ app: {name} }} }}, spec: {{ containers: [{{ ports: [{{ containerPort: 8080, name: http }}] }}] }}"
    );
    let spec = match kind {
        "Service" => format!("{{ selector: {{ app: {name} }}, ports: [{{ port: 80 }}] }}"),
        _ => format!("{{ template: {{ {pods} }} }}"),
    };
    format!(
        "apiVersion: {api_version}\nkind: {kind}\nmetadata: {{ name: {name}{namespace} }}\nspec: {spec}\n---\n"
    )
}

/// The objects of each thing, the first of them first.
fn matches(model: &Model) -> Vec<(String, Vec<String>)> {
    let name = |&index: &usize| model.objects.objects[index].to_string();
    model.things.iter().map(|thing| (thing.id.clone(), thing.objects.iter().map(name).collect())).collect()
}

#[track_caller]
fn check(facts: &str, chart: &str, objects: &str, expect: &[&str]) {
    let found: Vec<String> = matches(&model(facts, chart, objects))
        .into_iter()
        .map(|(id, objects)| format!("{id}: {}", objects.join(", ")))
        .collect();
    assert_eq!(found, expect, "{chart}");
}

const WEB: &str = "apps/v1 Deployment shop/web\nv1 Service shop/web";

#[test]
fn nodes_find_objects_by_id_and_by_a_line_of_their_text() {
    let both = "Deployment shop/web, Service shop/web";
    for node in [
        "web",
        "x[web]",
        "x[Web]",
        "x[\"The shop<br>web\"]",
        "x[shop/web]",
        "x[Deployment web]",
        "x[deploy/web]",
        "deployment_shop_web[a]",
    ] {
        let id = node.split('[').next().unwrap_or_default();
        check("", node, WEB, &[&format!("{id}: {both}")]);
    }
    check("", "x[Web shop]", WEB, &["x: "]);
}

#[test]
fn a_word_for_the_kind_chooses_and_a_service_that_is_drawn_stays_with_its_node() {
    check("", "a[web] --> b[web service]", WEB, &["a: Deployment shop/web", "b: Service shop/web"]);
    check("", "a[web] --> b[svc/web]", WEB, &["a: Deployment shop/web", "b: Service shop/web"]);
}

#[test]
fn the_namespace_must_agree_where_it_is_known() {
    let two = "apps/v1 Deployment a/web\napps/v1 Deployment b/web";
    check("", "web", two, &["web: "]);
    check("", "subgraph b [Namespace b]\nweb\nend", two, &["web: Deployment b/web"]);
    check("nodes: { web: { namespace: a } }", "web", two, &["web: Deployment a/web"]);
    check("", "subgraph c [Namespace c]\nweb\nend", two, &["web: "]);
    // What is written without a namespace goes where it is applied to.
    check("", "subgraph c [Namespace c]\nweb\nend", "apps/v1 Deployment web", &["web: Deployment web"]);
}

#[test]
fn the_author_has_the_last_word() {
    let two = "apps/v1 Deployment a/web\napps/v1 StatefulSet b/db";
    check("nodes: { web: { object: StatefulSet b/db } }", "web", two, &["web: StatefulSet b/db"]);
    check("nodes: { web: { object: false } }", "web", two, &["web: "]);
    check("nodes: { web: { object: Deployment a/gone } }", "web", two, &["web: "]);
    check("nodes: { web: { object: StatefulSet db } }", "web", two, &["web: StatefulSet b/db"]);
    check("nodes: { web: { kind: StatefulSet } }", "web", two, &["web: "]);
    let cleared = model("nodes: { web: { object: false } }", "web", two);
    assert!(cleared.things[0].matched.as_ref().is_some_and(|evidence| evidence.is_declared()));
}

#[test]
fn guessed_kinds_choose_between_objects_and_yield_to_a_name() {
    check("", "api-gateway", "apps/v1 Deployment a/api-gateway", &["api-gateway: Deployment a/api-gateway"]);
    check(
        "",
        "edge[web gateway]",
        "apps/v1 Deployment a/web\ngateway.networking.k8s.io/v1 Gateway a/web",
        &["edge: Gateway a/web"],
    );
    check("", "internet((web))", "networking.k8s.io/v1 NetworkPolicy a/web", &["internet: "]);
}

#[test]
fn an_object_says_what_the_author_does_not() {
    let model = model(
        "nodes: { web: { labels: { tier: front } } }",
        "web --> db[(db)]\nq[orders]",
        "apps/v1 StatefulSet shop/db\napps/v1 DaemonSet shop/web\nbatch/v1 Job bank/orders",
    );
    let thing = |id: &str| model.thing(id).expect("drawn");
    assert_eq!(thing("web").kind.value, ThingKind::DaemonSet);
    assert_eq!(thing("web").labels.get("tier").map(String::as_str), Some("front"));
    assert_eq!(thing("web").labels.len(), 1);
    assert_eq!(thing("web").namespace.as_ref().map(|it| it.value.as_str()), Some("shop"));
    assert_eq!(thing("web").ports[0].value.to_string(), "http 8080/TCP");
    // That it is a database says more than that it is a StatefulSet.
    assert_eq!(thing("db").kind.value, ThingKind::Database);
    assert_eq!(thing("db").labels.get("app").map(String::as_str), Some("db"));
    assert_eq!(thing("q").kind.value, ThingKind::Job);
}

#[test]
fn groups_find_namespaces() {
    let page = model(
        "",
        "subgraph shop\nweb\nend\nsubgraph x [Namespace bank]\nb\nend\nsubgraph y [Cluster]\nend",
        "v1 Namespace shop\nv1 Pod bank/b",
    );
    let found: Vec<_> = page.groups.iter().map(|group| (group.kind.value, group.object)).collect();
    assert_eq!(
        found,
        [(GroupKind::Namespace, Some(0)), (GroupKind::Namespace, None), (GroupKind::Cluster, None)]
    );
    let unnamed = model("", "subgraph bank\nb\nend", "v1 Pod bank/b");
    assert_eq!(unnamed.groups[0].kind.value, GroupKind::Namespace);
    assert_eq!(matches(&unnamed)[0].1, ["Pod bank/b"]);
    let boxed = model("", "subgraph bank\nb\nend", "v1 Pod shop/c");
    assert_eq!(boxed.groups[0].kind.value, GroupKind::Box);
}

#[test]
fn without_objects_nothing_changes() {
    check("", "web --> db", "", &["web: ", "db: "]);
}
