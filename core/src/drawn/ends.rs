use crate::catalog::{GroupKind, ThingKind};
use crate::k8s::{DEFAULT_NAMESPACE, Pod, Resources, Service};
use crate::model::{LinkKind, Model, Thing};
use crate::net::{AddressRange, Port, Protocol};
use crate::reach::{ConnectionSet, Reach};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What an end of a link stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum End {
    /// Workloads, by their indices in [`Reach::workloads`]; never empty.
    Workloads {
        /// Which.
        which: Vec<usize>,
        /// The Service through which they are reached, by its index in [`Resources::services`].
        service: Option<usize>,
        /// Whether it is a group: what is drawn then holds for some of it, not for all.
        is_group: bool,
    },
    /// Addresses outside of the cluster.
    Addresses(Vec<AddressRange>),
    /// The outside, without addresses that are known.
    Anywhere,
    /// The pods of an ingress controller that no object shows.
    Controller,
}

impl End {
    /// The workloads that it stands for.
    pub fn workloads(&self) -> &[usize] {
        match self {
            Self::Workloads { which, .. } => which,
            _ => &[],
        }
    }

    /// Whether it stands for several of which any may be meant.
    pub(super) fn is_any(&self) -> bool {
        matches!(self, Self::Workloads { is_group: true, .. } | Self::Anywhere)
    }
}

/// What the nodes and groups of a model stand for, as ends of connections.
#[derive(Debug)]
pub struct Ends<'a> {
    pub(super) model: &'a Model,
    pub(super) resources: &'a Resources,
    pub(super) reach: &'a Reach,
    things: HashMap<&'a str, &'a Thing>,
    groups: HashMap<&'a str, usize>,
    /// Workloads by namespace, kind and name of what makes them.
    by_owner: HashMap<(&'a str, &'a str, &'a str), Vec<usize>>,
    by_object: HashMap<usize, usize>,
    by_namespace: BTreeMap<&'a str, Vec<usize>>,
    pods: BTreeMap<&'a str, Vec<&'a Pod>>,
    services: HashMap<usize, usize>,
    /// Whether a policy looks into requests, so that an answer may hang on what they say.
    pub(super) has_partial_rules: bool,
    /// The things in each group, those of groups within it included.
    members: Vec<Vec<usize>>,
}

impl<'a> Ends<'a> {
    /// Indexes what is drawn and what was asked. `reach` is that of the model's objects.
    pub fn new(model: &'a Model, reach: &'a Reach) -> Self {
        let resources = model.objects.resources();
        let mut ends = Self {
            model,
            resources,
            reach,
            things: model.things.iter().map(|thing| (thing.id.as_str(), thing)).collect(),
            groups: model
                .groups
                .iter()
                .enumerate()
                .map(|(index, group)| (group.id.as_str(), index))
                .collect(),
            by_owner: HashMap::new(),
            by_object: HashMap::new(),
            by_namespace: BTreeMap::new(),
            pods: resources.pods_by_namespace(),
            services: resources.services.iter().enumerate().map(|(index, it)| (it.object, index)).collect(),
            has_partial_rules: has_partial_rules(resources),
            members: members(model),
        };
        for (index, workload) in reach.workloads().iter().enumerate() {
            ends.by_namespace.entry(&workload.namespace).or_default().push(index);
            for &pod in &workload.pods {
                let Some(pod) = resources.pods.get(pod) else { continue };
                ends.by_object.insert(pod.object, index);
                let owned =
                    ends.by_owner.entry((&pod.namespace, &pod.owner.kind, &pod.owner.name)).or_default();
                if owned.last() != Some(&index) {
                    owned.push(index);
                }
            }
        }
        ends
    }

    /// What opens connections at the start of a link of this kind, where that is known.
    pub fn source(&self, id: &str, kind: LinkKind) -> Option<End> {
        // From a Service to what it selects nothing flows that a policy would see.
        let is_service = self.things.get(id).is_some_and(|thing| thing.kind.value == ThingKind::Service);
        if is_service && kind != LinkKind::Flow { None } else { self.target(id) }
    }

    /// What is reached at the end of a link, where that is known.
    pub fn target(&self, id: &str) -> Option<End> {
        if let Some(thing) = self.things.get(id) {
            return self.of_thing(thing);
        }
        self.of_group(*self.groups.get(id)?)
    }

    /// What a node stands for.
    pub fn of_thing(&self, thing: &Thing) -> Option<End> {
        if let Some(&object) = thing.objects.first() {
            let service = self.services.get(&object).copied();
            let which = match service.and_then(|index| self.resources.services.get(index)) {
                Some(service) => self.behind(service),
                None => self.made_by(object),
            };
            if !which.is_empty() {
                return Some(End::Workloads { which, service, is_group: false });
            }
        }
        use ThingKind as Kind;
        match thing.kind.value {
            Kind::IngressController | Kind::Ingress | Kind::HttpRoute | Kind::Gateway => {
                Some(End::Controller)
            }
            Kind::Outside | Kind::External if !thing.addresses.is_empty() => {
                Some(End::Addresses(thing.addresses.iter().map(|known| known.value).collect()))
            }
            Kind::Outside | Kind::External => Some(End::Anywhere),
            _ => None,
        }
    }

    fn of_group(&self, index: usize) -> Option<End> {
        let group = self.model.groups.get(index)?;
        let which = match group.kind.value {
            GroupKind::Outside => return Some(End::Anywhere),
            GroupKind::Namespace => self.by_namespace.get(group.name.as_str()).cloned().unwrap_or_default(),
            _ => {
                let members =
                    self.members.get(index)?.iter().filter_map(|&thing| self.model.things.get(thing));
                let ends = members.filter_map(|thing| self.of_thing(thing));
                let all: BTreeSet<usize> = ends.flat_map(|end| end.workloads().to_vec()).collect();
                all.into_iter().collect()
            }
        };
        (!which.is_empty()).then_some(End::Workloads { which, service: None, is_group: true })
    }

    /// The workloads that an object makes, or that it is.
    fn made_by(&self, object: usize) -> Vec<usize> {
        let Some(it) = self.model.objects.objects.get(object) else { return Vec::new() };
        let namespace = it.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
        let owned = self.by_owner.get(&(namespace, it.kind.as_str(), it.name.as_str()));
        let itself = || self.by_object.get(&object).map(|&index| vec![index]);
        owned.cloned().or_else(itself).unwrap_or_default()
    }

    /// The workloads behind a Service.
    fn behind(&self, service: &Service) -> Vec<usize> {
        let pods = self.pods.get(service.namespace.as_str()).map_or(&[][..], Vec::as_slice);
        let selected = pods.iter().filter(|pod| service.selects(pod));
        let all: BTreeSet<usize> =
            selected.filter_map(|pod| self.by_object.get(&pod.object).copied()).collect();
        all.into_iter().collect()
    }

    /// The connections that an arrow asks for at a pod, with these ports on its label: those ports, as the pod knows
    /// them; through a Service without ports on the label, the Service's. Nothing where any would do.
    pub(super) fn asked(&self, end: &End, pod: usize, ports: &[&Port]) -> Option<ConnectionSet> {
        let plain = || {
            let sets =
                ports.iter().map(|port| ConnectionSet::ports(port.protocol(), port.first(), port.last()));
            (!ports.is_empty()).then(|| union(sets))
        };
        let End::Workloads { service: Some(service), .. } = end else { return plain() };
        let (Some(service), Some(pod)) =
            (self.resources.services.get(*service), self.resources.pods.get(pod))
        else {
            return plain();
        };
        let target = |protocol: Protocol, port: u16| ConnectionSet::ports(protocol, port, port);
        if ports.is_empty() {
            let targets = service.ports.iter().filter_map(|port| Some(target(port.protocol, port.of(pod)?)));
            return Some(union(targets)).filter(|set| !set.is_empty());
        }
        let of_label = |port: &&Port| {
            let served = service.ports.iter().filter(|it| {
                it.protocol == port.protocol() && (port.first()..=port.last()).contains(&it.port)
            });
            let through = union(served.filter_map(|it| Some(target(it.protocol, it.of(pod)?))));
            // A label may name the pods' port as well.
            if through.is_empty() {
                ConnectionSet::ports(port.protocol(), port.first(), port.last())
            } else {
                through
            }
        };
        Some(union(ports.iter().map(of_label)))
    }
}

fn has_partial_rules(resources: &Resources) -> bool {
    let mut rules = resources
        .policies
        .iter()
        .flat_map(|policy| [&policy.ingress, &policy.egress].into_iter().flatten().flatten());
    rules.any(|rule| rule.is_partial)
}

fn union(sets: impl Iterator<Item = ConnectionSet>) -> ConnectionSet {
    sets.fold(ConnectionSet::default(), |all, set| all.union(&set))
}

/// The things in each group and in those within it. A thing is in as many lists as groups are around it.
fn members(model: &Model) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); model.groups.len()];
    let is_end: BTreeSet<&str> =
        model.links.iter().flat_map(|link| [link.from.as_str(), link.to.as_str()]).collect();
    for (index, thing) in model.things.iter().enumerate() {
        let mut around = thing.group;
        // No chain of groups is longer than the list of groups.
        for _ in 0..model.groups.len() {
            let Some(group) = around else { break };
            let known = model.groups.get(group);
            // Lists of groups that no link ends at are not asked for.
            if known.is_some_and(|group| is_end.contains(group.id.as_str()))
                && let Some(members) = members.get_mut(group)
            {
                members.push(index);
            }
            around = known.and_then(|group| group.parent);
        }
    }
    members
}
