use super::*;
use crate::document::Document;
use crate::k8s::Resources;
use crate::model;
use std::collections::BTreeSet;
use std::sync::Arc;

fn model(chart: &str, yaml: &str) -> Model {
    let text = format!("```mermaid\nflowchart LR\n{chart}\n```\n\n```yaml\n{yaml}\n```\n");
    let document = Document::read(&text);
    let charts: Vec<_> = document
        .flowcharts()
        .map(|block| Arc::new(crate::mermaid::read(block.content.slice(&text), block.content.start as usize)))
        .collect();
    model::build(&text, &document, &charts).0
}

fn drawn(model: &Model) -> Drawn {
    Drawn::new(model, &Reach::new(model.objects.resources()))
}

/// Pods by "namespace/name", with the label `app` and port 8080 named `http`.
fn pods(names: &str) -> String {
    let pod = |name: &str| {
        let (namespace, name) = name.split_once('/').unwrap_or(("default", name));
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: {name}, namespace: {namespace} }}\n\
             spec: {{ template: {{ metadata: {{ labels: {{ app: {name} }} }}, spec: {{ containers: [{{ image: a, ports: [{{ name: http, containerPort: 8080 }}] }}] }} }} }}\n---\n"
        )
    };
    names.split_whitespace().map(pod).collect()
}

/// A policy of `namespace` for `app`, with this `spec` beside the selector.
fn policy(namespace: &str, app: &str, spec: &str) -> String {
    let selector =
        if app.is_empty() { "{}".to_owned() } else { format!("{{ matchLabels: {{ app: {app} }} }}") };
    format!(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: {}, namespace: {namespace} }}\nspec: {{ podSelector: {selector}, {spec} }}\n---\n",
        if app.is_empty() { "all" } else { app }
    )
}

fn answers(chart: &str, yaml: &str) -> Vec<String> {
    let model = model(chart, yaml);
    let answer = |flow: &DrawnFlow| match &flow.answer {
        Answer::Permitted => "permitted".to_owned(),
        Answer::Partly { missing } => format!("not {missing}"),
        Answer::Blocked => "blocked".to_owned(),
        Answer::Depends(condition) => format!("depends on {condition}"),
    };
    drawn(&model).flows.iter().map(answer).collect()
}

fn why(chart: &str, yaml: &str) -> Vec<String> {
    let model = model(chart, yaml);
    let resources: &Resources = model.objects.resources();
    let drawn = drawn(&model);
    let witness = &drawn.flows[0].witness;
    let parts = witness.verdict(resources);
    parts
        .iter()
        .flat_map(|part| reasons(resources, part, witness.from, witness.to))
        .map(|it| it.words)
        .collect()
}

const SHOP: &str = "subgraph shop\n  web --> db\nend";

#[test]
fn an_arrow_is_permitted_blocked_or_permitted_in_part() {
    let pods = pods("shop/web shop/db");
    assert_eq!(answers(SHOP, &pods), ["permitted"]);
    let deny = policy("shop", "db", "policyTypes: [Ingress]");
    assert_eq!(answers(SHOP, &format!("{pods}{deny}")), ["blocked"]);
    let some = policy("shop", "db", "ingress: [{ ports: [{ port: 5432 }] }]");
    let yaml = format!("{pods}{some}");
    assert_eq!(answers(SHOP, &yaml), ["permitted"]);
    assert_eq!(answers("web -->|TCP 5432| db", &yaml), ["permitted"]);
    assert_eq!(answers("web -->|TCP 5432, TCP 80| db", &yaml), ["not TCP 80"]);
    assert_eq!(answers("web -->|TCP 80| db", &yaml), ["blocked"]);
    assert_eq!(answers("web <--> db", &format!("{pods}{deny}")), ["blocked", "permitted"]);
}

#[test]
fn the_rule_that_decides_is_named() {
    let pods = pods("shop/web shop/db");
    let deny = policy("shop", "db", "policyTypes: [Ingress]");
    let expect = ["NetworkPolicy shop/db selects shop/db and has no rule that lets this come in"];
    assert_eq!(why(SHOP, &format!("{pods}{deny}")), expect);
    let out = policy("shop", "web", "policyTypes: [Egress]");
    let both = why(SHOP, &format!("{pods}{deny}{out}"));
    assert_eq!(both[0], "NetworkPolicy shop/web selects shop/web and has no rule that lets this go out");
    let allowed = why(SHOP, &format!("{pods}{}", policy("shop", "db", "ingress: [{}]")));
    assert_eq!(
        allowed,
        [
            "no policy decides what goes out of shop/web",
            "rule 1 of NetworkPolicy shop/db allows what comes in to shop/db"
        ]
    );
}

#[test]
fn a_service_means_its_workloads_and_their_ports() {
    let service = "apiVersion: v1\nkind: Service\nmetadata: { name: data, namespace: shop }\nspec: { selector: { app: db }, ports: [{ port: 80, targetPort: http }] }\n---\n";
    let yaml = |port: u16| {
        format!(
            "{}{service}{}",
            pods("shop/web shop/db"),
            policy("shop", "db", &format!("ingress: [{{ ports: [{{ port: {port} }}] }}]"))
        )
    };
    assert_eq!(answers("web --> svc[data service]", &yaml(8080)), ["permitted"]);
    assert_eq!(answers("web -->|TCP 80| svc[data service]", &yaml(8080)), ["permitted"]);
    assert_eq!(answers("web --> svc[data service]", &yaml(80)), ["blocked"]);
    // From the Service to what it selects nothing is sent that a policy would see.
    assert_eq!(answers("svc[data service] --> db", &yaml(80)), [""; 0]);
}

#[test]
fn groups_mean_what_they_hold_and_the_outside_is_asked_for() {
    let pods = pods("shop/web shop/db bank/ledger");
    let yaml = format!("{pods}{}", policy("shop", "db", "policyTypes: [Ingress]"));
    let chart = "subgraph shop\nweb\ndb\nend\nsubgraph bank\nledger\nend\nbank --> shop\nledger --> db";
    assert_eq!(answers(chart, &yaml), ["permitted", "blocked"]);
    let closed = format!("{pods}{}", policy("shop", "", "policyTypes: [Ingress, Egress]"));
    assert_eq!(answers(chart, &closed), ["blocked", "blocked"]);
    assert_eq!(answers("web --> out[Bank]:::external", &closed), ["blocked"]);
    let web = format!(
        "{pods}{}",
        policy("shop", "web", "egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }], policyTypes: [Egress]")
    );
    assert_eq!(answers("web --> out[Bank]:::external", &web), ["permitted"]);
}

#[test]
fn an_answer_that_hangs_on_the_plugin_says_so() {
    let block = policy("shop", "db", "ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }]");
    let expect = ["depends on whether the network plugin holds prefixes against the addresses of pods"];
    assert_eq!(answers(SHOP, &format!("{}{block}", pods("shop/web shop/db"))), expect);
}

#[test]
fn a_controller_that_is_not_shown_is_a_pod_that_is_not_shown() {
    let pods = pods("shop/web shop/db");
    let closed = format!("{pods}{}", policy("shop", "", "ingress: [{ from: [{ podSelector: {} }] }]"));
    assert_eq!(answers("edge[Traefik] --> web", &closed), ["blocked"]);
    assert_eq!(answers("edge[Traefik] --> web", &pods), ["permitted"]);
}

#[test]
fn without_manifests_nothing_is_judged() {
    assert_eq!(drawn(&model("web --> db", "")), Drawn::default());
    assert_eq!(answers("cart --> stock", &pods("shop/web")), [""; 0]);
}

fn undrawn(chart: &str, yaml: &str) -> Vec<String> {
    let model = model(chart, yaml);
    let reach = Reach::new(model.objects.resources());
    let name = |index: usize| reach.workloads()[index].name.clone();
    let one = |undrawn: &Undrawn| {
        let from = if undrawn.from.is_empty() { "any".to_owned() } else { undrawn.from.join("+") };
        let pairs: Vec<_> =
            undrawn.pairs.iter().map(|pair| format!("{} to {}", name(pair.from), name(pair.to))).collect();
        format!("{} into {}: {} as {}", from, undrawn.to, undrawn.count, pairs.join(", "))
    };
    Drawn::new(&model, &reach).undrawn.iter().map(one).collect()
}

#[test]
fn an_unprotected_namespace_is_one_finding() {
    let names: Vec<String> = (0..30).map(|number| format!("shop/p{number:02}")).collect();
    let chart = format!(
        "subgraph shop\n{}\nend",
        names.iter().map(|name| name.replace("shop/", "")).collect::<Vec<_>>().join("\n")
    );
    assert_eq!(
        undrawn(&chart, &pods(&names.join(" "))),
        ["any into shop: 870 as p00 to p01, p00 to p02, p00 to p03"]
    );
}

#[test]
fn what_arrows_show_is_left_out() {
    let yaml = pods("shop/web shop/db bank/ledger");
    let chart =
        "web --> db\ndb --> web\nsubgraph bank\nledger\nend\nsubgraph shop\nweb\ndb\nend\nbank --> shop";
    assert_eq!(undrawn(chart, &yaml), ["any into bank: 2 as db to ledger, web to ledger"]);
    // Things that are not drawn are no part of it.
    assert_eq!(undrawn("web --> db\ndb --> web", &yaml), [""; 0]);
}

#[test]
fn what_rules_permit_is_grouped_by_namespaces() {
    let rule = policy("shop", "", "ingress: [{ from: [{ namespaceSelector: {} }] }]");
    let yaml = format!("{}{rule}", pods("shop/web shop/db bank/ledger"));
    let closed = policy("bank", "", "policyTypes: [Ingress]");
    let chart = "web --> db\nledger";
    assert_eq!(
        undrawn(chart, &format!("{yaml}{closed}")),
        ["bank into shop: 2 as ledger to db, ledger to web", "shop into shop: 1 as db to web"]
    );
}

#[test]
fn many_namespaces_into_one_are_one_finding() {
    let names: Vec<String> = (0..6).map(|number| format!("n{number}/p{number}")).collect();
    let closed: String =
        (1..6).map(|number| policy(&format!("n{number}"), "", "policyTypes: [Ingress]")).collect();
    let open = policy("n0", "", "ingress: [{ from: [{ namespaceSelector: {} }] }]");
    let chart: String = (0..6).map(|number| format!("p{number}\n")).collect();
    assert_eq!(
        undrawn(&chart, &format!("{}{closed}{open}", pods(&names.join(" ")))),
        ["n1+n2+n3+n4+n5 into n0: 5 as p1 to p0, p2 to p0, p3 to p0"]
    );
}

#[test]
fn what_is_shown_through_an_ingress_is_shown() {
    let service = "apiVersion: v1\nkind: Service\nmetadata: { name: front, namespace: shop }\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n---\n";
    let yaml = format!("{}{service}", pods("edge/traefik shop/web"));
    let shown = "traefik --> ing[Public Ingress] --> svc[front service] --> web\nweb --> traefik";
    assert_eq!(undrawn(shown, &yaml), [""; 0]);
}

/// The flow answers and the counts of undrawn pairs, by asking for every pair of pods.
#[test]
fn counts_agree_with_asking_pair_by_pair() {
    let names = ["a/p0", "a/p1", "a/p2", "b/p3", "b/p4", "c/p5"];
    for seed in 0u32..48 {
        let bit = |number: u32| seed.wrapping_mul(2_654_435_761).rotate_left(number) & 1 == 1;
        let mut yaml = pods(&names.join(" "));
        for (index, name) in names.iter().enumerate() {
            let (namespace, app) = name.split_once('/').expect("a namespace");
            if bit(index as u32) {
                let from = format!("p{}", (index + 1 + (seed as usize) % 3) % 6);
                yaml += &policy(
                    namespace,
                    app,
                    &format!(
                        "ingress: [{{ from: [{{ namespaceSelector: {{}}, podSelector: {{ matchLabels: {{ app: {from} }} }} }}] }}]"
                    ),
                );
            }
        }
        let mut chart = names.iter().map(|name| format!("{}\n", &name[2..])).collect::<String>();
        chart += "subgraph b\np3\np4\nend\n";
        for index in 0..6usize {
            if bit(8 + index as u32) {
                chart += &format!("p{index} --> p{}\n", (index + 2) % 6);
            }
        }
        if bit(20) {
            chart += "b --> p0\n";
        }
        let model = model(&chart, &yaml);
        let reach = Reach::new(model.objects.resources());
        let ends = Ends::new(&model, &reach);
        let mut shown = BTreeSet::new();
        for link in &model.links {
            let (Some(from), Some(to)) = (ends.target(&link.from), ends.target(&link.to)) else { continue };
            shown.extend(
                from.workloads()
                    .iter()
                    .flat_map(|&from| to.workloads().iter().map(move |&to| (from, to)).collect::<Vec<_>>()),
            );
        }
        let count = reach.workloads().len();
        let pod = |index: usize| reach.workloads()[index].pod().expect("a pod");
        let open = (0..count)
            .flat_map(|from| (0..count).map(move |to| (from, to)))
            .filter(|&(from, to)| from != to && !shown.contains(&(from, to)))
            .filter(|&(from, to)| !reach.between(pod(from), pod(to)).is_empty())
            .count();
        let found: usize = Drawn::new(&model, &reach).undrawn.iter().map(|undrawn| undrawn.count).sum();
        assert_eq!(found, open, "{chart}\n{yaml}");
    }
}

/// A thousand drawn workloads under three hundred policies, an arrow from each: what a change of the text waits for.
#[test]
#[ignore = "a measurement: cargo test --release -p netplat-core --lib drawn -- --ignored --nocapture"]
fn a_thousand_workloads_are_held_in_time() {
    let names: Vec<String> = (0..1_000).map(|number| format!("n{}/w{number}", number % 20)).collect();
    let mut yaml = pods(&names.join(" "));
    for number in 0..300 {
        let from = (number + 7) % 1_000;
        yaml += &policy(
            &format!("n{}", number % 20),
            &format!("w{number}"),
            &format!(
                "ingress: [{{ from: [{{ namespaceSelector: {{}}, podSelector: {{ matchLabels: {{ app: w{from} }} }} }}] }}]"
            ),
        );
    }
    let chart: String =
        (0..1_000).map(|number| format!("w{number} --> w{}\n", (number + 993) % 1_000)).collect();
    let model = model(&chart, &yaml);
    let started = std::time::Instant::now();
    let reach = Reach::new(model.objects.resources());
    let asked = started.elapsed();
    let drawn = Drawn::new(&model, &reach);
    println!("reach {asked:?}, drawn {:?}", started.elapsed() - asked);
    assert_eq!(drawn.flows.len(), 1_000);
}
