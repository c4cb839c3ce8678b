//! The fix of a blocked arrow: the policies that it needs, as the export writes them, beside the objects that they are
//! about.

use super::append_objects::append_objects;
use super::arrow::Arrow;
use crate::diagnostic::Problem;
use crate::drawn::End;
use crate::export::{self, Flow, Peer, Way};
use crate::k8s::{Action, Object, Pod};
use crate::model::GroupKind;
use crate::net::{Port, Protocol};
use crate::reach::{Asked, Because, Chain, ConnectionSet, Outcome, verdict};
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

/// How many arrows of a rule come with a fix: it costs more than to find them, and those that are mended make room.
pub(super) const MOST_MENDED: usize = 100;

/// How many pairs of workloads are asked which sides of them are closed.
const MOST_PAIRS: usize = 16;

/// `problem` with the fix that lets the arrow pass on `ports`, on any where nothing is said; with advice where no policy
/// of a namespace can.
pub(super) fn with_policies(arrow: &Arrow<'_>, ports: Option<&ConnectionSet>, problem: Problem) -> Problem {
    let closed = match closed_sides(arrow) {
        Ok(closed) => closed,
        Err(Denied) => {
            let help = "A rule denies it, which no NetworkPolicy can undo: change that rule, or take the arrow away.";
            return problem.with_help(help);
        }
    };
    match policies(arrow, ports, &closed) {
        Some((edit, names)) => {
            problem.with_fix(format!("Write {}", super::words::listed(&names)), edit, false)
        }
        None => problem.with_help("Let it pass by a policy, or take the arrow away."),
    }
}

/// A rule denies the connection, instead of none allowing it.
struct Denied;

/// The sides of the arrow that are closed, each with a policy that closes it, for that its fence is the place for more.
fn closed_sides(arrow: &Arrow<'_>) -> Result<BTreeMap<Way, Option<usize>>, Denied> {
    let resources = arrow.subject.resources;
    let witness = &arrow.flow.witness;
    let mut closed = BTreeMap::new();
    let pod = |index: &usize| arrow.subject.reach().workloads().get(*index)?.pod().map(Asked::Pod);
    let sources: Vec<Asked> = arrow.flow.from.workloads().iter().filter_map(pod).collect();
    let targets: Vec<Asked> = arrow.flow.to.workloads().iter().filter_map(pod).collect();
    let all = sources.iter().flat_map(|&from| targets.iter().map(move |&to| (from, to)));
    let pairs = std::iter::once((witness.from, witness.to)).chain(all.take(MOST_PAIRS));
    for (from, to) in pairs.filter(|(from, to)| from != to) {
        for part in verdict(resources, from, to).parts.iter().filter(|part| part.outcome == Outcome::Deny) {
            let is_meant =
                witness.asked.as_ref().is_none_or(|asked| !part.connections.intersection(asked).is_empty());
            if !is_meant {
                continue;
            }
            for (way, chain) in [(Way::Egress, &part.egress), (Way::Ingress, &part.ingress)] {
                if let Some(policies) = chain.as_ref().and_then(without_rule) {
                    let policy = policies?.first().and_then(|&policy| resources.policies.get(policy));
                    closed.entry(way).or_insert(policy.map(|policy| policy.object));
                }
            }
        }
    }
    Ok(closed)
}

/// The policies that have no rule for the connection, where it is they that close a side.
fn without_rule(chain: &Chain) -> Option<Result<&[usize], Denied>> {
    match &chain.because {
        Because::NoRule { policies } => Some(Ok(policies)),
        Because::Rule { action: Action::Deny, .. } => Some(Err(Denied)),
        Because::Rule { .. } | Because::Default => None,
    }
}

fn policies(
    arrow: &Arrow<'_>,
    ports: Option<&ConnectionSet>,
    closed: &BTreeMap<Way, Option<usize>>,
) -> Option<(crate::text::Edit, Vec<String>)> {
    let (from, to) = arrow.ends();
    let flow = Flow {
        from: peer(arrow, &arrow.flow.from, from)?,
        to: peer(arrow, &arrow.flow.to, to)?,
        ports: ports.map(listed_ports).unwrap_or_else(|| declared_ports(arrow)),
        statements: vec![arrow.statement()],
    };
    let objects = &arrow.subject.model.objects.objects;
    let mut taken: BTreeSet<String> = objects.iter().map(|object| object.name.clone()).collect();
    let mut added = Vec::new();
    for (&way, &beside) in closed {
        added.push((export::allow(&flow, way, &mut taken)?, beside));
    }
    let names = added.iter().map(|(policy, _)| format!("NetworkPolicy {}", policy.name)).collect();
    let edit = append_objects(arrow.subject, &added)?;
    (!added.is_empty()).then_some((edit, names))
}

/// An end as a policy selects it.
fn peer<'a>(arrow: &Arrow<'a>, end: &End, id: &'a str) -> Option<Peer<'a>> {
    let subject = arrow.subject;
    match end {
        End::Addresses(ranges) => Some(Peer::Addresses(id, ranges.clone())),
        End::Anywhere => Some(Peer::Anywhere(id)),
        End::Controller => None,
        End::Workloads { is_group: true, .. } => {
            let group = subject.model.group(id).filter(|group| group.kind.value == GroupKind::Namespace)?;
            Some(Peer::Namespace(&group.name))
        }
        End::Workloads { which, service, .. } => {
            let first = subject.reach().workloads().get(*which.first()?)?;
            let pod = subject.resources.pods.get(first.pod()?)?;
            let namespace = pod.namespace.as_str();
            let objects = &subject.model.objects.objects;
            let of_service = service.and_then(|index| subject.resources.services.get(index));
            let labels = match of_service.and_then(|service| objects.get(service.object)) {
                Some(service) => texts(service.at(&["spec", "selector"])),
                None => selecting(pod, objects.get(pod.object)?),
            };
            // A policy that selects by nothing would select the whole namespace.
            (!labels.is_empty()).then_some(Peer::Labelled(id, namespace, labels))
        }
    }
}

/// The labels that select the pods of a workload: those that it selects them by itself, else those of its template, but
/// for those that differ from pod to pod.
fn selecting(pod: &Pod, object: &Object) -> BTreeMap<String, String> {
    let own = texts(object.at(&["spec", "selector", "matchLabels"]));
    if !own.is_empty() {
        return own;
    }
    let passing = |key: &str| {
        matches!(
            key,
            "pod-template-hash"
                | "controller-revision-hash"
                | "pod-template-generation"
                | "controller-uid"
                | "job-name"
        ) || key.starts_with("statefulset.kubernetes.io/")
            || key.starts_with("apps.kubernetes.io/")
            || key.starts_with("batch.kubernetes.io/")
    };
    let labels = pod.labels.iter().filter(|(key, _)| !passing(key));
    labels.map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn texts(node: Option<&Node>) -> BTreeMap<String, String> {
    let entries = node.map_or(&[][..], Node::entries);
    entries.iter().filter_map(|entry| Some((entry.key.clone(), entry.value.text()?.to_owned()))).collect()
}

/// The ports that the pods which are reached declare; none for any.
fn declared_ports(arrow: &Arrow<'_>) -> Vec<Port> {
    let Asked::Pod(pod) = arrow.flow.witness.to else { return Vec::new() };
    let declared = arrow.subject.resources.pods.get(pod).map_or(&[][..], |pod| &pod.ports);
    let mut ports: Vec<Port> =
        declared.iter().filter_map(|port| Port::new(port.port, port.port, port.protocol)).collect();
    ports.sort();
    ports.dedup();
    ports
}

fn listed_ports(set: &ConnectionSet) -> Vec<Port> {
    if set.is_all() {
        return Vec::new();
    }
    let of = |protocol: Protocol| {
        set.of(protocol).ranges().iter().map(move |&(first, last)| (first, last, protocol))
    };
    Protocol::ALL
        .into_iter()
        .flat_map(of)
        .filter_map(|(first, last, protocol)| Port::new(first, last, protocol))
        .collect()
}
