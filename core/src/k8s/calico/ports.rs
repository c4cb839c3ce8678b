//! Protocols and ports of Calico's rules.

use crate::k8s::fields::{Fields, present};
use crate::k8s::network_policy::check_port_name;
use crate::k8s::{PortMatch, Ports};
use crate::net::Protocol;
use crate::yaml::Node;

/// What a rule says about ports.
pub(super) struct Asked {
    /// Those that it is about; none for all.
    pub ports: Option<Vec<PortMatch>>,
    /// Whether it says more than that: ports that it is not about by name.
    pub is_partial: bool,
}

/// Reads the protocol of `rule` and the ports of its `destination`.
pub(super) fn asked(fields: &mut Fields, rule: &Node, destination: Option<&Node>) -> Asked {
    let Some(protocols) = protocols(fields, rule) else { return Asked { ports: None, is_partial: false } };
    let listed = destination.and_then(|node| present(node, "ports"));
    let not_listed = destination.map(|node| read(fields, node, "notPorts")).unwrap_or_default();
    let wanted = match (destination, listed) {
        (Some(node), Some(_)) => read(fields, node, "ports"),
        _ => vec![Ports::All],
    };
    let is_partial = not_listed.iter().any(|it| matches!(it, Ports::Named(_)));
    let wanted: Vec<Ports> = wanted.into_iter().flat_map(|ports| without(ports, &not_listed)).collect();
    let of = |&protocol: &Protocol| {
        wanted.iter().map(move |ports| PortMatch { protocol: Some(protocol), ports: ports.clone() })
    };
    Asked { ports: Some(protocols.iter().flat_map(of).collect()), is_partial }
}

/// Of the protocols with ports, those that `rule` is about; none where it names no protocol.
fn protocols(fields: &mut Fields, rule: &Node) -> Option<Vec<Protocol>> {
    let named = |fields: &mut Fields, key: &str| -> Option<Option<Protocol>> {
        let node = present(rule, key)?;
        let text = node.text().unwrap_or_default().to_ascii_uppercase();
        Some(match text.as_str() {
            "TCP" | "6" => Some(Protocol::Tcp),
            "UDP" | "17" => Some(Protocol::Udp),
            "SCTP" | "132" => Some(Protocol::Sctp),
            "ICMP" | "ICMPV6" | "UDPLITE" => None,
            number if number.parse::<u8>().is_ok_and(|number| number > 0) => None,
            _ => {
                let known = "`TCP`, `UDP`, `SCTP`, `ICMP`, `ICMPv6`, `UDPLite` or a number from 1 to 255";
                fields
                    .invalid(node, format!("expected {known}, found `{}`", node.text().unwrap_or_default()));
                None
            }
        })
    };
    let wanted = named(fields, "protocol");
    let unwanted = named(fields, "notProtocol");
    if wanted.is_none() && unwanted.is_none() {
        return None;
    }
    let is_meant = |protocol: &Protocol| {
        wanted.is_none_or(|wanted| wanted == Some(*protocol)) && unwanted.flatten() != Some(*protocol)
    };
    Some(Protocol::ALL.into_iter().filter(is_meant).collect())
}

/// The ports at `key`: numbers, ranges such as `1000:2000`, names.
fn read(fields: &mut Fields, node: &Node, key: &str) -> Vec<Ports> {
    let items = fields.list(node, key).unwrap_or_default();
    items.iter().filter_map(|item| port(fields, item)).collect()
}

fn port(fields: &mut Fields, node: &Node) -> Option<Ports> {
    let text = node.text()?;
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    match (first.parse::<u16>(), last.parse::<u16>()) {
        (Ok(first), Ok(last)) if first <= last => Some(Ports::Range(first, last)),
        (Ok(_), Ok(_)) => {
            fields.invalid(node, format!("the port range `{text}` ends below its start"));
            None
        }
        _ if text.chars().all(|c| c.is_ascii_digit() || c == ':') => {
            fields.invalid(node, format!("`{text}` is not a port or a range of ports"));
            None
        }
        _ => {
            check_port_name(fields, node, text);
            Some(Ports::Named(text.to_owned()))
        }
    }
}

/// `ports` without the numbers in `taken`.
fn without(ports: Ports, taken: &[Ports]) -> Vec<Ports> {
    let (first, last) = match ports {
        Ports::Named(_) => return vec![ports],
        Ports::All if taken.is_empty() => return vec![Ports::All],
        Ports::All => (1, u16::MAX),
        Ports::Range(first, last) => (first, last),
    };
    let mut taken: Vec<(u16, u16)> = taken
        .iter()
        .filter_map(|it| if let Ports::Range(first, last) = it { Some((*first, *last)) } else { None })
        .collect();
    taken.sort_unstable();
    let mut left = Vec::new();
    let mut next = u32::from(first);
    for (start, end) in taken {
        if next < u32::from(start) && start <= last {
            left.extend(u16::try_from(next).ok().map(|next| Ports::Range(next, start - 1)));
        }
        next = next.max(u32::from(end) + 1);
    }
    if next <= u32::from(last) {
        left.extend(u16::try_from(next).ok().map(|next| Ports::Range(next, last)));
    }
    left
}
