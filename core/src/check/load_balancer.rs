//! The addresses that Services of type LoadBalancer ask for, in the ways that the implementations read.

use crate::k8s::Object;
use crate::text::Span;
use crate::yaml::Node;
use std::net::IpAddr;

/// An address that a Service asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// The address.
    pub(super) address: IpAddr,
    /// Where it is asked for.
    pub(super) span: Span,
}

/// Annotations with addresses, separated by commas: Cilium's, MetalLB's, kube-vip's, the newer first.
const ADDRESSES: &[&str] = &[
    "lbipam.cilium.io/ips",
    "io.cilium/lb-ipam-ips",
    "metallb.io/loadBalancerIPs",
    "metallb.universe.tf/loadBalancerIPs",
    "kube-vip.io/loadbalancerIPs",
];

/// Annotations with a key that all Services of one address have: Cilium's and MetalLB's.
const SHARING_KEYS: &[&str] = &[
    "lbipam.cilium.io/sharing-key",
    "io.cilium/lb-ipam-sharing-key",
    "metallb.io/allow-shared-ip",
    "metallb.universe.tf/allow-shared-ip",
];

/// Whether `service` is of type LoadBalancer.
pub(super) fn is_load_balancer(service: &Object) -> bool {
    service.at(&["spec", "type"]).and_then(Node::text) == Some("LoadBalancer")
}

/// The addresses that `service` asks for, each once.
pub(super) fn asked(service: &Object) -> Vec<Asked> {
    let annotated = ADDRESSES.iter().filter_map(|key| service.annotation(key));
    let field = service.at(&["spec", "loadBalancerIP"]).and_then(|node| Some((node.text()?, node.span)));
    let mut asked: Vec<Asked> = Vec::new();
    for (text, span) in annotated.chain(field) {
        for address in text.split(',').filter_map(|part| part.trim().parse().ok()) {
            if !asked.iter().any(|other| other.address == address) {
                asked.push(Asked { address, span });
            }
        }
    }
    asked
}

/// The key by which `service` shares its address with others.
pub(super) fn sharing_key(service: &Object) -> Option<&str> {
    SHARING_KEYS.iter().find_map(|key| service.annotation(key)).map(|(key, _)| key)
}
