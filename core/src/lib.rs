//! The core of Netplat: text to model to checks, picture and manifests, and gestures back into text.
//!
//! Every stage is a pure function of the one before; nothing here knows a browser. Modules use only those listed
//! before them; `tests/architecture.rs` holds that.

pub mod text;
pub mod net;
pub mod diagnostic;
pub mod document;
pub mod yaml;
pub mod k8s;
pub mod mermaid;
pub mod catalog;
pub mod model;
pub mod plan;
pub mod reach;
pub mod export;
pub mod drawn;
pub mod trace;
pub mod check;
pub mod layout;
pub mod render;
pub mod import;
pub mod share;
pub mod session;
pub mod edit;
pub mod diff;
#[cfg(feature = "cli")]
pub mod cli;
