//! The address plan in the forms of other programs, one file each.
//!
//! What goes out as CSV, Markdown, JSON or NetBox's CSV comes in again unchanged through [`crate::import`], as far as
//! the form can carry it; what it cannot is said beside it. Each writer escapes by the rules of its form: names and
//! notes may hold anything.

mod cells;
mod csv;
mod json;
mod markdown;
mod netbox;

pub use cells::is_formula;
pub use csv::csv;
pub use json::json;
pub use markdown::markdown;
pub use netbox::netbox;
