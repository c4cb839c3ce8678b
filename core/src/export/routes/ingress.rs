use super::Route;
use crate::export::Object;
use crate::export::names::Names;
use serde_json::{Value, json};

/// One Ingress for each route, in the namespace of its Service, as the API demands.
pub fn write(routes: &[Route<'_>], names: &Names) -> Vec<Object> {
    routes.iter().map(|route| ingress(route, names)).collect()
}

fn ingress(route: &Route<'_>, names: &Names) -> Object {
    let path = |path: &&str| {
        json!({
            "path": path,
            "pathType": "Prefix",
            "backend": { "service": { "name": route.backend.name, "port": { "number": route.backend.port } } },
        })
    };
    let paths: Value = route.paths.iter().map(path).collect();
    let rules: Value = if route.hosts.is_empty() {
        json!([{ "http": { "paths": paths } }])
    } else {
        route.hosts.iter().map(|host| json!({ "host": host, "http": { "paths": paths } })).collect()
    };
    let mut spec = json!({ "ingressClassName": route.class(names), "rules": rules });
    let mut object = Object::new("networking.k8s.io/v1", "Ingress", &route.name)
        .in_namespace(&route.backend.namespace)
        .with_source(&route.statement);
    if let Some(issuer) = route.issuer {
        object.annotations.insert("cert-manager.io/cluster-issuer".to_owned(), issuer.to_owned());
        spec["tls"] = if route.hosts.is_empty() {
            json!([{ "secretName": route.secret() }])
        } else {
            json!([{ "hosts": route.hosts, "secretName": route.secret() }])
        };
    }
    object.with_spec(spec)
}
