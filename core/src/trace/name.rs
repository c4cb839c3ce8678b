//! What a name leads to: cluster DNS for pods, zones and their records for all.

use super::policies::judge;
use super::request::{Origin, is_cluster_name, service_named};
use super::step::{Outcome, Stage, Step};
use super::tracer::{MOST_TURNS, Tracer, Way};
use super::{route_rule, words};
use crate::k8s::{
    ContainerPort, DnsRecord, DnsSource, NAMESPACE_NAME, Owner, Pod, Resources, Service, ServiceKind,
};
use crate::model::Zone;
use crate::net::Protocol;
use crate::reach::Asked;
use crate::text::Span;
use std::net::IpAddr;

/// What a name leads to.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Found {
    /// A service, by its index: cluster DNS knows the name.
    Service(usize),
    /// A pod of a headless service, by its index.
    Pod(usize),
    /// Addresses, and the object whose addresses they are, where a record is that object's.
    Addresses {
        /// The addresses; empty where the object has none that are written.
        addresses: Vec<IpAddr>,
        /// The object, by its index.
        owner: Option<usize>,
    },
    /// To what serves the host: no record is written.
    Routed,
    /// To something that is not part of the design.
    Foreign,
}

/// Who is asked for a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum View {
    Internal,
    Public,
}

impl View {
    fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Public => "public",
        }
    }
}

impl<'a> Tracer<'a> {
    /// What `host` leads to, for the one who asks.
    pub fn resolve(&mut self, host: &str) -> Way<Found> {
        if let Ok(address) = host.parse() {
            return Ok(Found::Addresses { addresses: vec![address], owner: None });
        }
        if self.is_inside() {
            self.ask_cluster_dns()?;
            if let Some(found) = self.in_cluster(host)? {
                return Ok(found);
            }
        }
        if is_cluster_name(host) {
            let step = Step::new(
                Stage::Name,
                format!("only cluster DNS answers for {host}, and {} does not ask it", self.origin_name()),
            );
            return self.stop(step.fails("ask for a name of a zone, or for the address of a load balancer"));
        }
        self.in_zones(host)
    }

    /// Whether the pod that asks is let out to cluster DNS. Where that is not shown, it is taken to run as kubeadm
    /// installs it.
    fn ask_cluster_dns(&mut self) -> Way<()> {
        let Origin::Pod(pod) = self.request.from else { return Ok(()) };
        if self.turns > 0 {
            return Ok(());
        }
        let is_server = |pod: &Pod| pod.labels.get("k8s-app").is_some_and(|app| app == "kube-dns");
        let with_server;
        let (resources, server) = match self.resources.pods.iter().position(is_server) {
            Some(server) => (self.resources, server),
            None => {
                with_server = with_cluster_dns(self.resources);
                (&with_server, self.resources.pods.len())
            }
        };
        let name = self.origin_name();
        let ask = |protocol| {
            judge(resources, (Asked::Pod(pod), &name), (Asked::Pod(server), "cluster DNS"), protocol, 53)
        };
        let judged = ask(Protocol::Udp);
        match judged.outcome {
            Outcome::Fails if ask(Protocol::Tcp).outcome == Outcome::Fails => {
                self.stop(judged.step_of(Stage::Name))
            }
            Outcome::Fails => Ok(()),
            Outcome::Depends => {
                self.push(judged.step_of(Stage::Name));
                Ok(())
            }
            _ if judged.is_untouched => Ok(()),
            _ => {
                self.push(judged.step_of(Stage::Name));
                Ok(())
            }
        }
    }

    /// What cluster DNS answers; nothing where it passes the question on.
    fn in_cluster(&mut self, host: &str) -> Way<Option<Found>> {
        let own = self.request.from.namespace(self.resources);
        if let Some(index) = service_named(self.resources, host, own)
            && let Some(service) = self.resources.services.get(index)
        {
            return self.of_service(host, index, service).map(Some);
        }
        let labels: Vec<&str> = host.split('.').collect();
        let (name, namespace) = match labels.as_slice() {
            [name] => (*name, own.unwrap_or_default()),
            [name, namespace] if self.resources.namespaces.contains_key(*namespace) => (*name, *namespace),
            [name, namespace, "svc", ..] => (*name, *namespace),
            _ => return Ok(None),
        };
        let others = self.resources.services.iter().filter(|service| service.name == name);
        let others: Vec<String> =
            others.map(|service| format!("`{}.{}`", service.name, service.namespace)).collect();
        let change = match others.as_slice() {
            [] => format!("write a Service `{name}` in namespace `{namespace}`, or correct the name"),
            all => format!("ask for {}", words::listed(all)),
        };
        let text = format!("cluster DNS does not know {host}: namespace {namespace} has no Service {name}");
        self.stop(Step::new(Stage::Name, text).fails(change))
    }

    fn of_service(&mut self, host: &str, index: usize, service: &Service) -> Way<Found> {
        let named = words::service(service);
        if service.kind.value == ServiceKind::ExternalName {
            let Some(elsewhere) = &service.external_name else {
                let step = Step::new(Stage::Name, format!("{host} is {named}, which leads to no name"));
                let step = self.at_object(step, service.object);
                return self.stop(step.fails("write `externalName` in it"));
            };
            let step =
                Step::new(Stage::Name, format!("{host} is {named}, which leads to the name {elsewhere}"));
            let step = self.at_object(step.at(elsewhere.span, "its name"), service.object);
            self.turn(step)?;
            return self.resolve(&elsewhere.value.trim_end_matches('.').to_ascii_lowercase());
        }
        let pod = host.split('.').next().filter(|_| host.split('.').count() > 3).and_then(|name| {
            let is_meant = |pod: &Pod| pod.namespace == service.namespace && pod.name == name;
            self.resources.pods.iter().position(is_meant).filter(|_| service.is_headless())
        });
        let what =
            if service.is_headless() { "the addresses of its pods" } else { "its address in the cluster" };
        let step = Step::new(Stage::Name, format!("cluster DNS answers {host} with {what}: {named}"));
        let step = self.at_object(step, service.object);
        self.push(step);
        Ok(pod.map_or(Found::Service(index), Found::Pod))
    }

    /// Adds a step after which another name is asked for.
    fn turn(&mut self, step: Step) -> Way<()> {
        self.turns += 1;
        if self.turns > MOST_TURNS {
            return self.stop(
                step.fails("names lead to each other in a circle: let one of them lead to an address"),
            );
        }
        self.push(step);
        Ok(())
    }

    fn view(&self) -> View {
        match &self.request.from {
            Origin::Internet => View::Public,
            Origin::Address(address) if !is_private(*address) => View::Public,
            _ => View::Internal,
        }
    }

    /// What the zones and their records say.
    fn in_zones(&mut self, host: &str) -> Way<Found> {
        let view = self.view();
        let records = self.records(host);
        let routed = self.routed(host);
        let is_own = !records.is_empty() || routed.is_some();
        let zone = self.zone(host, view);
        if zone.is_none() && !self.model.zones.is_empty() && is_own {
            return self.outside_of_zones(host, view);
        }
        if !is_own && zone.is_none() {
            if self.view() == View::Internal {
                let text = format!("{host} is in none of the design's zones");
                self.push(Step::new(Stage::Name, text).outcome(Outcome::Assumed));
                return Ok(Found::Foreign);
            }
            if let Some((span, object)) = self.takes_any_host() {
                let text = format!(
                    "{host} is named by nothing here, and is taken to lead to {}, which takes every host",
                    self.name_of(object)
                );
                let step =
                    Step::new(Stage::Name, text).outcome(Outcome::Assumed).at(span, "what takes every host");
                self.push(step.object(object));
                return Ok(Found::Routed);
            }
            let text = format!("nothing here is called {host}: no record, no zone and no route names it");
            let change = format!("write a record and a route for {host}, or correct the name");
            return self.stop(Step::new(Stage::Name, text).fails(change));
        }
        let zone_said = match zone {
            Some(zone) => format!(" in the {} zone {}", zone.view, zone.name),
            None => String::new(),
        };
        let place = zone.map(|zone| zone.span);
        match self.fitting(&records, view) {
            Some(record) => self.of_record(host, record, &zone_said, place),
            None => self.without_record(host, routed, &zone_said, place),
        }
    }

    /// A route or Ingress that takes every host, and where it says so.
    fn takes_any_host(&self) -> Option<(Span, usize)> {
        let resources = self.resources;
        let is_open = |route: &&crate::k8s::Route| {
            let by_host = matches!(route.kind, crate::k8s::RouteKind::Http | crate::k8s::RouteKind::Grpc);
            by_host && route.hostnames.is_empty() && self.attachments.admit(route)
        };
        let route = resources.routes.iter().find(is_open);
        let of_route = route.and_then(|route| Some((route.parents.first()?.span, route.object)));
        of_route.or_else(|| {
            resources.ingresses.iter().find_map(|ingress| {
                let rule = ingress.rules.iter().find(|rule| rule.host.is_none()).map(|rule| rule.span);
                let default = ingress.default_backend.as_ref().map(crate::k8s::IngressBackend::span);
                Some((rule.or(default)?, ingress.object))
            })
        })
    }

    fn outside_of_zones(&mut self, host: &str, view: View) -> Way<Found> {
        let other = match view {
            View::Public => self
                .model
                .zones
                .iter()
                .filter(|zone| is_within(host, &zone.name))
                .max_by_key(|zone| zone.name.len()),
            View::Internal => None,
        };
        let step = match other {
            Some(zone) => Step::new(
                Stage::Name,
                format!(
                    "{host} is in the {} zone {} only, and {} asks public DNS",
                    zone.view,
                    zone.name,
                    self.origin_name()
                ),
            )
            .at(zone.span, "the zone")
            .fails(format!("add {} to the public zones, or ask from inside", zone.name)),
            None => {
                let zones: Vec<String> = self.model.zones.iter().map(|zone| zone.name.clone()).collect();
                let step = Step::new(
                    Stage::Name,
                    format!("{host} is in none of the zones: {}", words::listed(&zones)),
                );
                let first = self.model.zones.first().map(|zone| zone.span);
                step.at_some(first, "the zones").fails(format!(
                    "add a {} zone that holds {host}, or give it a name of one of these zones",
                    view.name()
                ))
            }
        };
        self.stop(step)
    }

    fn of_record(&mut self, host: &str, record: &DnsRecord, zone: &str, place: Option<Span>) -> Way<Found> {
        let object = self.name_of(record.object);
        let addresses: Vec<IpAddr> =
            record.targets.iter().filter_map(|target| target.value.parse().ok()).collect();
        let step = |text: String| {
            Step::new(Stage::Name, text)
                .at(record.name.span, "the record")
                .at_some(place, "the zone")
                .object(record.object)
        };
        if !addresses.is_empty() {
            let written: Vec<String> = addresses.iter().map(IpAddr::to_string).collect();
            let step = step(format!("{host}{zone} leads to {} ({object})", words::listed(&written)));
            if self.view() == View::Public && addresses.iter().all(|address| is_private(*address)) {
                let text = format!("{}: a private address, which the internet does not reach", step.text);
                let change = "let a public record lead to a public address";
                return self.stop(Step { text, ..step }.fails(change));
            }
            self.push(step);
            return Ok(Found::Addresses { addresses, owner: None });
        }
        if let Some(target) = record.targets.first() {
            let name = target.value.trim_end_matches('.').to_ascii_lowercase();
            let step = step(format!("{host}{zone} is another name of {name} ({object})"))
                .at(target.span, "its target");
            let is_known = !self.records(&name).is_empty() || self.has_address(&name).is_some();
            self.turn(step)?;
            if let Some(owner) = self.has_address(&name) {
                return Ok(Found::Addresses { addresses: Vec::new(), owner: Some(owner) });
            }
            if is_known {
                return self.resolve(&name);
            }
            let text =
                format!("{name} is not part of the design, and is taken to lead to what serves {host}");
            self.push(Step::new(Stage::Address, text).outcome(Outcome::Assumed));
            return Ok(Found::Routed);
        }
        let what = match record.source {
            DnsSource::InternalHostname => "its address in the cluster",
            _ => "its address",
        };
        self.push(step(format!("{host}{zone} leads to {object}, to {what}")));
        Ok(Found::Addresses { addresses: Vec::new(), owner: Some(record.object) })
    }

    fn without_record(
        &mut self,
        host: &str,
        routed: Option<(Span, Option<usize>)>,
        zone: &str,
        place: Option<Span>,
    ) -> Way<Found> {
        let Some((span, object)) = routed else {
            let text = format!("no record and no route names {host}{zone}");
            let step = Step::new(Stage::Name, text).at_some(place, "the zone");
            return self.stop(step.fails(format!("write a record for {host}, and a route that serves it")));
        };
        let what = object.map_or("what is drawn".to_owned(), |object| self.name_of(object));
        let text = format!("{host}{zone} is named by {what}, and a record is taken to lead there");
        let mut step = Step::new(Stage::Name, text).at(span, "the host").at_some(place, "the zone");
        step.objects.extend(object);
        self.push(step.outcome(Outcome::Assumed));
        Ok(Found::Routed)
    }

    /// The longest zone that holds `host` and is seen: the internal one comes first for those inside.
    fn zone(&self, host: &str, view: View) -> Option<&'a Zone> {
        let is_seen = |zone: &&Zone| zone.view == "public" || view == View::Internal;
        let holding = self.model.zones.iter().filter(|zone| is_within(host, &zone.name)).filter(is_seen);
        holding.max_by_key(|zone| (zone.name.len(), zone.view != "public"))
    }

    /// The records for `host`: its own, else those of the nearest wildcard.
    fn records(&self, host: &str) -> Vec<&'a DnsRecord> {
        let written = |record: &DnsRecord| record.name.value.trim_end_matches('.').to_ascii_lowercase();
        let all = &self.resources.dns_records;
        let own: Vec<_> = all.iter().filter(|record| written(record) == host).collect();
        if !own.is_empty() {
            return own;
        }
        let covering = |record: &&DnsRecord| route_rule::covers(&written(record), host);
        let nearest = all.iter().filter(covering).map(|record| written(record).len()).max();
        all.iter().filter(covering).filter(|record| Some(written(record).len()) == nearest).collect()
    }

    /// Of several records the one that suits who asks: with public addresses for the internet, private ones for others.
    fn fitting(&self, records: &[&'a DnsRecord], view: View) -> Option<&'a DnsRecord> {
        let fits = |record: &&&DnsRecord| {
            let mut addresses = record.targets.iter().filter_map(|target| target.value.parse().ok());
            addresses.any(|address: IpAddr| is_private(address) == (view == View::Internal))
        };
        records.iter().find(fits).or(records.first()).copied()
    }

    /// The object that has this name as its address.
    fn has_address(&self, name: &str) -> Option<usize> {
        let resources = self.resources;
        let is = |address: &crate::k8s::Placed<String>| address.value.eq_ignore_ascii_case(name);
        let services = resources.services.iter().filter(|it| it.addresses.iter().any(|it| is(&it.address)));
        let gateways = resources
            .gateways
            .iter()
            .filter(|gateway| gateway.status_addresses.iter().chain(&gateway.addresses).any(is));
        let ingresses = resources.ingresses.iter().filter(|ingress| ingress.addresses.iter().any(is));
        let objects = gateways.map(|it| it.object).chain(services.map(|it| it.object));
        objects.chain(ingresses.map(|it| it.object)).next()
    }

    /// Where a route names `host`, and in which object; an exact host before a wildcard.
    fn routed(&self, host: &str) -> Option<(Span, Option<usize>)> {
        let resources = self.resources;
        let of_routes = resources.routes.iter().flat_map(|route| {
            route.hostnames.iter().map(move |host| (host.as_str(), host.span, Some(route.object)))
        });
        let of_ingresses = resources.ingresses.iter().flat_map(|ingress| {
            let hosts = ingress.rules.iter().filter_map(|rule| rule.host.as_ref());
            hosts.map(move |host| (host.as_str(), host.span, Some(ingress.object)))
        });
        let of_others = resources.openshift_routes.iter().filter_map(|route| {
            let host = route.host.as_ref()?;
            Some((host.as_str(), host.span, Some(route.object)))
        });
        let of_listeners = resources.gateways.iter().flat_map(|gateway| {
            let hosts = gateway.listeners.iter().filter_map(|listener| listener.hostname.as_ref());
            hosts.map(move |host| (host.as_str(), host.span, Some(gateway.object)))
        });
        let drawn =
            self.model.links.iter().flat_map(|link| {
                link.hosts.iter().map(|host| (host.value.as_str(), host.evidence.span(), None))
            });
        let fitting = of_routes.chain(of_ingresses).chain(of_others).chain(drawn).chain(of_listeners);
        let fitting = fitting.filter(|(written, ..)| route_rule::covers(&written.to_ascii_lowercase(), host));
        // The first of the longest; `max_by_key` would give the last.
        fitting
            .min_by_key(|(written, ..)| std::cmp::Reverse((!written.starts_with('*'), written.len())))
            .map(|(_, span, object)| (span, object))
    }
}

/// Whether `host` is `zone` or below it.
fn is_within(host: &str, zone: &str) -> bool {
    let zone = zone.trim_end_matches('.').to_ascii_lowercase();
    host == zone || host.strip_suffix(&zone).is_some_and(|rest| rest.ends_with('.'))
}

/// Whether the internet does not lead there.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, ..] = address.octets();
            address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || (a == 100 && b & 0xC0 == 64)
        }
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

/// The same cluster with cluster DNS in it, as kubeadm installs it.
fn with_cluster_dns(resources: &Resources) -> Resources {
    let mut with = resources.clone();
    let namespace = "kube-system".to_owned();
    let port = |name: &str, protocol| ContainerPort { name: Some(name.to_owned()), port: 53, protocol };
    with.namespaces
        .entry(namespace.clone())
        .or_default()
        .insert(NAMESPACE_NAME.to_owned(), namespace.clone());
    with.pods.push(Pod {
        namespace,
        name: "coredns".to_owned(),
        owner: Owner { kind: "Deployment".to_owned(), name: "coredns".to_owned() },
        labels: [("k8s-app".to_owned(), "kube-dns".to_owned())].into(),
        account: "coredns".to_owned(),
        ports: vec![port("dns", Protocol::Udp), port("dns-tcp", Protocol::Tcp)],
        addresses: Vec::new(),
        host_network: false,
        object: usize::MAX,
    });
    with
}
