//! What a link means, from what its ends are.

use super::link::LinkKind;
use crate::catalog::{GroupKind, ThingKind};

/// What an end of a link is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum EndKind {
    Thing(ThingKind),
    Group(GroupKind),
}

impl EndKind {
    /// A group counts as what it holds: that of the outside as the outside, a namespace as its workloads.
    fn as_thing(self) -> ThingKind {
        match self {
            Self::Thing(kind) => kind,
            Self::Group(GroupKind::Outside) => ThingKind::Outside,
            Self::Group(GroupKind::Subnet | GroupKind::Vlan | GroupKind::Vpc) => ThingKind::Network,
            Self::Group(GroupKind::Host) => ThingKind::Host,
            Self::Group(GroupKind::Namespace) => ThingKind::Deployment,
            Self::Group(GroupKind::Cluster | GroupKind::Zone | GroupKind::Box) => ThingKind::Other,
        }
    }
}

/// What a link from `from` to `to` means.
pub(super) fn link_kind(from: EndKind, to: EndKind) -> LinkKind {
    let (from, to) = (from.as_thing(), to.as_thing());
    if from == ThingKind::Policy {
        return LinkKind::Applies;
    }
    if to == ThingKind::Policy {
        return LinkKind::Relation;
    }
    if from == ThingKind::Dns || to == ThingKind::Dns {
        return LinkKind::Dns;
    }
    if from == ThingKind::Network || to == ThingKind::Network {
        return LinkKind::Attaches;
    }
    if routes(from) && (answers(to) || to == ThingKind::Other) {
        return LinkKind::Route;
    }
    if leads_in(from) && (leads_in(to) || routes(to) || answers(to) || to == ThingKind::Host) {
        return LinkKind::Request;
    }
    if routes(from) && (routes(to) || leads_in(to)) {
        return LinkKind::Request;
    }
    if from == ThingKind::Service && to.is_workload() {
        return LinkKind::Request;
    }
    if talks(from) && (talks(to) || matches!(to, ThingKind::Service | ThingKind::Outside) || routes(to)) {
        return LinkKind::Flow;
    }
    LinkKind::Relation
}

/// Whether a request passes it before it is routed.
fn leads_in(kind: ThingKind) -> bool {
    matches!(
        kind,
        ThingKind::Outside | ThingKind::Edge | ThingKind::Firewall | ThingKind::Vpn | ThingKind::LoadBalancer
    )
}

/// Whether it picks a backend by host and path.
fn routes(kind: ThingKind) -> bool {
    matches!(
        kind,
        ThingKind::IngressController | ThingKind::Ingress | ThingKind::Gateway | ThingKind::HttpRoute
    )
}

/// Whether requests end at it.
fn answers(kind: ThingKind) -> bool {
    kind == ThingKind::Service || talks(kind) && kind != ThingKind::External
}

/// Whether it takes part in traffic of its own.
fn talks(kind: ThingKind) -> bool {
    kind.is_workload()
        || kind.is_store()
        || matches!(
            kind,
            ThingKind::Service
                | ThingKind::Identity
                | ThingKind::Observability
                | ThingKind::Mesh
                | ThingKind::External
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use GroupKind as G;
    use LinkKind as L;
    use ThingKind as T;

    #[test]
    fn links_mean_what_their_ends_make_them() {
        let expected = [
            (T::Outside, T::IngressController, L::Request),
            (T::Outside, T::Database, L::Request),
            (T::Edge, T::LoadBalancer, L::Request),
            (T::LoadBalancer, T::IngressController, L::Request),
            (T::LoadBalancer, T::Deployment, L::Request),
            (T::Gateway, T::HttpRoute, L::Request),
            (T::IngressController, T::Service, L::Route),
            (T::IngressController, T::Deployment, L::Route),
            (T::Ingress, T::Other, L::Route),
            (T::Service, T::Deployment, L::Request),
            (T::Service, T::Database, L::Flow),
            (T::Deployment, T::Database, L::Flow),
            (T::Deployment, T::Service, L::Flow),
            (T::Deployment, T::External, L::Flow),
            (T::Deployment, T::Outside, L::Flow),
            (T::Observability, T::Deployment, L::Flow),
            (T::Policy, T::Database, L::Applies),
            (T::Deployment, T::Network, L::Attaches),
            (T::Outside, T::Dns, L::Dns),
            (T::CertificateIssuer, T::IngressController, L::Relation),
            (T::Other, T::Other, L::Relation),
        ];
        for (from, to, kind) in expected {
            assert_eq!(link_kind(EndKind::Thing(from), EndKind::Thing(to)), kind, "{from:?} {to:?}");
        }
        let outside = EndKind::Group(G::Outside);
        assert_eq!(link_kind(outside, EndKind::Thing(T::IngressController)), L::Request);
        assert_eq!(link_kind(EndKind::Thing(T::Deployment), EndKind::Group(G::Namespace)), L::Flow);
        assert_eq!(link_kind(EndKind::Thing(T::Host), EndKind::Group(G::Subnet)), L::Attaches);
    }
}
