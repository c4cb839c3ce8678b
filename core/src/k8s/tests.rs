//! What the API's validation refuses, and what it accepts, a manifest at a time.

use super::read_manifest;

/// Holds the problems of a manifest against `expect`: a line each, "code `place` message".
#[track_caller]
fn check(manifest: &str, expect: &[&str]) {
    let read = read_manifest(manifest);
    assert_eq!(read.problems, [], "{manifest}");
    let lines: Vec<_> = read
        .refusals()
        .iter()
        .map(|(_, it)| format!("{} `{}` {}", it.rule.code, it.span.slice(manifest), it.message))
        .collect();
    assert_eq!(lines, expect, "{manifest}");
}

#[track_caller]
fn policy(spec: &str, expect: &[&str]) {
    check(
        &format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: a }}\nspec: {spec}\n"
        ),
        expect,
    );
}

#[track_caller]
fn from(peer: &str, expect: &[&str]) {
    policy(&format!("{{ podSelector: {{}}, ingress: [{{ from: [{peer}] }}] }}"), expect);
}

#[track_caller]
fn port(port: &str, expect: &[&str]) {
    policy(&format!("{{ podSelector: {{}}, ingress: [{{ ports: [{port}] }}] }}"), expect);
}

#[test]
fn valid_policies_have_no_problems() {
    policy("{ podSelector: {} }", &[]);
    policy("{ podSelector: { matchLabels: { a: \"\" } }, policyTypes: [Egress], egress: [{}] }", &[]);
    from("{ podSelector: { matchExpressions: [{ key: a.b/c, operator: NotIn, values: [x, y] }] } }", &[]);
    from("{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] } }", &[]);
    port("{ port: 80, endPort: 90, protocol: SCTP }", &[]);
    port("{ port: http-2 }", &[]);
}

#[test]
fn prefixes_are_checked() {
    from(
        "{ ipBlock: { cidr: 10.0.0.0/33 } }",
        &[
            "KU002 `10.0.0.0/33` `10.0.0.0/33` is not a prefix: expected a prefix length from 0 to 32, found `33`",
        ],
    );
    from(
        "{ ipBlock: { cidr: 10.0.0.0/8, except: [11.0.0.0/16] } }",
        &["KU002 `11.0.0.0/16` `11.0.0.0/16` lies not within `10.0.0.0/8`"],
    );
    from(
        "{ ipBlock: { cidr: 10.0.0.0/8, except: [10.0.0.0/8] } }",
        &["KU002 `10.0.0.0/8` `10.0.0.0/8` lies not within `10.0.0.0/8`"],
    );
    from("{ ipBlock: {} }", &["KU003 `{}` the field `cidr` is missing"]);
    from("{ ipBlock: { cidr: \"{{ cidr }}\" } }", &[]);
}

#[test]
fn peers_are_one_thing_each() {
    from("{}", &["KU002 `{}` a peer needs `podSelector`, `namespaceSelector` or `ipBlock`"]);
    from(
        "{ ipBlock: { cidr: 10.0.0.0/8 }, podSelector: {} }",
        &["KU002 `cidr` an `ipBlock` stands alone, without selectors beside it"],
    );
    from("{ podSelecter: {} }", &["KU004 `podSelecter` there is no field `podSelecter` here"]);
}

#[test]
fn ports_are_checked() {
    port("{ port: 0 }", &["KU002 `0` expected a whole number from 1 to 65535, found 0"]);
    port("{ port: 90, endPort: 80 }", &["KU002 `80` `endPort` 80 is below `port` 90"]);
    port("{ port: http, endPort: 80 }", &["KU002 `80` `endPort` needs a `port` that is a number"]);
    port("{ endPort: 80 }", &["KU002 `80` `endPort` needs a `port` where the range starts"]);
    port("{ port: 80, protocol: tcp }", &["KU002 `tcp` expected `TCP`, `UDP` or `SCTP`, found `tcp`"]);
    port(
        "{ port: \"80\" }",
        &[
            "KU002 `\"80\"` `80` is not a port's name: at most 15 lower-case letters, digits and inner dashes, with a letter among them",
        ],
    );
}

#[test]
fn selectors_are_checked() {
    let expression =
        |inner: &str| format!("{{ podSelector: {{ matchExpressions: [{{ key: a, {inner} }}] }} }}");
    policy(&expression("operator: In"), &["KU002 `In` `In` needs values"]);
    policy(&expression("operator: Exists, values: [b]"), &["KU002 `Exists` `Exists` takes no values"]);
    policy(
        &expression("operator: Is, values: [b]"),
        &["KU002 `Is` expected `In`, `NotIn`, `Exists` or `DoesNotExist`, found `Is`"],
    );
    policy("{ podSelector: { matchLabels: { a: true } } }", &["KU001 `true` expected a text, found `true`"]);
    policy(
        "{ podSelector: { matchLabels: { -a: b } } }",
        &["KU002 `-a` `-a` is not a label's key: expected a letter or digit at the start, found `-`"],
    );
}

#[test]
fn wrong_types_are_found_where_they_stand() {
    policy("{ podSelector: [] }", &["KU001 `[]` expected a mapping, found a list"]);
    policy("{ podSelector: {}, ingress: { from: [] } }", &["KU001 `from` expected a list, found a mapping"]);
    policy(
        "{ podSelector: {}, policyTypes: [Ingres] }",
        &["KU002 `Ingres` expected `Ingress` or `Egress`, found `Ingres`"],
    );
}

#[test]
fn cluster_policies_are_checked() {
    let admin = |kind: &str, version: &str, spec: &str| {
        format!(
            "apiVersion: policy.networking.k8s.io/{version}\nkind: {kind}\nmetadata: {{ name: default }}\nspec: {spec}\n"
        )
    };
    let subject = "subject: { namespaces: {} }";
    check(
        &admin("AdminNetworkPolicy", "v1alpha1", &format!("{{ priority: 1001, {subject} }}")),
        &["KU002 `1001` expected a whole number from 0 to 1000, found 1001"],
    );
    check(
        &admin("AdminNetworkPolicy", "v1alpha1", &format!("{{ {subject} }}")),
        &["KU003 `subject` the field `priority` is missing"],
    );
    let rule = |action: &str| {
        format!(
            "{{ priority: 1, tier: Admin, {subject}, ingress: [{{ action: {action}, from: [{{ namespaces: {{}} }}] }}] }}"
        )
    };
    check(&admin("ClusterNetworkPolicy", "v1alpha2", &rule("Accept")), &[]);
    check(
        &admin("ClusterNetworkPolicy", "v1alpha2", &rule("Allow")),
        &["KU002 `Allow` expected `Accept`, `Deny` or `Pass`, found `Allow`"],
    );
    let baseline = format!("{{ {subject}, egress: [{{ action: Pass, to: [{{ namespaces: {{}} }}] }}] }}");
    check(
        &admin("BaselineAdminNetworkPolicy", "v1alpha1", &baseline),
        &["KU002 `Pass` expected `Allow` or `Deny`, found `Pass`"],
    );
    let networks = |port: &str| {
        format!(
            "{{ priority: 1, {subject}, egress: [{{ action: Deny, to: [{{ networks: [10.0.0.0/8] }}], ports: [{port}] }}] }}"
        )
    };
    check(&admin("AdminNetworkPolicy", "v1alpha1", &networks("{ portRange: { start: 80, end: 90 } }")), &[]);
    check(
        &admin("AdminNetworkPolicy", "v1alpha1", &networks("{ portRange: { start: 90, end: 80 } }")),
        &["KU002 `80` `end` 80 is not above `start` 90"],
    );
}

#[test]
fn a_workload_selects_the_pods_that_it_makes() {
    let deployment = |label: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: a }}\nspec:\n  selector: {{ matchLabels: {{ app: a }} }}\n  \
                 template: {{ metadata: {{ labels: {{ app: {label} }} }}, spec: {{ containers: [{{ name: a, image: a }}] }} }}\n"
        )
    };
    check(&deployment("a"), &[]);
    check(&deployment("b"), &["KU002 `app: a` `app: a` is no label of the template's pods"]);
}

#[test]
fn ingresses_are_checked() {
    let ingress = |host: &str, path: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{ name: a }}\nspec: {{ rules: [{{ host: {host}, http: {{ paths: [{path}] }} }}] }}\n"
        )
    };
    let backend = "backend: { service: { name: a, port: { number: 80 } } }";
    check(&ingress("a.example.com", &format!("{{ path: /, pathType: Prefix, {backend} }}")), &[]);
    check(&ingress("\"*.example.com\"", &format!("{{ pathType: ImplementationSpecific, {backend} }}")), &[]);
    check(
        &ingress("10.0.0.1", &format!("{{ path: /, pathType: Prefix, {backend} }}")),
        &[
            "KU002 `10.0.0.1` `10.0.0.1` is not a host name: expected a DNS name, not an address, found `10.0.0.1`",
        ],
    );
    check(
        &ingress("a.b", &format!("{{ path: x, pathType: Exact, {backend} }}")),
        &["KU002 `x` `x` does not start with `/`"],
    );
    check(
        &ingress("a.b", &format!("{{ path: /, {backend} }}")),
        &["KU003 `path` the field `pathType` is missing"],
    );
    check(
        &ingress("a.b", "{ path: /, pathType: Exact, backend: { service: { name: a, port: {} } } }"),
        &["KU003 `{}` one of `number` or `name` is needed here"],
    );
}
