//! How the work grows. `cargo test --release -p netplat-core reach::scale -- --ignored --nocapture` prints it.

use super::Reach;
use crate::k8s::{Resources, read_manifest};
use std::fmt::Write;
use std::time::Instant;

/// A cluster of services that call the next ones: `workloads` in namespaces of twenty, a default deny in each
/// namespace, and policies for single workloads until there are `policies`.
fn cluster(workloads: usize, policies: usize) -> String {
    let mut text = String::new();
    let namespaces = workloads.div_ceil(20);
    for namespace in 0..namespaces {
        let _ = write!(
            text,
            "apiVersion: v1\nkind: Namespace\nmetadata: {{ name: n{namespace}, labels: {{ team: t{} }} }}\n---\n",
            namespace % 7
        );
        if namespace * 2 < policies {
            let _ = write!(
                text,
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: deny, namespace: n{namespace} }}\n\
                 spec: {{ podSelector: {{}}, policyTypes: [Ingress, Egress] }}\n---\n"
            );
        }
    }
    for index in 0..workloads {
        let _ = write!(
            text,
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: w{index}, namespace: n{} }}\nspec:\n  selector: {{ matchLabels: {{ app: w{index} }} }}\n  \
             template:\n    metadata: {{ labels: {{ app: w{index}, tier: t{} }} }}\n    spec: {{ containers: [{{ name: a, image: a, ports: [{{ name: http, containerPort: {} }}] }}] }}\n---\n",
            index / 20,
            index % 3,
            8000 + index % 5
        );
    }
    for index in namespaces.min(policies / 2)..policies {
        let _ = write!(
            text,
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: p{index}, namespace: n{} }}\nspec:\n  podSelector: {{ matchLabels: {{ app: w{index} }} }}\n  \
             policyTypes: [Ingress, Egress]\n  ingress:\n  - from: [{{ podSelector: {{ matchLabels: {{ tier: t{} }} }} }}, {{ namespaceSelector: {{ matchLabels: {{ team: t{} }} }} }}]\n    ports: [{{ port: http }}]\n  \
             egress:\n  - to: [{{ ipBlock: {{ cidr: 10.{}.0.0/16, except: [10.{}.4.0/24] }} }}]\n    ports: [{{ port: 443 }}]\n  - to: [{{ namespaceSelector: {{}} }}]\n    ports: [{{ port: 53, protocol: UDP }}, {{ port: {}, endPort: {} }}]\n---\n",
            index / 20,
            index % 3,
            index % 7,
            index % 200,
            index % 200,
            8000 + index % 3,
            8002 + index % 3
        );
    }
    text
}

#[test]
#[ignore = "measures; run by hand"]
fn how_the_work_grows() {
    for (workloads, policies) in [(250, 75), (1_000, 300), (2_500, 500), (5_000, 750), (10_000, 1_000)] {
        let text = cluster(workloads, policies);
        let start = Instant::now();
        let objects = read_manifest(&text);
        let read = start.elapsed();
        let start = Instant::now();
        let listed: Vec<_> = objects.objects.iter().collect();
        let (resources, problems) = Resources::read(&listed);
        let understood = start.elapsed();
        assert!(problems.is_empty(), "{:?}", problems.first());
        let start = Instant::now();
        let reach = Reach::new(&resources);
        let asked = start.elapsed();
        let start = Instant::now();
        let mut pairs = 0u64;
        reach.for_each_allowed(|_, _, _| pairs += 1);
        let counted = start.elapsed();
        println!(
            "{workloads:6} workloads {policies:5} policies: read {read:9.1?}, understood {understood:9.1?}, asked {asked:9.1?}, {pairs:9} pairs in {counted:9.1?}"
        );
    }
}
