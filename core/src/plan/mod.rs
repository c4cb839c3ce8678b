//! The address plan: which prefix lies in which, which overlap without that, what is free, and how much fits.
//!
//! It knows addresses and what they are for; it does not judge: the rules in [`crate::check`] do. `n log n` in the
//! number of entries.
//!
//! ```
//! use netplat_core::plan::AddressPlan;
//! let plan = AddressPlan::new(&[]);
//! assert!(plan.roots().next().is_none());
//! ```

mod capacity;
mod map;
mod next_free;
mod rows;
mod tree;
mod usage;

pub use capacity::{NodeBlocks, node_blocks, usable};
pub use map::{Area, BlockContent, MapBlock, MapStyle, PlanMap};
pub use next_free::next_free;
pub use rows::{PlanFilter, PlanRow, PlanView, SortBy};
pub use tree::{AddressPlan, Overlap, PlanNode};
pub use usage::Usage;
