mod cloud;
mod kube_proxy;
mod mesh;
mod pod_addresses;

pub use cloud::Cloud;
pub use kube_proxy::KubeProxy;
pub use mesh::Mesh;
pub use pod_addresses::PodAddresses;

use super::known::Known;
use crate::text::Span;

/// A Kubernetes cluster as the facts describe it. What is not said is none.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Cluster {
    /// Its key under `clusters:`; none for what stands under `cluster:`, which holds for every cluster that
    /// `clusters:` does not name.
    pub name: Option<String>,
    /// The whole entry.
    pub span: Span,
    /// `cilium`, `calico`, `flannel`, … in lower case.
    pub cni: Option<Known<String>>,
    /// Where it runs.
    pub cloud: Option<Known<Cloud>>,
    /// How it is joined with others.
    pub mesh: Option<Known<Mesh>>,
    /// The Kubernetes version, `1.33`.
    pub kubernetes: Option<Known<String>>,
    /// `ingress` or `gateway-api`.
    pub routes: Option<Known<Routes>>,
    /// How Services reach their endpoints.
    pub kube_proxy: Option<Known<KubeProxy>>,
    /// Where pods get their addresses from.
    pub pod_addresses: Option<Known<PodAddresses>>,
    /// The most pods on one node.
    pub max_pods: Option<Known<u32>>,
    /// The type of its nodes, for EKS: `m5.large`.
    pub instance: Option<Known<String>>,
    /// The nodes that are planned.
    pub nodes: Option<Known<u64>>,
    /// By how many per cent it grows in a year.
    pub growth: Option<Known<u32>>,
}

/// What routes are exported as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Routes {
    /// `networking.k8s.io/v1` Ingress.
    Ingress,
    /// `gateway.networking.k8s.io/v1` Gateway and HTTPRoute.
    GatewayApi,
}
