//! What is refused, and what is not: manifests by kind, with one thing changed at a time.

use crate::k8s::read_manifest;
use proptest::prelude::*;

/// The problems of a manifest: "`place` message".
fn found(manifest: &str) -> Vec<String> {
    let read = read_manifest(manifest);
    assert_eq!(read.problems, [], "{manifest}");
    let line = |problem: &crate::diagnostic::Problem| {
        format!("`{}` {}", problem.span.slice(manifest), problem.message)
    };
    read.refusals().iter().map(|(_, problem)| line(problem)).collect()
}

/// Holds that each of `specs`, of an object of this kind, is accepted.
#[track_caller]
fn accepts(kind: &str, specs: &[&str]) {
    for spec in specs {
        assert_eq!(found(&manifest(kind, spec)), [""; 0], "{spec}");
    }
}

/// Holds that each spec, of an object of this kind, has exactly one problem, at this place and with this in its message.
#[track_caller]
fn refuses(kind: &str, specs: &[(&str, &str, &str)]) {
    for (spec, place, message) in specs {
        let found = found(&manifest(kind, spec));
        let fits = |line: &String| line.starts_with(&format!("`{place}` ")) && line.contains(message);
        assert!(found.len() == 1 && found.iter().all(fits), "{spec}\n{found:#?}");
    }
}

fn manifest(kind: &str, spec: &str) -> String {
    let version = match kind {
        "Service" | "Pod" => "v1",
        "Deployment" => "apps/v1",
        "Job" => "batch/v1",
        "Ingress" | "IngressClass" | "ServiceCIDR" => "networking.k8s.io/v1",
        "ClusterNetworkPolicy" => "policy.networking.k8s.io/v1alpha2",
        "CiliumNetworkPolicy" => "cilium.io/v2",
        "AdminNetworkPolicy" => "policy.networking.k8s.io/v1alpha1",
        _ => "gateway.networking.k8s.io/v1",
    };
    format!("apiVersion: {version}\nkind: {kind}\nmetadata: {{ name: a }}\nspec: {spec}\n")
}

#[test]
fn metadata_is_checked_for_every_object() {
    let cases = [
        ("{ name: A_b }", "A_b", "is not a DNS name"),
        ("{ labels: { a: b } }", "labels", "the field `name` is missing"),
        ("{ name: a, labels: { a/b/c: d } }", "a/b/c", "not a label's key"),
        ("{ name: a, labels: { a: -b } }", "-b", "not a label's value"),
        ("{ name: a, annotations: { b: true } }", "true", "expected a text"),
        ("{ name: a, lables: { a: b } }", "lables", "there is no field `lables` here"),
        ("{ name: a, namespace: a.b }", "a.b", "is not a DNS label"),
    ];
    for (metadata, place, message) in cases {
        let text = format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {metadata}\nspec: {{ podSelector: {{}} }}\n"
        );
        let found = found(&text);
        assert!(found.len() == 1 && found[0].starts_with(&format!("`{place}`")), "{metadata} {found:?}");
        assert!(found[0].contains(message), "{found:?}");
    }
    let long = format!("apiVersion: v1\nkind: Endpoints\nmetadata: {{ name: {} }}\n", "a".repeat(200));
    assert_eq!(found(&long), [""; 0], "a part of a name may be long");
    let custom = "apiVersion: example.com/v1\nkind: Thing\nmetadata: { labels: { a: b c } }\n";
    assert_eq!(found(custom), [""; 0], "labels of other programs' objects may hold anything");
}

#[test]
fn entries_of_configuration_are_texts() {
    let map = |data: &str| format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: a }}\n{data}\n");
    assert_eq!(found(&map("data: { PORT: \"80\", a.conf: \"\" }")), [""; 0]);
    assert_eq!(found(&map("data: { PORT: 80 }")), ["`80` expected a text, found the number 80"]);
    assert_eq!(
        found(&map("data: { a: b }\nbinaryData: { a: Yg== }")),
        ["`a` this key stands in `data` already"]
    );
    assert!(found(&map("data: { a/b: c }"))[0].contains("is not a key"));
}

#[test]
fn cluster_wide_objects_have_no_namespace() {
    let text = "apiVersion: v1\nkind: Namespace\nmetadata: { name: a, namespace: b }\n";
    assert_eq!(found(text), ["`b` objects of this kind live in no namespace"]);
}

#[test]
fn what_a_program_fills_in_is_not_judged() {
    accepts(
        "Service",
        &[
            "{ selector: { app: \"{{ app }}\" }, ports: [{ port: \"${PORT}\", targetPort: \"<port>\" }], type: \"${TYPE}\" }",
        ],
    );
    let patch =
        "apiVersion: v1\nkind: Service\n$patch: delete\nmetadata: { name: a }\nspec: { ports: [{}] }\n";
    assert_eq!(found(patch), [""; 0]);
}

#[test]
fn services_are_checked() {
    accepts(
        "Service",
        &[
            "{ selector: { a: b }, ports: [{ port: 80 }] }",
            "{ clusterIP: None, selector: { a: b } }",
            "{ type: ExternalName, externalName: db.example.com. }",
            "{ type: LoadBalancer, loadBalancerClass: a.b/c, loadBalancerSourceRanges: [10.0.0.0/8], externalTrafficPolicy: Local, healthCheckNodePort: 31000, ports: [{ port: 80, nodePort: 30000 }] }",
            "{ ports: [{ name: a, port: 53, protocol: UDP }, { name: b, port: 53 }] }",
            "{ ipFamilyPolicy: PreferDualStack, clusterIPs: [10.0.0.1, \"fd00::1\"], clusterIP: 10.0.0.1, ipFamilies: [IPv4, IPv6], ports: [{ port: 1 }] }",
            "{ clusterIP: \"\", type: \"\", sessionAffinity: ClientIP, sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } }, ports: [{ port: 1, targetPort: web }] }",
        ],
    );
    refuses(
        "Service",
        &[
            ("{ selector: { a: b } }", "selector", "the field `ports` is missing"),
            ("{ type: ExternalName, ports: [] }", "type", "the field `externalName` is missing"),
            ("{ type: ExternalName, externalName: a_b }", "a_b", "not a DNS name"),
            ("{ type: ExternalName, externalName: a, clusterIP: 10.0.0.1 }", "10.0.0.1", "has no address"),
            ("{ type: NodePort, clusterIP: None }", "None", "needs an address"),
            ("{ ports: [{ port: 80 }, { name: b, port: 81 }] }", "port", "several ports"),
            ("{ ports: [{ name: a, port: 80 }, { name: a, port: 81 }] }", "a", "two ports have this name"),
            ("{ ports: [{ name: a, port: 80 }, { name: b, port: 80 }] }", "80", "a second item"),
            ("{ ports: [{ port: 80, nodePort: 30000 }] }", "30000", "has no `nodePort`"),
            ("{ ports: [{ port: 80, targetPort: Web }] }", "Web", "not a port's name"),
            ("{ ports: [{ port: 0 }] }", "0", "from 1 to 65535"),
            ("{ ports: [{ port: \"80\" }] }", "\"80\"", "expected a whole number"),
            ("{ ports: [{ port: 80, protocol: HTTP }] }", "HTTP", "expected `TCP`"),
            ("{ type: LoadBalancer, ports: [{ port: 10250 }] }", "10250", "kubelet"),
            ("{ clusterIP: 10.0.0.300, ports: [{ port: 1 }] }", "10.0.0.300", "not an IP address"),
            (
                "{ clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 10.0.0.2], ports: [{ port: 1 }] }",
                "10.0.0.2",
                "a second IPv4",
            ),
            ("{ clusterIPs: [10.0.0.1], ports: [{ port: 1 }] }", "clusterIPs", "`clusterIP` is missing"),
            (
                "{ clusterIP: \"fd00::1\", ipFamilies: [IPv4], ports: [{ port: 1 }] }",
                "\"fd00::1\"",
                "is IPv6",
            ),
            ("{ externalIPs: [127.0.0.1], ports: [{ port: 1 }] }", "127.0.0.1", "loopback"),
            ("{ loadBalancerClass: a/b, ports: [{ port: 1 }] }", "a/b", "`LoadBalancer` only"),
            (
                "{ externalTrafficPolicy: Local, ports: [{ port: 1 }] }",
                "Local",
                "`externalTrafficPolicy` is for",
            ),
            (
                "{ type: LoadBalancer, healthCheckNodePort: 31000, ports: [{ port: 1 }] }",
                "31000",
                "externalTrafficPolicy: Local",
            ),
            ("{ type: Loadbalancer, ports: [{ port: 1 }] }", "Loadbalancer", "expected `ClusterIP`"),
            (
                "{ sessionAffinity: ClientIP, sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } }, ports: [{ port: 1 }] }",
                "0",
                "from 1 to 86400",
            ),
        ],
    );
}

#[test]
fn ingresses_and_their_classes_are_checked() {
    let ingress = |path: &str| format!("{{ rules: [{{ host: a.b, http: {{ paths: [{path}] }} }}] }}");
    let backend = "backend: { service: { name: a, port: { number: 80 } } }";
    accepts(
        "Ingress",
        &[
            "{ defaultBackend: { resource: { apiGroup: a.b, kind: Bucket, name: c } } }",
            "{ ingressClassName: a, tls: [{ hosts: [\"*.a.b\"], secretName: c }], rules: [{ host: \"*.a.b\" }] }",
            &ingress(&format!("{{ path: /a, pathType: Prefix, {backend} }}")),
        ],
    );
    let case = |path: &str| ingress(&format!("{{ {path}, {backend} }}"));
    for path in ["path: //a", "path: /a/../b", "path: /a%2Fb", "path: /a/.", "path: a"] {
        let value = path.trim_start_matches("path: ");
        refuses("Ingress", &[(&case(&format!("{path}, pathType: Exact")), value, value)]);
    }
    refuses(
        "Ingress",
        &[
            ("{ ingressClassName: a }", "ingressClassName", "one of `rules` or `defaultBackend`"),
            ("{ rules: [{ host: a.*.b }] }", "a.*.b", "is not a host name"),
            ("{ rules: [{ http: { paths: [] } }] }", "[]", "at least 1 item"),
            (&ingress("{ path: /, pathType: Prefix, backend: {} }"), "{}", "one of `service` or `resource`"),
            (
                &ingress(
                    "{ path: /, pathType: Prefix, backend: { service: { name: 1a, port: { name: x } } } }",
                ),
                "1a",
                "starts with a letter",
            ),
        ],
    );
    refuses(
        "IngressClass",
        &[
            ("{ controller: nginx }", "nginx", "a domain, `/`, and a path"),
            (
                "{ controller: a.b/c, parameters: { kind: A, name: b, scope: Namespace } }",
                "kind",
                "needs the field `namespace`",
            ),
        ],
    );
}

#[test]
fn cluster_wide_policies_are_checked() {
    let cnp = |rest: &str| format!("{{ tier: Admin, priority: 1, subject: {{ namespaces: {{}} }}, {rest} }}");
    let egress = |rule: &str| cnp(&format!("egress: [{{ action: Accept, {rule} }}]"));
    accepts(
        "ClusterNetworkPolicy",
        &[
            &egress("to: [{ domainNames: [\"*.example.com\"] }]"),
            &egress(
                "to: [{ networks: [10.0.0.0/8] }], protocols: [{ tcp: { destinationPort: { range: { start: 1, end: 2 } } } }]",
            ),
        ],
    );
    refuses(
        "ClusterNetworkPolicy",
        &[
            (&egress("to: []"), "[]", "at least 1 item"),
            (&egress("to: [{}]"), "{}", "one of `namespaces`"),
            (&egress("to: [{ namespaces: {}, nodes: {} }]"), "nodes", "exclude each other"),
            (&egress("to: [{ networks: [10.0.0.0] }]"), "10.0.0.0", "is not a prefix"),
            (&egress("to: [{ domainNames: [a] }]"), "a", "is not a domain name"),
            (&egress("to: [{ nodes: {} }], protocols: [{ destinationNamedPort: a }]"), "a", "only pods"),
            (&egress("to: [{ nodes: {} }], protocols: [{ tcp: {} }]"), "{}", "`destinationPort`"),
            (
                &cnp("egress: [{ action: Deny, to: [{ domainNames: [a.b] }] }]"),
                "[a.b]",
                "for rules that allow",
            ),
        ],
    );
    let rules = "{ action: Deny, from: [{ namespaces: {} }] }, ".repeat(101);
    let many = format!("{{ priority: 1, subject: {{ namespaces: {{}} }}, ingress: [{rules}] }}");
    assert!(found(&manifest("AdminNetworkPolicy", &many))[0].contains("at most 100 items, found 101"));
}

#[test]
fn gateways_are_checked() {
    let gateway = |listeners: &str| format!("{{ gatewayClassName: a, listeners: [{listeners}] }}");
    accepts(
        "Gateway",
        &[
            &gateway(
                "{ name: a, port: 80, protocol: HTTP }, { name: b, port: 80, protocol: HTTP, hostname: a.b }",
            ),
            &gateway("{ name: a, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: a }] } }"),
            &gateway("{ name: a, port: 443, protocol: TLS, tls: { mode: Passthrough } }"),
            &gateway("{ name: a, port: 443, protocol: HTTPS, tls: { options: { a.b/c: d } } }"),
        ],
    );
    refuses(
        "Gateway",
        &[
            (&gateway(""), "[]", "at least 1 item"),
            (
                &gateway("{ name: a, port: 80, protocol: HTTP, tls: { mode: Passthrough } }"),
                "mode",
                "has no `tls`",
            ),
            (&gateway("{ name: a, port: 80, protocol: TCP, hostname: a.b }"), "a.b", "sees no `hostname`"),
            (&gateway("{ name: a, port: 443, protocol: TLS }"), "name", "needs `tls`"),
            (
                &gateway("{ name: a, port: 443, protocol: HTTPS, tls: { mode: Passthrough } }"),
                "Passthrough",
                "terminates",
            ),
            (&gateway("{ name: a, port: 443, protocol: HTTPS, tls: {} }"), "{}", "`certificateRefs`"),
            (
                &gateway("{ name: a, port: 80, protocol: HTTP }, { name: b, port: 80, protocol: HTTP }"),
                "80",
                "two listeners",
            ),
            (
                &gateway("{ name: a, port: 80, protocol: HTTP }, { name: a, port: 81, protocol: HTTP }"),
                "a",
                "a second item",
            ),
            (&gateway("{ name: a, port: 80, protocol: HTTP, hostname: a..b }"), "a..b", "not a host name"),
            (
                &gateway(
                    "{ name: a, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Any } } }",
                ),
                "Any",
                "expected `All`",
            ),
        ],
    );
}

#[test]
fn routes_are_checked() {
    let rule = |rule: &str| format!("{{ parentRefs: [{{ name: a }}], rules: [{rule}] }}");
    accepts(
        "HTTPRoute",
        &[
            "{ parentRefs: [{ name: a, sectionName: b }, { name: a, sectionName: c }] }",
            &rule("{ backendRefs: [{ name: a, port: 80 }, { name: b, kind: Other, group: a.b }] }"),
            &rule(
                "{ filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: \"\" } } }] }",
            ),
            &rule("{ matches: [{ path: { type: RegularExpression, value: \"a b\" } }] }"),
            &rule("{ timeouts: { request: 0s, backendRequest: 1h } }"),
        ],
    );
    refuses(
        "HTTPRoute",
        &[
            ("{ parentRefs: [{ name: a }, { name: a }] }", "a", "a second reference"),
            ("{ parentRefs: [{ name: a }, { name: a, sectionName: b }] }", "a", "either all or none"),
            ("{ hostnames: [10.0.0.1/a] }", "10.0.0.1/a", "not a host name"),
            ("{ rules: [] }", "[]", "at least 1 item"),
            (&rule("{ backendRefs: [{ name: a }] }"), "name", "the field `port` is missing"),
            (&rule("{ backendRefs: [{ name: a, port: 1, weight: -1 }] }"), "-1", "from 0 to 1000000"),
            (&rule("{ matches: [{ path: { value: a } }] }"), "a", "does not start with `/`"),
            (&rule("{ matches: [{ path: { value: /a b } }] }"), "/a b", "` `"),
            (&rule("{ matches: [{ path: { value: /%zz } }] }"), "/%zz", "`%`"),
            (
                &rule("{ matches: [{ headers: [{ name: a, value: b }, { name: a, value: c }] }] }"),
                "a",
                "a second item",
            ),
            (
                &rule("{ matches: [{ headers: [{ name: \"a:\", value: b }] }] }"),
                "\"a:\"",
                "not a header's name",
            ),
            (&rule("{ filters: [{ type: RequestRedirect }] }"), "type", "needs the field `requestRedirect`"),
            (&rule("{ filters: [{ type: CORS, cors: {}, urlRewrite: {} }] }"), "urlRewrite", "belongs to"),
            (
                &rule("{ filters: [{ type: RequestRedirect, requestRedirect: { statusCode: 300 } }] }"),
                "300",
                "expected `301`",
            ),
            (&rule("{ timeouts: { request: 1s, backendRequest: 2s } }"), "2s", "may not take longer"),
            (&rule("{ timeouts: { request: 1d } }"), "1d", "not a duration"),
            (
                &rule(
                    "{ matches: [{ path: { type: Exact, value: / } }], filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }] }",
                ),
                "/",
                "exactly one match",
            ),
        ],
    );
    refuses(
        "GRPCRoute",
        &[
            (&rule("{ matches: [{ method: { type: Exact } }] }"), "type", "one of `service` or `method`"),
            (&rule("{ matches: [{ method: { service: a/b } }] }"), "a/b", "not a service of gRPC"),
        ],
    );
    refuses(
        "TLSRoute",
        &[
            (
                "{ rules: [{ backendRefs: [{ name: a, port: 1 }] }] }",
                "rules",
                "the field `hostnames` is missing",
            ),
            (
                "{ hostnames: [10.0.0.1], rules: [{ backendRefs: [{ name: a, port: 1 }] }] }",
                "10.0.0.1",
                "not an address",
            ),
        ],
    );
    refuses(
        "BackendTLSPolicy",
        &[(
            "{ targetRefs: [{ group: \"\", kind: Service, name: a }], validation: { hostname: a.b } }",
            "hostname",
            "one of `caCertificateRefs` or `wellKnownCACertificates`",
        )],
    );
    refuses(
        "ReferenceGrant",
        &[(
            "{ from: [{ group: a.b, kind: C }], to: [{ group: \"\", kind: Service }] }",
            "group",
            "`namespace` is missing",
        )],
    );
}

#[test]
fn workloads_are_checked() {
    let deployment = |pod: &str| {
        format!(
            "{{ selector: {{ matchLabels: {{ a: b }} }}, template: {{ metadata: {{ labels: {{ a: b }} }}, spec: {pod} }} }}"
        )
    };
    let container = |rest: &str| deployment(&format!("{{ containers: [{{ name: a, image: a, {rest} }}] }}"));
    accepts(
        "Deployment",
        &[
            &container("anything: [1]"),
            "{ template: { spec: { containers: [{ name: a, env: [] }] } } }",
            "{ replicas: 3 }",
        ],
    );
    refuses(
        "Deployment",
        &[
            (
                "{ selector: {}, template: { spec: { containers: [{ name: a }] } } }",
                "{}",
                "selects something",
            ),
            (
                "{ template: { metadata: { labels: { a: b } } } }",
                "template",
                "the field `selector` is missing",
            ),
            (&deployment("{ containers: [] }"), "[]", "at least 1 item"),
            (&deployment("{ containers: [{ name: a }, { name: a }] }"), "a", "two containers"),
            (&deployment("{ restartPolicy: Never, containers: [{ name: a }] }"), "Never", "Always"),
            (&container("ports: [{ containerPort: 70000 }]"), "70000", "from 1 to 65535"),
            (&container("ports: [{ containerPort: 1, name: Web }]"), "Web", "not a port's name"),
            (
                &container("ports: [{ containerPort: 1, name: a }, { containerPort: 2, name: a }]"),
                "a",
                "two ports",
            ),
        ],
    );
    refuses("Job", &[("{ template: { spec: { containers: [{ name: a }] } } }", "containers", "OnFailure")]);
}

#[test]
fn ranges_of_services_are_checked() {
    accepts("ServiceCIDR", &["{ cidrs: [10.0.0.0/16, \"fd00::/108\"] }"]);
    refuses(
        "ServiceCIDR",
        &[
            ("{ cidrs: [10.0.0.0/16, 10.1.0.0/16] }", "10.1.0.0/16", "one of IPv4 and one of IPv6"),
            ("{ cidrs: [10.0.0.1/16] }", "10.0.0.1/16", "bits behind its length"),
        ],
    );
}

#[test]
fn cilium_policies_are_checked() {
    let ingress = |rule: &str| format!("{{ endpointSelector: {{}}, ingress: [{rule}] }}");
    accepts(
        "CiliumNetworkPolicy",
        &[
            &ingress("{}"),
            &ingress("{ fromEndpoints: [{ matchLabels: { \"k8s:app\": a, \"reserved:host\": \"\" } }] }"),
            &ingress(
                "{ fromCIDR: [10.0.0.1, 10.0.0.0/8], toPorts: [{ ports: [{ port: \"80\", endPort: 90 }], rules: { http: [{}] } }] }",
            ),
            "{ endpointSelector: {}, egress: [{ toFQDNs: [{ matchPattern: \"*.example.com\" }] }] }",
        ],
    );
    refuses(
        "CiliumNetworkPolicy",
        &[
            ("{ ingress: [] }", "ingress", "one of `endpointSelector` or `nodeSelector`"),
            (&ingress("{ fromEntities: [World] }"), "World", "expected `all`"),
            (&ingress("{ toPorts: [{ ports: [{ port: 80 }] }] }"), "80", "expected a text"),
            (
                &ingress("{ toPorts: [{ ports: [{ port: \"80\", protocol: HTTP }] }] }"),
                "HTTP",
                "expected `TCP`",
            ),
            (
                &ingress("{ fromCIDRSet: [{ cidr: 10.0.0.0/8, except: [11.0.0.0/8] }] }"),
                "11.0.0.0/8",
                "lies not within",
            ),
            (&ingress("{ fromEndpoint: [] }"), "fromEndpoint", "there is no field"),
        ],
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_object_can_be_held_against_its_kind(
        kind in prop::sample::select(super::kinds::KINDS.iter().map(|it| (it.group, it.versions[0], it.kind)).collect::<Vec<_>>()),
        spec in "(spec|ports|rules|from|to|ingress|egress|listeners|selector|template|backendRefs|filters|type|name|port|cidr|except|clusterIPs|é|[a-z]{1,3}): |\\{|\\}|\\[|\\]|, |10\\.0\\.0\\.0/8|None|null|80|-1|a",
        more in prop::collection::vec("(ports|rules|from|to|matches|path|value|endPort|tls|hostname|addresses): (\\{\\}|\\[\\]|\\[\\{ ?\\}\\]|a|80|\\[a, a\\]|null|\"\")", 0..6),
    ) {
        let (group, version, name) = kind;
        let version = if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") };
        let inner = more.join(", ");
        for spec in [spec, format!("{{ {inner} }}"), format!("{{ rules: [{{ {inner} }}], ports: [{{ {inner} }}] }}")] {
            let text = format!("apiVersion: {version}\nkind: {name}\nmetadata: {{ name: a }}\nspec: {spec}\n");
            for (_, problem) in read_manifest(&text).refusals() {
                prop_assert!(text.get(problem.span.range()).is_some(), "{text}");
            }
        }
    }
}
