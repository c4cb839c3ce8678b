//! Text as bytes: spans, lines and edits.
//!
//! The text of a design is its only state; everything else is derived from it. This module knows nothing of
//! networks or of mermaid, only of places in a text and of how to change it.

mod decimal;
mod edit;
mod line_index;
mod span;

pub use decimal::decimal;
pub use edit::{Edit, EditError, Splice};
pub use line_index::{LineColumn, LineIndex};
pub use span::Span;
