//! From a service or a workload to what answers.

use super::endpoints::Served;
use super::name::Found;
use super::step::{Outcome, Stage, Step};
use super::tracer::{Sender, Tracer, Way};
use super::words;
use crate::k8s::{PortReference, Service, ServiceKind, ServicePort};
use crate::net::Protocol;
use crate::reach::Asked;

impl<'a> Tracer<'a> {
    /// Follows a connection to a port of a service, by the service's index; `what` says what of the requests goes there,
    /// where it is not all.
    pub fn service(
        &mut self,
        index: usize,
        port: Option<&PortReference>,
        protocol: Protocol,
        sender: &Sender,
        what: Option<&str>,
    ) -> Way<()> {
        let Some(service) = self.resources.services.get(index) else { return Ok(()) };
        if service.kind.value == ServiceKind::ExternalName {
            return self.external(service, port, protocol);
        }
        let port = self.service_port(service, port, protocol, what)?;
        let served = self.endpoints(service, &port)?;
        self.ask(&served, port.protocol, sender)
    }

    /// Follows a connection to pods, without a service.
    pub fn pods(&mut self, pods: &[usize], port: Option<&PortReference>) -> Way<()> {
        let declared =
            pods.first().and_then(|&pod| self.pod(pod)).map(|pod| pod.ports.clone()).unwrap_or_default();
        let name = pods.first().and_then(|&pod| self.pod(pod)).map(words::pod).unwrap_or_default();
        let found = match port {
            Some(PortReference::Number(number)) => {
                let known = declared.iter().find(|port| port.port == *number);
                Some((*number, known.map_or(Protocol::Tcp, |port| port.protocol)))
            }
            Some(PortReference::Name(name)) => {
                let known = declared.iter().find(|port| port.name.as_deref() == Some(name));
                known.map(|port| (port.port, port.protocol))
            }
            None => declared.first().map(|port| (port.port, port.protocol)),
        };
        let Some((number, protocol)) = found else {
            let text = match port {
                Some(PortReference::Name(port)) => format!("{name} has no port that is called {port}"),
                _ => format!("{name} declares no port"),
            };
            return self.stop(Step::new(Stage::Endpoints, text).fails("say the port by its number"));
        };
        let is_declared = declared.is_empty() || declared.iter().any(|port| port.port == number);
        let served: Vec<Served> = pods
            .iter()
            .map(|&pod| Served { pod: Some(pod), address: None, port: number, is_declared })
            .collect();
        let mut step =
            Step::new(Stage::Endpoints, format!("{name} is asked for directly, on {protocol} {number}"));
        if !is_declared {
            step = step.outcome(Outcome::Depends);
            step.text
                .push_str(": no container declares that port, so it depends on whether one listens there");
        }
        if let Some(object) = pods.first().and_then(|&pod| self.pod(pod)).map(|pod| pod.object) {
            step = self.at_object(step, object);
        }
        self.push(step);
        self.ask(&served, protocol, &Sender::Origin)
    }

    /// Ends at a service that is not shown: it is missing, unless a chart of its namespace may make it.
    pub fn missing_service<T>(&mut self, step: Step, namespace: &str, service: &str, by: &str) -> Way<T> {
        let makes = |object: &&crate::k8s::Object| {
            matches!(object.kind.as_str(), "HelmRelease" | "HelmChart")
                && (object.namespace.is_none() || object.namespace.as_deref() == Some(namespace))
                && !object.name.is_empty()
                && (service.contains(&object.name) || object.name.contains(service))
        };
        let objects = &self.model.objects.objects;
        if let Some(index) = objects.iter().position(|object| makes(&object)) {
            let text = format!(
                "{}: it depends on whether {} makes it, whose chart is not rendered here",
                step.text,
                self.name_of(index)
            );
            let step = self.at_object(Step { text, ..step }.outcome(Outcome::Depends), index);
            return self.stop(step.change("follow the request through the rendered manifests"));
        }
        let named = format!("Service {namespace}/{service}");
        self.stop(step.fails(format!("write {named}, or correct the backend of {by}")))
    }

    /// A service that is only another name.
    fn external(
        &mut self,
        service: &'a Service,
        port: Option<&PortReference>,
        protocol: Protocol,
    ) -> Way<()> {
        let named = words::service(service);
        let Some(elsewhere) = &service.external_name else {
            let step = self
                .at_object(Step::new(Stage::Service, format!("{named} leads to no name")), service.object);
            return self.stop(step.fails("write `externalName` in it"));
        };
        let step = Step::new(Stage::Service, format!("{named} leads to the name {elsewhere}"));
        let step = self.at_object(step.at(elsewhere.span, "its name"), service.object);
        self.turns += 1;
        if self.turns > super::tracer::MOST_TURNS {
            return self.stop(
                step.fails("names lead to each other in a circle: let one of them lead to an address"),
            );
        }
        self.push(step);
        let number = match port {
            Some(PortReference::Number(number)) => *number,
            _ => 443,
        };
        let host = elsewhere.value.trim_end_matches('.').to_ascii_lowercase();
        let own = service.namespace.as_str();
        if let Some(index) = super::request::service_named(self.resources, &host, Some(own)) {
            return self.service(index, port, protocol, &Sender::Origin, None);
        }
        match self.resolve(&host)? {
            Found::Service(index) => self.service(index, port, protocol, &Sender::Origin, None),
            Found::Pod(pod) => self.pods(&[pod], port),
            _ => self.leave(&host, protocol, number),
        }
    }

    /// The port of a service that is meant.
    fn service_port(
        &mut self,
        service: &'a Service,
        asked: Option<&PortReference>,
        protocol: Protocol,
        what: Option<&str>,
    ) -> Way<ServicePort> {
        let named = words::service(service);
        let what = what.map(|what| format!("{what} to ")).unwrap_or_default();
        let found = match asked {
            None => service.ports.first(),
            Some(reference) => {
                let is_meant = |port: &&ServicePort| match reference {
                    PortReference::Number(number) => port.port == *number,
                    PortReference::Name(name) => port.name.as_deref() == Some(name),
                };
                let of_protocol =
                    service.ports.iter().filter(is_meant).find(|port| port.protocol == protocol);
                of_protocol
                    .or_else(|| service.ports.iter().find(is_meant).filter(|_| protocol == Protocol::Tcp))
            }
        };
        // The name of a headless service leads to its pods: no port is translated.
        if let (true, Some(PortReference::Number(number))) = (service.is_headless(), asked) {
            let translated = found.filter(|port| port.target != PortReference::Number(*number));
            let mut text = format!("{what}{named} is headless: {protocol} {number} is that of its pods");
            if let Some(port) = translated {
                text.push_str(&format!(", not its target port {}", reference(&port.target)));
            }
            let step = Step::new(Stage::Service, text).at_some(found.map(|port| port.span), "the port");
            let step = self.at_object(step, service.object);
            self.push(step);
            let span = found.map_or(service.kind.span, |port| port.span);
            let target = PortReference::Number(*number);
            let name = found.and_then(|port| port.name.clone());
            return Ok(ServicePort {
                span,
                name,
                port: *number,
                protocol,
                target,
                node_port: None,
                app_protocol: None,
            });
        }
        let Some(port) = found else {
            let asked = asked.map(reference).unwrap_or_default();
            let known: Vec<String> = service.ports.iter().map(port_words).collect();
            let text = match known.as_slice() {
                [] => format!("{what}{named} has no ports"),
                known => format!("{what}{named} has no port {asked}: it has {}", words::listed(known)),
            };
            let step = self.at_object(Step::new(Stage::Service, text), service.object);
            return self.stop(step.fails(format!("add port {asked} to {named}, or ask for one that it has")));
        };
        let mut text =
            format!("{what}{named}, port {} leads to {}", port_words(port), target_words(&port.target));
        if let Some(spoken) = &port.app_protocol {
            text.push_str(&format!(", where {spoken} is spoken"));
        }
        let step = self.at_object(Step::new(Stage::Service, text).at(port.span, "the port"), service.object);
        self.push(step);
        Ok(port.clone())
    }

    /// Asks all endpoints: whether policies let the sender there, and then the answer.
    pub fn ask(&mut self, served: &[Served], protocol: Protocol, sender: &Sender) -> Way<()> {
        self.pass(served, protocol, sender)?;
        let mut named: Vec<String> = served.iter().map(|it| self.served_name(it)).collect();
        named.sort();
        named.dedup();
        let mut ports: Vec<String> = served.iter().map(|it| it.port.to_string()).collect();
        ports.sort();
        ports.dedup();
        let (is, answers) = if named.len() > 1 { ("are", "answer") } else { ("is", "answers") };
        let text = format!(
            "{} {is} asked on {protocol} {}, and {answers}",
            words::listed(&named),
            ports.join(" and ")
        );
        let mut step = Step::new(Stage::Answer, text);
        for pod in served.iter().filter_map(|it| self.pod(it.pod?)) {
            step = self.at_object(step, pod.object);
        }
        self.push(step);
        Ok(())
    }

    /// Whether policies let the sender to the endpoints: one step for those of each kind of answer.
    pub fn pass(&mut self, served: &[Served], protocol: Protocol, sender: &Sender) -> Way<()> {
        let mut judged = Vec::new();
        for it in served {
            let to = match (it.pod, it.address) {
                (Some(pod), _) => Asked::Pod(pod),
                (None, Some(address)) => Asked::Address(address),
                (None, None) => continue,
            };
            let answer = self.judge(sender, to, protocol, it.port);
            if !judged.contains(&answer) {
                judged.push(answer);
            }
        }
        let all = judged.len();
        let closed = judged.iter().filter(|it| it.outcome == Outcome::Fails).count();
        judged.sort_by_key(|it| std::cmp::Reverse(it.outcome));
        if closed > 0 && closed < all {
            for it in judged {
                let mut step = it.step();
                if step.outcome == Outcome::Fails {
                    step.outcome = Outcome::Depends;
                    step.text
                        .push_str(": a part of the requests arrives, as others of its endpoints are open");
                }
                self.push(step);
            }
            return Ok(());
        }
        for it in judged {
            let step = it.step();
            if step.outcome == Outcome::Fails {
                return self.stop(step);
            }
            self.push(step);
        }
        Ok(())
    }

    /// How an endpoint is called.
    fn served_name(&self, served: &Served) -> String {
        match (served.pod.and_then(|pod| self.pod(pod)), served.address) {
            (Some(pod), _) => words::pod(pod),
            (None, Some(address)) => address.to_string(),
            (None, None) => String::new(),
        }
    }
}

/// `80`, or `http`.
pub(super) fn reference(reference: &PortReference) -> String {
    match reference {
        PortReference::Number(number) => number.to_string(),
        PortReference::Name(name) => name.clone(),
    }
}

fn target_words(target: &PortReference) -> String {
    match target {
        PortReference::Number(number) => format!("port {number} of its pods"),
        PortReference::Name(name) => format!("what its pods call {name}"),
    }
}

/// `80 (http)`, `53/UDP`
fn port_words(port: &ServicePort) -> String {
    let protocol = if port.protocol == Protocol::Tcp { String::new() } else { format!("/{}", port.protocol) };
    match &port.name {
        Some(name) => format!("{}{protocol} ({name})", port.port),
        None => format!("{}{protocol}", port.port),
    }
}
