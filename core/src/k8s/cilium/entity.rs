use crate::k8s::{Addresses, PeerKind, PodSelection, Selector};

/// What a name of Cilium's for a group of ends stands for.
pub(super) fn entity_peers(entity: &str) -> Vec<PeerKind> {
    let pods = || PeerKind::Pods(PodSelection::everything());
    match entity {
        "all" => vec![pods(), PeerKind::World, PeerKind::Nodes(Selector::default())],
        "world" => vec![PeerKind::World],
        "ingress" => vec![PeerKind::IngressController],
        "world-ipv4" | "world-ipv6" => {
            let text = if entity == "world-ipv4" { "0.0.0.0/0" } else { "::/0" };
            let within = text.parse().into_iter().collect();
            vec![PeerKind::Outside(Addresses { within, except: Vec::new() })]
        }
        "cluster" => vec![pods(), PeerKind::Nodes(Selector::default())],
        "host" | "remote-node" | "kube-apiserver" => vec![PeerKind::Nodes(Selector::default())],
        _ => Vec::new(),
    }
}
