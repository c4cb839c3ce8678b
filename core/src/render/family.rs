//! How each kind of thing and group is shown: its family, which gives the accent colour, its icon and its name.

use super::Icon;
use crate::model::{GroupKind, ThingKind};

/// Kinds that belong together and share an accent colour.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Family {
    /// The outside.
    Outside,
    /// What lets requests in: edges, load balancers, ingresses, gateways.
    Ingress,
    /// What runs: Deployments, Pods, Jobs, Services.
    Workload,
    /// What keeps data.
    Data,
    /// Policies, certificates, secrets, firewalls.
    Policy,
    /// Names.
    Dns,
    /// What watches.
    Observability,
    /// Hosts, networks, tunnels.
    Infrastructure,
    /// Systems outside of the cluster.
    External,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Outside,
        Self::Ingress,
        Self::Workload,
        Self::Data,
        Self::Policy,
        Self::Dns,
        Self::Observability,
        Self::Infrastructure,
        Self::External,
    ];

    /// As a part of a CSS name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Ingress => "ingress",
            Self::Workload => "workload",
            Self::Data => "data",
            Self::Policy => "policy",
            Self::Dns => "dns",
            Self::Observability => "observability",
            Self::Infrastructure => "infrastructure",
            Self::External => "external",
        }
    }
}

/// How a kind is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Badge {
    /// Its family.
    pub family: Family,
    /// Its icon.
    pub icon: Icon,
    /// What it is called.
    pub name: &'static str,
}

/// How a kind of thing is shown; nothing for a node of no known kind.
pub fn thing_badge(kind: ThingKind) -> Option<Badge> {
    use Family::{Data, Dns, External, Infrastructure, Ingress, Observability, Outside, Policy, Workload};
    let (family, icon, name) = match kind {
        ThingKind::Outside => (Outside, Icon::Globe, "outside"),
        ThingKind::Dns => (Dns, Icon::Signpost, "DNS"),
        ThingKind::Edge => (Ingress, Icon::Edge, "edge"),
        ThingKind::Firewall => (Policy, Icon::Wall, "firewall"),
        ThingKind::Vpn => (Infrastructure, Icon::Tunnel, "VPN"),
        ThingKind::LoadBalancer => (Ingress, Icon::Balance, "load balancer"),
        ThingKind::IngressController => (Ingress, Icon::Gate, "ingress controller"),
        ThingKind::Ingress => (Ingress, Icon::Enter, "Ingress"),
        ThingKind::Gateway => (Ingress, Icon::Gate, "Gateway"),
        ThingKind::HttpRoute => (Ingress, Icon::Fork, "HTTPRoute"),
        ThingKind::Service => (Workload, Icon::Hub, "Service"),
        ThingKind::Deployment => (Workload, Icon::Box, "Deployment"),
        ThingKind::StatefulSet => (Workload, Icon::Stack, "StatefulSet"),
        ThingKind::DaemonSet => (Workload, Icon::Grid, "DaemonSet"),
        ThingKind::Job => (Workload, Icon::Check, "Job"),
        ThingKind::CronJob => (Workload, Icon::Clock, "CronJob"),
        ThingKind::Pod => (Workload, Icon::Hexagon, "Pod"),
        ThingKind::Database => (Data, Icon::Database, "database"),
        ThingKind::Cache => (Data, Icon::Bolt, "cache"),
        ThingKind::Queue => (Data, Icon::Queue, "queue"),
        ThingKind::Storage => (Data, Icon::Drive, "storage"),
        ThingKind::Policy => (Policy, Icon::Shield, "network policy"),
        ThingKind::CertificateIssuer => (Policy, Icon::Seal, "certificate issuer"),
        ThingKind::Identity => (Policy, Icon::Key, "secrets or identity"),
        ThingKind::Observability => (Observability, Icon::Chart, "observability"),
        ThingKind::Mesh => (Infrastructure, Icon::Mesh, "service mesh"),
        ThingKind::Host => (Infrastructure, Icon::Server, "host"),
        ThingKind::Network => (Infrastructure, Icon::Network, "network"),
        ThingKind::External => (External, Icon::Cloud, "external system"),
        ThingKind::Other => return None,
    };
    Some(Badge { family, icon, name })
}

/// How a kind of group is shown; nothing for a mere box.
pub fn group_badge(kind: GroupKind) -> Option<Badge> {
    let (family, icon, name) = match kind {
        GroupKind::Namespace => (Family::Workload, Icon::Brackets, "namespace"),
        GroupKind::Cluster => (Family::Ingress, Icon::Helm, "cluster"),
        GroupKind::Zone => (Family::Infrastructure, Icon::Pin, "zone"),
        GroupKind::Vpc => (Family::Infrastructure, Icon::Cloud, "VPC"),
        GroupKind::Subnet => (Family::Infrastructure, Icon::Network, "subnet"),
        GroupKind::Vlan => (Family::Infrastructure, Icon::Network, "VLAN"),
        GroupKind::Host => (Family::Infrastructure, Icon::Server, "host"),
        GroupKind::Outside => (Family::Outside, Icon::Globe, "outside"),
        GroupKind::Box => return None,
    };
    Some(Badge { family, icon, name })
}
