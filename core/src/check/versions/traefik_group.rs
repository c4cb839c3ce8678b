use super::rewrite::Rewrite;
use super::step::{Step, steps};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::text::Edit;
use crate::yaml::Node;

/// An object of the group that Traefik had before version 3.
pub static RULE: Rule = Rule {
    code: "VE014",
    name: "old-traefik-group",
    severity: Severity::Warning,
    why: "Traefik 3 does not look at the group traefik.containo.us: routes and middlewares of it do nothing there, without a word.",
    source: "Traefik documentation, \"Migration: v2 to v3\", Kubernetes CRDs API group",
};

static STEPS: &[Step] = &[Step {
    from: &["traefik.containo.us/v1alpha1"],
    kinds: &[],
    to: "traefik.io/v1alpha1",
    removed_in: None,
}];

/// Words of a rule that version 3 reads in another way, or not at all.
const CHANGED: &[&str] = &["Regexp", "{", "Headers", "Query", "`,", "` ,"];

/// The fix is to be looked at where a rule is written in a way that version 3 reads differently.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (object, step) in steps(subject, STEPS) {
        let routes = object.at(&["spec", "routes"]).map_or(&[][..], Node::items);
        let matches = routes.iter().filter_map(|route| route.get("match")?.text());
        let is_certain = !matches.into_iter().any(|rule| CHANGED.iter().any(|word| rule.contains(word)));
        let problem = step.problem(&RULE, subject, object);
        let problem = if is_certain {
            problem
        } else {
            problem.with_help("version 3 reads regular expressions, headers and several values of a matcher in another way: see its migration guide")
        };
        problems.push(step.with_fix(problem, subject, object, Some(renamed(object)), is_certain));
    }
}

/// A list of allowed addresses has another name as well.
fn renamed(object: &Object) -> Vec<Edit> {
    let spec = object.at(&["spec"]).and_then(Node::mapping).filter(|_| object.kind.starts_with("Middleware"));
    let list = spec.and_then(|spec| spec.entry("ipWhiteList"));
    list.map(|entry| Rewrite::rename(entry, "ipAllowList")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{fixed, found};

    #[test]
    fn the_group_changes_and_a_rule_that_reads_differently_is_to_be_looked_at() {
        let route = |group: &str, rule: &str| {
            format!(
                "```yaml\napiVersion: {group}/v1alpha1\nkind: IngressRoute\nmetadata: {{ name: web }}\nspec:\n  routes:\n    - match: {rule} # c\n      kind: Rule\n```\n"
            )
        };
        let old = route("traefik.containo.us", "Host(`a.example`)");
        assert_eq!(fixed(&RULE, &old), route("traefik.io", "Host(`a.example`)"));
        let safe = |rule: &str| found(&RULE, &route("traefik.containo.us", rule))[0].fixes[0].safe;
        assert_eq!((safe("Host(`a.example`)"), safe("Host(`a.example`, `b.example`)")), (true, false));
        let middleware = |group: &str, key: &str| {
            format!(
                "```yaml\napiVersion: {group}/v1alpha1\nkind: Middleware\nmetadata: {{ name: a }}\nspec: {{ {key}: {{ sourceRange: [10.0.0.0/8] }} }}\n```\n"
            )
        };
        assert_eq!(
            fixed(&RULE, &middleware("traefik.containo.us", "ipWhiteList")),
            middleware("traefik.io", "ipAllowList")
        );
    }
}
