use super::file::{File, is_kustomization};
use crate::yaml::Node;
use std::collections::BTreeMap;

/// The namespaces that kustomizations put objects into which say none: by the folder of each kustomization.
///
/// What a kustomization lists is mostly what lies below it, so the nearest one above a file counts. That is enough for
/// drawing a thing in its place; who may talk to whom is asked of the objects as they stand.
#[derive(Debug, Default)]
pub(super) struct Homes<'a> {
    by_folder: BTreeMap<&'a str, &'a str>,
}

impl<'a> Homes<'a> {
    pub fn of(files: &'a [File]) -> Self {
        let mut homes = Self::default();
        for file in files {
            let kustomizations = file.objects.iter().filter(|object| is_kustomization(object));
            let mut named =
                kustomizations.filter_map(|object| object.tree.get("namespace").and_then(Node::text));
            if let Some(namespace) = named.next_back().filter(|namespace| !namespace.is_empty()) {
                homes.by_folder.insert(folder(&file.path), namespace);
            }
        }
        homes
    }

    /// The namespace that the objects of the file at `path` are applied to, where they say none.
    pub fn of_file(&self, path: &'a str) -> Option<&'a str> {
        let mut above = std::iter::successors(Some(folder(path)), |at| (!at.is_empty()).then(|| folder(at)));
        above.find_map(|folder| self.by_folder.get(folder).copied())
    }
}

/// The folder that `path` lies in; empty at the top.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
