//! Objects written for versions and fields that are gone or going, each with the way to what replaces it.
//!
//! A fix is the smallest edit that the newer version takes with the same meaning; comments stay where they are. Where what
//! replaces the old form asks something of the cluster that the document does not show, or means something else in a corner
//! case, the fix is there to be looked at; where it is another design, the help says what to do.

mod rewrite;
mod step;

pub(super) mod admin_network_policy;
pub(super) mod cert_manager_version;
pub(super) mod cilium_version;
pub(super) mod disruption_budget_version;
pub(super) mod endpoints_object;
pub(super) mod frozen_image_registry;
pub(super) mod gateway_api_version;
pub(super) mod ingress_class_annotation;
pub(super) mod ingress_nginx;
pub(super) mod ingress_version;
pub(super) mod istio_version;
pub(super) mod kube_proxy_ipvs;
pub(super) mod network_policy_version;
pub(super) mod pod_autoscaler_version;
pub(super) mod pod_security_policy;
pub(super) mod removed_version;
pub(super) mod service_external_ips;
pub(super) mod service_load_balancer_ip;
pub(super) mod traefik_group;
