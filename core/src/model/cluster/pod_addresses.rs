/// Where pods get their addresses from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PodAddresses {
    /// A block of the pod prefix for each node.
    NodeBlocks,
    /// An address of a subnet for each pod.
    Subnet,
    /// Blocks of 16 addresses of its subnet for each node.
    SubnetBlocks,
}

impl PodAddresses {
    /// All, in the order in which they are described.
    pub const ALL: [Self; 3] = [Self::NodeBlocks, Self::Subnet, Self::SubnetBlocks];

    /// As the document writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NodeBlocks => "node-blocks",
            Self::Subnet => "subnet",
            Self::SubnetBlocks => "subnet-blocks",
        }
    }

    /// What it is, for a reader.
    pub const fn about(self) -> &'static str {
        match self {
            Self::NodeBlocks => {
                "each node takes a block of the pod prefix, as kube-controller-manager, Cilium, GKE and AKS overlay do"
            }
            Self::Subnet => {
                "each pod takes an address of a subnet, as Amazon's VPC CNI and flat networks of AKS do"
            }
            Self::SubnetBlocks => {
                "each node takes blocks of 16 addresses of its subnet, as Amazon's VPC CNI with prefix delegation does"
            }
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}
