use super::known::{Evidence, Known};
use crate::text::Span;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What an address prefix is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// A site or campus.
    Site,
    /// A VPC.
    Vpc,
    /// A subnet.
    Subnet,
    /// Cluster nodes.
    Nodes,
    /// Pods.
    Pods,
    /// Services.
    Services,
    /// Load balancer addresses.
    LoadBalancers,
    /// A secondary network of pods.
    Attachment,
    /// VPN clients or tunnels.
    Vpn,
    /// Kept free.
    Reserved,
    /// Not said.
    Unknown,
}

impl Role {
    /// Every role, in the order in which they are described.
    pub const ALL: [Self; 11] = [
        Self::Site,
        Self::Vpc,
        Self::Subnet,
        Self::Nodes,
        Self::Pods,
        Self::Services,
        Self::LoadBalancers,
        Self::Attachment,
        Self::Vpn,
        Self::Reserved,
        Self::Unknown,
    ];

    /// As the document writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Vpc => "vpc",
            Self::Subnet => "subnet",
            Self::Nodes => "nodes",
            Self::Pods => "pods",
            Self::Services => "services",
            Self::LoadBalancers => "load-balancers",
            Self::Attachment => "attachment",
            Self::Vpn => "vpn",
            Self::Reserved => "reserved",
            Self::Unknown => "unknown",
        }
    }

    /// What it is, for a reader.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Site => "a site or campus",
            Self::Vpc => "a VPC or virtual network",
            Self::Subnet => "a subnet",
            Self::Nodes => "cluster nodes",
            Self::Pods => "pods",
            Self::Services => "cluster addresses of Services",
            Self::LoadBalancers => "addresses that load balancers hand out",
            Self::Attachment => "a secondary network of pods",
            Self::Vpn => "clients or tunnels of a VPN",
            Self::Reserved => "kept free",
            Self::Unknown => "not said",
        }
    }

    /// The role with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The role that `words`, a name or a purpose, speak of; the clue is at `span`.
    ///
    /// ```
    /// use netplat_core::{model::Role, text::Span};
    /// assert_eq!(Role::inferred("Cluster CIDR, pod addresses", Span::at(0)).value, Role::Pods);
    /// ```
    pub fn inferred(words: &str, span: Span) -> Known<Self> {
        let lower = words.to_lowercase();
        let parts = lower.split(|character: char| !character.is_alphanumeric());
        let all: Vec<&str> = parts.filter(|word| !word.is_empty()).collect();
        let found = (0..all.len()).filter_map(|at| first_phrase(all.get(at..)?)).min();
        let found = found.and_then(|place| PHRASES.get(place)).copied();
        // "Shared services" are not the cluster's.
        let alone =
            matches!(all.as_slice(), ["service" | "services"]).then_some((Self::Services, "services"));
        let (value, clue) = match found.or(alone) {
            Some((role, phrase)) => (role, format!("it says “{phrase}”")),
            None => (Self::Unknown, "nothing says what it is for".to_owned()),
        };
        Known { value, evidence: Evidence::Inferred { clue, span } }
    }
}

/// The place in [`PHRASES`] of the most telling one that `words` begin with.
fn first_phrase(words: &[&str]) -> Option<usize> {
    /// The phrases by their first word: a plan has thousands of names, and most words begin none.
    static BY_FIRST_WORD: LazyLock<HashMap<&str, Vec<usize>>> = LazyLock::new(|| {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, (_, phrase)) in PHRASES.iter().enumerate() {
            places.entry(phrase.split(' ').next().unwrap_or_default()).or_default().push(place);
        }
        places
    });
    let begins = |phrase: &str| {
        let mut words = words.iter();
        phrase.split(' ').all(|word| words.next() == Some(&word))
    };
    let mut places = BY_FIRST_WORD.get(words.first()?)?.iter().copied();
    places.find(|&place| PHRASES.get(place).is_some_and(|(_, phrase)| begins(phrase)))
}

/// All phrases with their roles, the more telling first.
static PHRASES: LazyLock<Vec<(Role, &str)>> = LazyLock::new(|| {
    ROLE_WORDS.iter().flat_map(|(role, phrases)| phrases.iter().map(|phrase| (*role, *phrase))).collect()
});

/// Words for roles, the more telling before the more general: a "node subnet" is for nodes.
static ROLE_WORDS: &[(Role, &[&str])] = &[
    (Role::Reserved, &["reserved", "unused", "spare", "free"]),
    (
        Role::LoadBalancers,
        &[
            "load balancer",
            "load balancers",
            "loadbalancer",
            "loadbalancers",
            "lb",
            "metallb",
            "lb pool",
            "l2 announcement",
            "vip",
            "vips",
            "external ips",
        ],
    ),
    (Role::Vpn, &["vpn", "wireguard", "openvpn", "tailscale", "tunnel", "tunnels"]),
    (Role::Pods, &["pod", "pods", "cluster cidr"]),
    (
        Role::Services,
        &[
            "service cidr",
            "service cidrs",
            "service ip",
            "service ips",
            "service virtual",
            "service range",
            "service network",
            "service subnet",
            "kubernetes service",
            "kubernetes services",
            "k8s services",
            "svc",
            "clusterip",
            "cluster ip",
        ],
    ),
    (Role::Nodes, &["node", "nodes", "worker", "workers", "control plane", "hosts", "machines"]),
    (Role::Attachment, &["multus", "secondary network", "macvlan", "ipvlan", "attachment"]),
    (Role::Vpc, &["vpc", "vnet"]),
    (Role::Subnet, &["subnet", "subnets", "vlan", "lan", "dmz"]),
    (Role::Site, &["site", "campus", "office", "datacenter", "data center", "on prem"]),
];
