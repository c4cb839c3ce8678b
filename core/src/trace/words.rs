//! How steps name things.

use crate::k8s::{Object, Pod, Service};

/// `shop/web[Deployment]`
pub(super) fn pod(pod: &Pod) -> String {
    format!("{}/{}[{}]", pod.namespace, pod.owner.name, pod.owner.kind)
}

/// `Service shop/web`
pub(super) fn service(service: &Service) -> String {
    format!("Service {}/{}", service.namespace, service.name)
}

/// `HTTPRoute shop/web`, `IngressClass traefik`
pub(super) fn object(object: &Object) -> String {
    match object.kind.as_str() {
        "IngressClass" | "GatewayClass" => object.to_string(),
        _ => format!("{} {}/{}", object.kind, object.namespace_or_default(), object.name),
    }
}

/// `a`, `a and b`, `a, b and c`, `a, b and 3 more`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}
