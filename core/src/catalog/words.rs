//! Words that say what something is without naming a system.

use super::kind::{GroupKind, ThingKind};

/// Words for one kind. Each is in lower case and in the singular.
#[derive(Debug)]
pub(super) struct Words<K: 'static> {
    pub kind: K,
    pub words: &'static [&'static str],
}

const fn words(kind: ThingKind, words: &'static [&'static str]) -> Words<ThingKind> {
    Words { kind, words }
}

/// Words that settle it wherever the text's head stands.
pub(super) static STRONG: &[Words<ThingKind>] = &[
    words(
        ThingKind::Outside,
        &[
            "internet",
            "public internet",
            "www",
            "world wide web",
            "user",
            "end user",
            "external user",
            "client",
            "customer",
            "visitor",
            "browser",
            "web browser",
            "mobile app",
            "mobile client",
            "mobile device",
            "external traffic",
            "internet traffic",
            "inbound traffic",
            "outside world",
            "external client",
        ],
    ),
    words(
        ThingKind::Dns,
        &["dns", "dns server", "dns resolver", "dns zone", "name server", "nameserver", "internal dns"],
    ),
    words(
        ThingKind::Edge,
        &["cdn", "waf", "web application firewall", "edge network", "content delivery network"],
    ),
    words(
        ThingKind::Firewall,
        &["firewall", "fw", "nat router", "perimeter firewall", "edge router", "home router"],
    ),
    words(
        ThingKind::Vpn,
        &[
            "vpn",
            "vpn gateway",
            "vpn tunnel",
            "vpn server",
            "bastion",
            "bastion host",
            "jump host",
            "jumpbox",
        ],
    ),
    words(
        ThingKind::LoadBalancer,
        &["load balancer", "loadbalancer", "lb", "global load balancer", "virtual ip", "vip"],
    ),
    words(
        ThingKind::IngressController,
        &[
            "ingress controller",
            "ingress gateway",
            "gateway controller",
            "ingress proxy",
            "reverse proxy",
            "edge proxy",
            "api gateway",
        ],
    ),
    words(
        ThingKind::Ingress,
        &["ingress", "ingress resource", "ingress rule", "ingress route", "ingressroute"],
    ),
    words(ThingKind::Gateway, &["gateway api", "gateway resource"]),
    words(ThingKind::HttpRoute, &["httproute", "http route", "grpcroute"]),
    words(
        ThingKind::Service,
        &[
            "svc",
            "clusterip",
            "cluster ip",
            "nodeport",
            "node port",
            "clusterip service",
            "kubernetes service",
            "k8s service",
            "headless service",
            "loadbalancer service",
            "service object",
        ],
    ),
    words(
        ThingKind::Deployment,
        &[
            "deployment",
            "replicaset",
            "frontend",
            "front end",
            "web frontend",
            "microservice",
            "micro service",
            "consumer",
            "producer",
            "operator",
            "webhook",
            "web app",
            "web application",
            "web server",
            "webserver",
            "single page application",
        ],
    ),
    words(ThingKind::StatefulSet, &["statefulset", "stateful set"]),
    words(ThingKind::DaemonSet, &["daemonset", "daemon set"]),
    words(ThingKind::CronJob, &["cronjob", "cron job", "cron", "scheduled job", "nightly job"]),
    words(ThingKind::Job, &["batch job", "migration job", "kubernetes job", "backup job", "init job"]),
    words(ThingKind::Pod, &["pod"]),
    words(
        ThingKind::Database,
        &[
            "database",
            "db",
            "sql database",
            "data store",
            "datastore",
            "data warehouse",
            "primary db",
            "search index",
            "db replica",
            "read replica",
            "primary database",
        ],
    ),
    words(ThingKind::Cache, &["cache", "session store", "session cache"]),
    words(
        ThingKind::Queue,
        &[
            "queue",
            "message queue",
            "message broker",
            "message bus",
            "event bus",
            "event stream",
            "broker",
            "dead letter queue",
            "dlq",
            "mq",
        ],
    ),
    words(
        ThingKind::Storage,
        &[
            "object storage",
            "object store",
            "bucket",
            "file storage",
            "block storage",
            "persistent volume",
            "pvc",
            "file share",
            "nas",
            "storage",
            "backup storage",
        ],
    ),
    words(
        ThingKind::Policy,
        &[
            "network policy",
            "networkpolicy",
            "netpol",
            "default deny",
            "default deny all",
            "deny all",
            "deny policy",
            "allow policy",
            "isolation policy",
            "allow dns",
            "egress policy",
            "ingress policy",
            "cilium network policy",
        ],
    ),
    words(
        ThingKind::CertificateIssuer,
        &["certificate authority", "certificate issuer", "pki", "internal ca", "root ca"],
    ),
    words(
        ThingKind::Identity,
        &[
            "identity provider",
            "idp",
            "oidc provider",
            "oidc",
            "sso",
            "secret store",
            "iam",
            "single sign on",
        ],
    ),
    words(
        ThingKind::Observability,
        &[
            "monitoring",
            "observability",
            "monitoring stack",
            "observability stack",
            "logging",
            "log aggregation",
            "metric",
            "tracing",
            "metric exporter",
            "prometheus exporter",
            "alerting",
            "telemetry",
            "log collector",
        ],
    ),
    words(ThingKind::Mesh, &["service mesh", "sidecar", "sidecar proxy", "mesh control plane"]),
    words(
        ThingKind::Host,
        &[
            "worker node",
            "control plane node",
            "master node",
            "cluster node",
            "kubernetes node",
            "k8s node",
            "virtual machine",
            "vm",
            "bare metal server",
            "hypervisor",
            "proxmox",
            "raspberry pi",
        ],
    ),
    words(
        ThingKind::Network,
        &[
            "subnet",
            "vlan",
            "vpc",
            "vnet",
            "pod network",
            "service network",
            "node network",
            "cluster network",
            "container network",
            "overlay network",
            "virtual network",
            "private network",
            "lan",
            "wan",
            "network switch",
            "elastic ip",
            "iot network",
            "guest network",
        ],
    ),
    words(
        ThingKind::External,
        &[
            "external api",
            "external service",
            "external system",
            "third party",
            "third party api",
            "third party service",
            "payment provider",
            "payment gateway",
            "saas",
            "smtp server",
            "mail server",
            "legacy system",
            "mainframe",
            "partner api",
        ],
    ),
];

/// Words that an outline or a name beside them outweighs.
pub(super) static WEAK: &[Words<ThingKind>] = &[
    words(
        ThingKind::Deployment,
        &[
            "service",
            "api",
            "app",
            "application",
            "backend",
            "worker",
            "server",
            "web",
            "website",
            "ui",
            "scheduler",
            "api server",
            "rest api",
            "graphql api",
            "bff",
            "processor",
        ],
    ),
    words(ThingKind::Job, &["job"]),
];

/// Words that settle it when they are all that is said: a "retry policy" is none of the network's.
pub(super) static ALONE: &[Words<ThingKind>] = &[
    words(ThingKind::Outside, &["public", "world", "external", "outside"]),
    words(ThingKind::Firewall, &["router"]),
    words(ThingKind::Vpn, &["tunnel"]),
    words(ThingKind::Service, &["service"]),
    words(
        ThingKind::Gateway,
        &["gateway", "gw", "shared gateway", "public gateway", "internal gateway", "external gateway"],
    ),
    words(ThingKind::Policy, &["policy"]),
    words(ThingKind::CertificateIssuer, &["issuer", "ca"]),
    words(ThingKind::Network, &["switch", "network"]),
];

/// Heads that leave a word before them its meaning: a "database cluster" is a database.
pub(super) static TRANSPARENT: &[&str] = &[
    "service", "server", "cluster", "instance", "layer", "tier", "node", "system", "backend", "replica",
    "primary", "endpoint",
];

/// The kinds that a word before such a head keeps. A "user service" is not the outside.
pub(super) static KEPT_BEFORE_TRANSPARENT: &[ThingKind] = &[
    ThingKind::Database,
    ThingKind::Cache,
    ThingKind::Queue,
    ThingKind::Storage,
    ThingKind::Dns,
    ThingKind::Vpn,
    ThingKind::LoadBalancer,
    ThingKind::Firewall,
    ThingKind::Observability,
];

/// Words after which a text speaks of something else.
pub(super) static CONNECTORS: &[&str] = &[
    "for", "with", "via", "to", "from", "by", "using", "uses", "on", "in", "at", "through", "behind", "per",
    "without",
];

const fn titles(kind: GroupKind, words: &'static [&'static str]) -> Words<GroupKind> {
    Words { kind, words }
}

/// Words at the end of a group's title, or all of it.
pub(super) static GROUP_HEADS: &[Words<GroupKind>] = &[
    titles(GroupKind::Namespace, &["namespace", "ns", "kubernetes namespace", "k8s namespace"]),
    titles(
        GroupKind::Cluster,
        &[
            "kubernetes cluster",
            "k8s cluster",
            "cluster",
            "kubernetes",
            "k8s",
            "k3s",
            "eks",
            "aks",
            "gke",
            "openshift",
            "kubernetes network",
            "kubernetes platform",
            "kubernetes environment",
        ],
    ),
    titles(
        GroupKind::Zone,
        &[
            "region",
            "aws region",
            "availability zone",
            "az",
            "zone",
            "data center",
            "datacenter",
            "datacentre",
            "site",
            "aws",
            "azure",
            "gcp",
            "aws cloud",
            "azure cloud",
            "google cloud",
            "on prem",
            "on premise",
            "office",
            "home lab",
            "homelab",
        ],
    ),
    titles(GroupKind::Vpc, &["vpc", "vnet", "virtual network", "virtual private cloud"]),
    titles(GroupKind::Subnet, &["subnet", "public subnet", "private subnet"]),
    titles(GroupKind::Vlan, &["vlan", "dmz", "lan", "network segment", "segment"]),
    titles(
        GroupKind::Host,
        &["worker node", "node", "host", "virtual machine", "vm", "control plane node", "docker host"],
    ),
];

/// Words that a group's title may start with, before a name: "Namespace shop".
pub(super) static GROUP_STARTS: &[Words<GroupKind>] = &[
    titles(GroupKind::Namespace, &["namespace", "ns", "k8s namespace", "kubernetes namespace"]),
    titles(
        GroupKind::Zone,
        &["region", "aws region", "availability zone", "az", "site", "data center", "datacenter"],
    ),
    titles(GroupKind::Vpc, &["vpc", "vnet"]),
    titles(GroupKind::Subnet, &["subnet"]),
    titles(GroupKind::Vlan, &["vlan"]),
    titles(GroupKind::Cluster, &["cluster", "kubernetes cluster", "k8s cluster", "eks", "aks", "gke"]),
    titles(GroupKind::Host, &["node", "worker node", "host", "vm"]),
    titles(GroupKind::Zone, &["zone"]),
];

/// Titles that stand for the outside only when nothing else is said.
pub(super) static GROUP_TITLES: &[Words<GroupKind>] = &[titles(
    GroupKind::Outside,
    &[
        "internet",
        "public internet",
        "external",
        "outside",
        "outside world",
        "external system",
        "external service",
        "external network",
        "external world",
        "third party",
        "third party service",
        "third party system",
        "client",
        "user",
        "world",
    ],
)];
