//! Commands: gestures and forms as plans of text edits. One file each. A command looks at a [`Snapshot`] and
//! returns an [`Edit`] or says why not; it never changes anything itself.

use crate::session::Snapshot;
use crate::text::Edit;

/// Why a command does nothing, in words for the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal(pub String);

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

/// A command on view `view` of a snapshot.
pub type Planned = Result<Plan, Refusal>;

/// Placeholder for the commands that follow.
pub fn nothing(_snapshot: &Snapshot) -> Planned {
    Ok(Plan::default())
}
