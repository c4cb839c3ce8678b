//! Commands: gestures and forms as plans of text edits. One file each. A command looks at a [`Snapshot`](crate::session::Snapshot) and
//! returns an [`Edit`] or says why not; it never changes anything itself.
//!
//! Each plan is the smallest change of the text that does what was meant: comments, order and spacing elsewhere
//! stay. Ids name what is meant; where a link is meant, its id is that of [`crate::mermaid::Link::id`].
//!
//! ```
//! use netplat_core::{edit, session::Snapshot};
//! let snapshot = Snapshot::new("flowchart LR\n  web --> db %% no comment\n  cache\n");
//! let plan = edit::connect(&snapshot, 0, "web", "cache")?;
//! assert_eq!(plan.edit.apply(&snapshot.text).unwrap(), format!("{}  web --> cache\n", snapshot.text));
//! # Ok::<(), netplat_core::edit::Refusal>(())
//! ```

mod add_node;
pub mod address_plan;
mod chain;
mod chart;
mod connect;
mod delete;
mod departure;
mod facts;
mod group_selection;
mod guard;
mod label_text;
mod link_styles;
mod move_to_group;
mod new_id;
mod reconnect;
mod relabel_group;
mod relabel_link;
mod relabel_node;
mod rename;
mod reverse;
mod set_direction;
mod set_kind;
mod set_shape;
mod ungroup;

pub use add_node::{NewNode, add_node};
pub use connect::connect;
pub use delete::{Members, delete};
pub use group_selection::group_selection;
pub use move_to_group::move_to_group;
pub use reconnect::{LinkEnd, reconnect};
pub use relabel_group::relabel_group;
pub use relabel_link::relabel_link;
pub use relabel_node::relabel_node;
pub use rename::rename;
pub use reverse::reverse;
pub use set_direction::set_direction;
pub use set_kind::{set_group_kind, set_kind};
pub use set_shape::set_shape;
pub use ungroup::ungroup;

use crate::text::Edit;

/// Why a command does nothing, in words for the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal(pub String);

impl Refusal {
    fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

/// What a command plans: the edit, and what to select once it is applied.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// The change.
    pub edit: Edit,
    /// Ids of nodes, groups or links to select afterwards.
    pub select: Vec<String>,
}

impl Plan {
    /// The plan that makes all of `edits`, which are meant for the same text.
    fn of(edits: impl IntoIterator<Item = Edit>, select: &[&str]) -> Planned {
        let splices = edits.into_iter().flat_map(|edit| edit.splices().to_vec()).collect();
        let edit = Edit::new(splices)
            .map_err(|error| Refusal::new(format!("The change cannot be made: {error}.")))?;
        Ok(Self { edit, select: select.iter().map(|id| (*id).to_owned()).collect() })
    }
}

impl From<Edit> for Plan {
    /// The plan that selects nothing afterwards.
    fn from(edit: Edit) -> Self {
        Self { edit, select: Vec::new() }
    }
}

/// A command's plan, or its refusal.
pub type Planned = Result<Plan, Refusal>;
