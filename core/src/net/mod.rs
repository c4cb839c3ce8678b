//! Values of networking that cannot be wrong once made: prefixes, ranges, ports, names.

/// A range of addresses of one family, both ends included, and whether it was written as a prefix.
/// FIXME: made by the address parser; fields follow there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AddressRange {
    /// The first address.
    pub first: std::net::IpAddr,
    /// The last address.
    pub last: std::net::IpAddr,
    /// The prefix length, when it was written as a prefix.
    pub prefix: Option<u8>,
}

/// Transport protocols that Kubernetes knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Protocol {
    /// TCP
    Tcp,
    /// UDP
    Udp,
    /// SCTP
    Sctp,
}

/// A port or a range of ports of one protocol.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Port {
    /// `http` in `http 8080/TCP`.
    pub name: Option<String>,
    /// The protocol; TCP when not written.
    pub protocol: Protocol,
    /// The first port, from 1.
    pub first: u16,
    /// The last port; equal to `first` for a single one.
    pub last: u16,
}
