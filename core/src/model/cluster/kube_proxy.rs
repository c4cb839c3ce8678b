/// How Services reach their endpoints.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KubeProxy {
    /// kube-proxy, with iptables.
    Iptables,
    /// kube-proxy, with IPVS.
    Ipvs,
    /// kube-proxy, with nftables.
    Nftables,
    /// The network plugin does it; there is no kube-proxy.
    Replaced,
}

impl KubeProxy {
    /// All, in the order in which they are described.
    pub const ALL: [Self; 4] = [Self::Iptables, Self::Ipvs, Self::Nftables, Self::Replaced];

    /// As the document writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iptables => "iptables",
            Self::Ipvs => "ipvs",
            Self::Nftables => "nftables",
            Self::Replaced => "replaced",
        }
    }

    /// What it is, for a reader.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Iptables => "kube-proxy with iptables, the default",
            Self::Ipvs => "kube-proxy with IPVS, deprecated since 1.35",
            Self::Nftables => "kube-proxy with nftables",
            Self::Replaced => "no kube-proxy: the network plugin does its work",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}
