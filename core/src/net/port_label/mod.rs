//! The ports that the label of a link names: "TCP 5432", ":443", "https", "5432-5440/udp", "HTTPS (8443)".
//!
//! Labels are prose, so a number alone is not enough: it must be announced by a protocol, a service or the word
//! "port", follow a host and a colon, or the whole label must be nothing but ports. "3 replicas", "step 2",
//! "HTTP 200", "Postgres 16" and "10:30" name no port.

mod found;
mod reader;
mod token;
mod words;

use super::Port;
use crate::text::Span;
use reader::Reader;

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
    Reader::new(label).read()
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
