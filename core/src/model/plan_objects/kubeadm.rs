use super::{ObjectEntry, Place, Reader, length};
use crate::model::Role;
use crate::model::address_text::read_range;
use crate::net::Family;
use crate::text::Span;
use crate::yaml::Node;

impl Reader<'_> {
    /// kubeadm's ClusterConfiguration: `networking`, and the flags that set the length of each node's block.
    pub(super) fn kubeadm(&mut self, place: &Place<'_>) {
        let subnets = [("podSubnet", Role::Pods, "pods"), ("serviceSubnet", Role::Services, "services")];
        for (key, role, name) in subnets {
            let Some(node) = place.object.at(&["networking", key]) else { continue };
            for (span, value) in listed(self.text, node) {
                let Some(range) = read_range(self.text, span, value, self.problems) else { continue };
                self.add(place, range, role, ObjectEntry::Kubeadm, vec![span]);
                if let Some(entry) = self.entries.last_mut() {
                    entry.name = name.to_owned();
                    entry.node_mask = (role == Role::Pods).then(|| mask(place, range.family())).flatten();
                }
            }
        }
    }
}

/// The parts between commas of a scalar, by their places: one for each family.
fn listed<'a>(text: &'a str, node: &Node) -> Vec<(Span, &'a str)> {
    let mut parts = Vec::new();
    let mut start = node.span.start as usize;
    for part in node.span.slice(text).split_inclusive(',') {
        let inner = part.trim_matches(|it: char| it.is_whitespace() || matches!(it, ',' | '"' | '\''));
        if !inner.is_empty() {
            let at = start + part.find(inner).unwrap_or_default();
            parts.push((Span::new(at, at + inner.len()), inner));
        }
        start += part.len();
    }
    parts
}

/// The length of each node's block that the flags of kube-controller-manager say: a mapping up to v1beta3, a list of
/// names and values since.
fn mask(place: &Place<'_>, family: Family) -> Option<u8> {
    let flags = place.object.at(&["controllerManager", "extraArgs"])?;
    let flag = |name: &str| {
        let listed = flags.items().iter().find(|flag| flag.get("name").and_then(Node::text) == Some(name));
        flags.get(name).or_else(|| listed?.get("value")).and_then(length)
    };
    let own = match family {
        Family::V4 => "node-cidr-mask-size-ipv4",
        Family::V6 => "node-cidr-mask-size-ipv6",
    };
    flag(own).or_else(|| flag("node-cidr-mask-size"))
}
