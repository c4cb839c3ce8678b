use super::connection_set::ConnectionSet;
use super::workload::Workload;
use crate::k8s::{Backend, Pod, Resources, Service};
use std::collections::{BTreeMap, HashMap};

/// What Ingresses and routes lead to: for each workload that serves a backend, the ports that they open, whatever
/// policies say.
pub(super) fn entrances(resources: &Resources, workloads: &[Workload]) -> BTreeMap<usize, ConnectionSet> {
    let mut services: BTreeMap<(&str, &str), &Service> = BTreeMap::new();
    for service in &resources.services {
        services.insert((&service.namespace, &service.name), service);
    }
    let mut by_namespace: BTreeMap<&str, Vec<(usize, &Workload)>> = BTreeMap::new();
    for (index, workload) in workloads.iter().enumerate() {
        by_namespace.entry(&workload.namespace).or_default().push((index, workload));
    }
    let listed = Listed::new(resources, workloads);
    let mut opened: BTreeMap<usize, ConnectionSet> = BTreeMap::new();
    let mut open = |workload: usize, ports: ConnectionSet| {
        if !ports.is_empty() {
            let known = opened.entry(workload).or_default();
            *known = known.union(&ports);
        }
    };
    for backend in &resources.backends {
        let Some(service) = services.get(&(backend.namespace.as_str(), backend.service.as_str())) else {
            continue;
        };
        if service.selector.is_none() {
            listed.ports(backend, service).into_iter().for_each(|(workload, ports)| open(workload, ports));
            continue;
        }
        for (index, workload) in by_namespace.get(service.namespace.as_str()).into_iter().flatten() {
            let pods = workload.pods.iter().filter_map(|&pod| resources.pods.get(pod));
            pods.filter(|pod| service.selects(pod))
                .for_each(|pod| open(*index, ports(backend, service, pod)));
        }
    }
    opened
}

/// The ports of `pod` that `backend` leads to. A number that the pod does not declare among its ports leads nowhere; a
/// pod that declares none may listen on any.
fn ports(backend: &Backend, service: &Service, pod: &Pod) -> ConnectionSet {
    let declared = |port: u16| pod.ports.is_empty() || pod.ports.iter().any(|known| known.port == port);
    let targets = backend.ports(service).into_iter().filter_map(|port| Some((port.protocol, port.of(pod)?)));
    targets.filter(|&(_, port)| declared(port)).fold(ConnectionSet::default(), |all, (protocol, port)| {
        all.union(&ConnectionSet::ports(protocol, port, port))
    })
}

/// Pods as EndpointSlices name them, for services that select none.
struct Listed<'a> {
    resources: &'a Resources,
    /// The workload of each pod, by the pod's namespace and name.
    by_name: HashMap<(&'a str, &'a str), usize>,
    by_address: HashMap<String, usize>,
}

impl<'a> Listed<'a> {
    fn new(resources: &'a Resources, workloads: &[Workload]) -> Self {
        let mut listed = Self { resources, by_name: HashMap::new(), by_address: HashMap::new() };
        if resources.endpoint_slices.is_empty() {
            return listed;
        }
        for (index, workload) in workloads.iter().enumerate() {
            for pod in workload.pods.iter().filter_map(|&pod| resources.pods.get(pod)) {
                listed.by_name.insert((&pod.namespace, &pod.name), index);
                let addresses = pod.addresses.iter().map(ToString::to_string);
                listed.by_address.extend(addresses.map(|address| (address, index)));
            }
        }
        listed
    }

    /// The workloads whose pods are listed for a service, with the ports that `backend` leads to.
    fn ports(&self, backend: &Backend, service: &Service) -> Vec<(usize, ConnectionSet)> {
        let mut found = Vec::new();
        let meant = backend.ports(service);
        for slice in self.resources.endpoint_slices.iter().filter(|slice| {
            let of = slice.service.as_ref().map(|it| it.value.as_str());
            slice.namespace == service.namespace && of == Some(service.name.as_str())
        }) {
            let is_meant = |name: &str| meant.iter().any(|it| it.name.as_deref().unwrap_or_default() == name);
            let ports = slice.ports.iter().filter(|port| is_meant(&port.name)).filter_map(|port| {
                port.port.map(|number| ConnectionSet::ports(port.protocol, number, number))
            });
            let ports = ports.fold(ConnectionSet::default(), |all, port| all.union(&port));
            for endpoint in &slice.endpoints {
                let by_name = endpoint.pod.as_ref().and_then(|(namespace, name)| {
                    let namespace = namespace.as_deref().unwrap_or(&slice.namespace);
                    self.by_name.get(&(namespace, name.as_str()))
                });
                let by_address = || endpoint.addresses.iter().find_map(|it| self.by_address.get(&it.value));
                found.extend(by_name.or_else(by_address).map(|&workload| (workload, ports.clone())));
            }
        }
        found
    }
}
