use crate::k8s::{
    Attached, Attachments, DnsSource, NamespacesFrom, PathType, Resources, RouteFilterKind, RouteKind,
    hosts_meet, read_manifest,
};

fn resources(manifest: &str) -> Resources {
    let read = read_manifest(manifest);
    assert_eq!(read.problems, [], "{manifest}");
    let objects: Vec<_> = read.objects.iter().collect();
    let (resources, problems) = Resources::read(&objects);
    assert_eq!(problems, [], "{manifest}");
    resources
}

#[test]
fn an_ingress_is_read_with_the_place_of_each_part() {
    let text = "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: { kubernetes.io/ingress.class: nginx } }
spec:
  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
  rules:
  - host: shop.example.com
    http:
      paths:
      - { path: /api, pathType: Prefix, backend: { service: { name: api, port: { name: http } } } }
      - { path: /old, pathType: ImplementationSpecific, backend: { resource: { kind: Bucket, name: old } } }
status: { loadBalancer: { ingress: [{ ip: 192.0.2.1 }, { hostname: lb.example.net }] } }
";
    let resources = resources(text);
    let ingress = &resources.ingresses[0];
    let class = ingress.class_name().expect("a class");
    assert_eq!((class.as_str(), class.span.slice(text)), ("nginx", "nginx"));
    let rule = &ingress.rules[0];
    assert_eq!(rule.host.as_ref().map(|host| host.span.slice(text)), Some("shop.example.com"));
    assert_eq!(rule.paths[0].path_type, PathType::Prefix);
    assert_eq!(rule.paths.len(), 2);
    assert_eq!(ingress.tls[0].secret.as_ref().map(|it| it.span.slice(text)), Some("shop-tls"));
    let addresses: Vec<_> = ingress.addresses.iter().map(|it| it.as_str()).collect();
    assert_eq!(addresses, ["192.0.2.1", "lb.example.net"]);
    // A bucket is no service.
    assert_eq!(resources.backends.len(), 1);
}

#[test]
fn the_first_form_of_ingresses_is_read_as_well() {
    let text = "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: { name: a }\n\
                spec: { backend: { serviceName: web, servicePort: http } }\n";
    let resources = resources(text);
    assert_eq!(resources.backends[0].service, "web");
    assert!(resources.ingresses[0].default_backend.is_some());
}

const GATEWAYS: &str = "\
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { team: web } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: infra }
spec:
  gatewayClassName: cilium
  allowedListeners: { namespaces: { from: All } }
  listeners:
  - { name: own, port: 80, protocol: HTTP }
  - name: teams
    port: 443
    protocol: HTTPS
    hostname: \"*.example.com\"
    tls: { certificateRefs: [{ name: wildcard }] }
    allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { team: web } } } }
  - { name: raw, port: 5432, protocol: TCP, allowedRoutes: { namespaces: { from: All } } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: { name: more, namespace: shop }
spec:
  parentRef: { name: edge, namespace: infra }
  listeners: [{ name: extra, port: 8080, protocol: HTTP }]
";

/// What becomes of an HTTPRoute of namespace `shop` with these parents and hosts: a word for each listener.
fn attached(parent: &str, hostnames: &str) -> String {
    let route = format!(
        "{GATEWAYS}---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{ name: web, namespace: shop }}\n\
         spec: {{ parentRefs: [{parent}], hostnames: [{hostnames}], rules: [{{ backendRefs: [{{ name: web, port: 80 }}] }}] }}\n"
    );
    let resources = resources(&route);
    let attachments = Attachments::new(&resources);
    let route = &resources.routes[0];
    match attachments.attached(route, &route.parents[0]) {
        Attached::ToService => "to a service".to_owned(),
        Attached::Unknown => "unknown".to_owned(),
        Attached::Listeners(listeners) => {
            let word = |(place, refusal): &(crate::k8s::ListenerPlace<'_>, Option<crate::k8s::Refusal>)| {
                format!(
                    "{} {}",
                    place.listener.name,
                    refusal.map_or("admits".to_owned(), |it| format!("{it:?}"))
                )
            };
            listeners.iter().map(word).collect::<Vec<_>>().join(", ")
        }
    }
}

#[test]
fn listeners_admit_routes_by_section_kind_namespace_and_host() {
    let edge = "{ name: edge, namespace: infra }";
    assert_eq!(attached(edge, "shop.example.com"), "own Namespace, teams admits, raw Kind");
    assert_eq!(attached(edge, "shop.example.org"), "own Namespace, teams Hostname, raw Kind");
    assert_eq!(
        attached("{ name: edge, namespace: infra, sectionName: own }", ""),
        "own Namespace, teams Section, raw Section"
    );
    assert_eq!(
        attached("{ name: edge, namespace: infra, port: 443 }", ""),
        "own Port, teams admits, raw Port"
    );
    assert_eq!(attached("{ name: more, kind: ListenerSet }", ""), "extra admits");
    assert_eq!(attached("{ name: other }", ""), "unknown");
    assert_eq!(attached("{ name: web, kind: Service, group: \"\" }", ""), "to a service");
}

#[test]
fn a_gateway_listens_for_the_sets_that_it_admits() {
    let resources = resources(GATEWAYS);
    let attachments = Attachments::new(&resources);
    let gateway = attachments.gateway("infra", "edge").expect("a gateway");
    assert_eq!(gateway.listener_sets, NamespacesFrom::All);
    let names: Vec<_> =
        attachments.listeners(gateway).iter().map(|it| it.listener.name.value.clone()).collect();
    assert_eq!(names, ["own", "teams", "raw", "extra"]);
}

#[test]
fn a_route_leads_into_another_namespace_where_a_grant_says_so() {
    let route = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: web, namespace: a }\n\
                 spec: { parentRefs: [{ name: edge }], rules: [{ backendRefs: [{ name: web, namespace: b, port: 80 }] }] }\n";
    let grant = |kind: &str, name: &str| {
        format!(
            "---\napiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {{ name: g, namespace: b }}\n\
             spec: {{ from: [{{ group: gateway.networking.k8s.io, kind: {kind}, namespace: a }}], to: [{{ group: \"\", kind: Service{name} }}] }}\n"
        )
    };
    let backends = |text: &str| resources(text).backends.len();
    assert_eq!(backends(route), 0);
    assert_eq!(backends(&format!("{route}{}", grant("HTTPRoute", ""))), 1);
    assert_eq!(backends(&format!("{route}{}", grant("HTTPRoute", ", name: web"))), 1);
    assert_eq!(backends(&format!("{route}{}", grant("HTTPRoute", ", name: api"))), 0);
    assert_eq!(backends(&format!("{route}{}", grant("TCPRoute", ""))), 0);
}

#[test]
fn matches_and_filters_of_routes_are_read() {
    let text = "\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, creationTimestamp: \"2026-01-02T03:04:05Z\" }
spec:
  parentRefs: [{ name: edge, sectionName: https }]
  rules:
  - matches: [{ path: { type: Exact, value: /a }, method: GET, headers: [{ name: X-A, value: b }], queryParams: [{ name: q, type: RegularExpression, value: .* }] }]
    filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }]
  - backendRefs: [{ name: web, port: 80, weight: 0 }, { name: other, kind: Bucket, group: example.com }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: { name: calls }
spec:
  rules: [{ matches: [{ method: { service: shop.Orders, method: Get } }] }]
";
    let resources = resources(text);
    let http = &resources.routes[0];
    let first = &http.rules[0];
    assert_eq!(first.matches[0].method.as_ref().map(|it| it.as_str()), Some("GET"));
    assert!(first.matches[0].query[0].is_regex && !first.matches[0].headers[0].is_regex);
    assert!(
        matches!(&first.filters[0].kind, RouteFilterKind::Redirect { scheme: Some(scheme), status: 301, .. } if scheme == "https")
    );
    let backends = &http.rules[1].backends;
    assert_eq!((backends[0].weight, backends[0].service("n").map(|it| it.namespace)), (0, Some("n")));
    assert_eq!(backends[1].service("n"), None);
    let grpc = &resources.routes[1];
    assert_eq!((grpc.kind, grpc.rules[0].matches[0].method.is_none()), (RouteKind::Grpc, true));
    assert_eq!(
        grpc.rules[0].matches[0].grpc.as_ref().and_then(|it| it.service.as_deref()),
        Some("shop.Orders")
    );
}

#[test]
fn endpoints_are_read_from_slices_and_from_the_older_kind() {
    let text = "\
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, namespace: shop, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: \"\", port: 5432 }]
endpoints:
- { addresses: [10.0.0.7], conditions: { ready: false }, targetRef: { kind: Pod, name: db-0 } }
---
apiVersion: v1
kind: Endpoints
metadata: { name: old, namespace: shop }
subsets: [{ addresses: [{ ip: 10.0.0.8 }], notReadyAddresses: [{ ip: 10.0.0.9 }], ports: [{ port: 80 }] }]
";
    let resources = resources(text);
    let said: Vec<_> = resources
        .endpoint_slices
        .iter()
        .flat_map(|slice| {
            slice.endpoints.iter().map(|it| {
                let service = slice.service.as_ref().map(|it| it.value.clone()).unwrap_or_default();
                (service, it.addresses[0].value.clone(), it.ready.map(|it| it.value))
            })
        })
        .collect();
    let expect =
        [("db", "10.0.0.7", Some(false)), ("old", "10.0.0.8", Some(true)), ("old", "10.0.0.9", Some(false))];
    assert_eq!(said, expect.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c)));
}

#[test]
fn records_come_from_annotations_and_endpoints() {
    let text = "\
apiVersion: v1
kind: Service
metadata: { name: web, annotations: { external-dns.alpha.kubernetes.io/hostname: \"a.example.com, b.example.com\" } }
spec: { type: LoadBalancer, loadBalancerIP: 192.0.2.9, ports: [{ port: 80 }] }
---
apiVersion: externaldns.k8s.io/v1alpha1
kind: DNSEndpoint
metadata: { name: e }
spec: { endpoints: [{ dnsName: c.example.com, recordType: A, targets: [192.0.2.1] }] }
";
    let resources = resources(text);
    let said: Vec<_> =
        resources.dns_records.iter().map(|it| (it.name.as_str(), it.targets.len(), it.source)).collect();
    assert_eq!(
        said,
        [
            ("a.example.com", 0, DnsSource::Hostname),
            ("b.example.com", 0, DnsSource::Hostname),
            ("c.example.com", 1, DnsSource::Endpoint)
        ]
    );
    assert_eq!(resources.services[0].addresses[0].address.value, "192.0.2.9");
}

#[test]
fn wildcards_of_gateways_stand_for_one_or_more_labels() {
    assert!(hosts_meet("*.example.com", "a.b.example.com") && hosts_meet("a.example.com", "*.example.com"));
    assert!(!hosts_meet("*.example.com", "example.com") && !hosts_meet("a.example.com", "b.example.com"));
    assert!(hosts_meet("*.example.com", "*.a.example.com"));
}
