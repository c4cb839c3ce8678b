use super::Subject;
use super::dns_view::{Zones, only_in, plain};
use super::routed_hosts::{RoutedHost, Router, routed_hosts};
use super::walk::{Ways, traffic};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{LinkThing, ThingKind};

/// A host is routed for the internet and named for the own network only, or the other way round.
pub static RULE: Rule = Rule {
    code: "DN001",
    name: "host-in-other-view",
    severity: Severity::Warning,
    why: "A name that only the internal view has is not found from the internet, though the way from there is open. A \
          name that only the public view has tells the internet of something that it cannot reach.",
    source: "RFC 8499 section 7: views, also called split DNS",
};

/// Whom a route is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// The internet; drawn.
    Outside,
    /// The internet, by the name of its class.
    NamedPublic,
    /// The own network, by the name of its class.
    NamedInternal,
}

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    if subject.model.zones.is_empty() {
        return;
    }
    let zones = Zones::new(subject.model);
    let from_outside = FromOutside::of(subject);
    for routed in routed_hosts(subject) {
        let Some(audience) = audience(&routed, &from_outside) else { continue };
        let around = zones.of(&plain(routed.host)).to_vec();
        let (view, what, severity) = match audience {
            Audience::Outside => ("internal", "is reached from outside", Severity::Warning),
            Audience::NamedPublic => ("internal", "is of a public class", Severity::Info),
            Audience::NamedInternal => ("public", "is of an internal class", Severity::Info),
        };
        if !only_in(&around, view) {
            continue;
        }
        let message = format!(
            "{} {what}, and {} is a name of the {view} view only",
            routed.router(subject),
            routed.host
        );
        let problem = Problem::new(&RULE, routed.span, message)
            .with_severity(severity)
            .with_help("add the zone's other view under `dns:`, or take another name");
        problems.push(match around.first() {
            Some(zone) => problem.with_related(zone.span, "the zone is here"),
            None => problem,
        });
    }
}

/// The drawn ways from the outside.
struct FromOutside<'a> {
    /// Backwards: from a node along the traffic's way to the outside.
    ways: Ways<'a>,
}

impl<'a> FromOutside<'a> {
    fn of(subject: &Subject<'a>) -> Self {
        let outside = subject.model.things.iter().filter(|thing| thing.kind.value == ThingKind::Outside);
        let mut back = traffic(subject);
        for step in &mut back {
            std::mem::swap(&mut step.from, &mut step.to);
        }
        let is_vpn = |id: &str| subject.thing(id).is_some_and(|thing| thing.kind.value == ThingKind::Vpn);
        Self { ways: Ways::to(outside.map(|thing| thing.id.as_str()), &back, is_vpn) }
    }

    fn reaches(&self, link: &'a LinkThing) -> bool {
        !self.ways.from(&link.from).is_empty()
    }
}

fn audience<'a>(routed: &RoutedHost<'a>, from_outside: &FromOutside<'a>) -> Option<Audience> {
    match routed.by {
        Router::Link(link) => from_outside.reaches(link).then_some(Audience::Outside),
        Router::Ingress(_, class) | Router::Gateway(_, class) => by_class(class?),
        Router::Route(_) => None,
    }
}

fn by_class(class: &str) -> Option<Audience> {
    let mut words = class.split(|character: char| !character.is_alphanumeric());
    words.find_map(|word| match word {
        "public" | "external" | "internet" => Some(Audience::NamedPublic),
        "internal" | "private" | "intranet" => Some(Audience::NamedInternal),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn what_the_internet_reaches_has_a_public_name() {
        let page = |view: &str, chart: &str| {
            format!(
                "---\nnetplat:\n  dns: {{ zones: [{{ name: example.com, view: {view} }}] }}\n  links:\n    edge --> web: {{ hosts: [shop.example.com], tls: ca }}\n---\n\
                 flowchart LR\n  {chart}edge[Traefik] --> web[Shop]\n"
            )
        };
        check(
            &RULE,
            &page("internal", "internet((Internet)) --> "),
            "warning `shop.example.com` the route `edge` → `web` is reached from outside, and shop.example.com is a name of the internal view only",
        );
        check(&RULE, &page("public", "internet((Internet)) --> "), "");
        check(&RULE, &page("internal", ""), "");
    }

    #[test]
    fn the_name_of_a_class_is_a_hint() {
        let page = |class: &str| {
            format!(
                "---\nnetplat:\n  dns: {{ zones: [{{ name: example.com }}] }}\n---\n# A\n\n```yaml\napiVersion: networking.k8s.io/v1\nkind: Ingress\n\
                 metadata: {{ name: web }}\nspec: {{ ingressClassName: {class}, rules: [{{ host: shop.example.com }}] }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("nginx-internal"),
            "info `shop.example.com` Ingress web is of an internal class, and shop.example.com is a name of the public view only",
        );
        check(&RULE, &page("nginx"), "");
    }
}
