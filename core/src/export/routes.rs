//! Routes: what an ingress controller or gateway sends to which Service, as Ingress or as Gateway and HTTPRoute.

mod gateway_api;
mod ingress;

use super::flows::statement;
use super::names::Names;
use super::services::{Backend, Services};
use super::standing::Standing;
use super::{NOT_EXPORTED, Object};
use crate::diagnostic::Problem;
use crate::model::{LinkKind, LinkThing, Model, Routes, Thing, ThingKind, Tls};

/// One drawn route: from a controller, with hosts and paths, to a Service.
struct Route<'a> {
    /// The ingress controller or Gateway that it starts from.
    controller: &'a Thing,
    /// Where requests go.
    backend: &'a Backend,
    /// Host names; empty for any.
    hosts: Vec<&'a str>,
    /// Path prefixes; `/` when none are given.
    paths: Vec<&'a str>,
    /// The issuer of the certificate, when it is encrypted.
    issuer: Option<&'a str>,
    /// The name of the route's object.
    name: String,
    /// The link as a statement.
    statement: String,
}

impl Route<'_> {
    /// The Secret that holds the route's certificate.
    fn secret(&self) -> String {
        format!("{}-tls", self.name)
    }

    /// The class of the controller: declared, else its product's usual one, else the name of the drawing.
    fn class(&self, names: &Names) -> String {
        let declared = self.controller.class.as_ref().or(self.controller.controller.as_ref());
        declared.map_or_else(|| names.of(self.controller), |known| known.value.clone())
    }
}

/// The route objects of a design, in the form that `routes` of the cluster asks for.
pub fn write(
    model: &Model,
    names: &Names,
    services: &Services<'_>,
    standing: &Standing<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Object> {
    let routes = find(model, names, services, standing, problems);
    let drawn_gateway = routes.iter().any(|route| route.controller.kind.value == ThingKind::Gateway);
    let said = model.exported_cluster().and_then(|cluster| cluster.routes.as_ref());
    match said.map(|routes| routes.value) {
        Some(Routes::GatewayApi) => gateway_api::write(&routes, names),
        Some(Routes::Ingress) => ingress::write(&routes, names),
        None if drawn_gateway => gateway_api::write(&routes, names),
        None => ingress::write(&routes, names),
    }
}

fn find<'a>(
    model: &'a Model,
    names: &Names,
    services: &'a Services<'a>,
    standing: &Standing<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Route<'a>> {
    let mut routes = Vec::new();
    for link in model.links.iter().filter(|link| link.kind == LinkKind::Route) {
        let Some(from) = model.thing(&link.from).filter(|from| !standing.thing(from)) else { continue };
        let Some(controller) = controller_of(model, from) else { continue };
        let Some(backend) = services.backend(&link.to) else {
            let message = format!("{} leads to no Service, so no route is written for it", statement(link));
            let help = format!("Put {} into a namespace and give it a port.", link.to);
            problems.push(Problem::new(&NOT_EXPORTED, link.span, message).with_help(help));
            continue;
        };
        // The link's own words win; what stands on the way to it (`edge --> ingress`) speaks for all its routes.
        let before: Vec<&LinkThing> =
            model.links.iter().filter(|other| other.to == from.id && from.id != controller.id).collect();
        let all = || std::iter::once(link).chain(before.iter().copied());
        let first = |pick: fn(&LinkThing) -> Vec<&str>| {
            all().map(pick).find(|found| !found.is_empty()).unwrap_or_default()
        };
        let paths = first(|link| link.paths.iter().map(|path| path.value.as_str()).collect());
        let tls = all().find_map(|link| link.tls.as_ref());
        routes.push(Route {
            controller,
            backend,
            hosts: first(|link| link.hosts.iter().map(|host| host.value.as_str()).collect()),
            paths: if paths.is_empty() { vec!["/"] } else { paths },
            issuer: tls.and_then(|tls| match &tls.value {
                Tls::Issuer(issuer) => Some(issuer.as_str()),
                Tls::Off => None,
            }),
            name: format!("{}-{}", names.of(from), backend.name),
            statement: statement(link),
        });
    }
    // Parallel links between the same two are one route each, so their names need numbers.
    let mut taken = super::names::Taken::default();
    for route in &mut routes {
        let name = super::names::unique(&mut taken, &format!("{}/{}", route.backend.namespace, route.name));
        route.name = name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    routes
}

/// The controller that serves a route that starts at `from`: itself, or what leads to the drawn Ingress or HTTPRoute.
fn controller_of<'a>(model: &'a Model, from: &'a Thing) -> Option<&'a Thing> {
    match from.kind.value {
        ThingKind::Ingress | ThingKind::HttpRoute => {
            let arriving = model.links.iter().filter(|link| link.to == from.id);
            let leads = |thing: &&Thing| {
                matches!(thing.kind.value, ThingKind::IngressController | ThingKind::Gateway)
            };
            arriving.filter_map(|link| model.thing(&link.from)).find(leads).or(Some(from))
        }
        ThingKind::IngressController | ThingKind::Gateway => Some(from),
        _ => None,
    }
}
