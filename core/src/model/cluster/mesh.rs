/// How a cluster is joined with others. Addresses must be apart as far as the others reach them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mesh {
    /// Cilium ClusterMesh.
    ClusterMesh,
    /// Istio, one network.
    IstioOneNetwork,
    /// Istio, a network for each cluster, or each few.
    IstioMultiNetwork,
}

impl Mesh {
    /// All, in the order in which they are described.
    pub const ALL: [Self; 3] = [Self::ClusterMesh, Self::IstioOneNetwork, Self::IstioMultiNetwork];

    /// As the document writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClusterMesh => "cluster-mesh",
            Self::IstioOneNetwork => "istio-one-network",
            Self::IstioMultiNetwork => "istio-multi-network",
        }
    }

    /// What it is, for a reader.
    pub const fn about(self) -> &'static str {
        match self {
            Self::ClusterMesh => "Cilium ClusterMesh: pods reach the pods of other clusters",
            Self::IstioOneNetwork => "Istio over several clusters in one network: pods reach each other",
            Self::IstioMultiNetwork => "Istio over several networks, joined by east-west gateways",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}
