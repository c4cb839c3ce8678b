//! The rules about arrows: what they find, and that each fix mends it and changes nothing else.

use crate::check::{arrow_depends, fixture, partly_blocked_arrow, undrawn_flows};
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::k8s;
use crate::reach::{self, Reach};

fn pods(names: &str) -> String {
    let pod = |name: &str| {
        let (namespace, name) = name.split_once('/').unwrap_or(("default", name));
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: {name}, namespace: {namespace} }}\n\
             spec: {{ selector: {{ matchLabels: {{ app: {name} }} }}, template: {{ metadata: {{ labels: {{ app: {name}, v: a }} }}, \
             spec: {{ containers: [{{ image: a, name: a, ports: [{{ containerPort: 8080 }}] }}] }} }} }}\n---\n"
        )
    };
    names.split_whitespace().map(pod).collect()
}

fn policy(namespace: &str, app: &str, spec: &str) -> String {
    format!(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: {app}\n  namespace: {namespace}\nspec:\n  \
         podSelector: {{ matchLabels: {{ app: {app} }} }} # the {app}\n{spec}---\n"
    )
}

fn page(chart: &str, yaml: &str) -> String {
    format!(
        "# Shop\n\n```mermaid\nflowchart LR\n{chart}```\n\n```yaml\n{}```\n\nThe end.\n",
        yaml.trim_end_matches("---\n")
    )
}

const CLOSED: &str = "  policyTypes: [Ingress]\n";

/// Who may talk to whom, without what is outside.
fn reach(text: &str) -> Vec<String> {
    let read = k8s::read(text, &Document::read(text));
    assert_eq!(read.problems, [], "{text}");
    let lines = reach::lines(&Reach::new(read.resources()));
    lines.into_iter().filter(|line| line.matches('/').count() == 2 && !line.contains("0.0.0.0")).collect()
}

/// The document after the first fix with this title, in which the rule finds nothing more.
#[track_caller]
fn mended(rule: &'static Rule, text: &str, title: &str) -> String {
    let problems = fixture::found(rule, text);
    let fix = problems.iter().flat_map(|problem| &problem.fixes).find(|fix| fix.title.starts_with(title));
    let fix = fix.unwrap_or_else(|| panic!("{problems:#?}"));
    let after = fix.edit.apply(text).expect("fits");
    assert_eq!(fixture::found(rule, &after), [], "{after}");
    after
}

use super::RULE;

#[test]
fn a_blocked_arrow_names_the_policy_and_its_fix_writes_the_one_that_it_needs() {
    let yaml = format!("{}{}", pods("shop/web shop/db shop/spy"), policy("shop", "db", CLOSED));
    let text = page("  web --> db\n", &yaml);
    let expect = "error `-->` `web --> db` is blocked: NetworkPolicy shop/db selects shop/db and has no rule that lets this come in";
    fixture::check(&RULE, &text, expect);
    let after = mended(&RULE, &text, "Write NetworkPolicy web-to-db-ingress");
    let (mut expected, now) = (reach(&text), reach(&after));
    expected.push("shop/web[Deployment] => shop/db[Deployment] : TCP 8080".to_owned());
    expected.sort();
    assert_eq!(now, expected);
    // It stands at the end of the policy's fence, and everything else is as it was.
    let added = after.replacen(text.trim_end_matches("```\n\nThe end.\n"), "", 1);
    assert!(added.starts_with("---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"), "{added}");
    assert!(added.ends_with("\n```\n\nThe end.\n"), "{added}");
    assert!(added.contains("netplat/from: web --> db"), "{added}");
}

#[test]
fn both_sides_are_opened_where_both_are_closed() {
    let out = policy("shop", "web", "  policyTypes: [Egress]\n");
    let yaml = format!("{}{out}{}", pods("shop/web bank/db"), policy("bank", "db", CLOSED));
    let text = page("  web -->|TCP 5432| db\n", &yaml);
    let after =
        mended(&RULE, &text, "Write NetworkPolicy web-to-db-egress and NetworkPolicy web-to-db-ingress");
    assert_eq!(reach(&text), ["bank/db[Deployment] => shop/web[Deployment] : All Connections"]);
    assert_eq!(
        reach(&after),
        [
            "bank/db[Deployment] => shop/web[Deployment] : All Connections",
            "shop/web[Deployment] => bank/db[Deployment] : TCP 5432"
        ]
    );
}

#[test]
fn a_denial_by_a_rule_has_no_fix() {
    let deny = "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: { name: no }\n\
                spec: { priority: 1, subject: { namespaces: {} }, ingress: [{ name: all, action: Deny, from: [{ namespaces: {} }] }] }\n";
    let text = page("  web --> db\n", &format!("{}{deny}", pods("shop/web shop/db")));
    fixture::check(
        &RULE,
        &text,
        "error `-->` `web --> db` is blocked: rule “all” of AdminNetworkPolicy no denies what comes in to shop/db",
    );
    assert!(fixture::found(&RULE, &text)[0].fixes.is_empty());
}

#[test]
fn ports_that_are_missing_are_added_for_themselves() {
    let some = policy("shop", "db", "  ingress:\n    - ports: [{ port: 5432 }]\n");
    let text = page("  web -->|TCP 5432, TCP 9187| db\n", &format!("{}{some}", pods("shop/web shop/db")));
    let rule = &partly_blocked_arrow::RULE;
    let expect = "warning `-->|TCP 5432, TCP 9187|` `web --> db` is blocked on TCP 9187: NetworkPolicy shop/db selects shop/db and has no rule that lets this come in";
    fixture::check(rule, &text, expect);
    let after = mended(rule, &text, "Write NetworkPolicy");
    assert!(
        reach(&after).contains(&"shop/web[Deployment] => shop/db[Deployment] : TCP 5432,9187".to_owned()),
        "{after}"
    );
}

#[test]
fn what_hangs_on_the_plugin_is_worth_knowing() {
    let block = policy("shop", "db", "  ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }]\n");
    let text = page("  web --> db\n", &format!("{}{block}", pods("shop/web shop/db")));
    let found = fixture::found(&arrow_depends::RULE, &text);
    assert!(
        found[0].message.starts_with("`web --> db` depends on whether the network plugin holds prefixes"),
        "{found:?}"
    );
}

#[test]
fn an_unprotected_namespace_is_one_finding_without_arrows() {
    let text = page(
        "  subgraph shop\n    web --> db\n    a\n    b\n  end\n",
        &pods("shop/web shop/db shop/a shop/b"),
    );
    let expect = "info `subgraph shop` no policy decides what comes in to `a`, `b` and 2 more in namespace shop: 11 flows that no arrow shows may pass";
    fixture::check(&undrawn_flows::RULE, &text, expect);
    fixture::check(&undrawn_flows::RULE, "flowchart LR\n  web --> db\n", "");
}

#[test]
fn an_undrawn_flow_can_be_drawn() {
    let all = policy("shop", "db", "  ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 5432 }] }]\n");
    let web = policy("shop", "web", CLOSED);
    let spy = policy("shop", "spy", CLOSED);
    let text =
        page("  web --> db\n  spy\n", &format!("{}{all}{web}{spy}", pods("shop/web shop/db shop/spy")));
    let rule = &undrawn_flows::RULE;
    fixture::check(rule, &text, "info `db` policies permit `spy --> db` within shop, and no arrow shows it");
    let after = mended(rule, &text, "Draw spy --> db");
    assert_eq!(after, text.replace("  spy\n```", "  spy\n  spy -->|TCP 5432| db\n```"));
    assert_eq!(reach(&after), reach(&text));
}

#[test]
fn a_peer_or_a_rule_that_no_arrow_shows_can_be_dropped() {
    let peers = "  ingress:\n    - from:\n        # needed\n        - podSelector: { matchLabels: { app: web } }\n        # nobody knows\n        - podSelector: { matchLabels: { app: spy } }\n";
    let (web, spy) = (policy("shop", "web", CLOSED), policy("shop", "spy", CLOSED));
    let yaml =
        |spec: &str| format!("{}{}{web}{spy}", pods("shop/web shop/db shop/spy"), policy("shop", "db", spec));
    let rule = &undrawn_flows::RULE;
    let text = page("  web --> db\n  spy\n", &yaml(peers));
    let after = mended(rule, &text, "Take the peers that no arrow shows out of NetworkPolicy shop/db");
    assert_eq!(reach(&after), ["shop/web[Deployment] => shop/db[Deployment] : All Connections"]);
    assert!(after.contains("# needed") && !after.contains("nobody knows"), "{after}");

    let only = "  policyTypes: [Ingress]\n  ingress:\n    - from:\n        - podSelector: { matchLabels: { app: spy } }\n";
    let text = page("  web\n  db\n  spy\n", &yaml(only));
    let after = mended(rule, &text, "Take the rule that no arrow shows out of NetworkPolicy shop/db");
    assert_eq!(reach(&after), [""; 0]);

    // A peer that is not drawn may need it.
    let text = page("  web\n  db\n", &yaml("  ingress: [{ from: [{ podSelector: {} }] }]\n"));
    let fixes = fixture::found(rule, &text).into_iter().flat_map(|problem| problem.fixes);
    assert_eq!(fixes.map(|fix| fix.title).collect::<Vec<_>>(), ["Draw web --> db"]);
}

#[test]
fn a_fence_in_a_list_keeps_its_column_and_json_is_left_alone() {
    let yaml = format!("{}{}", pods("shop/web shop/db"), policy("shop", "db", CLOSED));
    let fence: String = format!("```yaml\n{}```\n", yaml.trim_end_matches("---\n"))
        .lines()
        .map(|line| format!("   {line}\n"))
        .collect();
    let text = format!("```mermaid\nflowchart LR\n  web --> db\n```\n\n1. Policies:\n\n{fence}");
    let after = mended(&RULE, &text, "Write NetworkPolicy");
    assert!(
        after.contains("\n   ---\n   apiVersion: networking.k8s.io/v1\n   kind: NetworkPolicy\n"),
        "{after}"
    );

    let json = r#"{"apiVersion":"v1","kind":"List","items":[
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","labels":{"app":"web"}},"spec":{"containers":[{"image":"a"}]}},
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"db","labels":{"app":"db"}},"spec":{"containers":[{"image":"a"}]}},
{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"db"},"spec":{"podSelector":{"matchLabels":{"app":"db"}}}}]}"#;
    let text = format!("```mermaid\nflowchart LR\n  web --> db\n```\n\n```yaml\n{json}\n```\n");
    let after = mended(&RULE, &text, "Write NetworkPolicy");
    assert!(after.starts_with(&text) && after[text.len()..].starts_with("\n```yaml\napiVersion:"), "{after}");
}
