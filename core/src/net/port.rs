use super::{SyntaxError, well_known_port};
use crate::text::Span;
use std::str::FromStr;

/// Transport protocols that Kubernetes knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Protocol {
    /// What a port has when nothing is said.
    Tcp,
    /// Datagrams: DNS, QUIC.
    Udp,
    /// Streams of messages.
    Sctp,
}

impl Protocol {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Tcp, Self::Udp, Self::Sctp];

    /// `TCP`, as manifests write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Sctp => "SCTP",
        }
    }

    /// The protocol with this name, in any case.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protocol| protocol.as_str().eq_ignore_ascii_case(name))
    }
}

impl std::fmt::Display for Protocol {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A port or a range of ports of one protocol, from 1 to 65535.
///
/// The grammar, as facts write it: `[name " "] number ["-" number] ["/" protocol]`, or the name of a service that has
/// a port of its own.
///
/// ```
/// use netplat_core::net::{Port, Protocol};
/// let port: Port = "http 8080/TCP".parse()?;
/// assert_eq!((port.name(), port.first(), port.protocol()), (Some("http"), 8080, Protocol::Tcp));
/// assert_eq!("5432-5440/udp".parse::<Port>()?.last(), 5440);
/// assert_eq!("https".parse::<Port>()?.first(), 443);
/// # Ok::<(), netplat_core::net::SyntaxError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port {
    first: u16,
    last: u16,
    protocol: Protocol,
    name: Option<String>,
}

impl Port {
    /// The ports from `first` to `last`; nothing when reversed or zero.
    pub fn new(first: u16, last: u16, protocol: Protocol) -> Option<Self> {
        (first >= 1 && first <= last).then_some(Self { first, last, protocol, name: None })
    }

    /// One TCP port; nothing for zero.
    pub fn tcp(number: u16) -> Option<Self> {
        Self::new(number, number, Protocol::Tcp)
    }

    /// One UDP port; nothing for zero.
    pub fn udp(number: u16) -> Option<Self> {
        Self::new(number, number, Protocol::Udp)
    }

    /// The same port with a name; nothing when the name is none that Kubernetes allows: at most 15 lower-case letters,
    /// digits and single inner dashes, with a letter among them (RFC 6335).
    pub fn named(self, name: &str) -> Option<Self> {
        is_port_name(name).then(|| Self { name: Some(name.to_owned()), ..self })
    }

    /// `http` in `http 8080/TCP`.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The protocol; TCP when not written.
    pub fn protocol(&self) -> Protocol {
        self.protocol
    }

    /// The first port, from 1.
    pub fn first(&self) -> u16 {
        self.first
    }

    /// The last port; equal to the first for a single one.
    pub fn last(&self) -> u16 {
        self.last
    }

    /// Whether all of `other` lies in it, by protocol and number.
    pub fn contains(&self, other: &Port) -> bool {
        self.protocol == other.protocol && self.first <= other.first && other.last <= self.last
    }
}

impl std::fmt::Display for Port {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(name) = &self.name {
            write!(formatter, "{name} ")?;
        }
        write!(formatter, "{}", self.first)?;
        if self.last != self.first {
            write!(formatter, "-{}", self.last)?;
        }
        write!(formatter, "/{}", self.protocol)
    }
}

impl std::fmt::Debug for Port {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, formatter)
    }
}

impl FromStr for Port {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        if let Some(port) = well_known_port(text) {
            return Ok(port);
        }
        match text.rfind(' ') {
            None => read_numbers(text, 0),
            Some(space) => {
                let name = text[..space].trim_end();
                let port = read_numbers(text, space + 1)?;
                port.named(name).ok_or_else(|| {
                    let lower = name.to_ascii_lowercase();
                    let error = SyntaxError::at(text, Span::new(0, name.len()), PORT_NAME);
                    if is_port_name(&lower) {
                        error.meant(format!("{lower}{}", &text[name.len()..]))
                    } else {
                        error
                    }
                })
            }
        }
    }
}

const PORT_NAME: &str = "a port name: at most 15 lower-case letters, digits and dashes";

/// RFC 6335, section 5.1, as Kubernetes applies it: in lower case.
fn is_port_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    (1..=15).contains(&bytes.len())
        && bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-')
        && bytes.iter().any(u8::is_ascii_lowercase)
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--")
}

/// `number ["-" number] ["/" protocol]` from byte `at` of `text`.
fn read_numbers(text: &str, at: usize) -> Result<Port, SyntaxError> {
    let rest = &text[at..];
    let (numbers, protocol) = match rest.find('/') {
        None => (rest, Protocol::Tcp),
        Some(slash) => {
            let span = Span::new(at + slash + 1, text.len());
            let protocol = Protocol::named(span.slice(text))
                .ok_or_else(|| SyntaxError::at(text, span, "TCP, UDP or SCTP"))?;
            (&rest[..slash], protocol)
        }
    };
    let (first, last) = match numbers.find('-') {
        None => {
            let number = read_number(text, Span::new(at, at + numbers.len()))?;
            (number, number)
        }
        Some(dash) => (
            read_number(text, Span::new(at, at + dash))?,
            read_number(text, Span::new(at + dash + 1, at + numbers.len()))?,
        ),
    };
    Port::new(first, last, protocol).ok_or_else(|| {
        let span = Span::new(at, at + numbers.len());
        SyntaxError::at(text, span, "the lower port first").meant(text.replacen(
            numbers,
            &format!("{last}-{first}"),
            1,
        ))
    })
}

fn read_number(text: &str, span: Span) -> Result<u16, SyntaxError> {
    let part = span.slice(text);
    let plain = !part.is_empty() && !part.starts_with('0') && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = if plain { part.parse().ok() } else { None };
    number.ok_or_else(|| SyntaxError::at(text, span, "a port from 1 to 65535"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expect: &str) {
        let said = match text.parse::<Port>() {
            Ok(port) => port.to_string(),
            Err(error) => {
                let meant = error.suggestion.as_ref().map(|text| format!(" => {text}")).unwrap_or_default();
                format!("{}: {error}{meant}", error.span.start)
            }
        };
        assert_eq!(said, expect, "{text}");
    }

    #[test]
    fn facts_give_ports() {
        check("5432", "5432/TCP");
        check("5432-5440/udp", "5432-5440/UDP");
        check("http 8080/TCP", "http 8080/TCP");
        check("https", "https 443/TCP");
        check("DNS", "dns 53/UDP");
    }

    #[test]
    fn what_is_no_port_is_refused() {
        check("0", "0: expected a port from 1 to 65535, found `0`");
        check("65536", "0: expected a port from 1 to 65535, found `65536`");
        check("80/TLS", "3: expected TCP, UDP or SCTP, found `TLS`");
        check("90-80", "0: expected the lower port first, found `90-80` => 80-90");
        check(
            "HTTP 80",
            "0: expected a port name: at most 15 lower-case letters, digits and dashes, found `HTTP` => http 80",
        );
        check("", "0: expected a port from 1 to 65535, found the end");
        check("port", "0: expected a port from 1 to 65535, found `port`");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_at_a_place_inside_it(text in "[a-z]{0,3} ?[0-9/ tcpudp–-]{0,12}|\\PC{0,12}") {
            match text.parse::<Port>() {
                Ok(port) => prop_assert_eq!(port.to_string().parse::<Port>(), Ok(port)),
                Err(error) => prop_assert!(text.get(error.span.range()).is_some()),
            }
        }
    }
}
