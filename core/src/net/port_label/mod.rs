//! The ports that the label of a link names: "TCP 5432", ":443", "https", "5432-5440/udp", "HTTPS (8443)".
//!
//! Labels are prose, so a number alone is not enough: it must be announced by a protocol, a service or the word
//! "port", follow a host and a colon, or the whole label must be nothing but ports. "3 replicas", "step 2",
//! "HTTP 200", "Postgres 16" and "10:30" name no port.

mod token;

use super::well_known::{Service, is_well_known};
use super::{Port, Protocol};
use crate::text::Span;
use token::{Kind, Token, tokens};

/// A port that a label names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PortInLabel {
    /// The port.
    pub port: Port,
    /// The words that name it, in bytes of the label.
    pub span: Span,
}

/// The ports that `label` names, in order and each once. Never fails; linear in the label.
///
/// ```
/// use netplat_core::net::ports_in_label;
/// let ports = |label| ports_in_label(label).iter().map(|found| found.port.to_string()).collect::<Vec<_>>();
/// assert_eq!(ports("gRPC 50051, metrics 9090/TCP"), ["grpc 50051/TCP", "9090/TCP"]);
/// assert!(ports("step 2: 3 replicas").is_empty());
/// ```
pub fn ports_in_label(label: &str) -> Vec<PortInLabel> {
    let mut reader = Reader { tokens: tokens(label), at: 0, found: Vec::new(), prose: false };
    while reader.at < reader.tokens.len() {
        reader.item();
    }
    reader.finish()
}

/// How sure it is that a number is a port.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Certainty {
    /// Something announces it.
    Announced,
    /// A number that is one only if the whole label is ports.
    Bare,
    /// Only a service is named: its own port, unless another is given.
    ServiceOnly,
}

struct Found {
    port: Port,
    span: Span,
    certainty: Certainty,
}

struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    found: Vec<Found>,
    /// Whether the label has words that have nothing to do with ports.
    prose: bool,
}

/// One or more numbers as written: `80`, `5432-5440`.
#[derive(Clone, Copy)]
struct Numbers {
    first: u16,
    last: u16,
}

impl Numbers {
    /// Whether such a port is likely enough where a word before it could also announce a version: "Postgres 16".
    fn is_beyond_versions(self) -> bool {
        self.first >= 20
    }

    /// Whether this says "port" on its own: a well-known one, or above the reserved ones but no year.
    fn is_port_like(self) -> bool {
        let year = 1990..=2039;
        is_well_known(self.first)
            || (self.first >= 1024 && !(year.contains(&self.first) && year.contains(&self.last)))
    }
}

impl<'a> Reader<'a> {
    fn kind(&self, ahead: usize) -> Option<Kind<'a>> {
        self.tokens.get(self.at + ahead).map(|token| token.kind)
    }

    /// From the token at index `from` to the one before the current.
    fn span_since(&self, from: usize) -> Span {
        let start = self.tokens.get(from).map_or(Span::default(), |token| token.span);
        let last = self.tokens.get(self.at.saturating_sub(1)).map_or(start, |token| token.span);
        start.cover(last)
    }

    fn item(&mut self) {
        let start = self.at;
        match self.kind(0) {
            Some(Kind::Word(word)) => self.word(word),
            Some(Kind::Number(_)) => self.numbers_first(),
            Some(Kind::Scheme(scheme)) => self.url(scheme),
            Some(Kind::HostPort(number)) => {
                self.at += 1;
                let numbers = Numbers { first: number, last: number };
                if numbers.is_port_like() {
                    let protocols = self.trailing_protocols();
                    self.push(start, numbers, &protocols, None, Certainty::Announced);
                } else {
                    self.prose = true;
                }
            }
            Some(Kind::ColonPort(_)) => {
                self.at += 1;
                if let Some(Kind::ColonPort(number)) = self.tokens.get(start).map(|token| token.kind) {
                    let protocols = self.trailing_protocols();
                    self.push(
                        start,
                        Numbers { first: number, last: number },
                        &protocols,
                        None,
                        Certainty::Announced,
                    );
                }
            }
            Some(Kind::Opaque) => {
                self.at += 1;
                self.prose = true;
            }
            Some(Kind::Joint(_)) | None => self.at += 1,
        }
    }

    fn word(&mut self, word: &'a str) {
        let start = self.at;
        if Protocol::named(word).is_some() {
            let protocols = self.protocols();
            self.skip_port_word();
            self.skip_separator();
            if !self.port_list(start, &protocols, None, false) {
                self.at = self.at.max(start + 1);
            }
        } else if let Some(service) = Service::named(word) {
            self.service(service);
        } else if word.eq_ignore_ascii_case("port") || word.eq_ignore_ascii_case("ports") {
            self.at += 1;
            self.skip_separator();
            if !self.port_list(start, &[], None, true) {
                self.prose = true;
            }
        } else {
            self.at += 1;
            self.prose |= !is_neutral(word);
        }
    }

    /// `HTTPS 443`, `gRPC (TCP/50051)`, `http :8080`, or the service alone.
    fn service(&mut self, service: &'static Service) {
        let start = self.at;
        self.at += 1;
        let after_name = self.at;
        self.skip_separator();
        let protocols = if self.kind(0).is_some_and(is_protocol) { self.protocols() } else { Vec::new() };
        self.skip_port_word();
        self.skip_separator();
        let http = matches!(service.port_name, "http" | "https" | "http2" | "ws" | "wss");
        let plausible = match self.kind(0) {
            Some(Kind::Number(number)) | Some(Kind::ColonPort(number)) => {
                let own = service.port.is_some_and(|(port, _)| port == number);
                // HTTP 404 is a status; BGP 65001 a system; VXLAN 100 a network.
                let status = http && (100..600).contains(&number) && number != 443;
                let identifier = matches!(service.port_name, "bgp" | "vxlan");
                own || (number >= 20 && !status && !identifier)
            }
            _ => false,
        };
        if plausible && self.port_list(start, &protocols, Some(service), false) {
            return;
        }
        self.at = after_name;
        // "HTTP/2", "Postgres 16": a version belongs to the name.
        let version = if self.kind(0) == Some(Kind::Joint('/')) { 1 } else { 0 };
        if let Some(Kind::Number(_)) = self.kind(version)
            && !plausible
        {
            self.at += version + 1;
            self.prose = true;
        }
        if let Some((number, protocol)) = service.port {
            let numbers = Numbers { first: number, last: number };
            self.push(start, numbers, &[protocol], Some(service), Certainty::ServiceOnly);
        }
    }

    /// `8080/TCP`, `5432-5440 udp`, `443 HTTPS`, or numbers that mean nothing yet.
    fn numbers_first(&mut self) {
        let start = self.at;
        let Some(numbers) = self.numbers() else {
            self.at = start + 1;
            self.prose = true;
            return;
        };
        let after = self.at;
        let protocols = self.trailing_protocols();
        if !protocols.is_empty()
            && (self.kind_before_protocol_is_slash(after) || numbers.is_beyond_versions())
        {
            self.push(start, numbers, &protocols, None, Certainty::Announced);
            return;
        }
        self.at = after;
        if let Some(Kind::Word(word)) = self.kind(0)
            && let Some(service) = Service::named(word)
            && numbers.is_port_like()
            // In "80, 443 https 8443" the service belongs to what follows.
            && !matches!(self.kind(1), Some(Kind::Number(_) | Kind::ColonPort(_)))
        {
            self.at += 1;
            self.push(start, numbers, &[], Some(service), Certainty::Announced);
            return;
        }
        if numbers.is_port_like() && !self.unit_follows() {
            self.push(start, numbers, &[], None, Certainty::Bare);
        } else {
            self.prose = true;
        }
    }

    fn kind_before_protocol_is_slash(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Joint('/'))
    }

    /// `https://shop.example.com:8443/…`
    fn url(&mut self, scheme: &'a str) {
        let start = self.at;
        self.at += 1;
        let service = Service::named(scheme);
        if let Some(Kind::HostPort(number)) = self.kind(0) {
            self.at += 1;
            self.push(start, Numbers { first: number, last: number }, &[], service, Certainty::Announced);
        } else if let Some(service) = service
            && let Some((number, protocol)) = service.port
        {
            let numbers = Numbers { first: number, last: number };
            self.push(start, numbers, &[protocol], Some(service), Certainty::Announced);
        }
        // The rest of the address names no port.
        if self.kind(0) == Some(Kind::Opaque) {
            self.at += 1;
        }
    }

    /// `80`, `80, 443`, `80/443`, `8080/TCP, 9090`: numbers after something that announces them. Whether there was one.
    fn port_list(
        &mut self,
        start: usize,
        protocols: &[Protocol],
        service: Option<&'static Service>,
        sure: bool,
    ) -> bool {
        let mut from = start;
        let mut any = false;
        loop {
            let at = self.at;
            let numbers = match self.kind(0) {
                Some(Kind::ColonPort(number)) => {
                    self.at += 1;
                    Some(Numbers { first: number, last: number })
                }
                _ => self.numbers(),
            };
            let likely = |numbers: &Numbers| {
                if any {
                    numbers.is_port_like() || sure
                } else {
                    sure || numbers.is_beyond_versions() || self.phrase_ends()
                }
            };
            let Some(numbers) = numbers.filter(likely).filter(|_| !self.unit_follows()) else {
                self.at = at;
                break;
            };
            let own = self.trailing_protocols();
            let protocols = if own.is_empty() { protocols } else { &own };
            self.push(from, numbers, protocols, service, Certainty::Announced);
            any = true;
            let before_joint = self.at;
            let joint = matches!(self.kind(0), Some(Kind::Joint(',' | '/' | '&' | '+')))
                || matches!(self.kind(0), Some(Kind::Word(word)) if word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("or"));
            if !joint {
                break;
            }
            self.at += 1;
            // "TCP 80, 443 HTTPS, 53/udp": what follows may announce itself.
            let announced_itself = {
                let ahead = self.at;
                let read = self.numbers().is_some();
                let announced =
                    read && matches!(self.kind(0), Some(Kind::Word(word)) if Service::named(word).is_some());
                self.at = ahead;
                announced
            };
            if announced_itself {
                self.at = before_joint;
                break;
            }
            from = self.at;
        }
        any
    }

    /// `5432` or `5432-5440`.
    fn numbers(&mut self) -> Option<Numbers> {
        let Some(Kind::Number(first)) = self.kind(0) else { return None };
        if self.kind(1) == Some(Kind::Joint('-'))
            && let Some(Kind::Number(last)) = self.kind(2)
            && first < last
        {
            self.at += 3;
            return Some(Numbers { first, last });
        }
        self.at += 1;
        Some(Numbers { first, last: first })
    }

    /// `TCP`, `TCP/UDP`, `TCP + UDP` from here.
    fn protocols(&mut self) -> Vec<Protocol> {
        let mut all = Vec::new();
        while let Some(Kind::Word(word)) = self.kind(0)
            && let Some(protocol) = Protocol::named(word)
        {
            self.at += 1;
            if !all.contains(&protocol) {
                all.push(protocol);
            }
            let joint = matches!(self.kind(0), Some(Kind::Joint('/' | '+' | '&' | ',')))
                || matches!(self.kind(0), Some(Kind::Word(word)) if word.eq_ignore_ascii_case("and"));
            if joint && self.kind(1).is_some_and(is_protocol) {
                self.at += 1;
            } else {
                break;
            }
        }
        all
    }

    /// Protocols after numbers: `/TCP`, ` TCP`, `(TCP)`; not those that announce the next numbers.
    fn trailing_protocols(&mut self) -> Vec<Protocol> {
        let start = self.at;
        let slash = self.kind(0) == Some(Kind::Joint('/'));
        if slash {
            self.at += 1;
        }
        let protocols = if self.kind(0).is_some_and(is_protocol) { self.protocols() } else { Vec::new() };
        let announces_next = !slash && matches!(self.kind(0), Some(Kind::Number(_) | Kind::ColonPort(_)));
        if protocols.is_empty() || announces_next {
            self.at = start;
            return Vec::new();
        }
        protocols
    }

    fn skip_port_word(&mut self) {
        if let Some(Kind::Word(word)) = self.kind(0)
            && (word.eq_ignore_ascii_case("port")
                || word.eq_ignore_ascii_case("ports")
                || word.eq_ignore_ascii_case("on"))
        {
            self.at += 1;
            self.skip_port_word_after_on(word);
        }
    }

    fn skip_port_word_after_on(&mut self, word: &str) {
        if word.eq_ignore_ascii_case("on")
            && let Some(Kind::Word(next)) = self.kind(0)
            && next.eq_ignore_ascii_case("port")
        {
            self.at += 1;
        }
    }

    /// A colon, slash, equals sign or dash between what announces and what is announced: `TCP/5432`, `port: 80`.
    fn skip_separator(&mut self) {
        let separator = matches!(self.kind(0), Some(Kind::Joint(':' | '/' | '=' | '-' | '#')));
        let followed = self.kind(1).is_some_and(|kind| {
            is_protocol(kind) || matches!(kind, Kind::Number(_) | Kind::ColonPort(_)) || is_port_word(kind)
        });
        if separator && followed {
            self.at += 1;
        }
    }

    /// Whether the number before counts something: "443 requests", "8080 ms".
    fn unit_follows(&self) -> bool {
        matches!(self.kind(0), Some(Kind::Word(word)) if is_unit(word))
    }

    fn phrase_ends(&self) -> bool {
        matches!(self.kind(0), None | Some(Kind::Joint(',' | ';')))
    }

    fn push(
        &mut self,
        from: usize,
        numbers: Numbers,
        protocols: &[Protocol],
        service: Option<&Service>,
        certainty: Certainty,
    ) {
        let span = self.span_since(from);
        let own = service.and_then(|service| service.port);
        let default = own
            .filter(|&(number, _)| number == numbers.first)
            .map_or(Protocol::Tcp, |(_, protocol)| protocol);
        let protocols = if protocols.is_empty() { &[default] } else { protocols };
        for &protocol in protocols {
            let port = Port::new(numbers.first, numbers.last, protocol);
            let port = port.and_then(|port| match service {
                Some(service) => port.named(service.port_name),
                None => Some(port),
            });
            self.found.extend(port.map(|port| Found { port, span, certainty }));
        }
    }

    /// What counts of all that was found.
    fn finish(self) -> Vec<PortInLabel> {
        let prose = self.prose;
        let numbered = |found: &Found| match found.certainty {
            Certainty::Announced => true,
            Certainty::Bare => !prose,
            Certainty::ServiceOnly => false,
        };
        let any_number = self.found.iter().any(numbered);
        let mut ports: Vec<PortInLabel> = Vec::new();
        for found in self.found {
            let counts = if any_number {
                numbered(&found)
            } else {
                found.certainty == Certainty::ServiceOnly && !prose
            };
            let same = |other: &PortInLabel| {
                (other.port.first(), other.port.last(), other.port.protocol())
                    == (found.port.first(), found.port.last(), found.port.protocol())
            };
            if counts && !ports.iter().any(same) {
                ports.push(PortInLabel { port: found.port, span: found.span });
            }
        }
        ports
    }
}

fn is_protocol(kind: Kind<'_>) -> bool {
    matches!(kind, Kind::Word(word) if Protocol::named(word).is_some())
}

fn is_port_word(kind: Kind<'_>) -> bool {
    matches!(kind, Kind::Word(word) if word.eq_ignore_ascii_case("port") || word.eq_ignore_ascii_case("ports"))
}

/// Words that stand beside a service or a port and leave it one.
fn is_neutral(word: &str) -> bool {
    const NEUTRAL: &[&str] = &[
        "and",
        "or",
        "on",
        "over",
        "via",
        "with",
        "to",
        "from",
        "by",
        "the",
        "a",
        "in",
        "request",
        "requests",
        "traffic",
        "call",
        "calls",
        "connection",
        "connections",
        "query",
        "queries",
        "protocol",
        "api",
        "rest",
        "ssl",
        "tls",
        "secure",
        "encrypted",
        "plain",
        "only",
        "internal",
        "external",
        "public",
        "private",
        "metrics",
        "web",
        "read",
        "reads",
        "write",
        "writes",
        "response",
        "lookup",
        "lookups",
        "allow",
        "allowed",
        "egress",
        "ingress",
        "uses",
        "using",
        "listens",
        "listen",
        "listening",
        "exposes",
        "forward",
        "forwards",
        "s",
    ];
    NEUTRAL.iter().any(|neutral| neutral.eq_ignore_ascii_case(word))
}

/// Words that make the number before them a count.
fn is_unit(word: &str) -> bool {
    const UNITS: &[&str] = &[
        "x",
        "ms",
        "s",
        "sec",
        "secs",
        "second",
        "seconds",
        "min",
        "minute",
        "minutes",
        "hour",
        "hours",
        "day",
        "days",
        "k",
        "kb",
        "mb",
        "gb",
        "tb",
        "kbps",
        "mbps",
        "gbps",
        "mbit",
        "gbit",
        "rps",
        "qps",
        "tps",
        "req",
        "reqs",
        "request",
        "requests",
        "user",
        "users",
        "client",
        "clients",
        "connection",
        "connections",
        "session",
        "sessions",
        "replica",
        "replicas",
        "pod",
        "pods",
        "node",
        "nodes",
        "instance",
        "instances",
        "server",
        "servers",
        "worker",
        "workers",
        "thread",
        "threads",
        "core",
        "cores",
        "time",
        "times",
        "retry",
        "retries",
        "step",
        "steps",
        "hop",
        "hops",
        "item",
        "items",
        "record",
        "records",
        "event",
        "events",
        "message",
        "messages",
        "row",
        "rows",
        "byte",
        "bytes",
        "device",
        "devices",
        "service",
        "services",
    ];
    UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(label: &str, expect: &str) {
        let found = ports_in_label(label);
        let said = found.iter().map(|found| found.port.to_string()).collect::<Vec<_>>().join(", ");
        assert_eq!(said, expect, "{label}");
    }

    #[test]
    fn protocols_announce_ports() {
        check("TCP 5432", "5432/TCP");
        check("tcp/5432", "5432/TCP");
        check("TCP: 5432", "5432/TCP");
        check("TCP port 5432", "5432/TCP");
        check("TCP-5432", "5432/TCP");
        check("TCP/UDP 53", "53/TCP, 53/UDP");
        check("UDP & TCP 53", "53/UDP, 53/TCP");
        check("TCP 80, 443", "80/TCP, 443/TCP");
        check("TCP 80/443", "80/TCP, 443/TCP");
        check("TCP 80 and UDP 443", "80/TCP, 443/UDP");
        check("replication over TCP 5432", "5432/TCP");
        check("UDP 7", "7/UDP");
    }

    #[test]
    fn protocols_may_follow() {
        check("5432-5440/udp", "5432-5440/UDP");
        check("8080/TCP, 9090", "8080/TCP, 9090/TCP");
        check("53/TCP+UDP", "53/TCP, 53/UDP");
        check("53/tcp, 53/udp", "53/TCP, 53/UDP");
        check("6443 TCP", "6443/TCP");
        check("5432 (TCP)", "5432/TCP");
        check("9 / tcp", "9/TCP");
    }

    #[test]
    fn services_announce_ports_and_name_them() {
        check("gRPC 50051", "grpc 50051/TCP");
        check("HTTPS 443", "https 443/TCP");
        check("http 8080/TCP", "http 8080/TCP");
        check("HTTPS (8443)", "https 8443/TCP");
        check("PostgreSQL (TCP/5432)", "postgres 5432/TCP");
        check("HTTP :8080", "http 8080/TCP");
        check("gRPC on port 9000", "grpc 9000/TCP");
        check("HTTP:8080", "http 8080/TCP");
        check("443 HTTPS", "https 443/TCP");
        check("DNS 53", "dns 53/UDP");
        check("queries the DNS 5353", "dns 5353/TCP");
    }

    #[test]
    fn a_service_alone_has_its_own_port() {
        check("https", "https 443/TCP");
        check("HTTP/HTTPS", "http 80/TCP, https 443/TCP");
        check("HTTPS requests", "https 443/TCP");
        check("HTTP REST API", "http 80/TCP");
        check("gRPC", "");
        check("PostgreSQL 5432 TLS", "postgres 5432/TCP");
        check("publishes order events to Kafka", "");
    }

    #[test]
    fn colons_announce_ports() {
        check(":443", "443/TCP");
        check("to :8080/udp", "8080/UDP");
        check("db:5432", "5432/TCP");
        check("10.0.0.5:8080", "8080/TCP");
        check("[fd00::1]:8080", "8080/TCP");
        check("https://shop.example.com:8443/cart", "https 8443/TCP");
        check("https://shop.example.com/v2/9090", "https 443/TCP");
        check("port: 8080", "8080/TCP");
        check("ports 80, 443", "80/TCP, 443/TCP");
        check("port 5432/udp", "5432/UDP");
    }

    #[test]
    fn a_label_of_nothing_but_ports_is_ports() {
        check("5432", "5432/TCP");
        check("80, 443", "80/TCP, 443/TCP");
        check("80/443", "80/TCP, 443/TCP");
        check("30000-32767", "30000-32767/TCP");
        check("80<br/>443", "80/TCP, 443/TCP");
        check("listens on 8080", "8080/TCP");
    }

    #[test]
    fn incidental_numbers_are_no_ports() {
        for label in [
            "3 replicas",
            "step 2",
            "1",
            "10",
            "1. login",
            "2: fetch",
            "HTTP 200",
            "HTTP 404 Not Found",
            "HTTP/2",
            "HTTP/1.1 200",
            "HTTP2",
            "Postgres 16",
            "TLS 1.3",
            "10:30",
            "8080:80",
            "redis:7",
            "postgres:16",
            "nginx:1.25",
            "2024",
            "2019-2024",
            "10.0.0.0/24",
            "fd00::/64",
            "10,000 req/s",
            "8080 requests",
            "TCP 4 connections",
            "TCP 3-way handshake",
            "99.9%",
            "BGP 65001",
            "AS 65001",
            "VLAN 100",
            "OAuth2",
            "S3",
            "10Gbps",
            "80%",
            "v1.2",
            "1..n",
            "0..65535",
            "order 66 of 5000",
            "UDP",
            "a 70000",
            "TCP 70000",
            "port 0",
            "::1",
            "phase 1:2",
            "takes 443 ms",
            "",
        ] {
            check(label, "");
        }
    }

    #[test]
    fn the_words_that_name_a_port_are_found() {
        let label = "orders (gRPC 50051), metrics 9090/TCP";
        let spans: Vec<_> = ports_in_label(label).iter().map(|found| found.span.slice(label)).collect();
        assert_eq!(spans, ["gRPC 50051", "9090/TCP"]);
    }

    proptest! {
        #[test]
        fn any_label_is_read(label in "[a-zA-Z0-9 /:,;.+&()–-]{0,40}|\\PC{0,40}|((tcp|http|port|:|/|,|-| |80|443|70000|://|\\[|\\]) ?){0,20}") {
            for found in ports_in_label(&label) {
                prop_assert!(!found.span.slice(&label).is_empty());
            }
        }
    }
}
