use super::interfaces::Interfaces;
use super::tree::AddressPlan;
use crate::model::{Cloud, Cluster, Model, PodAddresses};

/// How many pods a cluster's nodes run, and where the pods get their addresses from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PodSettings {
    /// The cloud that the cluster runs in.
    pub cloud: Option<Cloud>,
    /// Where pods get their addresses from.
    pub addresses: PodAddresses,
    /// Whether the document says so, rather than the cloud and the network plugin.
    pub is_addresses_declared: bool,
    /// The most pods on a node.
    pub max_pods: u32,
    /// What sets it.
    pub max_pods_by: MaxPodsBy,
    /// Whether Calico gives out the addresses: nodes take blocks of its pools as they need them.
    pub is_calico: bool,
    /// The network interfaces of a node, where its type is known.
    pub interfaces: Option<Interfaces>,
}

/// What sets the most pods on a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MaxPodsBy {
    /// The document.
    Declared,
    /// The network interfaces of the node's type, in EKS.
    Instance,
    /// The default of the cloud's managed clusters.
    Cloud,
    /// The kubelet's default.
    Kubelet,
}

/// The kubelet's default of pods on a node.
pub const KUBELET_MAX_PODS: u32 = 110;

/// Pods of EKS that every node runs with the node's own address: `aws-node` and `kube-proxy`.
const EKS_HOST_PODS: u32 = 2;

impl PodSettings {
    /// What `cluster`, in `cloud`, says or does by itself.
    ///
    /// Sources: kubelet `--max-pods`; EKS user guide, "Choose an optimal EC2 instance type"; AKS, "Azure CNI overlay" (250) and
    /// "Azure CNI" (30); GKE, "Maximum Pods per node" (110).
    pub fn of(cluster: Option<&Cluster>, cloud: Option<Cloud>) -> Self {
        let declared = cluster.and_then(|it| it.pod_addresses.as_ref()).map(|known| known.value);
        let plugin = cluster.and_then(|it| it.cni.as_ref()).map(|known| known.value.as_str());
        let addresses = declared.unwrap_or_else(|| default_addresses(cloud, plugin));
        let instance = cluster.and_then(|it| it.instance.as_ref());
        let interfaces = instance.and_then(|known| Interfaces::of(&known.value));
        let said = cluster.and_then(|it| it.max_pods.as_ref()).map(|known| known.value);
        let (max_pods, max_pods_by) = match (said, cloud, addresses, interfaces) {
            (Some(said), ..) => (said, MaxPodsBy::Declared),
            (None, Some(Cloud::Aws), PodAddresses::Subnet, Some(interfaces)) => {
                (interfaces.max_pods(), MaxPodsBy::Instance)
            }
            (None, Some(Cloud::Aws), PodAddresses::SubnetBlocks, Some(interfaces)) => {
                (interfaces.max_pods_with_prefixes(), MaxPodsBy::Instance)
            }
            (None, Some(Cloud::Azure), PodAddresses::NodeBlocks, _) => (250, MaxPodsBy::Cloud),
            (None, Some(Cloud::Azure), ..) => (30, MaxPodsBy::Cloud),
            _ => (KUBELET_MAX_PODS, MaxPodsBy::Kubelet),
        };
        let is_addresses_declared = declared.is_some();
        let is_calico = plugin.is_some_and(|plugin| plugin == "calico");
        Self { cloud, addresses, is_addresses_declared, max_pods, max_pods_by, is_calico, interfaces }
    }

    /// Those of the cluster that the entry at `index` of `plan`, the tree of `model`, belongs to.
    pub fn at(model: &Model, plan: &AddressPlan, index: usize) -> Self {
        Self::of(model.cluster(plan.cluster(&model.plan, index)), plan.cloud(index))
    }

    /// How many addresses of a subnet one node takes, itself and all its pods, where pods get theirs from subnets.
    pub fn subnet_addresses_per_node(&self) -> u128 {
        let max_pods = u128::from(self.max_pods);
        if self.cloud != Some(Cloud::Aws) {
            return 1 + max_pods;
        }
        let pods = u128::from(self.max_pods.saturating_sub(EKS_HOST_PODS));
        let of_interface = self.interfaces.map(|interfaces| u128::from(interfaces.addresses) - 1);
        match (self.addresses, of_interface) {
            (PodAddresses::SubnetBlocks, _) => 1 + pods.next_multiple_of(16),
            // Each interface has an address of its own.
            (_, Some(of_interface)) => pods + pods.div_ceil(of_interface.max(1)).max(1),
            (_, None) => 1 + max_pods,
        }
    }
}

/// What a cluster does of which neither is said where pods get addresses from.
fn default_addresses(cloud: Option<Cloud>, plugin: Option<&str>) -> PodAddresses {
    let own = |names: &[&str]| plugin.is_some_and(|plugin| names.contains(&plugin));
    match cloud {
        Some(Cloud::Aws)
            if plugin.is_none() || own(&["aws", "aws-cni", "aws-vpc-cni", "vpc-cni", "amazon-vpc-cni"]) =>
        {
            PodAddresses::Subnet
        }
        Some(Cloud::Azure) if own(&["azure", "azure-cni", "azure-vnet"]) => PodAddresses::Subnet,
        Some(Cloud::Oci) if own(&["oci", "oci-vcn", "vcn-native", "oci-vcn-ip-native"]) => {
            PodAddresses::Subnet
        }
        _ => PodAddresses::NodeBlocks,
    }
}
