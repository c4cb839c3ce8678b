//! Service meshes and their proxies.

use super::kind::ThingKind::Mesh;
use super::system::System;

pub(super) static SYSTEMS: &[System] = &[
    System::new("Istio", Mesh, &["istio", "istiod", "istio pilot", "ztunnel"]),
    System::new("Linkerd", Mesh, &["linkerd", "linkerd proxy"]),
    System::new("Envoy", Mesh, &["envoy", "envoy proxy", "envoy sidecar"]),
    System::new("Consul Connect", Mesh, &["consul connect", "consul mesh"]),
    System::new("Kuma", Mesh, &["kuma", "kong mesh"]),
    System::new("AWS App Mesh", Mesh, &["app mesh"]),
];
