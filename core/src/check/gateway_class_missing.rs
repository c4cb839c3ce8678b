use super::Subject;
use super::routing_view::is_open;
use super::shown::CANDIDATES;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::text::Edit;
use crate::yaml::{nearest, written};

/// A Gateway is of a class that does not exist.
pub static RULE: Rule = Rule {
    code: "RT012",
    name: "gateway-class-missing",
    severity: Severity::Warning,
    why: "A controller serves the Gateways of its classes. One whose class does not exist is served by nobody: it gets no \
          address.",
    source: "Gateway API, GatewaySpec, `gatewayClassName`",
};

/// Classes that controllers make themselves.
const MADE: &[&str] =
    &["gke-", "istio", "cilium", "traefik", "kong", "nginx", "eg", "contour", "openshift", "azure", "amazon"];

/// Looks only where classes are shown, and nothing brings others.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let classes = &subject.resources.gateway_classes;
    if classes.is_empty() || !subject.cluster.shown.is_everything() {
        return;
    }
    for gateway in &subject.routing.gateways {
        let (Some(class), Some(object)) = (&gateway.class, subject.object(gateway.object)) else { continue };
        let name = class.as_str();
        let is_made = MADE.iter().any(|made| name.starts_with(made));
        if is_made || is_open(name) || classes.iter().any(|class| class.name == name) {
            continue;
        }
        let problem =
            Problem::new(&RULE, class.span, format!("{object} is of the class `{name}`, which is not there"));
        problems.push(
            match nearest(name, classes.iter().map(|class| class.name.as_str()).take(CANDIDATES)) {
                Some(meant) => problem.with_fix(
                    format!("Write {meant}"),
                    Edit::replace(class.span, written(meant)),
                    false,
                ),
                None => problem,
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    #[test]
    fn the_class_of_a_gateway_exists() {
        let page = |class: &str| {
            format!(
                "```yaml\napiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {{ name: public }}\nspec: {{ controllerName: a/b }}\n---\n\
                 apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{ name: edge }}\nspec: {{ gatewayClassName: {class} }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("pubilc"),
            "warning `pubilc` Gateway edge is of the class `pubilc`, which is not there",
        );
        assert!(fixed(&RULE, &page("pubilc")).contains("gatewayClassName: public }"));
        check(&RULE, &page("public"), "");
        check(&RULE, &page("cilium"), "");
    }
}
