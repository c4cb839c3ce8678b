//! A request through what is only drawn: arrows with hosts and paths, things with ports.

use super::ingress_rule::is_path_prefix;
use super::request::Origin;
use super::route_rule::covers;
use super::step::{Outcome, Stage, Step};
use super::tracer::{Tracer, Way};
use super::url::Url;
use crate::model::{LinkKind, LinkThing, Thing, ThingKind, Tls};
use crate::net::Protocol;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

impl<'a> Tracer<'a> {
    /// Whether an arrow is for `host`, and whether by its exact name.
    pub fn drawn_fit(&self, host: &str) -> Option<bool> {
        let hosts = self.model.links.iter().flat_map(|link| &link.hosts);
        let fitting =
            hosts.map(|written| written.value.to_ascii_lowercase()).filter(|written| covers(written, host));
        fitting.map(|written| written == host).max()
    }

    /// Follows a request to the thing that an arrow with its host leads to.
    pub fn drawn_host(&mut self, url: &Url) -> Way<()> {
        let Some(link) = self.drawn_route(url) else {
            let text = format!("no arrow for {} has a path that takes {}", url.host, url.path);
            return self.stop(
                Step::new(Stage::Route, text).fails(format!("add {} to the `paths` of an arrow", url.path)),
            );
        };
        self.reach_thing(&link.from)?;
        let host = link.hosts.iter().find(|host| covers(&host.value.to_ascii_lowercase(), &url.host));
        let text = format!(
            "{} leads {}{} to {}",
            self.thing_name(&link.from),
            url.host,
            url.path,
            self.thing_name(&link.to)
        );
        let step = Step::new(Stage::Route, text).at_some(host.map(|host| host.evidence.span()), "the host");
        self.push(step.at(link.span, "the arrow").thing(&link.from).thing(&link.to));
        if url.is_tls() {
            self.drawn_tls(link, url);
        }
        let to = link.to.clone();
        self.drawn_backend(link, &to)
    }

    /// The arrow that takes the request: the most specific host, then the longest path.
    fn drawn_route(&self, url: &Url) -> Option<&'a LinkThing> {
        let rank = |link: &&'a LinkThing| {
            let hosts = link.hosts.iter().map(|host| host.value.to_ascii_lowercase());
            let host = hosts
                .filter(|host| covers(host, &url.host))
                .map(|host| (host == url.host, host.len()))
                .max()?;
            let paths = link.paths.iter().filter(|path| is_path_prefix(&path.value, &url.path));
            let path = paths.map(|path| path.value.trim_end_matches('/').len()).max();
            (link.paths.is_empty() || path.is_some()).then_some((host, path))
        };
        let ranked = self.model.links.iter().filter_map(|link| Some((rank(&link)?, link)));
        ranked.min_by_key(|(rank, _)| Reverse(*rank)).map(|(_, link)| link)
    }

    fn drawn_tls(&mut self, link: &'a LinkThing, url: &Url) {
        let from = self.thing_name(&link.from);
        let step = match &link.tls {
            Some(tls) => {
                let step = match &tls.value {
                    Tls::Issuer(issuer) => Step::new(
                        Stage::Listener,
                        format!("TLS for {} ends at {from} with a certificate of {issuer}", url.host),
                    ),
                    Tls::Off => Step::new(
                        Stage::Listener,
                        format!("the arrow says that {} is served without TLS", url.host),
                    )
                    .outcome(Outcome::Depends)
                    .change("name an issuer under `tls`, or ask by http"),
                };
                step.at(tls.evidence.span(), "`tls`")
            }
            None => Step::new(
                Stage::Listener,
                format!("nothing is said of TLS for {}: {from} is taken to have a certificate", url.host),
            )
            .outcome(Outcome::Assumed)
            .at(link.span, "the arrow"),
        };
        self.push(step.thing(&link.from));
    }

    /// Goes on to what an arrow leads to: pods where objects are matched, else the thing itself.
    fn drawn_backend(&mut self, link: &'a LinkThing, to: &str) -> Way<()> {
        let asked = link.ports.first().map(|port| port.value.first());
        let Some(thing) = self.model.thing(to) else { return Ok(()) };
        let is_service = |service: &crate::k8s::Service| thing.objects.contains(&service.object);
        if let Some(index) = self.resources.services.iter().position(is_service) {
            let port = asked.map(crate::k8s::PortReference::Number);
            let sender = super::tracer::Sender::Unknown(self.thing_name(&link.from));
            return self.service(index, port.as_ref(), Protocol::Tcp, &sender, None);
        }
        self.answer(thing, asked)
    }

    /// The thing as what answers.
    fn answer(&mut self, thing: &'a Thing, asked: Option<u16>) -> Way<()> {
        let name = self.thing_name(&thing.id);
        let listening: Vec<u16> = thing.ports.iter().map(|port| port.value.first()).collect();
        let step = |text: String| Step::new(Stage::Answer, text).at(thing.span, "the node").thing(&thing.id);
        let known = thing.ports.first().map(|port| port.evidence.span());
        let step = match (asked, listening.first()) {
            (Some(asked), Some(_)) if !thing.ports.iter().any(|port| holds(&port.value, asked)) => {
                let all: Vec<String> = listening.iter().map(u16::to_string).collect();
                let text = format!("{name} is asked on {asked} and listens on {}", all.join(", "));
                let step = step(text).at_some(known, "its ports");
                return self
                    .stop(step.fails(format!("add {asked} to the ports of {name}, or correct the arrow")));
            }
            (Some(port), Some(_)) | (None, Some(&port)) => {
                step(format!("{name} is asked on TCP {port}, and answers")).at_some(known, "its ports")
            }
            (Some(port), None) => step(format!("{name} is asked on TCP {port}, and is taken to answer"))
                .outcome(Outcome::Assumed),
            (None, None) => {
                step(format!("{name} is asked, and is taken to answer")).outcome(Outcome::Assumed)
            }
        };
        self.push(step);
        Ok(())
    }

    /// Follows arrows from where the request starts to a thing.
    pub fn thing(&mut self, id: &str, port: Option<u16>) -> Way<()> {
        let Some(thing) = self.model.thing(id) else { return Ok(()) };
        let last = self.reach_thing(id)?;
        let of_arrow = last.and_then(|link| link.ports.first()).map(|port| port.value.first());
        if let (Some(asked), Some(link)) = (port, last)
            && !link.ports.is_empty()
            && !link.ports.iter().any(|known| holds(&known.value, asked))
        {
            let known: Vec<String> = link.ports.iter().map(|port| port.value.to_string()).collect();
            let text =
                format!("the arrow to {} is for {}, not for {asked}", self.thing_name(id), known.join(", "));
            let step = Step::new(Stage::Policies, text)
                .at(link.text_span.unwrap_or(link.span), "the arrow")
                .thing(id);
            return self
                .stop(step.fails(format!("draw an arrow for {asked}, or add it to the arrow's label")));
        }
        self.answer(thing, port.or(of_arrow))
    }

    /// Whether arrows lead from where the request starts to a thing; the last of them.
    fn reach_thing(&mut self, id: &str) -> Way<Option<&'a LinkThing>> {
        let starts: BTreeSet<&str> = match &self.request.from {
            Origin::Thing(start) => [start.as_str()].into(),
            Origin::Pod(pod) => {
                let object = self.pod(*pod).map(|pod| pod.object);
                let things = self
                    .model
                    .things
                    .iter()
                    .filter(|it| object.is_some_and(|object| it.objects.contains(&object)));
                things.map(|thing| thing.id.as_str()).collect()
            }
            Origin::Internet | Origin::Address(_) => {
                let outside = |thing: &&Thing| matches!(thing.kind.value, ThingKind::Outside);
                self.model.things.iter().filter(outside).map(|thing| thing.id.as_str()).collect()
            }
        };
        if starts.contains(id) {
            return Ok(None);
        }
        let name = self.thing_name(id);
        let Some(way) = self.way(&starts, id) else {
            if starts.is_empty() {
                let text =
                    format!("nothing outside is drawn: {} is taken to reach {name}", self.origin_name());
                self.push(Step::new(Stage::Address, text).outcome(Outcome::Assumed).thing(id));
                return Ok(None);
            }
            let text = format!("no arrow leads from {} to {name}", self.origin_name());
            let step = Step::new(Stage::Address, text).thing(id);
            let step = starts.iter().fold(step, |step, start| step.thing(start));
            let span = self.model.thing(id).map(|thing| thing.span);
            return self.stop(
                step.at_some(span, "the node")
                    .fails(format!("draw an arrow to {name}, or ask for something else")),
            );
        };
        for link in &way {
            let text = format!(
                "an arrow leads from {} to {}",
                self.thing_name(&link.from),
                self.thing_name(&link.to)
            );
            let step = Step::new(Stage::Address, text).at(link.span, "the arrow");
            self.push(step.thing(&link.from).thing(&link.to));
        }
        Ok(way.last().copied())
    }

    /// The fewest arrows that lead from one of `starts` to `id`.
    fn way(&self, starts: &BTreeSet<&str>, id: &str) -> Option<Vec<&'a LinkThing>> {
        let mut from: BTreeMap<&str, Vec<&'a LinkThing>> = BTreeMap::new();
        let carries = |link: &&LinkThing| {
            matches!(link.kind, LinkKind::Request | LinkKind::Route | LinkKind::Flow | LinkKind::Relation)
        };
        for link in self.model.links.iter().filter(carries) {
            from.entry(&link.from).or_default().push(link);
        }
        let mut came: BTreeMap<&str, &'a LinkThing> = BTreeMap::new();
        let mut queue: VecDeque<&str> = starts.iter().copied().collect();
        while let Some(at) = queue.pop_front() {
            for link in from.get(at).map(Vec::as_slice).unwrap_or_default().iter().copied() {
                if starts.contains(link.to.as_str()) || came.contains_key(link.to.as_str()) {
                    continue;
                }
                came.insert(&link.to, link);
                queue.push_back(&link.to);
            }
        }
        let mut way = Vec::new();
        let mut at = id;
        while let Some(&link) = came.get(at) {
            way.push(link);
            at = &link.from;
        }
        way.reverse();
        (!way.is_empty()).then_some(way)
    }

    /// What a thing shows, or its id.
    fn thing_name(&self, id: &str) -> String {
        let text = self.model.thing(id).map(|thing| thing.text.trim()).filter(|text| !text.is_empty());
        text.unwrap_or(id).to_owned()
    }
}

fn holds(port: &crate::net::Port, asked: u16) -> bool {
    port.first() <= asked && asked <= port.last()
}
