use super::gateway::{Gateway, Listener, ListenerSet, NamespacesFrom};
use super::reference_grant::{GrantFrom, GrantTo, ReferenceGrant};
use super::route::{ParentReference, Route};
use super::{GATEWAY_GROUP, RouteKind};
use crate::k8s::Resources;
use crate::k8s::selector::{NAMESPACE_NAME, Selector};
use std::collections::BTreeMap;

/// Which listeners admit a route, and into which namespaces it may lead.
///
/// Source: Gateway API, "Attaching to Gateways", `Listener.hostname` and `ReferenceGrant`.
#[derive(Debug)]
pub struct Attachments<'a> {
    resources: &'a Resources,
    gateways: BTreeMap<(&'a str, &'a str), &'a Gateway>,
    sets: BTreeMap<(&'a str, &'a str), &'a ListenerSet>,
    /// By the namespace and name of the gateway.
    sets_of: BTreeMap<(&'a str, &'a str), Vec<&'a ListenerSet>>,
    grants: BTreeMap<&'a str, Vec<&'a ReferenceGrant>>,
}

/// A listener with the object that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct ListenerPlace<'a> {
    /// The listener.
    pub listener: &'a Listener,
    /// The index of the Gateway's or ListenerSet's object.
    pub object: usize,
    /// The namespace of that object.
    pub namespace: &'a str,
}

/// An object of another namespace that something refers to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Referent<'r> {
    /// The group; empty for the core group.
    pub group: &'r str,
    /// The kind.
    pub kind: &'r str,
    /// The namespace.
    pub namespace: &'r str,
    /// The name.
    pub name: &'r str,
}

/// What a parent of a route turns out to be.
#[derive(Clone, Debug)]
pub enum Attached<'a> {
    /// A Service: the route is about traffic inside of the cluster.
    ToService,
    /// A Gateway or ListenerSet that the input does not show: it is taken to admit the route.
    Unknown,
    /// Its listeners, and for each that does not admit the route, why.
    Listeners(Vec<(ListenerPlace<'a>, Option<Refusal>)>),
}

/// Why a listener does not admit a route.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Refusal {
    /// The route names another listener.
    Section,
    /// The route names another port.
    Port,
    /// The listener takes no routes of this kind.
    Kind,
    /// The listener takes no routes of this namespace.
    Namespace,
    /// No host is both the listener's and the route's.
    Hostname,
}

impl std::fmt::Display for Refusal {
    /// Follows "the listener": "takes no routes of this kind".
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Section => "is not the one that the route names",
            Self::Port => "has not the port that the route names",
            Self::Kind => "takes no routes of this kind",
            Self::Namespace => "takes no routes of this namespace",
            Self::Hostname => "shares no host with the route",
        })
    }
}

impl<'a> Attachments<'a> {
    /// Looks at the gateways and grants among `resources`. Of two with the same name, the last one counts.
    pub fn new(resources: &'a Resources) -> Self {
        let mut of = Self {
            resources,
            gateways: BTreeMap::new(),
            sets: BTreeMap::new(),
            sets_of: BTreeMap::new(),
            grants: BTreeMap::new(),
        };
        for gateway in &resources.gateways {
            of.gateways.insert((&gateway.namespace, &gateway.name), gateway);
        }
        for set in &resources.listener_sets {
            of.sets.insert((&set.namespace, &set.name), set);
            if let Some(parent) = &set.parent {
                of.sets_of
                    .entry((parent.namespace_or(&set.namespace), &parent.name.value))
                    .or_default()
                    .push(set);
            }
        }
        for grant in &resources.grants {
            of.grants.entry(&grant.namespace).or_default().push(grant);
        }
        of
    }

    /// The gateway of this namespace and name.
    pub fn gateway(&self, namespace: &str, name: &str) -> Option<&'a Gateway> {
        self.gateways.get(&(namespace, name)).copied()
    }

    /// The listeners of `gateway`: its own, then those of the ListenerSets that it admits.
    pub fn listeners(&self, gateway: &'a Gateway) -> Vec<ListenerPlace<'a>> {
        let sets = self.sets_of.get(&(gateway.namespace.as_str(), gateway.name.as_str()));
        let sets = sets.into_iter().flatten();
        let admitted =
            sets.filter(|set| self.admits_from(&gateway.listener_sets, &gateway.namespace, &set.namespace));
        of_gateway(gateway).chain(admitted.flat_map(|set| of_set(set))).collect()
    }

    /// What `parent` of `route` is, and which of its listeners admit the route.
    pub fn attached(&self, route: &Route, parent: &ParentReference) -> Attached<'a> {
        let key = (parent.namespace_or(&route.namespace), parent.name.as_str());
        let listeners = match parent.kind.as_str() {
            "Service" => return Attached::ToService,
            "ListenerSet" | "XListenerSet" => self.sets.get(&key).map(|set| of_set(set).collect()),
            // A route that names the gateway alone is not attached to the listeners of its sets.
            _ => self.gateways.get(&key).map(|gateway| of_gateway(gateway).collect::<Vec<_>>()),
        };
        let Some(listeners) = listeners else { return Attached::Unknown };
        let judged = listeners.into_iter().map(|place| (place, self.refusal(route, parent, &place)));
        Attached::Listeners(judged.collect())
    }

    /// Whether something outside of the cluster reaches `route`: a listener admits it, or a gateway that is not shown.
    pub fn admit(&self, route: &Route) -> bool {
        route.parents.iter().any(|parent| match self.attached(route, parent) {
            Attached::ToService => false,
            Attached::Unknown => true,
            Attached::Listeners(listeners) => listeners.iter().any(|(_, refusal)| refusal.is_none()),
        })
    }

    fn refusal(&self, route: &Route, parent: &ParentReference, place: &ListenerPlace<'_>) -> Option<Refusal> {
        let listener = place.listener;
        if parent.section.as_ref().is_some_and(|section| section.value != listener.name.value) {
            return Some(Refusal::Section);
        }
        let port = listener.port.as_ref().map(|port| port.value);
        if parent.port.as_ref().is_some_and(|asked| port != Some(asked.value)) {
            return Some(Refusal::Port);
        }
        let suits = match &listener.allowed.kinds {
            Some(kinds) => kinds.iter().any(|kind| kind.value == route.kind.as_str()),
            None => route.kind.suits(&listener.protocol.value),
        };
        if !suits {
            return Some(Refusal::Kind);
        }
        if !self.admits_from(&listener.allowed.namespaces, place.namespace, &route.namespace) {
            return Some(Refusal::Namespace);
        }
        let has_hosts = matches!(route.kind, RouteKind::Http | RouteKind::Grpc | RouteKind::Tls);
        let hostname = listener.hostname.as_ref().filter(|_| has_hosts && !route.hostnames.is_empty())?;
        let meets = route.hostnames.iter().any(|host| hosts_meet(&hostname.value, &host.value));
        (!meets).then_some(Refusal::Hostname)
    }

    fn admits_from(&self, from: &NamespacesFrom, own: &str, namespace: &str) -> bool {
        match from {
            NamespacesFrom::All => true,
            NamespacesFrom::Same => own == namespace,
            NamespacesFrom::Matching(selector) => self.is_selected(selector, namespace),
            NamespacesFrom::None => false,
        }
    }

    fn is_selected(&self, selector: &Selector, namespace: &str) -> bool {
        let mut labels = self.resources.namespaces.get(namespace).cloned().unwrap_or_default();
        labels.insert(NAMESPACE_NAME.to_owned(), namespace.to_owned());
        selector.matches(&labels)
    }

    /// Whether an object of the Gateway API, of this `kind` in namespace `from`, may refer to `to`: to one of its own
    /// namespace always, else where a grant says so.
    pub fn may_refer(&self, kind: &str, from: &str, to: &Referent<'_>) -> bool {
        from == to.namespace || self.grant(kind, from, to).is_some()
    }

    /// The grant that lets an object of the Gateway API, of this `kind` in namespace `from`, refer to `to`.
    pub fn grant(&self, kind: &str, from: &str, to: &Referent<'_>) -> Option<&'a ReferenceGrant> {
        let is_from = |it: &GrantFrom| it.group == GATEWAY_GROUP && it.kind == kind && it.namespace == from;
        let is_to = |it: &GrantTo| {
            it.group == to.group
                && it.kind == to.kind
                && it.name.as_deref().is_none_or(|name| name == to.name)
        };
        let grants = self.grants.get(to.namespace)?;
        grants.iter().find(|grant| grant.from.iter().any(is_from) && grant.to.iter().any(is_to)).copied()
    }
}

impl ParentReference {
    /// The namespace that is meant, for something of namespace `own`.
    pub fn namespace_or<'s>(&'s self, own: &'s str) -> &'s str {
        self.namespace.as_ref().map_or(own, |namespace| namespace.as_str())
    }
}

fn of_gateway(gateway: &Gateway) -> impl Iterator<Item = ListenerPlace<'_>> {
    let (object, namespace) = (gateway.object, gateway.namespace.as_str());
    gateway.listeners.iter().map(move |listener| ListenerPlace { listener, object, namespace })
}

fn of_set(set: &ListenerSet) -> impl Iterator<Item = ListenerPlace<'_>> {
    let (object, namespace) = (set.object, set.namespace.as_str());
    set.listeners.iter().map(move |listener| ListenerPlace { listener, object, namespace })
}

/// Whether some host fits both, either of which may start with `*.`, which stands for one or more labels.
pub fn hosts_meet(listener: &str, route: &str) -> bool {
    let below = |wildcard: &str, host: &str| {
        wildcard.strip_prefix('*').is_some_and(|suffix| host.len() > suffix.len() && host.ends_with(suffix))
    };
    listener == route || below(listener, route) || below(route, listener)
}
