use super::port_set::PortSet;
use crate::net::Protocol;

/// Protocols with ports: what may pass between two ends.
///
/// ```
/// use netplat_core::{net::Protocol, reach::ConnectionSet};
/// let web = ConnectionSet::ports(Protocol::Tcp, 80, 80).union(&ConnectionSet::ports(Protocol::Tcp, 443, 443));
/// assert_eq!(web.union(&ConnectionSet::ports(Protocol::Udp, 53, 53)).to_string(), "TCP 80,443,UDP 53");
/// assert_eq!(ConnectionSet::all().to_string(), "All Connections");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ConnectionSet {
    sctp: PortSet,
    tcp: PortSet,
    udp: PortSet,
}

impl ConnectionSet {
    /// Every port of every protocol.
    pub fn all() -> Self {
        Self { sctp: PortSet::all(), tcp: PortSet::all(), udp: PortSet::all() }
    }

    /// The ports of one protocol from `first` to `last`, both included.
    pub fn ports(protocol: Protocol, first: u16, last: u16) -> Self {
        let mut set = Self::default();
        *set.of_mut(protocol) = PortSet::range(first, last);
        set
    }

    /// Whether nothing may pass.
    pub fn is_empty(&self) -> bool {
        Protocol::ALL.iter().all(|&protocol| self.of(protocol).is_empty())
    }

    /// Whether everything may pass.
    pub fn is_all(&self) -> bool {
        *self == Self::all()
    }

    /// Whether this port is among them.
    pub fn contains(&self, protocol: Protocol, port: u16) -> bool {
        self.of(protocol).contains(port)
    }

    /// The ports of one protocol.
    pub fn of(&self, protocol: Protocol) -> &PortSet {
        match protocol {
            Protocol::Tcp => &self.tcp,
            Protocol::Udp => &self.udp,
            Protocol::Sctp => &self.sctp,
        }
    }

    fn of_mut(&mut self, protocol: Protocol) -> &mut PortSet {
        match protocol {
            Protocol::Tcp => &mut self.tcp,
            Protocol::Udp => &mut self.udp,
            Protocol::Sctp => &mut self.sctp,
        }
    }

    /// What passes in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.by_protocol(other, PortSet::union)
    }

    /// What passes in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.by_protocol(other, PortSet::intersection)
    }

    /// What passes in this one and not in the other.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.by_protocol(other, PortSet::without)
    }

    fn by_protocol(&self, other: &Self, operation: fn(&PortSet, &PortSet) -> PortSet) -> Self {
        Self {
            sctp: operation(&self.sctp, &other.sctp),
            tcp: operation(&self.tcp, &other.tcp),
            udp: operation(&self.udp, &other.udp),
        }
    }
}

impl std::fmt::Display for ConnectionSet {
    /// `TCP 80,443,UDP 53`, by the protocols' names; `All Connections` and `No Connections` for the extremes.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_all() {
            return formatter.write_str("All Connections");
        }
        if self.is_empty() {
            return formatter.write_str("No Connections");
        }
        let mut comma = "";
        for protocol in [Protocol::Sctp, Protocol::Tcp, Protocol::Udp] {
            if !self.of(protocol).is_empty() {
                write!(formatter, "{comma}{protocol} {}", self.of(protocol))?;
                comma = ",";
            }
        }
        Ok(())
    }
}
