//! From the model to files: Kubernetes manifests for review, and plain mermaid for elsewhere.
//!
//! Exports are deterministic: the same design gives the same bytes. What the drawing does not say is not made up:
//! it becomes a [`Problem`] beside the objects. Nothing here reads manifests.

pub mod addresses;
mod flows;
mod kustomize;
mod names;
mod object;
mod own;
mod policies;
mod routes;
mod services;
mod standing;

pub use flows::{Flow, Peer};
pub use kustomize::{File, folder};
pub use object::{FROM, Object, to_yaml};
pub use own::{LeftOut, Own, OwnPart, own, stream};
pub use policies::{Way, allow, allow_dns};

use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{GroupKind, Model};
use names::Names;
use standing::Standing;

/// Something drawn that cannot be written as an object.
pub static NOT_EXPORTED: Rule = Rule {
    code: "EX001",
    name: "not-exported",
    severity: Severity::Info,
    why: "An export that silently left something out would be taken for complete.",
    source: "Kubernetes API: NetworkPolicy, Service, Ingress and HTTPRoute need namespaces, ports and names.",
};

/// Why nothing could be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExportError(pub String);

impl std::fmt::Display for ExportError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ExportError {}

/// The objects that a design asks for, and what it shows but cannot be written.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Manifests {
    /// In the order in which they stand in a file.
    pub objects: Vec<Object>,
    /// In the order of the text.
    pub problems: Vec<Problem>,
}

/// Namespaces that every cluster has: policies are written into them, they themselves are not.
const GIVEN_NAMESPACES: &[&str] = &["default", "kube-system", "kube-public", "kube-node-lease"];

/// Namespaces, policies, services and routes for what `model` draws and no object of its document stands for: what is
/// there already is [`own`], and nothing is written for it a second time.
pub fn manifests(model: &Model) -> Manifests {
    let names = Names::new(model);
    let standing = Standing::new(model);
    let flows = flows::find(model, &standing);
    let mut problems = flows.problems;
    let mut objects = namespaces(model, &standing);
    objects.extend(policies::write(model, &names, &flows.flows, &standing));
    let services = services::write(model, &names, &standing, &mut problems);
    objects.extend(routes::write(model, &names, &services, &standing, &mut problems));
    objects.extend(services.objects);
    objects.sort_by(|a, b| a.order().cmp(&b.order()));
    problems.sort_by_key(|problem| (problem.span, problem.message.clone()));
    problems.dedup();
    Manifests { objects, problems }
}

/// All namespaces of the design by name, with the statement that shows each.
fn namespace_names(model: &Model) -> Vec<(String, String)> {
    let groups = model.groups.iter().filter(|group| group.kind.value == GroupKind::Namespace);
    let drawn = groups.map(|group| (group.name.clone(), format!("subgraph {}", group.id)));
    let declared = model.things.iter().filter_map(|thing| {
        thing.namespace.as_ref().map(|namespace| (namespace.value.clone(), format!("node {}", thing.id)))
    });
    let mut all: Vec<(String, String)> = drawn.chain(declared).filter(|(name, _)| !name.is_empty()).collect();
    // A stable sort keeps the group, which is listed first, as the one that is named.
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.dedup_by(|later, first| later.0 == first.0);
    all
}

fn namespaces(model: &Model, standing: &Standing<'_>) -> Vec<Object> {
    let names = namespace_names(model);
    let is_given = |name: &str| GIVEN_NAMESPACES.contains(&name) || standing.namespace(name);
    let own = names.into_iter().filter(|(name, _)| !is_given(name));
    own.map(|(name, from)| Object::new("v1", "Namespace", name).with_source(from)).collect()
}
