use super::super::names::Taken;
use super::clusters::{ClusterPlan, left_out, object_name, source};
use super::objects::block_size;
use crate::diagnostic::Problem;
use crate::export::{ExportError, File, Object, to_yaml};
use crate::model::{Model, PlanEntry, Role};
use crate::net::Family;
use serde_json::{Value, json};

/// The Installation of Calico's operator for each cluster, with its pools of pods. How packets between nodes are
/// wrapped is not said: the operator's default stands.
/// Source: Calico documentation, installation reference (operator.tigera.io/v1).
///
/// # Errors
/// When the YAML writer refuses a value.
pub fn calico(model: &Model, problems: &mut Vec<Problem>) -> Result<Vec<File>, ExportError> {
    let mut files = Vec::new();
    for cluster in ClusterPlan::all(model) {
        let (mut taken, mut pools, mut from) = (Taken::default(), Vec::new(), Vec::new());
        for entry in cluster.with_role(Role::Pods) {
            match pool(&mut taken, entry) {
                Some(pool) => {
                    pools.push(pool);
                    from.push(source(entry));
                }
                None => problems.push(left_out(entry, "a pool of Calico is a prefix")),
            }
        }
        if pools.is_empty() {
            continue;
        }
        let object = Object::new("operator.tigera.io/v1", "Installation", "default")
            .with_spec(json!({ "calicoNetwork": { "ipPools": pools } }));
        let object = from.into_iter().fold(object, Object::with_source);
        files.push(File { path: cluster.path("calico.yaml"), text: to_yaml([&object])? });
    }
    Ok(files)
}

fn pool(taken: &mut Taken, entry: &PlanEntry) -> Option<Value> {
    let cidr = entry.range.cidr()?;
    let nat = if cidr.family() == Family::V4 { "Enabled" } else { "Disabled" };
    Some(json!({
        "name": object_name(taken, entry),
        "cidr": cidr.to_string(),
        "blockSize": block_size(&cidr),
        "natOutgoing": nat,
        "nodeSelector": "all()",
    }))
}
