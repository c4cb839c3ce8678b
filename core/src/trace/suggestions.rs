use crate::model::{Model, ThingKind};
use std::collections::BTreeSet;

/// More than these are no help to choose from.
const MOST: usize = 500;

/// What a request may start from and ask for, for fields that complete.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Suggestions {
    /// Starts: the internet, workloads, things of the drawing that are no more than that.
    pub from: Vec<String>,
    /// Targets: hosts as URLs, services as `web.shop`, workloads.
    pub to: Vec<String>,
}

impl Suggestions {
    /// What `model` has, each once, in order.
    pub fn new(model: &Model) -> Self {
        let resources = model.objects.resources();
        let workloads: BTreeSet<String> =
            resources.pods.iter().map(|pod| format!("{}/{}", pod.namespace, pod.owner.name)).collect();
        let is_only_drawn = |thing: &&crate::model::Thing| {
            thing.objects.is_empty() && !matches!(thing.kind.value, ThingKind::Outside | ThingKind::Policy)
        };
        let drawn: Vec<String> =
            model.things.iter().filter(is_only_drawn).map(|thing| thing.id.clone()).collect();
        let mut hosts: BTreeSet<String> = BTreeSet::new();
        let mut add = |host: &str| {
            if !host.starts_with('*') {
                hosts.insert(format!("https://{host}/"));
            }
        };
        let of_ingresses =
            resources.ingresses.iter().flat_map(|it| &it.rules).filter_map(|rule| rule.host.as_ref());
        of_ingresses.for_each(|host| add(&host.value));
        resources.routes.iter().flat_map(|route| &route.hostnames).for_each(|host| add(&host.value));
        model.links.iter().flat_map(|link| &link.hosts).for_each(|host| add(&host.value));
        let services: BTreeSet<String> = resources
            .services
            .iter()
            .map(|service| format!("{}.{}", service.name, service.namespace))
            .collect();
        let from =
            ["internet".to_owned()].into_iter().chain(workloads.iter().cloned()).chain(drawn.iter().cloned());
        let to =
            hosts.into_iter().chain(services).chain(workloads.iter().cloned()).chain(drawn.iter().cloned());
        Self { from: from.take(MOST).collect(), to: to.take(MOST).collect() }
    }
}
