use super::fields::{Fields, present};
use super::object::Object;
use super::selector::{Labels, labels, selector};
use crate::net::Protocol;
use crate::yaml::Node;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// A pod, or the template of which a workload makes pods.
#[derive(Clone, PartialEq, Debug)]
pub struct Pod {
    /// Its namespace; `default` where none is written.
    pub namespace: String,
    /// Its own name; that of its workload for a template.
    pub name: String,
    /// What it belongs to: the outermost workload that the input has, else the owner that it names, else itself.
    pub owner: Owner,
    /// What selectors see.
    pub labels: Labels,
    /// The name of its service account; `default` where none is written.
    pub account: String,
    /// The ports that its containers declare.
    pub ports: Vec<ContainerPort>,
    /// Its addresses, where its status says them.
    pub addresses: Vec<IpAddr>,
    /// Whether it uses its node's network: policies do not know it from its node.
    pub host_network: bool,
    /// The index of the object that it was read from.
    pub object: usize,
}

/// What makes a pod.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Owner {
    /// `Deployment`; `Pod` for one that stands alone.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// A port that a container declares.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ContainerPort {
    /// Its name.
    pub name: Option<String>,
    /// Its number.
    pub port: u16,
    /// TCP where none is written.
    pub protocol: Protocol,
}

/// The namespace that objects without one are in.
pub const DEFAULT_NAMESPACE: &str = "default";

/// The service account of pods that name none.
const DEFAULT_ACCOUNT: &str = "default";

/// Reads the pods of all `objects`, and to what they belong. Of a workload whose pods are there too, only the pods
/// count: their labels and addresses are the real ones.
pub(super) fn pods(fields: &mut Fields, objects: &[&Object]) -> Vec<Pod> {
    let mut pods = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        fields.object = index;
        pods.extend(pod(fields, object, index));
    }
    // A name that stands twice is one object, as the last one says.
    let mut last: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    // What has its name made up by the cluster is not the same twice.
    let own_kind = |pod: &Pod| match objects.get(pod.object) {
        Some(object) if object.at(&["metadata", "name"]).is_some() => object.kind.clone(),
        _ => format!("{}", pod.object),
    };
    for (index, pod) in pods.iter().enumerate() {
        last.insert((pod.namespace.clone(), own_kind(pod), pod.name.clone()), index);
    }
    let owners: BTreeMap<(String, String, String), Owner> =
        last.iter().filter_map(|(key, &index)| Some((key.clone(), pods.get(index)?.owner.clone()))).collect();
    let mut is_made = vec![false; pods.len()];
    for (key, &index) in &last {
        let Some(pod) = pods.get_mut(index) else { continue };
        // Pod to replica set to deployment; the limit ends a circle.
        for _ in 0..8 {
            let above = (key.0.clone(), pod.owner.kind.clone(), pod.owner.name.clone());
            if above == *key {
                break;
            }
            let Some(next) = owners.get(&above) else { break };
            if let Some(made) = last.get(&above).and_then(|&index| is_made.get_mut(index)) {
                *made = true;
            }
            if *next == pod.owner {
                break;
            }
            pod.owner = next.clone();
        }
    }
    let mut index = 0;
    pods.retain(|pod| {
        let kept = !is_made.get(index).copied().unwrap_or_default()
            && last.get(&(pod.namespace.clone(), own_kind(pod), pod.name.clone())) == Some(&index);
        index += 1;
        kept
    });
    pods
}

fn pod(fields: &mut Fields, object: &Object, index: usize) -> Option<Pod> {
    let template = template(fields, object)?;
    let metadata = present(template, "metadata");
    let labels = metadata.map(|metadata| labels(fields, metadata, "labels")).unwrap_or_default();
    if object.group() == "apps" {
        check_selector(fields, object, &labels);
    }
    let spec = fields.section(template, "spec")?;
    let itself = Owner { kind: object.kind.clone(), name: object.name.clone() };
    Some(Pod {
        namespace: object.namespace.clone().unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned()),
        name: object.name.clone(),
        owner: owner(object).unwrap_or(itself),
        labels,
        account: fields.text(spec, "serviceAccountName").unwrap_or(DEFAULT_ACCOUNT).to_owned(),
        ports: container_ports(fields, spec),
        addresses: if object.kind == "Pod" { addresses(object) } else { Vec::new() },
        host_network: fields.bool(spec, "hostNetwork").unwrap_or_default(),
        object: index,
    })
}

/// Reports a selector that does not select the pods that the workload makes.
fn check_selector(fields: &mut Fields, object: &Object, labels: &Labels) {
    let Some(spec) = fields.section(&object.tree, "spec") else { return };
    let Some(node) = fields.section(spec, "selector") else { return };
    if let Some(selector) = selector(fields, node).filter(|selector| !selector.matches(labels)) {
        fields.invalid(node, format!("`{selector}` does not select the pods of the template"));
    }
}

/// Where an object says what its pods are: itself, or a template in it. A custom kind counts when its template has
/// containers.
fn template<'o>(fields: &mut Fields, object: &'o Object) -> Option<&'o Node> {
    match (object.group(), object.kind.as_str()) {
        ("", "Pod") => Some(&object.tree),
        ("batch", "CronJob") => {
            let spec = fields.section(&object.tree, "spec")?;
            let job = fields.section(spec, "jobTemplate")?;
            let job_spec = fields.section(job, "spec")?;
            fields.section(job_spec, "template")
        }
        ("apps" | "extensions", "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet")
        | ("batch", "Job")
        | ("", "ReplicationController") => {
            let spec = fields.section(&object.tree, "spec")?;
            if present(spec, "template").is_none() {
                fields.missing(spec, "template");
            }
            fields.section(spec, "template")
        }
        _ => {
            let template = object.at(&["spec", "template"])?;
            let containers = template.get("spec")?.get("containers")?;
            containers.items().iter().any(|container| container.get("image").is_some()).then_some(template)
        }
    }
}

/// The owner that controls the object, as it names it.
fn owner(object: &Object) -> Option<Owner> {
    let owners = object.at(&["metadata", "ownerReferences"])?.items();
    let controls = |owner: &&Node| owner.get("controller").and_then(Node::bool) == Some(true);
    let owner = owners.iter().find(controls).or_else(|| owners.first())?;
    let text = |key: &str| owner.get(key).and_then(Node::text).map(str::to_owned);
    // A mirror of a static pod is owned by its node.
    let kind = text("kind").filter(|kind| kind != "Node")?;
    Some(Owner { kind, name: text("name")? })
}

fn container_ports(fields: &mut Fields, spec: &Node) -> Vec<ContainerPort> {
    let mut ports = Vec::new();
    let containers = fields.sections(spec, "containers").unwrap_or_default();
    let sidecars = fields.sections(spec, "initContainers").unwrap_or_default();
    let keeps_running =
        |container: &&Node| container.get("restartPolicy").and_then(Node::text) == Some("Always");
    for container in containers.into_iter().chain(sidecars.into_iter().filter(keeps_running)) {
        for node in fields.sections(container, "ports").unwrap_or_default() {
            let protocol = protocol(fields, node, "protocol");
            let Some(port) = fields.port(node, "containerPort") else {
                if present(node, "containerPort").is_none() {
                    fields.missing(node, "containerPort");
                }
                continue;
            };
            ports.push(ContainerPort { name: fields.text(node, "name").map(str::to_owned), port, protocol });
        }
    }
    ports
}

/// The protocol at `key`; TCP where none is written.
pub(super) fn protocol(fields: &mut Fields, node: &Node, key: &str) -> Protocol {
    match fields.text(node, key) {
        None | Some("TCP") => Protocol::Tcp,
        Some("UDP") => Protocol::Udp,
        Some("SCTP") => Protocol::Sctp,
        Some(other) => {
            let message = format!("expected `TCP`, `UDP` or `SCTP`, found `{other}`");
            fields.invalid(node.get(key).unwrap_or(node), message);
            Protocol::Tcp
        }
    }
}

fn addresses(pod: &Object) -> Vec<IpAddr> {
    let Some(status) = pod.tree.get("status") else { return Vec::new() };
    let listed = status.get("podIPs").map(Node::items).unwrap_or_default();
    let mut addresses: Vec<IpAddr> = listed
        .iter()
        .filter_map(|item| item.get("ip"))
        .chain(status.get("podIP"))
        .filter_map(|node| node.text()?.parse().ok())
        .collect();
    addresses.sort();
    addresses.dedup();
    addresses
}
