use super::super::super::fields::{Fields, is_placeholder, present};
use super::super::formats::ADDRESS;
use super::{is_headless, kind};
use crate::net::Family;
use crate::yaml::Node;
use std::net::IpAddr;

/// Reports addresses that a service of its type cannot have.
pub(super) fn suit_the_type(fields: &mut Fields, spec: &Node) {
    let Some(kind) = kind(spec) else { return };
    let addresses = present(spec, "clusterIP").filter(|node| node.text() != Some(""));
    let place = addresses.or_else(|| present(spec, "clusterIPs").filter(|node| !node.items().is_empty()));
    if let Some(place) = place {
        match kind {
            "ExternalName" => fields.invalid(place, "a service of type `ExternalName` has no address"),
            "LoadBalancer" | "NodePort" if is_headless(spec) => {
                fields.invalid(place, format!("a service of type `{kind}` needs an address, not `None`"));
            }
            _ => {}
        }
    }
    if kind == "ExternalName" {
        for key in ["ipFamilies", "ipFamilyPolicy"] {
            if let Some(value) =
                present(spec, key).filter(|it| it.sequence().is_none() || !it.items().is_empty())
            {
                fields.invalid(value, format!("a service of type `ExternalName` has no `{key}`"));
            }
        }
    }
    for address in present(spec, "externalIPs").map(Node::items).unwrap_or_default() {
        check_special(fields, address);
    }
}

/// Reports an address that cannot be another host's.
pub(in super::super) fn check_special(fields: &mut Fields, node: &Node) {
    let Some(address) = node.text().and_then(|text| text.parse::<IpAddr>().ok()) else { return };
    let why = match address {
        _ if address.is_unspecified() => "stands for no address",
        _ if address.is_loopback() => "is a host's own (loopback)",
        IpAddr::V4(address) if address.is_link_local() => "is of the link only",
        IpAddr::V6(address) if address.is_unicast_link_local() => "is of the link only",
        IpAddr::V4(address) if address.octets().starts_with(&[224, 0, 0]) => "is multicast of the link",
        IpAddr::V6(address) if address.segments()[0] & 0xff0f == 0xff02 => "is multicast of the link",
        _ => return,
    };
    fields.invalid(node, format!("`{address}` {why}"));
}

/// Reports addresses that contradict each other, or the families that are asked for.
pub(super) fn suit_their_families(fields: &mut Fields, spec: &Node) {
    let first = present(spec, "clusterIP").filter(|node| node.text() != Some(""));
    let all = present(spec, "clusterIPs").map(Node::items).unwrap_or_default();
    if let (Some(first), Some(listed)) = (first, all.first())
        && first.text() != listed.text()
    {
        fields.invalid(listed, "the first of `clusterIPs` is `clusterIP`");
    }
    if let (None, false) = (first, all.is_empty()) {
        fields.lacking(spec, "the field `clusterIP` is missing: it is the first of `clusterIPs`");
    }
    let families = present(spec, "ipFamilies").map(Node::items).unwrap_or_default();
    let addresses: Vec<&Node> =
        if all.is_empty() { first.into_iter().collect() } else { all.iter().collect() };
    let mut known: Vec<Family> = Vec::new();
    for (index, node) in addresses.iter().enumerate() {
        match node.text() {
            Some("None") if addresses.len() > 1 => {
                fields.invalid(node, "`None` stands alone: a service has addresses or none");
            }
            Some("None") | None => {}
            Some(text) if is_placeholder(text) => {}
            Some(text) => check_address(fields, node, text, families.get(index), &mut known),
        }
    }
    let is_single = present(spec, "ipFamilyPolicy").and_then(Node::text) == Some("SingleStack");
    let second = addresses.get(1).copied().or(families.get(1));
    if let Some(second) = second.filter(|_| is_single) {
        fields.invalid(second, "`ipFamilyPolicy: SingleStack` leaves room for one family");
    }
}

fn check_address(
    fields: &mut Fields,
    node: &Node,
    text: &str,
    asked: Option<&Node>,
    known: &mut Vec<Family>,
) {
    if (ADDRESS.read)(text).is_err() {
        return super::super::check::check_format(fields, node, text, &ADDRESS);
    }
    let family = if text.contains(':') { Family::V6 } else { Family::V4 };
    if known.contains(&family) {
        fields.invalid(node, format!("a second {family} address: a service has one of each family"));
    }
    known.push(family);
    let said = asked.and_then(Node::text).filter(|said| matches!(*said, "IPv4" | "IPv6"));
    if let Some(said) = said.filter(|said| *said != family.to_string()) {
        fields.invalid(node, format!("`{text}` is {family}, and `ipFamilies` says {said} here"));
    }
}
