use super::Design;
use super::words::{listed, named};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::document::BlockKind;
use crate::model::{Known, LinkKind, LinkThing, Model, Thing, ThingKind, Tls};
use crate::net::Port;
use crate::text::{Edit, Span};
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

/// A route from an ingress or gateway that nothing says is encrypted.
pub static RULE: Rule = Rule {
    code: "IN002",
    name: "route-without-tls",
    severity: Severity::Warning,
    why: "Without TLS, passwords and session cookies cross foreign networks in the clear, browsers warn, and anyone on \
          the way can change the page.",
    source: "Kubernetes documentation, \"Ingress: TLS\"; Gateway API, \"TLS Configuration\"",
};

/// Routes with facts are looked at one by one. Where nothing is declared, the first ingress about which nothing speaks
/// of TLS is reported, once, and only when the text around the drawing does not either.
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let mut routes: BTreeMap<&str, Vec<&LinkThing>> = BTreeMap::new();
    for link in subject.model.links.iter().filter(|link| link.tls.is_none() && is_route(subject, link)) {
        routes.entry(&link.from).or_default().push(link);
    }
    let drawing = Drawing::of(subject.model);
    let mut silent: Vec<(&Thing, &LinkThing)> = Vec::new();
    for (entrance, own) in routes {
        let Some(entrance) = subject.thing(entrance).filter(|thing| ends_requests(thing.kind.value)) else {
            continue;
        };
        let (declared, drawn): (Vec<_>, Vec<_>) = own.into_iter().partition(|link| link.fact.is_some());
        problems.extend(declared.iter().map(|link| declared_route(subject, entrance, link)));
        if let Some(first) = drawn.first()
            && declared.is_empty()
            && drawing.requested.contains(entrance.id.as_str())
            && !drawing.speaks_of_tls(entrance)
        {
            silent.push((entrance, first));
        }
    }
    silent.sort_by_key(|(entrance, _)| entrance.span);
    if !prose_speaks_of_tls(subject) && !objects_speak_of_tls(subject) {
        problems.extend(drawn_entrances(&silent));
    }
}

/// Whether an Ingress or Gateway among the document's objects has certificates: the drawing shows no more than they say.
fn objects_speak_of_tls(subject: &Design<'_>) -> bool {
    subject.model.objects.objects.iter().any(|object| {
        let items = |key: &str| object.at(&["spec", key]).map(Node::items).unwrap_or_default();
        match (object.group(), object.kind.as_str()) {
            ("networking.k8s.io" | "extensions", "Ingress") => !items("tls").is_empty(),
            ("gateway.networking.k8s.io", "Gateway") => {
                items("listeners").iter().any(|listener| listener.get("tls").is_some())
            }
            _ => false,
        }
    })
}

fn declared_route(subject: &Design<'_>, entrance: &Thing, link: &LinkThing) -> Problem {
    let hosts: Vec<_> = link.hosts.iter().map(|host| host.value.as_str()).collect();
    let what = if hosts.is_empty() { String::new() } else { format!(" for {}", hosts.join(", ")) };
    let message = format!("the route {} → `{}`{what} says nothing of TLS", named(entrance), link.to);
    let problem = Problem::new(&RULE, link.fact.unwrap_or(link.span), message)
        .with_related(link.span, "the link is drawn here")
        .with_help("add `tls:` with the name of an issuer, or `tls: false` where plain HTTP is meant");
    match link.fact.and_then(|fact| add_tls(subject, fact)) {
        Some((issuer, edit)) => problem.with_fix(format!("Add tls: {issuer}"), edit, false),
        None => problem,
    }
}

fn drawn_entrances(silent: &[(&Thing, &LinkThing)]) -> Option<Problem> {
    let (entrance, route) = silent.first()?;
    let names: Vec<String> = silent.iter().map(|(entrance, _)| named(entrance)).collect();
    let is = if names.len() == 1 { "is" } else { "are" };
    let message = format!("nothing says that {} {is} reached over TLS", listed(&names));
    let problem = Problem::new(&RULE, entrance.span, message)
        .with_severity(Severity::Info)
        .with_related(route.span, "it routes here")
        .with_help("label the link that leads to it (\"HTTPS 443\"), or give its routes a `tls:` fact");
    Some(problem)
}

/// Whether the words around the charts speak of TLS. Addresses of pages (`https://…`) do not.
fn prose_speaks_of_tls(subject: &Design<'_>) -> bool {
    let prose = subject
        .document
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Prose | BlockKind::Table));
    prose.map(|block| block.content.slice(subject.text)).any(|text| {
        let mut words = text.split(|character: char| !character.is_alphanumeric());
        words.any(|word| ["HTTPS", "TLS", "mTLS", "SSL"].contains(&word)) || text.contains("cert-manager")
    })
}

/// The edit that adds `tls:` to a fact in flow style, with the issuer that the design's other routes use.
fn add_tls(subject: &Design<'_>, fact: Span) -> Option<(String, Edit)> {
    let used =
        subject.model.links.iter().filter_map(|link| link.tls.as_ref()).find_map(|tls| match &tls.value {
            Tls::Issuer(issuer) => Some(issuer.clone()),
            Tls::Off => None,
        });
    let issuer = used.unwrap_or_else(|| "letsencrypt".to_owned());
    let written = fact.slice(subject.text);
    let inner = written.strip_suffix('}')?.trim_end();
    let at = fact.start as usize + inner.len();
    let comma = if inner.ends_with(['{', ',']) { "" } else { "," };
    let insert = format!("{comma} tls: {issuer}");
    Some((issuer, Edit::insert(at, insert)))
}

fn is_route(subject: &Design<'_>, link: &LinkThing) -> bool {
    let to_entrance = subject.thing(&link.to).is_some_and(|to| ends_requests(to.kind.value));
    matches!(link.kind, LinkKind::Route | LinkKind::Request) && !to_entrance
}

fn ends_requests(kind: ThingKind) -> bool {
    matches!(
        kind,
        ThingKind::IngressController | ThingKind::Ingress | ThingKind::Gateway | ThingKind::HttpRoute
    )
}

/// What the drawing says about TLS.
struct Drawing<'a> {
    /// Ids with a link that speaks of TLS.
    at_tls: BTreeSet<&'a str>,
    /// Ids that requests lead to.
    requested: BTreeSet<&'a str>,
    /// Whether an issuer of certificates is drawn.
    issuer: bool,
}

impl<'a> Drawing<'a> {
    fn of(model: &'a Model) -> Self {
        let tls =
            |link: &&LinkThing| link.tls.is_some() || mentions_tls(&link.text) || has_tls_port(&link.ports);
        let ends = |link: &'a LinkThing| [link.from.as_str(), link.to.as_str()];
        let requests = model.links.iter().filter(|link| link.kind == LinkKind::Request);
        Self {
            at_tls: model.links.iter().filter(tls).flat_map(ends).collect(),
            requested: requests.map(|link| link.to.as_str()).collect(),
            issuer: model.things.iter().any(|thing| thing.kind.value == ThingKind::CertificateIssuer),
        }
    }

    /// Whether the ingress, a link at it, or an issuer in the drawing speaks of TLS.
    fn speaks_of_tls(&self, entrance: &Thing) -> bool {
        self.issuer
            || self.at_tls.contains(entrance.id.as_str())
            || mentions_tls(&entrance.text)
            || has_tls_port(&entrance.ports)
    }
}

fn has_tls_port(ports: &[Known<Port>]) -> bool {
    ports.iter().any(|port| matches!(port.value.first(), 443 | 8443))
}

fn mentions_tls(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["https", "tls", "ssl", "443", "cert", "encrypt"].iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    const DECLARED: &str = "\
---
netplat:
  links:
    edge --> web: { hosts: [shop.example.com] }
    edge --> api: { hosts: [api.example.com], tls: internal-ca }
---
flowchart LR
  internet((Internet)) --> edge[Traefik] --> web[Web shop]
  edge --> api[API]
";

    #[test]
    fn a_declared_route_without_tls_is_reported() {
        check(
            &RULE,
            DECLARED,
            "warning `edge --> web: { hosts: [shop.example.com] }` the route Traefik (`edge`) → `web` for shop.example.com says nothing of TLS",
        );
    }

    #[test]
    fn the_fix_adds_the_issuer_of_the_other_routes() {
        let after = fixed(&RULE, DECLARED);
        assert!(after.contains("edge --> web: { hosts: [shop.example.com], tls: internal-ca }"), "{after}");
    }

    #[test]
    fn a_drawn_ingress_is_reported_once_and_mildly() {
        check(
            &RULE,
            "flowchart LR\ninternet((Internet)) --> edge[Traefik]\nedge --> web[Web shop]\nedge --> api[API]\n",
            "info `edge[Traefik]` nothing says that Traefik (`edge`) is reached over TLS",
        );
    }

    #[test]
    fn anything_that_speaks_of_tls_is_enough() {
        let chart = "flowchart LR\ninternet((Internet)) --> edge[Traefik] --> web[Web shop]\n";
        check(&RULE, &format!("TLS ends at Traefik.\n\n```mermaid\n{chart}```\n"), "");
        check(&RULE, "flowchart LR\ninternet((Internet)) -->|HTTPS| edge[Traefik] --> web[Web shop]\n", "");
        check(
            &RULE,
            "flowchart LR\ninternet((Internet)) --> edge[Traefik] --> web[Web shop]\ncm[cert-manager] -.-> edge\n",
            "",
        );
    }
}
