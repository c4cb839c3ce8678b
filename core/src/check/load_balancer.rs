//! What Services of type LoadBalancer ask for.

use crate::k8s::{AddressSource, Object, Service, ServiceKind};
use crate::text::Span;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// An address that a Service asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// The address.
    pub(super) address: IpAddr,
    /// Where it is asked for.
    pub(super) span: Span,
}

/// Annotations with a key that all Services of one address have: Cilium's and MetalLB's.
const SHARING_KEYS: &[&str] = &[
    "lbipam.cilium.io/sharing-key",
    "io.cilium/lb-ipam-sharing-key",
    "metallb.io/allow-shared-ip",
    "metallb.universe.tf/allow-shared-ip",
];

/// Whether `service` is of type LoadBalancer.
pub(super) fn is_load_balancer(service: &Service) -> bool {
    service.kind.value == ServiceKind::LoadBalancer
}

/// The addresses that `service` asks for, each once.
pub(super) fn asked(service: &Service) -> Vec<Asked> {
    let asks = |source| matches!(source, AddressSource::Annotation | AddressSource::LoadBalancerIp);
    let mut seen = BTreeSet::new();
    let asked = service.addresses.iter().filter(|it| asks(it.source)).filter_map(|it| {
        let address = it.address.value.parse().ok()?;
        seen.insert(address).then_some(Asked { address, span: it.address.span })
    });
    asked.collect()
}

/// The key by which the Service that `object` is shares its address with others.
pub(super) fn sharing_key(object: &Object) -> Option<&str> {
    SHARING_KEYS.iter().find_map(|key| object.annotation(key)).map(|(key, _)| key)
}
