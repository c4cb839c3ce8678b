use crate::k8s::fields::{Fields, present};
use crate::k8s::object::Object;
use crate::k8s::placed::Placed;
use crate::k8s::service::{PortReference, port_reference};
use crate::yaml::Node;

/// A Route of OpenShift: one host and path, and the services that they lead to.
#[derive(Clone, PartialEq, Debug)]
pub struct OpenShiftRoute {
    /// The index of the object that it was read from.
    pub object: usize,
    /// Its namespace; `default` where none is written.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The host; one that the router makes up where none is written.
    pub host: Option<Placed<String>>,
    /// The prefix of paths.
    pub path: Option<Placed<String>>,
    /// How TLS ends: `edge`, `reencrypt`, `passthrough`; plain HTTP where nothing is written.
    pub termination: Option<Placed<String>>,
    /// The port of the pods that is meant; all where none is written.
    pub port: Option<Placed<PortReference>>,
    /// The services' names, each with the place of all that is said of it.
    pub services: Vec<Placed<String>>,
}

/// Reads the Route that `object` is.
pub(crate) fn openshift_route(fields: &mut Fields, object: &Object, index: usize) -> Option<OpenShiftRoute> {
    let spec = fields.section(&object.tree, "spec")?;
    let port = fields.section(spec, "port").and_then(|port| {
        let value = port_reference(fields, port, "targetPort")?;
        Some(Placed { value, span: present(port, "targetPort")?.span })
    });
    let to = fields.section(spec, "to");
    let others = fields.sections(spec, "alternateBackends").unwrap_or_default();
    let tls = fields.section(spec, "tls");
    Some(OpenShiftRoute {
        object: index,
        namespace: object.namespace_or_default().to_owned(),
        name: object.name.clone(),
        host: fields.placed_text(spec, "host").filter(|host| !host.value.is_empty()),
        path: fields.placed_text(spec, "path").filter(|path| !path.value.is_empty()),
        termination: tls.and_then(|tls| fields.placed_text(tls, "termination")),
        port,
        services: to.into_iter().chain(others).filter_map(service).collect(),
    })
}

fn service(backend: &Node) -> Option<Placed<String>> {
    let text = |key: &str| backend.get(key).and_then(Node::text);
    let name = text("name").filter(|_| text("kind").is_none_or(|kind| kind == "Service"))?;
    Some(Placed { value: name.to_owned(), span: backend.span })
}
