use super::Design;
use super::walk::{Step, Ways, traffic};
use super::words::named;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{GroupKind, Model, Thing, ThingKind};

/// A drawn way from the outside to a data store on which nothing guards the entrance.
pub static RULE: Rule = Rule {
    code: "IN001",
    name: "outside-reaches-data-store",
    severity: Severity::Warning,
    why: "Traffic from outside should enter at few places, where TLS ends and requests are filtered and logged. A way \
          around them exposes what holds the data: a workload with a public address, or the store itself.",
    source: "OWASP Kubernetes Security Cheat Sheet; NIST SP 800-190 section 4.3",
};

/// From each outside, every link into something that is no entrance is followed to the nearest store. Ways end at
/// entrances: only one that meets none counts. One problem for each such link.
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let steps = traffic(subject);
    let stores =
        subject.model.things.iter().filter(|thing| is_store(thing) && !stands_outside(subject, thing));
    // A way neither leads through an entrance nor begins again at another outside.
    let closed =
        |id: &str| subject.thing(id).is_none_or(|thing| is_entrance(thing.kind.value) || is_outside(thing));
    let ways = Ways::to(stores.map(|store| store.id.as_str()), &steps, closed);
    let sketch = is_sketch(subject.model);
    for step in &steps {
        let Some(start) = subject.thing(step.from).filter(|thing| is_outside(thing)) else { continue };
        let way: Vec<&Thing> = ways.from(step.to).into_iter().filter_map(|id| subject.thing(id)).collect();
        problems.extend(report(start, step, &way, sketch));
    }
}

fn report(start: &Thing, step: &Step<'_>, way: &[&Thing], sketch: bool) -> Option<Problem> {
    let (store, between) = way.split_last()?;
    let between: Vec<String> = between.iter().map(|thing| named(thing)).collect();
    let over = if between.is_empty() { String::new() } else { format!(" over {}", between.join(" → ")) };
    let message = format!(
        "{} reaches {}{over} without passing an ingress, gateway or load balancer",
        named(start),
        named(store)
    );
    let problem = Problem::new(&RULE, step.link.span, message)
        .with_related(store.span, format!("{} is here", named(store)))
        .with_help(
            "lead the link through an ingress or gateway, or declare the `kind` of what guards this way",
        );
    let public_by_nature = store.kind.value == ThingKind::Storage;
    let mild = public_by_nature || (sketch && !between.is_empty());
    Some(if mild { problem.with_severity(Severity::Info) } else { problem })
}

/// Whether the drawing declares nothing and shows no entrance at all: it leaves them out rather than goes around them.
fn is_sketch(model: &Model) -> bool {
    !model.things.iter().any(|thing| thing.fact.is_some() || is_entrance(thing.kind.value))
}

fn stands_outside(subject: &Design<'_>, thing: &Thing) -> bool {
    let group = thing.group.and_then(|group| subject.model.groups.get(group));
    group.is_some_and(|group| group.kind.value == GroupKind::Outside)
}

fn is_outside(thing: &Thing) -> bool {
    thing.kind.value == ThingKind::Outside
}

/// What guards or ends the traffic that comes in.
fn is_entrance(kind: ThingKind) -> bool {
    matches!(
        kind,
        ThingKind::Edge
            | ThingKind::Firewall
            | ThingKind::Vpn
            | ThingKind::LoadBalancer
            | ThingKind::IngressController
            | ThingKind::Ingress
            | ThingKind::Gateway
            | ThingKind::HttpRoute
            | ThingKind::Mesh
            | ThingKind::Identity
    )
}

fn is_store(thing: &Thing) -> bool {
    matches!(
        thing.kind.value,
        ThingKind::Database
            | ThingKind::Cache
            | ThingKind::Queue
            | ThingKind::Storage
            | ThingKind::StatefulSet
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_link_straight_into_the_store_is_reported() {
        check(
            &RULE,
            "flowchart LR\ninternet((Internet)) --> db[(Orders)]\ninternet --> lb[Load balancer] --> web --> db\n",
            "warning `-->` Internet (`internet`) reaches Orders (`db`) without passing an ingress, gateway or load balancer",
        );
    }

    #[test]
    fn a_way_around_the_entrance_is_reported_with_its_steps() {
        check(
            &RULE,
            "flowchart LR\ninternet((Internet)) --> edge[Traefik] --> web[Web app]\ninternet -->|old| api[API server] --> db[(Orders)]\nweb --> db\n",
            "warning `-->|old|` Internet (`internet`) reaches Orders (`db`) over API server (`api`) without passing an ingress, gateway or load balancer",
        );
    }

    #[test]
    fn ways_through_an_entrance_are_fine() {
        check(
            &RULE,
            "flowchart LR\ninternet((Internet)) --> fw[Firewall] --> web[Web app] --> db[(Orders)]\nvisitor([User]) --> internet\n",
            "",
        );
    }

    #[test]
    fn a_sketch_without_any_entrance_is_worth_knowing_at_most() {
        check(
            &RULE,
            "flowchart LR\nuser([User]) --> app[Web app] --> db[(Orders)]\n",
            "info `-->` User (`user`) reaches Orders (`db`) over Web app (`app`) without passing an ingress, gateway or load balancer",
        );
    }

    #[test]
    fn replies_policies_and_dead_ends_are_no_ways() {
        check(
            &RULE,
            "flowchart LR\ndb[(Orders)] --> internet((Internet))\ninternet --x db\ninternet ~~~ db\nlb[Load balancer]\n",
            "",
        );
    }
}
