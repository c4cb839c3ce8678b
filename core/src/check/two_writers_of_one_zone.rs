use super::Subject;
use super::routing_view::is_open;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::text::Span;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// Two controllers write one zone, and each takes the other's records for its own; or two providers serve it.
pub static RULE: Rule = Rule {
    code: "DN004",
    name: "two-writers-of-one-zone",
    severity: Severity::Warning,
    why: "external-dns knows its records by an owner that it writes beside them. Two instances with one owner delete each \
          other's records. Two providers for one view of a zone give different answers, depending on who is asked.",
    source: "external-dns documentation, \"TXT registry\" (`--txt-owner-id`)",
};

/// With how many instances before it an instance is compared.
const MOST: usize = 32;

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    instances(subject, problems);
    providers(subject, problems);
}

/// An instance of external-dns.
struct Instance<'a> {
    object: &'a Object,
    owner: String,
    owner_span: Span,
    provider: String,
    zones: Vec<String>,
}

fn instances(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let mut named: BTreeMap<(&str, &str), Instance<'_>> = BTreeMap::new();
    for object in &subject.model.objects.objects {
        if let Some(instance) = of_release(object).or_else(|| of_workload(object)) {
            named.insert((object.namespace_or_default(), &object.name), instance);
        }
    }
    let mut instances: Vec<Instance<'_>> = named.into_values().collect();
    instances.sort_by_key(|instance| instance.object.span.start);
    for (index, instance) in instances.iter().enumerate() {
        let mut before = instances.iter().take(index.min(MOST));
        let Some(other) = before.find(|other| clash(other, instance)) else { continue };
        let message = format!(
            "{} and {} both own what `{}` owns in {}",
            instance.object,
            other.object,
            instance.owner,
            if instance.zones.is_empty() { "every zone".to_owned() } else { instance.zones.join(", ") }
        );
        problems.push(
            Problem::new(&RULE, instance.owner_span, message)
                .with_related(other.owner_span, "the other owner is said here")
                .with_help("give each instance a `txt-owner-id` of its own"),
        );
    }
}

fn clash(one: &Instance<'_>, other: &Instance<'_>) -> bool {
    let within = |zone: &str, around: &str| zone == around || zone.ends_with(&format!(".{around}"));
    let meet = |zone: &String| other.zones.iter().any(|it| within(zone, it) || within(it, zone));
    one.owner == other.owner
        && one.provider == other.provider
        && (one.zones.is_empty() || other.zones.is_empty() || one.zones.iter().any(meet))
}

/// One that a chart's release runs, by the values that the chart takes.
fn of_release(object: &Object) -> Option<Instance<'_>> {
    if object.group() != "helm.toolkit.fluxcd.io" || object.kind != "HelmRelease" {
        return None;
    }
    let values = object.at(&["spec", "values"])?;
    let owner = values.get("txtOwnerId")?;
    let text = |key: &str| values.get(key).and_then(Node::text);
    if text("policy") == Some("upsert-only") || text("registry") == Some("noop") {
        return None;
    }
    let webhook =
        values.get("provider").and_then(|it| it.get("webhook")?.get("image")?.get("repository")?.text());
    let provider = values.get("provider").and_then(|it| it.text().or_else(|| it.get("name")?.text()));
    let zones = values.get("domainFilters").map(Node::items).unwrap_or_default();
    Some(Instance {
        object,
        owner: owner.text().filter(|owner| !is_open(owner))?.to_owned(),
        owner_span: owner.span,
        provider: webhook.or(provider)?.to_owned(),
        zones: zones.iter().filter_map(|zone| zone.text().map(str::to_owned)).collect(),
    })
}

/// One that a workload runs, by the arguments of its container.
fn of_workload(object: &Object) -> Option<Instance<'_>> {
    if object.group() != "apps" {
        return None;
    }
    let containers = object.at(&["spec", "template", "spec", "containers"])?.items();
    let runs = |node: &&Node| {
        node.get("image").and_then(Node::text).is_some_and(|image| image.contains("/external-dns:"))
    };
    let container = containers.iter().find(runs)?;
    let args: Vec<&Node> =
        ["command", "args"].iter().filter_map(|key| container.get(key)).flat_map(Node::items).collect();
    let values = |flag: &str| -> Vec<(&str, Span)> {
        let texts = args.iter().filter_map(|node| Some((node.text()?, node.span)));
        let values = texts.filter_map(|(text, span)| {
            let value = text.strip_prefix("--")?.strip_prefix(flag)?.strip_prefix('=')?;
            Some((value, span))
        });
        values.collect()
    };
    let is = |flag: &str, value: &str| values(flag).iter().any(|(said, _)| *said == value);
    if is("policy", "upsert-only") || is("registry", "noop") {
        return None;
    }
    let (owner, owner_span) =
        values("txt-owner-id").first().copied().unwrap_or(("default", object.name_span()));
    let provider = values("provider").first().filter(|(provider, _)| *provider != "webhook")?.0;
    (!is_open(owner)).then(|| Instance {
        object,
        owner: owner.to_owned(),
        owner_span,
        provider: provider.to_owned(),
        zones: values("domain-filter").iter().map(|(zone, _)| (*zone).to_owned()).collect(),
    })
}

fn providers(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<(&str, &str), (&str, Span)> = BTreeMap::new();
    for zone in &subject.model.zones {
        let Some(provider) = zone.provider.as_deref() else { continue };
        let (first, place) = *seen.entry((&zone.name, &zone.view)).or_insert((provider, zone.span));
        if first != provider {
            let message =
                format!("{} is served by {provider} and by {first} in one view, {}", zone.name, zone.view);
            problems
                .push(Problem::new(&RULE, zone.span, message).with_related(place, "the other one is here"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn two_instances_with_one_owner_are_reported() {
        let instance = |name: &str, args: &str| {
            format!(
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: {name} }}\nspec: {{ template: {{ metadata: {{ labels: {{ app: {name} }} }}, spec: {{ containers: [\
                 {{ name: dns, image: \"registry.k8s.io/external-dns/external-dns:v0.15.0\", args: [--provider=aws, {args}] }}] }} }} }}\n---\n"
            )
        };
        let page =
            |one: &str, other: &str| format!("```yaml\n{}{}```\n", instance("a", one), instance("b", other));
        check(
            &RULE,
            &page("--txt-owner-id=k8s", "--txt-owner-id=k8s, --domain-filter=example.com"),
            "warning `--txt-owner-id=k8s` Deployment b and Deployment a both own what `k8s` owns in example.com",
        );
        check(&RULE, &page("--txt-owner-id=a", "--txt-owner-id=b"), "");
        check(&RULE, &page("--domain-filter=example.net", "--domain-filter=example.com"), "");
        check(&RULE, &page("--txt-owner-id=k8s", "--txt-owner-id=k8s, --policy=upsert-only"), "");
    }

    #[test]
    fn one_view_of_a_zone_has_one_provider() {
        let page = |view: &str| {
            format!(
                "---\nnetplat:\n  dns:\n    zones:\n      - {{ name: example.com, provider: cloudflare }}\n      - {{ name: example.com, view: {view}, provider: unifi }}\n---\n# A\n"
            )
        };
        check(
            &RULE,
            &page("public"),
            "warning `{ name: example.com, view: public, provider: unifi }` example.com is served by unifi and by cloudflare in one view, public",
        );
        check(&RULE, &page("internal"), "");
    }
}
