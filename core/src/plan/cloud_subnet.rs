use crate::model::Cloud;
use crate::net::Family;

/// What a cloud asks of its subnets, and keeps of each of them for itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CloudSubnet {
    /// The length of the widest prefix that a subnet may have.
    pub widest: u8,
    /// The length of the narrowest.
    pub narrowest: u8,
    /// How many addresses at the start are the cloud's: the network, its router, its DNS.
    pub kept_first: u8,
    /// How many at the end.
    pub kept_last: u8,
}

impl CloudSubnet {
    /// What holds in `cloud`; nothing where there is no cloud.
    ///
    /// Sources: Amazon VPC user guide, "Subnet CIDR blocks" (for IPv6 the same five); Azure Virtual Network FAQ (IPv6
    /// subnets are exactly /64); Google VPC, "Subnets" (primary ranges; an IPv6 subnet is a /64, and nothing is said
    /// of kept addresses); Oracle Cloud, "Networking Overview" (IPv6 subnets are /64).
    ///
    /// ```
    /// use netplat_core::{model::Cloud, net::Family, plan::CloudSubnet};
    /// let subnet = CloudSubnet::of(Cloud::Aws, Family::V4).unwrap();
    /// assert_eq!((subnet.widest, subnet.narrowest, subnet.kept()), (16, 28, 5));
    /// ```
    pub fn of(cloud: Cloud, family: Family) -> Option<Self> {
        let (widest, narrowest, kept_first, kept_last) = match (cloud, family) {
            (Cloud::Aws, Family::V4) => (16, 28, 4, 1),
            (Cloud::Aws, Family::V6) => (44, 64, 4, 1),
            (Cloud::Azure, Family::V4) => (2, 29, 4, 1),
            (Cloud::Azure, Family::V6) => (64, 64, 4, 1),
            (Cloud::Gcp, Family::V4) => (4, 29, 2, 2),
            (Cloud::Gcp | Cloud::Oci, Family::V6) => (64, 64, 0, 0),
            (Cloud::Oci, Family::V4) => (16, 30, 2, 1),
            (Cloud::None, _) => return None,
        };
        Some(Self { widest, narrowest, kept_first, kept_last })
    }

    /// How many addresses of a subnet are the cloud's.
    pub fn kept(self) -> u128 {
        u128::from(self.kept_first) + u128::from(self.kept_last)
    }
}
