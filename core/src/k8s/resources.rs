use super::backend::{Backend, backends};
use super::calico::{Calico, NotAsked};
use super::cilium::{cilium_policies, is_about_nodes};
use super::cluster_policy::cluster_policy;
use super::fields::{Fields, present};
use super::network_policy::network_policy;
use super::object::Object;
use super::pod::{DEFAULT_NAMESPACE, Pod, pods};
use super::policy::Policy;
use super::routing::{
    DnsRecord, EndpointSlice, GATEWAY_GROUP, Gateway, GatewayClass, Ingress, IngressClass, ListenerSet,
    OpenShiftRoute, ReferenceGrant, Route, RouteKind, dns_records, endpoint_slices, gateway, gateway_class,
    ingress, ingress_class, listener_set, openshift_route, reference_grant, route,
};
use super::selection::{ACCOUNT_NAME, Namespaces};
use super::selector::{Labels, NAMESPACE_NAME, labels};
use super::service::{Service, service};
use crate::diagnostic::Problem;
use std::collections::BTreeMap;

/// What objects say about who may talk to whom.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Resources {
    /// The labels of each namespace, by its name. One that nothing declares has the label of its name only.
    pub namespaces: BTreeMap<String, Labels>,
    /// The labels of each service account that is declared, by its namespace and name.
    pub accounts: BTreeMap<(String, String), Labels>,
    /// Pods, and templates of pods that are not there.
    pub pods: Vec<Pod>,
    /// Services.
    pub services: Vec<Service>,
    /// Services that routes lead to from outside of the cluster.
    pub backends: Vec<Backend>,
    /// Ingresses.
    pub ingresses: Vec<Ingress>,
    /// IngressClasses.
    pub ingress_classes: Vec<IngressClass>,
    /// GatewayClasses.
    pub gateway_classes: Vec<GatewayClass>,
    /// Gateways.
    pub gateways: Vec<Gateway>,
    /// ListenerSets.
    pub listener_sets: Vec<ListenerSet>,
    /// Routes of the Gateway API.
    pub routes: Vec<Route>,
    /// OpenShift's Routes.
    pub openshift_routes: Vec<OpenShiftRoute>,
    /// ReferenceGrants.
    pub grants: Vec<ReferenceGrant>,
    /// EndpointSlices, and the older Endpoints.
    pub endpoint_slices: Vec<EndpointSlice>,
    /// DNS records that external-dns is told to write.
    pub dns_records: Vec<DnsRecord>,
    /// The indices of objects that lead requests somewhere, and whose kinds are not understood.
    pub other_routes: Vec<usize>,
    /// Policies of all tiers.
    pub policies: Vec<Policy>,
    /// The indices of objects that decide who may talk to whom as well, and whose kinds are not understood.
    pub not_asked: Vec<usize>,
}

impl Resources {
    /// Reads what `objects` say, and what is wrong with it: each problem with the index of its object. Indices in
    /// what is read are those of `objects`. Linear, but for sorting.
    pub fn read(objects: &[&Object]) -> (Self, Vec<(usize, Problem)>) {
        let mut fields = Fields::default();
        let mut read = Self::default();
        for (index, object) in objects.iter().enumerate() {
            fields.object = index;
            match (object.group(), object.kind.as_str()) {
                ("", "Namespace") => {
                    let metadata = present(&object.tree, "metadata");
                    let labels = metadata.map(|node| labels(&mut fields, node, "labels")).unwrap_or_default();
                    read.namespaces.insert(object.name.clone(), labels);
                }
                ("networking.k8s.io" | "extensions", "Ingress") => {
                    read.ingresses.extend(ingress(&mut fields, object, index));
                }
                ("", "Service") => read.services.extend(service(&mut fields, object, index)),
                ("", "ServiceAccount") => {
                    let metadata = present(&object.tree, "metadata");
                    let labels = metadata.map(|node| labels(&mut fields, node, "labels")).unwrap_or_default();
                    let namespace = object.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
                    read.accounts.insert((namespace.to_owned(), object.name.clone()), labels);
                }
                (group, kind) if leads(group, kind) => read.other_routes.push(index),
                _ => read.read_routing(&mut fields, object, index),
            }
            read.dns_records.extend(dns_records(&mut fields, object, index));
        }
        read.policies(&mut fields, objects);
        read.pods = pods(&mut fields, objects);
        read.backends = backends(&read);
        read.name_namespaces();
        let mut problems = fields.problems;
        // What is being typed has problems of its own already.
        problems.retain(|(index, _)| objects.get(*index).is_some_and(|object| object.is_whole));
        problems.sort_by_key(|(index, problem)| (*index, problem.span, problem.rule.code));
        // What two readers look at is found twice.
        problems.dedup();
        (read, problems)
    }

    /// Adds what `object` says about where requests lead.
    fn read_routing(&mut self, fields: &mut Fields, object: &Object, index: usize) {
        match (object.group(), object.kind.as_str()) {
            ("networking.k8s.io", "IngressClass") => {
                self.ingress_classes.push(ingress_class(fields, object, index));
            }
            ("route.openshift.io" | "", "Route") => {
                self.openshift_routes.extend(openshift_route(fields, object, index));
            }
            (GATEWAY_GROUP, "GatewayClass") => {
                self.gateway_classes.push(gateway_class(fields, object, index))
            }
            (GATEWAY_GROUP, "Gateway") => self.gateways.extend(gateway(fields, object, index)),
            (GATEWAY_GROUP, "ListenerSet") | ("gateway.networking.x-k8s.io", "XListenerSet") => {
                self.listener_sets.extend(listener_set(fields, object, index));
            }
            (GATEWAY_GROUP, "ReferenceGrant") => self.grants.extend(reference_grant(fields, object, index)),
            (GATEWAY_GROUP, kind) => {
                let kind = RouteKind::named(kind);
                self.routes.extend(kind.and_then(|kind| route(fields, object, index, kind)));
            }
            ("discovery.k8s.io", "EndpointSlice") | ("", "Endpoints") => {
                self.endpoint_slices.extend(endpoint_slices(fields, object, index));
            }
            _ => {}
        }
    }

    /// Reads policies, which may name services.
    fn policies(&mut self, fields: &mut Fields, objects: &[&Object]) {
        let calico = Calico::read(fields, objects, &self.namespaces);
        for (index, object) in objects.iter().enumerate() {
            fields.object = index;
            match (object.group(), object.kind.as_str()) {
                ("networking.k8s.io" | "extensions", "NetworkPolicy") => {
                    self.policies.extend(network_policy(fields, object, index));
                }
                (
                    "policy.networking.k8s.io",
                    "AdminNetworkPolicy" | "BaselineAdminNetworkPolicy" | "ClusterNetworkPolicy",
                ) => self.policies.extend(cluster_policy(fields, object, index)),
                ("cilium.io", "CiliumNetworkPolicy" | "CiliumClusterwideNetworkPolicy") => {
                    self.policies.extend(cilium_policies(fields, object, index, &self.services));
                    if is_about_nodes(object) {
                        self.not_asked.push(index);
                    }
                }
                ("projectcalico.org" | "crd.projectcalico.org", "NetworkPolicy" | "GlobalNetworkPolicy") => {
                    match calico.policy(fields, object, index, &self.services) {
                        Ok(policy) => self.policies.extend(policy),
                        Err(NotAsked) => self.not_asked.push(index),
                    }
                }
                (group, kind) if decides(group, kind) => self.not_asked.push(index),
                _ => {}
            }
        }
        // A name that stands twice is one object, as the last one says.
        let key = |policy: &Policy| {
            let group = objects.get(policy.object).map_or("", |object| object.group());
            (group, policy.kind.clone(), policy.namespace.clone(), policy.name.clone())
        };
        let last: BTreeMap<_, usize> =
            self.policies.iter().map(|policy| (key(policy), policy.object)).collect();
        self.policies.retain(|policy| {
            policy.name.is_empty() || last.get(&key(policy)).is_none_or(|&object| object == policy.object)
        });
    }

    /// The labels of the service account of `pod`, with that of its name.
    pub(super) fn account_labels(&self, pod: &Pod) -> Labels {
        let key = (pod.namespace.clone(), pod.account.clone());
        let mut labels = self.accounts.get(&key).cloned().unwrap_or_default();
        labels.insert(ACCOUNT_NAME.to_owned(), pod.account.clone());
        labels
    }

    /// Gives each namespace that something is in the label of its name.
    fn name_namespaces(&mut self) {
        let of_pods = self.pods.iter().map(|pod| pod.namespace.clone());
        let of_policies = self.policies.iter().filter_map(|policy| policy.namespace.clone());
        let all: Vec<String> = of_pods.chain(of_policies).chain(self.namespaces.keys().cloned()).collect();
        for name in all {
            let labels = self.namespaces.entry(name.clone()).or_default();
            labels.insert(NAMESPACE_NAME.to_owned(), name);
        }
    }

    /// The pods of each namespace.
    pub fn pods_by_namespace(&self) -> BTreeMap<&str, Vec<&Pod>> {
        let mut by_namespace: BTreeMap<&str, Vec<&Pod>> = BTreeMap::new();
        for pod in &self.pods {
            by_namespace.entry(&pod.namespace).or_default().push(pod);
        }
        by_namespace
    }

    /// Whether pods of `namespace` are among those that are selected.
    pub fn selects_namespace(&self, namespaces: &Namespaces, namespace: &str) -> bool {
        match namespaces {
            Namespaces::Named(name) => name == namespace,
            Namespaces::Matching(selector) => {
                self.namespaces.get(namespace).is_some_and(|labels| selector.matches(labels))
            }
        }
    }
}

/// Whether objects of this kind decide who may talk to whom.
fn decides(group: &str, kind: &str) -> bool {
    match group {
        "cilium.io" => kind == "CiliumEgressGatewayPolicy" || kind == "CiliumLocalRedirectPolicy",
        "security.istio.io" => kind == "AuthorizationPolicy",
        "policy.linkerd.io" => matches!(kind, "Server" | "AuthorizationPolicy"),
        _ => false,
    }
}

/// Whether objects of this kind lead requests somewhere, in a way of their own.
fn leads(group: &str, kind: &str) -> bool {
    match group {
        "traefik.io" | "traefik.containo.us" => kind.starts_with("IngressRoute"),
        "networking.istio.io" => matches!(kind, "VirtualService" | "Gateway"),
        "projectcontour.io" => kind == "HTTPProxy",
        "configuration.konghq.com" => matches!(kind, "TCPIngress" | "UDPIngress"),
        "apisix.apache.org" => kind == "ApisixRoute",
        "k8s.nginx.org" => matches!(kind, "VirtualServer" | "VirtualServerRoute" | "TransportServer"),
        "getambassador.io" => matches!(kind, "Mapping" | "Host" | "TCPMapping"),
        _ => false,
    }
}
