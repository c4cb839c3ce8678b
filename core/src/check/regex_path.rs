use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{Ingress, Placed};

/// An Ingress has a regular expression for a path, and its controller knows none.
pub static RULE: Rule = Rule {
    code: "RT015",
    name: "regex-path",
    severity: Severity::Warning,
    why: "The paths of an Ingress are exact ones or prefixes. Some controllers take a regular expression where an \
          annotation says so; the others look for its characters as they stand, which no request has.",
    source: "Kubernetes documentation, \"Ingress: Path types\"; ingress-nginx, \"Ingress Path Matching\"; Traefik, \
             \"Kubernetes Ingress: path types\"",
};

/// Looks only at classes whose controllers are known to take no expressions, by their names.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for ingress in &subject.routing.ingresses {
        let Some(object) = subject.object(ingress.object) else { continue };
        let annotated = object.annotation("traefik.ingress.kubernetes.io/router.pathmatcher").is_some();
        let Some(controller) = controller(subject, ingress).filter(|_| !annotated) else { continue };
        let paths = ingress.rules.iter().flat_map(|rule| &rule.paths).filter_map(|path| path.path.as_ref());
        for path in paths.filter(|path| path.value.contains(['(', '[', '^', '$', '\\', '|'])) {
            if super::routing_view::is_open(path.as_str()) {
                continue;
            }
            let message =
                format!("{object} has the expression `{path}`, and {controller} takes it for a plain path");
            problems.push(
                Problem::new(&RULE, path.span, message)
                    .with_help("write prefixes, or a route of the controller's own kind, or an HTTPRoute"),
            );
        }
    }
}

/// Controllers without expressions: a part of the class's name or of its controller's, and the name.
const PLAIN: &[(&str, &str)] = &[
    ("traefik", "Traefik"),
    ("ingress.k8s.aws/alb", "the AWS Load Balancer Controller"),
    ("cilium.io/ingress-controller", "Cilium"),
];

fn controller(subject: &Subject<'_>, ingress: &Ingress) -> Option<&'static str> {
    let name = ingress.class_name().map(Placed::as_str)?;
    let class = subject.resources.ingress_classes.iter().find(|class| class.name == name);
    let controller = class.and_then(|class| class.controller.as_ref()).map(Placed::as_str);
    let is_it = |part: &str| match controller {
        Some(controller) => controller.contains(part),
        None => name == part,
    };
    PLAIN.iter().find(|(part, _)| is_it(part)).map(|(_, shown)| *shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn traefik_takes_an_expression_for_a_path() {
        let page = |class: &str, path: &str| {
            format!(
                "```yaml\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{ name: web }}\nspec:\n  ingressClassName: {class}\n  \
                 rules: [{{ http: {{ paths: [{{ path: \"{path}\", pathType: Prefix }}] }} }}]\n```\n"
            )
        };
        check(
            &RULE,
            &page("traefik", "/api(/|$)(.*)"),
            "warning `\"/api(/|$)(.*)\"` Ingress web has the expression `/api(/|$)(.*)`, and Traefik takes it for a plain path",
        );
        check(&RULE, &page("nginx", "/api(/|$)(.*)"), "");
        check(&RULE, &page("traefik", "/api"), "");
    }
}
