//! Who may talk to whom: the policies of a cluster asked for every pair of ends, in both directions, tier by tier.
//!
//! The semantics are those of Kubernetes: admin policies first, then NetworkPolicy, then the baseline; a connection
//! needs the source's egress and the destination's ingress. It knows nothing of routing, of names, or of what a program
//! listens on: a port that may pass need not answer. Outside addresses come as the fewest ranges that differ.
//!
//! ```
//! use netplat_core::{k8s::{self, Resources}, reach::{self, Reach}};
//! let read = k8s::read_manifest("
//! apiVersion: v1
//! kind: Pod
//! metadata: { name: web, labels: { app: web } }
//! spec: { containers: [{ name: web, image: web }] }
//! ---
//! apiVersion: networking.k8s.io/v1
//! kind: NetworkPolicy
//! metadata: { name: web }
//! spec:
//!   podSelector: { matchLabels: { app: web } }
//!   policyTypes: [Ingress, Egress]
//!   ingress: [{ ports: [{ port: 80 }] }]
//! ");
//! let objects: Vec<_> = read.objects.iter().collect();
//! let (resources, _) = Resources::read(&objects);
//! let reach = Reach::new(&resources);
//! assert_eq!(reach::lines(&reach), ["0.0.0.0-255.255.255.255 => default/web[Pod] : TCP 80"]);
//! ```

mod classes;
mod connection_set;
mod connection_table;
mod cover;
mod difference;
mod ends;
mod engine;
mod entrance;
mod exposure;
mod judge;
mod matrix;
mod outside;
mod port_set;
mod posture;
mod redundant;
mod row;
mod stranger;
pub mod table;
mod tiers;
mod verdict;
mod workload;

#[cfg(test)]
mod naive;
#[cfg(test)]
mod scale;
#[cfg(test)]
mod tests;

pub use connection_set::ConnectionSet;
pub use difference::{Change, ChangeKind, Compared, ComparedEnd, Difference};
pub use engine::{Allowed, Endpoint, OutsideRange, Reach};
pub use exposure::{Exposure, exposure};
pub use matrix::{Cell, Entry, Matrix, Members};
pub use port_set::PortSet;
pub use redundant::{Redundant, RuleNumber, open_to_all, redundant};
pub use row::Direction;
pub use stranger::Stranger;
pub use verdict::{Asked, Because, Chain, Condition, Outcome, Part, Verdict, verdict};
pub use workload::Workload;

/// Every allowed pair as a line, sorted: `shop/web[Deployment] => shop/db[StatefulSet] : TCP 5432`.
pub fn lines(reach: &Reach) -> Vec<String> {
    let mut lines = Vec::new();
    reach.for_each_allowed(|from, to, connections| {
        lines.push(format!("{} => {} : {connections}", reach.name(from), reach.name(to)));
    });
    lines.sort_unstable();
    lines
}
