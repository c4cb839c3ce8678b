//! What makes pods, and pods: selectors, templates, the names and ports of containers. Most of a pod is not described.
//! Source: `ValidatePodTemplateSpec` and the validation of `apps` and `batch` of Kubernetes.

use super::super::fields::{Fields, is_placeholder, present};
use super::formats::{LABEL, LABEL_KEY, LABEL_VALUE, PORT_NAME};
use super::metadata::TEMPLATE_METADATA;
use super::network_policy::PROTOCOL;
use super::selector::SELECTOR;
use super::shape::{
    COUNT, Constraint, PORT_NUMBER, Section, Shape, TEXT, field, integer, list, map, required, section, text,
};
use crate::yaml::Node;
use std::collections::BTreeMap;

pub(super) static POD: Section = section(&[required("spec", Shape::Section(&POD_SPEC))]);

/// `apps/v1` Deployment and ReplicaSet, DaemonSet, StatefulSet.
pub(super) static WORKLOAD: Section = section(&[required("spec", Shape::Section(&WORKLOAD_SPEC))]);

static WORKLOAD_SPEC: Section = section(&[
    field("replicas", COUNT),
    field("minReadySeconds", COUNT),
    field("revisionHistoryLimit", COUNT),
    field("selector", SELECTOR),
    field("template", Shape::Section(&TEMPLATE)),
])
.open()
.with(&[Constraint::Holds(selector_matches_template), Constraint::Holds(pods_are_restarted)]);

pub(super) static REPLICATION_CONTROLLER: Section =
    section(&[required("spec", Shape::Section(&CONTROLLER_SPEC))]);

static CONTROLLER_SPEC: Section = section(&[
    field("replicas", COUNT),
    field("minReadySeconds", COUNT),
    field("selector", map(&LABEL_KEY, &text(&LABEL_VALUE))),
    required("template", Shape::Section(&TEMPLATE)),
])
.with(&[Constraint::Holds(pods_are_restarted)]);

pub(super) static JOB: Section = section(&[required("spec", Shape::Section(&JOB_SPEC))]);

static JOB_SPEC: Section = section(&[
    field("parallelism", COUNT),
    field("completions", COUNT),
    field("backoffLimit", COUNT),
    field("activeDeadlineSeconds", COUNT),
    field("ttlSecondsAfterFinished", COUNT),
    field("completionMode", Shape::Choice(&["NonIndexed", "Indexed"])),
    required("template", Shape::Section(&TEMPLATE)),
])
.open()
.with(&[Constraint::Holds(pods_end)]);

pub(super) static CRON_JOB: Section = section(&[required("spec", Shape::Section(&CRON_JOB_SPEC))]);

static CRON_JOB_SPEC: Section = section(&[
    required("schedule", TEXT).or_empty(),
    field("timeZone", TEXT),
    field("startingDeadlineSeconds", COUNT),
    field("concurrencyPolicy", Shape::Choice(&["Allow", "Forbid", "Replace"])).or_empty(),
    field("suspend", Shape::Bool),
    required("jobTemplate", Shape::Section(&JOB_TEMPLATE)),
    field("successfulJobsHistoryLimit", COUNT),
    field("failedJobsHistoryLimit", COUNT),
]);

static JOB_TEMPLATE: Section = section(&[
    field("metadata", Shape::Section(&TEMPLATE_METADATA)),
    required("spec", Shape::Section(&JOB_SPEC)),
]);

static TEMPLATE: Section = section(&[
    field("metadata", Shape::Section(&TEMPLATE_METADATA)),
    field("spec", Shape::Section(&POD_SPEC)),
])
.open();

static POD_SPEC: Section = section(&[
    required("containers", CONTAINERS.at_least(1)),
    field("initContainers", CONTAINERS),
    field("restartPolicy", Shape::Choice(&["Always", "OnFailure", "Never"])).or_empty(),
    field("dnsPolicy", Shape::Choice(&["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]))
        .or_empty(),
    field("hostNetwork", Shape::Bool),
    field("nodeSelector", map(&LABEL_KEY, &text(&LABEL_VALUE))),
    field("volumes", list(&Shape::Section(&VOLUME)).by(&[("name", None)])),
])
.open()
.with(&[Constraint::Holds(container_names_differ), Constraint::Holds(host_ports_differ)]);

static CONTAINERS: Shape = list(&Shape::Section(&CONTAINER));

static CONTAINER: Section = section(&[
    required("name", text(&LABEL)).or_empty(),
    field("image", TEXT),
    field("command", list(&TEXT)),
    field("args", list(&TEXT)),
    field("env", list(&Shape::Section(&VARIABLE))),
    field("ports", list(&Shape::Section(&CONTAINER_PORT))),
    field("imagePullPolicy", Shape::Choice(&["Always", "IfNotPresent", "Never"])).or_empty(),
    field("volumeMounts", list(&Shape::Section(&MOUNT)).by(&[("mountPath", None)])),
])
.open()
.with(&[Constraint::Holds(port_names_differ)]);

static CONTAINER_PORT: Section = section(&[
    field("name", text(&PORT_NAME)).or_empty(),
    required("containerPort", PORT_NUMBER),
    field("hostPort", integer(0, 65_535)),
    field("hostIP", TEXT),
    field("protocol", PROTOCOL).or_empty(),
]);

static VARIABLE: Section = section(&[required("name", TEXT), field("value", TEXT)]).open();

static VOLUME: Section = section(&[required("name", text(&LABEL)).or_empty()]).open();

static MOUNT: Section =
    section(&[required("name", TEXT), required("mountPath", TEXT), field("readOnly", Shape::Bool)]).open();

/// There are a selector and a template; the labels of the template's pods have what the selector asks for, and it asks
/// for something.
fn selector_matches_template(fields: &mut Fields, spec: &Node) {
    let template = present(spec, "template").and_then(|it| present(it, "metadata"));
    let labels = template.and_then(|it| present(it, "labels"));
    let selector = present(spec, "selector");
    match (selector, present(spec, "template")) {
        // Without either it is a patch that kustomize lays over the object.
        (None, _) if labels.is_some() => fields.missing(spec, "selector"),
        (Some(_), None) => fields.missing(spec, "template"),
        _ => {}
    }
    let Some(selector) = selector.filter(|node| node.mapping().is_some()) else { return };
    let is_empty =
        |key| present(selector, key).is_none_or(|it| it.entries().is_empty() && it.items().is_empty());
    if is_empty("matchLabels") && is_empty("matchExpressions") {
        return fields.invalid(selector, "a workload's selector selects something: an empty one is refused");
    }
    let labels: BTreeMap<&str, &str> = labels
        .map(Node::entries)
        .unwrap_or_default()
        .iter()
        .map(|entry| (entry.key.as_str(), entry.value.text().unwrap_or_default()))
        .collect();
    let wanted = present(selector, "matchLabels").map(Node::entries).unwrap_or_default();
    for entry in wanted {
        let has = labels.get(entry.key.as_str()).copied();
        let wants = entry.value.text().unwrap_or_default();
        let is_open = [Some(wants), has, Some(entry.key.as_str())].into_iter().flatten().any(is_placeholder);
        if has != Some(wants) && !is_open {
            let message = format!("`{}: {wants}` is no label of the template's pods", entry.key);
            fields.invalid_at(entry.span(), message);
        }
    }
}

/// What keeps pods running restarts them always.
fn pods_are_restarted(fields: &mut Fields, spec: &Node) {
    if let Some(policy) =
        restart_policy(spec).filter(|node| matches!(node.text(), Some("OnFailure" | "Never")))
    {
        fields.invalid(policy, "pods that are kept running have `restartPolicy: Always`");
    }
}

/// Pods of a job end: they are not restarted always, which is what happens where nothing is said.
fn pods_end(fields: &mut Fields, spec: &Node) {
    let needed = "pods of a job have `restartPolicy: OnFailure` or `Never`";
    match restart_policy(spec) {
        Some(policy) if policy.text() == Some("Always") => fields.invalid(policy, needed),
        Some(_) => {}
        None => {
            if let Some(pod) = present(spec, "template").and_then(|it| present(it, "spec")) {
                fields.lacking(pod, needed);
            }
        }
    }
}

fn restart_policy(spec: &Node) -> Option<&Node> {
    let pod = present(present(spec, "template")?, "spec")?;
    present(pod, "restartPolicy").filter(|node| node.text() != Some(""))
}

fn containers(pod: &Node) -> impl Iterator<Item = &Node> {
    ["initContainers", "containers"].into_iter().filter_map(|key| present(pod, key)).flat_map(Node::items)
}

fn container_names_differ(fields: &mut Fields, pod: &Node) {
    let names = containers(pod).filter_map(|container| present(container, "name"));
    fields.once(names.filter_map(|node| Some((node.text()?, node.span))), "two containers have this name");
}

fn port_names_differ(fields: &mut Fields, container: &Node) {
    let ports = present(container, "ports").map(Node::items).unwrap_or_default();
    let names = ports.iter().filter_map(|port| present(port, "name")).filter(|node| node.text() != Some(""));
    fields.once(names.filter_map(|node| Some((node.text()?, node.span))), "two ports have this name");
}

/// A port of the node can be taken once, and is the container's own where the pod uses the node's network.
fn host_ports_differ(fields: &mut Fields, pod: &Node) {
    let on_host = present(pod, "hostNetwork").and_then(Node::bool) == Some(true);
    let running = present(pod, "containers").map(Node::items).unwrap_or_default();
    let ports = running.iter().filter_map(|it| present(it, "ports")).flat_map(Node::items);
    let mut seen = Vec::new();
    for port in ports {
        let Some(node) = present(port, "hostPort").filter(|node| node.integer() != Some(0)) else { continue };
        let text = |key: &str, default| present(port, key).and_then(Node::text).unwrap_or(default);
        let key = (text("hostIP", ""), text("protocol", "TCP"), node.text().unwrap_or_default());
        seen.push((key, node.span));
        let own = present(port, "containerPort").and_then(Node::integer);
        if on_host && node.integer().is_some() && own.is_some() && node.integer() != own {
            fields.invalid(node, "with `hostNetwork` the port of the node is the container's");
        }
    }
    fields.once(seen, "two ports take this port of the node");
}
