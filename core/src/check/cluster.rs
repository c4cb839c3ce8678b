use super::shown::Shown;
use super::unprotected_workloads::protected;
use crate::diagnostic::Problem;
use crate::k8s::{Object, Resources};
use crate::reach::{Redundant, redundant};
use crate::text::Span;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// Kubernetes objects and what was understood of them: what checks of policies look at, on a page or in manifests.
#[derive(Debug)]
pub struct Cluster<'a> {
    pub(super) resources: &'a Resources,
    pub(super) objects: Vec<&'a Object>,
    /// The pods and Services by namespace, and whether those are all.
    pub(super) shown: Shown<'a>,
    redundant: OnceCell<Redundant>,
    protected: OnceCell<BTreeSet<usize>>,
}

/// A problem with the index of the object that it is in.
pub type Found = (usize, Problem);

impl<'a> Cluster<'a> {
    /// `resources` are what was read from `objects`.
    pub fn new(resources: &'a Resources, objects: Vec<&'a Object>) -> Self {
        Self {
            resources,
            shown: Shown::new(&objects, resources),
            objects,
            redundant: OnceCell::new(),
            protected: OnceCell::new(),
        }
    }

    /// Which policies and rules could be left out.
    pub(super) fn redundant(&self) -> &Redundant {
        self.redundant.get_or_init(|| redundant(self.resources))
    }

    /// The pods, by their index, that some policy keeps something from reaching.
    pub(super) fn protected(&self) -> &BTreeSet<usize> {
        self.protected.get_or_init(|| protected(self.resources))
    }

    /// The value that the keys lead to in an object, else the object's name, else all of it.
    pub(super) fn place(&self, object: usize, path: &[&str]) -> Span {
        let Some(object) = self.objects.get(object) else { return Span::default() };
        let at = |path: &[&str]| object.at(path).filter(|_| !path.is_empty()).map(|node| node.span);
        at(path).or_else(|| at(&["metadata", "name"])).unwrap_or(object.span)
    }
}
