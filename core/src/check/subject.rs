use super::cluster::Cluster;
use super::design::Design;
use super::routing_view::RoutingView;
use crate::drawn::Drawn;
use crate::k8s::Resources;
use crate::reach::Reach;
use std::ops::Deref;
use std::sync::OnceLock;

/// A design with what was understood of its Kubernetes objects, for the checks that look at those.
#[derive(Debug)]
pub struct Subject<'a> {
    design: Design<'a>,
    /// What the document's Kubernetes objects say about who may talk to whom.
    pub resources: &'a Resources,
    /// The same with the objects, for checks that are asked of manifests as well.
    pub(super) cluster: Cluster<'a>,
    /// Its Ingresses and routes, and the Services that they lead to.
    pub(super) routing: RoutingView<'a>,
    reach: OnceLock<Reach>,
    drawn: OnceLock<Drawn>,
}

impl<'a> Subject<'a> {
    /// Reads the objects of `design`.
    pub fn new(design: Design<'a>) -> Self {
        let model = design.model;
        let objects = model.objects.objects.iter().collect();
        let mut cluster = Cluster::new(model.objects.resources(), objects);
        cluster.shown.note_left(design.text, &model.objects.left);
        Self {
            resources: model.objects.resources(),
            cluster,
            routing: RoutingView::new(model.objects.resources()),
            reach: OnceLock::new(),
            drawn: OnceLock::new(),
            design,
        }
    }

    /// Who may talk to whom. Asked once, when a check first wants to know.
    pub(super) fn reach(&self) -> &Reach {
        self.reach.get_or_init(|| Reach::new(self.resources))
    }

    /// What is drawn of who may talk to whom.
    pub(super) fn drawn(&self) -> &Drawn {
        self.drawn.get_or_init(|| Drawn::new(self.model, self.reach()))
    }
}

impl<'a> Deref for Subject<'a> {
    type Target = Design<'a>;

    fn deref(&self) -> &Design<'a> {
        &self.design
    }
}
