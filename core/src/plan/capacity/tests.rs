use super::*;
use crate::document::Document;
use crate::mermaid;
use std::sync::Arc;

/// The capacities of a design with these facts and, below them, this page.
fn found(facts: &str, page: &str) -> Vec<ClusterCapacity> {
    let body: String = facts.lines().map(|line| format!("  {line}\n")).collect();
    let text = format!("---\nnetplat:\n{body}---\n{page}");
    let document = Document::read(&text);
    let charts: Vec<_> = document
        .flowcharts()
        .map(|block| Arc::new(mermaid::read(block.content.slice(&text), block.content.start as usize)))
        .collect();
    let (model, problems) = crate::model::build(&text, &document, &charts);
    assert_eq!(problems, [], "{text}");
    capacities(&model, &AddressPlan::of(&model))
}

/// The most nodes, the pods of each, and what ends first.
fn check(facts: &str, nodes: u128, per_node: u128, first: &str) {
    let all = found(facts, "# Nothing drawn\n");
    let cluster = all.first().expect("a cluster");
    let limit = cluster.first_limit().map_or("none", |limit| limit.kind.name());
    assert_eq!((cluster.nodes, cluster.per_node.pods, limit), (Some(nodes), per_node, first), "{facts}");
}

#[test]
fn nodes_end_with_their_blocks_or_their_addresses() {
    let plan = |nodes: &str, pods: &str| {
        format!("addresses:\n  - {{ cidr: {nodes}, role: nodes }}\n  - {{ cidr: {pods}, role: pods }}")
    };
    check(&plan("10.0.0.0/16", "10.244.0.0/16"), 256, 110, "node-blocks");
    check(&plan("10.0.0.0/25", "10.244.0.0/16"), 126, 110, "node-addresses");
    check(&plan("10.0.0.0/16", "10.244.0.0/16, nodeMask: 26"), 1024, 62, "node-blocks");
    check(&plan("10.0.0.0/16", "10.244.0.0-10.244.0.9"), 65_534, 110, "tested-nodes");
}

#[test]
fn a_subnet_of_the_nodes_prefix_counts_and_not_the_prefix() {
    let plan = "addresses:
  - { cidr: 10.0.0.0/16, role: nodes }
  - { cidr: 10.0.0.0/24, role: nodes, name: a }
  - { cidr: 10.0.1.0/24, role: nodes, name: b }
  - { cidr: 10.0.1.128/25, role: load-balancers }";
    check(plan, 254 + 254 - 128, 110, "node-addresses");
}

#[test]
fn the_examples_that_clouds_publish_come_out() {
    // Google: a /21 for pods at 110 of them on a node is enough for 8 nodes; at 32 for 32 nodes.
    let gke = |pods: u32| {
        format!(
            "cluster: {{ cloud: gcp, maxPods: {pods} }}\naddresses: [{{ cidr: 10.0.0.0/21, role: pods }}]"
        )
    };
    check(&gke(110), 8, 110, "node-blocks");
    check(&gke(32), 32, 32, "node-blocks");
    // Azure: 50 nodes of 30 pods need 1,581 addresses with one node more for upgrades, so that a /21 does.
    let aks = |prefix: &str| {
        format!("cluster: {{ cloud: azure, cni: azure }}\naddresses: [{{ cidr: {prefix}, role: nodes }}]")
    };
    check(&aks("10.0.0.0/21"), 64, 30, "pod-addresses");
    check(&aks("10.0.0.0/22"), 31, 30, "pod-addresses");
    // Azure overlay: a /24 for each node, so that a /16 is enough for 256.
    let overlay = "cluster: { cloud: azure, cni: cilium }\naddresses: [{ cidr: 10.244.0.0/16, role: pods }]";
    check(overlay, 256, 250, "node-blocks");
    // Amazon: an m5.large runs 29 pods and has 30 addresses.
    let eks = |mode: &str| {
        format!(
            "cluster: {{ cloud: aws, instance: m5.large{mode} }}\naddresses:\n  - {{ cidr: 10.0.0.0/24, role: nodes }}\n  - {{ cidr: 10.0.1.0/24, role: nodes }}"
        )
    };
    check(&eks(""), 502 / 30, 29, "pod-addresses");
    check(&eks(", podAddresses: subnet-blocks"), 502 / 113, 110, "pod-addresses");
}

#[test]
fn calico_takes_as_many_blocks_as_a_node_needs() {
    let plan = |facts: &str| {
        format!("cluster: {{ cni: calico{facts} }}\naddresses: [{{ cidr: 10.48.0.0/20, role: pods }}]")
    };
    check(&plan(""), 32, 110, "pool-blocks");
    check(&plan(", maxPods: 60"), 64, 60, "pool-blocks");
}

#[test]
fn both_families_bound_a_cluster() {
    let plan = "addresses:\n  - { cidr: 10.244.0.0/16, role: pods }\n  - { cidr: \"fd00::/57\", role: pods }";
    check(plan, 128, 110, "node-blocks");
}

#[test]
fn what_is_used_most_ends_first_and_says_how_long_it_lasts() {
    let facts = "cluster: { nodes: 100, growth: 20 }
addresses:
  - { cidr: 10.244.0.0/16, role: pods }
  - { cidr: 10.0.0.0/22, role: nodes }
  - { cidr: 10.96.0.0/29, role: services }";
    let page = "```mermaid\nflowchart LR\n  t[Traefik] --> a[Shop]\n```\n";
    let all = found(facts, page);
    let said: Vec<_> =
        all[0].limits.iter().map(|it| (it.kind.name(), it.used, it.most, it.lasts(20))).collect();
    assert_eq!(
        said[..3],
        [
            ("services", Some(3), 6, Some(Lasting::Years(3))),
            ("node-blocks", Some(100), 256, Some(Lasting::Years(5))),
            ("node-addresses", Some(100), 1022, Some(Lasting::Years(12))),
        ]
    );
    assert_eq!(all[0].lasts(20), Some(Lasting::Years(3)));
    assert_eq!(all[0].lasts(1000), Some(Lasting::Years(0)));
}

#[test]
fn clusters_are_told_apart_by_their_entries_and_by_the_groups_of_the_chart() {
    let facts = "clusters:
  east: { nodes: 10 }
  west: { maxPods: 30 }
addresses:
  - { cidr: 10.0.0.0/8, name: all }
  - { cidr: 10.1.0.0/16, role: vpc, cluster: west }
  - { cidr: 10.1.0.0/20, role: pods }
  - { cidr: 10.2.0.0/20, role: pods, cluster: east }
  - { cidr: 10.3.0.0/20, role: services, cluster: south }";
    let page =
        "```mermaid\nflowchart LR\n  subgraph e [Cluster east]\n    t[Traefik] --> a[Shop]\n  end\n```\n";
    let all = found(facts, page);
    let said: Vec<_> = all
        .iter()
        .map(|it| (it.cluster.as_deref(), it.nodes, it.per_node.pods, it.demand.nodes, it.demand.services))
        .collect();
    assert_eq!(
        said,
        [
            (Some("east"), Some(16), 110, Some(10), 3),
            (Some("west"), Some(16), 30, None, 2),
            (Some("south"), None, 110, None, 2)
        ]
    );
}

#[test]
fn the_same_prefix_said_twice_counts_once() {
    let facts = "addresses: [{ cidr: 10.244.0.0/16, role: pods }]";
    let page = "```yaml\napiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking: { podSubnet: 10.244.0.0/16 }\n\
                ---\napiVersion: v1\nkind: Node\nmetadata: { name: n1 }\nspec: { podCIDR: 10.244.0.0/24 }\n```\n";
    let all = found(facts, page);
    assert_eq!((all[0].nodes, all[0].demand.nodes), (Some(256), Some(1)));
}
