use netplat_core::drawn::Lens;

/// What may reach a node, and what it may reach: view state, never part of the document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// The node's or group's id.
    pub id: String,
    /// What the lens shows of it.
    pub lens: Lens,
}
