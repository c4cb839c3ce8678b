//! What nodes and subgraphs can stand for.

/// What a node stands for. The names are those of `netplat.nodes.*.kind` in the document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ThingKind {
    /// The outside: the internet, users, browsers.
    Outside,
    /// A DNS server or zone.
    Dns,
    /// A content delivery network or web application firewall in front of everything.
    Edge,
    /// A firewall or router.
    Firewall,
    /// A VPN or tunnel end.
    Vpn,
    /// A load balancer.
    LoadBalancer,
    /// An ingress controller or gateway implementation.
    IngressController,
    /// A Kubernetes Ingress.
    Ingress,
    /// A Gateway API Gateway.
    Gateway,
    /// A Gateway API HTTPRoute.
    HttpRoute,
    /// A Service.
    Service,
    /// A Deployment; what an inferred workload is taken for.
    Deployment,
    /// A StatefulSet.
    StatefulSet,
    /// A DaemonSet.
    DaemonSet,
    /// A Job.
    Job,
    /// A CronJob.
    CronJob,
    /// A single Pod.
    Pod,
    /// A database, inside the cluster unless its group says otherwise.
    Database,
    /// A cache.
    Cache,
    /// A queue or stream.
    Queue,
    /// Object or file storage.
    Storage,
    /// A network policy.
    Policy,
    /// A certificate issuer or authority.
    CertificateIssuer,
    /// A secret store or identity provider.
    Identity,
    /// Metrics, logs, traces.
    Observability,
    /// A service mesh's control plane or proxy.
    Mesh,
    /// A cluster node, virtual machine or host.
    Host,
    /// A network, subnet or VLAN drawn as a node.
    Network,
    /// A system outside of the cluster that is talked to.
    External,
    /// Nothing that the model knows.
    Other,
}

impl ThingKind {
    /// Every kind, in the order in which they are described.
    pub const ALL: [Self; 30] = [
        Self::Outside,
        Self::Dns,
        Self::Edge,
        Self::Firewall,
        Self::Vpn,
        Self::LoadBalancer,
        Self::IngressController,
        Self::Ingress,
        Self::Gateway,
        Self::HttpRoute,
        Self::Service,
        Self::Deployment,
        Self::StatefulSet,
        Self::DaemonSet,
        Self::Job,
        Self::CronJob,
        Self::Pod,
        Self::Database,
        Self::Cache,
        Self::Queue,
        Self::Storage,
        Self::Policy,
        Self::CertificateIssuer,
        Self::Identity,
        Self::Observability,
        Self::Mesh,
        Self::Host,
        Self::Network,
        Self::External,
        Self::Other,
    ];

    /// As the document writes it: Kubernetes' own kinds as there, all others in kebab case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Dns => "dns",
            Self::Edge => "edge",
            Self::Firewall => "firewall",
            Self::Vpn => "vpn",
            Self::LoadBalancer => "load-balancer",
            Self::IngressController => "ingress-controller",
            Self::Ingress => "Ingress",
            Self::Gateway => "Gateway",
            Self::HttpRoute => "HTTPRoute",
            Self::Service => "Service",
            Self::Deployment => "Deployment",
            Self::StatefulSet => "StatefulSet",
            Self::DaemonSet => "DaemonSet",
            Self::Job => "Job",
            Self::CronJob => "CronJob",
            Self::Pod => "Pod",
            Self::Database => "database",
            Self::Cache => "cache",
            Self::Queue => "queue",
            Self::Storage => "storage",
            Self::Policy => "policy",
            Self::CertificateIssuer => "certificate-issuer",
            Self::Identity => "identity",
            Self::Observability => "observability",
            Self::Mesh => "mesh",
            Self::Host => "host",
            Self::Network => "network",
            Self::External => "external",
            Self::Other => "other",
        }
    }

    /// What it is, for a reader: "a content delivery network or firewall in front of everything".
    pub const fn about(self) -> &'static str {
        match self {
            Self::Outside => "the outside: the internet, users, browsers",
            Self::Dns => "a DNS server or zone",
            Self::Edge => "a content delivery network or web application firewall in front of everything",
            Self::Firewall => "a firewall or router",
            Self::Vpn => "an end of a VPN or tunnel",
            Self::LoadBalancer => "a load balancer",
            Self::IngressController => "an ingress controller or gateway implementation, such as Traefik",
            Self::Ingress => "a Kubernetes Ingress",
            Self::Gateway => "a Gateway of the Gateway API",
            Self::HttpRoute => "an HTTPRoute of the Gateway API",
            Self::Service => "a Kubernetes Service",
            Self::Deployment => "a workload without state of its own",
            Self::StatefulSet => "a workload with state of its own",
            Self::DaemonSet => "a workload on every cluster node",
            Self::Job => "a workload that ends",
            Self::CronJob => "a workload that runs by the clock",
            Self::Pod => "a single Pod",
            Self::Database => "a database",
            Self::Cache => "a cache",
            Self::Queue => "a queue or stream",
            Self::Storage => "object or file storage",
            Self::Policy => "a network policy",
            Self::CertificateIssuer => "a certificate issuer or authority",
            Self::Identity => "a secret store or identity provider",
            Self::Observability => "metrics, logs or traces",
            Self::Mesh => "a service mesh's control plane or proxy",
            Self::Host => "a cluster node, virtual machine or host",
            Self::Network => "a network, subnet or VLAN drawn as a node",
            Self::External => "a system outside of the cluster that is talked to",
            Self::Other => "nothing that matters to the network",
        }
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it runs as Pods: what policies select and Services point to.
    pub const fn is_workload(self) -> bool {
        matches!(
            self,
            Self::Deployment | Self::StatefulSet | Self::DaemonSet | Self::Job | Self::CronJob | Self::Pod
        )
    }

    /// Whether it keeps data: a database, cache, queue or storage.
    pub const fn is_store(self) -> bool {
        matches!(self, Self::Database | Self::Cache | Self::Queue | Self::Storage)
    }
}

/// What a subgraph stands for. The names are those of `netplat.groups.*.kind` in the document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum GroupKind {
    /// A Kubernetes namespace.
    Namespace,
    /// A cluster.
    Cluster,
    /// A cloud region or availability zone, a site.
    Zone,
    /// A VPC or virtual network.
    Vpc,
    /// A subnet.
    Subnet,
    /// A VLAN or segment.
    Vlan,
    /// A cluster node or host with what runs on it.
    Host,
    /// What lies outside.
    Outside,
    /// Only a box.
    Box,
}

impl GroupKind {
    /// Every kind, in the order in which they are described.
    pub const ALL: [Self; 9] = [
        Self::Namespace,
        Self::Cluster,
        Self::Zone,
        Self::Vpc,
        Self::Subnet,
        Self::Vlan,
        Self::Host,
        Self::Outside,
        Self::Box,
    ];

    /// As the document writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Namespace => "namespace",
            Self::Cluster => "cluster",
            Self::Zone => "zone",
            Self::Vpc => "vpc",
            Self::Subnet => "subnet",
            Self::Vlan => "vlan",
            Self::Host => "host",
            Self::Outside => "outside",
            Self::Box => "box",
        }
    }

    /// What it is, for a reader.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Namespace => "a Kubernetes namespace",
            Self::Cluster => "a cluster",
            Self::Zone => "a cloud region or availability zone, a site",
            Self::Vpc => "a VPC or virtual network",
            Self::Subnet => "a subnet",
            Self::Vlan => "a VLAN or segment",
            Self::Host => "a cluster node or host with what runs on it",
            Self::Outside => "what lies outside",
            Self::Box => "only a box",
        }
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
