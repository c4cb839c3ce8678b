use crate::k8s::fields::{Fields, present};
use crate::k8s::object::Object;
use crate::k8s::placed::Placed;
use crate::k8s::service::{PortReference, port_reference};
use crate::text::Span;
use crate::yaml::Node;

/// An Ingress: hosts and paths, and the services that they lead to.
#[derive(Clone, PartialEq, Debug)]
pub struct Ingress {
    /// The index of the object that it was read from.
    pub object: usize,
    /// Its namespace; `default` where none is written.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// `spec.ingressClassName`.
    pub class: Option<Placed<String>>,
    /// The annotation `kubernetes.io/ingress.class`, which came before the field and which controllers still honour.
    pub annotated_class: Option<Placed<String>>,
    /// Where requests lead that no rule is about.
    pub default_backend: Option<IngressBackend>,
    /// Its rules, in order.
    pub rules: Vec<IngressRule>,
    /// For which hosts it has certificates.
    pub tls: Vec<IngressTls>,
    /// Addresses and names of the load balancer, from its status.
    pub addresses: Vec<Placed<String>>,
}

/// What an Ingress says of one host.
#[derive(Clone, PartialEq, Debug)]
pub struct IngressRule {
    /// All of the rule.
    pub span: Span,
    /// The host; a first label of `*` stands for any one label. Every host where none is written.
    pub host: Option<Placed<String>>,
    /// Its paths, in order.
    pub paths: Vec<IngressPath>,
}

/// A path of an Ingress, and where it leads.
#[derive(Clone, PartialEq, Debug)]
pub struct IngressPath {
    /// All of the item.
    pub span: Span,
    /// The path; none is `/`.
    pub path: Option<Placed<String>>,
    /// How it is held against the path of a request.
    pub path_type: PathType,
    /// Where it leads; none where that cannot be understood.
    pub backend: Option<IngressBackend>,
}

/// How a path of an Ingress is held against the path of a request.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PathType {
    /// Both are equal.
    Exact,
    /// All elements between slashes of the one are the first elements of the other.
    Prefix,
    /// As the controller likes: most take it for a prefix. Also what is meant where nothing is written.
    ImplementationSpecific,
}

/// Where an Ingress leads.
#[derive(Clone, PartialEq, Debug)]
pub enum IngressBackend {
    /// A service of the Ingress's namespace.
    Service {
        /// All of the backend.
        span: Span,
        /// The service's name.
        name: Placed<String>,
        /// The service's port; none where it is missing or cannot be understood.
        port: Option<Placed<PortReference>>,
    },
    /// Another object: a bucket, a function.
    Resource {
        /// All of the backend.
        span: Span,
        /// Its kind.
        kind: String,
        /// Its name.
        name: String,
    },
}

/// For which hosts an Ingress has a certificate.
#[derive(Clone, PartialEq, Debug)]
pub struct IngressTls {
    /// All of the item.
    pub span: Span,
    /// The hosts; where there are none, the certificate is meant for all.
    pub hosts: Vec<Placed<String>>,
    /// The secret that holds the certificate; the controller's own one where none is named.
    pub secret: Option<Placed<String>>,
}

/// An IngressClass: which controller serves the Ingresses that name it.
#[derive(Clone, PartialEq, Debug)]
pub struct IngressClass {
    /// The index of the object that it was read from.
    pub object: usize,
    /// Its name.
    pub name: String,
    /// The controller: `traefik.io/ingress-controller`.
    pub controller: Option<Placed<String>>,
    /// Where it says that it is for Ingresses without a class, if it does.
    pub default: Option<Span>,
}

impl Ingress {
    /// The class as controllers see it: the annotation comes first where both are written.
    pub fn class_name(&self) -> Option<&Placed<String>> {
        self.annotated_class.as_ref().or(self.class.as_ref())
    }

    /// All its backends with their paths, the default one last.
    pub fn backends(&self) -> impl Iterator<Item = &IngressBackend> {
        let paths = self.rules.iter().flat_map(|rule| &rule.paths);
        paths.filter_map(|path| path.backend.as_ref()).chain(&self.default_backend)
    }
}

impl IngressBackend {
    /// All of it.
    pub fn span(&self) -> Span {
        match self {
            Self::Service { span, .. } | Self::Resource { span, .. } => *span,
        }
    }
}

/// Reads the Ingress that `object` is, of any version.
pub(crate) fn ingress(fields: &mut Fields, object: &Object, index: usize) -> Option<Ingress> {
    let spec = fields.section(&object.tree, "spec")?;
    let mut default_backend = None;
    // `backend` is what the first versions called it.
    for key in ["defaultBackend", "backend"] {
        if let Some(node) = fields.section(spec, key) {
            default_backend = backend(fields, node);
        }
    }
    let rules = fields.sections(spec, "rules").unwrap_or_default();
    let tls = fields.sections(spec, "tls").unwrap_or_default();
    Some(Ingress {
        object: index,
        namespace: object.namespace_or_default().to_owned(),
        name: object.name.clone(),
        class: fields.placed_text(spec, "ingressClassName"),
        annotated_class: fields.annotation(&object.tree, "kubernetes.io/ingress.class"),
        default_backend,
        rules: rules.into_iter().map(|node| rule(fields, node)).collect(),
        tls: tls.into_iter().map(|node| ingress_tls(fields, node)).collect(),
        addresses: status_addresses(&object.tree),
    })
}

/// The addresses and names under `status.loadBalancer.ingress`. What a status says is not the author's to mend.
pub(crate) fn status_addresses(tree: &Node) -> Vec<Placed<String>> {
    let ingress =
        tree.get("status").and_then(|status| status.get("loadBalancer")?.get("ingress")).map(Node::items);
    let address = |item: &Node| {
        let node = item.get("ip").or_else(|| item.get("hostname"))?;
        Some(Placed { value: node.text()?.to_owned(), span: node.span })
    };
    ingress.unwrap_or_default().iter().filter_map(address).collect()
}

fn rule(fields: &mut Fields, node: &Node) -> IngressRule {
    let host = fields.placed_text(node, "host").filter(|host| !host.value.is_empty());
    let paths = match fields.section(node, "http") {
        Some(http) => fields.sections(http, "paths").unwrap_or_default(),
        None => Vec::new(),
    };
    let paths = paths.into_iter().map(|node| path(fields, node)).collect();
    IngressRule { span: node.span, host, paths }
}

fn path(fields: &mut Fields, node: &Node) -> IngressPath {
    let path_type = match node.get("pathType").and_then(Node::text) {
        Some("Exact") => PathType::Exact,
        Some("Prefix") => PathType::Prefix,
        _ => PathType::ImplementationSpecific,
    };
    let path = fields.placed_text(node, "path").filter(|path| !path.value.is_empty());
    let backend = match fields.section(node, "backend") {
        Some(node) => backend(fields, node),
        None => None,
    };
    IngressPath { span: node.span, path, path_type, backend }
}

fn backend(fields: &mut Fields, node: &Node) -> Option<IngressBackend> {
    let span = node.span;
    // v1beta1 wrote the name and the port side by side.
    if present(node, "serviceName").is_some() {
        let name = fields.placed_text(node, "serviceName")?;
        let port = port_reference(fields, node, "servicePort").zip(present(node, "servicePort"));
        let port = port.map(|(value, node)| Placed { value, span: node.span });
        return Some(IngressBackend::Service { span, name, port });
    }
    if let Some(resource) = present(node, "resource") {
        let text = |key: &str| resource.get(key).and_then(Node::text).unwrap_or_default().to_owned();
        return Some(IngressBackend::Resource { span, kind: text("kind"), name: text("name") });
    }
    let service = fields.section(node, "service")?;
    let Some(name) = fields.placed_text(service, "name") else {
        fields.missing(service, "name");
        return None;
    };
    let port = service_port(fields, service);
    Some(IngressBackend::Service { span, name, port })
}

fn service_port(fields: &mut Fields, service: &Node) -> Option<Placed<PortReference>> {
    let Some(port) = fields.section(service, "port") else {
        fields.missing(service, "port");
        return None;
    };
    if let Some(number) = fields.placed_port(port, "number") {
        return Some(Placed { value: PortReference::Number(number.value), span: number.span });
    }
    let name = fields.placed_text(port, "name")?;
    Some(Placed { value: PortReference::Name(name.value), span: name.span })
}

fn ingress_tls(fields: &mut Fields, node: &Node) -> IngressTls {
    IngressTls {
        span: node.span,
        hosts: fields.placed_texts(node, "hosts"),
        secret: fields.placed_text(node, "secretName").filter(|secret| !secret.value.is_empty()),
    }
}

/// Reads the IngressClass that `object` is.
pub(crate) fn ingress_class(fields: &mut Fields, object: &Object, index: usize) -> IngressClass {
    let spec = fields.section(&object.tree, "spec");
    let default = fields.annotation(&object.tree, "ingressclass.kubernetes.io/is-default-class");
    IngressClass {
        object: index,
        name: object.name.clone(),
        controller: spec.and_then(|spec| fields.placed_text(spec, "controller")),
        default: default.filter(|default| default.value == "true").map(|default| default.span),
    }
}
