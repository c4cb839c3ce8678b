use super::clusters::{ClusterPlan, left_out, texts};
use crate::diagnostic::Problem;
use crate::export::object::values_to_yaml;
use crate::export::{ExportError, File, NOT_EXPORTED};
use crate::model::{KubeProxy, Mesh, Model, PlanEntry, Role};
use crate::net::{Cidr, Family};
use serde_json::{Map, Value, json};

/// The longest name of a cluster, in characters: lower-case letters, digits and dashes.
/// Source: Cilium documentation, command reference of the operator, `--cluster-name`.
const LONGEST_NAME: usize = 32;

/// Values for Cilium's Helm chart, a file for each cluster: who deals out pod addresses, what is not masqueraded, and
/// whether load balancer addresses are announced. Pools are objects: see [`super::load_balancer_pools`].
/// Source: Cilium documentation, Helm reference; routing; LB IPAM.
///
/// # Errors
/// When the YAML writer refuses a value.
pub fn cilium(model: &Model, problems: &mut Vec<Problem>) -> Result<Vec<File>, ExportError> {
    let mut files = Vec::new();
    for cluster in ClusterPlan::all(model) {
        let pods: Vec<&PlanEntry> = cluster.with_role(Role::Pods).collect();
        for entry in pods.iter().filter(|entry| entry.range.prefix().is_none()) {
            problems.push(left_out(entry, "Cilium takes prefixes for pods"));
        }
        let pods: Vec<&PlanEntry> = pods.into_iter().filter(|entry| entry.range.prefix().is_some()).collect();
        if pods.is_empty() {
            continue;
        }
        let mut values = values(model, &cluster, &pods);
        match cluster.label.as_deref() {
            Some(label) if label.len() <= LONGEST_NAME => values["cluster"] = json!({ "name": label }),
            Some(label) => problems.extend(pods.first().map(|entry| {
                let message = format!(
                    "{label} is not set as the cluster's name: Cilium takes {LONGEST_NAME} characters"
                );
                Problem::new(&NOT_EXPORTED, entry.span, message)
            })),
            None => {}
        }
        files.push(File { path: cluster.path("cilium-values.yaml"), text: values_to_yaml(&[values])? });
    }
    Ok(files)
}

fn values(model: &Model, cluster: &ClusterPlan<'_>, pods: &[&PlanEntry]) -> Value {
    let mut values = Map::new();
    let mut set = |key: &str, value: Value| values.insert(key.to_owned(), value);
    let mut pool = Map::new();
    for (family, number) in [(Family::V4, 4), (Family::V6, 6)] {
        let prefixes = texts(pods, family);
        set(&format!("ipv{number}"), json!({ "enabled": !prefixes.is_empty() }));
        if prefixes.is_empty() {
            continue;
        }
        let mask =
            pods.iter().filter(|entry| entry.range.family() == family).find_map(|entry| entry.node_mask);
        pool.insert(format!("clusterPoolIPv{number}PodCIDRList"), json!(prefixes));
        if let Some(mask) = mask {
            pool.insert(format!("clusterPoolIPv{number}MaskSize"), json!(mask));
        }
        if let Some(native) = native_range(model, cluster, pods, family) {
            set(&format!("ipv{number}NativeRoutingCIDR"), json!(native.to_string()));
        }
        set(&format!("enableIPv{number}Masquerade"), json!(true));
    }
    set("ipam", json!({ "mode": "cluster-pool", "operator": pool }));
    let replaced =
        cluster.facts.and_then(|facts| facts.kube_proxy.as_ref()).map(|it| it.value == KubeProxy::Replaced);
    if let Some(replaced) = replaced {
        set("kubeProxyReplacement", json!(replaced));
    }
    if cluster.with_role(Role::LoadBalancers).next().is_some() {
        set("defaultLBServiceIPAM", json!("lbipam"));
        // Announcing on the own segment needs kube-proxy's part, and makes sense only for addresses of that segment.
        set(
            "l2announcements",
            json!({ "enabled": replaced == Some(true) && is_on_the_nodes_segment(model, cluster) }),
        );
    }
    Value::Object(values)
}

/// What is routed without masquerading: the pods; those of every cluster where clusters are joined by ClusterMesh.
fn native_range(
    model: &Model,
    cluster: &ClusterPlan<'_>,
    pods: &[&PlanEntry],
    family: Family,
) -> Option<Cidr> {
    let mesh = cluster.facts.and_then(|facts| facts.mesh.as_ref()).map(|mesh| mesh.value);
    let all: Vec<&PlanEntry> = match mesh {
        Some(Mesh::ClusterMesh) => model.plan.iter().filter(|entry| entry.role.value == Role::Pods).collect(),
        _ => pods.to_vec(),
    };
    let mut prefixes =
        all.iter().filter(|entry| entry.range.family() == family).filter_map(|entry| entry.range.cidr());
    let first = prefixes.next()?;
    prefixes.try_fold(first, |around, next| {
        (0..=around.length())
            .rev()
            .find_map(|length| Cidr::containing(around.first(), length).filter(|it| it.contains(&next)))
    })
}

fn is_on_the_nodes_segment(model: &Model, cluster: &ClusterPlan<'_>) -> bool {
    let nodes = || model.plan.iter().filter(|entry| matches!(entry.role.value, Role::Nodes | Role::Subnet));
    cluster
        .with_role(Role::LoadBalancers)
        .any(|pool| nodes().any(|segment| segment.range.contains(&pool.range)))
}
