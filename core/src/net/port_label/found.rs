use super::PortInLabel;
use crate::net::Port;
use crate::net::well_known::is_well_known;
use crate::text::Span;
use std::collections::BTreeSet;

/// How sure it is that a number is a port.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Certainty {
    /// Something announces it.
    Announced,
    /// A number that is one only if the whole label is ports.
    Bare,
    /// Only a service is named: its own port, unless another is given.
    ServiceOnly,
}

pub(super) struct Found {
    pub(super) port: Port,
    pub(super) span: Span,
    pub(super) certainty: Certainty,
}

/// One or more numbers as written: `80`, `5432-5440`.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    pub(super) first: u16,
    pub(super) last: u16,
}

impl Numbers {
    /// Whether such a port is likely enough where a word before it could also announce a version: "Postgres 16".
    pub(super) fn is_beyond_versions(self) -> bool {
        self.first >= 20
    }

    /// Whether this says "port" on its own: a well-known one, or above the reserved ones but no year.
    pub(super) fn is_port_like(self) -> bool {
        let year = 1990..=2039;
        is_well_known(self.first)
            || (self.first >= 1024 && !(year.contains(&self.first) && year.contains(&self.last)))
    }
}

/// What counts of all that was found, each port once. Numbers on their own count when nothing in the label is
/// `prose`; a service on its own when there is no number either.
pub(super) fn what_counts(found: Vec<Found>, prose: bool) -> Vec<PortInLabel> {
    let numbered = |found: &Found| match found.certainty {
        Certainty::Announced => true,
        Certainty::Bare => !prose,
        Certainty::ServiceOnly => false,
    };
    let any_number = found.iter().any(numbered);
    let counts = |found: &Found| {
        if any_number { numbered(found) } else { !prose && found.certainty == Certainty::ServiceOnly }
    };
    let mut seen = BTreeSet::new();
    let mut first_of_its_kind =
        |found: &Found| seen.insert((found.port.first(), found.port.last(), found.port.protocol()));
    let counting = found.into_iter().filter(|found| counts(found) && first_of_its_kind(found));
    counting.map(|found| PortInLabel { port: found.port, span: found.span }).collect()
}
