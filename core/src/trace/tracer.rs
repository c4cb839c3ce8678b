use super::policies::{Judged, judge};
use super::request::{Origin, Request, Target};
use super::step::{Outcome, Stage, Step, Trace};
use super::url::Url;
use super::words;
use crate::k8s::{Attachments, Object, Pod, PortReference, Resources, Service, ServiceKind};
use crate::model::{Model, ThingKind};
use crate::net::Protocol;
use crate::reach::Asked;
use std::net::{IpAddr, Ipv4Addr};

/// A step that fails, or after which nothing is known, has been added: the request is not followed further.
#[derive(Debug)]
pub(super) struct Stopped;

/// What comes of a part of the way.
pub(super) type Way<T> = Result<T, Stopped>;

/// How often a request is sent on by redirections, or a name leads to another name, before that is called a circle.
pub(super) const MOST_TURNS: usize = 8;

/// An address that stands for those of the internet where policies tell addresses apart: that of a public resolver.
const SOMEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(9, 9, 9, 9));

/// Follows one request.
pub(super) struct Tracer<'a> {
    pub model: &'a Model,
    pub resources: &'a Resources,
    pub attachments: Attachments<'a>,
    pub request: &'a Request,
    pub steps: Vec<Step>,
    /// How often the request was sent elsewhere.
    pub turns: usize,
}

/// Who opens a connection.
#[derive(Clone, Debug)]
pub(super) enum Sender {
    /// The one who asks.
    Origin,
    /// Pods of a controller or gateway, by their indices.
    Pods(Vec<usize>),
    /// A controller or gateway whose pods are not shown, by what it is called.
    Unknown(String),
}

impl<'a> Tracer<'a> {
    pub fn new(model: &'a Model, request: &'a Request) -> Self {
        let resources = model.objects.resources();
        let attachments = Attachments::new(resources);
        Self { model, resources, attachments, request, steps: Vec::new(), turns: 0 }
    }

    pub fn follow(mut self) -> Trace {
        let request = self.request;
        // Where it stopped, its last step says why.
        let _ = match &request.to {
            Target::Url(url) => self.url(url),
            Target::Name { host, port } => self.named(host, *port),
            Target::Service { service, port } => self.service_itself(*service, port.as_ref()),
            Target::Pods { pods, port } => self.pods_themselves(pods, port.as_ref()),
            Target::Thing { id, port } => self.thing(id, *port),
        };
        Trace { steps: self.steps }
    }

    pub fn push(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// Adds a step that fails, or after which nothing is known.
    pub fn stop<T>(&mut self, step: Step) -> Way<T> {
        self.steps.push(step);
        Err(Stopped)
    }

    pub fn object(&self, index: usize) -> Option<&'a Object> {
        self.model.objects.objects.get(index)
    }

    /// Kind, namespace and name of an object.
    pub fn name_of(&self, index: usize) -> String {
        self.object(index).map(words::object).unwrap_or_default()
    }

    /// The step with the place where an object begins.
    pub fn at_object(&self, step: Step, index: usize) -> Step {
        let Some(object) = self.object(index) else { return step };
        let name = object.at(&["metadata", "name"]).map_or(object.span, |node| node.span);
        step.at(name, words::object(object)).object(index)
    }

    pub fn pod(&self, index: usize) -> Option<&'a Pod> {
        self.resources.pods.get(index)
    }

    /// Whether the one who asks is inside of the cluster's network.
    pub fn is_inside(&self) -> bool {
        matches!(self.request.from, Origin::Pod(_))
    }

    /// Whether the one who asks is not in the cluster.
    fn is_outside(&self) -> bool {
        matches!(self.request.from, Origin::Internet) || matches!(self.origin(), Asked::Address(_))
    }

    /// The one who asks, in words.
    pub fn origin_name(&self) -> String {
        match &self.request.from {
            Origin::Internet => "the internet".to_owned(),
            Origin::Address(address) => address.to_string(),
            Origin::Pod(pod) => self.pod(*pod).map(words::pod).unwrap_or_default(),
            Origin::Thing(id) => match self.model.thing(id) {
                Some(thing) if !thing.text.trim().is_empty() => thing.text.trim().to_owned(),
                _ => id.clone(),
            },
        }
    }

    /// A sender as policies see it, with its name.
    pub fn asked(&self, sender: &Sender) -> (Asked, String) {
        match sender {
            Sender::Unknown(name) => (Asked::Unknown, name.clone()),
            Sender::Pods(pods) => match pods.first().and_then(|&pod| Some((pod, self.pod(pod)?))) {
                Some((index, pod)) => (Asked::Pod(index), words::pod(pod)),
                None => (Asked::Unknown, "the controller".to_owned()),
            },
            Sender::Origin => (self.origin(), self.origin_name()),
        }
    }

    fn origin(&self) -> Asked {
        match &self.request.from {
            Origin::Internet => Asked::Address(SOMEWHERE),
            Origin::Pod(pod) => Asked::Pod(*pod),
            Origin::Address(address) => {
                let pod = self.resources.pods.iter().position(|pod| pod.addresses.contains(address));
                pod.map_or(Asked::Address(*address), Asked::Pod)
            }
            Origin::Thing(id) => {
                let thing = self.model.thing(id);
                let address =
                    thing.and_then(|thing| thing.addresses.first()).map(|range| range.value.first());
                match thing.map(|thing| thing.kind.value) {
                    Some(ThingKind::External | ThingKind::Outside | ThingKind::Edge) => {
                        Asked::Address(address.unwrap_or(SOMEWHERE))
                    }
                    _ => address.map_or(Asked::Unknown, Asked::Address),
                }
            }
        }
    }

    /// What the policies say of a connection from `sender` to a pod or an address.
    pub fn judge(&self, sender: &Sender, to: Asked, protocol: Protocol, port: u16) -> Judged {
        let (from, name) = self.asked(sender);
        let target = match to {
            Asked::Pod(pod) => self.pod(pod).map(words::pod).unwrap_or_default(),
            Asked::Address(address) => address.to_string(),
            Asked::Unknown => "a pod that is not shown".to_owned(),
        };
        judge(self.resources, (from, &name), (to, &target), protocol, port)
    }

    /// A service, asked for by the one who asks and not by a name.
    fn service_itself(&mut self, index: usize, port: Option<&PortReference>) -> Way<()> {
        let has_address = |service: &&Service| {
            matches!(service.kind.value, ServiceKind::LoadBalancer | ServiceKind::NodePort)
                || !service.addresses.is_empty()
        };
        let service = self.resources.services.get(index).filter(|it| self.is_outside() && !has_address(it));
        if let Some(service) = service {
            let named = words::service(service);
            let text = format!(
                "{named} has no address outside of the cluster, and {} is outside",
                self.origin_name()
            );
            let step = self
                .at_object(Step::new(Stage::Address, text).at(service.kind.span, "its type"), service.object);
            return self.stop(
                step.fails(format!("ask for a host that leads to {named}, or make it a LoadBalancer")),
            );
        }
        self.service(index, port, Protocol::Tcp, &Sender::Origin, None)
    }

    /// Pods, asked for without a service.
    fn pods_themselves(&mut self, pods: &[usize], port: Option<&PortReference>) -> Way<()> {
        if self.is_outside() {
            let text = format!(
                "it depends on whether the network leads from {} to addresses of pods",
                self.origin_name()
            );
            self.push(Step::new(Stage::Address, text).outcome(Outcome::Depends));
        }
        self.pods(pods, port)
    }

    /// A name, as a program asks for it.
    fn named(&mut self, host: &str, port: Option<u16>) -> Way<()> {
        let url = |port: u16| Url {
            scheme: match port {
                443 | 8443 => "https".to_owned(),
                80 | 8080 => "http".to_owned(),
                _ => "tcp".to_owned(),
            },
            host: host.to_owned(),
            port,
            path: "/".to_owned(),
            query: Vec::new(),
        };
        self.arrive(host, port.map(PortReference::Number).as_ref(), &url(port.unwrap_or(443)))
    }

    /// A URL.
    pub fn url(&mut self, url: &Url) -> Way<()> {
        self.arrive(&url.host, Some(&PortReference::Number(url.port)), url)
    }

    /// Looks up a name and goes on to what it leads to.
    fn arrive(&mut self, host: &str, port: Option<&PortReference>, url: &Url) -> Way<()> {
        use super::name::Found;
        let protocol = if url.scheme == "udp" { Protocol::Udp } else { Protocol::Tcp };
        match self.resolve(host)? {
            Found::Service(service) => self.service(service, port, protocol, &Sender::Origin, None),
            Found::Pod(pod) => self.pods(&[pod], port),
            Found::Addresses { addresses, owner } => self.enter(url, &addresses, owner),
            Found::Routed => self.by_host(url),
            Found::Foreign => self.leave(host, protocol, url.port),
        }
    }

    /// Leaves for something that is not shown.
    pub fn leave(&mut self, host: &str, protocol: Protocol, port: u16) -> Way<()> {
        let address = host.parse().unwrap_or(SOMEWHERE);
        if self.is_inside() {
            let mut judged = self.judge(&Sender::Origin, Asked::Address(address), protocol, port);
            judged.text = judged.text.replace(&SOMEWHERE.to_string(), host);
            judged.change = judged.change.map(|change| change.replace(&SOMEWHERE.to_string(), host));
            let stops = judged.outcome == Outcome::Fails;
            let step = judged.step();
            if stops {
                return self.stop(step);
            }
            self.push(step);
        }
        self.push(
            Step::new(
                Stage::Answer,
                format!("{host} is not part of the design, and is taken to answer on {protocol} {port}"),
            )
            .outcome(Outcome::Assumed),
        );
        Ok(())
    }
}
