//! What serves a port of a service: pods by the service's selector, else what EndpointSlices list.

use super::step::{Outcome, Stage, Step};
use super::tracer::{Tracer, Way};
use super::words;
use crate::k8s::{EndpointSlice, Labels, Pod, Selector, Service, ServicePort, SliceEndpoint};
use crate::yaml::Node;
use std::net::IpAddr;

/// An endpoint, with the port that is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Served {
    /// The pod, by its index.
    pub pod: Option<usize>,
    /// The address of what is no pod that is shown.
    pub address: Option<IpAddr>,
    /// Its port.
    pub port: u16,
    /// Whether its containers declare the port, or declare none.
    pub is_declared: bool,
}

impl<'a> Tracer<'a> {
    /// What serves `port` of `service`.
    pub fn endpoints(&mut self, service: &'a Service, port: &ServicePort) -> Way<Vec<Served>> {
        let selected = self.resources.pods.iter().enumerate().filter(|(_, pod)| service.selects(pod));
        let selected: Vec<(usize, &Pod)> = selected.collect();
        match &service.selector {
            Some(_) if !selected.is_empty() => self.selected(service, port, &selected),
            Some(selector) if self.slices(service).next().is_none() => {
                self.nothing_selected(service, selector)
            }
            _ => self.listed(service, port),
        }
    }

    /// The slices that list endpoints of `service`.
    fn slices(&self, service: &'a Service) -> impl Iterator<Item = &'a EndpointSlice> + use<'a> {
        let slices = self.resources.endpoint_slices.iter();
        slices.filter(move |slice| {
            slice.namespace == service.namespace
                && slice.service.as_ref().is_some_and(|name| name.value == service.name)
        })
    }

    fn selected(
        &mut self,
        service: &'a Service,
        port: &ServicePort,
        pods: &[(usize, &'a Pod)],
    ) -> Way<Vec<Served>> {
        let named = words::service(service);
        let running: Vec<_> = pods.iter().copied().filter(|(_, pod)| !self.is_scaled_to_none(pod)).collect();
        let Some((_, first)) = pods.first() else { return Ok(Vec::new()) };
        if running.is_empty() {
            let text = format!("{named} selects {}, which is scaled to none", owners(pods));
            let step =
                self.at_object(self.at_selector(Step::new(Stage::Endpoints, text), service), first.object);
            return self.stop(step.fails(format!("give {} replicas", words::pod(first))));
        }
        let ready: Vec<_> = running.iter().copied().filter(|(_, pod)| self.is_ready(service, pod)).collect();
        if ready.is_empty() && !service.publishes_not_ready {
            let text = format!("{named} selects {}, and none of its pods is ready", owners(&running));
            let step =
                self.at_object(self.at_selector(Step::new(Stage::Endpoints, text), service), first.object);
            return self.stop(step.fails("look at the readiness probes and events of its pods"));
        }
        let serving = if ready.is_empty() { running } else { ready };
        let mut served = Vec::new();
        for (index, pod) in &serving {
            if let Some(number) = port.of(pod) {
                let is_declared = pod.ports.is_empty() || pod.ports.iter().any(|known| known.port == number);
                served.push(Served { pod: Some(*index), address: None, port: number, is_declared });
            }
        }
        if served.is_empty() {
            let target = super::service::reference(&port.target);
            let names: Vec<String> = first.ports.iter().filter_map(|port| port.name.clone()).collect();
            let known = if names.is_empty() {
                "names none".to_owned()
            } else {
                format!("names {}", words::listed(&names))
            };
            let text = format!("{named} leads to the port {target}, and {} {known}", owners(&serving));
            let step = Step::new(Stage::Endpoints, text).at(port.span, "the service's port");
            let step = self.at_object(step, first.object);
            let change = format!("call a port of {} {target}, or correct `targetPort`", words::pod(first));
            return self.stop(step.fails(change));
        }
        let text = format!(
            "{named} is served by {} ({} on port {})",
            owners(&serving),
            pods_in_words(served.len()),
            ports(&served)
        );
        let mut step = self.at_selector(Step::new(Stage::Endpoints, text), service);
        for (_, pod) in &serving {
            step = self.at_object(step, pod.object);
        }
        if let Some((_, other)) = serving.iter().find(|(_, pod)| port.of(pod).is_none()) {
            step = step.outcome(Outcome::Depends);
            step.text.push_str(&format!("; {} has no such port and takes no part", words::pod(other)));
        } else if served.iter().all(|it| !it.is_declared) {
            step = step.outcome(Outcome::Depends);
            step.text
                .push_str(": no container declares that port, so it depends on whether one listens there");
        }
        self.push(step);
        Ok(served)
    }

    fn nothing_selected(&mut self, service: &'a Service, selector: &Selector) -> Way<Vec<Served>> {
        let named = words::service(service);
        let mut text =
            format!("{named} selects {selector}, and no pod of {} has these labels", service.namespace);
        let near = self.nearest(service, selector);
        if let Some(pod) = near {
            text.push_str(&format!(
                "; the closest is {} with {}",
                words::pod(pod),
                labels_in_words(&pod.labels)
            ));
        }
        let mut step = self.at_selector(Step::new(Stage::Endpoints, text), service);
        let change = match near {
            Some(pod) => {
                step = self.at_object(step, pod.object);
                format!("let the selector of {named} name labels of {}", words::pod(pod))
            }
            None => format!("write the workload that serves {named}, or correct its selector"),
        };
        self.stop(step.fails(change))
    }

    /// The pod of the service's namespace that has most of the labels, or failing that a name like it.
    fn nearest(&self, service: &Service, selector: &Selector) -> Option<&'a Pod> {
        let pods = self.resources.pods.iter().filter(|pod| pod.namespace == service.namespace);
        let held = |pod: &Pod| {
            let held =
                selector.requirements().iter().filter(|requirement| requirement.matches(&pod.labels)).count();
            held * 2 + usize::from(pod.owner.name == service.name)
        };
        pods.min_by_key(|pod| std::cmp::Reverse(held(pod))).filter(|pod| held(pod) > 0)
    }

    /// Endpoints as slices list them.
    fn listed(&mut self, service: &'a Service, port: &ServicePort) -> Way<Vec<Served>> {
        let named = words::service(service);
        let name = port.name.as_deref().unwrap_or_default();
        let mut all: Vec<(&EndpointSlice, u16, &SliceEndpoint)> = Vec::new();
        for slice in self.slices(service) {
            let number = slice.ports.iter().find(|it| it.name == name && it.protocol == port.protocol);
            if let Some(number) = number.map(|it| it.port.unwrap_or(port.port)) {
                all.extend(slice.endpoints.iter().map(|endpoint| (slice, number, endpoint)));
            }
        }
        let Some((first, ..)) = all.first().copied() else {
            let slice = self.slices(service).next();
            let text = match (slice, &service.selector) {
                (Some(_), _) => {
                    format!("the endpoints that are listed for {named} have no port that is called `{name}`")
                }
                (None, _) => format!("{named} has no selector, and no EndpointSlice lists what serves it"),
            };
            let step = self.at_object(Step::new(Stage::Endpoints, text), service.object);
            let step = match slice {
                Some(slice) => self.at_object(step, slice.object),
                None => step,
            };
            return self.stop(
                step.fails(format!(
                    "write an EndpointSlice for {named} with this port, or give it a selector"
                )),
            );
        };
        let is_ready = |endpoint: &SliceEndpoint| endpoint.ready.is_none_or(|ready| ready.value);
        let ready: Vec<_> =
            all.iter().filter(|(_, _, endpoint)| is_ready(endpoint) || service.publishes_not_ready).collect();
        if ready.is_empty() {
            let place = all.iter().find_map(|(_, _, endpoint)| endpoint.ready).map(|ready| ready.span);
            let text = format!("{} for {named}, and none is ready", endpoints_in_words(all.len()));
            let step = Step::new(Stage::Endpoints, text).at_some(place, "its readiness");
            let step = self.at_object(step, first.object);
            return self.stop(step.fails("look at why they are not ready"));
        }
        let served: Vec<Served> =
            ready.iter().filter_map(|(slice, port, endpoint)| self.served(slice, *port, endpoint)).collect();
        let text =
            format!("{} for {named} ({})", endpoints_in_words(ready.len()), addresses_in_words(&ready));
        let mut step = Step::new(Stage::Endpoints, text);
        for (slice, _, endpoint) in ready.iter().take(4) {
            step = step.at(endpoint.span, "the endpoint").object(slice.object);
        }
        self.push(step);
        Ok(served)
    }

    fn served(&self, slice: &EndpointSlice, port: u16, endpoint: &SliceEndpoint) -> Option<Served> {
        let address: Option<IpAddr> =
            endpoint.addresses.iter().find_map(|address| address.value.parse().ok());
        let is_meant = |pod: &Pod| match (&endpoint.pod, address) {
            (Some((namespace, name)), _) => {
                pod.name == *name && pod.namespace == namespace.as_deref().unwrap_or(&slice.namespace)
            }
            (None, Some(address)) => pod.addresses.contains(&address),
            (None, None) => false,
        };
        let pod = self.resources.pods.iter().position(is_meant);
        (pod.is_some() || address.is_some()).then_some(Served { pod, address, port, is_declared: true })
    }

    fn at_selector(&self, step: Step, service: &Service) -> Step {
        self.at_object(step.at_some(service.selector_span, "the selector"), service.object)
    }

    /// Whether what makes the pod is told to make none.
    fn is_scaled_to_none(&self, pod: &Pod) -> bool {
        let replicas = self.object(pod.object).and_then(|object| object.at(&["spec", "replicas"]));
        replicas.and_then(Node::integer) == Some(0)
    }

    /// Whether the pod's own status, or the slices of the service, do not say that it is not ready.
    fn is_ready(&self, service: &'a Service, pod: &Pod) -> bool {
        let is_meant = |endpoint: &&SliceEndpoint| match &endpoint.pod {
            Some((_, name)) => *name == pod.name,
            None => endpoint
                .addresses
                .iter()
                .any(|it| it.value.parse().is_ok_and(|it| pod.addresses.contains(&it))),
        };
        let listed = self.slices(service).flat_map(|slice| &slice.endpoints).find(is_meant);
        if let Some(ready) = listed.and_then(|endpoint| endpoint.ready) {
            return ready.value;
        }
        let Some(object) = self.object(pod.object).filter(|object| object.kind == "Pod") else { return true };
        let conditions = object.at(&["status", "conditions"]).map(Node::items).unwrap_or_default();
        let text = |node: &'a Node, key: &str| node.get(key).and_then(Node::text);
        let ready = conditions.iter().find(|condition| text(condition, "type") == Some("Ready"));
        ready.is_none_or(|condition| text(condition, "status") != Some("False"))
    }
}

/// What pods belong to, each once.
fn owners(pods: &[(usize, &Pod)]) -> String {
    let mut owners: Vec<String> = pods.iter().map(|(_, pod)| words::pod(pod)).collect();
    owners.sort();
    owners.dedup();
    words::listed(&owners)
}

fn ports(served: &[Served]) -> String {
    let mut ports: Vec<u16> = served.iter().map(|it| it.port).collect();
    ports.sort_unstable();
    ports.dedup();
    words::listed(&ports.iter().map(u16::to_string).collect::<Vec<_>>())
}

fn pods_in_words(count: usize) -> String {
    if count == 1 { "its pods".to_owned() } else { format!("pods of {count} kinds or copies") }
}

fn endpoints_in_words(count: usize) -> String {
    if count == 1 { "one endpoint is listed".to_owned() } else { format!("{count} endpoints are listed") }
}

fn addresses_in_words(endpoints: &[&(&EndpointSlice, u16, &SliceEndpoint)]) -> String {
    let address = |(_, port, endpoint): &&(&EndpointSlice, u16, &SliceEndpoint)| {
        endpoint.addresses.first().map(|address| format!("{address}:{port}"))
    };
    words::listed(&endpoints.iter().filter_map(address).collect::<Vec<_>>())
}

fn labels_in_words(labels: &Labels) -> String {
    let all: Vec<String> = labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
    words::listed(&all)
}
