//! The address plan in the forms of other programs, one file each.
//!
//! What goes out as CSV, Markdown, JSON or NetBox's CSV comes in again unchanged through [`crate::import`], as far as
//! the form can carry it; what it cannot is said beside it. Each writer escapes by the rules of its form: names and
//! notes may hold anything.

mod calico;
mod cells;
mod cilium;
mod clusters;
mod csv;
mod form;
mod json;
mod kubeadm;
mod markdown;
mod netbox;
mod objects;
mod terraform;

pub use calico::calico;
pub use cells::is_formula;
pub use cilium::cilium;
pub use csv::csv;
pub use form::Form;
pub use json::json;
pub use kubeadm::kubeadm;
pub use markdown::markdown;
pub use netbox::netbox;
pub use objects::{attachments, calico_pools, load_balancer_pools, service_cidrs};
pub use terraform::terraform;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
