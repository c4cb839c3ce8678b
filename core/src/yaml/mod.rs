//! YAML with spans: a tree in which every key and value knows its place in the document.
//!
//! Reading never fails: what cannot be read is a problem at its line, and the tree holds the rest. It knows YAML, not
//! what any key means; a [`Shape`] says what a caller expects, and [`check`] holds a tree against it.
//!
//! # YAML 1.1 and 1.2
//! Plain scalars are resolved by the core schema of YAML 1.2, with one exception for each trap of 1.1, which kubectl
//! still speaks: see [`Scalar::trap`]. Text that is asked for as text (`kubernetes: 1.30`) is taken as written.
//!
//! ```
//! use netplat_core::yaml;
//! let text = "web: { kind: Deployment }\n";
//! let read = yaml::read(text, 0);
//! let kind = read.root().and_then(|root| root.get("web")).and_then(|web| web.get("kind")).expect("it is there");
//! assert_eq!((kind.text(), kind.span.slice(text)), (Some("Deployment"), "Deployment"));
//! ```

mod check;
mod edit;
mod node;
mod reader;
mod reread;
mod rule;
mod scalar;
mod shape;

pub use check::{check, check_but_items};
pub use edit::{Cannot, Leaf, NewValue, Source, block_entry, written};
pub use node::{Entry, Mapping, Node, Sequence, Style, Value};
pub use reader::{MAX_ALIASED_NODES, MAX_DEPTH, Yaml, read};
pub use reread::{Kept, Reread};
pub use rule::{BAD_ALIAS, BEYOND_LIMITS, DUPLICATE_KEY, RULES, SYNTAX, TAB, UNUSABLE_KEY};
pub use scalar::{Resolved, Scalar, ScalarStyle, Trap};
pub use shape::{Choice, Format, Key, Named, Rules, Section, Shape, nearest};
