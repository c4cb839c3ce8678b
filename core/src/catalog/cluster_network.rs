//! Networks of clusters: CNI plugins, load balancer addresses, kube-proxy.

use super::kind::ThingKind::{LoadBalancer, Network};
use super::system::System;

pub(super) static SYSTEMS: &[System] = &[
    System::new("Cilium", Network, &["cilium", "cilium cni"]),
    System::new("Calico", Network, &["calico", "calico cni"]),
    System::new("Flannel", Network, &["flannel", "flannel cni"]),
    System::new("Weave Net", Network, &["weave net"]),
    System::new("Antrea", Network, &["antrea"]),
    System::new("OVN-Kubernetes", Network, &["ovn", "ovn kubernetes"]),
    System::new("Multus", Network, &["multus"]),
    System::new("kube-proxy", Network, &["kube proxy"]),
    System::new("CNI", Network, &["cni", "cni plugin", "cni network"]),
    System::new("MetalLB", LoadBalancer, &["metallb", "metal lb"]),
    System::new("kube-vip", LoadBalancer, &["kube vip"]),
    System::new("PureLB", LoadBalancer, &["purelb"]),
    System::new("ServiceLB", LoadBalancer, &["klipper", "servicelb"]),
];
