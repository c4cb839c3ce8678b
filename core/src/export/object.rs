use super::ExportError;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The annotation that says which part of the drawing an object came from.
pub const FROM: &str = "netplat/from";

/// The label that Kubernetes gives every namespace, whether a manifest says so or not.
/// Source: KEP-2161, immutable label selectors for namespaces.
pub const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// A Kubernetes object to be written: the head that all kinds share, and the rest as it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Object {
    /// `networking.k8s.io/v1`
    pub api_version: &'static str,
    /// `NetworkPolicy`
    pub kind: &'static str,
    /// `metadata.name`
    pub name: String,
    /// `metadata.namespace`; none for what belongs to the whole cluster.
    pub namespace: Option<String>,
    /// `metadata.labels`
    pub labels: BTreeMap<String, String>,
    /// `metadata.annotations`, [`FROM`] not among them.
    pub annotations: BTreeMap<String, String>,
    /// The statements that it came from, in the order of the text: `web --> db`.
    pub from: Vec<String>,
    /// Everything beside `metadata`: mostly `spec`.
    pub body: Map<String, Value>,
}

impl Object {
    /// An object with a `spec` and nothing else.
    pub fn new(api_version: &'static str, kind: &'static str, name: impl Into<String>) -> Self {
        Self {
            api_version,
            kind,
            name: name.into(),
            namespace: None,
            labels: BTreeMap::new(),
            annotations: BTreeMap::new(),
            from: Vec::new(),
            body: Map::new(),
        }
    }

    /// The same object in a namespace.
    pub fn in_namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// The same object with this `spec`.
    pub fn with_spec(mut self, spec: Value) -> Self {
        self.body.insert("spec".to_owned(), spec);
        self
    }

    /// The same object with one more statement that it came from.
    pub fn with_source(mut self, statement: impl Into<String>) -> Self {
        let statement = statement.into();
        if !self.from.contains(&statement) {
            self.from.push(statement);
        }
        self
    }

    /// The object as Kubernetes reads it, keys in the order in which people write them.
    pub fn to_value(&self) -> Value {
        let mut metadata = Map::new();
        metadata.insert("name".to_owned(), json!(self.name));
        if let Some(namespace) = &self.namespace {
            metadata.insert("namespace".to_owned(), json!(namespace));
        }
        if !self.labels.is_empty() {
            metadata.insert("labels".to_owned(), json!(self.labels));
        }
        let mut annotations = self.annotations.clone();
        if !self.from.is_empty() {
            annotations.insert(FROM.to_owned(), self.from.join("; "));
        }
        if !annotations.is_empty() {
            metadata.insert("annotations".to_owned(), json!(annotations));
        }
        let mut value = Map::new();
        value.insert("apiVersion".to_owned(), json!(self.api_version));
        value.insert("kind".to_owned(), json!(self.kind));
        value.insert("metadata".to_owned(), Value::Object(metadata));
        value.extend(self.body.clone());
        Value::Object(value)
    }

    /// Where the object stands in a file: namespaces first, then by namespace, kind and name.
    pub fn order(&self) -> (bool, &str, usize, &str) {
        const KINDS: &[&str] = &["Namespace", "NetworkPolicy", "Service", "Gateway", "HTTPRoute", "Ingress"];
        let kind = KINDS.iter().position(|&kind| kind == self.kind).unwrap_or(KINDS.len());
        (self.namespace.is_some(), self.namespace.as_deref().unwrap_or_default(), kind, &self.name)
    }
}

/// Objects as one YAML text of several documents. Words that YAML 1.1 would read as other types are quoted, because
/// kubectl still reads that version.
///
/// # Errors
/// When the YAML writer refuses a value, which no object that is made here has.
pub fn to_yaml<'a>(objects: impl IntoIterator<Item = &'a Object>) -> Result<String, ExportError> {
    let documents: Vec<Value> = objects.into_iter().map(Object::to_value).collect();
    values_to_yaml(&documents)
}

/// Values that are no objects of an API, such as settings, as YAML; see [`to_yaml`].
pub(super) fn values_to_yaml(documents: &[Value]) -> Result<String, ExportError> {
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    serde_saphyr::to_string_multiple_with_options(documents, options)
        .map_err(|error| ExportError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_kubectl_reads_as_other_types_are_quoted() {
        let mut object = Object::new("v1", "Namespace", "on").with_source("subgraph on");
        for (key, value) in
            [("a", "1_000"), ("b", "12:30:45"), ("c", "yes"), ("d", "0o17"), ("e", "~"), ("f", "010")]
        {
            object.labels.insert(key.to_owned(), value.to_owned());
        }
        let text = to_yaml([&object]).expect("writes");
        for line in text.lines().filter(|line| line.starts_with("    ")) {
            let value = line.split(": ").nth(1).unwrap_or_default();
            assert!(value.starts_with(['"', '\'']) || line.contains(FROM), "{line} in\n{text}");
        }
        assert!(text.contains("name: 'on'") || text.contains("name: \"on\""), "{text}");
    }
}
