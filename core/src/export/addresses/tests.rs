//! What each form writes of one plan. `#[cfg(test)]`: may use modules further down.

use super::*;
use crate::export::{File, Object};
use crate::model::Model;
use crate::session::Snapshot;
use serde_json::json;
use std::sync::Arc;

const PLAN: &str = "---
netplat:
  cluster: { cni: cilium, kubeProxy: replaced }
  addresses:
    - { cidr: 10.0.0.0/16, name: nodes, role: nodes }
    - { cidr: 10.244.0.0/16, name: pods, role: pods, nodeMask: 24 }
    - { cidr: fd00:10:244::/56, name: pods six, role: pods, nodeMask: 64 }
    - { cidr: 10.96.0.0/16, name: services, role: services }
    - { range: 10.0.40.10-10.0.40.60, name: edge, role: load-balancers }
    - { cidr: 10.0.50.0/24, name: iot, role: attachment }
---
";

fn model(text: &str) -> Arc<Model> {
    let snapshot = Snapshot::new(text);
    assert_eq!(snapshot.model.plan.len(), text.matches("{ cidr").count() + text.matches("{ range").count());
    snapshot.model
}

fn only(files: &[File]) -> &str {
    assert_eq!(files.len(), 1, "{files:?}");
    &files[0].text
}

fn specs(objects: &[Object]) -> Vec<serde_json::Value> {
    objects.iter().map(|object| object.to_value()["spec"].clone()).collect()
}

#[test]
fn kubeadm_gets_both_families_and_a_mask_for_each() {
    let text = kubeadm(&model(PLAN), &mut Vec::new()).unwrap();
    let text = only(&text);
    assert!(text.contains("podSubnet: 10.244.0.0/16,fd00:10:244::/56\n"), "{text}");
    assert!(text.contains("node-cidr-mask-size-ipv6") && text.contains("addon/kube-proxy"), "{text}");
    assert!(!text.contains("KubeProxyConfiguration"), "{text}");
}

#[test]
fn cilium_announces_only_addresses_of_the_nodes_segment() {
    let text = cilium(&model(PLAN), &mut Vec::new()).unwrap();
    assert!(only(&text).contains("l2announcements:\n  enabled: true\n"), "{}", only(&text));
    assert!(only(&text).contains("ipv4NativeRoutingCIDR: 10.244.0.0/16\n"));
    let elsewhere = PLAN.replace("10.0.40.10-10.0.40.60", "192.168.4.1-192.168.4.9");
    let text = cilium(&model(&elsewhere), &mut Vec::new()).unwrap();
    assert!(only(&text).contains("l2announcements:\n  enabled: false\n"), "{}", only(&text));
}

#[test]
fn clusters_of_a_mesh_route_the_pods_of_all_natively() {
    let text = "---\nnetplat:\n  cluster: { mesh: cluster-mesh }\n  addresses:\n    - { cidr: 10.244.0.0/16, role: pods, cluster: west }\n    - { cidr: 10.245.0.0/16, role: pods, cluster: east }\n---\n";
    let files = cilium(&model(text), &mut Vec::new()).unwrap();
    assert_eq!(
        files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(),
        ["west/cilium-values.yaml", "east/cilium-values.yaml"]
    );
    assert!(
        files.iter().all(|file| file.text.contains("ipv4NativeRoutingCIDR: 10.244.0.0/15\n")),
        "{files:?}"
    );
}

#[test]
fn pools_are_prefixes_or_ranges_as_each_kind_takes_them() {
    let model = model(PLAN);
    let mut problems = Vec::new();
    assert_eq!(specs(&service_cidrs(&model, &mut problems)), [json!({ "cidrs": ["10.96.0.0/16"] })]);
    assert!(problems.is_empty());
    assert_eq!(
        specs(&load_balancer_pools(&model)),
        [json!({ "blocks": [{ "start": "10.0.40.10", "stop": "10.0.40.60" }] })]
    );
    let calico = specs(&calico_pools(&model, &mut problems));
    assert_eq!(
        calico[1],
        json!({ "cidr": "fd00:10:244::/56", "blockSize": 122, "nodeSelector": "all()", "natOutgoing": false })
    );
    assert_eq!(problems.len(), 1, "the range of load balancers is no pool: {problems:?}");
    let config = specs(&attachments(&model, &mut problems))[0]["config"].as_str().unwrap().to_owned();
    let config: serde_json::Value = serde_json::from_str(&config).unwrap();
    assert_eq!(config["ipam"], json!({ "type": "whereabouts", "range": "10.0.50.0/24" }));
}

#[test]
fn nothing_of_a_name_is_code_in_terraform() {
    let text = PLAN.replace("name: iot", "name: \"a\\\"b ${c} %{d} $${e}\\n\"");
    let text = terraform(&model(&text).plan);
    assert!(text.contains(r#"name = "a\"b \u0024{c} \u0025{d} $\u0024{e}\n""#), "{text}");
}

#[test]
fn clusters_of_names_alike_get_a_folder_and_a_name_each() {
    let text = "---\nnetplat:\n  addresses:\n    - { cidr: 10.1.0.0/16, role: pods, cluster: Blue West }\n    - { cidr: 10.2.0.0/16, role: pods, cluster: blue-west }\n    - { cidr: 10.3.0.0/16, role: pods, cluster: a-cluster-with-a-name-that-is-too-long-for-cilium }\n---\n";
    let mut problems = Vec::new();
    let files = cilium(&model(text), &mut problems).unwrap();
    assert_eq!(files[0].path, "blue-west/cilium-values.yaml");
    assert_eq!(files[1].path, "blue-west-2/cilium-values.yaml");
    assert!(files[1].text.contains("cluster:\n  name: blue-west-2\n"), "{}", files[1].text);
    assert!(!files[2].text.contains("cluster:\n"), "{}", files[2].text);
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn a_map_of_terraform_does_not_begin_with_for() {
    let text = PLAN.replace("name: nodes", "name: for");
    let text = terraform(&model(&text).plan);
    assert!(text.contains("address_plan = {\n    net_for = {\n"), "{text}");
}
