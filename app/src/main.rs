//! The Netplat page.

fn main() {}
