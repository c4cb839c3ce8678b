//! How requests are led to services: Ingress, the Gateway API, endpoints that are listed, and records of external-dns.
//!
//! Each view says what stands in one object, with the place of each part that decides something. Nothing is looked up
//! in other objects here, but by [`Attachments`], which says which listeners admit a route and where it may lead.

mod attachment;
mod dns_record;
mod endpoint_slice;
mod gateway;
mod ingress;
mod openshift_route;
mod reference_grant;
mod route;
mod route_filter;
mod route_match;

#[cfg(test)]
mod tests;

pub use attachment::{Attached, Attachments, ListenerPlace, Referent, Refusal, hosts_meet};
pub use dns_record::{DnsRecord, DnsSource};
pub use endpoint_slice::{EndpointPort, EndpointSlice, SliceEndpoint};
pub use gateway::{
    AllowedRoutes, Gateway, GatewayClass, Listener, ListenerSet, ListenerTls, NamespacesFrom, ObjectReference,
};
pub use ingress::{Ingress, IngressBackend, IngressClass, IngressPath, IngressRule, IngressTls, PathType};
pub use openshift_route::OpenShiftRoute;
pub use reference_grant::{GrantFrom, GrantTo, ReferenceGrant};
pub use route::{BackendReference, ParentReference, Route, RouteKind, RouteRule};
pub use route_filter::{PathChange, RouteFilter, RouteFilterKind};
pub use route_match::{FieldMatch, GrpcMatch, PathMatch, PathMatchKind, RouteMatch};

pub(super) use dns_record::dns_records;
pub(super) use endpoint_slice::endpoint_slices;
pub(super) use gateway::{gateway, gateway_class, listener_set};
pub(super) use ingress::{ingress, ingress_class, status_addresses};
pub(super) use openshift_route::openshift_route;
pub(super) use reference_grant::reference_grant;
pub(super) use route::route;

/// The group of the Gateway API.
pub(super) const GATEWAY_GROUP: &str = "gateway.networking.k8s.io";
