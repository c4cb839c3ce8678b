//! What the API server refuses of single objects, as data: the fields of each kind with what they may hold, and the
//! constraints between them.
//!
//! The shapes follow the types of the Kubernetes API, of the Gateway API and of the network policy API; nothing is known
//! of a cluster, and no default is filled in. A kind in an old version is not held against the shape of the new one. What
//! a program fills in later (`{{ … }}`, `${…}`) is not judged.
//!
//! ```
//! use netplat_core::k8s;
//! let read = k8s::read_manifest("apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ prot: 80 }] }\n");
//! let messages: Vec<_> = read.refusals().iter().map(|(_, problem)| problem.message.as_str()).collect();
//! assert_eq!(messages, ["the field `port` is missing", "there is no field `prot` here"]);
//! ```

mod admin_policy;
mod check;
mod cilium;
mod cluster_policy;
mod configuration;
mod endpoints;
mod filter;
mod formats;
mod gateway;
mod grpc_route;
mod http_route;
mod ingress;
mod kinds;
mod metadata;
mod network_policy;
mod references;
mod route;
mod selector;
mod service;
mod service_cidr;
mod shape;
mod stream_route;
mod workload;

#[cfg(test)]
mod tests;

use super::fields::Fields;
use super::object::Object;
use crate::diagnostic::Problem;

/// What the API server would refuse of `objects`, or drop: each problem with the index of its object. Of kinds that are
/// not described, what `understood` found counts.
pub(super) fn refusals(objects: &[&Object], understood: &[(usize, Problem)]) -> Vec<(usize, Problem)> {
    let mut fields = Fields::default();
    let mut is_judged = vec![false; objects.len()];
    for ((index, object), is_judged) in objects.iter().enumerate().zip(&mut is_judged) {
        fields.object = index;
        // What is being typed has problems of its own already; a patch is no object.
        *is_judged = !object.is_whole || object.tree.get("$patch").is_some();
        match kinds::of(object) {
            _ if *is_judged => {}
            Some(kind) => {
                *is_judged = true;
                metadata::check_metadata(&mut fields, &object.tree, kind.name, kind.scope);
                check::check_section(&mut fields, &object.tree, kind.shape, COMMON);
            }
            None => {
                if let Some(node) = object.tree.get("metadata").filter(|node| node.mapping().is_some()) {
                    check::check_section(&mut fields, node, &metadata::FOREIGN_METADATA, &[]);
                }
            }
        }
    }
    let mut problems = fields.problems;
    let others = understood.iter().filter(|(index, _)| is_judged.get(*index) == Some(&false));
    problems.extend(others.cloned());
    problems.sort_by_key(|(index, problem)| (*index, problem.span, problem.rule.code));
    problems.dedup();
    problems
}

/// The fields that every object has.
const COMMON: &[&str] = &["apiVersion", "kind", "metadata", "status"];
