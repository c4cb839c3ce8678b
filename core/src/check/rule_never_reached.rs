use super::Subject;
use super::duplicate_route::{compared, words};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{PathType, Placed, RouteKind};
use crate::text::Span;
use std::collections::BTreeMap;

/// A rule of a route is about requests that a rule before it takes.
pub static RULE: Rule = Rule {
    code: "RT014",
    name: "rule-never-reached",
    severity: Severity::Warning,
    why: "Of two rules of one route that match alike, the first one gets the requests, and the second one none. Which of \
          two equal paths of one Ingress counts is up to the controller.",
    source: "Gateway API, HTTPRouteRule, `matches` (\"the first matching rule\"); Kubernetes documentation, \"Ingress: \
             Multiple matches\"",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for route in &subject.routing.routes {
        if !matches!(route.kind, RouteKind::Http | RouteKind::Grpc) {
            continue;
        }
        let mut seen: BTreeMap<String, (usize, Span)> = BTreeMap::new();
        for (index, rule) in route.rules.iter().enumerate() {
            let matches: Vec<(String, Span)> = match rule.matches.as_slice() {
                [] => vec![("Prefix /".to_owned(), rule.span)],
                all => all.iter().map(|it| (words(it), it.span)).collect(),
            };
            for (asked, span) in matches {
                let (first, place) = *seen.entry(asked).or_insert((index, span));
                if first != index {
                    problems.extend(problem(subject, route.object, span, place));
                }
            }
        }
    }
    for ingress in &subject.routing.ingresses {
        let mut seen = BTreeMap::new();
        for rule in &ingress.rules {
            let host = rule.host.as_ref().map_or("", Placed::as_str);
            for path in &rule.paths {
                let text = path.path.as_ref().map_or("/", Placed::as_str);
                let place = path.path.as_ref().map_or(path.span, |path| path.span);
                let key = (host, path.path_type, compared(text, path.path_type == PathType::Prefix));
                if let Some(first) = seen.get(&key) {
                    problems.extend(problem(subject, ingress.object, place, *first));
                } else {
                    seen.insert(key, place);
                }
            }
        }
    }
}

fn problem(subject: &Subject<'_>, object: usize, span: Span, first: Span) -> Option<Problem> {
    let message = format!("{} has a rule before this one that takes its requests", subject.object(object)?);
    Some(Problem::new(&RULE, span, message).with_related(first, "it is here"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn the_second_of_two_equal_rules_is_never_reached() {
        let page = |second: &str| {
            format!(
                "```yaml\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{ name: web }}\nspec:\n  rules:\n  \
                 - {{ matches: [{{ path: {{ value: / }} }}] }}\n  - {second}\n```\n"
            )
        };
        check(
            &RULE,
            &page("{}"),
            "warning `{}` HTTPRoute web has a rule before this one that takes its requests",
        );
        check(&RULE, &page("{ matches: [{ path: { value: /a } }] }"), "");
        check(&RULE, &page("{ matches: [{ headers: [{ name: a, value: b }] }] }"), "");
    }

    #[test]
    fn the_second_of_two_equal_paths_is_reported() {
        let path = |path: &str| {
            format!(
                "{{ path: {path}, pathType: Prefix, backend: {{ service: {{ name: web, port: {{ number: 80 }} }} }} }}"
            )
        };
        let page = |second: &str| {
            format!(
                "```yaml\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{ name: web }}\n\
                 spec: {{ rules: [{{ http: {{ paths: [{}, {}] }} }}] }}\n```\n",
                path("/a"),
                path(second)
            )
        };
        check(
            &RULE,
            &page("/a/"),
            "warning `/a/` Ingress web has a rule before this one that takes its requests",
        );
        check(&RULE, &page("/b"), "");
    }
}
