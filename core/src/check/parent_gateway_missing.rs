use super::Subject;
use super::routing_view::is_open;
use super::shown::CANDIDATES;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::ParentReference;
use crate::text::Edit;
use crate::yaml::{NewValue, Node, Source, nearest, written};
use std::collections::BTreeMap;

/// A route names a Gateway that is not where the route says.
pub static RULE: Rule = Rule {
    code: "RT010",
    name: "parent-gateway-missing",
    severity: Severity::Warning,
    why: "A route is attached to the Gateway that it names, in its own namespace unless it names another one. Where there \
          is no such Gateway, no request comes to it, and its status says nothing.",
    source: "Gateway API, ParentReference, `namespace` and `name`",
};

/// Looks for a Gateway of that name in other namespaces, or one of a similar name in that one.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let gateways = &subject.routing.gateways;
    // What names no namespace may be put into any.
    let is_anywhere = |index| subject.object(index).is_some_and(|object| object.namespace.is_none());
    if gateways.iter().any(|gateway| is_anywhere(gateway.object)) {
        return;
    }
    let mut namespaces: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for gateway in gateways {
        namespaces.entry(&gateway.name).or_default().push(&gateway.namespace);
        names.entry(&gateway.namespace).or_default().push(&gateway.name);
    }
    for route in &subject.routing.routes {
        let Some(object) = subject.object(route.object) else { continue };
        for parent in route.parents.iter().filter(|parent| parent.kind == "Gateway") {
            let (namespace, name) = (parent.namespace_or(&route.namespace), parent.name.as_str());
            let is_open = is_open(name) || is_open(namespace);
            let is_unsaid = object.namespace.is_none() && parent.namespace.is_none();
            if is_open || is_unsaid || subject.routing.attachments.gateway(namespace, name).is_some() {
                continue;
            }
            let message = format!("{object} names the Gateway {namespace}/{name}, which is not there");
            let problem = Problem::new(&RULE, parent.name.span, message);
            let here = names.get(namespace).into_iter().flatten().copied().take(CANDIDATES);
            let problem = match (namespaces.get(name).map(Vec::as_slice), nearest(name, here)) {
                (Some([home]), _) => {
                    let problem = problem.with_help(format!("the Gateway `{name}` is in `{home}`"));
                    match name_namespace(subject, &object.tree, parent, home) {
                        Some(edit) => problem.with_fix(format!("Write namespace: {home}"), edit, false),
                        None => problem,
                    }
                }
                (_, Some(meant)) => problem.with_help(format!("did you mean `{meant}`?")).with_fix(
                    format!("Write {meant}"),
                    Edit::replace(parent.name.span, written(meant)),
                    false,
                ),
                _ => continue,
            };
            problems.push(problem);
        }
    }
}

fn name_namespace(subject: &Subject<'_>, route: &Node, parent: &ParentReference, home: &str) -> Option<Edit> {
    let parents = route.get("spec")?.get("parentRefs")?;
    let node = parents.items().iter().find(|node| node.span == parent.span)?;
    Source::new(subject.text, node.span).set_keys(node, &[("namespace", NewValue::Text(home))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    #[test]
    fn a_gateway_of_another_namespace_is_named_with_it() {
        let page = |parent: &str| {
            format!(
                "```yaml\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{ name: edge, namespace: infra }}\nspec: {{}}\n---\n\
                 apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{ name: shop, namespace: shop }}\n\
                 spec: {{ parentRefs: [{parent}] }}\n```\n"
            )
        };
        let wrong = page("{ name: edge }");
        check(
            &RULE,
            &wrong,
            "warning `edge` HTTPRoute shop/shop names the Gateway shop/edge, which is not there",
        );
        assert!(
            fixed(&RULE, &wrong).contains("[{ name: edge, namespace: infra }]"),
            "{}",
            fixed(&RULE, &wrong)
        );
        check(&RULE, &page("{ name: edge, namespace: infra }"), "");
        check(&RULE, &page("{ name: other }"), "");
        check(
            &RULE,
            &page("{ name: egde, namespace: infra }"),
            "warning `egde` HTTPRoute shop/shop names the Gateway infra/egde, which is not there",
        );
    }
}
