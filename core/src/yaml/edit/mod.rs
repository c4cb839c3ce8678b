//! Changing YAML where it stands: the smallest edit that says what is meant. All other bytes stay, comments among them.
//!
//! It knows lists, mappings and scalars, by brackets and by lines, not what they mean. See [`Source`].

mod insert;
mod key;
mod path;
mod remove;
mod source;
mod value;

pub use path::{Cannot, Leaf, block_entry};
pub use source::Source;
pub use value::{NewValue, written};

#[cfg(test)]
mod tests;
