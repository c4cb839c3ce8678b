//! Facts: what a picture cannot carry, under `netplat:` in the front matter.
//!
//! One description ([`SHAPE`]) of every key serves all: reading, `docs/format.md`, the JSON Schema for other editors,
//! and the completion of our own. What does not fit it is a problem at its place; the rest is read all the same.

mod choices;
mod complete;
mod description;
mod edit;
mod entry;
mod format;
mod guide;
mod kept;
mod link_reference;
mod object_reference;
mod read;
mod rule;
mod schema;

pub use crate::yaml::Cannot;
pub use complete::{Completion, complete};
pub use description::SHAPE;
pub use edit::{About, append, append_all, remove, remove_items, set};
pub use entry::{Facts, GroupFact, LinkFact, NodeFact, ObjectFact};
pub use guide::guide;
pub use kept::KeptFacts;
pub use link_reference::LinkReference;
pub use object_reference::ObjectReference;
pub use read::{read, read_again};
pub use rule::{BAD_VALUE, MISSING_KEY, NOT_DRAWN, UNKNOWN_KEY, WRONG_TYPE};
pub use schema::schema;
