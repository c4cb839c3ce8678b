use super::{ExportError, Object, to_yaml};
use std::collections::BTreeMap;

/// A file of an export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// Its path below the folder that is written, with forward slashes.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// The objects as a folder that `kubectl apply -k` takes: a file for each namespace and kind, so that a change shows
/// in a review where it belongs, and a `kustomization.yaml` that lists them. `own`, the objects of the page as they stand,
/// is a file of its own, unless it is empty.
///
/// # Errors
/// When the YAML writer refuses a value, which no object that is made here has.
pub fn folder(objects: &[Object], own: &str) -> Result<Vec<File>, ExportError> {
    let mut by_path: BTreeMap<String, Vec<&Object>> = BTreeMap::new();
    for object in objects {
        by_path.entry(path(object)).or_default().push(object);
    }
    let mut kustomization =
        String::from("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n");
    if by_path.is_empty() && own.is_empty() {
        kustomization = kustomization.replace("resources:\n", "resources: []\n");
    }
    let mut files = Vec::with_capacity(by_path.len() + 1);
    if !own.is_empty() {
        kustomization.push_str("- own.yaml\n");
        files.push(File { path: "own.yaml".to_owned(), text: own.to_owned() });
    }
    for (path, objects) in by_path {
        // Paths are made of DNS labels, so they need no quotes.
        kustomization.push_str("- ");
        kustomization.push_str(&path);
        kustomization.push('\n');
        files.push(File { path, text: to_yaml(objects)? });
    }
    files.insert(0, File { path: "kustomization.yaml".to_owned(), text: kustomization });
    Ok(files)
}

fn path(object: &Object) -> String {
    let kind = object.kind.to_lowercase();
    match &object.namespace {
        Some(namespace) => format!("{namespace}/{kind}.yaml"),
        None => format!("{kind}.yaml"),
    }
}
