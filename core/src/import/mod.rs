//! Foreign texts as proposed entries of the address plan: tables, exports of other programs, and any page of text.
//!
//! Nothing is applied here: a [`Proposal`] says what was found, where, and why it is taken for what it is. What cannot
//! be read is a problem at its place; nothing is left out in silence. The reader is driven in steps, each linear in the
//! bytes that it reads, so that a page can show how far it is.
//!
//! ```
//! use netplat_core::{import, model::Role};
//! let proposal = import::read("Prefix;Purpose\r\n10.244.0.0/16;Pod addresses\r\n");
//! assert_eq!(proposal.format, import::Format::Csv);
//! assert_eq!(proposal.entries[0].role(), Role::Pods);
//! ```

mod addresses_in_text;
mod columns;
mod decode;
mod delimited;
mod design;
mod json;
pub mod manifests;
mod page;
mod proposal;
mod reader;
mod recognise;
mod row;

pub use columns::{Column, TableShape};
pub use decode::decode;
pub use design::design;
pub use proposal::{MAX_ENTRIES, MAX_PROBLEMS, Proposal, Proposed};
pub use reader::{Progress, Reader};
pub use recognise::{Format, Recognised, recognise};

use crate::diagnostic::{Rule, Severity};

/// Something in a foreign text that could not be taken over as it stands.
pub static NOT_IMPORTED: Rule = Rule {
    code: "IM001",
    name: "not-imported",
    severity: Severity::Warning,
    why: "A plan that silently lost a line of its source would be taken for complete.",
    source: "RFC 4180 for CSV, RFC 8259 for JSON; each message says what was expected.",
};

/// Reads all of `text` in the format that it is taken for.
pub fn read(text: &str) -> Proposal {
    let mut reader = Reader::new(text, recognise(text));
    while !reader.step(usize::MAX).is_done() {}
    reader.finish()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
