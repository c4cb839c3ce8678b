//! Kubernetes objects as they stand in a text: in the ` ```yaml ` fences of a page, or in a file of manifests.
//!
//! An object is its tree with spans, verbatim; typed views of what the rest of the core needs are read from it. A text
//! that is no object (values of a chart, a snippet of configuration, a template) is left alone, and listed as left.
//! What the API server would refuse of an object is said on request. Nothing is known of a cluster: defaults of the API
//! server are not filled in.
//!
//! ```
//! use netplat_core::k8s;
//! let text = "apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n---\nreplicas: 3\n";
//! let read = k8s::read_manifest(text);
//! assert_eq!(read.objects[0].to_string(), "Service shop/web");
//! assert_eq!(read.left[0].span.slice(text).trim(), "replicas: 3");
//! ```

mod backend;
mod calico;
mod cilium;
mod cluster_policy;
mod expression;
mod fields;
mod network_policy;
mod object;
mod objects;
mod parts;
mod placed;
mod pod;
mod policy;
mod read;
mod resources;
mod routing;
mod rule;
mod selection;
mod selector;
mod service;
mod tier;
mod validation;

#[cfg(test)]
mod tests;

pub(crate) use fields::is_placeholder;

pub use backend::{Backend, BackendPort};
pub use expression::{Expression, TextTest};
pub use object::Object;
pub use objects::{Left, Objects, WhyLeft};
pub use parts::documents;
pub use placed::Placed;
pub use pod::{ContainerPort, DEFAULT_NAMESPACE, Owner, Pod};
pub use policy::{Action, Peer, PeerKind, Policy, PortMatch, Ports, Rule};
pub use read::{may_hold_objects, read, read_manifest};
pub use resources::Resources;
pub use routing::{
    AllowedRoutes, Attached, Attachments, BackendReference, DnsRecord, DnsSource, EndpointPort,
    EndpointSlice, FieldMatch, Gateway, GatewayClass, GrantFrom, GrantTo, GrpcMatch, Ingress, IngressBackend,
    IngressClass, IngressPath, IngressRule, IngressTls, Listener, ListenerPlace, ListenerSet, ListenerTls,
    NamespacesFrom, ObjectReference, OpenShiftRoute, ParentReference, PathChange, PathMatch, PathMatchKind,
    PathType, ReferenceGrant, Referent, Refusal, Route, RouteFilter, RouteFilterKind, RouteKind, RouteMatch,
    RouteRule, SliceEndpoint, hosts_meet,
};
pub use rule::{INVALID_VALUE, MISSING_FIELD, RULES, UNKNOWN_FIELD, WRONG_TYPE};
pub use selection::{ACCOUNT_NAME, Addresses, Namespaces, PodSelection};
pub use selector::{Labels, NAMESPACE_NAME, Operator, Requirement, Selector};
pub use service::{AddressSource, PortReference, Service, ServiceAddress, ServiceKind, ServicePort};
pub use tier::{Order, Tier};
