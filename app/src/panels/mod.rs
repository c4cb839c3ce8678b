//! The side panels. Each reads the settled snapshot and asks the workspace to change the text; none computes.

pub mod addresses;
pub mod export;
pub mod inspector;
pub mod problems;
