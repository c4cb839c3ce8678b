//! Values of networking that cannot be wrong once made: prefixes, ranges, ports, names, labels.
//!
//! Every reader here is strict and says what it expected and what it found, with the place inside the text that it
//! was given. It refuses to know documents, YAML or Kubernetes objects: callers turn a [`SyntaxError`] into a problem.
//!
//! ```
//! use netplat_core::net::{AddressRange, Cidr, ports_in_label};
//! let plan: Cidr = "10.0.0.0/16".parse()?;
//! let pool = AddressRange::read("10.0.4.10-10.0.4.60")?.value;
//! assert!(AddressRange::from(plan).contains(&pool));
//! assert_eq!(ports_in_label("TCP 5432")[0].port.to_string(), "5432/TCP");
//! # Ok::<(), netplat_core::net::SyntaxError>(())
//! ```

mod address;
mod address_range;
mod cidr;
mod count;
mod dns_name;
mod label;
mod port;
mod port_label;
mod syntax_error;
mod well_known;

pub use address::Family;
pub use address_range::AddressRange;
pub use cidr::Cidr;
pub use count::AddressCount;
pub use dns_name::{DnsLabel, HostName, to_dns_label};
pub use label::{LabelKey, LabelValue};
pub use port::{Port, Protocol};
pub use port_label::{PortInLabel, ports_in_label};
pub use syntax_error::{Remark, RemarkKind, SyntaxError, Written};
pub use well_known::well_known_port;
