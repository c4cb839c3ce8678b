//! What the API server refuses of an Ingress. Source: `ValidateIngress` of Kubernetes.

use super::fields::{Fields, present};
use super::object::Object;
use crate::yaml::Node;
use std::net::IpAddr;

/// Reports what is wrong with the Ingress that `object` is, of `networking.k8s.io/v1`.
pub(super) fn check_ingress(fields: &mut Fields, object: &Object) {
    let Some(spec) = fields.section(&object.tree, "spec") else { return };
    if present(spec, "rules").is_none() && present(spec, "defaultBackend").is_none() {
        fields.missing(spec, "rules");
    }
    if let Some(backend) = present(spec, "defaultBackend") {
        check_backend(fields, backend);
    }
    for rule in fields.sections(spec, "rules").unwrap_or_default() {
        if let Some(host) = present(rule, "host") {
            check_host(fields, host);
        }
        let Some(http) = fields.section(rule, "http") else { continue };
        for path in fields.sections(http, "paths").unwrap_or_default() {
            check_path(fields, path);
        }
    }
}

fn check_host(fields: &mut Fields, node: &Node) {
    let Some(host) = node.text() else { return };
    if host.parse::<IpAddr>().is_ok() {
        fields.invalid(node, "a host is a DNS name, not an address");
    } else if !host.is_empty() && host.parse::<crate::net::HostName>().is_err() {
        fields.invalid(node, format!("`{host}` is not a DNS name"));
    }
}

fn check_path(fields: &mut Fields, node: &Node) {
    match fields.text(node, "pathType") {
        None if present(node, "pathType").is_none() => fields.missing(node, "pathType"),
        Some("Exact" | "Prefix") => {
            let path = present(node, "path").and_then(|path| Some((path, path.text()?)));
            if let Some((place, path)) = path.filter(|(_, path)| !path.starts_with('/')) {
                fields.invalid(place, format!("`{path}` does not start with `/`"));
            }
        }
        Some("ImplementationSpecific") | None => {}
        Some(other) => {
            let message = format!("expected `Exact`, `Prefix` or `ImplementationSpecific`, found `{other}`");
            fields.invalid(node.get("pathType").unwrap_or(node), message);
        }
    }
    match present(node, "backend") {
        Some(backend) => check_backend(fields, backend),
        None => fields.missing(node, "backend"),
    }
}

fn check_backend(fields: &mut Fields, node: &Node) {
    match (present(node, "service"), present(node, "resource")) {
        (Some(_), Some(resource)) => {
            fields.invalid(resource, "a backend is a service or a resource, not both")
        }
        (None, None) => fields.missing(node, "service"),
        (None, Some(_)) => {}
        (Some(service), None) => {
            let Some(port) = fields.section(service, "port") else { return };
            match (present(port, "number"), present(port, "name")) {
                (Some(_), Some(name)) => fields.invalid(name, "a port has a number or a name, not both"),
                (None, None) => fields.missing(port, "number"),
                _ => {}
            }
        }
    }
}
