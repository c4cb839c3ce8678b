//! Policies of Calico's.

use super::{check, found, object, pod, policy, web};

/// A policy in the namespace `n`.
fn calico(name: &str, spec: &str) -> String {
    object("projectcalico.org/v3", "NetworkPolicy", "n", name, &format!("spec: {{ {spec} }}"))
}

fn global(kind: &str, name: &str, more: &str) -> String {
    format!("apiVersion: projectcalico.org/v3\nkind: {kind}\nmetadata: {{ name: {name}{more}\n")
}

fn cluster(more: &[String]) -> Vec<String> {
    [&[web("a"), web("b"), pod("m", "c", "")], more].concat()
}

/// Holds what reaches `n/a` against `expect`: the source and what may pass.
#[track_caller]
fn check_to_a(more: &[String], expect: &[&str]) {
    let found = found(&cluster(more));
    let to_a = found.iter().filter_map(|line| line.split_once(" => n/a[Deployment] : "));
    let to_a: Vec<String> = to_a.map(|(from, what)| format!("{from} {what}")).collect();
    assert_eq!(to_a, expect, "{}", more.join("---\n"));
}

const B: &str = "n/b[Deployment]";

#[test]
fn policies_are_asked_by_their_order_and_rules_one_after_the_other() {
    let allow = "selector: app == 'a', ingress: [{ action: Allow, protocol: TCP, destination: { ports: [80, '443:445', http] } }]";
    let deny = "selector: app == 'a', ingress: [{ action: Log }, { action: Deny, protocol: TCP, destination: { ports: [444] } }]";
    let outside = "0.0.0.0-255.255.255.255 TCP 80,443";
    check_to_a(
        &[calico("a", &format!("order: 20, {allow}")), calico("b", &format!("order: 10.5, {deny}"))],
        &[&format!("{outside},445"), "m/c[Pod] TCP 80,443,445", &format!("{B} TCP 80,443,445")],
    );
    // What has no order comes last.
    check_to_a(
        &[calico("a", allow), calico("b", deny)],
        &[&format!("{outside}-445"), "m/c[Pod] TCP 80,443-445", &format!("{B} TCP 80,443-445")],
    );
}

#[test]
fn kubernetes_policies_stand_at_a_thousand_in_the_default_tier() {
    let allow_80 =
        policy("{ podSelector: { matchLabels: { app: a } }, ingress: [{ ports: [{ port: 80 }] }] }");
    let deny_all = |order: u16| {
        calico("d", &format!("order: {order}, selector: app == 'a', ingress: [{{ action: Deny }}]"))
    };
    check_to_a(&[allow_80.clone(), deny_all(1_000)], &[]);
    check_to_a(
        &[allow_80, deny_all(1_001)],
        &["0.0.0.0-255.255.255.255 TCP 80", "m/c[Pod] TCP 80", &format!("{B} TCP 80")],
    );
}

#[test]
fn a_tier_denies_what_none_of_its_rules_decides_and_passes_on_what_one_passes() {
    let tier = |order: &str| global("Tier", "security", &format!(" }}\nspec: {{ {order} }}"));
    let first = calico(
        "security.a",
        "tier: security, selector: app == 'a', ingress: [{ action: Pass, source: { selector: app == 'b' } }, { action: Allow, protocol: TCP, source: { namespaceSelector: all() }, destination: { ports: [1] } }]",
    );
    let second = calico("b", "selector: app == 'a', ingress: [{ action: Allow, protocol: UDP }]");
    check_to_a(
        &[tier("order: 5"), first.clone(), second.clone()],
        &["m/c[Pod] TCP 1", &format!("{B} UDP 1-65535")],
    );
    // After the default tier there is nothing left to ask it about.
    check_to_a(
        &[tier("order: 2000000"), first.clone(), second.clone()],
        &["0.0.0.0-255.255.255.255 UDP 1-65535", "m/c[Pod] UDP 1-65535", &format!("{B} UDP 1-65535")],
    );
    check_to_a(
        &[tier("order: 5, defaultAction: Pass"), first, second],
        &["0.0.0.0-255.255.255.255 UDP 1-65535", "m/c[Pod] TCP 1,UDP 1-65535", &format!("{B} UDP 1-65535")],
    );
}

#[test]
fn an_end_is_what_all_of_its_fields_select() {
    let allow = |source: &str| {
        calico(
            "a",
            &format!(
                "selector: app == 'a', ingress: [{{ action: Allow, protocol: SCTP, source: {{ {source} }} }}]"
            ),
        )
    };
    let sctp = "SCTP 1-65535";
    check_to_a(&[allow("selector: has(app)")], &[&format!("{B} {sctp}")]);
    check_to_a(
        &[allow("selector: app == 'c', namespaceSelector: projectcalico.org/name == 'm'")],
        &[&format!("m/c[Pod] {sctp}")],
    );
    check_to_a(
        &[allow("notSelector: app == 'c'")],
        &[&format!("0.0.0.0-255.255.255.255 {sctp}"), &format!("{B} {sctp}")],
    );
    check_to_a(
        &[allow("nets: [10.0.0.0/8], notNets: [10.0.0.0/9]")],
        &[&format!("10.128.0.0-10.255.255.255 {sctp}")],
    );
    check_to_a(&[allow("namespaceSelector: global()")], &[]);
    check_to_a(&[allow("selector: app != 'x', namespaceSelector: ''")], &[&format!("{B} {sctp}")]);
    check_to_a(&[allow("serviceAccounts: { names: [default] }")], &[&format!("{B} {sctp}")]);
    check_to_a(&[allow("serviceAccounts: { names: [robot] }, namespaceSelector: all()")], &[]);
    let sets = |labels: &str| {
        [
            global(
                "GlobalNetworkSet",
                "g",
                &format!(", labels: {labels} }}\nspec: {{ nets: [192.0.2.0/25] }}"),
            ),
            object(
                "projectcalico.org/v3",
                "NetworkSet",
                "n",
                &format!("s, labels: {labels}"),
                "spec: { nets: [192.0.2.200] }",
            ),
        ]
    };
    let [everywhere, here] = sets("{ app: partner }");
    check_to_a(
        &[allow("selector: app == 'partner'"), everywhere, here],
        &[&format!("192.0.2.200/32 {sctp}")],
    );
}

#[test]
fn a_rule_may_narrow_the_pods_of_its_policy() {
    let rule = |own: &str| {
        calico(
            "a",
            &format!(
                "ingress: [{{ action: Allow, protocol: TCP, source: {{ selector: all() }}, destination: {{ {own} }} }}, {{ action: Deny }}]"
            ),
        )
    };
    check(
        &cluster(&[rule("selector: app == 'a', notPorts: [80]")]),
        &[
            "n/a[Deployment] => m/c[Pod] : All Connections",
            "n/b[Deployment] => m/c[Pod] : All Connections",
            "n/b[Deployment] => n/a[Deployment] : TCP 1-79,81-65535",
        ],
    );
}

#[test]
fn pods_with_known_addresses_lie_in_nets() {
    let at = |name: &str, address: &str| format!("{}status: {{ podIP: {address} }}\n", pod("m", name, ""));
    let deny =
        calico("a", "egress: [{ action: Deny, destination: { nets: [10.0.0.0/8] } }, { action: Allow }]");
    let found = found(&[web("a"), at("c", "10.1.2.3"), at("d", "11.1.2.3"), deny]);
    let from_a: Vec<&str> =
        found.iter().filter_map(|line| line.strip_prefix("n/a[Deployment] => ")).collect();
    assert_eq!(
        from_a,
        [
            "0.0.0.0-9.255.255.255 : All Connections",
            "11.0.0.0-255.255.255.255 : All Connections",
            "m/d[Pod] : All Connections"
        ]
    );
}

#[test]
fn what_is_staged_or_about_nodes_is_not_asked() {
    let staged = object(
        "projectcalico.org/v3",
        "StagedNetworkPolicy",
        "n",
        "s",
        "spec: { ingress: [{ action: Deny }] }",
    );
    let nodes = global(
        "GlobalNetworkPolicy",
        "g",
        " }\nspec: { preDNAT: true, applyOnForward: true, ingress: [{ action: Deny }] }",
    );
    check(
        &[web("a"), web("b"), staged, nodes],
        &[
            "n/a[Deployment] => n/b[Deployment] : All Connections",
            "n/b[Deployment] => n/a[Deployment] : All Connections",
        ],
    );
}
