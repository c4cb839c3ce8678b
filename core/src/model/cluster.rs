use super::known::Known;
use crate::text::Span;

/// What `netplat.cluster` says.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Cluster {
    /// `cilium`, `calico`, `flannel`, … in lower case.
    pub cni: Option<Known<String>>,
    /// The Kubernetes version, `1.33`.
    pub kubernetes: Option<Known<String>>,
    /// `ingress` or `gateway-api`.
    pub routes: Option<Known<Routes>>,
}

/// What routes are exported as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Routes {
    /// `networking.k8s.io/v1` Ingress.
    Ingress,
    /// `gateway.networking.k8s.io/v1` Gateway and HTTPRoute.
    GatewayApi,
}

/// A DNS zone as seen by some.
#[derive(Clone, PartialEq, Debug)]
pub struct Zone {
    /// `example.com`
    pub name: String,
    /// `public` or `internal`.
    pub view: String,
    /// Who serves it.
    pub provider: Option<String>,
    /// Its entry.
    pub span: Span,
}
