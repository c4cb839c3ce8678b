use super::Subject;
use super::routing_view::is_open;
use super::shown::CANDIDATES;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::text::Edit;
use crate::yaml::{nearest, written};

/// A route leads to a Service that does not exist.
pub static RULE: Rule = Rule {
    code: "RT002",
    name: "backend-service-missing",
    severity: Severity::Warning,
    why: "A route to a Service that does not exist is accepted; requests that match it are answered with an error, 503 \
          by most Ingress controllers, 500 by gateways.",
    source: "Kubernetes documentation, \"Ingress: Ingress rules\"; Gateway API, HTTPRouteRule, `backendRefs`",
};

/// A namespace in which nothing is shown, or into which something else brings Services, is not judged.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (lead, _) in subject.routing.leads() {
        let name = lead.name.as_str();
        let Some(services) = subject.cluster.shown.all_services(lead.namespace) else { continue };
        let Some(object) = subject.object(lead.object) else { continue };
        if subject.cluster.shown.service(lead.namespace, name).is_some() || is_open(name) {
            continue;
        }
        let message =
            format!("{object} leads to the Service `{name}`, and `{}` has none of that name", lead.namespace);
        let problem = Problem::new(&RULE, lead.name.span, message);
        problems.push(match nearest(name, services.take(CANDIDATES)) {
            Some(meant) => problem.with_help(format!("did you mean `{meant}`?")).with_fix(
                format!("Write {meant}"),
                Edit::replace(lead.name.span, written(meant)),
                false,
            ),
            None => problem,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    fn page(backend: &str) -> String {
        format!(
            "```yaml\napiVersion: v1\nkind: Service\nmetadata: {{ name: orders, namespace: shop }}\nspec: {{ ports: [{{ port: 80 }}] }}\n---\n\
             apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{ name: web, namespace: shop }}\n\
             spec: {{ rules: [{{ backendRefs: [{backend}] }}] }}\n```\n"
        )
    }

    #[test]
    fn a_service_that_is_not_there_is_reported() {
        let wrong = page("{ name: order, port: 80 }");
        check(
            &RULE,
            &wrong,
            "warning `order` HTTPRoute shop/web leads to the Service `order`, and `shop` has none of that name",
        );
        assert!(fixed(&RULE, &wrong).contains("{ name: orders, port: 80 }"));
        check(&RULE, &page("{ name: orders, port: 80 }"), "");
    }

    #[test]
    fn namespaces_that_are_not_shown_and_other_kinds_are_left_alone() {
        check(&RULE, &page("{ name: order, namespace: bank, port: 80 }"), "");
        check(&RULE, &page("{ name: order, kind: ServiceImport, group: multicluster.x-k8s.io }"), "");
        let action = "```yaml\napiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n---\n\
            apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: web }\n\
            spec: { defaultBackend: { service: { name: ssl-redirect, port: { name: use-annotation } } } }\n```\n";
        check(&RULE, action, "");
    }
}
