//! The kinds that are described.

use super::super::object::Object;
use super::admin_policy::{ADMIN_POLICY, BASELINE_NAME, BASELINE_POLICY};
use super::cilium::CILIUM_POLICY;
use super::cluster_policy::CLUSTER_POLICY;
use super::configuration::{CONFIG_MAP, SECRET, UNDESCRIBED};
use super::endpoints::{ENDPOINT_SLICE, ENDPOINTS};
use super::formats::{CANONICAL_ADDRESS, LABEL, LABEL_1035, PATH_SEGMENT, SUBDOMAIN};
use super::gateway::{GATEWAY, GATEWAY_CLASS, LISTENER_SET};
use super::grpc_route::GRPC_ROUTE;
use super::http_route::HTTP_ROUTE;
use super::ingress::{INGRESS, INGRESS_CLASS};
use super::metadata::Scope;
use super::network_policy::NETWORK_POLICY;
use super::references::{BACKEND_TLS_POLICY, REFERENCE_GRANT};
use super::service::SERVICE;
use super::service_cidr::{IP_ADDRESS, SERVICE_CIDR};
use super::shape::{Section, Shape, field, section};
use super::stream_route::{EARLY_TLS_ROUTE, STREAM_ROUTE, TLS_ROUTE};
use super::workload::{CRON_JOB, JOB, POD, REPLICATION_CONTROLLER, WORKLOAD};
use crate::yaml::Format;

/// A kind of objects.
#[derive(Debug)]
pub(super) struct Kind {
    /// The group of its API; empty for the core group.
    pub(super) group: &'static str,
    /// The versions that have this shape.
    pub(super) versions: &'static [&'static str],
    pub(super) kind: &'static str,
    /// Where its objects live.
    pub scope: Scope,
    /// What its objects are called.
    pub name: &'static Format,
    /// What its objects have beside `apiVersion`, `kind`, `metadata` and `status`.
    pub shape: &'static Section,
}

/// The kind of `object`, if it is described.
pub(super) fn of(object: &Object) -> Option<&'static Kind> {
    let (group, version, kind) = (object.group(), object.version(), object.kind.as_str());
    KINDS.iter().find(|it| it.kind == kind && it.group == group && it.versions.contains(&version))
}

const fn namespaced(
    group: &'static str,
    versions: &'static [&'static str],
    kind: &'static str,
    shape: &'static Section,
) -> Kind {
    Kind { group, versions, kind, scope: Scope::Namespaced, name: &SUBDOMAIN, shape }
}

impl Kind {
    const fn of_cluster(mut self) -> Self {
        self.scope = Scope::Cluster;
        self
    }

    const fn named(mut self, name: &'static Format) -> Self {
        self.name = name;
        self
    }
}

const ACCESS: &str = "rbac.authorization.k8s.io";
const NETWORKING: &str = "networking.k8s.io";
const POLICY: &str = "policy.networking.k8s.io";
const GATEWAYS: &str = "gateway.networking.k8s.io";

pub(super) static KINDS: &[Kind] = &[
    namespaced("", &["v1"], "Namespace", &NAMESPACE).of_cluster().named(&LABEL),
    namespaced("", &["v1"], "Service", &SERVICE).named(&LABEL_1035),
    namespaced("", &["v1"], "Endpoints", &ENDPOINTS),
    namespaced("", &["v1"], "ConfigMap", &CONFIG_MAP),
    namespaced("", &["v1"], "Secret", &SECRET),
    namespaced("", &["v1"], "ServiceAccount", &UNDESCRIBED),
    namespaced("", &["v1"], "PersistentVolumeClaim", &UNDESCRIBED),
    namespaced("", &["v1"], "PersistentVolume", &UNDESCRIBED).of_cluster(),
    namespaced("policy", &["v1"], "PodDisruptionBudget", &UNDESCRIBED),
    namespaced("autoscaling", &["v1", "v2"], "HorizontalPodAutoscaler", &UNDESCRIBED),
    namespaced(ACCESS, &["v1"], "Role", &UNDESCRIBED).named(&PATH_SEGMENT),
    namespaced(ACCESS, &["v1"], "RoleBinding", &UNDESCRIBED).named(&PATH_SEGMENT),
    namespaced(ACCESS, &["v1"], "ClusterRole", &UNDESCRIBED).of_cluster().named(&PATH_SEGMENT),
    namespaced(ACCESS, &["v1"], "ClusterRoleBinding", &UNDESCRIBED).of_cluster().named(&PATH_SEGMENT),
    namespaced("", &["v1"], "Pod", &POD),
    namespaced("", &["v1"], "ReplicationController", &REPLICATION_CONTROLLER),
    namespaced("apps", &["v1"], "Deployment", &WORKLOAD),
    namespaced("apps", &["v1"], "StatefulSet", &WORKLOAD),
    namespaced("apps", &["v1"], "DaemonSet", &WORKLOAD),
    namespaced("apps", &["v1"], "ReplicaSet", &WORKLOAD),
    namespaced("batch", &["v1"], "Job", &JOB),
    namespaced("batch", &["v1"], "CronJob", &CRON_JOB),
    namespaced("discovery.k8s.io", &["v1"], "EndpointSlice", &ENDPOINT_SLICE),
    namespaced(NETWORKING, &["v1"], "Ingress", &INGRESS),
    namespaced(NETWORKING, &["v1"], "IngressClass", &INGRESS_CLASS).of_cluster(),
    namespaced(NETWORKING, &["v1"], "NetworkPolicy", &NETWORK_POLICY),
    namespaced(NETWORKING, &["v1"], "ServiceCIDR", &SERVICE_CIDR).of_cluster(),
    namespaced(NETWORKING, &["v1"], "IPAddress", &IP_ADDRESS).of_cluster().named(&CANONICAL_ADDRESS),
    namespaced(POLICY, &["v1alpha1"], "AdminNetworkPolicy", &ADMIN_POLICY).of_cluster(),
    namespaced(POLICY, &["v1alpha1"], "BaselineAdminNetworkPolicy", &BASELINE_POLICY)
        .of_cluster()
        .named(&BASELINE_NAME),
    namespaced(POLICY, &["v1alpha2"], "ClusterNetworkPolicy", &CLUSTER_POLICY).of_cluster(),
    namespaced("cilium.io", &["v2"], "CiliumNetworkPolicy", &CILIUM_POLICY),
    namespaced("cilium.io", &["v2"], "CiliumClusterwideNetworkPolicy", &CILIUM_POLICY).of_cluster(),
    namespaced(GATEWAYS, &["v1", "v1beta1"], "GatewayClass", &GATEWAY_CLASS).of_cluster(),
    namespaced(GATEWAYS, &["v1", "v1beta1"], "Gateway", &GATEWAY),
    namespaced(GATEWAYS, &["v1"], "ListenerSet", &LISTENER_SET),
    namespaced(GATEWAYS, &["v1", "v1beta1"], "HTTPRoute", &HTTP_ROUTE),
    namespaced(GATEWAYS, &["v1"], "GRPCRoute", &GRPC_ROUTE),
    namespaced(GATEWAYS, &["v1", "v1alpha3"], "TLSRoute", &TLS_ROUTE),
    namespaced(GATEWAYS, &["v1alpha2"], "TLSRoute", &EARLY_TLS_ROUTE),
    namespaced(GATEWAYS, &["v1", "v1alpha2"], "TCPRoute", &STREAM_ROUTE),
    namespaced(GATEWAYS, &["v1", "v1alpha2"], "UDPRoute", &STREAM_ROUTE),
    namespaced(GATEWAYS, &["v1", "v1beta1"], "ReferenceGrant", &REFERENCE_GRANT),
    namespaced(GATEWAYS, &["v1", "v1alpha3"], "BackendTLSPolicy", &BACKEND_TLS_POLICY),
];

static NAMESPACE: Section = section(&[field("spec", Shape::Any)]);
