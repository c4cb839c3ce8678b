//! The address plan: which prefix lies in which, which overlap without that, what is free, and how much fits.
//!
//! It knows addresses and what they are for, and how clusters and clouds deal them out; it does not judge: the rules
//! in [`crate::check`] do. `n log n` in the number of entries.
//!
//! ```
//! use netplat_core::plan::AddressPlan;
//! let plan = AddressPlan::new(&[]);
//! assert!(plan.roots().next().is_none());
//! ```

mod capacity;
mod cloud_subnet;
mod demand;
mod fit;
mod free;
mod growth;
mod interfaces;
mod map;
mod next_free;
mod node_blocks;
mod pods;
mod rows;
mod tree;
mod usable;
mod usage;

pub use capacity::{ClusterCapacity, Limit, LimitKind, PerNode, Unit, capacities};
pub use cloud_subnet::CloudSubnet;
pub use demand::Demand;
pub use fit::{Fit, FitRequest, Missing, Placed, fit};
pub use growth::{Lasting, lasting};
pub use interfaces::Interfaces;
pub use map::{Area, BlockContent, MapBlock, MapStyle, PlanMap};
pub use next_free::next_free;
pub use node_blocks::{NodeBlocks, gke_mask, node_blocks};
pub use pods::{KUBELET_MAX_PODS, MaxPodsBy, PodSettings};
pub use rows::{PlanFilter, PlanRow, PlanView, SortBy};
pub use tree::{AddressPlan, Overlap, PlanNode};
pub use usable::usable;
pub use usage::Usage;
