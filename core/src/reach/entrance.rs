use super::connection_set::ConnectionSet;
use super::workload::Workload;
use crate::k8s::{Backend, Pod, Resources, Service};
use std::collections::BTreeMap;

/// What Ingresses and routes lead to: for each workload that serves a backend, the ports that they open, whatever
/// policies say.
pub(super) fn entrances(resources: &Resources, workloads: &[Workload]) -> BTreeMap<usize, ConnectionSet> {
    let mut services: BTreeMap<(&str, &str), &Service> = BTreeMap::new();
    for service in &resources.services {
        services.insert((&service.namespace, &service.name), service);
    }
    let mut opened: BTreeMap<usize, ConnectionSet> = BTreeMap::new();
    for backend in &resources.backends {
        let Some(service) = services.get(&(backend.namespace.as_str(), backend.service.as_str())) else {
            continue;
        };
        for (index, workload) in
            workloads.iter().enumerate().filter(|(_, it)| it.namespace == service.namespace)
        {
            let pods = workload.pods.iter().filter_map(|&pod| resources.pods.get(pod));
            for pod in pods.filter(|pod| service.selects(pod)) {
                let ports = ports(backend, service, pod);
                if !ports.is_empty() {
                    let known = opened.entry(index).or_default();
                    *known = known.union(&ports);
                }
            }
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
