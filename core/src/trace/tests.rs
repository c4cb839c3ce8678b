//! Requests followed through small clusters and drawings.

use super::{Outcome, Request, Trace, follow};
use crate::document::Document;
use crate::model::{self, Model};
use crate::{mermaid, trace};
use proptest::prelude::*;
use std::sync::Arc;

fn model_of(text: &str) -> Model {
    let document = Document::read(text);
    let charts: Vec<_> = document
        .flowcharts()
        .map(|block| Arc::new(mermaid::read(block.content.slice(text), block.content.start as usize)))
        .collect();
    model::build(text, &document, &charts).0
}

fn fenced(manifests: &str) -> String {
    format!("```yaml\n{manifests}\n```\n")
}

fn traced(text: &str, from: &str, to: &str) -> Trace {
    let model = model_of(text);
    let request = Request::read(&model, from, to).expect("a request");
    follow(&model, &request)
}

/// Holds the steps against `expect`: "outcome stage" for each, a word for a stage, and the text of the last step.
#[track_caller]
fn check(text: &str, from: &str, to: &str, stages: &str, last: &str) {
    let trace = traced(text, from, to);
    let stage = |step: &trace::Step| {
        let mark = match step.outcome {
            Outcome::Passes => "",
            Outcome::Assumed => "~",
            Outcome::Depends => "?",
            Outcome::Fails => "!",
        };
        format!("{mark}{:?}", step.stage)
    };
    let said: Vec<String> = trace.steps.iter().map(stage).collect();
    assert_eq!(said.join(" "), stages, "{:#?}", trace.steps);
    let ended = trace.steps.last().map(|step| step.text.as_str()).unwrap_or_default();
    assert_eq!(ended, last);
    for place in trace.steps.iter().flat_map(|step| &step.places) {
        assert!(text.get(place.span.range()).is_some_and(|text| !text.is_empty()), "{place:?}");
    }
}

const WORKLOADS: &str = "\
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: postgres, ports: [{ containerPort: 5432 }] }] }
";

const INGRESS: &str = "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: traefik
  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
  rules:
  - host: shop.example.com
    http:
      paths:
      - { path: /, pathType: Prefix, backend: { service: { name: web, port: { name: http } } } }
      - { path: /api, pathType: Prefix, backend: { service: { name: api, port: { number: 80 } } } }
";

const GATEWAY: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: infra }
spec:
  gatewayClassName: cilium
  listeners:
  - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
  - name: https
    port: 443
    protocol: HTTPS
    hostname: \"*.example.com\"
    tls: { certificateRefs: [{ name: wildcard }] }
    allowedRoutes: { namespaces: { from: All } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: edge, namespace: infra, sectionName: https }]
  hostnames: [shop.example.com]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: to-https, namespace: infra }
spec:
  parentRefs: [{ name: edge, sectionName: http }]
  rules: [{ filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }] }]
";

fn policy(spec: &str) -> String {
    format!(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: p, namespace: shop }}\nspec: {spec}\n"
    )
}

fn all(parts: &[&str]) -> String {
    fenced(&parts.join("---\n"))
}

#[test]
fn a_request_passes_an_ingress() {
    check(
        &all(&[WORKLOADS, INGRESS]),
        "internet",
        "https://shop.example.com/x",
        "~Name ~Class ~Listener Route Service Endpoints Policies Answer",
        "shop/web[Deployment] is asked on TCP 8080, and answers",
    );
}

#[test]
fn a_backend_that_is_not_there_ends_the_way() {
    check(
        &all(&[WORKLOADS, INGRESS]),
        "internet",
        "https://shop.example.com/api/v1",
        "~Name ~Class ~Listener Route !Service",
        "Ingress shop/web leads to Service shop/api, which is not there",
    );
}

#[test]
fn a_redirection_is_followed_through_the_gateway() {
    check(
        &all(&[WORKLOADS, GATEWAY]),
        "internet",
        "http://shop.example.com/",
        "~Name ~Class Listener Route Route ~Class Listener ~Listener Route Service Endpoints Policies Answer",
        "shop/web[Deployment] is asked on TCP 8080, and answers",
    );
}

#[test]
fn a_listener_that_takes_no_routes_of_the_namespace_is_explained() {
    let closed = GATEWAY.replace(
        "allowedRoutes: { namespaces: { from: All } }",
        "allowedRoutes: { namespaces: { from: Same } }",
    );
    let text = all(&[WORKLOADS, &closed]);
    check(
        &text,
        "internet",
        "https://shop.example.com/",
        "~Name ~Class Listener ~Listener !Route",
        "HTTPRoute shop/web is about shop.example.com, and listener https takes no routes of this namespace",
    );
    let trace = traced(&text, "internet", "https://shop.example.com/");
    let change = trace.failing().and_then(|step| step.change.clone());
    assert_eq!(
        change.as_deref(),
        Some("let listener https admit routes of namespace shop: `allowedRoutes.namespaces`")
    );
}

#[test]
fn a_gateway_without_hosts_takes_every_name() {
    let open = GATEWAY
        .replace("  hostnames: [shop.example.com]\n", "")
        .replace("    hostname: \"*.example.com\"\n", "");
    check(
        &all(&[WORKLOADS, &open]),
        "internet",
        "https://any.example.org/",
        "~Name ~Class Listener ~Listener Route Service Endpoints Policies Answer",
        "shop/web[Deployment] is asked on TCP 8080, and answers",
    );
}

#[test]
fn a_service_that_a_chart_may_make_is_left_open() {
    let chart = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: api, namespace: shop }\nspec: {}\n";
    check(
        &all(&[WORKLOADS, INGRESS, chart]),
        "internet",
        "https://shop.example.com/api",
        "~Name ~Class ~Listener Route ?Service",
        "Ingress shop/web leads to Service shop/api, which is not there: it depends on whether HelmRelease shop/api makes it, whose chart is not rendered here",
    );
}

#[test]
fn an_address_that_a_gateway_hands_on_is_its_own() {
    let with = GATEWAY.replace(
        "  gatewayClassName: cilium\n",
        "  gatewayClassName: cilium\n  infrastructure: { annotations: { lbipam.cilium.io/ips: 192.168.40.12 } }\n",
    );
    let text = format!("{FACTS}{}", all(&[WORKLOADS, &with]));
    let trace = traced(&text, "192.168.1.5", "http://192.168.40.12/");
    assert_eq!(trace.steps[0].text, "192.168.40.12, of the pool edge is an address of Gateway infra/edge");
}

#[test]
fn a_port_that_no_listener_has_is_explained() {
    check(
        &all(&[WORKLOADS, GATEWAY]),
        "internet",
        "https://shop.example.com:8443/",
        "~Name ~Class !Listener",
        "Gateway infra/edge does not listen on 8443: it has http (HTTP 80) and https (HTTPS 443, *.example.com)",
    );
}

#[test]
fn a_route_into_another_namespace_needs_a_grant() {
    let elsewhere =
        GATEWAY.replace("[{ name: web, port: 80 }]", "[{ name: web, namespace: other, port: 80 }]");
    check(
        &all(&[WORKLOADS, &elsewhere]),
        "internet",
        "https://shop.example.com/",
        "~Name ~Class Listener ~Listener Route !Route",
        "HTTPRoute shop/web leads to Service other/web, and no ReferenceGrant of other allows that",
    );
}

#[test]
fn policies_are_asked_both_ways() {
    let only_api = policy(
        "{ podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: api } } }] }] }",
    );
    check(
        &all(&[WORKLOADS, &only_api]),
        "shop/web",
        "db",
        "Name Service Endpoints !Policies",
        "the way from shop/web[Deployment] to shop/db[StatefulSet] on TCP 5432 is closed: NetworkPolicy shop/p decides what comes in to shop/db[StatefulSet], and no rule of it allows this",
    );
    let no_egress = policy("{ podSelector: { matchLabels: { app: web } }, policyTypes: [Egress] }");
    check(
        &all(&[WORKLOADS, &no_egress]),
        "shop/web",
        "db",
        "!Name",
        "the way from shop/web[Deployment] to cluster DNS on UDP 53 is closed: NetworkPolicy shop/p decides what goes out of shop/web[Deployment], and no rule of it allows this",
    );
    let dns_only = policy(
        "{ podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }], ports: [{ port: 53, protocol: UDP }] }] }",
    );
    check(
        &all(&[WORKLOADS, &dns_only]),
        "shop/web",
        "db",
        "Name Name Service Endpoints !Policies",
        "the way from shop/web[Deployment] to shop/db[StatefulSet] on TCP 5432 is closed: NetworkPolicy shop/p decides what goes out of shop/web[Deployment], and no rule of it allows this",
    );
}

#[test]
fn names_are_those_of_cluster_dns() {
    let text = all(&[WORKLOADS]);
    for name in ["web", "web.shop", "web.shop.svc", "web.shop.svc.cluster.local", "http://web.shop/x"] {
        assert!(traced(&text, "shop/db", name).answers(), "{name}");
    }
    check(
        &text,
        "shop/db",
        "wep",
        "!Name",
        "cluster DNS does not know wep: namespace shop has no Service wep",
    );
    check(
        &text,
        "internet",
        "http://web.shop.svc.cluster.local/",
        "!Name",
        "only cluster DNS answers for web.shop.svc.cluster.local, and the internet does not ask it",
    );
}

#[test]
fn a_service_without_pods_names_the_closest() {
    let other =
        WORKLOADS.replace("metadata: { labels: { app: web } }", "metadata: { labels: { app: web2 } }");
    let other = other.replace("matchLabels: { app: web }", "matchLabels: { app: web2 }");
    check(
        &all(&[&other]),
        "shop/db",
        "http://web/",
        "Name Service !Endpoints",
        "Service shop/web selects app=web, and no pod of shop has these labels; the closest is shop/web[Deployment] with app=web2",
    );
}

#[test]
fn a_named_port_that_no_container_has_is_explained() {
    let other = WORKLOADS.replace("targetPort: http", "targetPort: web");
    check(
        &all(&[&other]),
        "shop/db",
        "http://web/",
        "Name Service !Endpoints",
        "Service shop/web leads to the port web, and shop/web[Deployment] names http",
    );
}

#[test]
fn endpoints_of_a_service_without_selector_are_those_that_are_listed() {
    let outside = "\
apiVersion: v1
kind: Service
metadata: { name: old, namespace: shop }
spec: { ports: [{ port: 80 }] }
";
    let slice = |ready: &str| {
        format!(
            "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {{ name: old-1, namespace: shop, labels: {{ kubernetes.io/service-name: old }} }}\n\
             addressType: IPv4\nports: [{{ port: 8080 }}]\nendpoints: [{{ addresses: [192.0.2.7], conditions: {{ ready: {ready} }} }}]\n"
        )
    };
    check(
        &all(&[WORKLOADS, outside, &slice("true")]),
        "shop/web",
        "old",
        "Name Service Endpoints Policies Answer",
        "192.0.2.7 is asked on TCP 8080, and answers",
    );
    check(
        &all(&[WORKLOADS, outside, &slice("false")]),
        "shop/web",
        "old",
        "Name Service !Endpoints",
        "one endpoint is listed for Service shop/old, and none is ready",
    );
    check(
        &all(&[WORKLOADS, outside]),
        "shop/web",
        "old",
        "Name Service !Endpoints",
        "Service shop/old has no selector, and no EndpointSlice lists what serves it",
    );
}

const FACTS: &str = "\
---
netplat:
  addresses:
    - { range: 192.168.40.10-192.168.40.60, name: edge, role: load-balancers }
  dns:
    zones:
      - { name: example.com, view: internal }
      - { name: example.net, view: public }
---
";

#[test]
fn zones_are_seen_from_inside_or_from_everywhere() {
    let text = format!("{FACTS}{}", all(&[WORKLOADS, INGRESS]));
    check(
        &text,
        "internet",
        "https://shop.example.com/",
        "!Name",
        "shop.example.com is in the internal zone example.com only, and the internet asks public DNS",
    );
    assert!(traced(&text, "192.168.1.5", "https://shop.example.com/").answers());
}

#[test]
fn an_address_leads_to_the_service_that_has_it_and_to_its_pool() {
    let balancer = "\
apiVersion: v1
kind: Service
metadata: { name: edge, namespace: shop, annotations: { external-dns.alpha.kubernetes.io/hostname: edge.example.com } }
spec: { type: LoadBalancer, loadBalancerIP: 192.168.40.11, selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
";
    let text = format!("{FACTS}{}", all(&[WORKLOADS, balancer]));
    let trace = traced(&text, "192.168.1.5", "http://192.168.40.11/");
    assert_eq!(trace.steps[0].text, "192.168.40.11, of the pool edge is an address of Service shop/edge");
    assert!(trace.answers());
    check(
        &text,
        "192.168.1.5",
        "http://edge.example.com/",
        "Name Address Service Endpoints Policies Answer",
        "shop/web[Deployment] is asked on TCP 8080, and answers",
    );
}

#[test]
fn a_controller_whose_pods_are_shown_is_passed_through() {
    let controller = "\
apiVersion: apps/v1
kind: Deployment
metadata: { name: traefik, namespace: traefik }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: traefik } }
  template:
    metadata: { labels: { app.kubernetes.io/name: traefik } }
    spec: { containers: [{ name: traefik, image: traefik, ports: [{ containerPort: 8443 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: traefik, namespace: traefik }
spec: { type: LoadBalancer, selector: { app.kubernetes.io/name: traefik }, ports: [{ port: 443, targetPort: 8443 }] }
";
    let others = policy(
        "{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: nginx } } }] }] }",
    );
    check(
        &all(&[WORKLOADS, INGRESS, controller, &others]),
        "internet",
        "https://shop.example.com/",
        "~Name ~Class Address Policies ~Listener Route Service Endpoints !Policies",
        "the way from traefik/traefik[Deployment] to shop/web[Deployment] on TCP 8080 is closed: NetworkPolicy shop/p decides what comes in to shop/web[Deployment], and no rule of it allows this",
    );
    // Where the controller is not shown, it may be one that the policy lets in.
    let trace = traced(&all(&[WORKLOADS, INGRESS, &others]), "internet", "https://shop.example.com/");
    assert_eq!(trace.outcome(), Outcome::Depends);
}

#[test]
fn a_drawing_with_facts_is_followed_along_its_arrows() {
    let text = "\
---
netplat:
  nodes:
    web: { ports: [http 8080/TCP] }
  links:
    edge --> web: { hosts: [shop.example.com], paths: [/], tls: letsencrypt }
---
flowchart LR
  internet((Internet)) --> edge[Traefik] -->|TCP 8080| web[Web shop]
  web -->|TCP 5432| db[(Orders)]
";
    check(
        text,
        "internet",
        "https://shop.example.com/cart",
        "~Name Address Route Listener Answer",
        "Web shop is asked on TCP 8080, and answers",
    );
    check(text, "web", "db", "Address ~Answer", "Orders is asked on TCP 5432, and is taken to answer");
    check(text, "web", "db:3306", "Address !Policies", "the arrow to Orders is for 5432/TCP, not for 3306");
    check(text, "db", "web", "!Address", "no arrow leads from Orders to Web shop");
}

#[test]
fn what_is_passed_is_marked_in_the_drawing() {
    let chart = "```mermaid\nflowchart LR\n  internet((Internet)) --> edge[Traefik] --> web[shop/web]\n  web --> db[shop/db]\n```\n";
    let model = model_of(&format!("{chart}{}", all(&[WORKLOADS, INGRESS])));
    let request = Request::read(&model, "internet", "https://shop.example.com/").expect("a request");
    let trace = follow(&model, &request);
    let passed = trace::Passed::new(&model, &request, &trace);
    let said: Vec<_> = passed.things.iter().map(|(id, it)| (id.as_str(), it.step > 0, it.outcome)).collect();
    let expect = [
        ("edge", true, Outcome::Assumed),
        ("internet", false, Outcome::Passes),
        ("web", true, Outcome::Passes),
    ];
    assert_eq!(said, expect);
    assert_eq!(passed.links.len(), 2);
    let request = Request::read(&model, "web", "nowhere").expect("a request");
    let passed = trace::Passed::new(&model, &request, &follow(&model, &request));
    assert_eq!(passed.things.get("web").map(|it| it.outcome), Some(Outcome::Fails));
    let suggestions = trace::Suggestions::new(&model);
    assert_eq!(suggestions.from, ["internet", "shop/db", "shop/web", "edge"]);
    assert_eq!(
        suggestions.to,
        ["https://shop.example.com/", "db.shop", "web.shop", "shop/db", "shop/web", "edge"]
    );
}

#[test]
fn names_that_lead_to_each_other_end() {
    let external = |name: &str, to: &str| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{ name: {name}, namespace: shop }}\nspec: {{ type: ExternalName, externalName: {to} }}\n"
        )
    };
    let text = all(&[
        WORKLOADS,
        &external("a", "b.shop.svc.cluster.local"),
        &external("b", "a.shop.svc.cluster.local"),
    ]);
    assert_eq!(traced(&text, "shop/web", "a:80").outcome(), Outcome::Fails);
    let route = GATEWAY.replace("scheme: https, ", "");
    assert_eq!(traced(&all(&[&route]), "internet", "http://shop.example.com/").outcome(), Outcome::Fails);
}

#[test]
fn what_is_not_known_is_said() {
    let model = model_of(&all(&[WORKLOADS]));
    let wrong = |from: &str, to: &str| Request::read(&model, from, to).expect_err("no request");
    assert_eq!(wrong("shop/nobody", "web"), "nothing here is called `shop/nobody`");
    assert_eq!(
        wrong("internet", "shop/nobody:80"),
        "no workload and no service here is called `shop/nobody`"
    );
    assert_eq!(wrong("internet", ""), "say what is asked for: a URL, a service, or NAMESPACE/NAME:PORT");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_request_through_any_part_of_the_text_ends(
        cut in 0..4000usize,
        from in "internet|shop/web|shop/db|10\\.0\\.0\\.1|\\PC{0,12}",
        to in "(https?://)?(shop\\.example\\.com|web|db|192\\.168\\.40\\.11|\\PC{0,8})(:[0-9]{1,5})?(/[a-z]{0,3})?|shop/(web|db)(:80)?",
    ) {
        let whole = format!("{FACTS}{}", all(&[WORKLOADS, INGRESS, GATEWAY]));
        let text: String = whole.chars().take(cut).collect();
        let model = model_of(&text);
        if let Ok(request) = Request::read(&model, &from, &to) {
            let trace = follow(&model, &request);
            prop_assert!(!trace.steps.is_empty());
            let failing = trace.steps.iter().position(|step| step.outcome == Outcome::Fails);
            prop_assert!(failing.is_none_or(|at| at + 1 == trace.steps.len()));
            prop_assert!(trace.failing().is_none_or(|step| step.change.is_some()));
        }
    }
}
