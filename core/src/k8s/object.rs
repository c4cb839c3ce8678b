use super::pod::DEFAULT_NAMESPACE;
use crate::text::Span;
use crate::yaml::Node;

/// A Kubernetes object as it is written.
#[derive(Clone, PartialEq, Debug)]
pub struct Object {
    /// `networking.k8s.io/v1`
    pub api_version: String,
    /// `NetworkPolicy`
    pub kind: String,
    /// `metadata.namespace`, where one is written.
    pub namespace: Option<String>,
    /// `metadata.name`, else `metadata.generateName`; empty where neither is written.
    pub name: String,
    /// All of it.
    pub tree: Node,
    /// Where it stands: its document, or its item of a list.
    pub span: Span,
    /// The block of the page that it stands in; none in a file of manifests.
    pub block: Option<usize>,
    /// Whether all of its document could be read. Of one that is being typed, what cannot be read is missing.
    pub is_whole: bool,
}

impl Object {
    /// The group of its API: `networking.k8s.io`; empty for the core group.
    pub fn group(&self) -> &str {
        self.api_version.rsplit_once('/').map_or("", |(group, _)| group)
    }

    /// The version of its API: `v1`.
    pub fn version(&self) -> &str {
        self.api_version.rsplit_once('/').map_or(self.api_version.as_str(), |(_, version)| version)
    }

    /// Its namespace; `default` where none is written.
    pub fn namespace_or_default(&self) -> &str {
        self.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE)
    }

    /// The value that the keys lead to, one below the other: `spec`, `podSelector`.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(&self.tree, |node, key| node.get(key))
    }

    /// Where its name is written, for what is said of all of it; all of it where it has none.
    pub fn name_span(&self) -> Span {
        self.at(&["metadata", "name"]).map_or(self.span, |name| name.span)
    }

    /// The text of an annotation, and where it stands.
    pub fn annotation(&self, key: &str) -> Option<(&str, Span)> {
        let node = self.at(&["metadata", "annotations", key])?;
        Some((node.text()?, node.span))
    }
}

impl std::fmt::Display for Object {
    /// Kind, namespace and name: `Service shop/web`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(formatter, "{} {namespace}/{}", self.kind, self.name),
            None => write!(formatter, "{} {}", self.kind, self.name),
        }
    }
}
