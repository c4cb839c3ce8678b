//! What has an address: a gateway, a load balancer's service, a service inside of the cluster, a pod.

use super::name::is_private;
use super::step::{Outcome, Stage, Step};
use super::tracer::{Sender, Tracer, Way};
use super::url::Url;
use super::words;
use crate::k8s::{Gateway, Placed, PortReference, Service, ServiceKind};
use crate::model::{PlanEntry, Role};
use crate::net::Protocol;
use crate::text::Span;
use std::net::IpAddr;

/// A controller that serves Ingresses or Gateways from pods of its own, by how its pods and classes are labelled.
/// Source: the Helm charts of each project.
struct Controller {
    /// Values of the label `app.kubernetes.io/name`, or `app`.
    apps: &'static [&'static str],
    /// How its names in classes begin.
    class: &'static str,
}

const CONTROLLERS: &[Controller] = &[
    Controller { apps: &["traefik"], class: "traefik.io/" },
    Controller { apps: &["ingress-nginx"], class: "k8s.io/ingress-nginx" },
    Controller { apps: &["nginx-ingress"], class: "nginx.org/" },
    Controller { apps: &["nginx-gateway-fabric", "nginx-gateway"], class: "gateway.nginx.org/" },
    Controller { apps: &["haproxy-ingress"], class: "haproxy-ingress.github.io/" },
    Controller { apps: &["kubernetes-ingress"], class: "haproxy.org/" },
    Controller { apps: &["contour", "envoy"], class: "projectcontour.io/" },
    Controller { apps: &["kong", "gateway"], class: "ingress-controllers.konghq.com/" },
    Controller { apps: &["istio-ingressgateway"], class: "istio.io/" },
];

/// Labels that an implementation gives the pods that it runs for a Gateway.
const GATEWAY_LABELS: [&str; 2] =
    ["gateway.networking.k8s.io/gateway-name", "gateway.envoyproxy.io/owning-gateway-name"];

/// Who has an address.
enum Owner<'a> {
    Gateway(&'a Gateway),
    Service(usize, &'a Service),
    Ingress(usize),
    Pod(usize),
}

impl<'a> Tracer<'a> {
    /// Goes on from addresses, or from the object whose addresses they are, to what is asked for.
    pub fn enter(&mut self, url: &Url, addresses: &[IpAddr], owner: Option<usize>) -> Way<()> {
        let (found, span) = match owner {
            Some(object) => (self.owner_by_object(object), None),
            None => match self.owner_by_address(addresses, url.port) {
                Some((owner, span)) => (Some(owner), span),
                None => (None, None),
            },
        };
        match found {
            Some(Owner::Gateway(gateway)) => {
                let step = self.address_step(
                    addresses,
                    &format!("Gateway {}/{}", gateway.namespace, gateway.name),
                    span,
                );
                let step = self.at_object(step, gateway.object);
                self.push(step);
                self.gateway(gateway, url)
            }
            Some(Owner::Service(index, service)) => self.enter_service(url, addresses, index, service, span),
            Some(Owner::Pod(pod)) => self.pods(&[pod], Some(&PortReference::Number(url.port))),
            Some(Owner::Ingress(object)) => {
                let what = format!("what serves {}", self.name_of(object));
                let step = self.address_step(addresses, &what, span).object(object);
                self.push(step);
                self.by_host(url)
            }
            None => self.enter_unknown(url, addresses, owner),
        }
    }

    /// Addresses that nothing here has, or an object that leads to its addresses by other ways.
    fn enter_unknown(&mut self, url: &Url, addresses: &[IpAddr], owner: Option<usize>) -> Way<()> {
        if owner.is_some() {
            return self.by_host(url);
        }
        let written = addresses_in_words(addresses);
        let is_served = self.serves_host(url);
        if !is_served && url.host.parse::<IpAddr>().is_ok() {
            let pool = addresses.iter().find_map(|address| self.pool(*address));
            if pool.is_none() {
                return self.leave(&url.host, Protocol::Tcp, url.port);
            }
        }
        let mut step = self.address_step(addresses, "nothing that is shown", None);
        if is_served {
            step.text = format!(
                "nothing here says that it has {written}: it is taken to lead to what serves {}",
                url.host
            );
            self.push(step.outcome(Outcome::Assumed));
            return self.by_host(url);
        }
        step.text =
            format!("no service and no gateway here has {written}, and no route is about {}", url.host);
        self.stop(
            step.fails(format!("give a Service or Gateway the address {written}, or correct the record")),
        )
    }

    fn enter_service(
        &mut self,
        url: &Url,
        addresses: &[IpAddr],
        index: usize,
        service: &'a Service,
        span: Option<Span>,
    ) -> Way<()> {
        let is_cluster_ip = addresses.iter().any(|address| has(&service.cluster_ips, *address));
        let step = self.address_step(addresses, &words::service(service), span);
        let step = self.at_object(step.at_some(span, "its address"), service.object);
        if is_cluster_ip && !self.is_inside() {
            let text =
                format!("{}: an address inside of the cluster, which nobody outside reaches", step.text);
            return self.stop(Step { text, ..step }.fails("ask for the address of a load balancer"));
        }
        let step = match service.kind.value {
            ServiceKind::LoadBalancer | ServiceKind::NodePort => step,
            _ if is_cluster_ip || self.is_inside() || !addresses.is_empty() => step,
            _ => {
                let text = format!("{}, which has no address outside of the cluster", step.text);
                let change = format!(
                    "make {} a LoadBalancer, or lead there by an Ingress or a route",
                    words::service(service)
                );
                return self.stop(Step { text, ..step }.fails(change));
            }
        };
        self.push(step);
        let port = PortReference::Number(url.port);
        let is_controller = (url.is_http() || url.is_tls()) && self.controller_of(service).is_some();
        if !is_controller || !self.serves_host(url) {
            return self.service(index, Some(&port), protocol(url), &Sender::Origin, None);
        }
        self.by_host(url)
    }

    /// The step that says who has the addresses, and in which pool of the plan they lie.
    fn address_step(&self, addresses: &[IpAddr], owner: &str, span: Option<Span>) -> Step {
        if addresses.is_empty() {
            return Step::new(Stage::Address, format!("the address of {owner}")).at_some(span, "its address");
        }
        let pool = addresses.iter().find_map(|address| self.pool(*address));
        let of_pool = pool.map(|pool| format!(", of the pool {}", pool_name(pool))).unwrap_or_default();
        let text = format!("{}{of_pool} is an address of {owner}", addresses_in_words(addresses));
        let step = Step::new(Stage::Address, text).at_some(span, "its address");
        step.at_some(pool.map(|pool| pool.span), "the pool")
    }

    /// The pool of load balancers' addresses that holds an address: the smallest.
    fn pool(&self, address: IpAddr) -> Option<&'a PlanEntry> {
        let pools = self.model.plan.iter().filter(|entry| entry.role.value == Role::LoadBalancers);
        pools.filter(|entry| entry.range.contains_address(address)).min_by_key(|entry| entry.range.count())
    }

    fn owner_by_object(&self, object: usize) -> Option<Owner<'a>> {
        let resources = self.resources;
        let gateway = resources.gateways.iter().find(|gateway| gateway.object == object).map(Owner::Gateway);
        gateway.or_else(|| {
            let service = resources.services.iter().enumerate().find(|(_, service)| service.object == object);
            service.map(|(index, service)| Owner::Service(index, service))
        })
    }

    fn owner_by_address(&self, addresses: &[IpAddr], port: u16) -> Option<(Owner<'a>, Option<Span>)> {
        let resources = self.resources;
        let find = |written: &[Placed<String>]| {
            written
                .iter()
                .find(|it| it.value.parse().is_ok_and(|it| addresses.contains(&it)))
                .map(|it| it.span)
        };
        for gateway in &resources.gateways {
            if let Some(span) = find(&gateway.status_addresses).or_else(|| find(&gateway.addresses)) {
                return Some((Owner::Gateway(gateway), Some(span)));
            }
        }
        let of_service = |service: &Service| {
            let outside: Vec<_> = service.addresses.iter().map(|it| it.address.clone()).collect();
            find(&outside).or_else(|| find(&service.cluster_ips))
        };
        let services = resources.services.iter().enumerate();
        let having: Vec<_> = services.filter_map(|(index, it)| Some((index, it, of_service(it)?))).collect();
        let has_port =
            |(_, service, _): &&(usize, &Service, Span)| service.ports.iter().any(|it| it.port == port);
        if let Some(&(index, service, span)) = having.iter().find(has_port).or(having.first()) {
            return Some((Owner::Service(index, service), Some(span)));
        }
        for ingress in &resources.ingresses {
            if let Some(span) = find(&ingress.addresses) {
                return Some((Owner::Ingress(ingress.object), Some(span)));
            }
        }
        let pod = resources.pods.iter().position(|pod| pod.addresses.iter().any(|it| addresses.contains(it)));
        pod.map(|pod| (Owner::Pod(pod), None))
    }

    /// The controller whose pods a service leads to.
    fn controller_of(&self, service: &Service) -> Option<&'static str> {
        let pods = self.resources.pods.iter().filter(|pod| service.selects(pod));
        pods.filter_map(|pod| {
            if GATEWAY_LABELS.iter().any(|label| pod.labels.contains_key(*label)) {
                return Some("");
            }
            CONTROLLERS.iter().find(|it| is_app(it, pod)).map(|it| it.class)
        })
        .next()
    }

    /// The pods of the controller that serves Ingresses of a class, by the class's controller or, where no class is
    /// shown, by its name.
    pub fn controller_pods(&self, class: Option<&str>) -> Vec<usize> {
        let shown = self.resources.ingress_classes.iter().find(|it| Some(it.name.as_str()) == class);
        let controller = shown.and_then(|it| it.controller.as_ref()).map(|it| it.value.clone());
        let is_meant = |it: &&Controller| match (&controller, class) {
            (Some(controller), _) => controller.starts_with(it.class),
            (None, Some(class)) => it.apps.iter().any(|app| app.contains(class) || class.contains(app)),
            (None, None) => true,
        };
        let meant: Vec<&Controller> = CONTROLLERS.iter().filter(is_meant).collect();
        let pods = self.resources.pods.iter().enumerate();
        pods.filter(|(_, pod)| meant.iter().any(|it| is_app(it, pod))).map(|(index, _)| index).collect()
    }

    /// The pods that an implementation runs for a gateway, or the controller's own.
    pub fn gateway_pods(&self, gateway: &Gateway) -> Vec<usize> {
        let pods = || self.resources.pods.iter().enumerate();
        let is_labelled = |pod: &crate::k8s::Pod| {
            GATEWAY_LABELS.iter().any(|label| pod.labels.get(*label) == Some(&gateway.name))
        };
        let own: Vec<usize> = pods().filter(|(_, pod)| is_labelled(pod)).map(|(index, _)| index).collect();
        if !own.is_empty() {
            return own;
        }
        let class = self
            .resources
            .gateway_classes
            .iter()
            .find(|it| Some(&it.name) == gateway.class.as_ref().map(|it| &it.value));
        let Some(controller) = class.and_then(|it| it.controller.as_ref()) else { return Vec::new() };
        let Some(meant) = CONTROLLERS.iter().find(|it| controller.value.starts_with(it.class)) else {
            return Vec::new();
        };
        pods().filter(|(_, pod)| is_app(meant, pod)).map(|(index, _)| index).collect()
    }

    /// Goes through pods of a controller, where they are shown: whether policies let the one who asks there.
    pub fn through(&mut self, pods: &[usize], port: u16, otherwise: &str) -> Way<Sender> {
        let Some(&first) = pods.first() else { return Ok(Sender::Unknown(otherwise.to_owned())) };
        // Its service may translate the port.
        let serving = |service: &&Service| self.pod(first).is_some_and(|pod| service.selects(pod));
        let of_service = self.resources.services.iter().filter(serving).find_map(|service| {
            let known = service.ports.iter().find(|it| it.port == port)?;
            Some((service, known.of(self.pod(first)?)?))
        });
        let number = of_service.map_or(port, |(_, number)| number);
        if let Some((service, _)) = of_service {
            let name = self.pod(first).map(words::pod).unwrap_or_default();
            let text = format!("{} leads port {port} to port {number} of {name}", words::service(service));
            let step = self.at_object(Step::new(Stage::Address, text), service.object);
            self.push(step);
        }
        let served: Vec<_> = pods
            .iter()
            .map(|&pod| super::endpoints::Served {
                pod: Some(pod),
                address: None,
                port: number,
                is_declared: true,
            })
            .collect();
        self.pass(&served, Protocol::Tcp, &Sender::Origin)?;
        Ok(Sender::Pods(pods.to_vec()))
    }

    /// Where the one who asks is in the internet and an address is private: something must translate.
    pub fn translated(&mut self, addresses: &[Placed<String>]) {
        let parsed: Vec<IpAddr> = addresses.iter().filter_map(|it| it.value.parse().ok()).collect();
        if !matches!(self.request.from, super::Origin::Internet) || parsed.is_empty() {
            return;
        }
        if parsed.iter().all(|address| is_private(*address)) {
            let text = format!(
                "{} is a private address: it depends on whether a router or tunnel leads there from the internet",
                addresses_in_words(&parsed)
            );
            let step = Step::new(Stage::Address, text).outcome(Outcome::Depends);
            self.push(step.at_some(addresses.first().map(|it| it.span), "its address"));
        }
    }
}

/// The protocol of connections that a URL asks for.
pub(super) fn protocol(url: &Url) -> Protocol {
    if url.scheme == "udp" { Protocol::Udp } else { Protocol::Tcp }
}

fn is_app(controller: &Controller, pod: &crate::k8s::Pod) -> bool {
    ["app.kubernetes.io/name", "app"]
        .iter()
        .filter_map(|key| pod.labels.get(*key))
        .any(|app| controller.apps.contains(&app.as_str()))
}

fn has(written: &[Placed<String>], address: IpAddr) -> bool {
    written.iter().any(|it| it.value.parse() == Ok(address))
}

fn pool_name(entry: &PlanEntry) -> String {
    if entry.name.is_empty() { entry.range.to_string() } else { entry.name.clone() }
}

fn addresses_in_words(addresses: &[IpAddr]) -> String {
    words::listed(&addresses.iter().map(IpAddr::to_string).collect::<Vec<_>>())
}
