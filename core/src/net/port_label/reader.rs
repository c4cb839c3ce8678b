use super::PortInLabel;
use super::found::{Certainty, Found, Numbers, what_counts};
use super::token::{Kind, Token, tokens};
use super::words::{is_neutral, is_port, is_unit};
use crate::net::well_known::Service;
use crate::net::{Port, Protocol};
use crate::text::Span;

/// Goes along the pieces of a label and collects what may be ports.
pub(super) struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    found: Vec<Found>,
    /// Whether the label has words that have nothing to do with ports.
    prose: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(label: &'a str) -> Self {
        Self { tokens: tokens(label), at: 0, found: Vec::new(), prose: false }
    }

    /// Every item of the label, and then what counts of them.
    pub(super) fn read(mut self) -> Vec<PortInLabel> {
        while self.at < self.tokens.len() {
            self.item();
        }
        what_counts(self.found, self.prose)
    }

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
        } else if is_port(word) {
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
}

fn is_protocol(kind: Kind<'_>) -> bool {
    matches!(kind, Kind::Word(word) if Protocol::named(word).is_some())
}

fn is_port_word(kind: Kind<'_>) -> bool {
    matches!(kind, Kind::Word(word) if is_port(word))
}
