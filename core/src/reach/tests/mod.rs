//! Small clusters, and who may talk to whom in them.

mod calico;
mod cilium;

use super::{Asked, Because, Chain, Condition, Outcome, Part, Reach, exposure, lines, verdict};
use crate::k8s::{Action, Resources, read_manifest};

/// Holds the allowed pairs of a cluster against `expect`, but for those with the outside unless `expect` has them.
#[track_caller]
fn check(manifests: &[String], expect: &[&str]) {
    let mut found = found(manifests);
    if !expect.iter().any(|line| line.contains("0.0.0.0")) {
        found.retain(|line| !line.contains("0.0.0.0"));
    }
    assert_eq!(found, expect, "{}", manifests.join("---\n"));
}

/// The allowed pairs of a cluster with which nothing is wrong.
#[track_caller]
fn found(manifests: &[String]) -> Vec<String> {
    let text = manifests.join("---\n");
    let read = read_manifest(&text);
    assert_eq!(read.problems, [], "{text}");
    assert_eq!(read.problems_of_objects(), [], "{text}");
    lines(&Reach::new(read.resources()))
}

fn object(api: &str, kind: &str, namespace: &str, name: &str, rest: &str) -> String {
    format!("apiVersion: {api}\nkind: {kind}\nmetadata: {{ name: {name}, namespace: {namespace} }}\n{rest}\n")
}

/// A deployment in the namespace `n` whose pods have the label `app: NAME` and serve 80 as `http`.
fn web(name: &str) -> String {
    let template = format!(
        "{{ metadata: {{ labels: {{ app: {name} }} }}, spec: {{ containers: [{{ image: a, ports: [{{ name: http, containerPort: 80 }}] }}] }} }}"
    );
    object("apps/v1", "Deployment", "n", name, &format!("spec: {{ template: {template} }}"))
}

fn pod(namespace: &str, name: &str, more: &str) -> String {
    let head =
        format!("metadata: {{ name: {name}, namespace: {namespace}, labels: {{ app: {name} }}{more} }}");
    format!(
        "apiVersion: v1\nkind: Pod\n{head}\nspec: {{ containers: [{{ image: a, ports: [{{ containerPort: 80 }}] }}] }}\n"
    )
}

fn policy(spec: &str) -> String {
    object(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        "n",
        &format!("p{}", spec.len()),
        &format!("spec: {spec}"),
    )
}

fn service(rest: &str) -> String {
    object("v1", "Service", "n", "a", &format!("spec: {{ selector: {{ app: a }}, {rest} }}"))
}

fn ingress(port: &str) -> String {
    let backend = format!("{{ service: {{ name: a, port: {{ {port} }} }} }}");
    object("networking.k8s.io/v1", "Ingress", "n", "i", &format!("spec: {{ defaultBackend: {backend} }}"))
}

#[test]
fn without_policies_everything_may_pass() {
    check(
        &[web("a"), pod("m", "b", "")],
        &[
            "0.0.0.0-255.255.255.255 => m/b[Pod] : All Connections",
            "0.0.0.0-255.255.255.255 => n/a[Deployment] : All Connections",
            "m/b[Pod] => 0.0.0.0-255.255.255.255 : All Connections",
            "m/b[Pod] => n/a[Deployment] : All Connections",
            "n/a[Deployment] => 0.0.0.0-255.255.255.255 : All Connections",
            "n/a[Deployment] => m/b[Pod] : All Connections",
        ],
    );
}

#[test]
fn a_type_without_rules_denies_all_and_an_empty_rule_allows_all() {
    check(&[web("a"), web("b"), policy("{ podSelector: {}, ingress: [] }")], &[]);
    check(
        &[
            web("a"),
            web("b"),
            policy(
                "{ podSelector: { matchLabels: { app: a } }, ingress: [{}], policyTypes: [Ingress, Egress] }",
            ),
        ],
        &["n/b[Deployment] => n/a[Deployment] : All Connections"],
    );
}

#[test]
fn egress_counts_only_where_it_is_a_type_or_has_rules() {
    let all = "n/b[Deployment] => n/a[Deployment] : All Connections";
    check(&[web("a"), web("b"), policy("{ podSelector: { matchLabels: { app: b } }, egress: [] }")], &[all]);
    check(
        &[
            web("a"),
            web("b"),
            policy("{ podSelector: { matchLabels: { app: b } }, egress: [], policyTypes: [Egress] }"),
        ],
        &["n/a[Deployment] => n/b[Deployment] : All Connections"],
    );
}

#[test]
fn both_selectors_in_one_peer_must_hold_and_of_two_peers_either() {
    let cluster = |from: &str| {
        let policy = policy(&format!(
            "{{ podSelector: {{ matchLabels: {{ app: a }} }}, ingress: [{{ from: {from} }}] }}"
        ));
        let elsewhere = policy_free("m");
        [web("a"), web("b"), pod("m", "b", ""), pod("m", "c", ""), policy, elsewhere]
    };
    let to_a = |from: &[&str]| -> Vec<String> {
        from.iter().map(|it| format!("{it} => n/a[Deployment] : All Connections")).collect()
    };
    let check_a = |from: &str, expect: &[&str]| {
        let mut found = found(&cluster(from));
        found.retain(|line| line.contains("=> n/a"));
        assert_eq!(found, to_a(expect), "{from}");
    };
    let namespace = "namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: m } }";
    let pods = "podSelector: { matchLabels: { app: b } }";
    check_a(&format!("[{{ {namespace}, {pods} }}]"), &["m/b[Pod]"]);
    check_a(&format!("[{{ {namespace} }}, {{ {pods} }}]"), &["m/b[Pod]", "m/c[Pod]", "n/b[Deployment]"]);
    check_a(&format!("[{{ {pods} }}]"), &["n/b[Deployment]"]);
    check_a("[{ namespaceSelector: {} }]", &["m/b[Pod]", "m/c[Pod]", "n/b[Deployment]"]);
}

/// A namespace that nothing is said about.
fn policy_free(name: &str) -> String {
    format!("apiVersion: v1\nkind: Namespace\nmetadata: {{ name: {name} }}\n")
}

#[test]
fn named_ports_are_those_of_the_pod_that_is_reached() {
    let egress = "{ podSelector: { matchLabels: { app: b } }, policyTypes: [Egress], egress: [{ ports: [{ port: http }, { port: http, protocol: UDP }] }] }";
    check(
        &[web("a"), web("b"), pod("n", "c", ""), policy(egress)],
        &[
            "n/a[Deployment] => n/b[Deployment] : All Connections",
            "n/a[Deployment] => n/c[Pod] : All Connections",
            "n/b[Deployment] => n/a[Deployment] : TCP 80",
            "n/c[Pod] => n/a[Deployment] : All Connections",
            "n/c[Pod] => n/b[Deployment] : All Connections",
        ],
    );
}

#[test]
fn outside_addresses_come_as_the_fewest_ranges() {
    let block =
        |port: u16, cidr: &str| format!("{{ from: [{{ ipBlock: {cidr} }}], ports: [{{ port: {port} }}] }}");
    let rules = [
        block(80, "{ cidr: 10.0.0.0/8, except: [10.1.0.0/16] }"),
        block(80, "{ cidr: 11.0.0.0/8 }"),
        block(443, "{ cidr: 10.1.2.3/32 }"),
    ];
    check(
        &[
            web("a"),
            policy(&format!(
                "{{ podSelector: {{}}, policyTypes: [Ingress, Egress], ingress: [{}] }}",
                rules.join(", ")
            )),
        ],
        &[
            "10.0.0.0-10.0.255.255 => n/a[Deployment] : TCP 80",
            "10.1.2.3/32 => n/a[Deployment] : TCP 443",
            "10.2.0.0-11.255.255.255 => n/a[Deployment] : TCP 80",
        ],
    );
}

#[test]
fn admin_policies_are_asked_first_and_the_baseline_last() {
    let admin = |priority: u16, action: &str, port: u16| {
        format!(
            "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {{ name: a{priority} }}\nspec:\n  priority: {priority}\n  subject: {{ namespaces: {{}} }}\n  ingress: [{{ action: {action}, from: [{{ namespaces: {{}} }}], ports: [{{ portNumber: {{ protocol: TCP, port: {port} }} }}] }}]\n"
        )
    };
    let baseline = "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: BaselineAdminNetworkPolicy\nmetadata: { name: default }\nspec:\n  subject: { namespaces: {} }\n  ingress: [{ action: Deny, from: [{ namespaces: {} }] }]\n";
    let only_a = policy(
        "{ podSelector: { matchLabels: { app: a } }, ingress: [{ ports: [{ port: 80 }, { port: 81 }, { port: 82 }] }] }",
    );
    check(
        &[
            web("a"),
            web("b"),
            admin(1, "Allow", 90),
            admin(3, "Deny", 82),
            admin(2, "Pass", 82),
            admin(4, "Deny", 81),
            only_a,
            baseline.to_owned(),
        ],
        &["n/a[Deployment] => n/b[Deployment] : TCP 90", "n/b[Deployment] => n/a[Deployment] : TCP 80,82,90"],
    );
}

#[test]
fn what_an_ingress_leads_to_is_reached_as_far_as_policies_let_it() {
    let open = "{ingress-controller} => n/a[Deployment] : TCP 80";
    check(
        &[web("a"), service("ports: [{ port: 8080, targetPort: http }]"), ingress("number: 8080")],
        &[open],
    );
    check(
        &[web("a"), service("ports: [{ name: x, port: 8080, targetPort: 80 }]"), ingress("name: x")],
        &[open],
    );
    check(&[web("a"), service("ports: [{ port: 8080, targetPort: https }]"), ingress("number: 8080")], &[]);
    check(&[web("a"), service("ports: [{ port: 8080, targetPort: http }]"), ingress("number: 80")], &[]);
    let denied = policy("{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }");
    check(
        &[web("a"), service("ports: [{ port: 8080, targetPort: http }]"), ingress("number: 8080"), denied],
        &[],
    );
}

#[test]
fn a_route_leads_into_another_namespace_only_with_a_grant_and_a_listener() {
    let gateway = |from: &str| {
        object(
            "gateway.networking.k8s.io/v1",
            "Gateway",
            "edge",
            "g",
            &format!(
                "spec: {{ listeners: [{{ name: l, port: 80, protocol: HTTP, allowedRoutes: {{ namespaces: {{ from: {from} }} }} }}] }}"
            ),
        )
    };
    let route = object(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        "m",
        "r",
        "spec: { parentRefs: [{ name: g, namespace: edge }], rules: [{ backendRefs: [{ name: a, namespace: n, port: 8080 }] }] }",
    );
    let grant = object(
        "gateway.networking.k8s.io/v1beta1",
        "ReferenceGrant",
        "n",
        "t",
        "spec: { from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: m }], to: [{ group: \"\", kind: Service }] }",
    );
    let service = service("ports: [{ port: 8080, targetPort: 80 }]");
    let open = ["{ingress-controller} => n/a[Deployment] : TCP 80"];
    check(&[web("a"), service.clone(), gateway("All"), route.clone(), grant.clone()], &open);
    check(&[web("a"), service.clone(), gateway("All"), route.clone()], &[]);
    check(&[web("a"), service, gateway("Same"), route, grant], &[]);
}

#[test]
fn pods_of_one_owner_are_one_line_unless_they_differ() {
    let owned = ", ownerReferences: [{ kind: ReplicaSet, name: r, controller: true }]";
    let deny_b = policy("{ podSelector: { matchLabels: { app: b } }, policyTypes: [Ingress, Egress] }");
    check(
        &[pod("n", "a", owned), pod("n", "b", owned), web("c")],
        &[
            "n/c[Deployment] => n/r[ReplicaSet] : All Connections",
            "n/r[ReplicaSet] => n/c[Deployment] : All Connections",
        ],
    );
    check(
        &[pod("n", "a", owned), pod("n", "b", owned), web("c"), deny_b],
        &["n/a[Pod] => n/c[Deployment] : All Connections", "n/c[Deployment] => n/a[Pod] : All Connections"],
    );
}

#[test]
fn a_pod_stands_for_the_workload_that_made_it() {
    let set = object(
        "apps/v1",
        "ReplicaSet",
        "n",
        "a-1, ownerReferences: [{ kind: Deployment, name: a }]",
        "spec: { template: { metadata: {}, spec: { containers: [] } } }",
    );
    let made = pod("n", "a-1-x", ", ownerReferences: [{ kind: ReplicaSet, name: a-1 }]");
    check(
        &[web("a"), set, made, web("b")],
        &[
            "n/a[Deployment] => n/b[Deployment] : All Connections",
            "n/b[Deployment] => n/a[Deployment] : All Connections",
        ],
    );
}

#[track_caller]
fn resources(manifests: &[String]) -> Resources {
    let read = read_manifest(&manifests.join("---\n"));
    let objects: Vec<_> = read.objects.iter().collect();
    Resources::read(&objects).0
}

#[test]
fn a_verdict_names_the_rules_that_decide_in_each_direction() {
    let in_only = policy(
        "{ podSelector: { matchLabels: { app: a } }, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }] }",
    );
    let cluster = resources(&[web("a"), web("b"), in_only]);
    let parts = verdict(&cluster, Asked::Pod(1), Asked::Pod(0)).parts;
    let because = |part: &Part| part.ingress.as_ref().map(|chain| chain.because.clone());
    assert_eq!(parts.len(), 2);
    assert_eq!((parts[0].outcome, parts[0].connections.to_string()), (Outcome::Allow, "TCP 80".to_owned()));
    assert_eq!(because(&parts[0]), Some(Because::Rule { policy: 0, rule: 0, action: Action::Allow }));
    assert_eq!(parts[0].egress, Some(Chain { passed: vec![], because: Because::Default }));
    assert_eq!(
        (parts[1].outcome, because(&parts[1])),
        (Outcome::Deny, Some(Because::NoRule { policies: vec![0] }))
    );
}

#[test]
fn a_prefix_that_holds_a_pods_address_makes_the_answer_depend_on_the_plugin() {
    let block = policy(
        "{ podSelector: { matchLabels: { app: a } }, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }] }",
    );
    let outcome = |address: &str| {
        let status = format!("{}status: {{ podIP: {address} }}\n", pod("n", "b", ""));
        let cluster = resources(&[web("a"), status, block.clone()]);
        verdict(&cluster, Asked::Pod(1), Asked::Pod(0))
            .parts
            .iter()
            .map(|part| part.outcome)
            .collect::<Vec<_>>()
    };
    assert_eq!(outcome("10.1.2.3"), [Outcome::Depends(Condition::BlockAgainstPods)]);
    assert_eq!(outcome("192.0.2.1"), [Outcome::Deny]);
}

#[test]
fn exposure_names_whoever_may_be_added() {
    let selective = policy(
        "{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: x } }, podSelector: { matchLabels: { app: y } } }, { podSelector: { matchLabels: { app: a } } }] }, { from: [{ namespaceSelector: {} }], ports: [{ port: 80 }] }] }",
    );
    let (reach, found) = exposure(&resources(&[web("a"), selective]));
    let lines: Vec<String> = found
        .iter()
        .map(|it| {
            format!(
                "{:?} {} {} : {}",
                it.direction,
                reach.workloads()[it.workload],
                it.stranger,
                it.connections
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            "Egress n/a[Deployment] entire-cluster : All Connections",
            "Ingress n/a[Deployment] entire-cluster : TCP 80",
            "Ingress n/a[Deployment] [namespace with {team=x}]/[pod with {app=y}] : All Connections",
        ]
    );
}

#[test]
fn a_service_without_a_selector_leads_to_the_pods_that_are_listed_for_it() {
    let slice = object(
        "discovery.k8s.io/v1",
        "EndpointSlice",
        "n",
        "s, labels: { kubernetes.io/service-name: a }",
        "addressType: IPv4\nports: [{ name: \"\", port: 81 }]\nendpoints: [{ addresses: [10.0.0.9] }, { addresses: [10.0.0.8], targetRef: { kind: Pod, name: c } }]",
    );
    let at = format!("{}status: {{ podIP: 10.0.0.9 }}\n", pod("n", "b", ""));
    let service = object("v1", "Service", "n", "a", "spec: { ports: [{ port: 80 }] }");
    check(
        &[at, pod("n", "c", ""), service, slice, ingress("number: 80")],
        &[
            "n/b[Pod] => n/c[Pod] : All Connections",
            "n/c[Pod] => n/b[Pod] : All Connections",
            "{ingress-controller} => n/b[Pod] : TCP 81",
            "{ingress-controller} => n/c[Pod] : TCP 81",
        ],
    );
}

#[test]
fn selectors_of_namespaces_may_stand_one_level_deeper_as_they_once_did() {
    let deny = "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: { name: a }\nspec:\n  priority: 1\n  subject: { namespaces: { namespaceSelector: {} } }\n  ingress: [{ action: Deny, from: [{ namespaces: { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: m } } } }] }]\n";
    check(
        &[web("a"), pod("m", "b", ""), deny.to_owned()],
        &["n/a[Deployment] => m/b[Pod] : All Connections"],
    );
}

#[test]
fn an_ingress_controller_is_in_a_namespace_with_a_name() {
    let from = |selector: &str| {
        policy(&format!(
            "{{ podSelector: {{}}, ingress: [{{ from: [{{ namespaceSelector: {selector} }}] }}] }}"
        ))
    };
    let exists = "{ matchExpressions: [{ key: kubernetes.io/metadata.name, operator: Exists }] }";
    let by_name = "{ matchLabels: { kubernetes.io/metadata.name: edge } }";
    let route = [web("a"), service("ports: [{ port: 80 }]"), ingress("number: 80")];
    check(&[&route[..], &[from(exists)]].concat(), &["{ingress-controller} => n/a[Deployment] : TCP 80"]);
    check(&[&route[..], &[from(by_name)]].concat(), &[]);
}

#[test]
fn names_that_the_cluster_makes_up_are_no_name_twice() {
    let made = |label: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{ generateName: job-, namespace: n, labels: {{ app: {label} }} }}\nspec: {{ containers: [] }}\n"
        )
    };
    let deny_b = policy("{ podSelector: { matchLabels: { app: b } } }");
    check(
        &[made("a"), made("b"), web("c"), deny_b],
        &[
            "n/c[Deployment] => n/job-[Pod] : All Connections",
            "n/job-[Pod] => n/c[Deployment] : All Connections",
            "n/job-[Pod] => n/c[Deployment] : All Connections",
            "n/job-[Pod] => n/job-[Pod] : All Connections",
        ],
    );
}
