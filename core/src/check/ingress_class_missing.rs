use super::Subject;
use super::routing_view::is_open;
use super::shown::CANDIDATES;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::text::Edit;
use crate::yaml::{nearest, written};
use std::collections::BTreeSet;

/// An Ingress has no class, or one that does not exist.
pub static RULE: Rule = Rule {
    code: "RT005",
    name: "ingress-class-missing",
    severity: Severity::Warning,
    why: "A controller serves the Ingresses of its class. One whose class does not exist, or that has none while no class \
          is the default one, is served by nobody, and nothing says so.",
    source: "Kubernetes documentation, \"Ingress: Ingress class\" and \"Default IngressClass\" (since 1.18)",
};

/// Looks only where classes are shown, and nothing brings others.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let classes = &subject.resources.ingress_classes;
    if classes.is_empty() || !subject.cluster.shown.is_everything() {
        return;
    }
    let drawn = subject.model.things.iter().filter_map(|thing| thing.class.as_ref());
    let names: BTreeSet<&str> = classes
        .iter()
        .map(|class| class.name.as_str())
        .chain(drawn.map(|class| class.value.as_str()))
        .collect();
    let has_default = classes.iter().any(|class| class.default.is_some());
    for ingress in &subject.routing.ingresses {
        let Some(object) = subject.object(ingress.object) else { continue };
        match &ingress.class {
            // The annotation asks for no object, and controllers look for it first.
            _ if ingress.annotated_class.is_some() => {}
            None if !has_default => {
                let message = format!("{object} names no class, and no class is the default one");
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                problems.push(
                    Problem::new(&RULE, object.name_span(), message).with_help(format!(
                        "set `ingressClassName`; there is {}",
                        super::words::listed(&names)
                    )),
                );
            }
            Some(class) if !names.contains(class.as_str()) && !is_open(class.as_str()) => {
                let message = format!("{object} is of the class `{class}`, which is not there");
                let problem = Problem::new(&RULE, class.span, message);
                problems.push(match nearest(class.as_str(), names.iter().copied().take(CANDIDATES)) {
                    Some(meant) => problem.with_fix(
                        format!("Write {meant}"),
                        Edit::replace(class.span, written(meant)),
                        false,
                    ),
                    None => problem,
                });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    fn page(annotations: &str, spec: &str) -> String {
        format!(
            "```yaml\napiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {{ name: public{annotations} }}\nspec: {{ controller: a/b }}\n---\n\
             apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{ name: web }}\nspec: {{ {spec} }}\n```\n"
        )
    }

    #[test]
    fn a_class_exists_or_one_is_the_default() {
        check(
            &RULE,
            &page("", "rules: []"),
            "warning `web` Ingress web names no class, and no class is the default one",
        );
        let default = ", annotations: { ingressclass.kubernetes.io/is-default-class: \"true\" }";
        check(&RULE, &page(default, "rules: []"), "");
        let wrong = page("", "ingressClassName: pubilc");
        check(&RULE, &wrong, "warning `pubilc` Ingress web is of the class `pubilc`, which is not there");
        assert!(fixed(&RULE, &wrong).contains("ingressClassName: public }"));
        check(&RULE, &page("", "ingressClassName: public"), "");
    }
}
