//! Small pages, and what changed in them.

use super::{Side, compare};
use crate::session::Snapshot;

#[track_caller]
fn check(old: &str, new: &str, expected: &str) {
    let (old, new) = (Snapshot::new(old), Snapshot::new(new));
    let changes = compare(&Side::of(&old), &Side::of(&new));
    let without_findings: String = {
        let text = changes.to_string();
        text.split("findings\n").next().unwrap_or_default().to_owned()
    };
    assert_eq!(without_findings, expected);
}

fn page(objects: &str) -> String {
    format!("# Shop\n\n```yaml\n{objects}```\n")
}

const PODS: &str = "\
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ image: a }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, namespace: shop, labels: { app: db } }
spec: { containers: [{ image: a }] }
";

fn policy(ports: &str) -> String {
    format!(
        "{PODS}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{ name: db, namespace: shop }}
spec:
  podSelector: {{ matchLabels: {{ app: db }} }}
  ingress: [{{ from: [{{ podSelector: {{ matchLabels: {{ app: web }} }} }}], ports: {ports} }}]
"
    )
}

#[test]
fn a_policy_narrows_what_everybody_may() {
    check(
        &page(PODS),
        &page(&policy("[{ port: 5432 }]")),
        "reachability
  lost     0.0.0.0-255.255.255.255 => shop/db[Pod] : All Connections
  narrowed shop/web[Pod] => shop/db[Pod] : All Connections → TCP 5432
",
    );
}

#[test]
fn ports_widen_and_shift() {
    let one = page(&policy("[{ port: 5432 }]"));
    let widened = "reachability\n  widened  shop/web[Pod] => shop/db[Pod] : TCP 5432 → TCP 5432-5433\n";
    check(&one, &page(&policy("[{ port: 5432 }, { port: 5433 }]")), widened);
    let shifted = "reachability\n  shifted  shop/web[Pod] => shop/db[Pod] : TCP 5432 → UDP 53\n";
    check(&one, &page(&policy("[{ port: 53, protocol: UDP }]")), shifted);
}

#[test]
fn prose_comments_and_order_are_no_change() {
    let old = policy("[{ port: 5432 }]");
    let (pods, last) = old.split_at(old.find("---\napiVersion: networking").expect("a policy"));
    let turned = format!("{}---\n# first of all\n{pods}", last.trim_start_matches("---\n"));
    check(&page(&old), &format!("{}\nMore words.\n", page(&turned)), "");
}

#[test]
fn an_entry_that_is_renamed_or_moved_is_one_change() {
    let plan = |rows: &str| format!("| CIDR | Name | Role |\n|---|---|---|\n{rows}");
    check(
        &plan("| 10.0.0.0/16 | nodes | nodes |\n| 10.1.0.0/16 | pods | pods |\n| 10.9.0.0/16 | old | |\n"),
        &plan("| 10.2.0.0/16 | nodes | nodes |\n| 10.1.0.0/16 | pod net | pods |\n| 10.3.0.0/16 | svc | |\n"),
        "addresses
  changed  nodes: addresses 10.0.0.0/16 → 10.2.0.0/16
  changed  pod net: name pods → pod net
  new      svc: addresses 10.3.0.0/16
  gone     old: addresses 10.9.0.0/16
",
    );
}

#[test]
fn markdown_lets_no_name_become_markup() {
    let old = Snapshot::new("flowchart LR\n  a\n");
    let new = Snapshot::new("flowchart LR\n  a --> b[\"<b>x</b> | ![y](z)\"]\n");
    let markdown = compare(&Side::of(&old), &Side::of(&new)).to_markdown();
    assert!(
        !markdown.contains("<b>x") && !markdown.contains("![") && !markdown.contains("x | "),
        "{markdown}"
    );
}

#[test]
fn a_host_that_leads_elsewhere_is_one_change() {
    let ingress = |service: &str, path: &str| {
        page(&format!(
            "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{ name: shop, namespace: shop }}
spec:
  ingressClassName: public
  tls: [{{ hosts: [shop.example.com], secretName: shop-tls }}]
  rules:
    - host: shop.example.com
      http:
        paths:
          - {{ path: {path}, pathType: Prefix, backend: {{ service: {{ name: {service}, port: {{ number: 80 }} }} }} }}
"
        ))
    };
    let turned = "routes\n  changed  shop.example.com/: to shop/web:80 → shop/api:80\n";
    check(&ingress("web", "/"), &ingress("api", "/"), turned);
    let moved = "routes
  new      shop.example.com/cart: to shop/web:80, by Ingress shop/shop, class public, TLS shop-tls
  gone     shop.example.com/: to shop/web:80, by Ingress shop/shop, class public, TLS shop-tls
";
    check(&ingress("web", "/"), &ingress("web", "/cart"), moved);
}
