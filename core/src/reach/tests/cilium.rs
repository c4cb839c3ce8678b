//! Policies of Cilium's.

use super::{check, object, pod, web};

/// A policy in the namespace `n`.
fn cilium(spec: &str) -> String {
    object("cilium.io/v2", "CiliumNetworkPolicy", "n", &format!("c{}", spec.len()), &format!("spec: {spec}"))
}

#[test]
fn ciliums_policies_allow_what_they_say_and_deny_above_all() {
    let allow = "{ endpointSelector: { matchLabels: { app: a } }, ingress: [{ fromEndpoints: [{ matchLabels: { app: b } }, { matchLabels: { \"k8s:io.kubernetes.pod.namespace\": m } }], toPorts: [{ ports: [{ port: \"80\", protocol: TCP }, { port: \"443\" }] }] }] }";
    let deny = "{ endpointSelector: {}, enableDefaultDeny: { ingress: false }, ingressDeny: [{ fromEndpoints: [{ matchLabels: { \"k8s:app\": b } }], toPorts: [{ ports: [{ port: \"443\", protocol: UDP }] }] }] }";
    check(
        &[web("a"), web("b"), pod("m", "c", ""), cilium(allow), cilium(deny)],
        &[
            "m/c[Pod] => n/a[Deployment] : SCTP 443,TCP 80,443,UDP 443",
            "m/c[Pod] => n/b[Deployment] : All Connections",
            "n/a[Deployment] => m/c[Pod] : All Connections",
            "n/a[Deployment] => n/b[Deployment] : All Connections",
            "n/b[Deployment] => m/c[Pod] : All Connections",
            "n/b[Deployment] => n/a[Deployment] : SCTP 443,TCP 80,443",
        ],
    );
}

#[test]
fn an_empty_rule_of_cilium_allows_nothing_and_the_world_is_outside() {
    check(
        &[
            web("a"),
            cilium(
                "{ endpointSelector: {}, ingress: [{}], egress: [{ toEntities: [world], toPorts: [{ ports: [{ port: \"443\", protocol: TCP }] }] }] }",
            ),
        ],
        &["n/a[Deployment] => 0.0.0.0-255.255.255.255 : TCP 443"],
    );
}

#[test]
fn rules_that_deny_deny_the_rest_as_well_unless_they_say_otherwise() {
    let deny = "ingressDeny: [{ fromEndpoints: [{ matchLabels: { app: b } }] }]";
    let subject = "endpointSelector: { matchLabels: { app: a } }";
    check(
        &[web("a"), pod("n", "c", ""), cilium(&format!("{{ {subject}, {deny} }}"))],
        &["n/a[Deployment] => n/c[Pod] : All Connections"],
    );
    check(
        &[
            web("a"),
            web("b"),
            cilium(&format!("{{ {subject}, {deny}, ingress: [{{ fromEntities: [all] }}] }}")),
        ],
        &["n/a[Deployment] => n/b[Deployment] : All Connections"],
    );
    let alone = "enableDefaultDeny: { ingress: true, egress: false }";
    check(
        &[web("a"), web("b"), cilium(&format!("{{ {subject}, {alone} }}"))],
        &["n/a[Deployment] => n/b[Deployment] : All Connections"],
    );
    // A list without rules is no rule.
    check(
        &[web("a"), pod("n", "c", ""), cilium(&format!("{{ {subject}, ingress: [], egress: [{{}}] }}"))],
        &["n/c[Pod] => n/a[Deployment] : All Connections"],
    );
}

#[test]
fn icmp_is_about_no_port_and_requirements_allow_nothing() {
    let subject = "endpointSelector: { matchLabels: { app: a } }";
    check(
        &[
            web("a"),
            web("b"),
            cilium(&format!("{{ {subject}, ingress: [{{ icmps: [{{ fields: [{{ type: 8 }}] }}] }}] }}")),
        ],
        &["n/a[Deployment] => n/b[Deployment] : All Connections"],
    );
    let requires = "fromRequires: [{ matchLabels: { app: b } }]";
    check(
        &[
            web("a"),
            web("b"),
            pod("n", "c", ""),
            cilium(&format!("{{ {subject}, ingress: [{{ fromEndpoints: [{{}}], {requires} }}] }}")),
            cilium(
                "{ endpointSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [a] }] }, ingress: [{}] }",
            ),
        ],
        &["n/b[Deployment] => n/a[Deployment] : All Connections"],
    );
}

#[test]
fn a_service_stands_for_the_pods_that_it_selects() {
    let service = object("v1", "Service", "m", "s", "spec: { selector: { app: c }, ports: [{ port: 80 }] }");
    let to = "egress: [{ toServices: [{ k8sService: { serviceName: s, namespace: m } }] }]";
    check(
        &[
            web("a"),
            pod("m", "c", ""),
            pod("m", "d", ""),
            service,
            cilium(&format!("{{ endpointSelector: {{}}, {to} }}")),
        ],
        &[
            "m/c[Pod] => m/d[Pod] : All Connections",
            "m/c[Pod] => n/a[Deployment] : All Connections",
            "m/d[Pod] => m/c[Pod] : All Connections",
            "m/d[Pod] => n/a[Deployment] : All Connections",
            "n/a[Deployment] => m/c[Pod] : All Connections",
        ],
    );
}
