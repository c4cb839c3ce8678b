use crate::catalog::{GroupKind, ThingKind};
use crate::k8s::Object;
use crate::model::{LinkKind, Model, Thing};
use std::collections::BTreeSet;

/// Services that every cluster has: `kubernetes` and the DNS.
const OWN_SERVICES: u128 = 2;

/// What a design asks of a cluster's addresses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Demand {
    /// The nodes: those that are planned, else those that the page has as objects or draws. None where it says nothing
    /// of nodes.
    pub nodes: Option<u128>,
    /// The Services: those that the page has as objects, those that its charts need, and the two of every cluster.
    pub services: u128,
    /// The addresses for load balancers: one for each ingress controller, gateway and Service of that type.
    pub load_balancers: u128,
}

impl Demand {
    /// What `model` asks of the cluster with this name, or of the only one. Where there are several, a chart asks it of
    /// the one whose group it is drawn in, and objects ask it of none: they do not say where they belong.
    pub fn of(model: &Model, cluster: Option<&str>, is_only_one: bool) -> Self {
        let drawn = || model.things.iter().filter(|it| is_only_one || is_drawn_in(model, it, cluster));
        let objects = || model.objects.objects.iter().filter(|_| is_only_one);
        let declared =
            model.cluster(cluster).and_then(|it| it.nodes.as_ref()).map(|known| u128::from(known.value));
        let counted = || {
            let written = objects().filter(|it| it.kind == "Node").count();
            let hosts = drawn().filter(|it| it.kind.value == ThingKind::Host).count();
            [written, hosts].into_iter().find(|&count| count > 0).map(|count| count as u128)
        };
        let called = called(model);
        let needed = drawn().filter(|it| needs_service(it, &called)).map(|it| it.id.as_str());
        let written = objects().filter(|it| has_cluster_address(it)).map(|it| it.name.as_str());
        let services: BTreeSet<&str> = needed.chain(written).collect();
        let doors =
            drawn().filter(|it| matches!(it.kind.value, ThingKind::IngressController | ThingKind::Gateway));
        let balanced = objects().filter(|it| service_type(it) == Some("LoadBalancer"));
        Self {
            nodes: declared.or_else(counted),
            services: services.len() as u128 + OWN_SERVICES,
            load_balancers: (doors.count() + balanced.count()) as u128,
        }
    }
}

/// The ids of what requests and flows go to.
fn called(model: &Model) -> BTreeSet<&str> {
    let links = model.links.iter();
    let calls =
        links.filter(|link| matches!(link.kind, LinkKind::Request | LinkKind::Route | LinkKind::Flow));
    calls.map(|link| link.to.as_str()).collect()
}

fn needs_service(thing: &Thing, called: &BTreeSet<&str>) -> bool {
    match thing.kind.value {
        ThingKind::Service => true,
        ThingKind::Deployment | ThingKind::StatefulSet | ThingKind::DaemonSet => {
            called.contains(thing.id.as_str())
        }
        _ => false,
    }
}

/// The type of a Service, as far as it says one.
fn service_type(object: &Object) -> Option<&str> {
    let is_service = object.kind == "Service" && object.group().is_empty();
    object.at(&["spec", "type"]).and_then(|it| it.text()).filter(|_| is_service)
}

/// Whether it is a Service with an address of the cluster: neither a name for something outside nor headless.
fn has_cluster_address(object: &Object) -> bool {
    let address = object.at(&["spec", "clusterIP"]).and_then(|it| it.text());
    object.kind == "Service"
        && object.group().is_empty()
        && service_type(object) != Some("ExternalName")
        && address != Some("None")
}

/// Whether one of the groups around `thing` is the cluster with this name.
fn is_drawn_in(model: &Model, thing: &Thing, cluster: Option<&str>) -> bool {
    let Some(cluster) = cluster else { return false };
    let parent = |index: &usize| model.groups.get(*index).and_then(|group| group.parent);
    // Groups of one view never hold each other in turn; those of several views are kept from it by the model.
    let around = std::iter::successors(thing.group, parent).take(model.groups.len());
    around.filter_map(|index| model.groups.get(index)).any(|group| {
        let says =
            || group.text.split(|it: char| it.is_whitespace()).any(|word| word.eq_ignore_ascii_case(cluster));
        group.kind.value == GroupKind::Cluster
            && (group.id == cluster || group.text.eq_ignore_ascii_case(cluster) || says())
    })
}
