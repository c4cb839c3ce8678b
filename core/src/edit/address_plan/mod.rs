//! Commands on the address plan: each the smallest edit of the fact, table row or object that says an entry.
//!
//! Entries are named by their index in [`Model::plan`](crate::model::Model::plan). An edit never makes two entries
//! cross, never takes addresses that another entry of the same cluster has, and never puts a child outside its parent;
//! it is refused in words instead. Which entries belong together is read from their addresses, as the plan's tree does.
//!
//! Facts and rows can be changed in every way; a Kubernetes object says addresses and nothing else that can be changed
//! here.
//!
//! ```
//! use netplat_core::{edit::address_plan::{self, Parts, Whole}, session::Snapshot};
//! let text = "---\nnetplat:\n  addresses:\n    - { cidr: 10.0.0.0/24, name: pods }\n---\nflowchart LR\n  web\n";
//! let snapshot = Snapshot::new(text);
//! let edit = address_plan::split(&snapshot, 0, Parts::Number(2), Whole::Replaced)?;
//! let after = edit.apply(text).unwrap();
//! assert!(after.contains("{ cidr: 10.0.0.0/25, name: pods-1 }\n    - { cidr: 10.0.0.128/25, name: pods-2 }\n"));
//! # Ok::<(), netplat_core::edit::Refusal>(())
//! ```

mod add;
mod add_all;
mod delete;
mod describe;
mod fact;
mod join;
mod move_to;
mod names;
mod object;
mod resize;
mod room;
mod row;
mod split;
mod target;

pub use crate::model::NewEntry;
pub use add::{add, reserve};
pub use add_all::{AddedAll, add_all, known};
pub use delete::{Children, delete};
pub use describe::{Detail, describe};
pub use join::join;
pub use move_to::{move_to, move_to_next_free};
pub use resize::resize;
pub use split::{Parts, Whole, split};

use super::Refusal;
use crate::text::Edit;

/// All of `edits`, which are meant for the same text, as one.
fn all(edits: impl IntoIterator<Item = Edit>) -> Result<Edit, Refusal> {
    let splices = edits.into_iter().flat_map(|edit| edit.splices().to_vec()).collect();
    Edit::new(splices).map_err(|error| Refusal::new(format!("The change cannot be made: {error}.")))
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
