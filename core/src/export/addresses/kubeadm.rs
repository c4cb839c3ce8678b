use super::clusters::{ClusterPlan, texts};
use crate::diagnostic::Problem;
use crate::export::object::values_to_yaml;
use crate::export::{ExportError, File};
use crate::model::{KubeProxy, Model, PlanEntry, Role};
use crate::net::Family;
use serde_json::{Map, Value, json};

/// A ClusterConfiguration of kubeadm and the settings of kube-proxy for each cluster. Where the network plugin replaces
/// kube-proxy, an InitConfiguration leaves it out.
/// Source: kubeadm configuration v1beta4, kube-proxy configuration v1alpha1.
///
/// # Errors
/// When the YAML writer refuses a value.
pub fn kubeadm(model: &Model, problems: &mut Vec<Problem>) -> Result<Vec<File>, ExportError> {
    let mut files = Vec::new();
    for cluster in ClusterPlan::all(model) {
        let pods = cluster.one_of_each_family(Role::Pods, problems);
        let services = cluster.one_of_each_family(Role::Services, problems);
        if pods.is_empty() && services.is_empty() {
            continue;
        }
        let mut documents = Vec::new();
        let mode = cluster.facts.and_then(|facts| facts.kube_proxy.as_ref()).map(|mode| mode.value);
        if mode == Some(KubeProxy::Replaced) {
            documents.push(json!({
                "apiVersion": "kubeadm.k8s.io/v1beta4",
                "kind": "InitConfiguration",
                "skipPhases": ["addon/kube-proxy"],
            }));
        }
        documents.push(cluster_configuration(&cluster, &pods, &services));
        if mode != Some(KubeProxy::Replaced) {
            documents.push(kube_proxy(mode, &pods));
        }
        files.push(File { path: cluster.path("kubeadm.yaml"), text: values_to_yaml(&documents)? });
    }
    Ok(files)
}

fn joined(entries: &[&PlanEntry]) -> Value {
    json!(entries.iter().map(|entry| entry.range.to_string()).collect::<Vec<_>>().join(","))
}

fn cluster_configuration(cluster: &ClusterPlan<'_>, pods: &[&PlanEntry], services: &[&PlanEntry]) -> Value {
    let mut object = Map::new();
    object.insert("apiVersion".to_owned(), json!("kubeadm.k8s.io/v1beta4"));
    object.insert("kind".to_owned(), json!("ClusterConfiguration"));
    if let Some(name) = cluster.name {
        object.insert("clusterName".to_owned(), json!(name));
    }
    let mut networking = Map::new();
    if !pods.is_empty() {
        networking.insert("podSubnet".to_owned(), joined(pods));
    }
    if !services.is_empty() {
        networking.insert("serviceSubnet".to_owned(), joined(services));
    }
    object.insert("networking".to_owned(), Value::Object(networking));
    let masks = node_masks(pods);
    if !masks.is_empty() {
        object.insert("controllerManager".to_owned(), json!({ "extraArgs": masks }));
    }
    Value::Object(object)
}

/// With two families each has a flag of its own.
fn node_masks(pods: &[&PlanEntry]) -> Vec<Value> {
    let flag = |entry: &PlanEntry| match (pods.len(), entry.range.family()) {
        (1, _) => "node-cidr-mask-size",
        (_, Family::V4) => "node-cidr-mask-size-ipv4",
        (_, Family::V6) => "node-cidr-mask-size-ipv6",
    };
    let given = pods.iter().filter_map(|entry| Some((flag(entry), entry.node_mask?)));
    given.map(|(name, mask)| json!({ "name": name, "value": mask.to_string() })).collect()
}

fn kube_proxy(mode: Option<KubeProxy>, pods: &[&PlanEntry]) -> Value {
    let mut object = Map::new();
    object.insert("apiVersion".to_owned(), json!("kubeproxy.config.k8s.io/v1alpha1"));
    object.insert("kind".to_owned(), json!("KubeProxyConfiguration"));
    if let Some(mode) = mode {
        object.insert("mode".to_owned(), json!(mode.name()));
    }
    let all: Vec<String> = [texts(pods, Family::V4), texts(pods, Family::V6)].concat();
    if !all.is_empty() {
        object.insert("clusterCIDR".to_owned(), joined(pods));
    }
    Value::Object(object)
}
